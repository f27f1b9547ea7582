"""The user's notes with the articles that they are on: which are wanted, and where each passage stands by now."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from achie_tui.anchoring import Anchorage, Anchored, Place
from achie_tui.library.records import Kept
from achie_tui.model import Article, Block, Headline, Note, Passage, TableBlock
from achie_tui.typeset.cutting import cut_block, quotable
from achie_tui.typeset.document import block_text
from achie_tui.typeset.folding import fold, has_words


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note, and where its passage stands; None where it has none, where that is gone, or the text is not kept."""

    note: Note
    anchored: Anchored | None = None
    is_gone: bool = False
    """Whether the article is kept and has the passage no more."""
    parts: tuple[TableBlock | str, ...] = ()
    """The passage as it is quoted: tables, and between them texts, items of lists with their numbers, a line each."""

    @property
    def line(self) -> str:
        """The passage on one line, in which the cells and rows of tables can still be told apart."""
        return " ".join(
            " / ".join(" | ".join(row) for row in part.rows)
            if isinstance(part, TableBlock)
            else " ".join(line.strip() for line in part.split("\n"))
            for part in self.parts
        ).strip()

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
        placed = [PlacedNote(note, parts=_as_marked(note.passage) if note.passage else ()) for note in notes]
    else:
        anchorage = Anchorage(article.blocks)
        placed = [_placed(note, anchorage, article) for note in notes]
    return tuple(sorted(placed, key=_order))


def _placed(note: Note, anchorage: Anchorage, article: Article) -> PlacedNote:
    if note.passage is None:
        return PlacedNote(note)
    anchored = anchorage.find(note.passage)
    if anchored is None:
        return PlacedNote(note, None, is_gone=True, parts=_as_marked(note.passage))
    ends = ((block, _part(block, number, anchored)) for number, block in enumerate(article.blocks))
    cuts = [(block, *part) for block, part in ends if part is not None]
    # Only what was marked is quoted: where other words stand there by now, these are not put in its place.
    there = "".join(block_text(block)[start:end] for block, start, end in cuts)
    if _squeezed(there) != _squeezed(note.passage.quotation):
        return PlacedNote(note, anchored, parts=_as_marked(note.passage))
    return PlacedNote(note, anchored, parts=tuple(_quoted(*cut) for cut in cuts))


def _quoted(block: Block, start: int, end: int) -> TableBlock | str:
    part = cut_block(block, start, end) if isinstance(block, TableBlock) else None
    return part if isinstance(part, TableBlock) else quotable(block, start, end)


def _as_marked(passage: Passage) -> tuple[TableBlock | str, ...]:
    """Quote a passage without its article: what tabs part are the cells of a table."""
    parts: list[TableBlock | str] = []
    lines = passage.quotation.split("\n")
    for is_table, group in groupby(range(len(lines)), lambda number: "\t" in lines[number]):
        run = list(group)
        if not is_table:
            parts.append("\n".join(lines[number] for number in run))
            continue
        rows = [lines[number].split("\t") for number in run]
        width = max(map(len, rows))
        # A passage of a former version begins with a word: empty cells before it are not in it.
        first = [""] * (width - len(rows[0])) * (run[0] == 0)
        rows[0] = [*first, *rows[0]]
        parts.append(TableBlock(tuple((*row, *[""] * (width - len(row))) for row in rows)))
    return tuple(parts)


def _part(block: Block, number: int, anchored: Anchored) -> tuple[int, int] | None:
    """Give what of a block is in a passage; of a table the rows whole, which begin and end with empty cells too."""
    if not anchored.start.block <= number <= anchored.end.block:
        return None
    text = block_text(block)
    start = anchored.start.offset if number == anchored.start.block else 0
    end = anchored.end.offset if number == anchored.end.block else len(text)
    if isinstance(block, TableBlock):
        start, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        end = last if last >= 0 else len(text)
    return (start, end) if start < end else None


def _squeezed(text: str) -> str:
    return "".join(text.split())


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
