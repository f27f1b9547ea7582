"""Taking offline from the app: the plan, the run and its details, one article, and the offer."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.events import Key

from achie_tui.config import Config
from achie_tui.language import Language
from achie_tui.library.library import Library
from achie_tui.model import ImageBlock
from achie_tui.newsroom import Newsroom
from achie_tui.sync.lock import alone
from achie_tui.tui.run import Run, about
from achie_tui.tui.screens import syncing
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.screens.syncing import SyncingScreen
from achie_tui.tui.themes import CONTRAST, THEMES
from achie_tui.tui.widgets.bar import Bar
from tests.site.build import Site, build
from tests.site.serve import Delay, Server, Status, serve
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running, with_config
from tests.tui.fake import FakeNewsroom

PATIENCE = 20.0
Size = tuple[int, int]


@pytest.fixture(scope="module")
def site() -> Site:
    return build(3, per_category=4, page_size=4)


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    with serve(site) as server:
        yield server


@asynccontextmanager
async def reading(config: Config, server: Server, size: Size = WIDE, *, offered: bool = True) -> AsyncIterator[Driver]:
    """Run the app over a site whose first category was looked at."""
    config = replace(config, base_url=server.base_url, delay=0.0)
    with Library.open(config.data_dir) as library:
        newsroom = Newsroom(config, library)
        await newsroom.refresh_categories()
        await newsroom.refresh(library.categories()[0])
        if offered:
            await newsroom.visits.remember("offered to take the site offline", "yes")
        async with running(newsroom, size) as desk:
            yield desk
        await newsroom.close()


async def until(desk: Driver, done: object) -> None:
    """Let the app go on until something is so."""
    assert callable(done)
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, "\n".join(desk.screen)
        await desk.pilot.pause(0.02)


async def begin(desk: Driver) -> Run:
    """Say yes to a plan, and give its run."""
    await until(desk, lambda: desk.controllers.offline.planned is not None)
    run = desk.controllers.offline.planned
    assert run is not None
    await desk.pilot.press("enter")
    await desk.pilot.pause()
    return run


# The plan.


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_a_category_shows_its_plan_first(config: Config, server: Server, site: Site, size: Size) -> None:
    async with reading(config, server, size) as desk:
        await desk.press("h", "s")
        print("\n".join(desk.screen))
        name = next(iter(site.categories))
        assert f"{name}：列表" in desk.text
        assert "Enter 开始" in desk.status
        assert "Esc 不要" in desk.status
        assert desk.main.run is None
        await desk.press("escape")
        assert "Enter 开始" not in desk.status
        assert desk.pane == "sidebar"
        assert desk.main.run is None
        await desk.press("s")
        await begin(desk)
        await until(desk, lambda: desk.main.run is None)
        assert "已存到本地" in desk.text
        counts = {count.category.name: count for count in desk.main.newsroom.categories()}
        assert counts[name].cached == counts[name].articles > 0
        assert all(count.cached == 0 for other, count in counts.items() if other != name)


def behind(segment: Segment) -> tuple[Color | None, bool]:
    """Give the colour that stands behind a text, and whether it is that of text."""
    style = segment.style or Style.null()
    return (style.color, True) if style.reverse else (style.bgcolor, False)


@pytest.mark.parametrize("size", [WIDE, (40, 10)])
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_a_question_stands_out(config: Config, server: Server, size: Size, theme: str) -> None:
    async with reading(replace(config, lang="en", theme=theme), server, size) as desk:
        usual = {behind(segment) for segment in desk.app.screen._compositor.render_strips()[-1]}
        await desk.press("h", "g")
        await desk.pilot.pause(0.2)
        await desk.press("s")
        question = desk.main.question
        assert "The whole site" in desk.text, "a sentence has a capital at its beginning"
        strips = desk.app.screen._compositor.render_strips()[-question.size.height :]
        for strip in strips:
            edge, *rest = strip
            assert edge.text == " "
            assert not {behind(segment) for segment in rest} & usual
            if theme != CONTRAST.name:  # whose accent is its cursor's colour
                assert behind(edge) not in {behind(segment) for segment in rest}
        keys = {segment.text: segment.style for segment in strips[-1]}
        assert all(style is not None and style.bold for key, style in keys.items() if key in {"Enter", "Esc"})
        assert {"Enter", "Esc"} <= keys.keys()


async def test_turning_to_something_else_leaves_the_plan(config: Config, server: Server) -> None:
    async with reading(config, server) as desk:
        for leave in ("j", "q"):
            await desk.press("h", "s")
            assert desk.main.asking
            await desk.press(leave)
            assert not desk.main.asking
            assert desk.pane == "sidebar"
        await desk.press("s")
        await desk.pilot.click(desk.main.headline_list)
        await desk.settle()
        assert not desk.main.asking
        assert desk.pane == "list"


async def test_the_whole_site_is_taken_from_all(config: Config, server: Server, site: Site) -> None:
    async with reading(config, server) as desk:
        before = desk.main.headline_list.headline
        await desk.press("enter", "h", "h", "g")
        await desk.pilot.pause(0.2)
        await desk.press("s")
        assert "全站" in desk.status
        await begin(desk)
        await until(desk, lambda: desk.main.run is None)
        await desk.settle()
        assert desk.main.totals.cached == desk.main.totals.articles >= len(site.articles())
        assert desk.main.reading is not None
        assert before is not None
        assert desk.main.reading.path == before.path
        assert f"{len(desk.main.headline_list.keys):,}" in desk.status or desk.main.status.message


async def test_other_places_have_no_plan(config: Config, server: Server) -> None:
    async with reading(config, server) as desk:
        await desk.press("h", "g", "j")
        await desk.pilot.pause(0.2)
        await desk.press("s")
        assert "选一个栏目" in desk.status


async def test_offline_there_is_nothing_to_take(newsroom: FakeNewsroom) -> None:
    async with running(with_config(newsroom, offline=True)) as desk:
        await desk.press("h", "s")
        assert "离线" in desk.status
        assert not desk.main.asking


# The run.


async def test_details_pause_and_cancel(config: Config, server: Server) -> None:
    server.faults["*"] = Delay(0.05)
    async with reading(config, server) as desk:
        await desk.press("h", "g")
        await desk.pilot.pause(0.2)
        await desk.press("s")
        run = await begin(desk)
        await until(desk, lambda: run.latest is not None and run.latest.done > 3)
        desk.controllers.chrome.show_badges()
        await desk.pilot.pause()
        assert "正在缓存 全站" in desk.screen[0]
        await desk.pilot.press("s")
        await until(desk, lambda: isinstance(desk.app.screen, SyncingScreen))
        told = ("存到本地：全站", "列表", "文章", "图片", "p 暂停", "x 停止")
        await until(desk, lambda: all(word in desk.text for word in told))
        desk.app.post_message(Key("ｐ", "ｐ"))
        await until(desk, lambda: run.sync.paused and "已暂停，按 p 继续" in desk.text)
        asked = -1
        while asked != len(server.log):  # what was under way is finished, page by page
            asked = len(server.log)
            await desk.pilot.pause(0.5)
        await desk.pilot.press("p")
        await until(desk, lambda: len(server.log) > asked)
        await desk.pilot.press("escape")
        await desk.pilot.pause()
        assert isinstance(desk.app.screen, MainScreen)
        assert desk.main.run is run
        await desk.pilot.press("s", "x")
        await until(desk, lambda: desk.main.run is None)
        assert run.stopped
        assert not run.done
        await desk.pilot.pause(0.6)
        assert "已停止" in desk.text
        asked = len(server.log)
        await desk.pilot.pause(0.3)
        assert len(server.log) == asked


async def test_details_of_a_run_that_has_ended_offer_what_is_left(
    config: Config, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing, "OFTEN", 1000.0)  # the end shows at once, not when it is looked for
    server.faults["*"] = Delay(0.2)
    async with reading(config, server) as desk:
        await desk.press("h", "s")
        run = await begin(desk)
        await desk.pilot.press("s")
        await desk.pilot.pause()
        details = desk.app.screen
        assert isinstance(details, SyncingScreen)
        assert "p 暂停" in desk.text
        assert "正在开始" in desk.text
        await until(desk, lambda: run.latest is not None)
        details.show_run()
        await desk.pilot.pause()
        assert "正在开始" not in desk.text
        await until(desk, lambda: run.ended)
        await desk.settle()
        assert "已完成" in desk.text
        assert "q 返回" in desk.text
        assert "暂停" not in desk.text
        assert "停止" not in desk.text
        bar = details.query_one(Bar)
        assert bar.part == 1.0


@pytest.mark.parametrize("no_color", [False, True])
async def test_a_bar_is_of_blanks_but_where_there_are_no_colours(newsroom: FakeNewsroom, no_color: bool) -> None:
    async with running(newsroom, NARROW) as desk:
        desk.app.no_color = no_color
        bar = Bar()
        bar.part, bar.count = 0.25, "1/4"
        await desk.main.mount(bar)
        await desk.settle()
        line = bar.render_line(0)
        assert line.text.rstrip() == ("=" * 8 + "-" * 26 if no_color else " " * 34) + "  1/4"
        if not no_color:
            done, left, *_ = line
            assert (len(done.text), len(left.text)) == (8, 26)
            assert behind(done) != behind(left)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_details_need_no_air_where_lines_are_few(config: Config, server: Server, lang: Language) -> None:
    async with reading(replace(config, lang=lang), server, (40, 10)) as desk:
        await desk.press("h", "s")
        run = await begin(desk)
        await until(desk, lambda: run.ended)
        desk.controllers.overlays.show_run(run, desk.controllers.offline.pause, desk.controllers.offline.cancel)
        await desk.settle()
        for words in (syncing.STAGES["images"], syncing.DONE):
            assert words.say(lang) in desk.text


async def test_lists_fill_while_it_runs_and_nothing_moves(config: Config, server: Server) -> None:
    server.faults["*"] = Delay(0.03)
    async with reading(config, server) as desk:
        await desk.press("j", "enter", "h", "h", "g")
        await desk.pilot.pause(0.2)
        rows = len(desk.main.headline_list.keys)
        chosen, article = desk.main.headline_list.headline, desk.main.reader.kept
        await desk.press("s")
        run = await begin(desk)
        await until(desk, lambda: len(desk.main.headline_list.keys) > rows)
        assert not run.ended
        await until(desk, lambda: desk.main.run is None)
        await desk.settle()
        assert desk.main.headline_list.headline is not None
        assert chosen is not None
        assert desk.main.headline_list.headline.path == chosen.path
        assert desk.main.reader.kept is article


async def test_what_fails_is_named(config: Config, server: Server, site: Site) -> None:
    name = next(iter(site.categories))
    path = next(path for path in site.lists[name] if path.endswith(".html"))
    server.faults.update({path: Status(404), "*": Delay(0.2)})
    async with reading(config, server) as desk:
        await desk.press("h", "s")
        run = await begin(desk)
        await desk.pilot.press("s")
        await until(desk, lambda: run.ended)
        await desk.pilot.pause(0.7)
        print("\n".join(desk.screen))
        assert "失败 1 个" in desk.text
        assert path in desk.text
        await desk.press("escape")
        assert "删除或移动" in desk.text


async def test_a_run_elsewhere_is_told(config: Config, server: Server) -> None:
    async with reading(config, server) as desk:
        with alone(config.data_dir):
            await desk.press("h", "s")
            await desk.press("enter")
            await until(desk, lambda: desk.main.run is None and desk.main.status.failed)
            assert "另一个同步" in desk.text


async def test_quitting_does_not_wait_for_a_run(config: Config, server: Server) -> None:
    async with reading(config, server) as desk:
        server.faults["*"] = Delay(60)
        await desk.press("h", "s")
        await begin(desk)
        await desk.pilot.pause(0.2)
        began = time.monotonic()
        await desk.pilot.press("Q")
        await desk.pilot.pause()
    assert time.monotonic() - began < 30


# One article.


async def test_one_article_is_taken_at_once(config: Config, server: Server) -> None:
    async with reading(config, server) as desk:
        headline = desk.main.headline_list.headline
        assert headline is not None
        assert not headline.cached
        await desk.press("s")
        assert "已存到本地，图片" in desk.status
        now = desk.main.headline_list.headline
        assert now is not None
        assert now.cached
        assert desk.pane == "list"
        kept = desk.main.newsroom.kept(headline.path)
        assert kept is not None
        for block in kept.article.blocks:
            if isinstance(block, ImageBlock) and desk.main.newsroom.fetcher.pictures.may_fetch(block.src):
                assert desk.main.newsroom.library.pictures.has(block.src)
        asked = len(server.log)
        await desk.press("s")
        assert len(server.log) == asked


async def test_a_picture_that_the_site_does_not_have_is_told_of_each_time(config: Config, server: Server) -> None:
    async with reading(config, server) as desk:
        headline = desk.main.headline_list.headline
        assert headline is not None
        pictures = {src for src in server.site.truth[headline.path].images if src.startswith("/")}
        assert pictures
        server.faults.update({src: Status(404) for src in pictures})
        for _ in range(2):
            await desk.press("s")
            assert f"有 {len(pictures)} 张图片没取到" in desk.status


async def test_one_article_that_fails_says_why(config: Config, server: Server) -> None:
    async with reading(config, server) as desk:
        server.faults["*"] = Status(404)
        await desk.press("s")
        assert "删除或移动" in desk.status
        assert not desk.main.taking


@pytest.mark.parametrize(
    ("pictures", "missing", "words"),
    [(0, 0, "已存到本地"), (3, 0, "已存到本地，图片 3 张"), (2, 1, "已存到本地，有 1 张图片没取到")],
)
async def test_pictures_are_counted_where_there_are_any(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch, pictures: int, missing: int, words: str
) -> None:
    async def take(*_: object) -> tuple[int, int]:
        return pictures, missing

    monkeypatch.setattr(newsroom, "take", take)
    async with running(newsroom) as desk:
        await desk.press("s")
        assert desk.main.status.message == words


# The offer.


async def test_the_site_is_offered_once(config: Config, server: Server) -> None:
    async with reading(config, server, offered=False) as desk:
        await until(desk, lambda: "按 s 把全站存到本地" in desk.screen[-2])
        assert "n 下篇未读" in desk.status, "an offer hides no keys"
        await desk.press("s")
        assert "全站" in desk.status
        assert "按 s 把全站存到本地" not in desk.text
        assert desk.main.asking
        await desk.press("escape")
    async with reading(config, server, offered=False) as desk:
        assert "把全站存到本地" not in desk.text
        await desk.press("h", "l", "s")
        assert not desk.main.asking


async def test_the_offer_goes_with_the_first_article(config: Config, server: Server) -> None:
    async with reading(config, server, offered=False) as desk:
        assert "把全站存到本地" in desk.text
        await desk.press("enter")
        assert "把全站存到本地" not in desk.text
        await desk.press("s")
        assert not desk.main.asking, "now the key means the article"


async def test_who_has_something_is_offered_nothing(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        assert "把全站存到本地" not in desk.text


# Words.


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (1, "约 5 秒", "about 5 s"),
        (44, "约 45 秒", "about 45 s"),
        (61, "约 1 分钟", "about 1 min"),
        (119 * 60, "约 119 分钟", "about 119 min"),
        (3 * 3600, "约 3 小时", "about 3 h"),
        (3.46 * 3600, "约 3.5 小时", "about 3.5 h"),
    ],
)
def test_times_are_said_as_exactly_as_they_are_known(seconds: float, zh: str, en: str) -> None:
    assert (about(seconds, "zh"), about(seconds, "en")) == (zh, en)
