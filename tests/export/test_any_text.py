"""Whatever words and addresses an article has: in no format do they become markup, or a link to anything but a page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from achie_tui.export.html import to_html
from achie_tui.export.markdown import to_markdown
from achie_tui.export.plain_text import to_plain
from achie_tui.model import Article, Block, ImageBlock, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.site.address import Addresses
from achie_tui.typeset.visible import clean_line

ADDRESSES = Addresses("https://news.example/")
WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            (
                "<script>",
                "</p>",
                "](javascript:x)",
                "![",
                "[/]",
                "[@click=app.quit]",
                "`",
                "**",
                "|",
                "&#27;",
                "\x1b]0;x\x07",
            )
        ),
        st.sampled_from(
            (
                "=cmd|' /C calc'!A0",
                "+1",
                "@SUM(1)",
                "../../x",
                "-rf",
                "CON",
                "\u202e",
                "<!--",
                "-->",
                "~~",
                "\n# ",
                "\\",
            )
        ),
        st.text(max_size=6),
    ),
    min_size=1,
    max_size=6,
).map("".join)
TARGETS = st.one_of(
    st.sampled_from(
        ("javascript:alert(1)", "data:text/html,<script>", "file:///etc/passwd", "-x", "//a.example/)", "/a b>c")
    ),
    WORDS.map(lambda words: f"https://a.example/{words}"),
)
ALLOWED = {
    *("html", "head", "meta", "title", "body", "article", "h1", "h2", "p", "a", "strong", "em", "del", "ins", "figure"),
    *("figcaption", "img", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "pre"),
}
SCHEME = re.compile(r"https?://")
MARKDOWN_TARGET = re.compile(r"(?<!\\)\]\(<([^>]*)>\)")


def article(words: str, target: str) -> Article:
    span = (Span(0, len(words), "link", target),)
    blocks: tuple[Block, ...] = (
        TextBlock("paragraph", words, span),
        TextBlock("embed", words, span, media="page"),
        ImageBlock(target, words, words),
        ListBlock(ordered=False, items=(ListItem(words, span),)),
        TableBlock(((words, "1"), ("2", words)), 1),
    )
    return Article("/a/1.html", 1, words, words, (), words, words, words, None, blocks)


def check(words: str, target: str) -> None:
    told = article(words, target)
    page = LexborHTMLParser(to_html(told, ADDRESSES, "zh"))
    nodes = page.css("*")
    assert {node.tag for node in nodes} <= ALLOWED
    for node in nodes:
        attributes = node.attributes
        assert set(attributes) <= {"lang", "charset", "href", "src", "alt", "value", "start", "cite"}
        for name in ("href", "src"):
            assert not attributes.get(name) or SCHEME.match(attributes[name] or "")
    heading = page.css_first("h1")
    assert heading is not None
    assert " ".join(heading.text().split()) == " ".join(clean_line(words).split())
    markdown = to_markdown(told, ADDRESSES)
    for address in MARKDOWN_TARGET.findall(markdown):
        assert not address or SCHEME.match(address)
    assert not re.search(
        r"(?<!\\)(?:\\\\)*<(?!https?://|del>|/del>|strong>|/strong>|em>|/em>|!-- -->|br>)[a-zA-Z!/]", markdown
    )
    for text in (markdown, to_plain(told, ADDRESSES), to_html(told, ADDRESSES, "zh")):
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.fault(37)
@given(WORDS, TARGETS)
@settings(deadline=None)
def test_no_words_are_markup_in_any_format(words: str, target: str) -> None:
    check(words, target)


@pytest.mark.fault(37)
@pytest.mark.long
@given(WORDS, TARGETS)
@settings(deadline=None, max_examples=5_000)
def test_nor_are_thousands_of_others(words: str, target: str) -> None:
    check(words, target)
