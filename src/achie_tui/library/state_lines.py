"""The user's state as JSON Lines: one item a line behind a first one that tells the format, in one order.

The same state is the same bytes, so that git and Syncthing see what has changed and nothing else. What is read may be
anybody's: it is understood as a whole, or refused.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.notes import COLOURS
from achie_tui.library.state import KINDS, MARKS, Item, canonical
from achie_tui.model import Note, Passage
from achie_tui.site.address import may_be_path
from achie_tui.typeset.visible import is_clean

FORMAT, VERSION = "achie-tui state", 1
LARGEST = 64 * 2**20
"""Bytes that a file may have: some hundred thousand items."""
_LONGEST_LINE = 2**23  # bytes: more than a note on a whole article has
_LATEST = 6e10  # seconds: as in library.typed
_GREATEST = 2**53
_NAMED = 5  # lines that are named
_WHOLE = 100  # percent
_OF_ARTICLES = {*MARKS, "place"}  # whose ids are paths of articles
_OF_NOTES = {
    **{field.name: field.type for field in fields(Note) if field.name not in {"id", "changed", "passage"}},
    "passage": dict,
}
_OF_PASSAGES = {field.name: field.type for field in fields(Passage)}


class StateError(AchieError):
    """A file is no state that can be taken over; nothing of it was."""


class NotAStateError(StateError):
    """A file does not begin as one of ours does."""

    phrase = Phrase(
        "{file} 不是 achie-tui state export 写的文件，什么都没有导入",
        "{file} was not written by achie-tui state export; nothing was imported",
    )


class NewerStateError(StateError):
    """A file was written by a newer version of the program."""

    phrase = Phrase(
        "{file} 是更新版本的 achie-tui 写的（格式 {version}），请先升级；什么都没有导入",
        "{file} was written by a newer achie-tui (format {version}); upgrade first; nothing was imported",
    )


class BadLinesError(StateError):
    """Some lines of a file mean nothing."""

    phrase = Phrase(
        "{file} 第 {lines} 行读不懂，请改正或删掉这些行；什么都没有导入",
        "{file} cannot be understood in line {lines}; correct or remove that; nothing was imported",
    )


class LargeStateError(StateError):
    """A file is larger than any state is."""

    phrase = Phrase(
        "{file} 太大（上限 {limit} MB），什么都没有导入",
        "{file} is too large (limit: {limit} MB); nothing was imported",
    )


def to_lines(items: Iterable[Item]) -> Iterator[str]:
    """Give the lines of a state, each with its end."""
    yield _line({"format": FORMAT, "version": VERSION})
    for item in sorted(items, key=lambda item: item.key):
        yield _line({"at": item.at, "id": item.id, "kind": item.kind, "value": item.value})


def _line(record: dict[str, Any]) -> str:
    """Write a line in which nothing is raw that a terminal obeys."""
    text = canonical(record)
    return (text if text.isprintable() else "".join(map(_shown, text))) + "\n"


def _shown(character: str) -> str:
    return character if is_clean(character) else json.dumps(character)[1:-1]


def from_bytes(data: bytes, file: str) -> list[Item]:
    """Read a state; lines may stand in any order, and an item in several. Raises StateError, `file` named in it."""
    if len(data) > LARGEST:
        raise LargeStateError(file=file, limit=LARGEST // 2**20)
    first, *lines = data.removeprefix(b"\xef\xbb\xbf").splitlines() or [b""]
    _check_header(_json(first), file)
    items, bad = [], []
    for number, line in enumerate(lines, 2):
        if line.strip():
            item = _item(_json(line))
            if item is None:
                bad.append(number)
            else:
                items.append(item)
    if bad:
        named = ", ".join(map(str, bad[:_NAMED])) + (" …" if len(bad) > _NAMED else "")
        raise BadLinesError(file=file, lines=named)
    return items


def _check_header(header: Any, file: str) -> None:
    version = header.get("version") if isinstance(header, dict) and header.get("format") == FORMAT else None
    if version is None or not _is_count(version) or version < 1:
        raise NotAStateError(file=file)
    if version > VERSION:
        raise NewerStateError(file=file, version=version)


def _json(line: bytes) -> Any:
    """Read a line; None where it is no JSON, or none that is written here."""
    if len(line) > _LONGEST_LINE:
        return None
    try:
        return json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _item(record: Any) -> Item | None:
    if not isinstance(record, dict) or set(record) != {"at", "id", "kind", "value"}:
        return None
    kind, id_, at, value = record["kind"], record["id"], record["at"], record["value"]
    if kind == "note" and isinstance(value, dict):
        value = {"colour": COLOURS[0], **value}  # one that says none is marked as all once were
    if kind not in KINDS or not _is_text(id_) or not id_ or not (_is_time(at) and at >= 0):
        return None
    is_known = may_be_path(id_) if kind in _OF_ARTICLES else True
    return Item(kind, id_, float(at), value) if is_known and _fits(kind, value) else None


def _fits(kind: str, value: Any) -> bool:
    """Tell whether a value is one of its kind; a place, a note and a list's sorting are never removed."""
    if kind in MARKS:
        return value is None or value is True
    if kind == "list":
        return _is_text(value)
    if kind == "search":
        return value is None or (
            _has(value, {"name", "rank"})
            and _is_text(value["name"])
            and value["name"] != ""
            and _is_time(value["rank"])
        )
    if kind == "place":
        return _has(value, {"block", "offset", "percent"}) and (
            _is_count(value["block"])
            and _is_count(value["offset"])
            and (value["percent"] is None or (_is_count(value["percent"]) and value["percent"] <= _WHOLE))
        )
    return _is_note(value)


def _is_note(value: Any) -> bool:
    if not _has(value, set(_OF_NOTES)) or not _is_text(value["path"]) or not may_be_path(value["path"]):
        return False
    passage = value["passage"]
    return all(_is(value[name], kind) for name, kind in _OF_NOTES.items() if name != "passage") and (
        passage is None
        or (_has(passage, set(_OF_PASSAGES)) and all(_is(passage[name], kind) for name, kind in _OF_PASSAGES.items()))
    )


def _is(value: Any, kind: Any) -> bool:
    """Tell whether a JSON value is one of a field's type."""
    if kind is bool:
        return isinstance(value, bool)
    if kind is str:
        return _is_text(value)
    return _is_count(value) if kind is int else _is_time(value)


def _has(value: Any, names: set[str]) -> bool:
    return isinstance(value, dict) and set(value) == names


def _is_text(value: Any) -> bool:
    """Tell whether a value is a text that SQLite keeps as it is."""
    return isinstance(value, str) and "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LATEST


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _GREATEST
