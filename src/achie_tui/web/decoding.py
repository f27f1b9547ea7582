"""The body of an answer, unpacked piece by piece, with a limit on either side."""

import zlib

from achie_tui.errors import AnswerTooLargeError, BadAnswerError
from achie_tui.web.answer import MB, Limits
from achie_tui.web.words import printable

_GZIP = zlib.MAX_WBITS | 16  # RFC 1952 only: neither zlib's own wrapping nor a bare stream
# What a member begins with (RFC 1952, 2.3.1): a file is any number of them.
_MEMBER = b"\x1f\x8b\x08"
_CODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True}  # RFC 9110, 8.4.1.3

# Unpacked at a time: behind each member zlib copies what is left of it.
_SLICE = 4_096

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
        self._behind = b""  # the last member: what may be the beginning of another
        self._ended = False
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
        if self._gzip is not None and (self._behind or not self._gzip.eof) and not self.full:
            raise BadAnswerError(url=self._url, reason="gzip: cut short")
        return b"".join(self._pieces)[: self._limits.decoded]

    def _unpack(self, piece: bytes) -> bytes:
        if self._gzip is None:
            return piece
        # One byte more than allowed is enough to know, and nothing is left over below it.
        room = self._limits.decoded - self._size + 1
        unpacked: list[bytes] = []
        for start in range(0, len(piece), _SLICE):
            packed = piece[start : start + _SLICE]
            while packed and room > 0:
                if self._gzip.eof and not (packed := self._next_member(packed)):
                    break
                try:
                    unpacked.append(self._gzip.decompress(packed, room))
                except zlib.error as error:
                    raise BadAnswerError(url=self._url, reason="gzip: damaged") from error
                room -= len(unpacked[-1])
                packed = self._gzip.unused_data
        return b"".join(unpacked)

    def _next_member(self, packed: bytes) -> bytes:
        """Begin the member that follows; give what is to be unpacked of it, b"" where there is none, or not yet."""
        packed = self._behind + packed
        self._behind = b""
        if self._ended or not packed.startswith(_MEMBER[: len(packed)]):
            self._ended = True  # What comes after the end of the packed data is dropped, as browsers do.
            return b""
        if len(packed) < len(_MEMBER):
            self._behind = packed
            return b""
        self._gzip = zlib.decompressobj(_GZIP)
        return packed

    def _stop_above(self, limit: int, size: int) -> None:
        if size > limit:
            raise self._too_large(limit)

    def _too_large(self, limit: int) -> AnswerTooLargeError:
        return AnswerTooLargeError(url=self._url, limit=f"{limit / MB:g}")
