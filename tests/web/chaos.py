"""A server on the loopback that answers as it is told to, and remembers who asked for what."""

import asyncio
import gzip
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeAlias

# How long to wait for what must come; it never takes that long, save where it does not come at all.
PATIENCE = 60.0
CERTIFICATE = Path(__file__).with_name("loopback.pem")  # for news.example, by itself; key and all


@dataclass(frozen=True)
class Asked:
    """A request as it came: its line, and its headers by name in small letters."""

    line: str
    headers: dict[str, str]

    @property
    def target(self) -> str:
        """What was asked for."""
        return self.line.split(" ")[1]


Handler: TypeAlias = Callable[[asyncio.StreamWriter], Awaitable[None]]


def page(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """Give a sound answer."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode("latin-1") + body


def zipped(body: bytes, *headers: str) -> bytes:
    """Give a sound answer with its body packed."""
    return page(gzip.compress(body), "Content-Encoding: gzip", *headers)


def redirect(location: str) -> bytes:
    """Give an answer that sends the client elsewhere."""
    return page(b"", f"Location: {location}", status="302 Found")


def drip(piece: bytes, *, first: bytes = b"", pause: float = 0.0) -> Handler:
    """Give an answer that begins with `first` and never ends."""

    async def handle(writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return handle


@dataclass
class Chaos:
    """The server; `answers` has for each path the bytes to send, or a handler that sends them.

    A connection is closed after its first answer unless `keep_alive`.
    """

    answers: dict[str, bytes | Handler] = field(default_factory=dict)
    keep_alive: bool = False
    tls: bool = False
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    most_at_once: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def paths(self) -> list[str]:
        """The targets asked for, in order."""
        return [each.target for each in self.asked]

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        """Its address."""
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}"

    async def all_left(self) -> None:
        """Wait until no client is connected."""
        await self._until(lambda: not self._open)

    async def connected(self) -> None:
        """Wait until a client is connected."""
        await self._until(lambda: bool(self._open))

    async def was_asked(self) -> None:
        """Wait until something was asked for."""
        await self._until(lambda: bool(self.asked))

    async def _until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(true)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def __aenter__(self) -> Self:
        context = None
        if self.tls:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(CERTIFICATE)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in list(self._open):
            writer.close()
        await self.all_left()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        self.most_at_once = max(self.most_at_once, len(self._open))
        await self._tell()
        try:
            await self._answer(reader, writer)
            while self.keep_alive:
                await self._answer(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # The client left.
        finally:
            writer.close()
            self._open.discard(writer)
            await self._tell()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *fields = head.rstrip("\r\n").split("\r\n")
        self.asked.append(
            Asked(line, {name.lower(): value.strip() for name, _, value in (f.partition(":") for f in fields)})
        )
        await self._tell()
        answer = self.answers.get(self.asked[-1].target, page(status="404 Not Found"))
        if isinstance(answer, bytes):
            writer.write(answer)
            await writer.drain()
        else:
            await answer(writer)
