"""Puts an edition on disk: one file, or for Markdown in a folder one an article, with its pictures beside it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

from achie_tui.atomic_files import Write, is_stream, is_taken, write_named
from achie_tui.errors import AchieError, UnwritableFileError, system_reason
from achie_tui.export.disk import Folder, Stop, opened_folder
from achie_tui.export.documents import markdown_document
from achie_tui.export.edition import Edition, PictureFile
from achie_tui.export.errors import ExportStoppedError, ThereAlreadyError
from achie_tui.export.file_names import FileNames
from achie_tui.export.formats import FORMATS, Format, write_text
from achie_tui.model import Article, ImageBlock

_MARKDOWN = FORMATS["markdown"]
_BESIDE = "_files"
_PLAIN = frozenset("-_.()+,;=@!~/ ")


@dataclass
class Delivered:
    """The files that were written, and what stood in the way of others."""

    files: list[Path] = field(default_factory=list)
    failures: list[AchieError] = field(default_factory=list)
    stopped: bool = False
    """Whether others were to come."""


def deliver(edition: Edition, form: Format, target: Path, *, into: bool, force: bool = False) -> Delivered:
    """Write an edition to a file, or `into` a folder under names made of titles (a Markdown file an article).

    A folder is made where there is none. Raises ExportError, UnwritableFileError; where several files are written, what
    stands in the way of one is told, and the others are written.
    """
    if not into:
        _write_named(edition, form, target, force=force)
        return Delivered([target])
    names, done = FileNames(), Delivered()
    with opened_folder(target, make=True) as folder:
        for part in _parts(edition, form):
            try:
                name = names.name(_title(part), form.ending)
                done.files.append(_write(part, form, folder, name, force=force))
            except ThereAlreadyError as error:
                done.failures.append(error)
    if not done.files and len(done.failures) == 1:
        raise done.failures[0]
    return done


def _write_named(edition: Edition, form: Format, target: Path, *, force: bool) -> None:
    """Write the one file that the user named, wherever a link of that name leads; with no pictures beside a device."""
    write: Write = partial(form.write, edition)
    try:
        if form is _MARKDOWN and not is_stream(str(target)):
            write = _illustrated_beside(edition, form, target, force=force)
        write_named(str(target), write, over=force)
    except FileExistsError as error:
        raise ThereAlreadyError(file=target) from error
    except OSError as error:
        raise UnwritableFileError(file=target, reason=system_reason(error)) from error


def _illustrated_beside(edition: Edition, form: Format, target: Path, *, force: bool) -> Write:
    """Write the pictures of a Markdown file beside where it will be; raises OSError where there is no such place."""
    if not force and is_taken(str(target)):
        raise FileExistsError(target)
    place = Path(os.path.realpath(target))
    os.scandir(place.parent).close()
    with opened_folder(place.parent) as folder:
        return _illustrated(edition, form, folder, place.name, force=force)


def deliver_anew(edition: Edition, form: Format, folder: Path, stop: Stop | None = None) -> Delivered:
    """Write an edition into a folder under names that are free there: nothing is written over, nothing fails for it.

    Where `stop` says so it ends: what is whole by then stays, and nothing else does.
    """
    names, done = FileNames(), Delivered()
    # A Markdown file and its pictures are written together or not at all: there it is asked for between two.
    with opened_folder(folder, make=True, stop=None if form is _MARKDOWN else stop) as opened:
        for part in _parts(edition, form):
            if stop is not None and stop():
                done.stopped = True
                break
            try:
                done.files.append(_write_anew(part, form, opened, names))
            except ExportStoppedError:
                done.stopped = True
                break
    return done


def _write_anew(edition: Edition, form: Format, folder: Folder, names: FileNames) -> Path:
    while True:
        name = names.name(_title(edition), form.ending)
        if folder.holds(name):
            continue
        try:
            return _write(edition, form, folder, name, force=False)
        except ThereAlreadyError:
            continue


def _parts(edition: Edition, form: Format) -> list[Edition]:
    if form is not _MARKDOWN:
        return [edition]
    return [replace(edition, title=piece.article.title, pieces=[piece]) for piece in edition.pieces]


def _title(edition: Edition) -> str:
    """Give what a file is called by: an article's title behind its day, a list's before the day of today."""
    if len(edition.pieces) != 1:
        return f"{edition.title} {edition.today.isoformat()}"
    article: Article = edition.pieces[0].article
    return f"{article.published[:10]} {article.title}" if article.published else article.title


def _write(edition: Edition, form: Format, folder: Folder, name: str, *, force: bool) -> Path:
    if form is not _MARKDOWN:
        return folder.write(name, partial(form.write, edition), force=force)
    if not force and folder.holds(name):
        raise ThereAlreadyError(file=folder.path / name)
    return folder.write(name, _illustrated(edition, form, folder, name, force=force), force=force)


def _illustrated(edition: Edition, form: Format, folder: Folder, name: str, *, force: bool) -> Write:
    """Write the pictures of a Markdown file into a folder beside it; gives what writes the file itself."""
    beside = f"{name.removesuffix(form.ending)}{_BESIDE}"
    shown = _pictures_of(edition)
    if shown:
        with folder.inner(beside) as inner:
            for picture in {picture.name: picture for picture in shown.values()}.values():
                # Called by what is in it, such a file is the same picture.
                if not inner.is_file(picture.name, len(picture.data)):
                    inner.write(picture.name, _writer(picture), force=force)

    def place(block: ImageBlock) -> str | None:
        picture = shown.get(block.src)
        return f"{_relative(beside)}/{picture.name}" if picture else None

    return lambda file: write_text(file, markdown_document(edition, place))


def _pictures_of(edition: Edition) -> dict[str, PictureFile]:
    sources = {
        block.src: None for piece in edition.pieces for block in piece.article.blocks if isinstance(block, ImageBlock)
    }
    return {src: picture for src in sources if (picture := edition.pictures(src))}


def _writer(picture: PictureFile) -> Callable[..., object]:
    return lambda file: file.write(picture.data)


def _relative(name: str) -> str:
    """Give a name as the part of an address that stands between angle brackets."""
    return "".join(letter if letter in _PLAIN or letter.isalnum() else quote(os.fsencode(letter)) for letter in name)
