"""What these tests share."""

from tests.commands.fixtures import (
    _quiet_surroundings,
    reader,
    server,
    site,
    synced_folder,
    user,
    whole_site,
)

__all__ = ["_quiet_surroundings", "reader", "server", "site", "synced_folder", "user", "whole_site"]
