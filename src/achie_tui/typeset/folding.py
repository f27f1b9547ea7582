"""Texts as they are compared: folded, so that it does not matter how a word is written."""

import unicodedata
from functools import cache
from itertools import chain

from achie_tui.typeset.visible import is_clean

_QUOTES = {"“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "『": "'", "』": "'"}
# Where all those stand that are found as another one, besides Traditional characters.
_BLOCKS = (
    *(range(0x41, 0x600), range(0xF00, 0x2500), range(0x2C00, 0x3400), range(0xA640, 0xAC00), range(0xF900, 0x10000)),
    *(range(0x10400, 0x10D00), range(0x118A0, 0x118C0), range(0x16E40, 0x16E60), range(0x1D400, 0x1D800)),
    *(range(0x1E900, 0x1E930), range(0x1EE00, 0x1FC00), range(0x2F800, 0x2FA20)),
)


class _Folded(dict[str, str]):
    """What each character is found as, which is always one character, so offsets stay; filled in as they turn up."""

    def __missing__(self, character: str) -> str:
        if not self:
            self.update(_simplified())
            return self[character]
        self[character] = folded = _fold(character)
        return folded


def _simplified() -> dict[str, str]:
    from achie_tui.typeset.simplified import SIMPLIFIED, TRADITIONAL  # a start has no use for it

    return dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))


_FOLDED = _Folded()


def _fold(character: str) -> str:
    """Fold a character that is no Traditional one."""
    if character in _QUOTES:
        return _QUOTES[character]
    if not is_clean(character):
        return character
    narrow = unicodedata.normalize("NFKC", character)
    if len(narrow) == 1 and narrow != character:
        # Characters one by one: what a word means must not decide whether a part of it is found.
        character = _FOLDED[narrow]
    folded = character.casefold()
    return folded if len(folded) == 1 else character


def fold(text: str) -> str:
    """Fold case, width, quotation marks, and Traditional into Simplified; the result is exactly as long."""
    for character in set(text):
        if (folded := _FOLDED[character]) != character:
            text = text.replace(character, folded)
    return text


def has_words(text: str, words: str) -> bool:
    """Tell whether all words, parted by spaces, are in a text, however they are written."""
    folded = fold(text)
    return all(word in folded for word in fold(words).split())


def written(character: str) -> str:
    """Give all characters that are found as this folded one, with itself."""
    return _forms().get(character, character)


@cache
def _forms() -> dict[str, str]:
    forms = dict[str, str]()
    for other, found in chain(_simplified().items(), ((c, _fold(c)) for c in map(chr, chain(*_BLOCKS)))):
        if other != found:
            forms[found] = forms.get(found, found) + other
    return forms
