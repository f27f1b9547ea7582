"""Answers that break HTTP, never end, or unpack into far more than they weigh."""

import asyncio
import gzip
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from achie_tui.errors import AnswerTooLargeError, BadAnswerError, SiteError
from achie_tui.web.answer import PAGE
from achie_tui.web.client import IMAGE, Client, Limits
from achie_tui.web.decoding import BodyDecoder
from tests.web.chaos import PATIENCE, Chaos, drip, page, redirect, zipped

SMALL = Limits(wire=10_000, decoded=20_000, seconds=5)
PACKED = gzip.compress(bytes(range(256)) * 100)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
GZIP = "Content-Encoding: gzip"

BROKEN = {
    "garbage": b"\x1b]0;pwn\x07 garbage\r\n\r\n",
    "a long header": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 5_000_000 + b"\r\n\r\n",
    "two lengths": page(b"x", "Content-Length: 7"),
    "half a body": page(b"x" * 100).replace(b"Content-Length: 100", b"Content-Length: 200"),
    "a chunk without a size": CHUNKED + b"\x1b[2J\r\nxx\r\n0\r\n\r\n",
    "a chunk cut short": CHUNKED + b"ff\r\nxx",
    "no last chunk": CHUNKED + b"2\r\nxx\r\n",
    "gzip cut short": page(PACKED[:-20], GZIP),
    "gzip without its sum": page(PACKED[:-8], GZIP),
    "gzip of length 0": page(b"", GZIP),
    "gzip cut short in its second member": page(PACKED + PACKED[:-20], GZIP),
    "gzip cut short where its second member begins": page(PACKED + PACKED[:2], GZIP),
    "gzip damaged in its second member": page(PACKED + PACKED[:-8] + bytes(8), GZIP),
    "gzip with a wrong sum": page(PACKED[:-8] + bytes(8), GZIP),
    "no gzip": page(b"<html>plain", GZIP),
    "zlib for gzip": page(zlib.compress(b"x" * 100), GZIP),
    "deflate": page(zlib.compress(b"x" * 100), "Content-Encoding: deflate"),
    "brotli": page(b"\x0b\x02\x80xxxxx\x03", "Content-Encoding: br"),
    "gzip twice": page(gzip.compress(PACKED), "Content-Encoding: gzip, gzip"),
    "gzip fifty times": page(PACKED, f"Content-Encoding: {', '.join(['gzip'] * 50)}"),
    "gzip in fifty headers": page(PACKED, *[GZIP] * 50),
    "an unknown coding": page(b"x", "Content-Encoding: \x1b[31mred"),
}


@pytest.mark.fault(13)
@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_answer_is_called_so(chaos: Chaos, client: Client, answer: bytes) -> None:
    chaos.answers["/"] = answer
    with pytest.raises(BadAnswerError) as caught:
        await client.get("/")
    assert caught.value.sentence("zh").isprintable()
    assert caught.value.sentence("en").isprintable()
    chaos.answers["/"] = page(b"sound")
    assert (await client.get("/")).body == b"sound"


