"""The table of settings: what each may be, what it is when nobody says, and what it is called."""

from dataclasses import MISSING, fields

import pytest

from achie_tui.config import SETTINGS, Config

DEFAULTS = {each.name: each.default for each in fields(Config)}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_default_is_allowed(name: str) -> None:
    setting = SETTINGS[name]
    default = DEFAULTS[setting.field]
    assert default is MISSING or default is None or setting.kind.fits(default)


def test_an_environment_variable_is_named_after_its_setting() -> None:
    assert SETTINGS["picture_limit_mb"].variable == "ACHIE_TUI_PICTURE_LIMIT_MB"
    assert SETTINGS["profile"].variable == "ACHIE_TUI_PROFILE"
    assert SETTINGS["profile"].field == "profile_file"
