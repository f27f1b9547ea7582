"""The themes in terminals that have 256 colours, or 16.

Rich would turn each colour into another by a rule that knows nothing of the ones beside it: paper becomes salmon and
yellow, and three dark surfaces become one. So the colours that carry a theme are set by hand, and every other is the
nearest to the eye of those that are as easy to read on what is behind it.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from typing import Literal

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, Lab, rgb_to_lab
from textual.filter import LineFilter

from achie_tui.pictures.halfblocks import UPPER_HALF

RGB = tuple[int, int, int]
Size = Literal[256, 16]
FEWEST: Size = 16

GRADES = (12.0, 7.0, 4.5, 3.0)
"""Contrasts that make a difference to the reader; a colour falls from none of them to a lower one."""


def luminance(rgb: RGB) -> float:
    """Give the relative luminance, as the WCAG define it."""
    linear = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (part / 255 for part in rgb))  # noqa: PLR2004
    return sum(weight * v for weight, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: RGB, other: RGB) -> float:
    """Give the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# The colours there are. The first 16 of the 256 are the user's own, and not to be relied upon; where there are no
# more, they are taken for those of the old text mode, and most that have been set since come near. Its brown, which
# has become a yellow nearly everywhere, is taken for a dark yellow.

_LEVELS = (0, 95, 135, 175, 215, 255)
_CUBE: dict[int, RGB] = {16 + number: (r, g, b) for number, (r, g, b) in enumerate(product(_LEVELS, _LEVELS, _LEVELS))}
_GREYS: dict[int, RGB] = {232 + number: (shade, shade, shade) for number, shade in enumerate(range(8, 248, 10))}
_BITS = [(number & 1, number >> 1 & 1, number >> 2 & 1) for number in range(8)]
_SIXTEEN: dict[int, RGB] = {
    number: (85 * bright + 170 * r, 85 * bright + 170 * g, 85 * bright + 170 * b)
    for bright in (0, 1)
    for number, (r, g, b) in enumerate(_BITS, 8 * bright)
}
COLOURS: dict[Size, dict[int, RGB]] = {256: _CUBE | _GREYS, 16: _SIXTEEN}


@dataclass(frozen=True, eq=False)
class ColourTable:
    """Finds the colours of a palette that stand for others, some of which are `set_by_hand`."""

    size: Size
    set_by_hand: Mapping[RGB, int] = field(default_factory=dict)

    @cached_property
    def _labs(self) -> dict[int, Lab]:
        return {number: _lab(rgb) for number, rgb in COLOURS[self.size].items()}

    @lru_cache(maxsize=2048)  # noqa: B019 - palettes live as long as the app
    def nearest(self, rgb: RGB) -> int:
        """Give the colour that stands for another, whatever is beside it."""
        for known, number in self.set_by_hand.items():
            if _same(rgb, known):
                return number
        lab = _lab(rgb)
        return min(self._around(rgb), key=lambda number: _distance(self._labs[number], lab))

    @lru_cache(maxsize=2048)  # noqa: B019
    def readable(self, rgb: RGB, behind: RGB) -> int:
        """Give the colour that stands for that of text on what is behind it."""
        colours, lab, number = COLOURS[self.size], _lab(rgb), self.nearest(rgb)
        ground = colours[self.nearest(behind)]
        was = contrast(rgb, behind)
        least = next((grade for grade in GRADES if was >= grade), was)
        if contrast(colours[number], ground) >= least:
            return number
        good = [each for each in colours if contrast(colours[each], ground) >= least]
        if good:
            return min(good, key=lambda each: _distance(self._labs[each], lab))
        return max(colours, key=lambda each: contrast(colours[each], ground))

    def _around(self, rgb: RGB) -> AbstractSet[int]:
        """Give the colours that come into question, for all would take long where a picture has thousands."""
        if self.size == FEWEST:
            return COLOURS[FEWEST].keys()
        steps = [[level for level in range(6) if abs(_LEVELS[level] - part) < 95] for part in rgb]  # noqa: PLR2004
        cube = {16 + 36 * r + 6 * g + b for r, g, b in product(*steps)}
        grey = round((sum(rgb) / 3 - 8) / 10)
        return cube | {232 + max(0, min(23, step)) for step in (grey - 1, grey, grey + 1)}


class FewColours(LineFilter):
    """Paints in the colours of a palette; where its size leaves no shade for a background, underlines instead."""

    def __init__(self, palette: ColourTable, underlined: AbstractSet[RGB] = frozenset()) -> None:
        super().__init__()
        self._palette = palette
        self._underlined = underlined

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Give the segments in these colours."""
        return [
            Segment(text, style and self._style(style, picture=text.startswith(UPPER_HALF)), control)
            for text, style, control in segments
        ]

    @lru_cache(maxsize=2048)  # noqa: B019 - as the palette
    def _style(self, style: Style, *, picture: bool) -> Style:
        colour, behind = _rgb(style.color), _rgb(style.bgcolor)
        if colour is not None:
            as_it_is = picture or behind is None
            number = self._palette.nearest(colour) if as_it_is else self._palette.readable(colour, behind)
            style += Style(color=RichColor.from_ansi(number))
        if behind is not None:
            style += Style(bgcolor=RichColor.from_ansi(self._palette.nearest(behind)))
            style += Style(underline=True) if any(_same(behind, each) for each in self._underlined) else Style.null()
        return style


def _rgb(colour: RichColor | None) -> RGB | None:
    """Give a colour that terminals with few colours do not have."""
    if colour is None or colour.triplet is None:
        return None
    red, green, blue = colour.triplet
    return red, green, blue


def _same(one: RGB, other: RGB) -> bool:
    """Tell whether two colours are one, but for the rounding of a theme's variables."""
    return all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True))


def _lab(rgb: RGB) -> Lab:
    return rgb_to_lab(Color(*rgb))


def _distance(one: Lab, other: Lab) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
