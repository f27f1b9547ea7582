"""The configuration: default < config.toml < environment < flag, in one frozen dataclass."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import platformdirs

from achie_tui.errors import MissingFileError, UsageError, WrongValueError
from achie_tui.language import Language, Phrase, nearest
from achie_tui.pictures.terminal import Setting as Pictures
from achie_tui.settings import OF_ONE_RUN, SETTINGS, Given, checked
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile, Selectors, built_in, read_profile
from achie_tui.tomlfile import read_toml
from achie_tui.typeset.quotes import Quotes
from achie_tui.typeset.script import Script

APP = "achie-tui"
ENVIRONMENT_PREFIX = "ACHIE_TUI_"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from: the kind of source, and its name there (a file, a variable, an option)."""

    kind: Literal["default", "file", "environment", "flag"] = "default"
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the program runs with.

    `profile_file` is None for the built-in profile. `origins` tells where each value came from, by its name in the
    configuration file; `config` stands for that file itself. `delay` is in seconds between two requests of a sync,
    `concurrency` the most connections at once, `picture_limit_mb` what all kept pictures may take,
    `pictures` how the terminal shows them (`auto`, `kitty`, `iterm2`, `sixel`, `blocks` or `off`);
    `keys` maps a binding's name to the keys the user gave it, as in `{"open": "enter,l"}`. `demo`, `json` and
    `verbose` are for one run: the file does not set them.

    How the app sets text: `indent` (0 to 8) is how many Chinese characters a paragraph's first line is indented
    by, `paragraph_gap` (0 to 2) the lines between two paragraphs, `measure` (20 to 60) the Chinese characters of
    a full line. `ambiguous_wide` is for terminals that draw characters such as “ and … in two cells. `quotes`
    (`curly` or `corner`) shows “” as they are or as 「」, `script` (`original`, `simplified` or `traditional`)
    the characters that the app starts with; neither changes what is kept or copied. `auto_scroll` (0.2 to 20) is
    in lines a second.

    While it runs, the app looks for news by itself every `refresh_minutes` (0 to 1440; 0: never), and tells the
    desktop of them, by way of the terminal, where `notify` is on. With `recheck` a sync looks again, now and then,
    whether the site has changed an article that is kept.
    """

    profile: Profile
    base_url: str
    data_dir: Path
    config_file: Path
    profile_file: Path | None = None
    lang: Language = "zh"
    offline: bool = False
    demo: bool = False
    json: bool = False
    verbose: bool = False
    theme: str = "achie-dark"
    delay: float = 1.5
    concurrency: int = 2
    picture_limit_mb: int = 2000
    pictures: Pictures = "auto"
    mark_read: bool = True
    indent: int = 2
    paragraph_gap: int = 1
    measure: int = 44
    ambiguous_wide: bool = False
    quotes: Quotes = "curly"
    script: Script = "original"
    auto_scroll: float = 1.0
    refresh_minutes: int = 30
    notify: bool = False
    recheck: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def addresses(self) -> Addresses:
        """The addresses of the configured site."""
        return Addresses(self.base_url, self.profile.hosts)


_PLACES = {"base_url", "data_dir", "profile", "lang"}  # the settings that need more than to be taken over
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
_NEAREST = Phrase("{unknown}；是不是 {nearest}？", "{unknown}; did you mean {nearest}?")


def load(flags: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Config:
    """Put the configuration together; `flags` holds what the command line gave, by setting name.

    Raises UsageError where a file cannot be read or a value means nothing. Unknown keys of the file only warn:
    a newer version's file must not lock an older one out.
    """
    environment = os.environ if environment is None else environment
    file, named = _config_file(flags, environment)
    data = _read(file, required=named)
    keys = _keys(file, data.pop("keys", {}))
    flags = {name: value for name, value in flags.items() if value not in (None, "")}
    given = {name: value for name, value in data.items() if name in SETTINGS and value != ""}
    settings = checked({**_from_file(file, given), **_from_environment(environment), **_from_flags(flags)})

    profile_file = Path(settings["profile"]).expanduser() if "profile" in settings else None
    profile = read_profile(profile_file) if profile_file else built_in()
    lang = settings.get("lang") or language_of(environment)
    chosen = SETTINGS.keys() - _PLACES | OF_ONE_RUN.keys()
    return Config(
        profile=profile,
        base_url=settings.get("base_url") or profile.base_url,
        data_dir=Path(settings.get("data_dir") or default_data_dir(settings.get("profile"))).expanduser(),
        config_file=file,
        profile_file=profile_file,
        lang=lang,
        keys=keys,
        warnings=tuple(_unknown(file, name).say(lang) for name in data if name not in SETTINGS),
        origins=_origins(file, {**given, "keys": keys}, flags, environment),
        **{name: settings[name] for name in chosen & settings.keys()},
    )


def of_site(config: Config, url: str, data_dir: Path) -> Config:
    """Give the configuration for looking at a site that there is no profile of; raises WrongValueError for no address.

    Of a page's address the site's counts, or the directory that it ends with.
    """
    checked_url = checked({"base_url": Given(url, _SITE.fill(url=url))})["base_url"]
    parts = urlsplit(checked_url)
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
    said = [flags.get("lang"), environment.get(f"{ENVIRONMENT_PREFIX}LANG")]
    with suppress(UsageError):
        said.append(_read(_config_file(flags, environment)[0], required=False).get("lang"))
    languages: tuple[Language, ...] = get_args(Language)
    return next((language for each in said for language in languages if each == language), language_of(environment))


def default_data_dir(profile: str | None = None) -> Path:
    """Give the data directory of the platform's own convention; each profile has its own, named after its file."""
    return Path(platformdirs.user_data_dir(f"{APP}-{Path(profile).stem}" if profile else APP))


