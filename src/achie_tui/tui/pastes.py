"""Pastes, so that nothing in them is ever a key.

A terminal tells where a paste begins and where it ends. Textual's parser looks for sequences in between as well: of
what follows an escape there, it loses a part, and takes another for keys. So escapes are left out of pastes, which no
text has a use for. And where a paste's end never comes, all keys would be text for ever.
"""

_ESCAPE = "\x1b"
_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_CTRL_C = frozenset(("\x03", "\x1b[99;5u"))


class Pastes:
    """Makes pastes harmless, and ends one whose end does not come where the user presses Ctrl+C or Esc.

    After a pause none is ended: behind it there may be more, and what is pasted must not act as keys.
    """

    def __init__(self) -> None:
        self._is_open = False
        self._held = ""  # may be the beginning of a paste's end, or of its beginning
        self._is_owed = False  # the rest of an end, of which only the escape came before the user's patience ended

    def hear(self, text: str) -> str:
        """Take what the terminal sends; gives what is to be made of it."""
        if self._is_owed:
            self._is_owed, text = False, text.removeprefix(_END[1:])
        if self._is_open and text in _CTRL_C:
            self._is_open, self._held = False, ""
            return _END + text
        known, text = ("" if self._is_open else self._held), self._held + text
        parts = list[str]()
        at = 0
        while (found := text.find(mark := _END if self._is_open else _BEGIN, at)) >= 0:
            parts += self._harmless(text[at:found]), mark
            at, self._is_open = found + len(mark), not self._is_open
        rest = text[at:]
        self._held = _begun(rest, _END if self._is_open else _BEGIN)
        if self._is_open:
            rest = rest.removesuffix(self._held)
        parts.append(self._harmless(rest))
        return "".join(parts).removeprefix(known)

    def give_up(self) -> str:
        """Give the end of a paste where, some time ago, an escape came in it and nothing behind: that was the key."""
        if not self._is_open or self._held != _ESCAPE:
            return ""
        self._is_open, self._held, self._is_owed = False, "", True
        return _END

    def _harmless(self, text: str) -> str:
        return text.replace(_ESCAPE, "") if self._is_open else text


def _begun(text: str, mark: str) -> str:
    """Give the end of a text with which a mark may begin."""
    return next((mark[:size] for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), "")
