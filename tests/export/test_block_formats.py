"""What a text may hold beside plain words, as text, Markdown, HTML and JSON: it keeps its meaning, and does no harm."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from achie_tui.export.html import to_html
from achie_tui.export.markdown import to_markdown
from achie_tui.export.plain_text import to_plain
from achie_tui.export.records import article_record, block_record
from achie_tui.library.library import Kept
from achie_tui.model import (
    Article,
    Attachment,
    Block,
    CellLink,
    ImageBlock,
    ListBlock,
    ListItem,
    Media,
    Span,
    TableBlock,
    TextBlock,
)
from tests.commands.shapes import check_article
from tests.parse.reading import ADDRESSES, TEXT, article_html, read

SITE = "http://www.achie.org"
HOSTILE = "\x1b[2J[bold]<script>alert(1)</script>|*_`#~\u202e\x9b31m"
VOID = {"meta", "img", "br", "hr"}


def article(*blocks: Block, **fields: Any) -> Article:
    given: dict[str, Any] = {
        "path": "/news/gxq/202401017.html",
        "id": 7,
        "title": "题目",
        "category": None,
        "breadcrumb": (),
        "source": None,
        "author": None,
        "published": None,
        "attribution": None,
        "blocks": blocks,
        **fields,
    }
    return Article(**given)


def parsed(body: str) -> Article:
    """Read an article whose text is some markup."""
    return read(article_html(f"<p>{TEXT}</p>{body}"))


def plain(*blocks: Block) -> str:
    """Give blocks as text, without the title above them."""
    return to_plain(article(*blocks), ADDRESSES).removeprefix("题目\n\n")


def markdown(*blocks: Block) -> str:
    """Give blocks as Markdown, without the title above and the address below them."""
    text = to_markdown(article(*blocks), ADDRESSES)
    return text.removeprefix("# 题目\n\n").rpartition("\n\n<")[0]


def rendered(text: str) -> str:
    """Give what a reader of Markdown with GitHub's tables and strikethrough shows, without line breaks."""
    shown: str = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    return shown.replace("\n", "")


def html(*blocks: Block) -> str:
    """Give blocks as HTML, without the head of the page and the article's own."""
    page = to_html(article(*blocks), ADDRESSES, "zh")
    return page.partition("</a></p>\n")[2].partition("\n</article>")[0]


def record(*blocks: Block) -> list[Any]:
    return [block_record(block, ADDRESSES) for block in blocks]


