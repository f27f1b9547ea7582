"""Pictures in the reader under a pilot: shown in place, refused, given up, walked; and the text never waits."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image
from textual import on
from textual.geometry import Offset
from textual.selection import SELECT_ALL
from textual.theme import Theme

from achie_tui.errors import AchieError, UnreachableError
from achie_tui.library.records import Kept
from achie_tui.model import Block, ImageBlock, TextBlock
from achie_tui.pictures import child
from achie_tui.pictures.album import Album
from achie_tui.pictures.errors import PictureMissingError, PictureNotKeptError
from achie_tui.pictures.halfblocks import UPPER_HALF
from achie_tui.pictures.raster import RGB
from achie_tui.tui.widgets.reader import Reader
from achie_tui.typeset.document import PictureNote
from tests.pictures.samples import BLUE, GREEN, RED, WHITE, file
from tests.tui.grid import assert_as_kept, grid
from tests.tui.test_reader import PARAGRAPHS, Host, harmless, until, where
from tests.tui.test_reader import kept as kept_article


def quarters(width: int, height: int) -> Image.Image:
    """Make a picture of four colours."""
    picture = Image.new("RGB", (width, height), RED)
    for colour, x, y in ((GREEN, 1, 0), (BLUE, 0, 1), (WHITE, 1, 1)):
        picture.paste(colour, (x * width // 2, y * height // 2, (x + 1) * width // 2, (y + 1) * height // 2))
    return picture


FOUR = file(quarters(40, 18), "PNG")
SHADOW = file(Image.new("RGBA", (40, 20), (0, 0, 0, 0)), "PNG")
FILES = {
    "/four.png": FOUR,
    "/wide.png": file(quarters(800, 100), "PNG"),
    "/tall.png": file(quarters(300, 600), "PNG"),
    "/shadow.png": SHADOW,
    "/broken.png": FOUR[:70],
    "/other.tiff": file(quarters(40, 18), "TIFF"),
    "/bomb.png": file(Image.new("1", (5000, 4001)), "PNG"),
}
PICTURE = ImageBlock("/four.png", alt="四色", caption="图为四种颜色")
ELSEWHERE = ImageBlock("https://img.example/a.png", alt="外面", caption="图在外面")


class Wall(Host):
    """An app of one reader, and pictures that come when the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked: list[str] = []
        self.failure: AchieError | None = None
        self.opened: list[int] = []
        self.album = Album(self.load)
        self.reader.pictures.album = self.album

    @on(Reader.PictureOpened)
    def open(self, message: Reader.PictureOpened) -> None:
        """Keep which picture was opened."""
        self.opened.append(message.number)

    async def load(self, src: str) -> bytes:
        """Give a file, once the gate is open."""
        self.asked.append(src)
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return FILES[src.partition("?")[0]]

    def show(self, article: Kept, place: tuple[int, int] | None = None) -> None:
        """Show an article, but of its pictures none that is elsewhere."""
        pictures = (block.src for block in article.article.blocks if isinstance(block, ImageBlock))
        elsewhere = {src: PictureNote("图片在站外 img.example", src) for src in pictures if src.startswith("https:")}
        self.reader.show(article, place=place, refused=elsewhere)


def kept(*blocks: Block, **changes: Any) -> Kept:
    return kept_article(blocks=blocks, related=(), previous=None, next=None, **changes)


Shown = list[tuple[str, RGB | None, RGB | None]]


def cells(reader: Reader, y: int) -> Shown:
    """Give each cell of a line with its colours."""
    return [
        (character, *(colour and colour.triplet and tuple(colour.triplet) for colour in (style.color, style.bgcolor)))  # type: ignore[misc]
        for segment in reader.render_line(y)
        if (style := segment.style) is not None
        for character in segment.text
    ]


def shows(reader: Reader, colour: RGB) -> Callable[[], bool]:
    return lambda: any(colour in cell for y in range(reader.size.height) for cell in cells(reader, y))


