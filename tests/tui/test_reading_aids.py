"""The reading aids in the app: their keys, the line one types in, what the status line says, what is copied."""

import re
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.widgets import Input

from achie_tui.config import Config, load
from achie_tui.errors import UsageError
from achie_tui.library.library import Library
from achie_tui.model import Article, ImageBlock, Link, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui.keys import ACTIONS
from achie_tui.tui.widgets.prompt import Prompt
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, LINE, TODAY, FakeNewsroom, article_of, fill, path_of
from tests.tui.test_pty import Terminal
from tests.tui.test_reader import HOSTILE

FIRST, SECOND, THIRD = CATEGORIES


async def type_words(desk: Driver, words: str) -> None:
    """Let an input method commit words."""
    for character in words:
        await desk.type(character, "slash" if character == "/" else character)


# Finding.


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_finding_from_the_first_key_to_the_last(newsroom: FakeNewsroom, size: tuple[int, int]) -> None:
    async with running(newsroom, size) as desk:
        await desk.press("enter", "slash")
        assert isinstance(desk.app.focused, Input)
        assert desk.main.pane == "reader"
        assert desk.status.strip().startswith("/ ")
        await type_words(desk, "灯光沿着")
        assert "灯光沿着" in desk.status
        assert desk.status.endswith("1/36")
        await desk.press("down", "down", "up")
        assert desk.status.endswith("2/36")
        await desk.press("enter")
        assert desk.pane == "reader"
        assert "查找 2/36" in desk.status
        assert "n 下一处" in desk.status
        await desk.press("n", "n", "N")
        assert "查找 3/36" in desk.status
        line = desk.main.reader.scroll_offset.y
        await desk.press("escape")
        assert (desk.pane, desk.main.reader.finding) == ("reader", None)
        assert desk.main.reader.scroll_offset.y == line
        assert "查找 3/36" not in desk.status
        await desk.press("n")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(FIRST, 1)