class Outline(HTMLParser):
    """Takes markup apart: tags, addresses, text, and what is wrong with the order in which elements begin and end."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.hrefs: list[str] = []
        self.said = ""
        self.inside: list[str] = []
        self.faults: list[str] = []
        self.feed(markup)
        self.close()
        self.faults += self.inside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that begins."""
        if tag in {"ul", "ol"} and self.inside and self.inside[-1] in {"ul", "ol"}:
            self.faults.append(f"{tag} in {self.inside[-1]}")
        if tag == "a" and "a" in self.inside:
            self.faults.append("a in a")
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.hrefs += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in VOID:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note an element that ends; `<img/>` does so by itself."""
        if tag in VOID:
            return
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()
        else:
            self.faults.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.said += data


# Raised and lowered characters.


def test_raised_and_lowered_characters_are_such_in_every_format() -> None:
    found = parsed("<p>产值 10<sup>6</sup> 元，CO<sub>2</sub> 少了一半</p>")
    words = "产值 10⁶ 元，CO₂ 少了一半"
    for text in (to_plain(found, ADDRESSES), to_markdown(found, ADDRESSES), to_html(found, ADDRESSES, "zh")):
        assert words in text
    kept = article_record(Kept(found, 1.0, 1, revised=False), ADDRESSES)["blocks"][1]
    assert kept["text"] == words
    assert [(kept["text"][span["start"] : span["end"]], span["style"]) for span in kept["spans"]] == [
        ("⁶", "superscript"),
        ("₂", "subscript"),
    ]


# Struck and inserted words.

PRICE = TextBlock("paragraph", "原价99现价66元", (Span(2, 4, "deleted"), Span(6, 8, "inserted")))


def test_struck_words_do_not_read_as_if_they_stood() -> None:
    assert plain(PRICE) == "原价~~99~~现价66元"
    assert html(PRICE) == "<p>原价<del>99</del>现价<ins>66</ins>元</p>"
    assert rendered(markdown(PRICE)) == "<p>原价<s>99</s>现价66元</p>"
    assert record(PRICE)[0]["spans"] == [
        {"start": 2, "end": 4, "style": "deleted"},
        {"start": 6, "end": 8, "style": "inserted"},
    ]


@pytest.mark.parametrize(
    ("tag", "style"), [("del", "deleted"), ("s", "deleted"), ("strike", "deleted"), ("ins", "inserted")]
)
def test_what_a_page_strikes_or_inserts_is_struck_or_inserted(tag: str, style: str) -> None:
    block = parsed(f"<p>原价<{tag}>99</{tag}>元，今天起不再是这个数。</p>").blocks[1]
    assert isinstance(block, TextBlock)
    assert block.spans == (Span(2, 4, style),)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["paragraph", "quote", "heading", "caption", "attribution"])
def test_struck_words_are_marked_wherever_they_stand(kind: Any) -> None:
    assert plain(TextBlock(kind, "旧规新规", (Span(0, 2, "deleted"),))) == "~~旧规~~新规"


def test_struck_words_of_a_list_are_marked() -> None:
    block = ListBlock(
        ordered=True, items=(ListItem("旧规新规", (Span(0, 2, "deleted"),), 0, 1), ListItem("二", (), 0, 2))
    )
    assert plain(block) == "1. ~~旧规~~新规\n2. 二"
    assert html(block) == "<ol><li><del>旧规</del>新规</li><li>二</li></ol>"


def test_words_that_are_not_struck_are_not_marked() -> None:
    block = TextBlock(
        "paragraph", "甲乙丙丁", (Span(0, 1, "strong"), Span(1, 2, "inserted"), Span(2, 3, "link", "/a.html"))
    )
    assert plain(block) == "甲乙丙丁"


SPANS = st.lists(
    st.tuples(
        st.integers(0, 8), st.integers(0, 8), st.sampled_from(["strong", "emphasis", "link", "deleted", "inserted"])
    ).map(lambda parts: Span(min(parts[:2]), max(parts[:2]), parts[2], "/a.html" if parts[2] == "link" else None)),  # type: ignore[arg-type]
    max_size=4,
)


@given(SPANS)
def test_however_spans_overlap_no_word_is_lost(spans: list[Span]) -> None:
    block = TextBlock("paragraph", "一二三四五六七八", tuple(spans))
    assert plain(block).replace("~~", "") == block.text
    assert Outline(html(block)).said == block.text
    assert not set(Outline(html(block)).faults) - {"a in a"}
    assert Outline(rendered(markdown(block))).said.replace("~~", "") == block.text


def test_a_link_inside_bold_words_is_bold_and_a_link_in_markdown() -> None:
    block = TextBlock("paragraph", "粗链粗完", (Span(0, 3, "strong"), Span(1, 2, "link", "/a.html")))
    outline = Outline(rendered(markdown(block)))
    assert outline.said == "粗链粗完"
    assert outline.hrefs == [f"{SITE}/a.html"]


@pytest.mark.parametrize("words", ["时间：", "（甲）", "“乙”"])
def test_bold_words_that_end_with_punctuation_are_bold_in_markdown(words: str) -> None:
    block = TextBlock("paragraph", f"{words}五月初三", (Span(0, len(words), "strong"),))
    assert rendered(markdown(block)) == f"<p><strong>{words}</strong>五月初三</p>"


# Lists.

NESTED = ListBlock(
    ordered=True,
    items=(
        ListItem("三", (), 0, 3),
        ListItem("七", (), 0, 7),
        ListItem("甲", (), 1, None),
        ListItem("甲一", (), 2, 1),
        ListItem("甲二", (), 2, 2),
        ListItem("乙", (), 1, None),
        ListItem("八", (), 0, 8),
    ),
    start=3,
)


def test_a_list_in_a_list_has_its_levels_and_numbers_as_text() -> None:
    assert plain(NESTED).split("\n") == [
        "3. 三",
        "7. 七",
        "   - 甲",
        "      1. 甲一",
        "      2. 甲二",
        "   - 乙",
        "8. 八",
    ]


def test_a_list_in_a_list_has_its_levels_and_numbers_as_html() -> None:
    assert html(NESTED) == (
        '<ol start="3"><li>三</li><li value="7">七<ul><li>甲<ol><li>甲一</li><li>甲二</li></ol></li>'
        "<li>乙</li></ul></li><li>八</li></ol>"
    )


def test_a_list_in_a_list_has_its_levels_as_markdown() -> None:
    assert rendered(markdown(NESTED)) == (
        '<ol start="3"><li>三</li></ol><!-- -->'
        '<ol start="7"><li>七<ul><li>甲<ol><li>甲一</li><li>甲二</li></ol></li><li>乙</li></ul></li><li>八</li></ol>'
    )


def test_a_list_in_a_list_has_its_levels_and_numbers_as_json() -> None:
    [kept] = record(NESTED)
    assert (kept["kind"], kept["ordered"], kept["start"]) == ("list", True, 3)
    assert [(item["text"], item["level"], item["number"]) for item in kept["items"]] == [
        (item.text, item.level, item.number) for item in NESTED.items
    ]


def test_a_list_that_counts_backwards_does_so_everywhere() -> None:
    block = parsed("<ol reversed><li>季军</li><li>亚军</li><li>冠军</li></ol>").blocks[1]
    assert plain(block) == "3. 季军\n2. 亚军\n1. 冠军"
    assert html(block) == '<ol start="3"><li>季军</li><li value="2">亚军</li><li value="1">冠军</li></ol>'
    assert [item["number"] for item in record(block)[0]["items"]] == [3, 2, 1]


def test_a_list_whose_numbers_are_not_known_counts_from_its_start() -> None:
    block = ListBlock(ordered=True, items=(ListItem("甲"), ListItem("乙")), start=4)
    assert plain(block) == "4. 甲\n5. 乙"
    assert html(block) == '<ol start="4"><li>甲</li><li>乙</li></ol>'
    assert [item["number"] for item in record(block)[0]["items"]] == [4, 5]


def test_two_lists_in_one_item_are_of_the_same_level() -> None:
    block = parsed("<ul><li>数<ol><li>一</li></ol><ul><li>项</li></ul></li></ul>").blocks[1]
    assert isinstance(block, ListBlock)
    assert [(item.text, item.level, item.number) for item in block.items] == [
        ("数", 0, None),
        ("一", 1, 1),
        ("项", 1, None),
    ]


MIXED = ListBlock(
    ordered=False,
    items=(ListItem("数"), ListItem("一", (), 1, 1), ListItem("项", (), 1, None), ListItem("目", (), 1, 3)),
)


def test_bullets_behind_numbers_of_the_same_level_are_no_numbers_in_html() -> None:
    assert html(MIXED) == ('<ul><li>数<ol><li>一</li></ol><ul><li>项</li></ul><ol start="3"><li>目</li></ol></li></ul>')


def test_bullets_behind_numbers_of_the_same_level_are_no_numbers_in_markdown() -> None:
    shown = rendered(markdown(MIXED))
    assert shown == '<ul><li>数<ol><li>一</li></ol><ul><li>项</li></ul><ol start="3"><li>目</li></ol></li></ul>'


def test_a_list_under_a_number_of_two_digits_is_inside_it_in_markdown() -> None:
    block = ListBlock(
        ordered=True, items=(ListItem("十", (), 0, 10), ListItem("甲", (), 1), ListItem("十一", (), 0, 11))
    )
    assert rendered(markdown(block)) == '<ol start="10"><li>十<ul><li>甲</li></ul></li><li>十一</li></ol>'


def test_numbers_that_do_not_follow_each_other_stay_so_in_markdown() -> None:
    block = ListBlock(ordered=True, items=(ListItem("三", (), 0, 3), ListItem("九", (), 0, 9)), start=3)
    shown = rendered(markdown(block))
    assert '<ol start="3"><li>三</li></ol>' in shown
    assert '<ol start="9"><li>九</li></ol>' in shown


def test_an_item_without_words_of_its_own_leaves_a_list_without_its_outer_item() -> None:
    block = parsed("<ul><li><ul><li>甲</li><li>乙</li></ul></li><li>丙</li></ul>").blocks[1]
    assert isinstance(block, ListBlock)
    assert [(item.text, item.level) for item in block.items] == [("甲", 1), ("乙", 1), ("丙", 0)]
    assert plain(block) == "   - 甲\n   - 乙\n- 丙"
    assert Outline(html(block)).said == "甲乙丙"


def test_a_list_that_begins_below_its_first_level_is_sound_html() -> None:
    block = ListBlock(ordered=False, items=(ListItem("甲", (), 1), ListItem("乙", (), 0)))
    assert Outline(html(block)).faults == []


@given(
    st.lists(
        st.builds(ListItem, st.sampled_from("甲乙丙"), st.just(()), st.integers(0, 3), st.none() | st.integers(0, 20)),
        min_size=1,
        max_size=8,
    )
)
def test_no_item_of_any_list_is_lost(items: list[ListItem]) -> None:
    block = ListBlock(ordered=False, items=tuple(items))
    words = "".join(item.text for item in items)
    assert Outline(html(block)).said == words
    assert re.sub(r"[^甲乙丙]", "", plain(block)) == words
    assert re.sub(r"[^甲乙丙]", "", rendered(markdown(block))) == words
    assert [item["number"] for item in record(block)[0]["items"]] == list(block.numbers)


@pytest.mark.parametrize("words", ["1. 总则", "- 附则", "+ 其他"])
def test_words_of_an_item_that_look_like_an_item_are_none_in_markdown(words: str) -> None:
    block = ListBlock(ordered=False, items=(ListItem(words),))
    assert rendered(markdown(block)) == f"<ul><li>{words}</li></ul>"


@pytest.mark.fault(37)
@pytest.mark.parametrize("words", ["1. 总则", "- 附则", "+ 其他", "# 题", "> 引", "12) 末", "~~~", "```", "* 星"])
def test_words_of_a_paragraph_that_look_like_markup_are_none_in_markdown(words: str) -> None:
    assert Outline(rendered(markdown(TextBlock("paragraph", words)))).said == words
    assert Outline(rendered(markdown(TextBlock("paragraph", words)))).tags == ["p"]


@pytest.mark.parametrize("words", ["---", "-----"])
def test_a_paragraph_of_dashes_is_no_rule_in_markdown(words: str) -> None:
    assert Outline(rendered(markdown(TextBlock("paragraph", words)))).said == words


# Preformatted text.

POEM = "  第一行\n    缩进  二\n\n末行"


def test_preformatted_text_keeps_blanks_and_breaks_in_every_format() -> None:
    block = parsed(f"<pre>{POEM}</pre>").blocks[1]
    assert block == TextBlock("preformatted", POEM)
    assert plain(block) == POEM
    assert html(block) == f"<pre>{POEM}</pre>"
    assert markdown(block) == f"```\n{POEM}\n```"
    assert record(block) == [{"kind": "preformatted", "text": POEM}]


@pytest.mark.parametrize(
    "words", ["```\n甲\n```", "````", "~~~\n乙", "# 题\n- 项", "<b>粗</b>&amp;", "| a | b |", "`丙`"]
)
def test_preformatted_text_means_nothing(words: str) -> None:
    block = TextBlock("preformatted", words)
    shown = Outline(MarkdownIt("commonmark").render(markdown(block)))
    assert (shown.tags, shown.said) == (["pre", "code"], f"{words}\n\n")
    own = Outline(html(block))
    assert (own.tags, own.said) == (["pre"], words)


# Embedded things.


@pytest.mark.parametrize(
    ("block", "label", "address"),
    [
        (TextBlock("embed", "宣传片", (Span(0, 3, "link", "/a/b.mp4"),), media="video"), "[视频] 宣传片", "/a/b.mp4"),
        (
            TextBlock("embed", "", (Span(0, 0, "link", "/a/b.pdf?v=1"),), media="document"),
            "[文件] b.pdf",
            "/a/b.pdf?v=1",
        ),
        (
            TextBlock("embed", "", (Span(0, 0, "link", "https://v.example.com/show"),), media="page"),
            "[网页] v.example.com",
            "https://v.example.com/show",
        ),
        (
            TextBlock("embed", "", (Span(0, 0, "link", "https://a.example.com/x/s.mp3"),), media="audio"),
            "[音频] s.mp3",
            "https://a.example.com/x/s.mp3",
        ),
    ],
    ids=["video", "document", "page", "audio"],
)
def test_an_embedded_thing_is_named_and_leads_there(block: TextBlock, label: str, address: str) -> None:
    public = ADDRESSES.public(address)
    assert plain(block) == f"{label} {public}"
    outline = Outline(html(block))
    assert (outline.said, outline.hrefs, outline.tags) == (label, [public], ["p", "a"])
    outline = Outline(rendered(markdown(block)))
    assert (outline.said, outline.hrefs, outline.tags) == (label, [public], ["p", "a"])
    assert record(block) == [{"kind": "embed", "media": block.media, "href": public, "title": block.text}]


def test_the_address_of_an_embedded_thing_is_whole_in_the_text() -> None:
    block = TextBlock("embed", "宣传片", (Span(0, 3, "link", "/a/b.mp4"),), media="video")
    assert plain(block) == f"[视频] 宣传片 {SITE}/a/b.mp4"


@pytest.mark.parametrize(
    ("markup", "media"),
    [
        ("<video src='/uploads/a.mp4' width=600></video>", "video"),
        ("<audio><source src='/uploads/a.mp3'></audio>", "audio"),
        ("<iframe src='https://player.example.com/v?id=1' width=600 height=400></iframe>", "video"),
        ("<object data='/uploads/a.pdf' width=600 height=800></object>", "document"),
        ("<iframe src='https://map.example.com/place' width=600 height=400></iframe>", "page"),
    ],
)
def test_what_a_page_embeds_is_there_in_every_format(markup: str, media: Media) -> None:
    found = parsed(f"{markup}<p>{TEXT}</p>")
    [block] = [block for block in found.blocks if isinstance(block, TextBlock) and block.kind == "embed"]
    assert block.media == media
    address = ADDRESSES.public(block.href or "")
    assert address in Outline(to_html(found, ADDRESSES, "zh")).hrefs
    assert address in Outline(rendered(to_markdown(found, ADDRESSES))).hrefs
    assert (block.href or "") in to_plain(found, ADDRESSES)


# Tables.

TABLE = TableBlock(
    (("名称", "下载"), ("指南", "附件一、附件二")),
    1,
    (CellLink(1, 1, "/uploads/a.doc", "附件一"), CellLink(1, 1, "https://b.example.com/b.xls", "附件二")),
)
HREFS = [f"{SITE}/uploads/a.doc", "https://b.example.com/b.xls"]


def test_the_links_in_a_cell_lead_on() -> None:
    assert plain(TABLE) == "名称\t下载\n指南\t附件一、附件二"
    for shown in (html(TABLE), rendered(markdown(TABLE))):
        outline = Outline(shown)
        assert (outline.hrefs, outline.faults, outline.said) == (HREFS, [], "名称下载指南附件一、附件二")
    assert record(TABLE)[0]["links"] == [
        {"row": 1, "column": 1, "href": HREFS[0], "text": "附件一"},
        {"row": 1, "column": 1, "href": HREFS[1], "text": "附件二"},
    ]


SAME_NAME = TableBlock((("下载 下载",),), 0, (CellLink(0, 0, "/a.doc", "下载"), CellLink(0, 0, "/b.xls", "下载")))


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_two_links_of_one_name_in_a_cell_are_two(form: str) -> None:
    outline = Outline(html(SAME_NAME) if form == "html" else rendered(markdown(SAME_NAME)))
    assert outline.faults == []
    assert outline.hrefs == [f"{SITE}/a.doc", f"{SITE}/b.xls"]
    assert outline.said == "下载 下载"


def test_a_link_whose_words_the_cell_does_not_have_is_left_out() -> None:
    block = TableBlock((("甲",),), 0, (CellLink(0, 0, "/a.doc", "乙"),))
    assert html(block) == "<table><tr><td>甲</td></tr></table>"


def test_a_table_without_rows_is_no_accident() -> None:
    assert markdown(TableBlock(())) == ""


# What is told of the article itself.


def test_attachments_and_doubt_are_told_in_the_record() -> None:
    files = (Attachment("/uploads/a.pdf", "申报表", "pdf"), Attachment("https://b.example.com/b.zip", "图纸", "zip"))
    doubted = article(TextBlock("paragraph", TEXT), attachments=files, doubt="less than half of the page's text")
    kept = article_record(Kept(doubted, 1.0, 1, revised=False), ADDRESSES)
    check_article(kept)
    assert kept["doubt"] == "less than half of the page's text"
    assert kept["attachments"] == [
        {"href": f"{SITE}/uploads/a.pdf", "name": "申报表", "kind": "pdf"},
        {"href": "https://b.example.com/b.zip", "name": "图纸", "kind": "zip"},
    ]


def test_without_attachments_and_doubt_the_record_says_so() -> None:
    kept = article_record(Kept(article(PRICE), 1.0, 1, revised=False), ADDRESSES)
    assert (kept["attachments"], kept["doubt"]) == ([], None)


def test_the_files_that_a_page_links_are_its_attachments() -> None:
    rows = "<tr><td>表</td><td><a href='/uploads/b.xls'>预算表</a></td></tr><tr><td>1</td><td>2</td></tr>"
    found = parsed(f"<table border=1>{rows}</table><p>附件：<a href='/uploads/a.pdf'>申报表.pdf</a></p>")
    kept = article_record(Kept(found, 1.0, 1, revised=False), ADDRESSES)
    assert {(each["href"], each["kind"]) for each in kept["attachments"]} == {
        (f"{SITE}/uploads/a.pdf", "pdf"),
        (f"{SITE}/uploads/b.xls", "xls"),
    }


def test_who_is_written_to_is_a_link_and_the_address_stands_behind_plain_text() -> None:
    found = parsed("<p>材料请发<a href='mailto:zs@gxq.example?subject=x'>招商局邮箱</a>。</p>")
    assert "材料请发招商局邮箱。" in to_plain(found, ADDRESSES)
    assert to_plain(found, ADDRESSES).endswith("邮箱\n\n1. 招商局邮箱  zs@gxq.example")
    assert "[招商局邮箱](<mailto:zs@gxq.example>)" in to_markdown(found, ADDRESSES)
    assert '<a href="mailto:zs@gxq.example">招商局邮箱</a>' in to_html(found, ADDRESSES, "zh")
    kept = article_record(Kept(found, 1.0, 1, revised=False), ADDRESSES)
    check_article(kept)
    assert kept["blocks"][-1]["spans"] == [{"start": 4, "end": 9, "style": "link", "href": "mailto:zs@gxq.example"}]
    shown = parsed("<p>材料请发<a href='mailto:zs@gxq.example'>zs@gxq.example</a>。</p>")
    assert to_plain(shown, ADDRESSES).endswith("材料请发zs@gxq.example。")


def test_a_link_that_says_it_is_a_mail_does_no_harm() -> None:
    for href in ('mailto:a@b.example"><script>', "mailto:x>](javascript:a@b.example)", "mailto:a\x1b[2J@b.example"):
        block = TextBlock("paragraph", "信箱", (Span(0, 2, "link", href),))
        assert to_markdown(article(block), ADDRESSES).count("信箱") == 1
        for text in (to_markdown(article(block), ADDRESSES), to_html(article(block), ADDRESSES, "zh")):
            assert "mailto:" not in text


# Hostile text.

ALL = (
    TextBlock("paragraph", HOSTILE, (Span(0, 9, "deleted"), Span(3, 20, "inserted"), Span(9, 12, "superscript"))),
    TextBlock("preformatted", f"{HOSTILE}\n```\n</pre>{HOSTILE}"),
    TextBlock("embed", HOSTILE, (Span(0, len(HOSTILE), "link", "/a.mp4"),), media="video"),
    ListBlock(
        ordered=True,
        items=(ListItem(HOSTILE, (Span(0, 20, "deleted"),), 0, 5), ListItem(HOSTILE, (), 1, None)),
        start=5,
    ),
    TableBlock(((HOSTILE, "丙"), (HOSTILE, HOSTILE)), 1, (CellLink(0, 0, "/a.doc", HOSTILE),)),
    ImageBlock("/a.png", HOSTILE, HOSTILE),
)
NASTY = article(
    *ALL, title=HOSTILE, source=HOSTILE, doubt=HOSTILE, attachments=(Attachment("/a.pdf", HOSTILE, HOSTILE),)
)


@pytest.mark.fault(37)
def test_hostile_text_commands_no_terminal() -> None:
    for text in (to_plain(NASTY, ADDRESSES), to_markdown(NASTY, ADDRESSES), to_html(NASTY, ADDRESSES, "zh")):
        assert all(letter.isprintable() or letter in "\n\t" for letter in text)


@pytest.mark.fault(37)
def test_hostile_text_is_no_markup_in_html() -> None:
    outline = Outline(to_html(NASTY, ADDRESSES, "zh"))
    assert outline.faults == []
    assert not {"script", "b"} & set(outline.tags)
    assert outline.attributes <= {"lang", "charset", "href", "src", "alt", "start", "value"}
    assert outline.said.count("<script>alert(1)</script>") >= 8
    assert set(outline.hrefs) == {
        SITE + path for path in (NASTY.path, "/a.mp4", "/a.doc", "/a.png")
    }  # attachments are links in the text


@pytest.mark.fault(37)
def test_hostile_text_is_no_markup_in_markdown() -> None:
    outline = Outline(rendered(to_markdown(NASTY, ADDRESSES)))
    assert not {"script", "b"} & set(outline.tags)
    assert set(outline.hrefs) == {SITE + path for path in (NASTY.path, "/a.mp4", "/a.doc", "/a.png")}


@pytest.mark.fault(37)
def test_hostile_text_is_data_in_json() -> None:
    kept = article_record(Kept(NASTY, 1.0, 1, revised=False), ADDRESSES)
    assert json.loads(json.dumps(kept, ensure_ascii=False)) == kept
    assert kept["attachments"][0]["name"] == HOSTILE


ADDRESS = "https://b.example.com/\x1b[31m\u202e\"'> <script>alert(1)</script>"


def leading_to(href: str) -> dict[str, str]:
    """Give an article whose links all lead to an address, in every format."""
    found = article(
        TextBlock("paragraph", "甲乙", (Span(0, 1, "link", href),)),
        TextBlock("embed", "丙", (Span(0, 1, "link", href),), media="page"),
        TableBlock((("丁",),), 0, (CellLink(0, 0, href, "丁"),)),
        ImageBlock(href, "戊"),
    )
    return {
        "text": to_plain(found, ADDRESSES),
        "markdown": to_markdown(found, ADDRESSES),
        "html": to_html(found, ADDRESSES, "zh"),
    }


# The parser lets no such address through; this is the second wall, as for texts.
@pytest.mark.fault(37)
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_hostile_address_commands_no_terminal(form: str) -> None:
    assert all(letter.isprintable() or letter in "\n\t" for letter in leading_to(ADDRESS)[form])


@pytest.mark.fault(37)
def test_a_hostile_address_is_no_markup_in_html() -> None:
    assert "script" not in Outline(leading_to(ADDRESS)["html"]).tags


@pytest.mark.fault(37)
def test_a_hostile_address_is_no_markup_in_markdown() -> None:
    assert "script" not in Outline(rendered(leading_to(ADDRESS)["markdown"])).tags


@pytest.mark.fault(37)
@pytest.mark.parametrize("form", ["markdown", "html"])
def test_an_address_that_is_a_script_leads_nowhere(form: str) -> None:
    assert "javascript:" not in leading_to("javascript:alert(1)")[form]
