"""The themes: readable, complete, remembered, and the only place that names a colour."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import combinations
from math import dist
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, rgb_to_lab
from textual.command import CommandPalette
from textual.constants import DIM_FACTOR
from textual.filter import Monochrome
from textual.geometry import Region
from textual.strip import Strip
from textual.theme import Theme
from textual.widgets import Input

import achie_tui.tui
from achie_tui.config import Config
from achie_tui.errors import LibraryReadOnlyError
from achie_tui.library.library import Library
from achie_tui.model import Article, ImageBlock, Link, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.pictures.halfblocks import UPPER_HALF
from achie_tui.tui.commands import Commands
from achie_tui.tui.configured import OUR_THEMES
from achie_tui.tui.palettes import COLOURS, ColourTable, FewColours, Size
from achie_tui.tui.themes import CONTRAST, DARK, HIGHLIGHTS, LIGHT, MATCH, TERMINAL, THEMES, filters, following, title
from achie_tui.tui.widgets.row import STAR, UNREAD_MARK
from tests.tui.driver import Driver, running, with_config
from tests.tui.fake import CATEGORIES, TITLES, TODAY, FakeNewsroom, article_of
from tests.tui.test_pty import Terminal, options

__all__ = ["options"]

FIRST = CATEGORIES[0]
SURFACES = ("background", "surface", "panel")
QUIET = ("text-muted", "text-disabled", "primary", "secondary", "accent", "warning", "link-color")
BODY_RATIO, QUIET_RATIO, HIGH_RATIO = 7.0, 4.5, 12.0


def luminance(color: Color) -> float:
    """Give the relative luminance, as the WCAG define it."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in color.normalized]
    return sum(weight * v for weight, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: Color, other: Color) -> float:
    """Give the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def colours(theme: Theme) -> dict[str, Color]:
    """Give a theme's variables that are colours, resolved."""
    variables = {**theme.to_color_system().generate(), **theme.variables}
    resolved = {}
    for name, value in variables.items():
        colour, _, percent = value.partition(" ")
        if colour.startswith("#"):
            resolved[name] = Color.parse(colour).multiply_alpha(float(percent.rstrip("%") or 100) / 100)
    return resolved


def test_the_themes_are_known_by_name_where_no_colours_are_loaded() -> None:
    assert sorted(OUR_THEMES) == sorted(theme.name for theme in THEMES)


# Contrast.


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_the_colours_can_be_read(theme: Theme) -> None:
    found = colours(theme)
    body, quiet = (HIGH_RATIO, HIGH_RATIO) if theme is CONTRAST else (BODY_RATIO, QUIET_RATIO)
    for surface in SURFACES:
        assert contrast(found["foreground"], found[surface]) >= body
        for name in ("text-error", "text-warning"):
            assert contrast(found[name], found[surface]) >= body, (name, surface)
        for name in QUIET:
            assert contrast(found[name], found[surface]) >= quiet, (name, surface)
    for cursor in ("block-cursor", "block-cursor-blurred"):
        assert contrast(found[f"{cursor}-foreground"], found[f"{cursor}-background"]) >= body
    for name in ("warning", "secondary"):  # what is found, and the numbers of links
        assert contrast(found["background"], found[name]) >= quiet
    for highlight in HIGHLIGHTS:
        for name, least in (("foreground", body), ("link-color", QUIET_RATIO)):
            assert contrast(found[name], found[highlight]) >= least, (name, "on a marked passage", highlight)
        assert contrast(found[highlight], found["background"]) >= 1.2
    selected = found["background"] + found["screen-selection-background"]
    assert contrast(found["foreground"], selected) >= min(body, QUIET_RATIO)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_the_colours_of_marked_passages_are_told_apart_and_from_what_is_found(theme: Theme) -> None:
    found = colours(theme)
    match = found["background"] + found["warning"].multiply_alpha(MATCH)
    grounds = [found["background"], match, *(found[name] for name in HIGHLIGHTS)]
    for one, other in combinations(map(rgb_to_lab, grounds), 2):
        assert dist(one[:], other[:]) >= 12, theme.name
    numbers = {few(theme, 256, ground) for ground in grounds[2:]}
    assert len(numbers | {few(theme, 256, found["background"])}) == 5, "where the colours are 256 too"
    for name in HIGHLIGHTS:
        ground, text = few(theme, 256, found[name]), few(theme, 256, found["foreground"], on=found[name])
        assert contrast(Color(*COLOURS[256][text]), Color(*COLOURS[256][ground])) >= QUIET_RATIO, name


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_the_cursor_can_be_seen_and_what_is_on_it_read(theme: Theme) -> None:
    found = colours(theme)
    cursor, blurred = found["block-cursor-background"], found["block-cursor-blurred-background"]
    for pane in ("surface", "panel"):
        assert contrast(cursor, found[pane]) >= 1.35
        assert contrast(blurred, found[pane]) >= 1.2
    assert contrast(cursor, blurred) >= 1.12
    for name, background in (("block-cursor", cursor), ("block-cursor-blurred", blurred)):
        note = background.blend(found[f"{name}-foreground"], DIM_FACTOR, 1)
        assert contrast(note, background) >= QUIET_RATIO
        for mark in ("cursor-accent", "cursor-warning", "cursor-secondary"):
            assert mark not in found or contrast(found[mark], background) >= QUIET_RATIO, mark


