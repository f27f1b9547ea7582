"""Texts as they are compared: folded, so that it does not matter how a word is written."""

import unicodedata

from achie_tui.typeset.visible import is_clean

_QUOTES = {"“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "『": "'", "』": "'"}
_FEW = 40  # characters of a text that are cheaper replaced one by one than looked up each


class _Folded(dict[int, str]):
    """What each character is found as, for `str.translate`; always one character, so offsets stay."""

    def __missing__(self, code_point: int) -> str:
        if not self:
            self._learn()
            return self[code_point]
        character = chr(code_point)
        folded = self._fold(character) if is_clean(character) else character
        self[code_point] = folded
        return folded

    def _learn(self) -> None:
        from achie_tui.typeset.simplified import SIMPLIFIED, TRADITIONAL  # a start has no use for it

        self.update({ord(one): other for one, other in zip(TRADITIONAL, SIMPLIFIED, strict=True)})

    def _fold(self, character: str) -> str:
        if character in _QUOTES:
            return _QUOTES[character]
        narrow = unicodedata.normalize("NFKC", character)
        if len(narrow) == 1 and narrow != character:
            # Characters one by one: what a word means must not decide whether a part of it is found.
            character = self[ord(narrow)]
        folded = character.casefold()
        return folded if len(folded) == 1 else character


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Fold case, width, quotation marks, and Traditional into Simplified; the result is exactly as long."""
    changed = [character for character in set(text) if _FOLDED[ord(character)] != character]
    if len(changed) > _FEW:
        return text.translate(_FOLDED)
    for character in changed:
        text = text.replace(character, _FOLDED[ord(character)])
    return text
