"""Copies, paragraphs chosen by key, marked passages and notes, as one uses them in the app."""

from dataclasses import replace
from datetime import datetime

import pytest
from textual.selection import Selection

from achie_tui.errors import DiskFullError
from achie_tui.model import Article, Block, Note, Passage, TableBlock, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.screens.notes import NotesScreen
from achie_tui.tui.themes import THEMES
from achie_tui.typeset.document import block_text
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, article_of, keep_first, path_of

pytestmark = pytest.mark.usefixtures("copied")  # nothing reaches the clipboard of who runs this

FIRST = CATEGORIES[0]
PATH = path_of(FIRST, 0)
TABLE = TableBlock((("地区", "企业数"), ("合肥", "300"), ("芜湖", "=200")), 1)
BLOCKS: tuple[Block, ...] = (
    TextBlock("heading", "一、总体情况", level=2),
    TextBlock("paragraph", "上半年新增企业三百家，“链长制”初见成效。"),
    TABLE,
    TextBlock("paragraph", "会议要求各区抓好落实，研发投入增长12.5%以上。"),
)


@pytest.fixture
def article(newsroom: FakeNewsroom) -> Article:
    """Keep an article with blocks of several kinds as the first of the list."""
    return keep_first(newsroom.library, BLOCKS)


def notes(newsroom: FakeNewsroom) -> list[Note]:
    return newsroom.library.notes.of_article(PATH)


async def type_in(desk: Driver, text: str) -> None:
    for character in text:
        await desk.type(character, character)


def painted(desk: Driver, look: str) -> str:
    """Give what of the text in the reader is in a look."""
    reader = desk.main.reader
    background = reader.get_visual_style(f"sheet--{look}").background
    strips = [reader.render_line(y) for y in range(reader.size.height)]
    found = (
        segment.text
        for strip in strips
        for segment in strip
        if segment.style and segment.style.bgcolor and background and segment.style.bgcolor == background.rich_color
    )
    return "".join(found).replace(" ", "")


async def test_paragraphs_are_chosen_by_key_and_copied_as_text_markdown_and_quotation(
    newsroom: FakeNewsroom, article: Article, copied: list[str]
) -> None:
    async with running(newsroom, path=PATH) as desk:
        await desk.press("v")
        assert desk.main.reader.choosing is not None
        assert "选了 1 段" in desk.status
        await desk.press("j", "y")
        assert copied[-1] == block_text(BLOCKS[1])
        assert "已复制 21 字" in desk.status
        await desk.press("c")
        today = datetime.now().astimezone().date()
        url = newsroom.config.addresses.url(PATH)
        assert copied[-1] == (
            "“上半年新增企业三百家，‘链长制’初见成效。”"
            f"(高新院. {article.title}[EB/OL]. ({article.published})[{today}]. {url}.)"
        )
        await desk.press("k", "Y")
        assert copied[-1] == "## 一、总体情况"
        await desk.press("G", "y")
        assert copied[-1] == block_text(BLOCKS[3])
        await desk.press("space", "space")
        assert desk.main.reading is not None
        assert desk.main.reading.path == PATH, "no page leads away while paragraphs are chosen"
        await desk.press("g", "shift+down", "shift+down", "y")
        assert copied[-1] == "\n".join(block_text(block) for block in BLOCKS[:3])
        await desk.press("Y")
        assert copied[-1].startswith("## 一、总体情况\n\n上半年新增")
        assert copied[-1].endswith("| 芜湖 | =200 |")
        await desk.press("escape")
        assert desk.main.reader.choosing is None
        await desk.press("y")
        assert copied[-1] == url, "without a selection it is the link"


async def test_a_table_is_copied_with_tabs_then_as_csv_then_as_markdown(
    newsroom: FakeNewsroom, article: Article, copied: list[str]
) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("v", "j", "j", "y")
        assert copied[-1] == "地区\t企业数\n合肥\t300\n芜湖\t=200"
        assert "已复制表格 3×2；再按 y 复制为 CSV，Y 为 Markdown" in desk.status
        await desk.press("y")
        assert copied[-1] == "地区,企业数\r\n合肥,300\r\n芜湖,'=200\r\n", "no cell is a formula"
        await desk.press("Y")
        assert copied[-1].startswith("| 地区 | 企业数 |")


