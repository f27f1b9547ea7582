"""The configuration with its origins, and the versions of what the program is made of."""

import platform
from importlib import metadata

from achie_tui import __version__
from achie_tui.commands.checkup.check import Check, same
from achie_tui.commands.setting_values import origin_words, values_of
from achie_tui.config import SETTINGS, Config, Origin
from achie_tui.language import Phrase

_KEYS = Phrase("按键", "Keys")
_YES, _NO, _NONE = Phrase("是", "yes"), Phrase("否", "no"), Phrase("无", "none")
_VALUE = Phrase("{value}（{origin}）", "{value} ({origin})")
_CONFIG_FILE = Phrase("配置文件", "Configuration file")
_PRESENT = Phrase("{file}", "{file}")
_ABSENT = Phrase("{file}（还没有，用默认值）", "{file} (not there yet, the defaults are used)")
_UNKNOWN_ADVICE = Phrase("改正或删掉配置文件里的这一行", "Correct or remove that line of the configuration file")

_PACKAGES = ("textual", "rich", "httpx", "httpcore", "anyio", "selectolax", "apsw", "platformdirs", "pillow", "opencc")
_NOT_INSTALLED = Phrase("没有安装", "not installed")
_INSTALL = Phrase("重新安装 achie-tui（pip install --force-reinstall achie-tui）", "Install achie-tui again (pip)")
_BUG = Phrase("{version}（有会损坏数据的缺陷）", "{version} (has a bug that may corrupt data)")
_BUG_ADVICE = Phrase(
    "两个程序同时写可能损坏数据库，请升级：pip install -U 'apsw>=3.51.3'",
    "Two programs that write at once may corrupt the library; upgrade with: pip install -U 'apsw>=3.51.3'",
)

# The bug was fixed in 3.51.3, and in these branches before it from the third number on.
_FIRST_BAD, _FIRST_GOOD = (3, 7, 0), (3, 51, 3)
_BACKPORTS = {(3, 44): 6, (3, 50): 7}


def check_configuration(config: Config) -> list[Check]:
    """Tell each value and where it came from."""
    origin = origin_words(config.origins.get("config", Origin()))
    there = config.config_file.exists()
    file = (_PRESENT if there else _ABSENT).fill(file=config.config_file)
    checks = [
        Check(
            "configuration",
            "config_file",
            _CONFIG_FILE,
            _VALUE.fill(value=file, origin=origin) if there else file,
            data={"path": str(config.config_file), "exists": there},
        )
    ]
    for name, value in values_of(config).items():
        came = config.origins.get(name, Origin())
        if name == "keys":
            if not config.keys:
                continue
            shown = same(", ".join(f"{key} = {given}" for key, given in config.keys.items()))
        else:
            shown = same(config.profile.name) if value is None else _shown(value)
        found = _VALUE.fill(value=shown, origin=origin_words(came))
        checks.append(
            Check(
                "configuration",
                name,
                SETTINGS[name].label if name in SETTINGS else _KEYS,
                found,
                data={"value": value, "origin": came.kind, "where": came.name or None},
            )
        )
    checks += [
        Check("configuration", "unknown", _CONFIG_FILE, same(what), "warning", _UNKNOWN_ADVICE)
        for what in config.warnings
    ]
    return checks


def check_versions() -> list[Check]:
    """Tell the versions, from what the packages say of themselves: nothing is imported for it."""
    checks = [
        _version("achie-tui", __version__),
        _version("python", f"{platform.python_version()} {platform.python_implementation()}"),
        _version("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
    ]
    for package in _PACKAGES:
        try:
            checks.append(_version(package, metadata.version(package)))
        except metadata.PackageNotFoundError:
            checks.append(Check("versions", package, same(package), _NOT_INSTALLED, "failed", _INSTALL))
    return [*checks, check_sqlite(_sqlite_version())]


def check_sqlite(version: str) -> Check:
    """Tell SQLite's version, and whether it is one of those that may corrupt the library."""
    data = {"version": version, "wal_reset_bug": has_wal_reset_bug(version)}
    if data["wal_reset_bug"]:
        found = _BUG.fill(version=version)
        return Check("versions", "sqlite", same("SQLite"), found, "warning", _BUG_ADVICE, data)
    return Check("versions", "sqlite", same("SQLite"), same(version), data=data)


def has_wal_reset_bug(version: str) -> bool:
    """Tell whether a SQLite may corrupt a database that two connections write and checkpoint at once."""
    major, minor, patch = (int(part) for part in version.split(".")[:3])
    fixed = _BACKPORTS.get((major, minor))
    return _FIRST_BAD <= (major, minor, patch) < _FIRST_GOOD and (fixed is None or patch < fixed)


def _sqlite_version() -> str:
    import apsw

    return apsw.sqlite_lib_version()


def _version(name: str, version: str) -> Check:
    return Check("versions", name, same(name), same(version), data={"version": version})


def _shown(value: object) -> Phrase:
    if isinstance(value, bool):
        return _YES if value else _NO
    return _NONE if value == "" else same(value)