@pytest.mark.parametrize(
    ("theme", "kept"),
    [(DARK, True), (LIGHT, True), (CONTRAST, False), (TERMINAL, False)],
    ids=lambda value: getattr(value, "name", ""),
)
async def test_marks_keep_their_colours_under_the_cursor(newsroom: FakeNewsroom, theme: Theme, kept: bool) -> None:
    async with running(with_config(newsroom, theme=theme.name)) as desk:
        await desk.press("f")
        listed = list(segments(desk, desk.main.headline_list.content_region))
        (star,) = (segment for segment in listed if segment.text == STAR)
        (unread, *_) = (segment for segment in listed if segment.text == UNREAD_MARK)
        for mark, name in ((star, "cursor-warning"), (unread, "cursor-accent")):
            assert mark.style is not None
            assert mark.style.color is not None
            if kept:
                assert mark.style.color.triplet == colours(theme)[name].rgb
            elif theme is CONTRAST:
                assert mark.style.color.triplet == (0, 0, 0)
            else:
                assert mark.style.color.is_default
                assert mark.style.reverse


def all_kinds(number: int = 0) -> Article:
    """Give an article with every kind of block."""
    text = TextBlock("paragraph", "一段，强调，链接和斜体。", (Span(3, 5, "strong"), Span(6, 8, "link", "/news/x/")))
    return replace(
        article_of(FIRST, number),
        mirror=True,
        complete=False,
        blocks=(
            text,
            TextBlock("heading", "小标题", level=2),
            TextBlock("quote", "引文"),
            ListBlock(True, (ListItem("第一"), ListItem("第二"))),
            TableBlock((("指标", "2024"), ("营业收入", "12.5")), header_rows=1),
            ImageBlock("/uploads/a.jpg", "图", "图片说明"),
            TextBlock("attribution", "（来源：某报）"),
        ),
        related=(Link("相关的一篇", "/news/gxyxw/202501151001.html", "2025-01-15"),),
        previous=Link("上一篇的题目", "/news/gxyxw/202501151002.html"),
    )


def segments(desk: Driver, region: Region | None = None) -> Iterator[Segment]:
    """Give what is painted, on the whole screen or in a part of it, where it is more than blank."""
    strips: list[Strip] = desk.app.screen._compositor.render_strips()
    for y, strip in enumerate(strips):
        if region is None or region.y <= y < region.bottom:
            part = strip if region is None else strip.crop(region.x, region.right)
            yield from (segment for segment in part if segment.text.strip())


