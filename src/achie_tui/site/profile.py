"""A site as data: base URL, hosts, category names, selector hints and labels, read from TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from achie_tui.errors import UsageError, WrongValueError
from achie_tui.language import Phrase
from achie_tui.redaction import as_shown
from achie_tui.site.address import POSSIBLE_PORT, has_impossible_port, is_host_name
from achie_tui.tomlfile import read_toml

_TABLES = ("selectors", "labels")
_FILE = Phrase("网站说明文件", "profile")
_PLACE = Phrase("网站说明文件 {file} 里的 {key} = {value}", "In the profile {file}, {key} = {value}")
_UNKNOWN = Phrase(
    "网站说明文件 {file} 里的 {names} 不是设置，请改正或删掉",
    "the profile {file} has {names}, which is no setting; correct or remove it",
)
_MISSING = Phrase("网站说明文件 {file} 里缺 {names}，请补上", "the profile {file} lacks {names}; add it")
_A_TEXT = Phrase('加引号的文字，如 "/news/"', 'text in quotes, such as "/news/"')
_SOME_TEXTS = Phrase('方括号里的一列文字，如 ["要闻", "公告"]', 'texts in brackets, such as ["要闻", "公告"]')
_A_HOST = Phrase("网站的域名，如 img.example.org", "the name of a host, such as img.example.org")
_A_TABLE = Phrase("单独的一节，方括号里是它的名字", "a section, headed by its name in brackets")
_AN_ADDRESS = Phrase("http:// 或 https:// 开头的完整网址", "a whole address that begins with http:// or https://")


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

    def may_fetch(self, href: str) -> bool:
        """Tell whether what an article shows or links, by its address as it is kept, is fetched: the hosts decide."""
        return href.startswith("/") or urlsplit(href).netloc in self.image_hosts


def built_in() -> Profile:
    """Give the profile of achie.org."""
    return _profile(tomllib.loads(_built_in_text()), Path("achie.toml"))


def read_profile(file: Path) -> Profile:
    """Read a profile from a TOML file; what it leaves out is as for achie.org.

    Raises UsageError where the file cannot be read, is no TOML, or has a key or a value that means nothing.
    """
    given = read_toml(file, _FILE)
    default = tomllib.loads(_built_in_text())
    for table in _TABLES:
        if not isinstance(given.get(table, {}), dict):
            raise _wrong(file, table, given[table], _A_TABLE)
    unknown = [
        *(set(given) - set(default)),
        *(f"{table}.{key}" for table in _TABLES for key in set(given.get(table, ())) - set(default[table])),
    ]
    if unknown:
        raise UsageError(reason=_UNKNOWN.fill(file=file, names=", ".join(sorted(unknown))))
    missing = {"base_url", "categories"} - set(given)
    if missing:
        raise UsageError(reason=_MISSING.fill(file=file, names=", ".join(sorted(missing))))
    # Hosts and selectors describe one site only and are never inherited from another.
    merged: dict[str, Any] = {**default, "hosts": [], "image_hosts": [], **given}
    merged["selectors"] = given.get("selectors", {})
    merged["labels"] = {**default["labels"], **given.get("labels", {})}
    return _profile(merged, file)


def _built_in_text() -> str:
    return Path(__file__).with_name("achie.toml").read_text(encoding="utf-8")


def _profile(data: Mapping[str, Any], file: Path) -> Profile:
    base_url = _text(data, "base_url", file)
    if not _is_address(base_url):
        raise _wrong(file, "base_url", base_url, _AN_ADDRESS)
    if has_impossible_port(base_url):
        raise _wrong(file, "base_url", base_url, POSSIBLE_PORT)
    return Profile(
        name=_text(data, "name", file),
        base_url=base_url,
        hosts=_hosts(data, "hosts", file),
        image_hosts=_hosts(data, "image_hosts", file),
        news=_text(data, "news", file),
        sitemap=_text(data, "sitemap", file),
        categories=_texts(data, "categories", file),
        selectors=Selectors(**{key: _texts(data["selectors"], key, file) for key in data["selectors"]}),
        labels=Labels(**{key: _texts(data["labels"], key, file) for key in data["labels"]}),
    )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        url.isprintable()
        and parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and is_host_name(parts.hostname or "")
    )


def _text(data: Mapping[str, Any], key: str, file: Path) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise _wrong(file, key, value, _A_TEXT)
    return value


def _texts(data: Mapping[str, Any], key: str, file: Path) -> tuple[str, ...]:
    value = data[key]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(file, key, value, _SOME_TEXTS)
    return tuple(value)


def _hosts(data: Mapping[str, Any], key: str, file: Path) -> tuple[str, ...]:
    hosts = _texts(data, key, file)
    for host in hosts:
        if not is_host_name(host):
            raise _wrong(file, key, host, _A_HOST)
    return hosts


def _wrong(file: Path, key: str, value: object, allowed: Phrase) -> WrongValueError:
    return WrongValueError(place=_PLACE.fill(file=file, key=key, value=as_shown(repr(value))), allowed=allowed)
