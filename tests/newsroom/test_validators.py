"""Pages that have not changed are not sent again, however many, and what names their version is never an old one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from achie_tui.library.library import Library
from tests.newsroom.runs import asked, at_work, synced
from tests.site.build import Site, build
from tests.site.serve import Handler, Server, serve
from tests.web.clock import Clock

DAY = 86400.0
LONG_AGO = "Thu, 25 Sep 2015 08:00:00 GMT"


@pytest.mark.fault(21)
@pytest.mark.long
async def test_of_five_hundred_pages_none_is_sent_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    monkeypatch.setattr("achie_tui.sync.execution._CHECKED_AT_ONCE", 10_000)
    site = build(3, per_category=45, page_size=6)
    with serve(site) as server:
        clock = Clock()
        await synced(server, tmp_path / "library", clock, images=False)
        asked(server)
        clock.now += 400 * DAY
        report, _ = await synced(server, tmp_path / "library", clock, images=False)
        hits = [status for status, path in asked(server) if path in site.truth]
        record_property("figure", f"{hits.count(304)} of {len(hits)} answered with 304")
        assert len(hits) >= 500
        assert set(hits) == {304}
        assert (report.new, report.updated, report.failed) == (0, 0, [])


class Versions:
    """Answers with one version after another of what names the page, which itself stays as it is."""

    def __init__(self) -> None:
        self.version = 1
        self.known: list[tuple[str | None, str | None]] = []

    def __call__(self, handler: Handler) -> None:
        """Answer one request: with nothing new to who knows the version before."""
        self.known.append((handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]))
        headers = {"ETag": f'"{self.version}"', "Last-Modified": LONG_AGO, "Content-Type": "text/html"}
        if self.known[-1][0] in {f'"{self.version - 1}"', f'"{self.version}"'}:
            handler.begin(304, headers)
        else:
            handler.reply(200, headers, handler.content())
        self.version += 1


@pytest.mark.fault(21)
async def test_what_a_304_names_the_page_by_is_what_is_sent_next(site: Site, server: Server, tmp_path: Path) -> None:
    path = next(truth.path for truth in site.articles() if truth.pages == 1 and truth.paragraphs)
    server.faults[path] = versions = Versions()
    newsroom = at_work(server, tmp_path / "library", Clock())
    try:
        outcomes = [(await newsroom.fetcher.articles.fetch(path)).outcome for _ in range(4)]
    finally:
        await newsroom.close()
    assert outcomes == ["new", "unchanged", "unchanged", "unchanged"]
    assert versions.known == [(None, None), *((f'"{number}"', LONG_AGO) for number in (1, 2, 3))]
    with Library.open(tmp_path / "library") as library:
        page = library.pages.get(path)
        assert page is not None
        assert (page.etag, page.last_modified) == ('"4"', LONG_AGO)


@pytest.mark.fault(21)
async def test_a_change_without_a_newer_day_is_seen(site: Site, server: Server, tmp_path: Path) -> None:
    truth = next(truth for truth in site.articles() if truth.pages == 1 and truth.paragraphs)
    server.faults[truth.path] = versions = Versions()
    newsroom = at_work(server, tmp_path / "library", Clock())
    try:
        assert (await newsroom.fetcher.articles.fetch(truth.path)).outcome == "new"
        page = site.files[truth.path].decode()
        site.files[truth.path] = page.replace(truth.paragraphs[0], "全文已更正。").encode()
        versions.version = 7
        assert (await newsroom.fetcher.articles.fetch(truth.path)).outcome == "updated"
        assert (await newsroom.fetcher.articles.fetch(truth.path)).outcome == "unchanged"
    finally:
        await newsroom.close()
    assert [tag for tag, _ in versions.known] == [None, '"1"', '"7"']
