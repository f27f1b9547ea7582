"""Fetch 256 MB packed into 256 KB; print by how many bytes the process grew at its peak, and the seconds it took.

A process of its own, run by test_hostile.py: a peak cannot be taken back. Its argument is the coding that the answer
claims, of which "gzip, gzip" is packed twice.
"""

import asyncio
import resource
import sys
import time
import zlib
from pathlib import Path

from achie_tui.errors import AnswerTooLargeError, BadAnswerError
from achie_tui.site.address import Addresses
from achie_tui.web.client import Client

MB = 1_000_000
PROC = Path("/proc/self")
ROOM = 400 * MB


def packed(pieces: "list[bytes]") -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(map(packer.compress, pieces)) + packer.flush()


def bomb(coding: str) -> bytes:
    once = packed([bytes(MB)] * 256)
    return packed([once]) if coding == "gzip, gzip" else once


def peak() -> int:
    """Give the most memory that was held since `forget_peak`.

    Where there is no /proc, it is the most since the start, in which Linux counts whoever started us.
    """
    if not PROC.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    [line] = [line for line in (PROC / "status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


def forget_peak() -> None:
    if PROC.exists():
        (PROC / "clear_refs").write_text("5")


async def main(coding: str) -> None:
    body = bomb(coding)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\n\r\n"
        writer.write(head % coding.encode() + body if b"/bomb" in request else head % b"identity")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server, Client(Addresses(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")) as client:
        await client.get("/")
        forget_peak()
        before, began = peak(), time.process_time()
        try:
            await client.get("/bomb")
        except (AnswerTooLargeError, BadAnswerError):
            print(peak() - before, time.process_time() - began)


resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
asyncio.run(main(sys.argv[1]))
