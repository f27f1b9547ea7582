"""What can go wrong between a server and its reader, each as a small callable that answers one request."""

from __future__ import annotations

import gzip
import itertools
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.site.serve import Handler

Fault = Callable[["Handler"], None]

_HTML: Final = {"Content-Type": "text/html"}


@dataclass(frozen=True)
class Status:
    """Answer with this status: Status(503, {"Retry-After": "5"})."""

    code: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"<html><body>\xe5\x87\xba\xe9\x94\x99\xe4\xba\x86</body></html>"

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        handler.reply(self.code, {**_HTML, **self.headers}, self.body)


@dataclass(frozen=True)
class Body:
    """Answer 200 with another body than the site's."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        handler.reply(200, {**_HTML, **self.headers}, self.body)


@dataclass(frozen=True)
class Truncate:
    """Promise the whole page and close after n bytes of it."""

    size: int

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        data = handler.content()
        handler.begin(200, {**_HTML, "Content-Length": str(len(data))})
        handler.send(data[: self.size])
        handler.close_connection = True


@dataclass(frozen=True)
class BreaksOff:
    """Answer as the site does, but close after n bytes of the body."""

    size: int

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        handler.most = self.size
        type(handler).normal(handler)


@dataclass(frozen=True)
class WrongLength:
    """Send the whole page under a Content-Length that is off by so many bytes."""

    off: int = 100

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        data = handler.content()
        handler.begin(200, {**_HTML, "Content-Length": str(max(0, len(data) + self.off))})
        handler.send(data)
        handler.close_connection = True


@dataclass(frozen=True)
class Drip:
    """Send the page slowly, some bytes at a time."""

    chunk: int = 16
    delay: float = 0.05

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        data = handler.content()
        handler.begin(200, {**_HTML, "Content-Length": str(len(data))})
        for start in range(0, len(data), self.chunk):
            handler.send(data[start : start + self.chunk])
            if handler.wait(self.delay):
                break


@dataclass(frozen=True)
class Delay:
    """Answer late, as usual or with another fault."""

    seconds: float
    then: Fault | None = None

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        if not handler.wait(self.seconds):
            (self.then or type(handler).normal)(handler)


@dataclass(frozen=True)
class Redirect:
    """Lead to another address over so many hops (a loop: a number that no client follows)."""

    to: str
    hops: int = 1
    code: int = 302

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        hop = int(handler.query.get("hop", "0")) + 1
        target = self.to if hop >= self.hops else f"{handler.plain}?hop={hop}"
        handler.reply(self.code, {**_HTML, "Location": target}, b"")


@dataclass(frozen=True)
class GzipBomb:
    """Send little gzip data that unpacks to so many bytes."""

    size: int = 200_000_000

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        block = b" " * 1_000_000
        packed = [packer.compress(block) for _ in range(max(1, self.size // len(block)))]
        handler.reply(200, {**_HTML, "Content-Encoding": "gzip"}, b"".join([*packed, packer.flush()]))


@dataclass(frozen=True)
class BadGzip:
    """Send a gzip body that is damaged in its middle."""

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        packed = bytearray(gzip.compress(handler.content()))
        middle = len(packed) // 2
        packed[middle : middle + 8] = b"\xff" * 8
        handler.reply(200, {**_HTML, "Content-Encoding": "gzip"}, bytes(packed))


@dataclass(frozen=True)
class Reset:
    """Break the connection with a TCP reset after so many bytes of the body."""

    after: int = 100

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        data = handler.content()
        handler.begin(200, {**_HTML, "Content-Length": str(len(data))})
        handler.send(data[: self.after])
        handler.wait(0.05)  # what was sent must arrive before the reset discards it
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True


@dataclass(frozen=True)
class Endless:
    """Send a body that never ends."""

    chunk: bytes = b"<p>\xe6\xb2\xa1\xe6\x9c\x89\xe5\xb0\xbd\xe5\xa4\xb4</p>\n" * 50
    delay: float = 0.0

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        handler.begin(200, {**_HTML, "Connection": "close"})
        handler.close_connection = True
        while not handler.wait(self.delay):
            handler.send(self.chunk)


class Turns:
    """Answer the first requests with these, one each, and every later one as usual (None: as usual too)."""

    def __init__(self, *faults: Fault | None) -> None:
        self._turns: Iterator[Fault | None] = itertools.chain(faults, itertools.repeat(None))
        self._lock = threading.Lock()

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        with self._lock:
            fault = next(self._turns)
        (fault or type(handler).normal)(handler)
