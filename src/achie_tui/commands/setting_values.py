"""The settings as they are shown: their values, and where these came from."""

from pathlib import Path

from achie_tui.config import SETTINGS, Config, Origin
from achie_tui.language import Phrase
from achie_tui.redaction import without_secrets

TomlValue = str | bool | int | float | list[str] | dict[str, str] | None

_SOURCES: dict[str, Phrase] = {
    "default": Phrase("默认", "default"),
    "file": Phrase("文件", "file"),
    "environment": Phrase("环境变量", "environment"),
    "flag": Phrase("选项", "flag"),
}


def values_of(config: Config) -> dict[str, TomlValue]:
    """Give the value of each setting that a configuration file may have, by its name there."""
    values: dict[str, TomlValue] = {
        name: _shown(getattr(config, setting.field)) for name, setting in SETTINGS.items() if setting.in_file
    }
    return {**values, "keys": dict(config.keys)}


def _shown(value: Path | tuple[str, ...] | TomlValue) -> TomlValue:
    if isinstance(value, tuple):
        return [without_secrets(word) for word in value]
    if isinstance(value, Path):
        return str(value)
    return without_secrets(value) if isinstance(value, str) else value


def origin_words(origin: Origin) -> Phrase:
    """Say where a value came from."""
    kind, name = _SOURCES[origin.kind], f" {origin.name}" if origin.name else ""
    return Phrase(f"{kind.zh}{name}", f"{kind.en}{name}")
