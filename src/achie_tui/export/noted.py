"""The user's notes with the articles that they are on: which are wanted, and where each passage stands by now."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from achie_tui.anchoring import Anchorage, Anchored, Place
from achie_tui.library.records import Kept
from achie_tui.model import Article, Headline, Note
from achie_tui.typeset.folding import fold, has_words


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note, and where its passage stands; None where it has none, where that is gone, or the text is not kept."""

    note: Note
    anchored: Anchored | None = None
    is_gone: bool = False
    """Whether the article is kept and has the passage no more."""

    @property
    def at(self) -> int | None:
        """The number of the block in which the passage begins, from 1 on: where `--at` opens the article."""
        return None if self.anchored is None else self.anchored.start.block + 1


@dataclass(frozen=True, slots=True)
class NotedArticle:
    """An article with its notes: those on all of it, and then those on its passages, in the order of the text."""

    path: str
    headline: Headline | None
    kept: Kept | None
    notes: tuple[PlacedNote, ...]

    @property
    def article(self) -> Article | None:
        """Its text, where that is kept."""
        return self.kept.article if self.kept else None

    @property
    def title(self) -> str:
        """Its title; the path, where nothing is known of it."""
        known = self.article or self.headline
        return known.title if known else self.path

    @property
    def category(self) -> str | None:
        """Its category, where that is known."""
        known = self.article or self.headline
        return known.category if known else None

    @property
    def published(self) -> str | None:
        """When it was published, where that is known."""
        known = self.article or self.headline
        return known.published if known else None

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of all its notes, each once."""
        return tuple(dict.fromkeys(tag for placed in self.notes for tag in placed.note.tags))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notes are wanted: on articles of some categories, with some words, a tag or one below it, since a day.

    Categories are named, none means all. The words may all stand in the note, its passage, or the article's title. The
    day is the user's (`YYYY-MM-DD`).
    """

    categories: frozenset[str] = frozenset()
    words: str | None = None
    tag: str | None = None
    since: str | None = None

    def fits(self, note: Note, title: str, category: str | None) -> bool:
        """Tell whether a note is one of them."""
        if self.categories and category not in self.categories:
            return False
        if self.since is not None and day_of(note.changed) < self.since:
            return False
        if self.tag is not None and not any(_is_below(tag, self.tag) for tag in note.tags):
            return False
        quotation = note.passage.quotation if note.passage else ""
        return self.words is None or has_words(f"{title}\n{quotation}\n{note.text}", self.words)


def noted_articles(
    notes: Iterable[Note],
    wanted: Wanted,
    kept: Callable[[str], Kept | None],
    headline: Callable[[str], Headline | None],
) -> Iterator[NotedArticle]:
    """Give the articles with wanted notes, with these, the article noted last first; a look at each of their texts."""
    by_path = sorted(notes, key=lambda note: note.path)
    articles = [(path, list(group)) for path, group in groupby(by_path, lambda note: note.path)]
    for path, group in sorted(articles, key=lambda each: max(note.created for note in each[1]), reverse=True):
        known, text = headline(path), kept(path)
        article = NotedArticle(path, known, text, ())
        fitting = [note for note in group if wanted.fits(note, article.title, article.category)]
        if fitting:
            yield NotedArticle(path, known, text, placed_notes(fitting, text.article if text else None))


def placed_notes(notes: Sequence[Note], article: Article | None) -> tuple[PlacedNote, ...]:
    """Find where the passages of notes stand in their article; in the order of its text."""
    if article is None:
        placed = [PlacedNote(note) for note in notes]
    else:
        anchorage, placed = Anchorage(article.blocks), []
        for note in notes:
            anchored = anchorage.find(note.passage) if note.passage else None
            placed.append(PlacedNote(note, anchored, note.passage is not None and anchored is None))
    return tuple(sorted(placed, key=_order))


def day_of(at: float) -> str:
    """Give the user's day of a moment."""
    return datetime.fromtimestamp(at).astimezone().date().isoformat()


def _order(placed: PlacedNote) -> tuple[bool, Place, float, str]:
    note, passage = placed.note, placed.note.passage
    there = (
        placed.anchored.start if placed.anchored else Place(passage.block, passage.offset) if passage else Place(0, 0)
    )
    return passage is not None, there, note.created, note.id


def _is_below(tag: str, other: str) -> bool:
    """Tell whether a tag is another one, or one below it."""
    return f"{fold(tag)}/".startswith(f"{fold(other.lstrip('#＃'))}/")
