"""The app's own themes: ink by lamplight, ink on paper, one for tired eyes, and the terminal's own colours.

Surfaces differ by a shade instead of being ruled off, and there is one accent: cinnabar, the red of a seal.

Of the terminal's own colours little is known: its text can be read on its background; of its hues, red and magenta
can in the palettes in use, dark or light. So that theme has no other colours, and says the rest by attributes: quiet
text is faint, and what has a background is text turned inside out (`TerminalColours`).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor, monochrome_style
from textual.theme import Theme

from achie_tui.language import Language, Phrase
from achie_tui.pictures.halfblocks import UPPER_HALF

if TYPE_CHECKING:
    from achie_tui.tui.palettes import RGB, FewColours, Size

WARMEST_GREY = 40
"""By how much the channels of a colour may differ, of 255, that is still a grey."""

HIGHLIGHTS = ("highlight", "highlight-green", "highlight-blue", "highlight-red")
"""What lies behind the passages that the user has marked, in the order of the colours that they have in the library.
The first is yellow."""

DARK = Theme(
    name="achie-dark",
    primary="#d9826b",
    secondary="#8fa9b8",
    accent="#d9826b",
    warning="#d6b06a",
    error="#e08080",
    success="#9bb58a",
    foreground="#d5d0c6",
    background="#1a1b1d",
    surface="#1f2123",
    panel="#17181a",
    dark=True,
    variables={
        "block-cursor-background": "#4d4541",
        "block-cursor-foreground": "#f3eee4",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#303132",
        "block-cursor-blurred-foreground": "#d5d0c6",
        "block-hover-background": "#262829",
        "cursor-accent": "#f0a58f",
        "cursor-warning": "#e0bf80",
        "cursor-secondary": "#a9c0cd",
        "text-muted": "#9c978e",
        "text-disabled": "#8d8981",
        "link-color": "#9db9c9",
        "highlight": "#443e10",
        "highlight-green": "#22432f",
        "highlight-blue": "#223e5e",
        "highlight-red": "#5a2b33",
        "input-selection-background": "#d9826b 35%",
        "screen-selection-background": "#d9826b 35%",
    },
)

LIGHT = Theme(
    name="achie-light",
    primary="#a63d2a",
    secondary="#3f627a",
    accent="#a63d2a",
    warning="#8a5a00",
    error="#b3261e",
    success="#4a6b3a",
    foreground="#24211d",
    background="#faf6ed",
    surface="#f4efe4",
    panel="#ede7d9",
    dark=False,
    variables={
        "block-cursor-background": "#d3c6ab",
        "block-cursor-foreground": "#14110e",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#ddd3bf",
        "block-cursor-blurred-foreground": "#1d1a17",
        "block-hover-background": "#e5ddcc",
        "cursor-accent": "#8f2f1f",
        "cursor-warning": "#704800",
        "cursor-secondary": "#33566e",
        "text-muted": "#655e54",
        "text-disabled": "#6d665b",
        "link-color": "#2f5873",
        "highlight": "#f2e08e",
        "highlight-green": "#cfe6bd",
        "highlight-blue": "#c9dff2",
        "highlight-red": "#f6cfc9",
        "input-selection-background": "#a63d2a 25%",
        "screen-selection-background": "#a63d2a 25%",
    },
)

CONTRAST = Theme(
    name="achie-contrast",
    primary="#ffd75f",
    secondary="#87d7ff",
    accent="#ffd75f",
    warning="#ffd75f",
    error="#ffb8b8",
    success="#87ff87",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    text_alpha=1.0,
    variables={
        "block-cursor-background": "#ffd75f",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#303030",
        "block-cursor-blurred-foreground": "#ffffff",
        "block-hover-background": "#303030",
        "text": "#ffffff",
        "text-muted": "#d0d0d0",
        "text-disabled": "#c8c8c8",
        "text-error": "#ffb8b8",
        "text-warning": "#ffd75f",
        "link-color": "#87d7ff",
        "highlight": "#3f3400",
        "highlight-green": "#003c00",
        "highlight-blue": "#12247a",
        "highlight-red": "#650018",
        "input-selection-background": "#003a54",
        "screen-selection-background": "#003a54",
    },
)

# Two colours that no text has in that theme, for they are invisible in some palettes, stand for attributes.
QUIET, INVERSE = "ansi_bright_black", "ansi_bright_white"

TERMINAL = Theme(
    name="achie-terminal",
    primary="ansi_red",
    secondary="ansi_default",
    accent="ansi_red",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_default",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    ansi=True,
    variables={
        "block-cursor-background": INVERSE,
        "block-cursor-foreground": "ansi_default",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "ansi_default",
        "block-cursor-blurred-foreground": "ansi_default",
        "block-cursor-blurred-text-style": "underline",
        "block-hover-background": "ansi_default",
        "cursor-accent": "ansi_red",
        "cursor-warning": "ansi_magenta",
        "cursor-secondary": "ansi_default",
        "ansi-background": "ansi_default",  # without these two, Textual's own CSS cannot be read
        "ansi-foreground": "ansi_default",
        "text-muted": QUIET,
        "text-disabled": QUIET,
        "link-color": "ansi_default",
        **dict.fromkeys(HIGHLIGHTS, "ansi_default"),  # told by a line under it
        "input-selection-background": INVERSE,
        "screen-selection-background": INVERSE,
        "screen-selection-foreground": "ansi_default",
    },
)

DEFAULTS = {
    "cursor-accent": "auto",
    "cursor-warning": "auto",
    "cursor-secondary": "auto",
    "highlight": "#8a8000 30%",
    "highlight-green": "#2f8f3f 30%",
    "highlight-blue": "#4a78c8 30%",
    "highlight-red": "#c05060 30%",
}
"""What themes that say nothing have: accent, warning and secondary under the cursor in black or white, and a touch of
colour behind the passages that the user has marked."""

THEMES = (DARK, LIGHT, CONTRAST, TERMINAL)
"""In the order in which one key walks through them."""

_TITLES = {
    DARK.name: Phrase("深色", "dark"),
    LIGHT.name: Phrase("纸色", "paper"),
    CONTRAST.name: Phrase("高对比", "high contrast"),
    TERMINAL.name: Phrase("终端自己的颜色", "the terminal's own colours"),
}


def title(name: str, language: Language) -> str:
    """Give a theme's name for people."""
    return _TITLES[name].say(language) if name in _TITLES else name


