"""The configuration: default < config.toml < environment < flag, in one frozen dataclass."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import platformdirs

from achie_tui.errors import UsageError
from achie_tui.language import Language
from achie_tui.pictures.terminal import SETTINGS, Setting
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile, built_in, read_profile
from achie_tui.typeset.quotes import QUOTES, Quotes
from achie_tui.typeset.script import SCRIPTS, Script

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
    pictures: Setting = "auto"
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


# What each source may set, with the type it must have. `profile`, `data_dir` are paths there.
_SETTINGS: dict[str, type] = {
    "base_url": str,
    "data_dir": str,
    "profile": str,
    "lang": str,
    "offline": bool,
    "theme": str,
    "delay": float,
    "concurrency": int,
    "picture_limit_mb": int,
    "pictures": str,
    "mark_read": bool,
    "indent": int,
    "paragraph_gap": int,
    "measure": int,
    "ambiguous_wide": bool,
    "quotes": str,
    "script": str,
    "auto_scroll": float,
    "refresh_minutes": int,
    "notify": bool,
    "recheck": bool,
}
_LONGEST_DELAY = 10**6  # seconds
_OF_ONE_RUN: dict[str, type] = {"demo": bool, "json": bool, "verbose": bool}
_PLACES = {"base_url", "data_dir", "profile", "lang"}  # the settings that need more than to be taken over
_RANGES: dict[str, tuple[float, float]] = {
    "indent": (0, 8),
    "paragraph_gap": (0, 2),
    "measure": (20, 60),
    "auto_scroll": (0.2, 20),
    "refresh_minutes": (0, 1440),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "lang": get_args(Language),
    "quotes": QUOTES,
    "script": SCRIPTS,
    "pictures": SETTINGS,
}


def load(flags: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Config:
    """Put the configuration together; `flags` holds what the command line gave, by setting name.

    Raises UsageError where a file cannot be read or a value means nothing. Unknown keys of the file only warn:
    a newer version's file must not lock an older one out.
    """
    environment = os.environ if environment is None else environment
    file, named = _config_file(flags, environment)
    given, keys, warnings = _read(file, required=named)
    flags = {name: value for name, value in flags.items() if value not in (None, "")}
    settings = {**given, **_from_environment(environment), **flags}

    profile_file = Path(settings["profile"]).expanduser() if settings.get("profile") else None
    profile = read_profile(profile_file) if profile_file else built_in()
    base_url = settings.get("base_url") or profile.base_url
    if Addresses(base_url).absolute(base_url) is None:
        raise UsageError(reason=f"base-url {base_url}")
    _check(settings)
    chosen = _SETTINGS.keys() - _PLACES | _OF_ONE_RUN.keys()
    config = Config(
        profile=profile,
        base_url=base_url,
        data_dir=Path(settings.get("data_dir") or default_data_dir(settings.get("profile"))).expanduser(),
        config_file=file,
        profile_file=profile_file,
        lang=settings.get("lang") or language_of(environment),
        keys=keys,
        warnings=tuple(warnings),
        origins=_origins(file, {**given, "keys": keys}, flags, environment),
        **{name: settings[name] for name in chosen & settings.keys()},
    )
    if not 0 <= config.delay < _LONGEST_DELAY or config.concurrency < 1 or config.picture_limit_mb < 0:
        given_numbers = ("delay", "concurrency", "picture_limit_mb")
        raise UsageError(reason=", ".join(f"{name} {getattr(config, name)}" for name in given_numbers))
    return config


def _check(settings: Mapping[str, Any]) -> None:
    """Raise UsageError where a setting is none of those that mean something."""
    for name, choices in _CHOICES.items():
        if settings.get(name) and settings[name] not in choices:
            raise UsageError(reason=f"{name} {settings[name]} ({', '.join(choices)})")
    for name, (least, most) in _RANGES.items():
        if name in settings and not least <= settings[name] <= most:
            raise UsageError(reason=f"{name} {settings[name]} ({least}-{most})")


def default_data_dir(profile: str | None = None) -> Path:
    """Give the data directory of the platform's own convention; each profile has its own, named after its file."""
    return Path(platformdirs.user_data_dir(f"{APP}-{Path(profile).stem}" if profile else APP))


def _config_file(flags: Mapping[str, Any], environment: Mapping[str, str]) -> tuple[Path, bool]:
    named = flags.get("config") or environment.get(f"{ENVIRONMENT_PREFIX}CONFIG")
    file = Path(named).expanduser() if named else Path(platformdirs.user_config_dir(APP)) / "config.toml"
    return file, bool(named)


def _read(file: Path, *, required: bool) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if required:
            raise UsageError(reason=f"{file}: {error.strerror}") from error
        return {}, {}, []
    except OSError as error:
        raise UsageError(reason=f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(reason=f"{file}: {error}") from error
    keys = data.pop("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise UsageError(reason=f'{file}: [keys] name = "key,key"')
    warnings = [f"{file}: {name}?" for name in data if name not in _SETTINGS]
    settings = {
        name: _typed(f"{file}: {name}", value, _SETTINGS[name]) for name, value in data.items() if name in _SETTINGS
    }
    return settings, keys, warnings


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for name, kind in {**_SETTINGS, **_OF_ONE_RUN}.items():
        value = environment.get(ENVIRONMENT_PREFIX + name.upper())
        if value:
            settings[name] = _typed(ENVIRONMENT_PREFIX + name.upper(), _from_text(value, kind), kind)
    return settings


def _from_text(value: str, kind: type) -> object:
    if kind is bool:
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(value.lower(), value)
    try:
        return kind(value)
    except ValueError:
        return value


def _typed(name: str, value: object, kind: type) -> object:
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise UsageError(reason=f"{name} = {value!r}?")
    return value


def _origins(
    file: Path, given: Mapping[str, Any], flags: Mapping[str, Any], environment: Mapping[str, str]
) -> dict[str, Origin]:
    """Tell where each setting's value came from."""
    origins = {"keys": Origin("file", str(file)) if given.get("keys") else Origin()}
    for name in ("config", *_SETTINGS, *_OF_ONE_RUN):
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
