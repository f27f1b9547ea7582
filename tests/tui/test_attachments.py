"""Attachments in the app: listed behind the text, opened by number, taken along; and who is told of what came."""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from achie_tui.config import Config
from achie_tui.hooks import of_watch_words
from achie_tui.library.library import Library, View
from achie_tui.library.watch_words import REMEMBERED, WatchWord, write
from achie_tui.model import Passage, TextBlock
from achie_tui.newsroom import Newsroom
from tests.site.articles import TruthArticle
from tests.site.attached import PDF, attach, zipped
from tests.site.build import Site, build
from tests.site.faults import Drip, Status
from tests.site.serve import Server, serve
from tests.tui.driver import WIDE, Driver, running, with_config
from tests.tui.fake import FakeNewsroom
from tests.tui.test_taking import begin, until

GUIDE, PACK, FAR = "/uploads/a.pdf", "/uploads/b.zip", "https://elsewhere.example/c.pdf"


@pytest.fixture
def site() -> Site:
    return build(3, per_category=4, page_size=4)


@pytest.fixture
def article(site: Site) -> TruthArticle:
    files = {GUIDE: ("../申报\u202e指南", PDF), PACK: ("全部材料", zipped()), FAR: ("别处的表", b"")}
    return attach(site, files)


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    with serve(site) as server:
        yield server


@asynccontextmanager
async def reading(
    config: Config, server: Server, path: str | None, size: tuple[int, int] = WIDE
) -> AsyncIterator[Driver]:
    config = replace(config, base_url=server.base_url, delay=0.0, refresh_minutes=0)
    before = Newsroom(replace(config, offline=False), Library.open(config.data_dir))
    await before.refresh_categories()
    await before.visits.remember("offered to take the site offline", "yes")
    if path is not None:
        await before.read(path)
    await before.close()
    newsroom = Newsroom(config, Library.open(config.data_dir))
    try:
        async with running(newsroom, size, path=path) as desk:
            yield desk
    finally:
        await newsroom.close()


async def follow(desk: Driver, url: str) -> None:
    """Open a link by its number, and wait for what comes of it."""
    await desk.press(";")
    assert desk.main.reader.hinting is not None
    number = next(each.label for each in desk.main.reader.hinting.numbers if each.url == url)
    await desk.press(*number)
    if desk.main.reader.hinting is not None:
        await desk.press("enter")


def bytes_of(file: str | Path) -> bytes:
    return Path(file).read_bytes()