def following(name: str) -> str:
    """Give the theme after this one; a theme that is not ours is followed by the first of ours."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


# The colours by which the first two are known, among the terminal's 256 and its 16. White and greys are the nearest
# to paper: everything warmer among the 256 is yellow or pink. Where there are 16, no shade is left for the surfaces.

_BY_HAND: dict[str, dict[str, tuple[int, int]]] = {
    DARK.name: {
        "background": (234, 0),
        "surface": (235, 0),
        "panel": (233, 0),
        "block-cursor-background": (239, 7),
        "block-cursor-blurred-background": (237, 0),
        "block-hover-background": (236, 0),
        "primary": (173, 9),
        "highlight": (58, 0),
        "highlight-green": (22, 0),
        "highlight-blue": (24, 0),
        "highlight-red": (52, 0),
    },
    LIGHT.name: {
        "background": (231, 15),
        "surface": (255, 15),
        "panel": (254, 15),
        "block-cursor-background": (250, 0),
        "block-cursor-blurred-background": (252, 15),
        "block-hover-background": (253, 15),
        "primary": (124, 1),
        "highlight": (186, 15),
        "highlight-green": (151, 15),
        "highlight-blue": (153, 15),
        "highlight-red": (224, 15),
    },
    CONTRAST.name: {
        "background": (16, 0),
        "secondary": (117, 14),
        "block-cursor-blurred-background": (236, 0),
        "block-hover-background": (236, 0),
        "block-cursor-background": (221, 11),
    },
}


# Text that is found lies on so much of `warning`.
MATCH = 0.2


@lru_cache
def _few_colours(name: str, size: "Size") -> "FewColours":
    """Give the filter that paints a theme in few colours, or in as many greys."""
    from achie_tui.tui.palettes import FEWEST, ColourTable, FewColours  # most terminals have no use for it

    theme = next((theme for theme in THEMES if theme.name == name), TERMINAL)
    by_hand: dict[RGB, int] = {}
    underlined: set[RGB] = set()
    for variable, numbers in _BY_HAND.get(name, {}).items():
        by_hand |= dict.fromkeys(_with_grey(_colour(theme, variable)), numbers[size == FEWEST])
    if by_hand and size == FEWEST:
        page = _colour(theme, "background")
        found = page + _colour(theme, "warning").multiply_alpha(MATCH)
        marked = {rgb for variable in HIGHLIGHTS for rgb in _with_grey(_colour(theme, variable))}
        by_hand |= dict.fromkeys({found.rgb, *marked}, by_hand[page.rgb])
        underlined = {found.rgb, *marked, *_with_grey(_colour(theme, "block-cursor-blurred-background"))}
    return FewColours(ColourTable(size, by_hand), frozenset(underlined))


def _colour(theme: Theme, variable: str) -> Color:
    return Color.parse(theme.variables.get(variable) or getattr(theme, variable))


def _with_grey(colour: Color) -> "set[RGB]":
    """Give a colour, with the grey that stands for it where no colours are wanted, if it is hardly more than one."""
    return {colour.rgb} if _has_hue(colour) else {colour.rgb, colour.monochrome.rgb}


# What the themes do to a line on its way to the terminal.

_DEFAULT = RichColor.default()
_QUIET, *_HUES = (Color.parse(name).rich_color.number for name in (QUIET, "ansi_red", "ansi_magenta"))


class TerminalColours(LineFilter):
    """Says by attributes what the terminal's own colours cannot."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Give the segments in the terminal's own colours."""
        return [Segment(text, style and _in_own_colours(style), control) for text, style, control in segments]


class NothingFaint(LineFilter):
    """Shows faint text like any other."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Give the segments, none of them faint."""
        return [Segment(text, style and _not_faint(style), control) for text, style, control in segments]


