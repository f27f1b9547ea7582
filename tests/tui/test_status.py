"""The lines above and below the panes: what they say, what they always say, and in which colour."""

import pytest
from textual.app import App, ComposeResult

from achie_tui.library.library import Library
from achie_tui.tui import phrases
from achie_tui.tui.keys import Pane
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.status import AMISS, UNDER_WAY, Badge, Masthead, Status
from achie_tui.typeset.width import cell_width
from tests.tui.driver import MEDIUM, NARROW, UNREACHABLE, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, FakeNewsroom

LEAST = (40, 10)


class Host(App[None]):
    """An app of one masthead."""

    def __init__(self) -> None:
        super().__init__()
        self.masthead = Masthead()

    def compose(self) -> ComposeResult:
        """Show the line alone."""
        yield self.masthead


def end_of(desk: Driver) -> str:
    """Give what stands at the right of the line at the foot."""
    return " ".join(desk.status.split()[-3:])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW, LEAST])
async def test_help_and_place_are_always_at_the_right(newsroom: FakeNewsroom, size: tuple[int, int], lang: str) -> None:
    async with running(with_config(newsroom, lang=lang), size) as desk:
        word = {"zh": "帮助"}.get(lang, "help")
        assert end_of(desk) == f"? {word} 1/12"
        await desk.press("j")
        assert end_of(desk) == f"? {word} 2/12"
        await desk.press("f")
        assert desk.main.status.message
        assert end_of(desk) == f"? {word} 2/12"
        desk.main.status.say("字" * 200, failed=True)
        await desk.settle()
        assert end_of(desk) == f"? {word} 2/12"
        await desk.press("enter")
        desk.main.status.hush()
        await desk.settle()
        assert end_of(desk) == f"? {word} 0%"


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW, LEAST])
@pytest.mark.parametrize(("lang", "mark"), [("zh", "演示"), ("en", "demo")])
async def test_the_demo_is_marked_on_every_screen(
    newsroom: FakeNewsroom, size: tuple[int, int], lang: str, mark: str
) -> None:
    async with running(newsroom, size) as desk:
        assert mark not in desk.screen[0]
    async with running(with_config(newsroom, lang=lang, demo=True), size) as desk:
        for key in ("enter", "q", "number_sign", "q", "H", "q", "M"):
            assert desk.screen[0].split()[0] == mark
            await desk.press(key)
        assert desk.screen[0].split()[0] == mark


async def test_a_sentence_that_was_read_gives_way_to_the_keys(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(newsroom) as desk:
        await desk.press("f", "j")
        assert desk.main.status.message, "it came a moment ago"
        monkeypatch.setattr(Status, "SEEN", 0.0)
        await desk.press("j")
        assert not desk.main.status.message
        desk.main.status.say("一句话", failed=True)
        await desk.press("j")
        assert desk.main.status.message, "what did not work stays"


async def test_a_place_that_grows_under_a_sentence_takes_another_line(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, NARROW) as desk:
        status = desk.main.status
        status.say("字" * 16)
        await desk.settle()
        assert status.size.height == 1
        status.place = "10,000/10,000"
        await desk.settle()
        assert status.size.height == 2
        assert end_of(desk) == "? 帮助 10,000/10,000"


async def test_an_offer_hides_nothing(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        before = desk.status
        assert "Enter 打开" in before
        desk.main.status.offer("一句话")
        await desk.settle()
        assert desk.screen[-2].strip() == "一句话"
        assert desk.status == before
        desk.main.say(phrases.STARRED)
        await desk.settle()
        assert desk.screen[-2].strip() == "一句话"
        desk.main.status.withdraw()
        await desk.settle()
        assert "一句话" not in desk.text


@pytest.mark.parametrize(
    ("pane", "idle"),
    [("list", {"打开", "已读", "收藏", "存下来", "刷新", "下篇未读"}), ("sidebar", {"刷新", "全部已读"})],
)
async def test_keys_that_can_do_nothing_are_not_offered(newsroom: FakeNewsroom, pane: Pane, idle: set[str]) -> None:
    with Library.open(newsroom.config.data_dir.parent / "empty") as library:
        empty = FakeNewsroom(newsroom.config, library)
        library.save_categories(CATEGORIES)
        async with running(with_config(empty, offline=True)) as desk:
            desk.main.pane = pane
            await desk.settle()
            words = {hint.word for hint in desk.main.status.hints}
            assert words
            assert not words & idle
            assert not any(f" {word}" in desk.status for word in idle)


async def test_keys_are_offered_again_when_they_can_do_something(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        assert "n 下篇未读" in desk.status
        await desk.press("A", "h", "g")
        await desk.pilot.pause(0.2)
        for place in desk.main.places:
            desk.controllers.lists.go_to(place)
            desk.controllers.marks.read_all()
            await desk.settle()
        desk.main.pane = "list"
        desk.main.status.hush()
        await desk.settle()
        assert "n 下篇未读" not in desk.status
        await desk.press("u")
        desk.main.status.hush()
        await desk.settle()
        assert "n 下篇未读" in desk.status


async def test_an_article_on_its_way_offers_no_pages(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        desk.gate.clear()
        await desk.press("G", "enter")
        assert "翻页" not in desk.status
        assert "q 返回" in desk.status
        desk.gate.set()
        await desk.settle()
        desk.main.status.hush()
        await desk.settle()
        assert "翻页" in desk.status


async def test_the_masthead_colours_its_words(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        masthead = desk.main.masthead
        assert {note.style for note in masthead.badges} == {"$text-muted"}
        desk.gate.clear()
        await desk.press("r")
        assert masthead.badges[0] == ("正在刷新", UNDER_WAY)
        newsroom.failure = UNREACHABLE
        desk.gate.set()
        await desk.settle()
        assert masthead.badges[0] == ("连不上网站", AMISS)
        await desk.press("T")
        styles = {segment.text: segment.style for segment in desk.app.screen._compositor.render_strips()[0]}
        assert styles["连不上网站"] != styles["高新院"]
    async with running(with_config(newsroom, offline=True)) as desk:
        assert desk.main.masthead.badges[0] == ("离线", AMISS)


@pytest.mark.parametrize("ambiguous_wide", [False, True])
async def test_a_title_that_is_cut_in_the_masthead_ends_in_a_faint_ellipsis(ambiguous_wide: bool) -> None:
    app = Host()
    async with app.run_test(size=(50, 3)):
        masthead = app.masthead
        masthead.typography = Typography(ambiguous_wide=ambiguous_wide)
        masthead.heading, masthead.badges = "高新院", (Badge("已存 4 篇", AMISS),)
        for length in range(1, 30):
            masthead.reading = title = "“A” " + "区" * length
            strip = masthead.render_line(0)
            assert cell_width(strip.text, ambiguous_wide=ambiguous_wide) == strip.cell_length == 50
            said = strip.text.removeprefix("高新院").removesuffix("已存 4 篇")
            is_whole = cell_width(f"高新院  {title}  已存 4 篇", ambiguous_wide=ambiguous_wide) <= 50
            assert (said.strip() == title) == is_whole
            faint = [segment.text for segment in strip if segment.style and segment.style.dim and segment.text.strip()]
            assert faint == ["…"] * (not is_whole)
            assert is_whole or title.startswith(said.strip().removesuffix("…"))
