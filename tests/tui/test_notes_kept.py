"""What is typed into a note is lost by Escape alone: not by Tab, a click, another prompt, or the end of the app."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.events import Paste

from achie_tui.errors import DiskFullError
from achie_tui.model import Article, Note, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.screens.notes import NotesScreen
from achie_tui.typeset.document import block_text
from tests.tui.driver import MEDIUM, WIDE, Driver, running
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, keep_first, path_of
from tests.tui.test_notes import BLOCKS, PATH, notes, type_in

OTHER = path_of(CATEGORIES[0], 1)


@pytest.fixture
def article(newsroom: FakeNewsroom) -> Article:
    """Keep an article of a few blocks as the first of the list."""
    return keep_first(newsroom.library, BLOCKS)


def steps(newsroom: FakeNewsroom) -> int:
    """Count what was done to notes that can be taken back."""
    done = newsroom.library.marks.journal(100)
    return sum(any(change.mark.startswith(("note", "highlight")) for change in entry.changes) for entry in done)


def on(newsroom: FakeNewsroom, path: str) -> list[str]:
    return [note.text for note in newsroom.library.notes.of_article(path)]


async def click_list(desk: Driver) -> None:
    await desk.pilot.click(desk.main.headline_list, offset=(6, 4))
    await desk.settle()


async def turn_to_list(desk: Driver) -> None:
    desk.controllers.panes.go_to("list")
    await desk.settle()


async def search(desk: Driver) -> None:
    desk.main.action_do("search")
    await desk.settle()
    assert desk.main.prompted == "search"


async def write_elsewhere(desk: Driver) -> None:
    """Turn to another article's note, as by a command of the palette, which lies over the prompt."""
    desk.controllers.opener.open(OTHER, "")
    await desk.settle()
    desk.main.action_do("note_article")
    await desk.settle()
    assert desk.main.prompt.field.value == ""


WAYS = [click_list, turn_to_list, search, write_elsewhere]


@pytest.mark.parametrize("key", ["E", "m"])
@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_tab_does_not_lead_out_of_a_note_on_an_article(
    newsroom: FakeNewsroom, article: Article, key: str, size: tuple[int, int]
) -> None:
    async with running(newsroom, size, path=article.path) as desk:
        await desk.press(key)
        await type_in(desk, "数据口径变了")
        await desk.press("tab", "shift+tab", "tab")
        assert desk.main.prompted == "note"
        assert desk.app.focused is desk.main.prompt.field
        await type_in(desk, "f再核对")  # no key acts as a command
        await desk.press("enter")
        assert on(newsroom, PATH) == ["数据口径变了f再核对"]
        assert newsroom.library.views.totals().starred == 0
        assert desk.pane == "reader"


@pytest.mark.parametrize("leave", WAYS)
async def test_a_note_that_is_left_is_written_as_by_enter(
    newsroom: FakeNewsroom, article: Article, leave: Callable[[Driver], Awaitable[None]]
) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("E")
        await type_in(desk, "补贴上限提高 #补贴")
        await leave(desk)
        assert on(newsroom, PATH) == ["补贴上限提高 #补贴"]
        assert on(newsroom, OTHER) == []
        assert steps(newsroom) == 1
        if desk.main.prompted is None:
            assert "笔记已保存" in desk.status
        await desk.press("escape")
        await desk.press("U")
        assert on(newsroom, PATH) == []


@pytest.mark.parametrize("leave", WAYS)
async def test_a_passage_that_is_left_is_marked_in_its_colour_with_what_was_typed(
    newsroom: FakeNewsroom, article: Article, leave: Callable[[Driver], Awaitable[None]]
) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("v", "j", "m", "tab")
        await type_in(desk, "与去年一致")
        await leave(desk)
        [note] = notes(newsroom)
        assert (note.text, note.colour) == ("与去年一致", "green")
        assert note.passage is not None
        assert note.passage.quotation == block_text(BLOCKS[1])


@pytest.mark.parametrize("leave", WAYS)
async def test_what_has_no_words_or_no_others_is_let_be(
    newsroom: FakeNewsroom, article: Article, leave: Callable[[Driver], Awaitable[None]]
) -> None:
    newsroom.library.notes.add([PATH], "第一行  \n\n  第二行")
    before = steps(newsroom)
    for keys in (("v", "j", "m"), ("v", "j", "m", "tab"), ("E",), ("E", "ctrl+u"), ("E", "space", "backspace")):
        async with running(newsroom, path=article.path) as desk:
            await desk.press(*keys)
            assert desk.main.prompted
            await leave(desk)
        assert on(newsroom, PATH) == ["第一行  \n\n  第二行"], keys
        assert steps(newsroom) == before


