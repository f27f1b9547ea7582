"""Text from the wire made fit for an error's sentence."""

_LONGEST = 200


def printable(text: str) -> str:
    """Give the text without control, bidirectional and other unprintable characters, cut to a sentence's length."""
    return "".join(letter for letter in text[: _LONGEST * 5] if letter.isprintable())[:_LONGEST]
