"""Blanks between Chinese and Latin letters or digits: as they are written, or evenly none.

Some pages write `5 亿元`, others `5亿元`, many both in one sentence. Shown evenly, the blank stands as a mark without
width in its place, so that a text stays exactly as long as it was; whoever draws the text leaves the mark out.
"""

import re
from functools import cache
from typing import Literal

Spacing = Literal["written", "even"]
SPACINGS: tuple[Spacing, ...] = ("written", "even")

UNSEEN = "\u200b"
"""A blank that is not shown. Text that came from a page holds none: it is cleaned of such marks."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_WORD = "0-9A-Za-z%％℃‰+#&@$€£¥￥"


@cache
def _between(what: str) -> re.Pattern[str]:
    """Give the pattern of what stands between Chinese and a word; a start, where all is as written, needs none."""
    return re.compile(rf"(?<=[{_HAN}]){what}(?=[{_WORD}])|(?<=[{_WORD}]){what}(?=[{_HAN}])")


def show_spacing(spacing: Spacing, text: str) -> str:
    """Give a text with blanks of a kind, exactly as long as it was."""
    return text if spacing == "written" or text.isascii() else _between(" ").sub(UNSEEN, text)


def as_seen(text: str) -> str:
    """Give a text that was shown evenly without what is unseen of it, for where nothing counts in it."""
    return text.replace(UNSEEN, "")


def either_way(text: str) -> re.Pattern[str]:
    """Give the pattern of a text in others that are shown evenly, whether or not it is written with the blanks."""
    parts = _between(f"{UNSEEN}?").split(_between(" ").sub(UNSEEN, text))
    return re.compile(f"{UNSEEN}?".join(re.escape(part).replace(r"\ ", f"[ {UNSEEN}]") for part in parts))