class Greys(LineFilter):
    """Takes away the hues; what had one in text is not fainter than the rest, as its grey would be."""

    def __init__(self, foreground: Color) -> None:
        super().__init__()
        self._foreground = foreground.rich_color

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Give the segments in greys."""
        return [Segment(text, style and self._without_hue(style, text), control) for text, style, control in segments]

    def _without_hue(self, style: Style, text: str) -> Style:
        drawn = text.isspace() or text.startswith(UPPER_HALF)
        return monochrome_style(style if drawn else _hue_as(style, self._foreground))


# Made once: a line knows the filters that it has been through.
_TERMINAL_COLOURS, _NOTHING_FAINT = TerminalColours(), NothingFaint()
_greys = lru_cache(Greys)


def size_of(system: str | None) -> "Size | None":
    """Give how many colours a system of Rich's has, where they are few."""
    sizes: dict[str | None, Size] = {"256": 256, "standard": 16, "windows": 16}
    return sizes.get(system)


def filters(theme: Theme, given: Sequence[LineFilter], few: "Size | None" = None) -> Sequence[LineFilter]:
    """Give the filters of a theme, among those that Textual has for it, in a terminal that may have but few colours."""
    last = [_few_colours(theme.name, few)] if few is not None else []
    if theme.ansi:
        # Where no colours are wanted, turning the terminal's into greys would make black text of all of it.
        plain = [NoColor() if isinstance(each, Monochrome) else each for each in given]
        return [_TERMINAL_COLOURS, *plain, *last]
    foreground = Color.parse(theme.foreground or theme.primary)
    hueless = [_greys(foreground) if isinstance(each, Monochrome) else each for each in given]
    return [*([_NOTHING_FAINT] if theme is CONTRAST else []), *hueless, *last]


@lru_cache(maxsize=2048)
def _in_own_colours(style: Style) -> Style:
    colour, behind = style.color, style.bgcolor
    if colour is not None and colour.number is not None and colour.number not in _HUES:
        style += Style(color=_DEFAULT, dim=colour.number == _QUIET or style.dim)
    if behind is not None and behind.number is not None:
        within = behind if behind.number in _HUES else _DEFAULT
        style += Style(color=within, bgcolor=_DEFAULT, reverse=True, dim=False)
    return style


@lru_cache(maxsize=2048)
def _not_faint(style: Style) -> Style:
    return style + Style(dim=False) if style.dim else style


@lru_cache(maxsize=2048)
def _hue_as(style: Style, foreground: RichColor) -> Style:
    has_hue = style.color is not None and _has_hue(Color.from_rich_color(style.color))
    return style + Style(color=foreground) if has_hue else style


def _has_hue(colour: Color) -> bool:
    """Tell a hue from a grey, a warm one too."""
    return max(colour.rgb) - min(colour.rgb) > WARMEST_GREY
