"""Chinese shown in Simplified or in Traditional characters, whichever the reader prefers."""

from functools import lru_cache
from typing import Literal, Protocol

Script = Literal["original", "simplified", "traditional"]
SCRIPTS: tuple[Script, ...] = ("original", "simplified", "traditional")

_CONFIGURATIONS: dict[Script, str] = {"simplified": "t2s", "traditional": "s2t"}


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def show_in(script: Script, text: str) -> str:
    """Give a text in a script, exactly as long as it was: offsets into it (spans, places, matches) stay right.

    Words are converted as words (`头发` to `頭髮`, `发展` to `發展`); where that changes the length, characters are.
    """
    if script == "original" or text.isascii():
        return text
    converter = _converter(_CONFIGURATIONS[script])
    shown = converter.convert(text)
    if len(shown) == len(text):
        return shown
    return "".join(_one(converter.convert(character), character) for character in text)


def _one(converted: str, character: str) -> str:
    return converted if len(converted) == 1 else character


@lru_cache(maxsize=2)
def _converter(configuration: str) -> _Converter:
    from opencc import OpenCC  # loaded when somebody asks for another script, and not before

    converter: _Converter = OpenCC(configuration)
    return converter