def write_to(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def mode_of(file: Path) -> int:
    return file.stat().st_mode & 0o777


def asked(server: Server) -> list[str]:
    return [hit.path for hit in server.log if hit.path.startswith("/uploads/") and hit.path in {GUIDE, PACK}]


@pytest.mark.parametrize("size", [WIDE, (60, 30)])
async def test_a_number_opens_an_attachment_which_is_fetched_first(
    config: Config, server: Server, article: TruthArticle, size: tuple[int, int]
) -> None:
    async with reading(config, server, article.path, size) as desk:
        await desk.press("G")
        print(desk.text)
        assert "附件" in desk.text
        assert "PDF" in desk.text
        assert "已存" not in desk.text
        await desk.press("g")
        await follow(desk, GUIDE)
        file = Path(desk.opened[-1])
        assert bytes_of(file) == PDF
        assert mode_of(file) == 0o600
        assert file.parent == config.data_dir / "attachments" / "opened"
        assert file.name == "申报指南.pdf"
        assert mode_of(file.parent) == 0o700
        await desk.press("G")
        assert "3.1 KB 已存" in desk.text
        # What the user wrote into it stays, and what is kept is what is opened.
        write_to(file, b"annotated")
        await desk.press("g")
        await follow(desk, GUIDE)
        assert (len(desk.opened), bytes_of(desk.opened[-1]), bytes_of(file)) == (2, PDF, b"annotated")
        assert asked(server) == [GUIDE]


async def test_an_archive_is_written_out_and_not_opened_and_another_site_is_the_browsers(
    config: Config, server: Server, article: TruthArticle
) -> None:
    async with reading(config, server, article.path) as desk:
        await follow(desk, PACK)
        assert desk.opened == []
        assert "全部材料.zip" in desk.status
        assert bytes_of(config.data_dir / "attachments" / "opened" / "全部材料.zip") == server.site.files[PACK]
        await follow(desk, FAR)
        assert desk.opened == [FAR]


async def test_fetching_is_stopped_by_the_key_that_it_names(
    config: Config, server: Server, article: TruthArticle
) -> None:
    server.faults[GUIDE] = Drip(chunk=500, delay=10.0)
    async with reading(config, server, article.path) as desk:
        await desk.press(";")
        assert desk.main.reader.hinting is not None
        number = next(each.label for each in desk.main.reader.hinting.numbers if each.url == GUIDE)
        await desk.pilot.press(*number, "enter")
        while "正在取附件（Esc 停止）：" not in desk.text or not asked(server):
            await desk.pilot.pause()
        await desk.press("escape")
        assert "已停止取附件：" in desk.status
        assert (desk.main.pane, desk.opened) == ("reader", [])
        server.faults.clear()
        await follow(desk, GUIDE)
        assert bytes_of(desk.opened[-1]) == PDF


async def test_what_cannot_be_had_is_one_sentence(config: Config, server: Server, article: TruthArticle) -> None:
    server.faults[GUIDE] = Status(200, {"Content-Type": "application/pdf"})
    async with reading(config, server, article.path) as desk:
        await follow(desk, GUIDE)
        assert "没有存" in desk.status
        assert desk.opened == []
    async with reading(replace(config, offline=True), server, article.path) as desk:
        await follow(desk, GUIDE)
        assert "联网后可取" in desk.status
        assert desk.opened == []
    assert asked(server) == [GUIDE]


@pytest.mark.parametrize(("lang", "said"), [("zh", "附件 2 个"), ("en", "2 attachments")])
async def test_an_article_is_taken_with_its_attachments(
    config: Config, server: Server, article: TruthArticle, lang: str, said: str
) -> None:
    async with reading(replace(config, lang="en" if lang == "en" else "zh"), server, article.path) as desk:
        await desk.press("s")
        assert said in desk.status
        assert sorted(asked(server)) == [GUIDE, PACK]
        await desk.press("G")
        assert ("3.1 KB, kept" if lang == "en" else "3.1 KB 已存") in desk.text
    async with reading(replace(config, offline=True), server, article.path) as desk:
        await follow(desk, GUIDE)
        assert bytes_of(desk.opened[-1]) == PDF


async def test_one_that_did_not_come_is_counted(config: Config, server: Server, article: TruthArticle) -> None:
    server.faults[PACK] = Status(404)
    async with reading(config, server, article.path) as desk:
        await desk.press("s")
        assert "有 1 个附件没取到" in desk.status


def hook(tmp_path: Path) -> tuple[tuple[str, ...], Path]:
    """Give a program that writes down what it is told, and where."""
    told = tmp_path / "told"
    code = f"import sys; open({str(told)!r}, 'ab').write(sys.stdin.buffer.read()); print('noise')"
    return (sys.executable, "-c", code), told


async def test_a_sync_takes_them_where_that_is_set_and_a_program_is_told(
    config: Config, server: Server, article: TruthArticle, tmp_path: Path
) -> None:
    program, told = hook(tmp_path)
    async with reading(replace(config, attachments=True, hook_sync=program), server, None) as desk:
        await desk.press("h", "s")
        await begin(desk)
        await until(desk, lambda: desk.main.run is None)
        assert article.title
        assert "附件 2 个" in desk.text
        await desk.settle()
        record = json.loads(told.read_text())
        assert (record["attachments"], record["failed"]) == (2, 0)
        assert "noise" not in desk.text


async def test_a_program_is_told_what_is_new_of_a_watch_word(newsroom: FakeNewsroom, tmp_path: Path) -> None:
    program, told = hook(tmp_path)
    newsroom = with_config(newsroom, hook_watch=program)
    newsroom.library.visits.note(1_000.0)
    await newsroom.visits.remember(REMEMBERED, write([WatchWord("成渝", "成渝")]))
    async with running(newsroom) as desk:
        assert not told.exists()
        newsroom.waiting = 8
        await desk.press("r")
        record = json.loads(told.read_text())
        assert (record["name"], record["query"]) == ("成渝", "成渝")
        titles = [each["title"] for each in record["articles"]]
        assert titles
        assert all("成渝" in title for title in titles)
        await desk.press("r")
        assert len(told.read_text().splitlines()) == 1


async def test_a_program_is_told_once_whoever_tells_it(newsroom: FakeNewsroom, tmp_path: Path) -> None:
    program, told = hook(tmp_path)
    newsroom = with_config(newsroom, hook_watch=program)
    newsroom.library.visits.note(1_000.0)
    library, word = newsroom.library, WatchWord("成渝", "成渝")
    await newsroom.visits.remember(REMEMBERED, write([word]))

    def told_of() -> list[str]:
        records = [json.loads(line) for line in told.read_text().splitlines()]
        return [each["url"] for record in records for each in record["articles"]]

    def kept_by_a_sync() -> list[str]:
        return [each.path for each in newsroom.headlines(newsroom.keys(View()))]

    async with running(newsroom) as desk:
        newsroom.waiting = 8
        await desk.press("r")
        came = told_of()
        assert came
        # A sync that keeps all of them then tells only of what the app had found there and was never told.
        hand_on = newsroom.visits.hand_on
        assert await of_watch_words(newsroom.config, library, hand_on, kept_by_a_sync(), 0.0) == []
        assert len(told_of()) == len(set(told_of())) == library.search.count(word.query)[0]
        assert told_of()[: len(came)] == came
    again = FakeNewsroom(newsroom.config, library)
    before = told_of()
    assert await of_watch_words(again.config, library, again.visits.hand_on, kept_by_a_sync(), 0.0) == []
    assert told_of() == before


async def test_what_a_sync_has_told_of_the_app_does_not_tell_again(
    newsroom: FakeNewsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, told = hook(tmp_path)
    newsroom = with_config(newsroom, hook_watch=program)
    newsroom.library.visits.note(1_000.0)
    await newsroom.visits.remember(REMEMBERED, write([WatchWord("成渝", "成渝")]))
    async with running(newsroom) as desk:
        newsroom.waiting = 8
        hand_on = newsroom.library.visits.hand_on
        save = newsroom.library.save_listing

        def told_by_a_sync(*given: Any, **named: Any) -> object:
            saved = save(*given, **named)
            hand_on("成渝", [each.path for each in newsroom.headlines(newsroom.keys(View()))])
            return saved

        monkeypatch.setattr(newsroom.library, "save_listing", told_by_a_sync)
        await desk.press("r")
        await desk.settle()
        assert not told.exists()


async def test_what_is_marked_stays_when_a_file_comes(config: Config, server: Server, article: TruthArticle) -> None:
    async with reading(config, server, article.path) as desk:
        kept = desk.main.reader.kept
        assert kept is not None
        text = next(block.text for block in kept.article.blocks if isinstance(block, TextBlock))
        desk.app.newsroom.library.notes.add([article.path], "核对", passage=Passage(text))
        desk.controllers.annotator.renew()
        await desk.settle()
        [marked] = desk.main.reader.highlights.passages
        await follow(desk, GUIDE)
        assert desk.main.reader.highlights.passages == (marked,)
