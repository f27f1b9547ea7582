"""Files that articles link: taken along by a sync that is told to, and nothing else in their place."""

import asyncio
import threading
import time
from hashlib import sha256
from pathlib import Path

import pytest

from achie_tui.library.attachment_errors import (
    AttachmentCutShortError,
    AttachmentElsewhereError,
    AttachmentError,
    AttachmentGoneError,
    AttachmentLimitError,
    AttachmentTooLargeError,
    FileNotWrittenError,
    NoSuchFileError,
)
from achie_tui.library.library import Library
from achie_tui.model import Attachment
from achie_tui.newsroom import Newsroom
from tests.newsroom.runs import asked, at_work, synced
from tests.site.attached import OLE, PDF, attach, zipped
from tests.site.build import Site
from tests.site.faults import Body, Fault, Redirect, Status, Truncate
from tests.site.serve import Handler, Server
from tests.web.clock import Clock

A, B = "/uploads/soft/2025/zhinan.pdf", "/uploads/soft/2025/biao.xls"
FILES = {A: ("申报指南", PDF), B: ("汇总表.xls", OLE)}
GUIDE, TABLE = Attachment(A, "申报指南", "pdf"), Attachment(B, "汇总表.xls", "xls")
DAY = 86400.0
NOT_FOUND_PAGE = b"<!DOCTYPE html><html><head><title>\xe6\x89\xbe\xe4\xb8\x8d\xe5\x88\xb0</title></head></html>"


def held(folder: Path) -> dict[str, int]:
    with Library.open(folder) as library:
        return library.attachments.sizes([A, B])


def files_of(folder: Path) -> list[Path]:
    return [file for file in (folder / "attachments").iterdir() if file.is_file()]


async def test_a_sync_takes_attachments_only_where_it_is_told_to(server: Server, site: Site, tmp_path: Path) -> None:
    article, folder = attach(site, FILES), tmp_path / "library"
    report, _ = await synced(server, folder, Clock(), article.category, everything=True)
    assert (report.attachments, held(folder), [path for _, path in asked(server) if path in FILES]) == (0, {}, [])
    # Nothing of the listing is new, and what former runs left is found all the same.
    report, told = await synced(server, folder, Clock(), article.category, attachments=True)
    assert (report.attachments, report.attachment_bytes, report.failed) == (2, len(PDF) + len(OLE), [])
    assert held(folder) == {A: len(PDF), B: len(OLE)}
    assert {each.what for each in told if each.stage == "attachments" and each.what} == {"申报指南", "汇总表.xls"}
    assert sorted(path for _, path in asked(server) if path in FILES) == [B, A]
    report, _ = await synced(server, folder, Clock(), article.category, attachments=True)
    assert (report.attachments, [path for _, path in asked(server) if path in FILES]) == (0, [])
    assert {file.stat().st_mode & 0o777 for file in files_of(folder)} == {0o600}
    assert (folder / "attachments").stat().st_mode & 0o777 == 0o700


async def test_what_a_changed_article_links_is_asked_for_again_on_condition(
    server: Server, site: Site, tmp_path: Path
) -> None:
    article, folder, clock = attach(site, FILES), tmp_path / "library", Clock()
    await synced(server, folder, clock, article.category, everything=True, attachments=True)
    page = site.files[article.path].decode()
    site.files[article.path] = page.replace(article.paragraphs[0][:6], article.paragraphs[0][:6] + "新增的话").encode()
    site.files[A] = newer = PDF.replace(b"xxx", b"yyy", 1)
    server.log.clear()
    clock.now += 200 * DAY
    report, _ = await synced(server, folder, clock, article.category, attachments=True)
    assert {(status, path) for status, path in asked(server) if path in FILES} == {(200, A), (304, B)}
    assert (report.updated, report.attachments, report.failed) == (1, 1, [])
    with Library.open(folder) as library:
        assert library.attachments.read(A) == newer
        assert library.attachments.sweep(time.time()) == 0  # what another process may be about to name stays
    assert len(files_of(folder)) == 3


async def fetch(newsroom: Newsroom, attachment: Attachment = GUIDE) -> object:
    """Fetch a file; gives what came of it."""
    try:
        return await newsroom.fetcher.attachments.fetch(attachment)
    except AttachmentError as error:
        return type(error)


def unframed(data: bytes, kind: str = "application/pdf") -> Fault:
    """Answer as HTTP/1.0 does: only the end of the connection tells the end of the file."""

    def fault(handler: Handler) -> None:
        handler.begin(200, {"Content-Type": kind, "Connection": "close"})
        handler.send(data)
        handler.close_connection = True

    return fault


