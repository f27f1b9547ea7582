"""`achie-tui config`: the configuration in effect, and where each value came from; itself a configuration file."""

from achie_tui.commands.output import Output
from achie_tui.commands.setting_values import TomlValue, origin_words, values_of
from achie_tui.config import Config, Origin
from achie_tui.config.pipes import Pipe
from achie_tui.language import Phrase
from achie_tui.redaction import without_secrets
from achie_tui.typeset.width import cell_width, fit

_FILE = Phrase("配置文件 {file}", "Configuration file {file}")
_NO_FILE = Phrase("配置文件 {file}（还没有）", "Configuration file {file} (not there yet)")
_BUILT_IN = Phrase("内置的 {name}", "built in: {name}")
_SHORT = 0x10000  # below this, TOML says a character in four digits


async def run(config: Config, output: Output) -> int:
    """Print every setting with its value and its origin."""
    values, file = values_of(config), config.config_file
    if output.json:
        settings = {name: _record(value, config.origins.get(name, Origin())) for name, value in values.items()}
        record = {"config_file": str(file.absolute()), "exists": file.exists(), "settings": settings}
        output.value(record | ({"pipe": [_table(pipe) for pipe in config.pipes]} if config.pipes else {}))
        return 0
    heading = (_FILE if file.exists() else _NO_FILE).say(output.language, file=output.text(str(file.absolute())))
    output.line(output.dim(f"# {heading}"))
    lines: list[tuple[str, str]] = []
    for name, value in values.items():
        origin = origin_words(config.origins.get(name, Origin())).say(output.language)
        if value is None:
            built_in = _BUILT_IN.say(output.language, name=output.text(config.profile.name))
            lines.append((f"# {name}", f"{origin} ({built_in})"))
        elif isinstance(value, dict):
            keys = [(f"{_key(key)} = {toml(given)}", "") for key, given in value.items()]
            lines += [("", ""), (f"[{name}]", origin), *keys]
        else:
            lines.append((f"{name} = {toml(value)}", origin))
    for pipe in config.pipes:
        lines += [
            ("", ""),
            ("[[pipe]]", ""),
            *((f"{name} = {toml(value)}", "") for name, value in _table(pipe).items()),
        ]
    width = max((cell_width(setting) for setting, _ in lines), default=0) + 2
    for setting, origin in lines:
        shown = fit(setting, width) if output.is_terminal else f"{setting}  "
        output.line(f"{shown}{output.dim(f'# {output.text(origin)}')}" if origin else setting)
    return 0


def _record(value: TomlValue, origin: Origin) -> dict[str, object]:
    return {"value": value, "origin": origin.kind, "where": origin.name or None}


def _table(pipe: Pipe) -> dict[str, str | bool | list[str]]:
    command = [without_secrets(word) for word in pipe.command]
    return {"name": pipe.name, "command": command, "give": pipe.give, "terminal": pipe.terminal}


def toml(value: str | float | list[str]) -> str:
    """Write a value as TOML does; what is no plain character is escaped."""
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str):
        return '"' + "".join(map(_escaped, value)) + '"'
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    if "\ud800" <= character <= "\udfff":  # a byte of a path that is no UTF-8: TOML cannot say it
        return "?"
    number = ord(character)
    return f"\\u{number:04x}" if number < _SHORT else f"\\U{number:08x}"


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else toml(name)
