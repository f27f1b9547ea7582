"""Chinese shown in Simplified or in Traditional characters, whichever the reader prefers."""

import re
from typing import Literal

from achie_tui.chinese import converter

Script = Literal["original", "simplified", "traditional"]
SCRIPTS: tuple[Script, ...] = ("original", "simplified", "traditional")

_CONFIGURATIONS: dict[Script, str] = {"simplified": "t2s", "traditional": "s2tw"}

# OpenCC cuts words by the longest match from the left, and so takes 生发 (to grow hair) out of 内生发展, and 中签 (to
# draw a lot) out of 集中签约. Written as they must come out, these characters are no part of such words any more.
_PROTECTED = (
    (re.compile("发(?=[展布现表言出起放行明挥动达酵电生热病票掘射送改函文育包])"), "發"),
    (re.compile("签(?=[约署订字收发名])"), "簽"),
)


def show_in(script: Script, text: str) -> str:
    """Give a text in a script, exactly as long as it was: offsets into it (spans, places, matches) stay right.

    Words are converted as words (`头发` to `頭髮`, `发展` to `發展`); where that changes the length, characters are.
    """
    if script == "original" or text.isascii():
        return text
    chosen = converter(_CONFIGURATIONS[script])
    if script == "traditional":
        for pattern, written in _PROTECTED:
            text = pattern.sub(written, text)
    shown = chosen.convert(text)
    if len(shown) == len(text):
        return shown
    return "".join(_one(chosen.convert(character), character) for character in text)


def _one(converted: str, character: str) -> str:
    return converted if len(converted) == 1 else character