async def walk(desk: Driver) -> list[list[Segment]]:
    """Give the segments of every screen."""
    seen: list[list[Segment]] = []
    desk.app.newsroom.library.save_article(all_kinds(), parser=PARSER_VERSION, at=TODAY)
    await desk.press("j", "f", "j", "L", "k", "k")
    seen.append(list(segments(desk)))
    await desk.press("h")
    seen.append(list(segments(desk)))
    await desk.press("2", "enter")
    seen.append(list(segments(desk)))
    await desk.press("semicolon")
    seen.append(list(segments(desk)))
    await desk.press("escape", "slash", "一")
    seen.append(list(segments(desk)))
    await desk.press("escape", "f1")
    seen.append(list(segments(desk, desk.app.screen.query_one("ScrollPane").region)))
    await desk.press("escape", "f2")
    await desk.pilot.pause(0.3)
    assert isinstance(desk.app.screen, CommandPalette)
    seen += (list(segments(desk, desk.app.screen.query_one(name).region)) for name in ("CommandInput", "CommandList"))
    assert all(seen)
    return seen


def seen(colour: RichColor | None, size: Size | None) -> Color:
    """Give the colour that a terminal with so many shows."""
    assert colour is not None
    if size is None:
        return Color.from_rich_color(colour)
    assert colour.number is not None
    return Color(*COLOURS[size][colour.number])


@pytest.fixture(params=[None, 256, 16])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Size | None:
    """Give how many colours the terminal has, where they are few."""
    size: Size | None = request.param
    monkeypatch.setenv("TERM", "xterm" if size == 16 else "xterm-256color")
    monkeypatch.setenv("COLORTERM", "" if size else "truecolor")
    return size


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
async def test_everything_on_the_screen_can_be_read(newsroom: FakeNewsroom, theme: Theme, size: Size | None) -> None:
    least = HIGH_RATIO if theme is CONTRAST else QUIET_RATIO
    async with running(with_config(newsroom, theme=theme.name)) as desk:
        for screen in await walk(desk):
            for segment in screen:
                assert segment.style is not None
                assert not segment.style.dim
                ratio = contrast(seen(segment.style.color, size), seen(segment.style.bgcolor, size))
                assert ratio >= least or set(segment.text) <= set(" ▐-"), (segment, ratio)


# Few colours.


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_the_colours_can_be_read_where_they_are_256(theme: Theme) -> None:
    found = {name: Color(*COLOURS[256][few(theme, 256, colour)]) for name, colour in colours(theme).items()}
    body, quiet = (HIGH_RATIO, HIGH_RATIO) if theme is CONTRAST else (BODY_RATIO, QUIET_RATIO)
    for surface in SURFACES:
        for name in ("foreground", "text-error", "text-warning", *QUIET):
            colour = COLOURS[256][few(theme, 256, colours(theme)[name], on=colours(theme)[surface])]
            assert contrast(Color(*colour), found[surface]) >= (quiet if name in QUIET else body), (name, surface)
    cursor, blurred = found["block-cursor-background"], found["block-cursor-blurred-background"]
    for pane in ("surface", "panel"):
        assert contrast(cursor, found[pane]) >= 1.35
        assert contrast(blurred, found[pane]) >= 1.2
    assert contrast(cursor, blurred) >= 1.2


def few(theme: Theme, size: Size, colour: Color, on: Color | None = None) -> int:
    """Give the number of the colour that stands for one of a theme's."""
    style = Style.from_color(colour.rich_color, on and on.rich_color)
    (segment,) = filters(theme, [], size)[-1].apply([Segment("x", style)], Color(0, 0, 0))
    assert segment.style is not None
    assert segment.style.color is not None
    assert segment.style.color.number is not None
    return segment.style.color.number