async def test_what_the_mouse_selects_is_copied_when_it_is_let_go_and_clicks_take_words_and_paragraphs(
    newsroom: FakeNewsroom, article: Article, copied: list[str]
) -> None:
    async with running(newsroom, path=article.path) as desk:
        reader = desk.main.reader
        lines = reader.text_layout.lines
        y = next(n for n, line in enumerate(lines) if line.text.startswith("会议要求"))
        x = reader.viewport.margin + lines[y].indent
        at = (reader.gutter.left + x + 2, reader.gutter.top + y)
        await desk.pilot.mouse_down(reader, offset=at)
        await desk.pilot.hover(reader, offset=(at[0] + 6, at[1]))
        await desk.pilot.mouse_up(reader, offset=(at[0] + 6, at[1]))
        await desk.settle()
        assert copied[-1].startswith("议要求")
        assert f"已复制 {len(copied[-1])} 字" in desk.status
        await desk.pilot.click(reader, offset=at, times=2)
        await desk.settle()
        assert copied[-1] == "会议要求各区抓好落实"
        await desk.pilot.click(reader, offset=at, times=3)
        await desk.settle()
        assert copied[-1] == block_text(BLOCKS[3])
        number = len(copied)
        await desk.press("ctrl+c")
        assert copied[number:] == [block_text(BLOCKS[3])]
        await desk.pilot.click(reader, offset=at)
        await desk.settle()
        assert len(copied) == number + 1, "a click selects nothing, and copies nothing"


async def test_what_is_selected_is_not_copied_unasked_where_that_is_not_wanted(
    newsroom: FakeNewsroom, article: Article, copied: list[str]
) -> None:
    async with running(with_config(newsroom, copy_on_select=False), path=article.path) as desk:
        desk.main.reader.select(desk.main.reader.shown.first + 1, 0, 3)
        await desk.settle()
        assert copied == []
        await desk.press("y")
        assert copied == ["上半年"]


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_a_passage_is_marked_with_a_note_seen_in_every_width_and_undone(
    newsroom: FakeNewsroom, article: Article, size: tuple[int, int]
) -> None:
    async with running(newsroom, size, path=article.path) as desk:
        await desk.press("v", "j", "m")
        assert desk.main.prompted == "passage"
        await type_in(desk, "关键 #土地")
        await desk.press("enter")
        assert desk.main.reader.choosing is None
        [note] = notes(newsroom)
        assert (note.text, note.tags) == ("关键 #土地", ("土地",))
        assert note.passage is not None
        assert (note.passage.quotation, note.passage.block) == (block_text(BLOCKS[1]), 1)
        assert painted(desk, "highlight") == block_text(BLOCKS[1])
        below = [block_text(block) for block in desk.main.reader.shown.blocks]
        assert "“上半年新增企业三百家，‘链长制’初见成效。”：关键 #土地" in below
        assert "选了" not in desk.text
        await desk.press("U")
        assert notes(newsroom) == []
        assert painted(desk, "highlight") == ""
        assert "已撤销 写笔记" in desk.text
        await desk.press("ctrl+r")
        assert painted(desk, "highlight") == block_text(BLOCKS[1])


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_a_marked_passage_is_seen_in_every_theme(newsroom: FakeNewsroom, article: Article, theme: str) -> None:
    async with running(with_config(newsroom, theme=theme), path=article.path) as desk:
        before = await looks_of(desk, "上半年")
        await desk.press("v", "j", "m", "enter")
        after = await looks_of(desk, "上半年")
        assert before != after
        assert before == await looks_of(desk, "会议要"), "what is not marked looks as it did"


async def looks_of(desk: Driver, words: str) -> tuple[object, ...]:
    """Give how the paragraph with some words is written on the screen."""
    strips = desk.app.screen._compositor.render_strips()
    for strip in strips:
        for segment in strip:
            if words in segment.text and segment.style and desk.main.headline_list.display:
                style = segment.style
                return style.color, style.bgcolor, style.underline, style.reverse, style.bold
    raise AssertionError(words)


