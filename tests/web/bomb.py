"""Fetch 256 MB packed into 256 KB; print by how many bytes the process grew at its peak, and the seconds it took.

A process of its own, run by test_hostile.py: a peak cannot be taken back.
"""

import asyncio
import resource
import time
import zlib

from achie_tui.errors import AnswerTooLargeError
from achie_tui.site.address import Addresses
from achie_tui.web.client import Client

MB = 1_000_000


def bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(MB)) for _ in range(256)) + packer.flush()


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


async def main() -> None:
    packed = bomb()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        body = packed if b"/bomb" in request else b""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\n\r\n" % (b"gzip" if body else b"identity") + body)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server, Client(Addresses(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")) as client:
        await client.get("/")
        before, began = peak(), time.process_time()
        try:
            await client.get("/bomb")
        except AnswerTooLargeError:
            print(peak() - before, time.process_time() - began)


asyncio.run(main())
