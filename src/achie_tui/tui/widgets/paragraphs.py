"""Paragraphs that are chosen by key: blocks of any kind, from one to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from achie_tui.tui.excerpt import Excerpt, Part
from achie_tui.tui.widgets.overlay import Mark
from achie_tui.tui.widgets.sheet import Position, Sheet
from achie_tui.tui.widgets.text_layout import TextLayout


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The blocks of a sheet from `anchor` to `cursor`, whichever stands first; an overlay, which marks their lines.

    The cursor stays within the blocks that are the `text` of the article.
    """

    cursor: int
    anchor: int
    text: range

    @property
    def chosen(self) -> range:
        """The blocks that are chosen."""
        return range(min(self.cursor, self.anchor), max(self.cursor, self.anchor) + 1)

    def parts(self, sheet: Sheet) -> dict[int, tuple[int, int]]:
        """Give what is chosen: of each block, where the part begins and ends."""
        return {block: (0, len(sheet.source_text(block))) for block in self.chosen}

    def step(self, way: int, *, extend: bool = False) -> "Paragraphs":
        """Go on by so many blocks, or choose so many more of them."""
        cursor = min(max(self.cursor + way, self.text.start), self.text.stop - 1)
        return replace(self, cursor=cursor, anchor=self.anchor if extend else cursor)

    def by_lines(self, lines: int, in_sight: int) -> "Paragraphs":
        """Go where lines would be scrolled: for one line to the next block, for many by half of those in sight."""
        return self.step(lines if abs(lines) == 1 else max(in_sight // 2, 1) * (1 if lines > 0 else -1))

    def marks(self, layout: TextLayout, index: int) -> Iterable[Mark]:
        """Mark the lines of what is chosen."""
        line = layout.lines[index]
        if line.block in self.chosen and line.kind != "blank":
            yield Mark(range(len(line.text)), "chosen")


def first_choice(layout: TextLayout, lines: range, top: Position, match: int | None = None) -> Paragraphs | None:
    """Choose the block of a match where that is in sight, else the first that begins on these lines or is at their top.

    None where there is no text.
    """
    text = _text_of(layout.sheet)
    if not text:
        return None
    shown = [layout.lines[index].block for index in lines]
    if match is not None and match in shown and match in text:
        return Paragraphs(match, match, text)
    first = next((block for block in shown if block in text and top <= (block, 0)), None)
    here = min(max(top.block, text.start), text.stop - 1) if first is None else first
    return Paragraphs(here, here, text)


def excerpt_of(layout: TextLayout, parts: Mapping[int, tuple[int, int]], *, is_article: bool) -> Excerpt | None:
    """Give parts of a sheet's blocks as an excerpt; None where there is nothing to be read in them."""
    sheet, text = layout.sheet, layout.text_of(parts)
    own = _text_of(sheet) if is_article else range(0)
    of_article = tuple(Part(block - sheet.first, *ends) for block, ends in parts.items() if block in own)
    return Excerpt(text, of_article) if text.strip() else None


def _text_of(sheet: Sheet) -> range:
    """Give the blocks that are the article's own text."""
    return range(sheet.first, sheet.first + sheet.count)
