"""Text from the wire made fit for an error's sentence."""

from achie_tui.redaction import without_secrets

_LONGEST = 200


def printable(text: str) -> str:
    """Give the text without control, bidirectional and other unprintable characters, cut to a sentence's length."""
    return "".join(letter for letter in text[: _LONGEST * 5] if letter.isprintable())[:_LONGEST]


def stranger(url: str) -> str:
    """Give an address that is none of the site's: printable, and without what a login of the network puts in it."""
    return printable(without_secrets(url[: _LONGEST * 5]))
