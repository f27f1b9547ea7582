"""What is quoted of lists and tables: numbers and columns as the screen shows them, in copies and in notes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from achie_tui.export.noted import NotedArticle, placed_notes
from achie_tui.export.notes_markdown import Surroundings, notes_document
from achie_tui.library.records import Kept
from achie_tui.model import Article, Block, ListBlock, ListItem, Note, TableBlock, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui.screens.notes import NotesScreen
from tests.tui.driver import WIDE, Driver, running
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, keep_first, path_of

pytestmark = pytest.mark.usefixtures("copied")  # nothing reaches the clipboard of who runs this

PATH = path_of(CATEGORIES[0], 0)
ITEMS = (
    ListItem("提交申请材料", number=3),
    ListItem("营业执照", level=1, number=1),
    ListItem("项目预算", level=1, number=2),
    ListItem("另附说明", level=1),
    ListItem("现场核查", number=4),
)
LIST = ListBlock(True, ITEMS, 3)
TABLE = TableBlock((("", "2023年", "2024年"), ("合肥", "", "300"), ("芜湖", "120", "")), 1)
BLOCKS: tuple[Block, ...] = (TextBlock("paragraph", "办理程序如下。"), LIST, TABLE)
CELLS = "\t2023年\t2024年\n合肥\t\t300\n芜湖\t120\t"
NUMBERED = "3. 提交申请材料\n   1. 营业执照\n   2. 项目预算\n   另附说明\n4. 现场核查"


@pytest.fixture(name="article")
def kept_article(newsroom: FakeNewsroom) -> Article:
    return keep_first(newsroom.library, BLOCKS)


def markdown_of(newsroom: FakeNewsroom, notes: Sequence[Note], article: Article | None) -> str:
    kept = Kept(article, TODAY, PARSER_VERSION, revised=False) if article else None
    noted = NotedArticle(PATH, None, kept, placed_notes(notes, article))
    around = Surroundings(newsroom.config.addresses, "高新院", date(2026, 1, 5), "zh")
    return "".join(notes_document([noted], around)).replace("\\", "")


async def mark(desk: Driver, *moves: str) -> None:
    await desk.press("v", *moves, "m", "enter")


async def select(desk: Driver, block: int, start: int, end: int) -> None:
    """Select of a block what the mouse would."""
    reader = desk.main.reader
    reader.select(reader.shown.first + block, start, end)
    await desk.settle()


async def test_a_list_is_copied_and_noted_with_the_numbers_of_the_screen(
    newsroom: FakeNewsroom, article: Article, copied: list[str]
) -> None:
    async with running(newsroom, WIDE, path=PATH) as desk:
        await desk.press("v", "j", "y", "c")
        assert copied[0] == NUMBERED
        assert copied[1].startswith(f"“{NUMBERED}”(")
        await desk.press("escape")
        await mark(desk, "j")
        (note,) = newsroom.library.notes.of_article(PATH)
        assert note.passage is not None
        assert "3." not in note.passage.quotation, "the numbers are no part of what is found again"
        assert [line.text for line in desk.main.reader.text_layout.lines].count("提交申请材料") == 1
        assert desk.main.reader.highlights.passages, "it stands in the article"
        await desk.press("M")
        assert isinstance(desk.app.screen, NotesScreen)
        assert "“3. 提交申请材料 1. 营业执照 2. 项目预算 另附说明 4. 现场核查”" in desk.text.replace("\n", "")
    text = markdown_of(newsroom, [note], article)
    assert "> ==3. 提交申请材料==\n>\n> &emsp;==1. 营业执照==\n" in text
    assert "> ==4. 现场核查==[^" in text
    moved = replace(article, blocks=(BLOCKS[0], ListBlock(True, (ListItem("改过的一条", number=2), *ITEMS), 2)))
    assert "==4. 现场核查==" in markdown_of(newsroom, [note], moved)
    assert "==提交申请材料==" in markdown_of(newsroom, [note], None), "whose article is not here has no numbers"


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (0, 14, "3. 提交申请材料\n   1. 营业执照\n   2. 项目"),
        (2, 11, "申请材料\n   1. 营业执照"),
        (7, 14, "1. 营业执照\n2. 项目"),
        (6, 11, "1. 营业执照"),
        (13, 15, "目预"),
    ],
)
async def test_what_the_mouse_selects_of_a_list_has_numbers_where_items_begin(
    newsroom: FakeNewsroom, copied: list[str], start: int, end: int, text: str
) -> None:
    async with running(newsroom, WIDE, path=PATH) as desk:
        await select(desk, 1, start, end)
        await desk.press("y")
        assert copied[-1] == text


@pytest.mark.usefixtures("article")
async def test_choosing_begins_at_what_was_found(newsroom: FakeNewsroom, copied: list[str]) -> None:
    async with running(newsroom, WIDE, path=PATH) as desk:
        await desk.press("/", *"芜湖", "enter", "v", "y")
        assert copied == [CELLS]


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    ("start", "end", "text"), [(0, 40, CELLS), (0, 5, "\t2023年\t2024年"), (22, 24, "芜湖\t120\t")]
)
async def test_a_table_is_copied_with_its_empty_cells_at_both_ends(
    newsroom: FakeNewsroom, copied: list[str], start: int, end: int, text: str
) -> None:
    async with running(newsroom, WIDE, path=PATH) as desk:
        await select(desk, 2, start, end)
        await desk.press("y", "c")
        assert set(copied[:-1]) == {text}
        assert copied[-1].startswith(f"“{text}”(")


async def test_a_marked_table_keeps_its_columns_in_notes(newsroom: FakeNewsroom, article: Article) -> None:
    async with running(newsroom, WIDE, path=PATH) as desk:
        await mark(desk, "j", "j")
        (note,) = newsroom.library.notes.of_article(PATH)
        assert note.passage is not None
        assert note.passage.quotation == CELLS
        await desk.press("M")
        assert "“| 2023年 | 2024年 / 合肥 |  | 300 / 芜湖 | 120 |”" in desk.text
    table = "| 2023年 | 2024年 |\n> | --- | --- | --- |\n> | 合肥 |  | 300 |\n> | 芜湖 | 120 |  |\n>\n> [^"
    assert "> |  " + table in markdown_of(newsroom, [note], article)
    assert "| 合肥 |  | 300 |\n> | 芜湖 | 120 |  |\n" in markdown_of(newsroom, [note], None)
    assert "> |  | 2023年 | 2024年 |\n" in markdown_of(newsroom, [note], None)