def _config_file(flags: Mapping[str, Any], environment: Mapping[str, str]) -> tuple[Path, bool]:
    named = flags.get("config") or environment.get(f"{ENVIRONMENT_PREFIX}CONFIG")
    file = Path(named).expanduser() if named else Path(platformdirs.user_config_dir(APP)) / "config.toml"
    return file, bool(named)


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
        raise WrongValueError(place=_IN_FILE.fill(file=file, name="keys", value=_told(keys)), allowed=_KEYS)
    for name, value in keys.items():
        if not isinstance(value, str):
            place = _IN_KEYS.fill(file=file, name=name, value=_told(value))
            raise WrongValueError(place=place, allowed=_BEFORE_KEYS if name in SETTINGS else _KEYS)
    return keys


def _unknown(file: Path, name: str) -> Phrase:
    unknown, meant = _UNKNOWN.fill(file=file, name=name), nearest(name, [*SETTINGS, "keys"])
    return _NEAREST.fill(unknown=unknown, nearest=meant) if meant else unknown


def _from_file(file: Path, given: Mapping[str, Any]) -> dict[str, Given]:
    return {
        name: Given(value, _IN_FILE.fill(file=file, name=name, value=_told(value))) for name, value in given.items()
    }


def _from_environment(environment: Mapping[str, str]) -> dict[str, Given]:
    given: dict[str, Given] = {}
    for name, setting in (SETTINGS | OF_ONE_RUN).items():
        variable = ENVIRONMENT_PREFIX + name.upper()
        if text := environment.get(variable):
            given[name] = Given(setting.read(text), _IN_ENVIRONMENT.fill(name=variable, value=text))
    return given


def _from_flags(flags: Mapping[str, Any]) -> dict[str, Given]:
    return {
        name: Given(value, _OPTION.fill(name=f"--{name.replace('_', '-')}", value=value))
        for name, value in flags.items()
    }


def _told(value: object) -> str:
    """Write a value as TOML does, so that users find it again in their file."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _origins(
    file: Path, given: Mapping[str, Any], flags: Mapping[str, Any], environment: Mapping[str, str]
) -> dict[str, Origin]:
    """Tell where each setting's value came from."""
    origins = {"keys": Origin("file", str(file)) if given.get("keys") else Origin()}
    for name in ("config", *SETTINGS, *OF_ONE_RUN):
        variable = ENVIRONMENT_PREFIX + name.upper()
        sources = (
            (flags.get(name), Origin("flag", f"--{name.replace('_', '-')}")),
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
