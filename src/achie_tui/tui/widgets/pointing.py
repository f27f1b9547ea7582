"""What is meant by a click on a text: a link, a picture, a word, or a paragraph."""

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from textual.events import Click

from achie_tui.tui.widgets.selecting import in_text
from achie_tui.tui.widgets.sheet_view import SheetView
from achie_tui.typeset.document import Line

# A number with its sign and unit, a word of letters, or what stands between two marks of punctuation: where Chinese
# words end no rule tells.
_WORD = re.compile(r"[A-Za-z0-9_]+(?:[.,:/@-][A-Za-z0-9_]+)*[%‰]?|[^\W\dA-Za-z_]+|\S")
_TWICE = 2


class LinkMeant(NamedTuple):
    """A link, by where it leads."""

    url: str


class PictureMeant(NamedTuple):
    """A picture, by its number among those of the article."""

    number: int


class TextMeant(NamedTuple):
    """A part of a block's text."""

    block: int
    start: int
    end: int


Meant: TypeAlias = LinkMeant | PictureMeant | TextMeant


def meant_by(event: Click, view: SheetView, is_shown: Callable[[int], bool]) -> Meant | None:
    """Tell what is meant by a click on a view; `is_shown` says whether the picture in a block is seen as such."""
    offset = event.get_content_offset(view)
    if offset is None or (index := view.index_at(offset.y)) >= len(view.text_layout.lines):
        return None
    line = view.text_layout.lines[index]
    if event.chain > 1:
        _, point = view.screen.get_widget_and_offset_at(event.screen_x, event.screen_y)
        if point is None:
            return None
        text, at = view.shown.source_text(line.block), in_text(view.viewport, point).x
        return TextMeant(line.block, *span_at(text, line, at, event.chain))
    link = event.style.meta.get("link")
    # Where the text has moved since, it may be another one, or none.
    if link is not None and link == view.screen.get_style_at(event.screen_x, event.screen_y).meta.get("link"):
        return LinkMeant([*view.text_layout.links(line)][link].url)
    if line.kind == "image" and is_shown(line.block):
        return PictureMeant([block for block, _ in view.shown.pictures].index(line.block))
    return None


def span_at(text: str, line: Line, at: int, clicks: int) -> tuple[int, int]:
    """Give the part of a block's text that clicks on a character of a line mean; of a table that is all of it."""
    if clicks > _TWICE or line.kind == "table":
        return 0, len(text)
    offset = min(max(line.start + at, line.start), line.end)
    for found in _WORD.finditer(text):
        if found.start() <= offset < found.end():
            return found.span()
    return offset, offset + 1
