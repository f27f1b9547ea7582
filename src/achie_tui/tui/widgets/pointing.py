"""What is meant by a click on a text: its word, or its paragraph."""

import re

from achie_tui.typeset.document import Line

# A number with its sign and unit, a word of letters, or what stands between two marks of punctuation: where Chinese
# words end no rule tells.
_WORD = re.compile(r"[A-Za-z0-9_]+(?:[.,:/@-][A-Za-z0-9_]+)*[%‰]?|[^\W\dA-Za-z_]+|\S")
_TWICE = 2


def span_at(text: str, line: Line, at: int, clicks: int) -> tuple[int, int]:
    """Give the part of a block's text that clicks on a character of a line mean; of a table that is all of it."""
    if clicks > _TWICE or line.kind == "table":
        return 0, len(text)
    offset = min(max(line.start + at, line.start), line.end)
    for found in _WORD.finditer(text):
        if found.start() <= offset < found.end():
            return found.span()
    return offset, offset + 1