@pytest.mark.parametrize(
    ("fault", "came"),
    [
        (Body(NOT_FOUND_PAGE), NoSuchFileError),
        (Body(NOT_FOUND_PAGE, {"Content-Type": "application/pdf"}), NoSuchFileError),
        (Body(b""), NoSuchFileError),
        (Body(b"MZ\x90\0" + b"\0" * 500, {"Content-Type": "application/pdf"}), NoSuchFileError),
        (Status(404), AttachmentGoneError),
        (Redirect("/"), NoSuchFileError),
        (Redirect("http://elsewhere.example/zhinan.pdf"), AttachmentElsewhereError),
        (Redirect("http://169.254.169.254/latest/zhinan.pdf"), AttachmentElsewhereError),
        (unframed(PDF[:1000]), AttachmentCutShortError),
        (unframed(PDF), "new"),
        (Body(PDF, {"Content-Type": "text/html"}), "new"),  # servers call files what they like
        (Redirect("/uploads/soft/2025/there.pdf"), "new"),
    ],
)
async def test_only_the_file_itself_is_kept(
    server: Server, site: Site, tmp_path: Path, fault: Fault, came: object
) -> None:
    site.files["/uploads/soft/2025/there.pdf"] = PDF
    server.faults[A] = fault
    newsroom = at_work(server, tmp_path, Clock())
    assert await fetch(newsroom) == came
    assert newsroom.library.attachments.read(A) == (PDF if came == "new" else None)
    # What is there is not replaced by any of these.
    server.faults.clear()
    site.files[A] = PDF
    await fetch(newsroom)
    server.faults[A] = fault
    assert await fetch(newsroom) == ("unchanged" if came == "new" else came)
    assert newsroom.library.attachments.read(A) == PDF
    await newsroom.close()


async def test_a_file_that_was_cut_off_is_not_kept_and_had_the_next_time(
    server: Server, site: Site, tmp_path: Path
) -> None:
    article, folder = attach(site, FILES), tmp_path / "library"
    server.faults[A] = Truncate(1000)
    report, _ = await synced(server, folder, Clock(), article.category, everything=True, attachments=True)
    assert ([what for what, _ in report.failed], report.attachments, held(folder)) == ([A], 1, {B: len(OLE)})
    server.faults.clear()
    report, _ = await synced(server, folder, Clock(), article.category, attachments=True)
    assert (report.failed, report.attachments) == ([], 1)
    assert held(folder) == {A: len(PDF), B: len(OLE)}


async def test_a_whole_file_is_not_replaced_by_one_that_lost_its_end(
    server: Server, site: Site, tmp_path: Path
) -> None:
    site.files[A] = PDF
    newsroom = at_work(server, tmp_path, Clock())
    assert await fetch(newsroom) == "new"
    site.files[A] = PDF[:-200]  # as the site itself has it now
    assert await fetch(newsroom) == AttachmentCutShortError
    assert newsroom.library.attachments.read(A) == PDF
    site.files[B] = OLE
    packed = zipped()
    site.files["/a.docx"] = packed[:-30]
    document = Attachment("/a.docx", "办法", "docx")
    assert await fetch(newsroom, document) == "new"  # it is all there is
    site.files["/a.docx"] = packed
    assert await fetch(newsroom, document) == "updated"
    await newsroom.close()


async def test_what_is_too_large_is_left_and_asked_for_again_in_a_week(
    server: Server, site: Site, tmp_path: Path
) -> None:
    article, folder, clock = attach(site, {A: ("申报指南", PDF + b"%" * 1_000_000)}), tmp_path / "library", Clock()
    settings = {"attachment_mb": 1}
    first, _ = await synced(
        server, folder, clock, article.category, settings=settings, everything=True, attachments=True
    )
    [(_, error)] = first.failed
    assert isinstance(error, AttachmentTooLargeError)
    asked(server)
    for days, again in ((3, []), (8, [A])):
        clock.now += days * DAY
        await synced(server, folder, clock, article.category, settings=settings, attachments=True)
        assert [path for _, path in asked(server) if path == A] == again


async def test_two_files_that_lead_elsewhere_end_no_sync(server: Server, site: Site, tmp_path: Path) -> None:
    article = attach(site, {**FILES, "/c.pdf": ("三", PDF), "/d.pdf": ("四", PDF)})
    server.faults |= dict.fromkeys((A, B, "/c.pdf"), Redirect("http://elsewhere.example/x.pdf"))
    report, _ = await synced(server, tmp_path, Clock(), article.category, everything=True, attachments=True)
    assert (len(report.failed), report.attachments) == (3, 1)


