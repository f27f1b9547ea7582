"""The colours that passages are marked in: what each is called, what it looks like, and which comes next.

Another machine may know colours that are not known here: such a passage is kept so, and looks like the first.
"""

from textual.content import Content

from achie_tui.language import Language, Phrase
from achie_tui.library.notes import COLOURS
from achie_tui.tui.themes import HIGHLIGHTS

_LOOKS = dict(zip(COLOURS, HIGHLIGHTS, strict=True))
_WORDS = {
    "yellow": Phrase("黄色", "yellow"),
    "green": Phrase("绿色", "green"),
    "blue": Phrase("蓝色", "blue"),
    "red": Phrase("红色", "red"),
}


def look_of(colour: str) -> str:
    """Give the look of a passage in the text, which is also the theme's variable that lies behind it."""
    return _LOOKS.get(colour, HIGHLIGHTS[0])


def word_of(colour: str) -> Phrase:
    """Give what a colour is called."""
    return _WORDS.get(colour, _WORDS[COLOURS[0]])


def next_colour(colour: str) -> str:
    """Give the colour that comes after another, behind the last the first."""
    return COLOURS[(COLOURS.index(colour) + 1) % len(COLOURS)] if colour in _LOOKS else COLOURS[0]


def sign_of(colour: str, language: Language) -> Content:
    """Show a colour, and name it: not every terminal has it."""
    return Content.styled(f" {word_of(colour).say(language)} ", f"$foreground on ${look_of(colour)}")
