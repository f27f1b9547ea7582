"""Files whose transfer breaks off: gone on with where the site names the version, and never put together of two."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from achie_tui.errors import AchieError
from achie_tui.library.begun_files import KEPT
from achie_tui.model import Attachment
from achie_tui.newsroom import Newsroom
from tests.newsroom.runs import at_work
from tests.site.attached import PDF
from tests.site.build import Site
from tests.site.faults import BreaksOff, Fault
from tests.site.serve import Handler, Server
from tests.web.clock import Clock

A = "/uploads/soft/2025/zhinan.pdf"
GUIDE = Attachment(A, "申报指南", "pdf")
NEWER = PDF.replace(b"x", b"y")
"""Another version, of the same length."""
CUT = 1000
RANGE = f"bytes {CUT}-{len(PDF) - 1}/{len(PDF)}"


async def fetch(newsroom: Newsroom) -> object:
    """Fetch the file; gives what came of it."""
    try:
        return await newsroom.fetcher.attachments.fetch(GUIDE)
    except AchieError as error:
        return error


def asked(server: Server) -> list[tuple[int, str | None]]:
    """Give the answers since this was last asked, each with the range that was wanted."""
    hits = [(hit.status, hit.headers.get("range")) for hit in server.log if hit.path == A]
    server.log.clear()
    return hits


def begun(newsroom: Newsroom) -> list[Path]:
    folder = newsroom.library.attachments.begun.folder
    return list(folder.iterdir()) if folder.exists() else []


async def test_what_breaks_off_is_gone_on_with_as_often_as_it_breaks_off(
    server: Server, site: Site, tmp_path: Path
) -> None:
    site.files[A] = PDF
    newsroom = at_work(server, tmp_path, Clock())
    server.faults[A] = BreaksOff(CUT)
    assert isinstance(await fetch(newsroom), AchieError)
    [file] = begun(newsroom)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert newsroom.library.attachments.size() == file.stat().st_size
    assert newsroom.library.attachments.read(A) is None
    assert isinstance(await fetch(newsroom), AchieError)
    await newsroom.close()

    newsroom = at_work(server, tmp_path, Clock())  # the program was left in between
    server.faults.clear()
    told: list[tuple[int, int | None]] = []
    assert (
        await newsroom.fetcher.attachments.fetch(GUIDE, heard=lambda received, total: told.append((received, total)))
        == "new"
    )
    assert newsroom.library.attachments.read(A) == PDF
    assert told[0][0] > 2 * CUT
    assert told[-1] == (len(PDF), len(PDF))
    assert asked(server) == [(200, None), (206, "bytes=1000-"), (206, "bytes=2000-")]
    assert begun(newsroom) == []
    assert await fetch(newsroom) == "unchanged"
    assert asked(server) == [(304, None)], "it is known by the version's own name"
    await newsroom.close()


async def test_of_another_version_all_is_fetched(server: Server, site: Site, tmp_path: Path) -> None:
    site.files[A] = PDF
    newsroom = at_work(server, tmp_path, Clock())
    server.faults[A] = BreaksOff(CUT)
    await fetch(newsroom)
    site.files[A] = NEWER
    await fetch(newsroom)  # and breaks off too
    server.faults.clear()
    assert await fetch(newsroom) == "new"
    assert newsroom.library.attachments.read(A) == NEWER
    assert asked(server) == [(200, None), (200, "bytes=1000-"), (206, "bytes=1000-")]
    site.files[A], server.faults[A] = PDF, BreaksOff(CUT)
    assert isinstance(await fetch(newsroom), AchieError)
    assert newsroom.library.attachments.read(A) == NEWER, "what is here stays until all of the other has come"
    server.faults.clear()
    assert await fetch(newsroom) == "updated"
    assert newsroom.library.attachments.read(A) == PDF
    await newsroom.close()


def answers(status: int, headers: Mapping[str, str], body: bytes) -> Fault:
    """Answer the request for the rest so, and any other as the site does."""

    def fault(handler: Handler) -> None:
        if "Range" in handler.headers:
            handler.reply(status, headers, body)
        else:
            Handler.normal(handler)

    return fault


def tag_of(server: Server) -> str:
    """Give what the site calls the version that it has now."""
    return next(hit.headers["if-range"] for hit in reversed(server.log) if "if-range" in hit.headers)


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (206, {"ETag": '"another"', "Content-Range": RANGE}, NEWER[CUT:]),
        (206, {"Content-Range": RANGE}, NEWER[CUT:]),
        (206, {"ETag": "W/{tag}", "Content-Range": RANGE}, NEWER[CUT:]),
        (206, {"ETag": "{tag}"}, NEWER[CUT:]),
        (206, {"ETag": "{tag}", "Content-Range": f"bytes 0-{len(PDF) - CUT - 1}/{len(PDF)}"}, NEWER[:-CUT]),
        (206, {"ETag": "{tag}", "Content-Range": f"bytes 999-{len(PDF) - 1}/{len(PDF)}"}, NEWER[999:]),
        (206, {"ETag": "{tag}", "Content-Range": f"bytes {CUT}-{CUT + 9}/{len(PDF)}"}, NEWER[CUT : CUT + 10]),
        (206, {"ETag": "{tag}", "Content-Range": f"bytes {CUT}-{len(PDF)}/{len(PDF) + 1}"}, NEWER[CUT:] + b"y"),
        (206, {"ETag": "{tag}", "Content-Range": RANGE, "Content-Encoding": "gzip"}, NEWER[CUT:]),
        (206, {"ETag": "{tag}", "Content-Type": "multipart/byteranges; boundary=a"}, b"--a\r\n"),
        (206, {"ETag": "{tag}", "Content-Range": RANGE}, NEWER[CUT:] + b"more"),
        (206, {"ETag": "{tag}", "Content-Range": RANGE}, NEWER[CUT:-10]),
        (416, {"Content-Range": f"bytes */{CUT}"}, b""),
        (200, {"ETag": '"another"', "Content-Type": "application/pdf"}, NEWER),
    ],
)
async def test_whatever_is_not_the_rest_is_not_joined_to_the_beginning(
    server: Server, site: Site, tmp_path: Path, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    site.files[A] = PDF
    newsroom = at_work(server, tmp_path, Clock())
    server.faults[A] = BreaksOff(CUT)
    await fetch(newsroom)
    await fetch(newsroom)  # tells the version's name
    newsroom.library.attachments.begun.forget(A)
    await fetch(newsroom)
    site.files[A] = NEWER
    server.faults[A] = answers(
        status, {name: value.format(tag=tag_of(server)) for name, value in headers.items()}, body
    )
    came = await fetch(newsroom)
    assert newsroom.library.attachments.read(A) == (NEWER if came == "new" else None)
    assert came == "new" or await fetch(newsroom) == "new", "it is fetched anew, at once or the next time"
    assert newsroom.library.attachments.read(A) == NEWER
    await newsroom.close()


@pytest.mark.parametrize("etag", ['W/"weak"', "", "unquoted", '"two" "names"'])
async def test_without_a_strong_name_of_the_version_all_is_fetched_anew(
    server: Server, site: Site, tmp_path: Path, etag: str
) -> None:
    def fault(handler: Handler) -> None:
        handler.most = CUT
        handler.reply(200, {"Content-Type": "application/pdf"} | ({"ETag": etag} if etag else {}), PDF)

    site.files[A] = PDF
    newsroom = at_work(server, tmp_path, Clock())
    server.faults[A] = fault
    assert isinstance(await fetch(newsroom), AchieError)
    assert begun(newsroom) == []
    server.faults.clear()
    assert await fetch(newsroom) == "new"
    assert asked(server) == [(200, None), (200, None)]
    await newsroom.close()


async def test_who_stops_it_goes_on_the_next_time_and_a_damaged_beginning_is_none(
    server: Server, site: Site, tmp_path: Path
) -> None:
    def hangs(handler: Handler) -> None:
        handler.begin(200, {"Content-Type": "application/pdf", "ETag": '"one"', "Content-Length": str(len(PDF))})
        handler.send(PDF[:CUT])
        handler.wait(10)

    newsroom, came = at_work(server, tmp_path, Clock()), asyncio.Event()
    server.faults[A] = hangs
    task = asyncio.create_task(newsroom.fetcher.attachments.fetch(GUIDE, heard=lambda *_: came.set()))
    await came.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    [file] = begun(newsroom)
    data = file.read_bytes()
    assert data.endswith(PDF[:CUT])
    for damaged in (data[:-1] + b"?", data[:-1], data.replace(A.encode(), b"/other.pdf"), b"", b"null\n", b"\xff\n"):
        file.write_bytes(damaged)
        assert newsroom.library.attachments.begun.read(A, 10**6).size == 0
    file.write_bytes(data)
    assert newsroom.library.attachments.begun.read(A, len(PDF) - 1).size == 0, "it is too large by now"
    site.files[A] = PDF
    server.faults[A] = answers(206, {"ETag": '"one"', "Content-Range": RANGE}, PDF[CUT:])
    assert await fetch(newsroom) == "new"
    assert newsroom.library.attachments.read(A) == PDF
    await newsroom.close()


async def test_what_nobody_goes_on_with_is_removed(server: Server, site: Site, tmp_path: Path) -> None:
    site.files[A] = PDF
    newsroom = at_work(server, tmp_path, Clock())
    server.faults[A] = BreaksOff(CUT)
    await fetch(newsroom)
    [file] = begun(newsroom)
    attachments, written, size = newsroom.library.attachments, file.stat().st_mtime, file.stat().st_size
    assert attachments.sweep(written + KEPT - 1) == 0
    assert attachments.sweep(written + KEPT + 1) == size
    assert begun(newsroom) == []
    await newsroom.close()
