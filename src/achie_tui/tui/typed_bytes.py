"""What the terminal sends, as text: UTF-8, from an old terminal GBK, and never an error.

A byte that means nothing becomes U+FFFD. What decides is a run of bytes that are not ASCII, up to the next that is:

- a run that is UTF-8 is UTF-8, and so is one of which only an end was cut off, as where a paste is;
- any other is GBK where it is that, with whatever ASCII GBK has for second halves;
- a terminal that has sent GBK may send a word that happens to be UTF-8 of two bytes a character, which no Chinese is;
- a report of the mouse in the oldest form is `ESC [ M` and three bytes, each of which is a number and no character.
"""

_MOUSE = "\x1b[M"
_MOUSE_BYTES = 3
_ASCII = 0x80
_SECOND_HALVES = range(0x40, 0x7F)
_LONGEST = 4
"""Bytes of the longest character of UTF-8."""
_FIRST_OF_THREE = "\u0800"
"""The first character that has three bytes in UTF-8; all Chinese ones have three or four."""


class TypedBytes:
    """Makes text of bytes that come piece by piece."""

    def __init__(self) -> None:
        self._run = bytearray()
        self._last = ""
        self._numbers = 0
        self._is_gbk = False  # the terminal has sent GBK
        self._is_utf8 = False  # the run under way began as UTF-8

    def decode(self, data: bytes) -> str:
        """Give the text of some bytes; of a character that is not whole yet, the bytes wait for the rest."""
        text: list[str] = []
        for byte in data:
            if self._numbers:
                self._numbers -= 1
                text.append(chr(byte))
            elif byte >= _ASCII or (self._run and byte in _SECOND_HALVES and _is_halved(self._run)):
                self._run.append(byte)
            else:
                text += self.flush(), chr(byte)
                self._is_utf8 = False
                self._last = (self._last + chr(byte))[-len(_MOUSE) :]
                if self._last == _MOUSE:
                    self._numbers = _MOUSE_BYTES
        whole, self._run = self._run[: _whole(self._run)], self._run[_whole(self._run) :]
        text.append(self._text(bytes(whole)))
        return "".join(text)

    def flush(self) -> str:
        """Give the text of what waits for a rest that does not come."""
        run, self._run = bytes(self._run), bytearray()
        return self._text(run)

    def _text(self, run: bytes) -> str:
        if not run:
            return ""
        self._last = ""
        if (text := _utf8(run)) is not None:
            has_three = any(character >= _FIRST_OF_THREE for character in text)
            self._is_gbk, self._is_utf8 = self._is_gbk and not has_three, has_three
            return text if has_three or not self._is_gbk else _gbk(run) or text
        text = None if self._is_utf8 else _gbk(run)
        self._is_gbk = self._is_gbk or text is not None
        return run.decode("utf-8", "replace") if text is None else text


def _is_halved(run: bytearray) -> bool:
    """Tell whether a run read as GBK ends in the first half of a character."""
    halves = 0
    for byte in run:
        halves = 0 if halves or byte < _ASCII else 1
    return bool(halves)


def _whole(run: bytearray) -> int:
    """Tell how many bytes of a run need not wait for more to be understood."""
    for cut in range(1, min(_LONGEST, len(run) + 1)):
        head, tail = bytes(run[:-cut]), bytes(run[-cut:])
        try:
            tail.decode()
        except UnicodeDecodeError as error:
            is_begun = error.start == 0 and error.end == len(tail) and error.reason == "unexpected end of data"
            if is_begun and _utf8(head) is not None:
                return len(head)
    if _utf8(bytes(run)) is None and _is_halved(run):
        return len(run) - 1
    return len(run)


def _utf8(run: bytes) -> str | None:
    """Give a run's text in UTF-8: all of it, or all but an end that was cut; None where it is not UTF-8."""
    text = run.decode("utf-8", "replace")
    if "\ufffd" not in text:
        return text
    inside = text.strip("\ufffd")
    begins, ends = text.index(inside), len(text) - text.index(inside) - len(inside)
    is_cut = begins < _LONGEST and ends < _LONGEST and "\ufffd" not in inside
    return text if is_cut and any(character >= _FIRST_OF_THREE for character in inside) else None


def _gbk(run: bytes) -> str | None:
    try:
        return run.decode("gbk")
    except UnicodeDecodeError:
        return None
