"""The body of an answer, unpacked piece by piece, with a limit on either side."""

import zlib

from achie_tui.errors import AnswerTooLargeError, BadAnswerError
from achie_tui.web.answer import MB, Limits
from achie_tui.web.words import printable

_GZIP = zlib.MAX_WBITS | 16  # RFC 1952 only: neither zlib's own wrapping nor a bare stream
_CODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True}  # RFC 9110, 8.4.1.3

# A page shrinks to a fifth or a tenth. What shrinks to less than a hundredth is meant to do harm.
_RATIO = 100
_RATIO_FROM = 1 * MB


class BodyDecoder:
    """The pieces of one answer's body; `url` is for the errors. `full` tells that no more of it is wanted."""

    def __init__(self, url: str, coding: str, length: str, limits: Limits) -> None:
        """Begin with the answer's `Content-Encoding` and `Content-Length`, "" where there is none.

        Raises BadAnswerError for a coding that was not asked for, AnswerTooLargeError for a length above the limit.
        """
        packed = _CODINGS.get(coding.strip().lower())
        if packed is None:
            raise BadAnswerError(url=url, reason=f"Content-Encoding {printable(coding)}")
        self._url = url
        self._limits = limits
        self._gzip = zlib.decompressobj(_GZIP) if packed else None
        self._pieces: list[bytes] = []
        self._wire = 0
        self._size = 0
        self.full = False
        if length.isdecimal() and not limits.cut:
            self._stop_above(limits.wire, int(length[:18]))

    def add(self, piece: bytes) -> None:
        """Take the next piece from the wire.

        Raises AnswerTooLargeError as soon as a limit is passed, BadAnswerError where it is not gzip.
        """
        self._wire += len(piece)
        if not self._limits.cut:
            self._stop_above(self._limits.wire, self._wire)
        piece = self._unpack(piece)
        self._size += len(piece)
        if self._limits.cut:
            self.full = self._wire >= self._limits.wire or self._size >= self._limits.decoded
        else:
            self._stop_above(self._limits.decoded, self._size)
        if self._size > max(_RATIO_FROM, _RATIO * self._wire):
            raise self._too_large(self._limits.decoded)
        self._pieces.append(piece)

    def whole(self) -> bytes:
        """Give the body; raises BadAnswerError where the packed data ends early."""
        if self._gzip is not None and not self._gzip.eof and not self.full:
            raise BadAnswerError(url=self._url, reason="gzip: cut short")
        return b"".join(self._pieces)[: self._limits.decoded]

    def _unpack(self, piece: bytes) -> bytes:
        if self._gzip is None:
            return piece
        if self._gzip.eof:
            return b""  # What comes after the end of the packed data is dropped, as browsers do.
        try:
            # One byte more than allowed is enough to know, and nothing is left over below it.
            return self._gzip.decompress(piece, self._limits.decoded - self._size + 1)
        except zlib.error as error:
            raise BadAnswerError(url=self._url, reason="gzip: damaged") from error

    def _stop_above(self, limit: int, size: int) -> None:
        if size > limit:
            raise self._too_large(limit)

    def _too_large(self, limit: int) -> AnswerTooLargeError:
        return AnswerTooLargeError(url=self._url, limit=f"{limit / MB:g}")