async def test_escape_lets_go_of_what_was_typed(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("E")
        await type_in(desk, "不要了")
        await desk.press("escape")
        await click_list(desk)
    assert on(newsroom, PATH) == []


async def test_a_note_belongs_to_what_it_was_begun_on_whatever_is_shown_by_then(
    newsroom: FakeNewsroom, article: Article
) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("v", "j", "m")
        await type_in(desk, "原来那段")
        corrected = replace(article, blocks=(TextBlock("paragraph", "编辑在前面加了一段。"), *BLOCKS))
        newsroom.library.save_article(corrected, parser=PARSER_VERSION, at=TODAY + 2)
        desk.controllers.opener.open(OTHER, "")
        await desk.settle()
        await click_list(desk)
        [note] = notes(newsroom)
        assert note.passage is not None
        assert (note.text, note.passage.quotation) == ("原来那段", block_text(BLOCKS[1]))
        assert on(newsroom, OTHER) == []


async def test_a_note_goes_on_where_it_is_asked_for_again(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("E")
        await type_in(desk, "写到一半")
        desk.main.action_do("note_article")
        await desk.settle()
        await type_in(desk, "，接着写")
        await desk.press("enter")
    assert on(newsroom, PATH) == ["写到一半，接着写"]


async def test_a_note_that_cannot_be_written_when_it_is_left_stays_at_hand(
    newsroom: FakeNewsroom, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> list[Note]:
        raise DiskFullError

    add = newsroom.library.notes.add
    monkeypatch.setattr(newsroom.library.notes, "add", fail)
    async with running(newsroom, path=article.path) as desk:
        await desk.press("E")
        await type_in(desk, "磁盘满了也在")
        await turn_to_list(desk)
        assert "写的字没有丢" in desk.text
        monkeypatch.setattr(newsroom.library.notes, "add", add)
        await desk.press("E")
        assert desk.main.prompted == "note"
        assert desk.main.prompt.field.value == "磁盘满了也在"
        await click_list(desk)
    assert on(newsroom, PATH) == ["磁盘满了也在"]


@pytest.mark.parametrize("over", [(), ("f1",)])
async def test_a_note_is_written_when_the_app_is_left(
    newsroom: FakeNewsroom, article: Article, over: tuple[str, ...]
) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("E")
        await type_in(desk, "还没按回车")
        await desk.press(*over)
        await desk.pilot.press("ctrl+q")
    assert on(newsroom, PATH) == ["还没按回车"]


async def test_a_note_is_written_when_the_window_is_too_small_and_then_closed(
    newsroom: FakeNewsroom, article: Article
) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("v", "m")
        await type_in(desk, "窗口缩小了")
        await desk.pilot.resize_terminal(12, 2)
        await desk.settle()
    assert on(newsroom, PATH) == ["窗口缩小了"]


async def click_note(desk: Driver) -> None:
    await desk.pilot.click(desk.app.screen.query_one("NoteList"), offset=(6, 1))
    await desk.settle()
    assert isinstance(desk.app.screen, MainScreen)


async def pop(desk: Driver) -> None:
    desk.app.pop_screen()
    await desk.settle()
    assert "笔记已保存" in desk.status


async def leave_app(desk: Driver) -> None:
    await desk.pilot.press("ctrl+q")


@pytest.mark.parametrize("leave", [click_note, pop, leave_app])
async def test_a_note_changed_on_the_screen_of_all_notes_is_written_when_it_is_left(
    newsroom: FakeNewsroom, article: Article, leave: Callable[[Driver], Awaitable[None]]
) -> None:
    newsroom.library.notes.add([PATH], "旧")
    before = steps(newsroom)
    async with running(newsroom, path=article.path) as desk:
        await desk.press("M", "m", "tab")
        assert isinstance(desk.app.screen, NotesScreen)
        await type_in(desk, "，补一句")
        await leave(desk)
    assert on(newsroom, PATH) == ["旧，补一句"]
    assert steps(newsroom) == before + 1


@pytest.mark.parametrize("leave", [click_note, leave_app])
@pytest.mark.parametrize("key", ["end", "ctrl+u"])
async def test_a_note_emptied_or_unchanged_on_the_screen_of_all_notes_is_let_be(
    newsroom: FakeNewsroom, article: Article, leave: Callable[[Driver], Awaitable[None]], key: str
) -> None:
    newsroom.library.notes.add([PATH], "旧")
    before = steps(newsroom)
    async with running(newsroom, path=article.path) as desk:
        await desk.press("M", "m", key)
        await leave(desk)
    assert on(newsroom, PATH) == ["旧"]
    assert steps(newsroom) == before


async def test_all_lines_of_a_paste_are_in_a_note(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, WIDE, path=article.path) as desk:
        await desk.press("E")
        desk.main.prompt.field.post_message(Paste("第一条\n 第二条\n第三条"))
        await desk.press("enter")
        assert on(newsroom, PATH) == ["第一条\n第二条\n第三条"]