def picture_line(reader: Reader) -> int:
    """Give the line of the view on which the first picture in sight begins."""
    y = reader.scroll_offset.y
    return next(index for index, line in enumerate(reader.text_layout.lines[y:]) if line.kind == "image")


def top(reader: Reader) -> str:
    return grid(reader)[0].strip()


# In place.


async def test_a_picture_is_shown_exactly_to_the_cell() -> None:
    app = Wall()
    async with app.run_test(size=(80, 40)) as pilot:
        app.show(kept(PARAGRAPHS[0], PICTURE, PARAGRAPHS[1]))
        await until(pilot, shows(app.reader, RED))
        assert_as_kept(grid(app.reader), "reader-picture")
        first = where(app.reader, "图为四种颜色").y - 9
        for row in range(9):
            line = cells(app.reader, first + row)
            middle = UPPER_HALF if row == 4 else " "
            left = (RED, BLUE) if row == 4 else (None, RED if row < 4 else BLUE)
            right = (GREEN, WHITE) if row == 4 else (None, GREEN if row < 4 else WHITE)
            assert line[19:39] == [(middle, *left)] * 20
            assert line[39:59] == [(middle, *right)] * 20
            background = app.reader.background_colors[1].rgb
            assert {cell[2] for cell in (*line[:19], *line[59:])} == {background}


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (50, 20), (20, 8)])
async def test_it_takes_half_the_height_at_most_and_no_more_than_the_measure(size: tuple[int, int]) -> None:
    app = Wall()
    async with app.run_test(size=size) as pilot:
        app.show(kept(ImageBlock("/tall.png"), ImageBlock("/wide.png")))
        await until(pilot, lambda: not app.reader.pictures._loading and app.reader.pictures._due is None)
        await pilot.pause()
        rows = [line.block for line in app.reader.text_layout.lines if line.kind == "image"]
        tall, wide = rows.count(2), rows.count(3)
        assert tall == max(4, min(20, size[1] // 2))
        assert wide <= max(1, app.reader.text_layout.measure // 16 + 1)
        grid(app.reader)


async def test_the_text_does_not_wait_and_nothing_jumps_where_the_size_is_stated() -> None:
    app = Wall()
    app.gate.clear()
    picture = replace(PICTURE, width=40, height=18)
    async with app.run_test(size=(80, 40)) as pilot:
        app.show(kept(PARAGRAPHS[0], picture, PARAGRAPHS[1]))
        before = grid(app.reader)
        assert before[where(app.reader, "第2段").y - 2].strip() == "图为四种颜色"
        await until(pilot, lambda: app.asked == ["/four.png"])
        await until(pilot, lambda: "正在取图片" in "".join(grid(app.reader)))
        app.gate.set()
        await until(pilot, shows(app.reader, RED))
        after = grid(app.reader)
        assert len(after) == len(before)
        assert all(UPPER_HALF in line or line == former for line, former in zip(after, before, strict=True))


async def test_another_size_than_expected_moves_no_text_above_the_fold() -> None:
    app = Wall()
    app.gate.clear()
    async with app.run_test(size=(80, 40)) as pilot:
        app.show(kept(PARAGRAPHS[0], ImageBlock("/wide.png", caption="图为长卷"), *PARAGRAPHS[1:9]))
        await pilot.press("space")
        assert "第" in "".join(grid(app.reader))
        line, y, lines = grid(app.reader), app.reader.scroll_offset.y, len(app.reader.text_layout.lines)
        app.gate.set()
        await until(pilot, lambda: len(app.reader.text_layout.lines) != lines)
        moved = lines - len(app.reader.text_layout.lines)
        assert moved > 5
        assert app.reader.scroll_offset.y == y - moved
        assert [row.rstrip(" ▐") for row in grid(app.reader)] == [row.rstrip(" ▐") for row in line]


@pytest.mark.parametrize("steps", range(10, 34))
async def test_wherever_the_top_line_is_it_stays_there(steps: int) -> None:
    app = Wall()
    app.gate.clear()
    async with app.run_test(size=(80, 40)) as pilot:
        app.show(kept(PARAGRAPHS[0], ImageBlock("/wide.png", caption="图为长卷"), *PARAGRAPHS[1:9]))
        app.reader.action_line(steps)
        lines = app.reader.text_layout.lines
        at = next(index for index, line in enumerate(lines[steps:]) if line.block == 4 and line.kind == "paragraph")
        await pilot.pause()
        app.gate.set()
        await until(pilot, lambda: app.reader.text_layout.lines is not lines)
        now = [line.block for line in app.reader.text_layout.lines[app.reader.scroll_offset.y :]].index(4)
        kind = lines[steps].kind
        if kind != "image":
            assert app.reader.text_layout.lines[app.reader.scroll_offset.y].text == lines[steps].text
        if lines[steps].block > 3 or (kind == "image" and lines[steps].item > 20 - 7):
            assert now <= at
        assert kind != "image" or app.reader.text_layout.lines[app.reader.scroll_offset.y].kind == "image"


async def test_a_picture_above_moves_no_place() -> None:
    """A place that was saved without the picture, or with another one above, is the same text."""
    app = Wall()
    article = kept(ImageBlock("/tall.png"), *PARAGRAPHS[:9])
    async with app.run_test(size=(80, 30)) as pilot:
        app.show(article)
        await until(pilot, shows(app.reader, RED))
        await pilot.press("space", "j")
        assert top(app.reader)
        await until(pilot, lambda: bool(app.places()))
        line, (_, block, offset) = top(app.reader), app.places()[-1]
        app.reader.show_message("", "")
        app.reader.pictures.album = None
        app.show(article, place=(block, offset))
        assert top(app.reader) == line
        await pilot.resize_terminal(80, 16)
        await pilot.pause()
        assert top(app.reader) == line


async def test_the_picture_is_one_place_from_its_top_to_its_caption() -> None:
    app = Wall()
    async with app.run_test(size=(80, 30)) as pilot:
        app.show(kept(PARAGRAPHS[0], PICTURE, *PARAGRAPHS[1:9]))
        await until(pilot, shows(app.reader, RED))
        y = where(app.reader, "图为四种颜色").y - 9
        app.reader.action_line(y + 4)
        assert app.reader.place == (1, 0)
        app.show(kept(PARAGRAPHS[0], PICTURE, *PARAGRAPHS[1:9]), place=(1, 0))
        assert app.reader.scroll_offset.y == y
        app.reader.action_line(9)
        assert top(app.reader) == "图为四种颜色"
        await pilot.resize_terminal(60, 30)
        await pilot.pause()
        assert top(app.reader) == "图为四种颜色"


async def test_a_resize_draws_it_anew_and_keeps_the_top_line() -> None:
    app = Wall()
    async with app.run_test(size=(100, 40)) as pilot:
        app.show(kept(ImageBlock("/wide.png"), *PARAGRAPHS[:9]))
        await until(pilot, shows(app.reader, RED))
        app.reader.action_line(where(app.reader, "第1段").y)
        line = top(app.reader)
        for width in (60, 44, 100):
            await pilot.resize_terminal(width, 40)
            await pilot.pause()
            assert top(app.reader)[:8] == line[:8]
        app.reader.action_top()
        await until(pilot, shows(app.reader, RED))
        assert [cell[2] for cell in cells(app.reader, picture_line(app.reader))].count(RED) >= 40
        assert app.asked.count("/wide.png") <= 3, "what was decoded for this width is at hand"


async def test_a_change_of_theme_puts_it_on_another_background() -> None:
    app = Wall()
    paper = Theme(name="paper", primary="#a63d2a", background="#faf6ed", dark=False)
    async with app.run_test(size=(80, 30)) as pilot:
        app.register_theme(paper)
        app.show(kept(ImageBlock("/shadow.png")))
        await until(pilot, lambda: bool(app.reader.pictures._decoded))
        assert not shows(app.reader, (0xFA, 0xF6, 0xED))()
        app.theme = "paper"
        await until(pilot, lambda: app.album.held > 4000)
        await pilot.pause()
        assert {cell[2] for cell in cells(app.reader, picture_line(app.reader))} == {(0xFA, 0xF6, 0xED)}


@pytest.mark.parametrize("width", range(1, 24))
async def test_the_view_can_be_narrow(width: int) -> None:
    app = Wall()
    async with app.run_test(size=(width, 20)) as pilot:
        app.show(kept(PICTURE, ELSEWHERE, replace(PICTURE, src="/broken.png")))
        await until(pilot, lambda: not app.reader.pictures._loading and app.reader.pictures._due is None)
        for _ in range(5):
            await pilot.press("space")
            grid(app.reader)


# What is decoded, and when.


async def test_only_what_is_near_is_loaded() -> None:
    app = Wall()
    blocks: list[Block] = []
    for number in range(20):
        blocks += (ImageBlock(f"/tall.png?{number}"), PARAGRAPHS[0])
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(kept(*blocks))
        await until(pilot, shows(app.reader, RED))
        await until(pilot, lambda: not app.reader.pictures._loading)
        assert app.asked[0] == "/tall.png?0"
        assert len(app.asked) <= 3
        await pilot.press("G")
        await until(pilot, shows(app.reader, RED))
        await until(pilot, lambda: not app.reader.pictures._loading)
        assert 1 <= len([src for src in app.asked if int(src.partition("?")[2]) > 16]) <= 3
        assert len(app.asked) <= 7
        assert len(app.reader.pictures._decoded) <= 3
        await pilot.press("g")
        await pilot.pause()
        assert shows(app.reader, RED)(), "known ones hang at once"


async def test_what_is_left_behind_is_not_loaded_any_more() -> None:
    app = Wall()
    app.gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(kept(ImageBlock("/tall.png"), *PARAGRAPHS, ImageBlock("/wide.png")))
        await until(pilot, lambda: app.asked == ["/tall.png"])
        await pilot.press("G")
        await until(pilot, lambda: app.asked == ["/tall.png", "/wide.png"])
        app.gate.set()
        await until(pilot, shows(app.reader, RED))
        assert app.album.natural("/tall.png") is None


async def test_another_article_while_one_is_loading() -> None:
    app = Wall()
    app.gate.clear()
    async with app.run_test(size=(80, 30)) as pilot:
        app.show(kept(PICTURE, PARAGRAPHS[0]))
        await until(pilot, lambda: app.asked == ["/four.png"])
        app.show(kept(PARAGRAPHS[1], ELSEWHERE, path="/other.html"))
        app.gate.set()
        for _ in range(5):
            await pilot.pause(0.05)
        assert not shows(app.reader, RED)()
        assert app.album.held == 0
        assert not app.workers
        app.show(kept(PICTURE, PARAGRAPHS[0]))
        await until(pilot, shows(app.reader, RED))
        app.show(kept(PICTURE, PARAGRAPHS[0]))
        assert shows(app.reader, RED)(), "it is at hand when one comes back"


# What cannot be shown.


@pytest.mark.parametrize(
    ("src", "sentence"),
    [
        ("/broken.png", "图片文件不完整或已损坏，无法显示"),
        ("/other.tiff", "这张图片不是 JPEG、PNG、GIF 或 WebP"),
        ("/bomb.png", "图片太大，为安全起见没有打开"),
    ],
)
async def test_what_cannot_be_decoded_is_said_in_its_place(src: str, sentence: str) -> None:
    assert child.MOST_PIXELS < 5000 * 4001
    app = Wall()
    async with app.run_test(size=(80, 40)) as pilot:
        app.show(kept(PARAGRAPHS[0], replace(PICTURE, src=src), PARAGRAPHS[1]))
        await until(pilot, lambda: sentence in "".join(grid(app.reader)))
        at = where(app.reader, sentence)
        lines = grid(app.reader)
        assert "[图] 四色" in lines[at.y]
        assert lines[at.y + 1].strip() == "图为四种颜色"
        assert "第2段" in lines[at.y + 3]


@pytest.mark.parametrize(
    "failure",
    [UnreachableError(host="achie.org", reason="no network"), PictureMissingError(), PictureNotKeptError()],
)
async def test_what_does_not_come_is_said_in_its_place(failure: AchieError) -> None:
    app = Wall()
    app.failure = failure
    async with app.run_test(size=(100, 40)) as pilot:
        app.show(kept(PARAGRAPHS[0], PICTURE, PARAGRAPHS[1]))
        await until(pilot, lambda: failure.sentence("zh")[:12] in "".join(grid(app.reader)))
        app.failure = None
        app.show(kept(PARAGRAPHS[0], PICTURE, PARAGRAPHS[1]))
        await until(pilot, shows(app.reader, RED))


async def test_what_nobody_has_foreseen_is_said_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError("of all things")

    app = Wall()
    monkeypatch.setattr(app.album, "raster", fail)
    async with app.run_test(size=(80, 40)) as pilot:
        app.show(kept(PICTURE))
        await until(pilot, lambda: "程序内部出错" in "".join(grid(app.reader)))
        assert "of all things" not in "".join(grid(app.reader))


async def test_a_picture_elsewhere_is_a_link_and_never_loaded() -> None:
    app = Wall()
    async with app.run_test(size=(80, 30)) as pilot:
        app.show(kept(PARAGRAPHS[0], ELSEWHERE, PARAGRAPHS[1]))
        assert_as_kept(grid(app.reader), "reader-picture-elsewhere")
        await pilot.click(Reader, offset=where(app.reader, "img.example"))
        assert app.links() == [ELSEWHERE.src]
        assert app.reader.show_hints()
        assert "1 [图] 外面  图片在站外 img.example" in "".join(grid(app.reader))
        await pilot.press("1")
        await pilot.pause()
        assert app.links() == [ELSEWHERE.src] * 2
        assert app.asked == []
    app = Wall()
    async with app.run_test(size=(24, 30)):
        app.show(kept(ELSEWHERE))
        assert app.reader.show_hints()
        assert app.reader.hinting is not None
        assert [number.label for number in app.reader.hinting.numbers] == ["1"], "one link, over however many lines"


async def test_hostile_words_around_pictures() -> None:
    app = Wall()
    hostile = "\x1b[31m红\u202e[b]字\n行"
    async with app.run_test(size=(60, 30)) as pilot:
        app.show(
            kept(
                ImageBlock(f"https://img.example/{hostile}", hostile, hostile),
                ImageBlock("/broken.png", hostile, hostile),
            )
        )
        await until(pilot, lambda: "无法显示" in "".join(grid(app.reader)))
        assert all(harmless(line) for line in grid(app.reader))
        assert not app.reader.show_hints()


# With the rest of the reader.


async def test_find_and_selection_pass_over_pictures() -> None:
    app = Wall()
    async with app.run_test(size=(80, 40)) as pilot:
        app.show(kept(PARAGRAPHS[0], PICTURE, TextBlock("paragraph", "颜色之后的一段。")))
        await until(pilot, shows(app.reader, RED))
        app.reader.find("颜色")
        assert app.reader.finding is not None
        assert [match.block for match in app.reader.finding.matches] == [3, 4]
        selected = app.reader.get_selection(SELECT_ALL)
        assert selected is not None
        assert selected[0].endswith("图为四种颜色\n颜色之后的一段。")
        start, end = where(app.reader, "第1段"), where(app.reader, "颜色之后", 4)
        await pilot.mouse_down(Reader, offset=start)
        await pilot.hover(Reader, offset=where(app.reader, "图为四种") - Offset(0, 5))
        await pilot.hover(Reader, offset=end)
        await pilot.mouse_up(Reader, offset=end)
        await pilot.pause()
        text = app.screen.get_selected_text() or ""
        assert text.endswith("图为四种颜色\n颜色之")
        assert UPPER_HALF not in text
        assert app.opened == []


async def test_a_selection_may_end_in_a_picture() -> None:
    app = Wall()
    async with app.run_test(size=(80, 40)) as pilot:
        app.show(kept(PARAGRAPHS[0], PICTURE, PARAGRAPHS[1]))
        await until(pilot, shows(app.reader, RED))
        end = where(app.reader, "图为四种颜色") - Offset(0, 4)
        await pilot.mouse_down(Reader, offset=where(app.reader, "第1段"))
        await pilot.hover(Reader, offset=end)
        await pilot.mouse_up(Reader, offset=end)
        await pilot.pause()
        block = PARAGRAPHS[0]
        assert isinstance(block, TextBlock)
        assert app.screen.get_selected_text() == block.text


async def test_a_click_on_a_picture_opens_it() -> None:
    app = Wall()
    async with app.run_test(size=(80, 40)) as pilot:
        app.show(kept(ELSEWHERE, PARAGRAPHS[0], PICTURE))
        await until(pilot, shows(app.reader, RED))
        await pilot.click(Reader, offset=where(app.reader, "图为四种颜色") - Offset(0, 4))
        await pilot.click(Reader, offset=where(app.reader, "第1段"))
        assert app.opened == [1]


async def test_which_picture_is_in_sight() -> None:
    app = Wall()
    async with app.run_test(size=(80, 20)) as pilot:
        app.show(kept(*PARAGRAPHS[:9], PICTURE, *PARAGRAPHS[:9], replace(PICTURE, src="/tall.png"), *PARAGRAPHS[:9]))
        await pilot.pause()
        seen = []
        for _ in range(12):
            seen.append(app.reader.image_in_sight)
            await pilot.press("space")
        assert seen == sorted(seen)
        assert set(seen) == {0, 1}
        assert [picture.src for picture in app.reader.images] == ["/four.png", "/tall.png"]
        app.show(kept(*PARAGRAPHS))
        assert (app.reader.images, app.reader.image_in_sight) == ([], 0)


async def test_the_end_of_the_text_is_100_percent() -> None:
    app = Wall()
    related = kept_article().article.related * 20
    async with app.run_test(size=(80, 20)) as pilot:
        app.show(replace(kept(*PARAGRAPHS[:6]), article=replace(kept(*PARAGRAPHS[:6]).article, related=related)))
        assert app.reader.percent == 0
        end = app.reader.text_layout.text_end
        assert app.reader.text_layout.lines[end - 1].kind == "paragraph"
        app.reader.action_line(end - 20 - 1)
        assert app.reader.percent < 100
        app.reader.action_line(1)
        assert app.reader.percent == 100
        assert not app.reader.at_end
        await until(pilot, lambda: bool(app.told))
        [told] = [message for message in app.told if isinstance(message, Reader.PlaceChanged)]
        assert told.percent == 100


async def test_the_percent_told_is_that_of_the_article_left() -> None:
    app = Wall()
    async with app.run_test(size=(80, 20)) as pilot:
        app.show(kept(*PARAGRAPHS))
        await pilot.press("space", "space")
        percent = app.reader.percent
        assert 0 < percent < 100
        app.show(kept(PARAGRAPHS[0], path="/other.html"))
        await pilot.pause()
        assert [(m.path, m.percent) for m in app.told if isinstance(m, Reader.PlaceChanged)] == [
            (kept().article.path, percent)
        ]