async def test_a_passage_is_marked_in_the_colour_that_is_chosen(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, path=article.path) as desk:
        first, second = block_text(BLOCKS[1]), block_text(BLOCKS[3])
        await desk.press("v", "j", "m")
        assert "黄色" in desk.text
        await desk.press("tab", "tab")
        assert "蓝色" in desk.text
        await desk.press("enter")
        assert [note.colour for note in notes(newsroom)] == ["blue"]
        assert painted(desk, "highlight-blue") == first

        await desk.press("v", "G", "C")
        assert desk.main.reader.choosing is None
        assert [note.colour for note in notes(newsroom)] == ["blue", "blue"], "in the one that was chosen last"
        assert painted(desk, "highlight-blue") == first + second
        await desk.press("C")
        assert "已划成红色" in desk.status
        assert (painted(desk, "highlight-blue"), painted(desk, "highlight-red")) == (first, second)
        await desk.press("C")
        assert painted(desk, "highlight") == second, "behind the last comes the first"
        await desk.press("v", "j", "C")
        assert painted(desk, "highlight-red") == first, "what is selected comes before what was marked last"

        await desk.press("U")
        assert "已撤销 换划线颜色" in desk.status
        assert painted(desk, "highlight-blue") == first
        await desk.press("ctrl+r")
        assert painted(desk, "highlight-red") == first
        await desk.press("v", "j", "m", "tab", "escape", "escape")
        assert painted(desk, "highlight-red") == first, "Escape leaves the colour as well"


async def test_colours_are_seen_found_and_turned_where_all_notes_are_listed(
    newsroom: FakeNewsroom, article: Article
) -> None:
    own = newsroom.library.notes
    own.add([PATH], "写在全文上")
    own.add([PATH], "", passage=Passage(block_text(BLOCKS[1])), colour="green")
    own.add([PATH], "", passage=Passage(block_text(BLOCKS[3])), colour="mauve")
    async with running(newsroom, path=article.path) as desk:
        assert painted(desk, "highlight") == block_text(BLOCKS[3]), "a colour of another version is still a mark"
        await desk.press("M", "/")
        await type_in(desk, "绿色")
        await desk.press("enter")
        screen = desk.app.screen
        assert isinstance(screen, NotesScreen)
        assert [row.placed.note.colour for row in screen._rows] == ["green"]
        assert "” 绿色" in desk.text
        await desk.press("C")
        assert {note.colour for note in notes(newsroom) if note.passage} == {"blue", "mauve"}
        assert "已划成蓝色" in desk.text
        await desk.press("escape", "g", "C")
        assert [note.colour for note in notes(newsroom) if not note.passage] == ["yellow"], "no passage, no colour"


