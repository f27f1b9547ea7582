"""The passages that the user has marked in an article, over its text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from achie_tui.model import Note
from achie_tui.tui.highlight_colours import look_of
from achie_tui.tui.widgets.overlay import Mark
from achie_tui.tui.widgets.sheet import Position, Sheet
from achie_tui.tui.widgets.text_layout import TextLayout

if TYPE_CHECKING:
    from achie_tui.anchoring import Place
    from achie_tui.export.noted import PlacedNote
    from achie_tui.tui.excerpt import Part


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked passage: where it stands in the sheet, and the note that is on it."""

    start: Position
    end: Position
    note: Note

    def within(self, block: int, first: int, last: int) -> tuple[int, int] | None:
        """Give what of it stands in the characters of a block from `first` to `last`; None where nothing does."""
        start = self.start.offset if block == self.start.block else 0
        end = self.end.offset if block == self.end.block else last
        if not self.start.block <= block <= self.end.block or max(start, first) >= min(end, last):
            return None
        return max(start, first), min(end, last)


@dataclass(frozen=True, slots=True)
class Highlights:
    """The marked passages of a sheet; an overlay."""

    passages: Sequence[Highlight] = ()

    def marks(self, layout: TextLayout, index: int) -> Iterable[Mark]:
        """Mark what of them stands on a line."""
        line = layout.lines[index]
        for passage in self.passages:
            if (part := passage.within(line.block, line.start, line.end)) is not None:
                look = look_of(passage.note.colour)
                yield from (Mark(characters, look) for characters in layout.parts(line, *part))

    def in_sight(self, layout: TextLayout, lines: range) -> Highlight | None:
        """Give the first one of which something stands on some lines."""
        for index in lines:
            line = layout.lines[index]
            for passage in self.passages:
                if line.kind != "blank" and passage.within(line.block, line.start, line.end) is not None:
                    return passage
        return None

    def sees(self, note: str, layout: TextLayout, lines: range) -> Note | None:
        """Give the note with an id where something of its passage stands on some lines."""
        own = Highlights([passage for passage in self.passages if passage.note.id == note])
        found = own.in_sight(layout, lines)
        return found.note if found else None

    def note_on(self, parts: "Iterable[Part]", sheet: Sheet) -> Note | None:
        """Give the note on the very passage that parts of the article are, but for blanks at its ends."""
        written = [
            (sheet.first + block, start, sheet.source_text(sheet.first + block)[start:end])
            for block, start, end in parts
        ]
        written = [(block, start, text) for block, start, text in written if text.strip()]
        if not written:
            return None
        (block, start, text), (last, begin, rest) = written[0], written[-1]
        ends = Position(block, start + len(text) - len(text.lstrip())), Position(last, begin + len(rest.rstrip()))
        return next((passage.note for passage in self.passages if (passage.start, passage.end) == ends), None)


NO_HIGHLIGHTS = Highlights()


def highlights_of(notes: "Sequence[PlacedNote]", sheet: Sheet) -> Highlights:
    """Give the passages of notes where they stand in a sheet."""

    def position(place: "Place") -> Position:
        return Position(sheet.first + place.block, place.offset)

    anchored = [(placed.anchored, placed.note) for placed in notes]
    found = (Highlight(position(place.start), position(place.end), note) for place, note in anchored if place)
    return Highlights(tuple(found))
