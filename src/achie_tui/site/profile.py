"""A site as data: base URL, hosts, category names, selector hints and labels, read from TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from achie_tui.errors import UsageError

_TABLES = ("selectors", "labels")


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors tried before anything else; each is a hint that may fail."""

    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that stand before a field of the line under an article's title."""

    source: tuple[str, ...]
    author: tuple[str, ...]
    published: tuple[str, ...]
    views: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the program is told of a site; everything else is found on its pages."""

    name: str
    base_url: str
    hosts: tuple[str, ...]
    image_hosts: tuple[str, ...]
    news: str
    sitemap: str
    categories: tuple[str, ...]
    selectors: Selectors
    labels: Labels


def built_in() -> Profile:
    """Give the profile of achie.org."""
    return _profile(tomllib.loads(_built_in_text()))


def read_profile(file: Path) -> Profile:
    """Read a profile from a TOML file; what it leaves out is as for achie.org.

    Raises UsageError where the file cannot be read, is no TOML, or has a key or a value that means nothing.
    """
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(reason=f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(reason=f"{file}: {error}") from error
    default = tomllib.loads(_built_in_text())
    for table in _TABLES:
        if not isinstance(given.get(table, {}), dict):
            raise UsageError(reason=f"{file}: [{table}]?")
    unknown = [
        *(set(given) - set(default)),
        *(f"{table}.{key}" for table in _TABLES for key in set(given.get(table, ())) - set(default[table])),
    ]
    if unknown:
        raise UsageError(reason=f"{file}: {', '.join(sorted(unknown))}?")
    missing = {"base_url", "categories"} - set(given)
    if missing:
        raise UsageError(reason=f"{file}: {', '.join(sorted(missing))} = ?")
    # Hosts and selectors describe one site only and are never inherited from another.
    merged: dict[str, Any] = {**default, "hosts": [], "image_hosts": [], **given}
    merged["selectors"] = given.get("selectors", {})
    merged["labels"] = {**default["labels"], **given.get("labels", {})}
    try:
        return _profile(merged)
    except (TypeError, ValueError) as error:
        raise UsageError(reason=f"{file}: {error}") from error


def _built_in_text() -> str:
    return (resources.files(__package__) / "achie.toml").read_text(encoding="utf-8")


def _profile(data: Mapping[str, Any]) -> Profile:
    base_url = _text(data, "base_url")
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"base_url = {base_url!r}?")
    return Profile(
        name=_text(data, "name"),
        base_url=base_url,
        hosts=_texts(data, "hosts"),
        image_hosts=_texts(data, "image_hosts"),
        news=_text(data, "news"),
        sitemap=_text(data, "sitemap"),
        categories=_texts(data, "categories"),
        selectors=Selectors(**{key: _texts(data["selectors"], key) for key in data["selectors"]}),
        labels=Labels(**{key: _texts(data["labels"], key) for key in data["labels"]}),
    )


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} = {value!r}?")
    return value


def _texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data[key]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{key} = {value!r}?")
    return tuple(value)
