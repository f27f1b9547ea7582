"""How the values of the settings are found: default < config.toml < environment < flag."""

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import urlsplit

import platformdirs

from achie_tui.config.settings import SETTINGS, Config, Origin, Setting
from achie_tui.errors import MissingFileError, NoHomeError, NoSuchHomeError, UsageError, WrongValueError
from achie_tui.language import QUESTION, Language, Phrase, nearest
from achie_tui.redaction import as_shown
from achie_tui.site.profile import Selectors, built_in, read_profile
from achie_tui.tomlfile import read_toml

if TYPE_CHECKING:
    from achie_tui.config.pipes import Pipe

APP = "achie-tui"
_CONFIG_VARIABLE = "ACHIE_TUI_CONFIG"
_NOTHING = Path(os.devnull)
_IN_FILE_NAMES = [setting.name for setting in SETTINGS.values() if setting.in_file]
_FILE = Phrase("配置文件", "configuration file")
_IN_FILE = Phrase("配置文件 {file} 里的 {name} = {value}", "In the configuration file {file}, {name} = {value}")
_IN_KEYS = Phrase(
    "配置文件 {file} 里 [keys] 的 {name} = {value}", "In the configuration file {file}, [keys] {name} = {value}"
)
_KEYS = Phrase('加引号的键，如 open = "enter,o"', 'keys in quotes, such as open = "enter,o"')
_BEFORE_KEYS = Phrase("按键；这是设置，要写在 [keys] 之前", "keys; this is a setting and has to stand before [keys]")
_IN_ENVIRONMENT = Phrase("环境变量 {name}={value}", "The environment variable {name}={value}")
_OPTION = Phrase("选项 {name} {value}", "The option {name} {value}")
_SITE = Phrase("网址 {url}", "The address {url}")
_UNKNOWN = Phrase(
    "配置文件 {file} 里的 {name} 不是设置，没有用它",
    "{name} in the configuration file {file} is no setting and not used",
)
_ASKING = Phrase("{unknown}；{question}", "{unknown}; {question}")


@dataclass(frozen=True, slots=True)
class _Given:
    """A value, and how the user sees where it stands."""

    value: object
    place: Phrase


