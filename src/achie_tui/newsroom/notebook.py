"""What the user writes on articles: notes and marked passages, as steps of the undo journal."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from achie_tui.library.library import Library
from achie_tui.library.notes import COLOURS
from achie_tui.library.records import Kept
from achie_tui.model import Article, Headline, Note
from achie_tui.newsroom.threads import Threads

if TYPE_CHECKING:
    from achie_tui.anchoring import Place
    from achie_tui.export.noted import NotedArticle, PlacedNote, Wanted


class Notebook:
    """Keeps the user's notes. Nothing that finds passages is loaded before there are any.

    What is to be written is begun at once, in the order of the calls, and done whether or not anybody goes on waiting.
    `kept` gives an article's text.
    """

    def __init__(self, library: Library, threads: Threads, kept: Callable[[str], Kept | None]) -> None:
        self._library = library
        self._threads = threads
        self._kept = kept

    def on(self, article: Article) -> "Sequence[PlacedNote]":
        """Give the notes on an article, each with where its passage stands."""
        notes = self._library.notes.of_article(article.path)
        if not notes:
            return ()
        from achie_tui.export.noted import placed_notes

        return placed_notes(notes, article)

    def on_path(self, path: str) -> list[Note]:
        """Give the notes on the article of a path, which may be a redirect's."""
        return self._library.notes.of_article(path)

    def articles(self, wanted: "Wanted | None" = None, *, whole: bool = False) -> "list[NotedArticle]":
        """Give the articles with notes, or with those that are wanted: with these, or with the `whole` of their notes.

        It is a look at each of their texts.
        """
        from achie_tui.export.noted import Wanted, noted_articles

        notes, every = self._library.notes.on_articles(), Wanted()
        found = list(noted_articles(notes, wanted or every, self._kept, self._headline))
        if not whole or wanted in {None, every}:
            return found
        paths = {article.path for article in found}
        return list(noted_articles((n for n in notes if n.path in paths), every, self._kept, self._headline))

    def emptied(self, wanted: "Wanted") -> list[str]:
        """Give the paths of the articles that have no notes any more and had wanted ones.

        What never had any here is left out: a folder may have the files of another machine too.
        """
        from achie_tui.export.noted import noted_articles

        notes = self._library.notes.on_articles(deleted=True)
        noted = {note.path for note in notes if not note.deleted}
        gone = (note for note in notes if note.path not in noted)
        return [article.path for article in noted_articles(gone, wanted, self._kept, self._headline)]

    def _headline(self, path: str) -> Headline | None:
        views = self._library.views
        return views.headline(path) or views.leading_to(path)

    def write(
        self,
        path: str,
        text: str,
        article: Article | None = None,
        ends: "tuple[Place, Place] | None" = None,
        colour: str = COLOURS[0],
    ) -> asyncio.Future[list[Note]]:
        """Write a note on an article, or on the passage of its text between two places, marked in a colour."""
        return self._threads.begin(partial(self._write, path, text, article, ends, colour))

    def _write(
        self, path: str, text: str, article: Article | None, ends: "tuple[Place, Place] | None", colour: str
    ) -> list[Note]:
        passage = None
        if article is not None and ends is not None:
            from achie_tui.anchoring import Anchorage

            passage = Anchorage(article.blocks).mark(*ends)
        return self._library.notes.add([path], text, passage=passage, colour=colour) if passage or text else []

    def change(self, note: Note, text: str | None = None, colour: str | None = None) -> asyncio.Future[bool]:
        """Give a note another text or colour, None leaving that as it is; tells whether it is another."""
        return self._threads.begin(partial(self._library.notes.change, note.id, text=text, colour=colour))

    def delete(self, note: Note) -> asyncio.Future[int]:
        """Delete a note; gives 0 where there was none."""
        return self._threads.begin(partial(self._library.notes.delete, [note.id]))
