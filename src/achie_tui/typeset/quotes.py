"""Quotation marks as the reader prefers them: “curly” as they are printed on the mainland, or 「corner」.

The curly ones have ambiguous width (UAX #11); the corner ones take two cells in every terminal.
"""

import re
from typing import Literal

Quotes = Literal["curly", "corner"]
QUOTES: tuple[Quotes, ...] = ("curly", "corner")

_CORNERS = {"“": "「", "”": "」", "‘": "『", "’": "』"}
# Between letters it is an apostrophe: it’s.
_CURLY = re.compile(r"[“”‘]|(?<![A-Za-z])’|’(?![A-Za-z])")


def show_quotes(quotes: Quotes, text: str) -> str:
    """Give a text with quotation marks of a kind, exactly as long as it was."""
    if quotes == "curly":
        return text
    return _CURLY.sub(lambda found: _CORNERS[found[0]], text)