@pytest.mark.parametrize("grey", [False, True], ids=["colours", "greys"])
def test_surfaces_stay_apart_and_without_hue_where_the_colours_are_256(grey: bool) -> None:
    for theme in (DARK, LIGHT):
        shades = [colours(theme)[name] for name in (*SURFACES, "block-cursor-background")]
        numbers = [few(theme, 256, shade.monochrome if grey else shade) for shade in shades]
        assert len(set(numbers)) == len(shades)
        assert all(len(set(COLOURS[256][number])) == 1 for number in numbers)


async def test_the_cursor_can_be_seen_where_the_colours_are_16(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLORTERM", "")
    for theme in (DARK, LIGHT, CONTRAST):
        async with running(with_config(newsroom, theme=theme.name)) as desk:
            seen = [(segment.text, segment.style) for segment in segments(desk) if segment.style]
            rows = [*segments(desk, desk.main.headline_list.content_region)]
            row, other = (next(each.style for each in rows if title[:8] in each.text) for title in TITLES[:2])
            assert row is not None
            assert other is not None
            place = next(style for text, style in seen if FIRST.name in text and style.underline)  # in the sidebar
            assert row.bgcolor != other.bgcolor == place.bgcolor
            assert not row.underline
            await desk.press("enter", "slash", "段", "enter")
            found = [segment.style for segment in segments(desk) if segment.text == "段" and segment.style]
            assert [bool(style.underline) for style in found].count(False) == 1  # where one is
            assert len(found) > 1


def test_all_other_colours_are_the_nearest() -> None:
    palette = ColourTable(256)
    for number, rgb in COLOURS[256].items():
        assert COLOURS[256][palette.nearest(rgb)] == rgb, number
    assert COLOURS[256][palette.nearest((213, 136, 97))] == (215, 135, 95)
    assert COLOURS[256][palette.nearest((30, 31, 30))] == (28, 28, 28)
    assert COLOURS[16][ColourTable(16).nearest((250, 90, 80))] == (255, 85, 85)


def test_text_is_as_easy_to_read_as_it_was() -> None:
    white, grey = (255, 255, 255), (118, 118, 118)  # 4.54 to 1
    for size in (256, 16):
        palette = ColourTable(size)
        shown = Color(*COLOURS[size][palette.readable(grey, white)])
        assert contrast(shown, Color(*white)) >= 4.5
    plain = ColourTable(256)
    assert plain.readable((200, 200, 200), white) == plain.nearest((200, 200, 200))


def test_the_halves_of_a_picture_need_not_be_told_apart() -> None:
    style = Style.from_color(RichColor.from_rgb(119, 119, 119), RichColor.from_rgb(255, 255, 255))
    paint = FewColours(ColourTable(256)).apply
    text, picture = paint([Segment("图", style), Segment(UPPER_HALF, style)], Color(0, 0, 0))
    assert text.style is not None
    assert picture.style is not None
    assert picture.style.color == RichColor.from_ansi(ColourTable(256).nearest((119, 119, 119)))
    assert text.style.bgcolor == picture.style.bgcolor == RichColor.from_ansi(231)


# The terminal's own colours.


async def test_the_terminals_own_colours_are_few(newsroom: FakeNewsroom) -> None:
    async with running(with_config(newsroom, theme=TERMINAL.name)) as desk:
        assert desk.app.native_ansi_color
        attributes = set()
        for screen in await walk(desk):
            for segment in screen:
                style = segment.style
                assert style is not None
                assert style.color is None or style.color.is_default or style.color.number in {1, 5}, segment
                assert style.bgcolor is None or style.bgcolor.is_default, segment
                attributes |= {name for name in ("bold", "dim", "reverse", "underline") if getattr(style, name)}
        assert attributes == {"bold", "dim", "reverse", "underline"}


async def test_the_theme_can_be_changed_while_it_runs(newsroom: FakeNewsroom) -> None:
    async with running(with_config(newsroom, theme=CONTRAST.name)) as desk:
        for _ in range(2):
            await desk.press("T")
            assert desk.app.theme == TERMINAL.name
            assert all(s.style is None or s.style.bgcolor is None or s.style.bgcolor.is_default for s in segments(desk))
            await desk.press("T")
            assert all(s.style and s.style.bgcolor and s.style.bgcolor.triplet for s in segments(desk))
            await desk.press("T", "T")


def test_no_colour_leaves_the_terminals_own_text_alone() -> None:
    kinds = [type(each).__name__ for each in filters(TERMINAL, [Monochrome()])]
    assert kinds == ["TerminalColours", "NoColor"]


# Choosing, and remembering.


def test_themes_have_names_of_their_own() -> None:
    assert [theme.name.partition("-")[0] for theme in THEMES] == ["achie"] * 4
    for language in ("zh", "en"):
        titles = [title(theme.name, language) for theme in THEMES]
        assert len(set(titles)) == 4
        assert not set(titles) & {theme.name for theme in THEMES}
    assert title("nord", "zh") == "nord"
    assert following("nord") == DARK.name


async def test_the_theme_is_chosen_by_key_and_by_palette(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("T")
        assert "主题：纸色" in desk.status
        titles = [command.title for command in Commands(desk.main)._commands()]
        assert [each for each in titles if each.startswith("主题：")] == [
            "主题：深色",
            "主题：纸色",
            "主题：高对比",
            "主题：终端自己的颜色",
        ]
        await desk.press("f2")
        desk.app.screen.query_one(Input).value = "高对比"
        await desk.settle()
        await desk.press("enter")
        await desk.pilot.pause(0.2)
        await desk.settle()
        assert desk.app.theme == CONTRAST.name
        assert "主题：高对比" in desk.status
        assert newsroom.visits.theme() == CONTRAST.name


async def test_the_theme_is_remembered(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        assert desk.app.theme == DARK.name
        await desk.press("question_mark", "T")
        assert desk.app.theme == LIGHT.name
    async with running(newsroom) as desk:
        assert desk.app.theme == LIGHT.name
        assert desk.main.status.message == ""


async def test_a_theme_configured_since_comes_first(newsroom: FakeNewsroom) -> None:
    await newsroom.visits.keep_theme(LIGHT.name)
    other = with_config(newsroom, theme=CONTRAST.name)
    async with running(other) as desk:
        assert desk.app.theme == CONTRAST.name
        await desk.press("T")
    assert other.visits.theme() == TERMINAL.name


@pytest.mark.parametrize(("configured", "kept"), [("no-such", "achie-light"), ("achie-light", "no-such")])
async def test_a_theme_that_is_no_more_is_passed_over(newsroom: FakeNewsroom, configured: str, kept: str) -> None:
    newsroom = with_config(newsroom, theme=configured)
    await newsroom.visits.keep_theme(kept)
    async with running(newsroom) as desk:
        assert desk.app.theme == LIGHT.name


async def test_a_choice_that_cannot_be_kept_holds_all_the_same(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Any:
        raise LibraryReadOnlyError(folder="x")

    monkeypatch.setattr(newsroom.library.visits, "setting", refuse)
    monkeypatch.setattr(newsroom.library.visits, "save_setting", refuse)
    async with running(newsroom) as desk:
        await desk.press("T")
        assert desk.app.theme == LIGHT.name
        assert "主题：纸色" in desk.status


def test_settings_outlive_the_library(config: Config) -> None:
    with Library.open(config.data_dir) as library:
        assert library.visits.setting("theme") is None
        library.visits.save_setting("theme", "a")
        library.visits.save_setting("theme", "b")
    with Library.open(config.data_dir) as library:
        assert library.visits.setting("theme") == "b"


# Colours stand in the themes, and nowhere else.

FOLDER = Path(achie_tui.tui.__file__).parent


def style_sheets() -> Iterator[tuple[str, str]]:
    """Give the style sheets, those in Python too."""
    for file in sorted(FOLDER.rglob("*.tcss")):
        yield file.name, file.read_text(encoding="utf-8")
    for file in sorted(FOLDER.rglob("*.py")):
        for sheet in re.findall(r'DEFAULT_CSS = """(.*?)"""', file.read_text(encoding="utf-8"), re.DOTALL):
            yield file.name, sheet


def test_style_sheets_name_no_colours() -> None:
    rules = [
        (name, *rule)
        for name, sheet in style_sheets()
        for rule in re.findall(r"([a-z-]*(?:color|background|border|outline|tint)[a-z-]*):([^;]*);", sheet)
    ]
    assert len(rules) > 20
    for name, rule, value in rules:
        assert re.fullmatch(r"\s*((inner )?\$[a-z-]+( \d+%)?|none|blank)\s*", value), (name, rule, value)


def test_code_names_no_colours() -> None:
    for file in sorted(FOLDER.rglob("*.py")):
        if file.name != "themes.py":
            code = file.read_text(encoding="utf-8")
            assert not re.search(r"""["'][^"'\n]*(#[0-9a-fA-F]{3,8}\b|ansi_|rgba?\()""", code), file
            assert not re.search(r"""Color\.parse|Style\([^)]*color=["']""", code), file


# NO_COLOR.

SGR = re.compile(rb"\x1b\[([0-9;]*)m")


def colours_in(output: bytes) -> Iterator[tuple[int, ...]]:
    """Give the colours that are set: red, green and blue, or a number of the palette."""
    for codes in SGR.findall(output):
        numbers = [int(code or 0) for code in codes.split(b";")]
        while numbers:
            code = numbers.pop(0)
            if code in (38, 48):
                length = 3 if numbers.pop(0) == 2 else 1
                yield tuple(numbers[:length])
                del numbers[:length]
            elif 30 <= code <= 37 or 40 <= code <= 47 or 90 <= code <= 97 or 100 <= code <= 107:
                yield (code,)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
async def test_without_colours_nothing_recedes_that_had_one(
    newsroom: FakeNewsroom, theme: Theme, size: Size | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    least = HIGH_RATIO if theme is CONTRAST else QUIET_RATIO
    async with running(with_config(newsroom, theme=theme.name)) as desk:
        for screen in await walk(desk):
            for segment in screen:
                assert segment.style is not None
                ratio = contrast(seen(segment.style.color, size), seen(segment.style.bgcolor, size))
                assert ratio >= least, (segment, ratio)
        await desk.press("escape", "l", "slash", "一", "enter")
        painted = {segment.text.strip(): segment for segment in segments(desk)}
        marks = [segment.style for segment in painted.values() if segment.text == UNREAD_MARK and segment.style]
        assert marks
        found = [segment.style for segment in segments(desk) if segment.text == "一" and segment.style]
        assert {style.bold for style in found} == {True}
        assert [bool(style.underline) for style in found].count(False) == 1  # where one is


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_no_colour_where_none_is_wanted(options: list[str], theme: str) -> None:
    begin = f"import os, sys; os.environ.update(NO_COLOR='1', ACHIE_TUI_THEME='{theme}')"
    start = f"{begin}; from achie_tui.cli.main import main; sys.exit(main({['--offline', *options]!r}))"
    with closing(Terminal("-c", start)) as terminal:
        terminal.wait_for(TITLES[0], CATEGORIES[0].name)
        seen = set(colours_in(terminal.output))
        terminal.type("\r")
        terminal.wait_for("段。")
        seen |= set(colours_in(terminal.output))
        terminal.type("Q")
        assert terminal.end() == 0
    assert all(len(set(colour)) == 1 and len(colour) == 3 for colour in seen), seen
    assert bool(seen) == (theme != TERMINAL.name)


def test_colours_where_nothing_is_said(options: list[str]) -> None:
    with closing(Terminal("-m", "achie_tui", "--offline", *options)) as terminal:
        terminal.wait_for(TITLES[0], CATEGORIES[0].name)
        assert any(len(set(colour)) > 1 for colour in colours_in(terminal.output))
        terminal.type("Q")
        assert terminal.end() == 0
