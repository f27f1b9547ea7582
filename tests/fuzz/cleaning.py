"""What is cleaned holds nothing that acts on a terminal, and is the same when it is cleaned again."""

import unicodedata

from hypothesis import strategies as st

from achie_tui.parse.clean import clean, clean_line, clean_preformatted
from achie_tui.typeset.visible import clean_for_screen
from achie_tui.typeset.visible import clean_line as shown_line

ACTING = (
    "\x1b\x9b\x9d\x00\x07\x7f\x85\u2028\u202e\u2066\u200b\u200d\ufeff\U000e0041\ufe0f\ud800\ufffc\ufffd\ue000\u0600"
    "#p#e# \t\n\xa0"
)
INPUTS = st.text(st.one_of(st.sampled_from(ACTING + "👩字a"), st.characters(exclude_categories=())), max_size=60)
SEEDS = (
    "\u200d\u200d",
    "👩\u200d\u200d👩",
    "#p#a#e#\u200d",
    "\u00ad#p\u200b#",
    " \x00 ",
    "#\u200bp#",
    "\x1c\x1d",
    "\u0600",
)
UNCLEAN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINER = "\u200d"


def acts(text: str, *, besides: str = "") -> bool:
    """Tell whether there is a character that a terminal might obey, or that hides something."""
    return any(unicodedata.category(c) in UNCLEAN and c not in besides + JOINER for c in text)


def check(text: str) -> None:
    for cleaned in (clean(text), clean_line(text)):
        assert not acts(cleaned), repr(cleaned)
        assert clean(cleaned) == cleaned
    line = clean_line(text)
    assert clean_line(line) == line
    block = clean_preformatted(text)
    assert not acts(block, besides="\n")
    assert clean_preformatted(block) == block
    assert len(clean_for_screen(text)) == len(shown_line(text)) == len(text)
    assert not acts(clean_for_screen(text), besides="\n")
    assert not acts(shown_line(text))