async def test_enter_alone_marks_and_escape_leaves_all_as_it_was(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("v", "m", "escape")
        assert notes(newsroom) == []
        await desk.press("m", "enter")
        [note] = notes(newsroom)
        assert (note.text, note.passage is not None) == ("", True)
        assert "已划线" in desk.status
        await desk.press("m")
        await type_in(desk, "后来写的")
        await desk.press("enter")
        assert [each.text for each in notes(newsroom)] == ["后来写的"]
        await desk.press("delete")
        assert notes(newsroom) == []


async def test_of_several_marks_in_sight_the_last_one_is_meant(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("v", "m")
        assert "“一、总体情况”" in desk.text, "the prompt names the passage"
        assert desk.main.prompt.field.size.width > desk.main.size.width // 2
        await type_in(desk, "甲")
        await desk.press("enter", "v", "j", "m")
        await type_in(desk, "乙")
        await desk.press("enter", "m")
        assert desk.main.prompt.field.value == "乙"
        assert "“上半年新增企……”" in desk.text
        await desk.press("escape", "v", "m", "enter")  # what was looked at last is meant as well
        await desk.press("m")
        assert desk.main.prompt.field.value == "甲"
        await desk.press("escape", "v", "j", "m", "enter", "delete")
        assert [note.text for note in notes(newsroom)] == ["甲"]
        await desk.press("m")
        assert desk.main.prompt.field.value == "甲", "the one that is left"
        await desk.press("escape", "E")
        assert desk.main.prompt.field.value == ""
        assert "“一、总体情况”" not in desk.main.prompt.field.placeholder
        await type_in(desk, "全文")
        await desk.press("enter", "E")
        assert desk.main.prompt.field.value == "全文"
        await desk.press("escape")
        assert [(note.text, note.passage is None) for note in notes(newsroom)] == [("全文", True), ("甲", False)]


async def test_a_passage_that_is_marked_already_has_its_note_changed(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("v", "j", "m")
        await type_in(desk, "甲")
        await desk.press("enter", "v", "j", "m")
        assert desk.main.prompt.field.value == "甲"
        await type_in(desk, "乙")
        await desk.press("enter")
        assert [note.text for note in notes(newsroom)] == ["甲乙"]
        assert desk.main.reader.choosing is None
        await desk.press("v", "j", "m", "enter")
        assert [note.text for note in notes(newsroom)] == ["甲乙"]
        reader = desk.main.reader
        reader.select(reader.shown.first + 1, 3, 9)
        await desk.settle()
        await desk.press("m", "enter")
        assert sorted(note.text for note in notes(newsroom)) == ["", "甲乙"], "a part of it is another passage"


async def test_a_note_on_the_article_is_written_changed_and_deleted_from_list_and_reader(
    newsroom: FakeNewsroom,
) -> None:
    async with running(newsroom) as desk:
        await desk.press("m")
        await type_in(desk, "从列表写")
        await desk.press("enter")
        path = desk.main.headline_list.headline.path  # type: ignore[union-attr]
        assert [note.text for note in newsroom.library.notes.of_article(path)] == ["从列表写"]
        await desk.press("enter", "m")
        assert desk.main.prompt.field.value == "从列表写"
        await type_in(desk, "，改过")  # behind what is written, none of which is typed over
        await desk.press("enter")
        assert [note.text for note in newsroom.library.notes.of_article(path)] == ["从列表写，改过"]
        await desk.press("m", "ctrl+u", "enter")
        assert newsroom.library.notes.of_article(path) == []


async def test_words_that_cannot_be_written_are_not_lost(
    newsroom: FakeNewsroom, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DiskFullError

    store = newsroom.library.notes
    add, change = store.add, store.change
    monkeypatch.setattr(store, "add", fail)
    monkeypatch.setattr(store, "change", fail)
    async with running(newsroom, path=article.path) as desk:
        field = desk.main.prompt.field
        await desk.press("m")
        await type_in(desk, "写在全文上")
        await desk.press("enter")
        assert "磁盘已满" in desk.text, "the reason stays readable"
        assert "写的字没有丢" in desk.text
        await desk.press("m")
        assert field.value == "写在全文上"
        await desk.press("escape", "v", "m")
        assert field.value == "", "they belong to what they were written on"
        await type_in(desk, "写在段落上")
        await desk.press("enter", "v", "m")
        assert field.value == "写在段落上"
        monkeypatch.setattr(store, "add", add)
        await desk.press("enter", "m")
        assert field.value == "写在段落上", "it is the note's own by now"
        await type_in(desk, "，改了")
        await desk.press("enter")
        assert "磁盘已满" in desk.text
        await desk.press("M", "m")
        notes_screen = desk.app.screen
        assert isinstance(notes_screen, NotesScreen)
        assert "写在段落上，改了" in desk.text
        await type_in(desk, "两次")
        await desk.press("enter")
        assert "写的字没有丢" in desk.text
        monkeypatch.setattr(store, "change", change)
        await desk.press("m", "enter")
        assert [note.text for note in notes(newsroom)] == ["写在段落上，改了两次"]


async def test_one_screen_has_all_notes_filters_them_and_leads_to_their_passages(
    newsroom: FakeNewsroom, article: Article
) -> None:
    other = path_of(FIRST, 1)
    newsroom.library.notes.add([other], "别处 #产业")
    async with running(newsroom, path=article.path) as desk:
        await desk.press("v", "G", "j", "j", "j", "m", "enter", "M")
        assert isinstance(desk.app.screen, NotesScreen)
        assert "会议要求各区抓好落实" in desk.text
        assert "别处 #产业" in desk.text
        await desk.press("slash")
        await type_in(desk, "#产业")
        assert "会议要求" not in desk.text
        await desk.press("enter", "delete")
        assert newsroom.library.notes.of_article(other) == []
        await desk.press("U")
        assert [note.text for note in newsroom.library.notes.of_article(other)] == ["别处 #产业"]
        await desk.press("enter")
        assert isinstance(desk.app.screen, MainScreen)
        assert desk.main.reading is not None
        assert desk.main.reading.path == other


async def test_a_note_is_changed_on_the_screen_of_all_notes_which_stays_as_it_was(
    newsroom: FakeNewsroom, article: Article
) -> None:
    second, third = path_of(FIRST, 1), path_of(FIRST, 2)
    for path, text in ((third, "丙\n第二行 #土地"), (second, "乙 #土地"), (PATH, "甲")):
        newsroom.library.notes.add([path], text)

    def texts() -> list[str]:
        return [note.text for path in (PATH, second, third) for note in newsroom.library.notes.of_article(path)]

    async with running(newsroom, NARROW, path=article.path) as desk:
        await desk.press("M", "slash")
        await type_in(desk, "#土地")
        await desk.press("enter", "j", "m", "escape")
        assert isinstance(desk.app.screen, NotesScreen)
        assert "  甲" not in desk.text, "what is left out stays so"
        assert texts() == ["甲", "乙 #土地", "丙\n第二行 #土地"]
        await desk.press("m")
        await type_in(desk, "，改过")
        assert "丙 ⏎ 第二行 #土地，改过" in desk.text
        await desk.press("enter")
        assert isinstance(desk.app.screen, NotesScreen)
        assert "笔记已保存" in desk.text
        assert texts() == ["甲", "乙 #土地", "丙\n第二行 #土地，改过"]
        await desk.press("delete")
        assert texts() == ["甲", "乙 #土地"], "the cursor is where it was"
        await desk.press("m", "ctrl+u", "enter")
        assert texts() == ["甲"]
        assert "笔记已删除" in desk.text


async def test_notes_are_seen_whole_and_broken_as_an_article_is(newsroom: FakeNewsroom) -> None:
    texts = [f"{'潮' * number}，滩涂、码头（2019—2034年）与“链长制”，" * 3 for number in range(1, 12)]
    for text in texts:
        newsroom.library.notes.add([PATH], text)
    async with running(newsroom, NARROW) as desk:
        await desk.press("M")
        seen = ""
        for _ in texts:
            lines = [line.strip(" ▁▂▃▄▅▆▇") for line in desk.screen]
            assert not any(line.startswith(("，", "、", "）", "”")) for line in lines)
            assert not any(line.endswith(("（", "“", "20", "—")) for line in lines)
            seen += f"\n{''.join(lines)}"
            await desk.press("j")
        assert [text for text in texts if text not in seen] == []


async def test_a_passage_that_is_gone_is_kept_and_said_to_be_gone(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, path=article.path) as desk:
        await desk.press("v", "j", "m")
        await type_in(desk, "要点")
        await desk.press("enter")
    corrected = replace(article, blocks=(TextBlock("paragraph", "全文已由编辑重写，与原来的内容无关。"),) * 2)
    newsroom.library.save_article(corrected, parser=PARSER_VERSION, at=TODAY + 2)
    assert newsroom.kept(PATH) is not None
    async with running(newsroom, path=article.path) as desk:
        assert painted(desk, "highlight") == ""
        assert "原文里已经没有这一段" in desk.text
        await desk.press("M")
        assert "原文里已经没有这一段" in desk.text


async def test_what_changes_no_note_sets_nothing_anew(newsroom: FakeNewsroom, article: Article) -> None:
    newsroom.library.notes.add([article.path], "笔记")
    async with running(newsroom, path=article.path) as desk:
        layout = desk.main.reader.text_layout
        await desk.press("f", "L", "U")
        assert desk.main.reader.text_layout is layout


async def test_the_app_opens_at_a_paragraph(newsroom: FakeNewsroom) -> None:
    newsroom.library.save_article(article_of(FIRST, 3), parser=PARSER_VERSION, at=TODAY + 1)
    async with running(newsroom, NARROW, path=path_of(FIRST, 3), at=7) as desk:
        assert desk.main.reader.place == (6, 0)
        assert "第 7 段" in desk.screen[1] + desk.screen[2]


async def test_a_selection_is_marked_and_given_up(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, path=article.path) as desk:
        reader = desk.main.reader
        reader.select(reader.shown.first + 1, 3, 9)
        await desk.settle()
        await desk.press("m", "enter")
        [note] = notes(newsroom)
        assert note.passage is not None
        assert note.passage.quotation == "新增企业三百"
        assert painted(desk, "highlight") == "新增企业三百"
        assert desk.main.selections == dict[object, Selection]()