async def test_leaving_goes_first_out_of_a_search(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter", "z", "ctrl+f")
        await type_words(desk, "灯光")
        await desk.press("enter")
        assert "查找 1/36" in desk.status
        await desk.press("q")
        assert (desk.main.reader.finding, desk.main.zen) == (None, True)
        await desk.press("q")
        assert not desk.main.zen
        await desk.press("q")
        assert desk.pane == "list"


async def test_giving_up_brings_one_back_to_where_one_was(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, MEDIUM) as desk:
        await desk.press("enter", "space")
        line = desk.main.reader.scroll_offset.y
        await desk.press("slash")
        await type_words(desk, "第 12 段")
        assert desk.main.reader.scroll_offset.y != line
        await desk.press("escape")
        assert desk.main.reader.scroll_offset.y == line
        assert desk.pane == "reader"
        await desk.press("slash")
        await type_words(desk, "没有的事")
        assert desk.status.endswith("没有")
        await desk.press("enter")
        assert "文中没有“没有的事”" in desk.status
        assert desk.main.reader.scroll_offset.y == line


async def test_a_search_can_be_changed(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter", "slash")
        await type_words(desk, "灯光")
        await desk.press("enter", "slash")
        assert desk.main.prompt.field.value == "灯光"
        await type_words(desk, "货轮")
        assert desk.main.prompt.field.value == "货轮"
        desk.app.post_message(Paste("港口\n第二行"))
        await desk.settle()
        assert desk.main.prompt.field.value == "货轮港口"
        await desk.press("ctrl+u", "enter")
        assert desk.main.reader.finding is None
        assert desk.main.prompted is None


async def test_an_input_method_may_stay_on(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter")
        await desk.type("／", "fullwidth_solidus")
        assert desk.main.prompted == "find"
        await type_words(desk, "ｎ、灯光")
        assert desk.main.prompt.field.value == "ｎ、灯光"
        await desk.press("escape")
        await desk.type("；", "fullwidth_semicolon")
        assert desk.main.reader.hinting is not None
        await desk.type("１", "fullwidth_digit_one")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(FIRST, 1)
        await desk.type("ｔ", "ｔ")
        assert desk.main.script == "simplified"
        await desk.type("ａ", "ａ")
        assert desk.main.reader.rolling
        await desk.type("＋", "fullwidth_plus_sign")
        assert desk.main.reader.pace == 1.5


async def test_the_prompt_closes_when_the_focus_goes_elsewhere(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        for leave in ("tab", "mouse"):
            await desk.press("3", "enter") if desk.main.reader.kept else await desk.press("enter")
            await desk.press("slash")
            await type_words(desk, "灯光")
            if leave == "tab":
                await desk.press("tab")
                assert desk.pane == "sidebar"
            else:
                await desk.pilot.click(desk.main.headline_list, offset=(5, 3))
                await desk.settle()
                assert desk.pane == "list"
            assert desk.main.prompted is None
            assert not desk.main.query_one(Prompt).display


async def test_there_is_nothing_to_find_in_without_an_article(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("ctrl+f")
        assert desk.main.prompted is None
        assert desk.pane == "list"
        for key in ("semicolon", "a"):
            await desk.press(key)
            assert "先打开一篇文章" in desk.status
        for action in ("find", "next_match", "previous_match"):
            await desk.app.run_action(f"do('{action}')", desk.main)
            await desk.settle()
            assert ("按 / 在文中查找" if "match" in action else "先打开一篇文章") in desk.status


async def test_other_things_may_happen_during_a_search(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter", "slash")
        await type_words(desk, "灯光")
        await desk.press("enter")
        await desk.press("f")
        assert newsroom.totals().starred == 1
        assert "查找 1/36" in desk.status
        await desk.pilot.resize_terminal(*NARROW)
        await desk.settle()
        await desk.press("n", "f1", "escape")
        assert "查找 2/36" in desk.status
        await desk.press("J")
        assert desk.main.reader.finding is None


async def test_words_come_from_the_terminal_as_they_are(tmp_path: Path) -> None:
    with Library.open(tmp_path / "data") as library:
        fill(library)
    words = LINE[3:30]
    (tmp_path / "config.toml").touch()
    options = ("--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "config.toml"), "--offline")
    with closing(Terminal("-m", "achie_tui", *options, "--lang", "zh")) as terminal:
        terminal.wait_for("高新院新闻", "帮助")
        terminal.type("\r")
        terminal.wait_for("第 1 段")
        terminal.type("/")
        terminal.wait_for("回车保留")
        terminal.type(words)
        terminal.wait_for("1/36")
        terminal.type("\r")
        terminal.wait_for("下一处")
        terminal.type("Q")
        assert terminal.end() == 0


# Links.


async def test_numbers_open_links_here_and_elsewhere(newsroom: FakeNewsroom) -> None:
    span = (Span(0, 2, "link", "https://elsewhere.example/报告"), Span(3, 5, "link", "/plus/notarticle.php"))
    article = replace(article_of(FIRST, 0), blocks=(TextBlock("paragraph", "报告,附件", span),))
    newsroom.library.save_article(article, parser=PARSER_VERSION, at=TODAY)
    async with running(newsroom) as desk:
        await desk.press("enter", "semicolon")
        assert "编号 _，共 8 个链接" in desk.status, "three of the page, and five to what is near"
        await desk.press("1")
        assert desk.opened == ["https://elsewhere.example/%E6%8A%A5%E5%91%8A"]
        await desk.press("semicolon", "2")
        assert desk.opened[1:] == [newsroom.config.addresses.url("/plus/notarticle.php")]
        await desk.press("semicolon", "3")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(FIRST, 1)
        await desk.press("q")
        assert desk.main.reading.path == path_of(FIRST, 0)


async def test_numbers_go_with_a_key_and_with_the_pane(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter")
        for leave, pane in (("q", "reader"), ("escape", "reader"), ("h", "list")):
            await desk.press("semicolon")
            assert "编号 _" in desk.status
            await desk.press(leave)
            assert "编号 _" not in desk.status
            assert desk.pane == pane
        await desk.press("2", "semicolon")
        assert desk.pane == "reader"


# Copying.


async def test_an_article_can_be_copied_as_markdown_and_cited(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("j", "Y")
        assert desk.app.clipboard.startswith("# 苏州工业园区发布生物医药三年行动(1)\n\n")
        assert "第 12 段。" in desk.app.clipboard
        assert "已复制全文" in desk.status
        await desk.press("enter", "c")
        today = f"{datetime.now().astimezone():%Y-%m-%d}"
        url = newsroom.config.addresses.url(path_of(FIRST, 1))
        assert desk.app.clipboard == (
            f"高新院. 苏州工业园区发布生物医药三年行动(1)[EB/OL]. (2025-02-15)[{today}]. {url}."
        )
        assert "已复制引文：高新院. 苏州" in desk.main.status.message


async def test_what_is_not_here_cannot_be_copied(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("G")
        for key in ("Y", "c"):
            await desk.press(key)
            assert "还没有取到" in desk.status
        assert desk.app.clipboard == ""


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_copied_and_shown_harmlessly(newsroom: FakeNewsroom, text: str) -> None:
    newsroom.library.save_article(hostile(text), parser=PARSER_VERSION, at=TODAY)
    async with running(newsroom) as desk:
        for keys in (("enter",), ("Y",), ("c",), ("t", "t"), ("slash", "x", "enter"), ("semicolon",), ("escape",)):
            await desk.press(*keys)
            assert "\x1b" not in desk.text
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", desk.app.clipboard)
        assert desk.app.clipboard
        assert desk.app.is_running


def hostile(text: str) -> Article:
    """Give an article in which a text stands everywhere."""
    span = Span(0, len(text), "link", "https://a.example/")
    return replace(
        article_of(FIRST, 0),
        title=text,
        author=text,
        source=text,
        blocks=(
            TextBlock("paragraph", text, (span, Span(0, 1, "strong"))),
            ImageBlock("/a.jpg", text, text),
            TableBlock(((text, text), (text,)), header_rows=1),
            ListBlock(ordered=True, items=(ListItem(text, (span,)),)),
        ),
        related=(Link(text, path_of(FIRST, 1)),),
    )


# Other characters, and how text is set.


async def test_everything_can_be_shown_in_other_characters(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter", "2", "t")
        assert "用简体字显示" in desk.status
        assert "高新院新闻" in desk.text
        await desk.press("t")
        assert "用繁體字顯示" in desk.status
        for words in (
            "高新院新聞",
            "蘇州工業園區發布",
            "這座園區從一片灘塗起步",
            "已緩存",
            "欄目",
            "稍後讀",
        ):
            assert words in desk.text
        assert "高新院新闻" not in desk.text
        cursor, place = desk.main.headline_list.cursor, desk.main.place
        await desk.press("t")
        assert "按原文显示" in desk.status
        assert "高新院新闻" in desk.text
        assert (desk.main.headline_list.cursor, desk.main.place) == (cursor, place)


async def test_the_configuration_says_how_text_is_set(newsroom: FakeNewsroom) -> None:
    newsroom = with_config(
        newsroom, script="traditional", quotes="corner", indent=0, measure=20, paragraph_gap=2, auto_scroll=3.0
    )
    article = replace(article_of(FIRST, 0), title="“十五五”规划")
    newsroom.library.save_article(article, parser=PARSER_VERSION, at=TODAY)
    async with running(newsroom, path=path_of(FIRST, 0)) as desk:
        assert "「十五五」規劃" in desk.text
        assert desk.main.reader.text_layout.measure == 40
        assert desk.main.reader.pace == 3.0
        assert any(line.endswith(" 第 2 段。這座園區從一片灘塗起步,如今聚集") for line in desk.screen), desk.text
        await desk.press("t")
        assert desk.main.script == "original"


# Scrolling by itself.


async def test_an_article_scrolls_by_itself(newsroom: FakeNewsroom) -> None:
    newsroom = with_config(newsroom, auto_scroll=10.0)
    async with running(newsroom, NARROW) as desk:
        await desk.press("enter", "a")
        assert "自动 10 行/秒" in desk.status
        assert "a 停止" in desk.status
        await desk.press("plus", "minus", "minus")
        assert "自动 7 行/秒" in desk.status
        await desk.pilot.pause(0.5)
        assert desk.main.reader.scroll_offset.y > 0
        await desk.press("j")
        assert not desk.main.reader.rolling
        await desk.press("minus")
        assert "每秒 5 行，按 a 开始" in desk.status
        for leave in ("a", "escape", "h"):
            await desk.press("a")
            assert desk.main.reader.rolling
            await desk.press(leave)
            assert not desk.main.reader.rolling
        await desk.press("3", "G", "a")
        assert "已到文章末尾" in desk.status


# The settings.


@pytest.mark.parametrize(
    "line",
    [
        'measure = "wide"',
        "measure = 19",
        "measure = 61",
        "indent = -1",
        "indent = 2.5",
        "paragraph_gap = 3",
        "auto_scroll = 0",
        "auto_scroll = nan",
        'ambiguous_wide = "yes"',
        'quotes = "round"',
        'script = "latin"',
    ],
)
def test_settings_that_mean_nothing_are_refused(config: Config, line: str) -> None:
    config.config_file.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=line.partition(" ")[0]):
        load({"config": str(config.config_file)}, {})


def test_settings_are_taken_from_the_file_and_the_environment(config: Config) -> None:
    settings: dict[str, Any] = {
        "measure": 30,
        "indent": 0,
        "paragraph_gap": 2,
        "auto_scroll": 2,
        "ambiguous_wide": True,
    }
    lines = [f"{name} = {str(value).lower()}" for name, value in settings.items()]
    config.config_file.write_text("\n".join([*lines, 'quotes = "corner"']), encoding="utf-8")
    got = load({"config": str(config.config_file)}, {"ACHIE_TUI_SCRIPT": "traditional", "ACHIE_TUI_MEASURE": "50"})
    assert [getattr(got, name) for name in settings] == [50, 0, 2, 2.0, True]
    assert (got.quotes, got.script) == ("corner", "traditional")


def test_reading_aids_have_keys_and_words_in_both_languages() -> None:
    for action in ACTIONS:
        if action.group in ("reading", "finding"):
            assert action.keys
            assert action.title.zh != action.title.en


# Many articles.


async def test_many_articles_one_after_another(newsroom: FakeNewsroom) -> None:
    fill(newsroom.library, articles=60, kept=60)
    async with running(newsroom, MEDIUM) as desk:
        await desk.press("enter")
        for number in range(1, 60):
            await desk.pilot.press("J")
            if number % 10 == 0:
                await desk.press("slash", *"1x", "enter", "semicolon", "escape", "space")
        await desk.settle()
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(FIRST, 59)
        assert desk.main.reader.kept is not None


async def test_links_out_of_sight_are_shown_and_escape_comes_back(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, (80, 16)) as desk:
        await desk.press("enter", "space")
        place = desk.main.reader.place
        await desk.press("semicolon")
        if desk.main.reader.hinting is None:
            pytest.skip("the article has no links")
        await desk.press("escape")
        assert desk.main.reader.hinting is None
        assert desk.main.reader.place == place


async def test_a_find_without_a_match_keeps_its_keys_until_it_is_left(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, MEDIUM) as desk:
        await desk.press("enter", "slash", "q", "x", "enter")
        reading = desk.main.reading
        await desk.press("n")
        assert desk.main.reading == reading
        assert "文中没有“qx”" in desk.status
        await desk.press("escape")
        assert (desk.pane, desk.main.reader.finding) == ("reader", None)


async def test_aids_want_the_article_under_the_cursor(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, WIDE) as desk:
        await desk.press("enter", "2", "j")
        for key in ("ctrl+f", "semicolon", "a", "i"):
            await desk.press(key)
            assert desk.pane == "list", key
            assert "先打开一篇文章" in desk.status, key