@pytest.mark.parametrize("members", [1, 2, 40])
async def test_gzip_over_many_pieces_comes_out_whole(chaos: Chaos, client: Client, members: int) -> None:
    body = bytes(range(256)) * 500
    packed = b"".join(gzip.compress(body[n::members]) for n in range(members))

    async def in_pieces(writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: x-GZIP\r\n\r\n"))
        for byte in packed:
            writer.write(b"1\r\n%c\r\n" % byte)
        writer.write(b"0\r\n\r\n")

    chaos.answers["/"] = in_pieces
    assert (await client.get("/")).body == b"".join(body[n::members] for n in range(members))


async def test_all_members_of_gzip_are_read(chaos: Chaos, client: Client) -> None:
    halves = "第一批企业搬进来了，".encode(), "第二批还在路上。</html>".encode()
    chaos.answers["/"] = page(b"".join(map(gzip.compress, (*halves, b""))), GZIP)
    assert (await client.get("/")).body == b"".join(halves)


@pytest.mark.parametrize(
    "behind", [b"\r\n<!-- cached -->", bytes(700), b"\x1f\x8b\x00", b"x\x1f\x8b\x08", b"<p>" + PACKED]
)
@pytest.mark.parametrize("members", [1, 2])
async def test_bytes_after_the_packed_data_are_dropped(
    chaos: Chaos, client: Client, members: int, behind: bytes
) -> None:
    chaos.answers["/"] = page(PACKED * members + behind, GZIP)
    assert (await client.get("/")).body == gzip.decompress(PACKED) * members


@pytest.mark.fault(9)
async def test_the_limits_hold_for_the_sum_of_all_members(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = page(gzip.compress(bytes(SMALL.decoded // 2)) * 2, GZIP)
    assert len((await client.get("/", limits=SMALL)).body) == SMALL.decoded
    chaos.answers["/"] = page(gzip.compress(bytes(SMALL.decoded // 2)) * 2 + gzip.compress(b"x"), GZIP)
    with pytest.raises(AnswerTooLargeError):
        await client.get("/", limits=SMALL)
    chaos.answers["/"] = page(gzip.compress(bytes(900_000)) * 4, GZIP)
    with pytest.raises(AnswerTooLargeError):
        await client.get("/")


def test_a_hundred_thousand_members_take_no_time() -> None:
    decoder = BodyDecoder("http://a.example/", "gzip", "", PAGE)
    members = gzip.compress(b"") * 100_000
    began = time.process_time()
    for start in range(0, len(members), 65_536):
        decoder.add(members[start : start + 65_536])
    assert decoder.whole() == b""
    assert time.process_time() - began < 2


@pytest.mark.fault(39)
async def test_an_answer_that_is_left_holds_no_connection(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = page(b"x" * 20_000_000)
    held = []
    for _ in range(8):
        with pytest.raises(AnswerTooLargeError):
            await client.get("/")
        held.append(len(os.listdir("/proc/self/fd")))  # noqa: PTH208 - not one path is needed
    assert max(held) <= held[0] + 1


@pytest.mark.fault(10)
@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.0 404 Gone\r\n\r\n"])
async def test_an_endless_body_ends_at_the_limit(chaos: Chaos, client: Client, head: bytes) -> None:
    chaos.answers["/"] = drip(b"x" * 50_000, first=head)
    with pytest.raises(AnswerTooLargeError) as caught:
        await client.get("/")
    assert caught.value.details == {"url": f"{chaos.url}/", "limit": "2"}
    await chaos.all_left()


@pytest.mark.fault(10)
async def test_a_length_above_the_limit_is_not_waited_for(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = drip(b"", first=b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n", pause=0.05)
    with pytest.raises(AnswerTooLargeError):
        await asyncio.wait_for(client.get("/"), PATIENCE)


@pytest.mark.fault(10)
async def test_the_limits_are_exact(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = page(b"x" * SMALL.wire)
    chaos.answers["/packed"] = zipped(b"x" * SMALL.decoded)
    assert len((await client.get("/", limits=SMALL)).body) == SMALL.wire
    assert len((await client.get("/packed", limits=SMALL)).body) == SMALL.decoded
    chaos.answers["/"] = page(b"x" * (SMALL.wire + 1))
    chaos.answers["/packed"] = zipped(b"x" * (SMALL.decoded + 1))
    for path in ("/", "/packed"):
        with pytest.raises(AnswerTooLargeError):
            await client.get(path, limits=SMALL)


async def test_a_picture_may_be_larger_than_a_page(chaos: Chaos, client: Client) -> None:
    chaos.answers["/p.jpg"] = page(b"x" * IMAGE.wire)
    assert len((await client.get_image(f"{chaos.url}/p.jpg")).body) == IMAGE.wire


@pytest.mark.fault(9)
async def test_what_unpacks_a_hundredfold_is_given_up(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = zipped(bytes(3_000_000))  # within the limits, were it not for the ratio
    with pytest.raises(AnswerTooLargeError, match="limit of 4 MB"):
        await client.get("/")
    chaos.answers["/"] = zipped(bytes(900_000))
    assert len((await client.get("/")).body) == 900_000


@pytest.mark.fault(9)
@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip", "br", "zstd"])
def test_a_bomb_takes_neither_memory_nor_time(coding: str, record_property: Callable[[str, object], None]) -> None:
    script = Path(__file__).with_name("bomb.py")
    grown, seconds = subprocess.run(  # noqa: S603
        [sys.executable, str(script), coding], check=True, capture_output=True, text=True
    ).stdout.split()
    record_property("figure", f"{coding}: {int(grown) / 1e6:.1f} MB, {float(seconds):.2f} s")
    assert int(grown) < 40_000_000
    assert float(seconds) < 1


async def test_hundreds_of_interim_answers_are_no_way_round_the_deadline(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, pause=0.001)
    with pytest.raises(SiteError):
        await asyncio.wait_for(client.get("/", limits=Limits(10_000, 10_000, 0.1)), PATIENCE)


async def test_a_redirect_with_an_overlong_location_is_refused(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = redirect("/" + "x" * 70_000)
    with pytest.raises(SiteError) as caught:
        await client.get("/")
    assert len(str(caught.value)) < 1000
