"""How many terminal cells a text takes.

The base is Rich's table, since Textual places everything by it. On top of it comes one choice that Rich does
not offer: East Asian terminals may be set to draw the characters of ambiguous width (East_Asian_Width=A in
UAX #11: “ ” ‘ ’ … — · × ° ① and others) in two cells instead of one.
"""

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from rich.cells import cell_len, get_character_cell_size

ELLIPSIS = "…"
"""Of ambiguous width itself: where it is drawn in two cells, it is given two."""
_ZERO_WIDTH_JOINER = "\u200d"
_NO_END = f" {_ZERO_WIDTH_JOINER}"  # a joiner would swallow what follows
_EMOJI_SELECTOR = "\ufe0f"
# As many characters a cell are looked at where a text is cut, before all of it is measured.
_A_CELL = 16


class _Widths(dict[str, int]):
    """Cells of each character, filled in as characters turn up."""

    def __init__(self, *, ambiguous_wide: bool) -> None:
        self._ambiguous_wide = ambiguous_wide

    def __missing__(self, character: str) -> int:
        cells = get_character_cell_size(character)
        if cells == 1 and self._ambiguous_wide and unicodedata.east_asian_width(character) == "A":
            cells = 2
        self[character] = cells
        return cells


_NARROW = _Widths(ambiguous_wide=False)
_WIDE = _Widths(ambiguous_wide=True)


@lru_cache(maxsize=1024)
def _selector_widens(character: str) -> bool:
    """Whether U+FE0F after the character turns it into a two-cell emoji."""
    return cell_len(character + _EMOJI_SELECTOR) > cell_len(character)


def _has_joined_emoji(text: str) -> bool:
    return _ZERO_WIDTH_JOINER in text or _EMOJI_SELECTOR in text


def cell_width(text: str, *, ambiguous_wide: bool = False) -> int:
    """Measure the cells of a text; `ambiguous_wide` for terminals that draw “ ” … — · in two cells."""
    if not ambiguous_wide:
        return cell_len(text)
    if _has_joined_emoji(text):
        return cumulative_widths(text, ambiguous_wide=True)[-1]
    return sum(map(_WIDE.__getitem__, text))


def cumulative_widths(text: str, *, ambiguous_wide: bool = False) -> list[int]:
    """Measure each prefix: item `i` is the width of `text[:i]`, the last item that of the whole text."""
    widths = _WIDE if ambiguous_wide else _NARROW
    if not _has_joined_emoji(text):
        return list(accumulate(map(widths.__getitem__, text), initial=0))
    sums = [0]
    total = 0
    last = ""
    joined = False
    for character in text:
        if joined:
            joined = False
        elif character == _ZERO_WIDTH_JOINER:
            joined = True
        elif character == _EMOJI_SELECTOR:
            if last and widths[last] == 1 and _selector_widens(last):
                total += 1
            last = ""
        elif cells := widths[character]:
            last = character
            total += cells
        sums.append(total)
    return sums


def cut(text: str, width: int, *, ambiguous_wide: bool = False) -> str:
    """Cut a text to at most `width` cells, never within a grapheme."""
    if width <= 0:
        return ""
    head = text[: _A_CELL * width]
    if len(head) < len(text) and cell_width(head, ambiguous_wide=ambiguous_wide) > width:
        text = head
    if cell_width(text, ambiguous_wide=ambiguous_wide) <= width:
        return text
    sums = cumulative_widths(text, ambiguous_wide=ambiguous_wide)
    return text[: bisect_right(sums, width) - 1]


def shortened(text: str, width: int, *, ambiguous_wide: bool = False) -> tuple[str, str]:
    """Cut a text to at most `width` cells; gives what is left of it, and the `…` it then ends in, which is to be faint.

    A text that has room has no such end, nor has one where there is no room for that.
    """
    dots = cell_width(ELLIPSIS, ambiguous_wide=ambiguous_wide)
    if width <= dots or cell_width(text, ambiguous_wide=ambiguous_wide) <= width:
        return cut(text, width, ambiguous_wide=ambiguous_wide), ""
    return cut(text, width - dots, ambiguous_wide=ambiguous_wide).rstrip(_NO_END), ELLIPSIS


def fit(text: str, width: int, *, ambiguous_wide: bool = False) -> str:
    """Cut a text, or pad it with spaces, to exactly `width` cells, for the rows of a list.

    The cut shows no ellipsis: `…` is itself ambiguous in width.
    """
    # A joiner at the end would swallow the first space of the padding.
    piece = cut(text, width, ambiguous_wide=ambiguous_wide).rstrip(_ZERO_WIDTH_JOINER)
    return piece + " " * (width - cell_width(piece, ambiguous_wide=ambiguous_wide))
