"""What is like an article stands behind it: it comes late, moves nothing, and leads on."""

from typing import Any

import pytest

from achie_tui.model import Link
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.reading_marks import MARK
from achie_tui.tui.widgets.sheet import NEAR, Position, article_sheet
from achie_tui.tui.widgets.text_layout import TextLayout
from tests.tui.driver import MEDIUM, running
from tests.tui.fake import CATEGORIES, FakeNewsroom, path_of, row_of
from tests.tui.grid import grid
from tests.tui.test_reader import PARAGRAPHS, Host, kept, until

NEARBY = (
    Link("港口边的另一座园区", "/news/yq/2023010101.html", "2023-01-01"),
    Link("第7段话说的那条河", "/news/yq/2023020202.html"),
)
LONG = PARAGRAPHS * 30
FIRST, SECOND, _ = CATEGORIES
OPEN = path_of(FIRST, 0)


def texts(reader: Reader) -> list[str]:
    """Give the lines in sight, without the mark that says which part of all of them these are."""
    return [line.removesuffix(MARK).rstrip() for line in grid(reader)[:18]]


@pytest.mark.parametrize(
    "changes", [{}, {"blocks": PARAGRAPHS}, {"blocks": PARAGRAPHS, "related": ()}, {"blocks": LONG}]
)
async def test_it_comes_behind_all_else_and_moves_nothing(changes: dict[str, Any]) -> None:
    host, article = Host(), kept(**changes)
    async with host.run_test(size=(70, 20)) as pilot:
        reader = host.reader
        reader.show(article)
        await pilot.press("space", "j")
        assert reader.text_layout.is_whole is (changes.get("blocks") is not LONG)
        before = texts(reader), reader.top, reader.percent, reader.place
        reader.add_near(NEARBY)
        await pilot.pause()
        assert (texts(reader), reader.top, reader.percent, reader.place) == before
        await until(pilot, lambda: reader.text_layout.is_whole)
        sheet = article_sheet(article.article, "zh").with_near(NEARBY, "zh")
        assert reader.text_layout.lines == TextLayout(sheet, reader.text_layout.measure).lines
        await pilot.press("G")
        await until(pilot, lambda: reader.at_end)
        *_, heading, one, other = [
            line.removesuffix(MARK).strip() for line in grid(reader) if line.removesuffix(MARK).strip()
        ]
        assert heading == NEAR.zh
        assert one.endswith("2023-01-01")
        assert NEARBY[1].title in other


async def test_without_any_there_is_no_word_of_it() -> None:
    host = Host()
    async with host.run_test(size=(70, 20)) as pilot:
        host.reader.show(kept())
        shown = host.reader.shown
        host.reader.add_near(())
        await pilot.pause()
        assert host.reader.shown is shown


async def test_nothing_is_found_in_it() -> None:
    host = Host()
    async with host.run_test(size=(70, 20)) as pilot:
        host.reader.show(kept(blocks=PARAGRAPHS))
        host.reader.find("第7段")
        host.reader.add_near(NEARBY)
        await pilot.pause()
        assert host.reader.finding is not None
        assert len(host.reader.finding.matches) == 1
        host.reader.find("另一座园区")
        assert not host.reader.finding.matches


async def test_it_waits_while_the_number_of_a_link_is_typed() -> None:
    host = Host()
    async with host.run_test(size=(70, 40)) as pilot:
        host.reader.show(kept())
        host.reader.show_hints()
        numbers = host.reader.hinting
        host.reader.add_near(NEARBY)
        await pilot.pause()
        assert host.reader.hinting == numbers
        assert NEAR.zh not in "".join(grid(host.reader))
        host.reader.leave_hints()
        host.reader.go_to(Position(99, 0))
        await pilot.pause()
        assert NEAR.zh in "".join(grid(host.reader))
        host.reader.show(kept(title="另一篇"))
        await pilot.pause()
        assert host.reader.shown.added == 0


async def test_a_link_to_it_is_followed_and_led_back_from(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, MEDIUM) as desk:
        await desk.press("enter", "G")
        assert NEAR.zh in desk.text
        assert row_of(SECOND, 0).title[:8] in desk.text.partition(NEAR.zh)[2]
        await desk.press("semicolon")
        assert desk.main.reader.hinting is not None
        number = next(each for each in desk.main.reader.hinting.numbers if each.url == path_of(SECOND, 0))
        await desk.press(*number.label, "enter")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(SECOND, 0)
        await desk.press("q")
        assert desk.main.reading.path == OPEN
        assert desk.main.reader.shown.added


async def test_a_preview_has_none(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("j", "k")
        assert desk.main.reading is None
        assert desk.main.reader.shown.count
        assert desk.main.reader.shown.added == 0
