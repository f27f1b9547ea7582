"""The configuration: the settings as one table, and how their values are found."""

from achie_tui.config.loading import default_data_dir, first_data_dir, first_language, language_of, load, of_site
from achie_tui.config.settings import SETTINGS, Config, Origin, Setting

__all__ = [
    "SETTINGS",
    "Config",
    "Origin",
    "Setting",
    "default_data_dir",
    "first_data_dir",
    "first_language",
    "language_of",
    "load",
    "of_site",
]
