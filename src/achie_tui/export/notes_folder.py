"""Notes as Markdown files in a folder, one an article: what a person wrote there is never written over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from achie_tui.export.disk import Folder, opened_folder
from achie_tui.export.errors import ThereAlreadyError
from achie_tui.export.file_names import FileNames
from achie_tui.export.noted import NotedArticle
from achie_tui.export.notes_markdown import Surroundings, is_untouched, marked_path, notes_file, path_in, renewed

_ENDING = ".md"
_MOST = 8 * 2**20  # bytes of a file that may be one of ours


@dataclass
class Filed:
    """The files that were written, those that were as they are to be, and those that a person has changed the notes in.

    The latter were left alone, and so were `copies`: further files of an article that has one already. Of articles that
    have no notes any more, those `removed` were as they had been written; in those `without_notes` a person has written
    too, and they were left alone.
    """

    written: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    left_alone: list[Path] = field(default_factory=list)
    copies: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    without_notes: list[Path] = field(default_factory=list)


def file_notes(
    articles: Sequence[NotedArticle], target: Path, around: Surroundings, gone: Collection[str] = ()
) -> Filed:
    """Write each article's notes into its file in a folder, which is known by what is in it, whatever it is called.

    An article that has none there yet gets a new one, under a name that is free. Of several that a person has made of
    one, that under the name we would give it is renewed, or else the first by name. The files of articles whose notes
    are `gone`, by their paths, are removed. Raises ExportError.
    """
    filed, names = Filed(), FileNames()
    with opened_folder(target, make=True) as folder:
        there: dict[str, dict[str, str]] = {}  # texts by the article and the file's name
        for name, text in folder.texts(_ENDING, _MOST):
            if path := path_in(text):
                there.setdefault(path, {})[name] = text
        for article in articles:
            known = there.get(marked_path(article.path))
            if known is None:
                filed.written.append(_write_anew(article, folder, names, around))
                continue
            expected = FileNames().name(_titled(article), _ENDING)
            name = expected if expected in known else min(known)
            filed.copies.extend(folder.path / other for other in known if other != name)
            new = renewed(known[name], article, around)
            if new is None:
                filed.left_alone.append(folder.path / name)
            elif new == known[name]:
                filed.unchanged.append(folder.path / name)
            else:
                filed.written.append(folder.write(name, partial(_put, new), force=True))
        for path in gone:
            for name, text in there.get(marked_path(path), {}).items():
                is_removed = is_untouched(text) and folder.remove(name, text)
                (filed.removed if is_removed else filed.without_notes).append(folder.path / name)
    return filed


def _write_anew(article: NotedArticle, folder: Folder, names: FileNames, around: Surroundings) -> Path:
    title, write = _titled(article), partial(_put, notes_file(article, around))
    while True:
        try:
            return folder.write(names.name(title, _ENDING), write)
        except ThereAlreadyError:
            continue  # the next name


def _titled(article: NotedArticle) -> str:
    return f"{article.published[:10]} {article.title}" if article.published else article.title


def _put(text: str, file: BinaryIO) -> None:
    file.write(text.encode(errors="replace"))
