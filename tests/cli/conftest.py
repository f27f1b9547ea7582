"""What these tests share."""

from tests.commands.fixtures import _quiet_surroundings

__all__ = ["_quiet_surroundings"]
