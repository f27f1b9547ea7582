"""Pastes whose end never comes: a terminal tells where one begins and ends, and up to the end no key is a key."""

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_CTRL_C = frozenset(("\x03", "\x1b[99;5u"))


class Pastes:
    """Ends a paste at Ctrl+C, where that comes by itself.

    After a pause none is ended: behind it there may be more, and what is pasted must not act as keys.
    """

    def __init__(self) -> None:
        self._is_open = False
        self._tail = ""  # may be the beginning of a mark that was cut

    def hear(self, text: str) -> str:
        """Take what the terminal sends; gives what is to be made of it."""
        if self._is_open and text in _CTRL_C:
            text = _END + text
        recent = self._tail + text
        begin, end = recent.rfind(_BEGIN), recent.rfind(_END)
        if begin != end:  # there is one of them at least
            self._is_open = begin > end
        self._tail = recent[1 - len(_BEGIN) :]
        return text