def load(flags: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Config:
    """Put the configuration together; `flags` holds what the command line gave, by setting name.

    Raises UsageError where a file cannot be read or a value means nothing. Unknown keys of the file only warn:
    a newer version's file must not lock an older one out.
    """
    environment = os.environ if environment is None else environment
    file, named = _config_file(flags, environment)
    data = _read(file, required=named)
    keys = _keys(file, data.pop("keys", {}))
    pipes = _pipes(file, data.pop("pipe", None))
    flags = {name: value for name, value in flags.items() if value not in (None, "")}
    given = {name: value for name, value in data.items() if name in _IN_FILE_NAMES and value != ""}
    values = _checked({**_from_file(file, given), **_from_environment(environment), **_from_flags(flags)})

    chosen = values.get("profile")
    profile_file = _path(chosen) if chosen else None
    profile = read_profile(profile_file) if profile_file else built_in()
    values["profile"] = profile_file
    values["data_dir"] = _data_dir(values)
    values.setdefault("base_url", profile.base_url)
    lang = values.setdefault("lang", language_of(environment))
    return Config(
        profile=profile,
        config_file=file,
        keys=keys,
        pipes=pipes,
        warnings=tuple(_unknown(file, name).say(lang) for name in data if name not in _IN_FILE_NAMES),
        origins=_origins(file, {**given, "keys": keys}, flags, environment),
        **{SETTINGS[name].field: value for name, value in values.items()},
    )


def _pipes(file: Path, given: object) -> "tuple[Pipe, ...]":
    if given is None:
        return ()
    from achie_tui.config.pipes import read_pipes

    return read_pipes(file, given)


def _checked(given: Mapping[str, _Given]) -> dict[str, Any]:
    """Give the values of settings; raises WrongValueError for the first that means nothing."""
    values: dict[str, Any] = {}
    for name, setting in SETTINGS.items():
        if name in given:
            values[name] = _value(given[name], setting)
    return values


def _value(given: _Given, setting: Setting) -> Any:
    if not setting.kind.fits(given.value):
        raise WrongValueError(place=given.place, allowed=setting.kind.wanted(given.value))
    return setting.kind.type(given.value)


def of_site(config: Config, url: str, data_dir: Path) -> Config:
    """Give the configuration for looking at a site that there is no profile of; raises WrongValueError for no address.

    Of a page's address the site's counts, or the directory that it ends with.
    """
    parts = urlsplit(_value(_Given(url, _SITE.fill(url=as_shown(url))), SETTINGS["base_url"]))
    path = parts.path if parts.path.endswith("/") else "/"
    base_url = f"{parts.scheme}://{parts.netloc}{path}"
    profile = replace(
        config.profile,
        name=parts.hostname or base_url,
        base_url=base_url,
        hosts=(),
        image_hosts=(),
        news="/",
        categories=(),
        selectors=Selectors(),
    )
    return replace(config, profile=profile, base_url=base_url, data_dir=data_dir)


def first_language(flags: Mapping[str, Any], environment: Mapping[str, str]) -> Language:
    """Give the language as `load` would, before it: whatever else may be wrong is passed over."""
    said = [flags.get("lang"), environment.get(SETTINGS["lang"].variable)]
    with suppress(UsageError):
        said.append(_read(_config_file(flags, environment)[0], required=False).get("lang"))
    languages: tuple[Language, ...] = get_args(Language)
    return next((language for each in said for language in languages if each == language), language_of(environment))


def first_data_dir(flags: Mapping[str, Any], environment: Mapping[str, str]) -> Path:
    """Give the data directory as `load` would, for the report of a crash: whatever else may be wrong is passed over."""
    values: dict[str, Any] = {}
    with suppress(UsageError):
        values |= _read(_config_file(flags, environment)[0], required=False)
    for name in ("data_dir", "profile"):
        values[name] = flags.get(name) or environment.get(SETTINGS[name].variable) or values.get(name)
    with suppress(UsageError, TypeError):  # a value of the file that is no path
        return _data_dir({name: values[name] for name in ("data_dir", "profile")})
    return _NOTHING


def default_data_dir(profile: str | None = None) -> Path:
    """Give the data directory of the platform's own convention; each profile has its own, named after its file.

    Raises NoHomeError where there is no home directory for it to be in.
    """
    return _at_home(platformdirs.user_data_dir, f"{APP}-{Path(profile).stem}" if profile else APP)


def _data_dir(values: Mapping[str, Any]) -> Path:
    if given := values.get("data_dir"):
        return _path(given)
    # The demo brings a library of its own.
    return _NOTHING if values.get("demo") else default_data_dir(values.get("profile"))


def _config_file(flags: Mapping[str, Any], environment: Mapping[str, str]) -> tuple[Path, bool]:
    """Give the configuration file, and whether the user named it; without a home directory it is an empty one."""
    if named := flags.get("config") or environment.get(_CONFIG_VARIABLE):
        return _path(named), True
    try:
        return _at_home(platformdirs.user_config_dir, APP) / "config.toml", False
    except NoHomeError:
        return _NOTHING, False


def _at_home(directory: Callable[[str], str], name: str) -> Path:
    """Give a directory of the user's; raises NoHomeError where that has no place."""
    try:
        path = Path(directory(name))
    except RuntimeError as error:
        raise NoHomeError from error
    if not path.is_absolute():  # as platformdirs gave it before it raised an error
        raise NoHomeError
    return path


def _path(given: str) -> Path:
    """Give a path as the user means it; raises NoSuchHomeError where nobody knows what its `~` is."""
    try:
        return Path(given).expanduser()
    except RuntimeError as error:
        raise NoSuchHomeError(path=given) from error


def _read(file: Path, *, required: bool) -> dict[str, Any]:
    try:
        return read_toml(file, _FILE)
    except MissingFileError:
        if required:
            raise
        return {}


def _keys(file: Path, keys: object) -> dict[str, str]:
    """Give the keys of the file; raises WrongValueError where they are none."""
    if not isinstance(keys, dict):
        raise WrongValueError(place=_IN_FILE.fill(file=file, name="keys", value=_as_toml(keys)), allowed=_KEYS)
    for name, value in keys.items():
        if not isinstance(value, str):
            place = _IN_KEYS.fill(file=file, name=name, value=_as_toml(value))
            raise WrongValueError(place=place, allowed=_BEFORE_KEYS if name in _IN_FILE_NAMES else _KEYS)
    return keys


def _unknown(file: Path, name: str) -> Phrase:
    unknown, meant = _UNKNOWN.fill(file=file, name=name), nearest(name, [*_IN_FILE_NAMES, "keys", "pipe"])
    return _ASKING.fill(unknown=unknown, question=QUESTION.fill(meant=meant)) if meant else unknown


def _from_file(file: Path, given: Mapping[str, Any]) -> dict[str, _Given]:
    return {
        name: _Given(value, _IN_FILE.fill(file=file, name=name, value=_as_toml(value))) for name, value in given.items()
    }


def _from_environment(environment: Mapping[str, str]) -> dict[str, _Given]:
    return {
        name: _Given(setting.kind.read(text), _IN_ENVIRONMENT.fill(name=setting.variable, value=as_shown(text)))
        for name, setting in SETTINGS.items()
        if (text := environment.get(setting.variable))
    }


def _from_flags(flags: Mapping[str, Any]) -> dict[str, _Given]:
    return {
        name: _Given(flags[name], _OPTION.fill(name=setting.option, value=as_shown(str(flags[name]))))
        for name, setting in SETTINGS.items()
        if name in flags
    }


def _as_toml(value: object) -> str:
    """Write a value as TOML does, so that users find it again in their file."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{as_shown(value)}"' if isinstance(value, str) else as_shown(str(value))


def _origins(
    file: Path, given: Mapping[str, Any], flags: Mapping[str, Any], environment: Mapping[str, str]
) -> dict[str, Origin]:
    """Tell where each setting's value came from."""
    origins = {"keys": Origin("file", str(file)) if given.get("keys") else Origin()}
    names = {"config": ("--config", _CONFIG_VARIABLE)}
    names |= {name: (setting.option, setting.variable) for name, setting in SETTINGS.items()}
    for name, (option, variable) in names.items():
        sources = (
            (flags.get(name), Origin("flag", option)),
            (environment.get(variable), Origin("environment", variable)),
            (given.get(name), Origin("file", str(file))),
        )
        origins[name] = next((origin for value, origin in sources if value not in (None, "")), Origin())
    locale = _locale(environment)
    if origins["lang"].kind == "default" and locale:
        origins["lang"] = Origin("environment", locale)
    return origins


def language_of(environment: Mapping[str, str]) -> Language:
    """Give the language of the user's locale: Chinese unless it names another; `C` and `POSIX` name none."""
    chosen = environment.get(_locale(environment), "")
    language = re.split(r"[._@-]", chosen, maxsplit=1)[0].lower()
    return "zh" if language in {"", "c", "posix", "zh"} else "en"


def _locale(environment: Mapping[str, str]) -> str:
    """Give the variable that names the user's locale, "" where none does."""
    return next((name for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