async def test_files_on_other_hosts_are_never_asked_for(server: Server, site: Site, tmp_path: Path) -> None:
    far = "http://127.0.0.1:9/secret.pdf"
    article = attach(site, {far: ("别处", b""), A: ("申报指南", PDF)})
    report, _ = await synced(server, tmp_path, Clock(), article.category, everything=True, attachments=True)
    assert (report.failed, report.attachments) == ([], 1)
    newsroom = at_work(server, tmp_path, Clock())
    assert await fetch(newsroom, Attachment(far, "别处", "pdf")) == AttachmentElsewhereError
    await newsroom.close()


async def test_a_sync_heeds_what_robots_may_not_fetch(server: Server, site: Site, tmp_path: Path) -> None:
    article = attach(site, {**FILES, "/free/c.pdf": ("可取的", PDF)})
    server.faults["/robots.txt"] = Body(b"User-agent: *\nDisallow: /uploads/soft/\n", {"Content-Type": "text/plain"})
    report, _ = await synced(server, tmp_path, Clock(), article.category, everything=True, attachments=True)
    assert (report.attachments, sorted(what for what, _ in report.failed)) == (1, [B, A])
    assert not [path for _, path in asked(server) if path in FILES]
    newsroom = at_work(server, tmp_path, Clock())
    assert await fetch(newsroom) == "new"  # who reads may
    await newsroom.close()


async def test_what_all_take_has_a_limit(server: Server, site: Site, tmp_path: Path) -> None:
    article = attach(site, FILES)
    settings = {"attachment_limit_mb": 0}
    report, _ = await synced(
        server, tmp_path, Clock(), article.category, settings=settings, everything=True, attachments=True
    )
    assert (report.attachments, [type(note) for note in report.notes]) == (0, [AttachmentLimitError])


async def test_how_much_of_a_file_has_come_is_told(server: Server, site: Site, tmp_path: Path) -> None:
    site.files[A] = PDF
    newsroom = at_work(server, tmp_path, Clock())
    told: list[tuple[int, int | None]] = []
    await newsroom.fetcher.attachments.fetch(GUIDE, heard=lambda received, total: told.append((received, total)))
    assert told[-1] == (len(PDF), len(PDF))
    await newsroom.close()


SAME = {f"/uploads/soft/2025/{name}.pdf": (name, PDF) for name in ("jia", "yi", "bing", "ding")}


async def test_files_with_the_same_bytes_are_written_at_once(
    server: Server, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(site, SAME)
    newsroom = at_work(server, tmp_path, Clock(), concurrency=4)
    together, written = threading.Barrier(len(SAME)), Path.write_bytes

    def write_bytes(file: Path, data: bytes) -> int:
        together.wait(20)  # all have a file of their own by now
        count = written(file, data)
        together.wait(20)
        return count

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    await asyncio.gather(*(fetch(newsroom, Attachment(href, href, "pdf")) for href in SAME))
    assert {newsroom.library.attachments.read(href) for href in SAME} == {PDF}
    assert len(files_of(tmp_path)) == 1
    await newsroom.close()


async def test_one_file_that_cannot_be_written_ends_no_sync(server: Server, site: Site, tmp_path: Path) -> None:
    article, folder = attach(site, FILES), tmp_path / "library"
    (folder / "attachments" / sha256(PDF).hexdigest() / "in its way").mkdir(parents=True)
    report, _ = await synced(server, folder, Clock(), article.category, everything=True, attachments=True)
    [(what, error)] = report.failed
    assert (what, type(error), report.attachments, held(folder)) == (A, FileNotWrittenError, 1, {B: len(OLE)})


async def test_where_no_file_can_be_written_none_is_fetched_in_vain(server: Server, site: Site, tmp_path: Path) -> None:
    article, folder = attach(site, SAME | {f"/{n}.pdf": (f"{n}", PDF) for n in range(16)}), tmp_path / "library"
    (folder / "attachments" / sha256(PDF).hexdigest() / "in its way").mkdir(parents=True)
    with pytest.raises(FileNotWrittenError):
        await synced(server, folder, Clock(), article.category, everything=True, attachments=True)
    assert len([path for _, path in asked(server) if path.endswith(".pdf")]) <= 10
