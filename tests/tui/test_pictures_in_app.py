"""Pictures in the app: from the library or the site, kept for later, one at a time with `i`, or not at all."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from achie_tui.config import Config, load
from achie_tui.errors import UnreachableError, UsageError
from achie_tui.fetching import Fetcher
from achie_tui.library.library import Library
from achie_tui.model import Block, ImageBlock
from achie_tui.newsroom import Newsroom
from achie_tui.parse import PARSER_VERSION
from achie_tui.pictures.errors import PictureElsewhereError, PictureMissingError, PictureNotKeptError
from achie_tui.pictures.raster import RGB
from achie_tui.tui.themes import TERMINAL
from achie_tui.tui.widgets.picture import PictureScreen, PictureView
from tests.pictures.samples import BLUE, RED, WHITE, file, halves
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, article_of
from tests.tui.test_reader_pictures import cells, shows

FIRST, SECOND, _ = CATEGORIES
NEARLY_ALL = 250
RED_BLUE = file(halves(80, 40), "PNG")
PLAIN = file(halves(80, 40).point(lambda value: 255 - value), "PNG")
HERE = ImageBlock("/uploads/here.png", caption="图为这里")
THERE = ImageBlock("/uploads/there.png", caption="图为那里")
ELSEWHERE = ImageBlock("https://img.example/a.png", caption="图在外面")
SIZES = [WIDE, MEDIUM, NARROW]


class Web:
    """Stands for the fetcher and its part for pictures: keeps what it gives, as that does."""

    def __init__(self, library: Library, files: dict[str, bytes]) -> None:
        self.pictures = self
        self.library = library
        self.files = files
        self.asked: list[str] = []
        self.failure: Exception | None = None

    async def fetch(self, src: str) -> bool:
        """Fetch a picture and keep it."""
        self.asked.append(src)
        if self.failure is not None:
            raise self.failure
        if src in self.files:
            self.library.pictures.save(src, self.files[src], "image/png")
        return src in self.files

    async def close(self) -> None:
        """There is nothing to close."""


class WithPictures(FakeNewsroom):
    """A newsroom whose pictures come as they do in earnest."""

    picture = Newsroom.picture


@pytest.fixture
def web(library: Library) -> Web:
    """Give a site with a picture."""
    return Web(library, {THERE.src: PLAIN})


def room(newsroom: FakeNewsroom, web: Web, *blocks: Block, **changes: Any) -> FakeNewsroom:
    """Give a newsroom whose first article has these blocks, and which asks that web."""
    config = replace(newsroom.config, **{"pictures": "blocks", **changes})
    newsroom = WithPictures(config, newsroom.library)
    newsroom._fetcher = web  # type: ignore[assignment]
    if blocks:
        paragraphs = article_of(FIRST, 0).blocks
        article = replace(article_of(FIRST, 0), blocks=(paragraphs[0], *blocks, *paragraphs))
        newsroom.library.save_article(article, parser=PARSER_VERSION, at=TODAY)
    return newsroom


async def comes(desk: Driver, condition: Callable[[], bool]) -> None:
    """Wait for something that takes a process."""
    async with asyncio.timeout(20):
        while not condition():
            await desk.pilot.pause(0.02)


def at_main(desk: Driver) -> bool:
    """Whether the main screen is in front."""
    return desk.app.screen is desk.main


@asynccontextmanager
async def reading(newsroom: FakeNewsroom, size: tuple[int, int] = WIDE) -> AsyncIterator[Driver]:
    """Open the first article."""
    async with running(newsroom, size) as desk:
        await desk.press("enter")
        yield desk


# From the newsroom.


async def test_a_picture_is_fetched_once_and_kept(newsroom: FakeNewsroom, web: Web) -> None:
    newsroom = room(newsroom, web)
    assert await newsroom.picture(THERE.src) == PLAIN
    assert await newsroom.picture(THERE.src) == PLAIN
    assert web.asked == [THERE.src]
    assert newsroom.library.pictures.get(THERE.src) == PLAIN


async def test_a_picture_that_the_site_has_not(newsroom: FakeNewsroom, web: Web) -> None:
    newsroom = room(newsroom, web)
    with pytest.raises(PictureMissingError):
        await newsroom.picture(HERE.src)
    newsroom.library.pictures.save(HERE.src, b"", None)  # as is kept of one that is gone
    with pytest.raises(PictureMissingError):
        await newsroom.picture(HERE.src)
    assert web.asked == [HERE.src]
    web.failure = UnreachableError(host="achie.org", reason="no network")
    with pytest.raises(UnreachableError):
        await newsroom.picture("/uploads/another.png")


async def test_what_is_never_fetched(newsroom: FakeNewsroom, web: Web) -> None:
    offline = room(newsroom, web, offline=True)
    assert isinstance(offline.picture_refused(THERE.src), PictureNotKeptError)
    with pytest.raises(PictureNotKeptError):
        await offline.picture(THERE.src)
    assert isinstance(newsroom.picture_refused(ELSEWHERE.src), PictureElsewhereError)
    for src in (ELSEWHERE.src, "http://www.achie.org.img.example/a.png", "https://img.example:8080/a.png"):
        with pytest.raises(PictureElsewhereError):
            await newsroom.picture(src)
    assert web.asked == []
    named = replace(newsroom.config.profile, image_hosts=("img.example",))
    assert room(newsroom, web, profile=named).picture_refused(ELSEWHERE.src) is None


@pytest.mark.parametrize("src", ["/a.png", "https://img.example/a.png", "https://other.example/a.png"])
async def test_the_newsroom_refuses_what_the_fetcher_does(newsroom: FakeNewsroom, web: Web, src: str) -> None:
    named = replace(newsroom.config.profile, image_hosts=("img.example",))
    newsroom = room(newsroom, web, profile=named)
    fetcher = Fetcher(newsroom.config, newsroom.library, newsroom.on_thread, lambda: TODAY)
    assert (newsroom.picture_refused(src) is None) == fetcher.pictures.may_fetch(src)


# In the reader.


@pytest.mark.parametrize("size", SIZES)
async def test_a_picture_is_shown_where_it_stands(newsroom: FakeNewsroom, web: Web, size: tuple[int, int]) -> None:
    newsroom.library.pictures.save(HERE.src, RED_BLUE, "image/png")
    async with reading(room(newsroom, web, HERE), size) as desk:
        reader = desk.main.reader
        if size != WIDE:
            await desk.press(*"jjjjjjjjjj")
        await comes(desk, shows(reader, RED))
        assert "图为这里" in desk.text
        assert web.asked == []


async def test_it_comes_from_the_site_and_is_there_offline(newsroom: FakeNewsroom, web: Web) -> None:
    async with reading(room(newsroom, web, THERE)) as desk:
        await comes(desk, shows(desk.main.reader, (0, 255, 255)))
        assert web.asked == [THERE.src]
    async with reading(room(newsroom, web, offline=True)) as desk:
        await comes(desk, shows(desk.main.reader, (0, 255, 255)))
        assert web.asked == [THERE.src]


async def test_what_is_not_kept_is_not_shown_offline(newsroom: FakeNewsroom, web: Web) -> None:
    async with reading(room(newsroom, web, THERE, offline=True)) as desk:
        lines = desk.screen
        at = next(y for y, line in enumerate(lines) if "图片没有缓存，联网后可看" in line)
        assert "图为那里" in lines[at + 1]
        assert web.asked == []


async def test_a_picture_elsewhere_opens_in_the_browser(newsroom: FakeNewsroom, web: Web) -> None:
    async with reading(room(newsroom, web, ELSEWHERE)) as desk:
        assert "图片在站外 img.example，按 ; 打开链接" in desk.text
        await desk.press("semicolon", "1")
        assert desk.opened == [ELSEWHERE.src]
        await desk.press("i")
        await comes(desk, lambda: "图片在站外（img.example）" in desk.text)
        assert web.asked == []


async def test_another_article_takes_its_pictures_away(newsroom: FakeNewsroom, web: Web) -> None:
    newsroom.library.pictures.save(HERE.src, RED_BLUE, "image/png")
    async with reading(room(newsroom, web, HERE)) as desk:
        await comes(desk, shows(desk.main.reader, RED))
        await desk.press("J")
        assert not shows(desk.main.reader, RED)()
        await desk.press("K")
        assert shows(desk.main.reader, RED)()


def pure(colour: RGB | None) -> RGB | None:
    """Give the pure colour that one is: where a picture is made smaller its edges come out a shade off."""
    parts = [255 if part > NEARLY_ALL else part if part > 255 - NEARLY_ALL else 0 for part in colour or ()]
    return (parts[0], parts[1], parts[2]) if parts else None


async def test_the_theme_changes_around_it(newsroom: FakeNewsroom, web: Web) -> None:
    newsroom.library.pictures.save(HERE.src, RED_BLUE, "image/png")
    async with reading(room(newsroom, web, HERE)) as desk:
        reader = desk.main.reader
        await comes(desk, shows(reader, RED))
        await desk.press("T")
        await comes(desk, lambda: not reader.pictures._loading and reader.pictures._due is None)
        y = next(y for y in range(reader.size.height) if any(RED in cell for cell in cells(reader, y)))
        line = cells(reader, y)
        assert {RED, BLUE} <= {pure(cell[2]) for cell in line}
        assert line[0][2] == line[-1][2] == reader.background_colors[1].rgb


async def test_on_the_terminals_own_background_nothing_is_black(newsroom: FakeNewsroom, web: Web) -> None:
    shadow = Image.new("RGBA", (80, 41), (*RED, 0))
    shadow.paste(RED, (0, 0, 40, 41))
    newsroom.library.pictures.save(HERE.src, file(shadow, "PNG"), "image/png")
    async with reading(room(newsroom, web, HERE, theme=TERMINAL.name)) as desk:
        reader = desk.main.reader
        await comes(desk, shows(reader, RED))
        seen = {colour for y in range(reader.size.height) for cell in cells(reader, y) for colour in cell[1:]}
        assert {RED, WHITE} <= {pure(colour) for colour in seen}
        assert all(colour is None or colour[0] > NEARLY_ALL for colour in seen)
        await desk.press("i")
        await desk.pilot.pause(0.3)
        view = desk.app.screen.query_one(PictureView)
        await comes(desk, lambda: bool(view._strips))
        styles = [segment.style for strip in view._strips for segment in strip if segment.style]
        assert all(style.bgcolor and style.bgcolor.triplet and style.bgcolor.triplet.red == 255 for style in styles)


# As large as the screen.


async def test_i_shows_them_one_at_a_time(newsroom: FakeNewsroom, web: Web) -> None:
    web.files[HERE.src] = RED_BLUE
    paragraphs = article_of(FIRST, 0).blocks
    async with reading(room(newsroom, web, HERE, *paragraphs, THERE, ELSEWHERE), MEDIUM) as desk:
        await desk.press("i")
        assert isinstance(desk.app.screen, PictureScreen)
        assert desk.status.strip() == "第 1 张，共 3 张  图为这里"
        await desk.press("j")
        assert desk.status.strip() == "第 2 张，共 3 张  图为那里"
        await desk.press("k", "k", "escape")
        assert at_main(desk)
        assert desk.pane == "reader"
        await desk.press("G", "i")
        assert desk.status.strip() == "第 3 张，共 3 张  图在外面"
        await desk.press("i")
        assert at_main(desk)


async def test_a_click_shows_it_as_large_as_the_screen(newsroom: FakeNewsroom, web: Web) -> None:
    newsroom.library.pictures.save(HERE.src, RED_BLUE, "image/png")
    async with reading(room(newsroom, web, HERE)) as desk:
        reader = desk.main.reader
        await comes(desk, shows(reader, RED))
        y = next(y for y in range(reader.size.height) if any(RED in cell for cell in cells(reader, y)))
        x = next(x for x, cell in enumerate(cells(reader, y)) if RED in cell)
        await desk.pilot.click(reader, offset=(x + reader.gutter.left, y + reader.gutter.top))
        await desk.settle()
        assert isinstance(desk.app.screen, PictureScreen)


async def test_i_where_there_is_nothing_to_show(newsroom: FakeNewsroom, web: Web) -> None:
    newsroom = room(newsroom, web)
    async with running(newsroom) as desk:
        await desk.press("i")
        assert "先打开一篇文章" in desk.status
        await desk.press("enter", "i")
        assert "这篇文章没有图片" in desk.status
        assert at_main(desk)


# Not at all.


async def test_pictures_can_be_switched_off(newsroom: FakeNewsroom, web: Web) -> None:
    picture = replace(HERE, alt="港口")
    newsroom.library.pictures.save(HERE.src, RED_BLUE, "image/png")
    async with reading(room(newsroom, web, picture, ELSEWHERE, pictures="off")) as desk:
        assert "[图] 港口" in desk.text
        assert "站外" not in desk.text
        await desk.press("i")
        assert "这个终端不显示图片" in desk.status
        assert not desk.main.reader.pictures._loading
        assert web.asked == []


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1", "TERM": "xterm-kitty"}, {"TERM": "dumb"}])
async def test_a_terminal_without_colours_shows_none(
    newsroom: FakeNewsroom, web: Web, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.library.pictures.save(HERE.src, RED_BLUE, "image/png")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    async with reading(room(newsroom, web, HERE, pictures="auto")) as desk:
        assert "[图]" in desk.text
        assert desk.main.reader.pictures.album is None


def test_the_setting(tmp_path: Path, config: Config) -> None:
    assert config.pictures == "auto"
    settings = tmp_path / "config.toml"
    settings.write_text('pictures = "sixel"\n')
    assert load({"config": str(settings)}, {}).pictures == "sixel"
    assert load({"config": str(settings)}, {"ACHIE_TUI_PICTURES": "off"}).pictures == "off"
    with pytest.raises(UsageError, match="auto, kitty, iterm2, sixel, blocks, off"):
        load({"config": str(settings)}, {"ACHIE_TUI_PICTURES": "ascii"})
