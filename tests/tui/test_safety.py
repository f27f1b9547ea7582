"""The second wall: clean texts for widgets, clean segments for the terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.widgets import Static

from achie_tui.tui.safety import SafeOutput, is_address
from achie_tui.typeset.visible import clean_for_screen

BLACK = Color(0, 0, 0)


@pytest.mark.fault(3)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("园区发布新政策", "园区发布新政策"),
        ("一行\n两行", "一行\n两行"),
        ("红\x1b[31m字", "红␛[31m字"),
        ("\x07响\x00铃\x7f", "␇响␀铃␦"),
        ("C1 \x9b31m", "C1 ␦31m"),
        ("表\t格\r", "表 格 "),
        ("左\u202e右\u2066", "左␦右␦"),
        ("零\u200b宽\ufeff\xad", "零␦宽␦␦"),
        ("旗\U000e0041", "旗␦"),
        ("断\u2028行\ud800", "断 行␦"),
        ("[/]与[@click=app.quit]原样[/b]", "[/]与[@click=app.quit]原样[/b]"),
        ("农民👩\u200d🌾", "农民👩\u200d🌾"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert clean_for_screen(text) == shown


@pytest.mark.fault(3)
@given(st.text())
def test_nothing_unclean_stays_and_the_length_does(text: str) -> None:
    shown = clean_for_screen(text)
    assert len(shown) == len(text)
    assert clean_for_screen(shown) == shown
    for character in shown:
        category = unicodedata.category(character)
        assert category not in {"Cc", "Cf", "Cs", "Zl", "Zp"} or character in "\n\u200d"


@given(st.text())
def test_a_line_keeps_its_width(text: str) -> None:
    [segment] = SafeOutput().apply([Segment(text)], BLACK)
    if "\u200d" not in text and "\ufe0f" not in text:  # joined emoji have no width character by character
        assert cell_len(segment.text) == cell_len(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in segment.text)


def test_a_clean_segment_is_left_alone() -> None:
    segment = Segment("高新区", Style(color="red", link="https://news.example/a", meta={"offset": (0, 1)}))
    assert SafeOutput().apply([segment], BLACK)[0] is segment


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://a.example/\x1b]52;c;eA==\x07", "file:///etc/passwd", "https://a b"]
)
def test_an_unclean_link_goes(link: str) -> None:
    [segment] = SafeOutput().apply([Segment("链接", Style(bold=True, link=link, meta={"row": 3}))], BLACK)
    assert segment.style is not None
    assert (segment.style.link, segment.style.bold, segment.style.meta) == (None, True, {"row": 3})


def test_actions_go_and_other_meta_stays() -> None:
    style = Style(italic=True, meta={"@click": "app.quit", "offset": (2, 5)})
    [segment] = SafeOutput().apply([Segment("按我", style)], BLACK)
    assert segment.style is not None
    assert segment.style.meta == {"offset": (2, 5)}
    assert segment.style.italic


def test_control_segments_go() -> None:
    bell = Segment("\x07", None, [(ControlType.BELL,)])
    assert SafeOutput().apply([bell, Segment("字")], BLACK) == [Segment("字")]


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://www.example.cn/a.html?b=c#d", True),
        ("/news/qy/2024010112.html", True),
        ("//evil.example/", False),
        ("javascript:alert(1)", False),
        ("--version", False),
        ("https://a.example/\n", False),
        ("/附件/细则.pdf", True),
        ("https://园区.example/细则", True),
        ("/", True),
        ("http://", False),
        ("http:///x", False),
        ("https://a.example/\u202egpj.exe", False),
        ("", False),
    ],
)
def test_addresses(url: str, good: bool) -> None:
    assert is_address(url) is good


async def test_it_holds_for_widgets_of_textual_itself() -> None:
    class Host(App[None]):
        wall = SafeOutput()

        def get_line_filters(self) -> list[LineFilter]:
            return [*super().get_line_filters(), self.wall]

        def compose(self) -> ComposeResult:
            yield Static(Content("标题\x1b]0;改名\x07后"))

    app = Host()
    async with app.run_test(size=(30, 3)):
        static = app.query_one(Static)
        [strip] = static.render_lines(static.size.region.crop_size((30, 1)))
        assert strip.text.rstrip() == "标题]0;改名后"
        assert strip.cell_length == 30
