"""The configuration: default < config.toml < environment < flag, in one frozen dataclass."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import platformdirs

from achie_tui.errors import UsageError
from achie_tui.language import Language
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile, built_in, read_profile

APP = "achie-tui"
ENVIRONMENT_PREFIX = "ACHIE_TUI_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the program runs with.

    `delay` is in seconds between two requests of a sync, `concurrency` the most connections at once;
    `keys` maps a binding's name to the keys the user gave it, as in `{"open": "enter,l"}`. `demo`, `json` and
    `verbose` are for one run: the file does not set them.
    """

    profile: Profile
    base_url: str
    data_dir: Path
    config_file: Path
    lang: Language = "zh"
    offline: bool = False
    demo: bool = False
    json: bool = False
    verbose: bool = False
    theme: str = "achie-dark"
    delay: float = 1.5
    concurrency: int = 2
    mark_read: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

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
    "mark_read": bool,
}
_OF_ONE_RUN: dict[str, type] = {"demo": bool, "json": bool, "verbose": bool}


def load(flags: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Config:
    """Put the configuration together; `flags` holds what the command line gave, by setting name.

    Raises UsageError where a file cannot be read or a value means nothing. Unknown keys of the file only warn:
    a newer version's file must not lock an older one out.
    """
    environment = os.environ if environment is None else environment
    file, named = _config_file(flags, environment)
    given, keys, warnings = _read(file, required=named)
    settings = {**given, **_from_environment(environment), **{k: v for k, v in flags.items() if v is not None}}

    profile = read_profile(Path(settings["profile"]).expanduser()) if settings.get("profile") else built_in()
    base_url = settings.get("base_url") or profile.base_url
    if Addresses(base_url).absolute(base_url) is None:
        raise UsageError(reason=f"base-url {base_url}")
    lang = settings.get("lang") or language_of(environment)
    if lang not in get_args(Language):
        raise UsageError(reason=f"lang {lang} (zh, en)")
    chosen = {"delay", "concurrency", "theme", "mark_read", "offline", *_OF_ONE_RUN} & settings.keys()
    config = Config(
        profile=profile,
        base_url=base_url,
        data_dir=Path(settings.get("data_dir") or default_data_dir(settings.get("profile"))).expanduser(),
        config_file=file,
        lang=lang,
        keys=keys,
        warnings=tuple(warnings),
        **{name: settings[name] for name in chosen},
    )
    if config.delay < 0 or config.concurrency < 1:
        raise UsageError(reason=f"delay {config.delay}, concurrency {config.concurrency}")
    return config


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


def language_of(environment: Mapping[str, str]) -> Language:
    """Give the language of the user's locale: Chinese unless it names another; `C` and `POSIX` name none."""
    chosen = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    language = re.split(r"[._@-]", chosen, maxsplit=1)[0].lower()
    return "zh" if language in {"", "c", "posix", "zh"} else "en"
