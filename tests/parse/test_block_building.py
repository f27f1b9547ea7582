"""From markup to blocks: paragraphs, spans, lists, quotes, pictures with captions, attributions."""

from __future__ import annotations

import pytest

from achie_tui.model import Block, ImageBlock, ListBlock, Span, TextBlock
from tests.parse.reading import TEXT, article_html, blocks_of, read


def texts(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks if isinstance(block, TextBlock)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>\r\n\t&nbsp;&nbsp; 甲段的话，有头有尾。</p><p>　　乙段的话，也有头有尾。</p>",
        "甲段的话，有头有尾。<br/><br>&nbsp;　乙段的话，也有头有尾。<br />",
        "<div>甲段的话，有头有尾。</div>乙段的话，也有头有尾。",
        "<section><section><p><span>甲段的话，</span><span>有头有尾。</span></p></section></section><P>乙段的话，也有头有尾。</P>",
        "<table width='100%'><tr><td><p>甲段的话，有头有尾。</p><p>乙段的话，也有头有尾。</p></td></tr></table>",
        "#e#</p><p>甲段的话，有头有尾。</p><p>&nbsp;</p><p>乙段的话，也有头有尾。</p><p><br></p>",
        "<p>甲段的话，有头有尾。<script>x('丙')</script><!--丁--></p><style>.x{}</style><p>乙段的话，也有头有尾。",
        "<p>甲段的话，有头有尾。</p><div style='display:none'>丙</div><p hidden>丁</p><p>乙段的话，也有头有尾。</p>",
        "<p>甲段的话，有头有尾。</p><p>乙段的话，也有头有尾。</p>(责任编辑：admin)",
        "<p>甲段的话，有头有尾。</p><p>乙段的话，也有头有尾。</p>(责任编辑：林远)",
    ],
)
def test_paragraphs_however_they_are_made(body: str) -> None:
    assert texts(blocks_of(body)) == [("paragraph", "甲段的话，有头有尾。"), ("paragraph", "乙段的话，也有头有尾。")]


def test_spans_point_at_their_text() -> None:
    (block,) = blocks_of(
        "<p>　　前<b>粗<i>又斜</i></b>，<a href='/news/'>链接</a>与<strong>相</strong><strong>邻</strong> "
        "<em> 带空格 </em><a href='#top'>锚</a><a href='javascript:x()'>脚本</a><cite>引</cite>；"
        "<span style='font-weight: bold'>再粗</span>。</p>"
    )
    assert isinstance(block, TextBlock)
    assert block.text == "前粗又斜，链接与相邻 带空格 锚脚本引；再粗。"
    assert [(block.text[s.start : s.end], s.style, s.href) for s in block.spans] == [
        ("粗又斜", "strong", None),
        ("又斜", "emphasis", None),
        ("链接", "link", "/news/"),
        ("相邻", "strong", None),
        ("带空格 ", "emphasis", None),
        ("引", "emphasis", None),
        ("再粗", "strong", None),
    ]


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("http://www.achie.org/news/gxq/", "/news/gxq/"),
        ("list_7_2.html", "/news/gxq/list_7_2.html"),
        ("//www.example.com/a?b=1#c", "http://www.example.com/a?b=1"),
        ("https://example.com/文", "https://example.com/%E6%96%87"),
    ],
)
def test_links_are_kept_in_their_shortest_form(href: str, kept: str) -> None:
    (block,) = blocks_of(f"<p>{TEXT}<a href='{href}'>链接</a></p>")
    assert isinstance(block, TextBlock)
    assert block.spans == (Span(len(TEXT), len(TEXT) + 2, "link", kept),)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "tel:1", "#", ""])
def test_other_links_are_text(href: str) -> None:
    (block,) = blocks_of(f"<p>{TEXT}<a href='{href}'>链接</a></p>")
    assert block == TextBlock("paragraph", f"{TEXT}链接")


def test_headings_and_quotes() -> None:
    body = (
        f"<h3>一、<b>缘起</b></h3><p>{TEXT}</p><p><strong>二、经过</strong></p><p>{TEXT}</p>"
        f"<p><b>这是一句加粗的话，不是标题。</b></p><blockquote><p>引文一。</p>引文二。</blockquote><p>{TEXT}</p>"
    )
    blocks = blocks_of(body)
    assert texts(blocks) == [
        ("heading", "一、缘起"),
        ("paragraph", TEXT),
        ("heading", "二、经过"),
        ("paragraph", TEXT),
        ("paragraph", "这是一句加粗的话，不是标题。"),
        ("quote", "引文一。"),
        ("quote", "引文二。"),
        ("paragraph", TEXT),
    ]
    assert [block.level for block in blocks if isinstance(block, TextBlock) and block.kind == "heading"] == [3, 3]
    assert blocks[0] == TextBlock("heading", "一、缘起", (), 3)


def test_lists_are_one_block_with_their_nested_items() -> None:
    body = (
        f"<p>{TEXT}</p><ol><li>甲<b>粗</b></li><li><p>乙一</p><p>乙二</p><ul><li>丙</li><li>丁<ul><li>戊</li></ul></li></ul>"
        f"乙三</li><li> </li></ol><p>{TEXT}</p>"
    )
    _, listing, _ = blocks_of(body)
    assert isinstance(listing, ListBlock)
    assert listing.ordered
    assert [item.text for item in listing.items] == ["甲粗", "乙一 乙二 乙三", "丙", "丁", "戊"]
    assert listing.items[0].spans == (Span(1, 2, "strong"),)


def test_spans_of_joined_items_are_moved() -> None:
    _, listing = blocks_of(f"<p>{TEXT}</p><ul><li><p>乙一</p><p>乙<b>二</b></p></li></ul>")
    assert isinstance(listing, ListBlock)
    (item,) = listing.items
    (span,) = item.spans
    assert item.text[span.start : span.end] == "二"


def test_lists_with_tables_or_headings_are_taken_apart() -> None:
    blocks = blocks_of(f"<p>{TEXT}</p><ul><li><h4>小题</h4>{TEXT}</li></ul>")
    assert texts(blocks)[1:] == [("heading", "小题"), ("paragraph", TEXT)]


def test_pictures_in_lists_follow_them() -> None:
    kinds = [type(b) for b in blocks_of(f"<p>{TEXT}</p><ul><li>甲<img src='/a.jpg'></li><li>乙</li></ul><p>{TEXT}</p>")]
    assert kinds == [TextBlock, ListBlock, ImageBlock, TextBlock]


@pytest.mark.parametrize(
    ("tag", "source"),
    [
        ("<img src='/uploads/a.jpg'>", "/uploads/a.jpg"),
        ("<IMG SRC='../b.jpg'>", "/news/b.jpg"),
        ("<img src='/images/loading.gif' data-original='/uploads/a.jpg'>", "/uploads/a.jpg"),
        ("<img src='data:image/gif;base64,R0l' data-src='//img.example.com/a.jpg'>", "http://img.example.com/a.jpg"),
        ("<img src='http://www.achie.org/uploads/a.jpg'>", "/uploads/a.jpg"),
        ("<img src='/uploads/small.jpg' data-original='/uploads/a.jpg'>", "/uploads/a.jpg"),
        ("<img src='https://img.example.com/a?wx_fmt=png'>", "https://img.example.com/a?wx_fmt=png"),
    ],
)
def test_pictures_have_the_address_that_is_loaded_in_the_end(tag: str, source: str) -> None:
    image = blocks_of(f"<p>{TEXT}</p><p>{tag}</p>")[1]
    assert isinstance(image, ImageBlock)
    assert image.src == source


@pytest.mark.parametrize(
    "tag",
    [
        "<img>",
        "<img src=''>",
        "<img src='/images/loading.gif'>",
        "<img src='/plus/img/dot.gif'>",
        "<img src='javascript:x'>",
    ],
)
def test_placeholders_and_icons_are_no_pictures(tag: str) -> None:
    assert len(blocks_of(f"<p>{TEXT}{tag}</p>")) == 1


def test_sizes_are_read_from_attributes_and_styles() -> None:
    body = (
        f"<p>{TEXT}</p><img src='/a.jpg' width=560 height='373px' alt=' 图 '>"
        "<img src='/b.jpg' style='max-width:1px; width: 560.5px;height:0px'><img src='/c.jpg' width='100%'>"
    )
    sizes = [(b.width, b.height, b.alt) for b in blocks_of(body) if isinstance(b, ImageBlock)]
    assert sizes == [(560, 373, "图"), (560, None, ""), (None, None, "")]


@pytest.mark.parametrize(
    ("below", "caption"),
    [
        ("<p style='text-align: center'>厂房外的雨</p>", "厂房外的雨"),
        ("<p>图为厂房外的雨</p>", "图为厂房外的雨"),
        ("<p>▲厂房外的雨</p>", "▲厂房外的雨"),
        ("<p>厂房外的雨（林远 摄）</p>", "厂房外的雨（林远 摄）"),
        ("<figcaption>厂房外的雨</figcaption>", "厂房外的雨"),
        ("<p class='pic-caption'>厂房外的雨</p>", "厂房外的雨"),
        ("<p>厂房外的雨</p>", ""),
        (f"<p align=center>{TEXT * 3}</p>", ""),
        ("<p align=center>（林远供稿）</p>", ""),
    ],
)
def test_captions_belong_to_their_picture(below: str, caption: str) -> None:
    blocks = blocks_of(f"<p>{TEXT}</p><figure><img src='/a.jpg'>{below}</figure><p>{TEXT}</p>")
    image = blocks[1]
    assert isinstance(image, ImageBlock)
    assert image.caption == caption
    assert len(blocks) == (3 if caption else 4)


def test_an_alternative_text_below_the_picture_is_its_caption() -> None:
    image = blocks_of(f"<p>{TEXT}</p><img src='/a.jpg' alt='厂房外的雨'><p>厂房外的雨</p><p>{TEXT}</p>")[1]
    assert isinstance(image, ImageBlock)
    assert image.caption == "厂房外的雨"


@pytest.mark.parametrize(
    "line",
    [
        "（安宁高新区管委会供稿）",
        "(来源：园区经济观察)",
        "责任编辑：林远",
        "来源：园区经济观察",
        "文/林远 图/周青禾",
        "作者单位：产业研究院",
        "本文转载自《产业与城市》杂志",
        "[编辑 林远]",
    ],
)
def test_attributions(line: str) -> None:
    article = read(article_html(f"<p>{TEXT}</p><p>{line}</p>"))
    assert article.attribution == line
    assert article.blocks[-1] == TextBlock("attribution", line)


@pytest.mark.parametrize(
    "line", ["（完）", "来源于实践的经验，最后要回到实践中去。", "编辑部的灯还亮着", f"（{'编辑' * 200}）"]
)
def test_other_last_lines_are_text(line: str) -> None:
    article = read(article_html(f"<p>{TEXT}</p><p>{line}</p>"))
    assert article.attribution is None


def test_the_attribution_stands_among_the_last_lines() -> None:
    article = read(article_html(f"<p>（记者林远）</p><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p>"))
    assert article.attribution is None


@pytest.mark.parametrize("bar", ["字号：大 中 小", "分享到：", "【打印本页】 【关闭窗口】", "分享到：微信 微博 QQ空间"])
def test_tool_bars_are_no_text(bar: str) -> None:
    assert texts(blocks_of(f"<div>{bar}</div><p>{TEXT}</p><div>{bar}</div>")) == [("paragraph", TEXT)]


def test_bodies_of_nothing_and_of_a_picture() -> None:
    assert blocks_of("") == ()
    assert [type(block) for block in blocks_of("<p><img src='/uploads/a.jpg'></p>")] == [ImageBlock]


def test_the_summary_is_not_the_text() -> None:
    head = f"<meta name=description content='{TEXT}'>"
    for body in (
        f"<div class=s>{TEXT}</div><div><p>{TEXT}</p><p>后文还长着呢，说的是搬家以后的事。</p></div>",
        f"<p>{TEXT}</p><p>后文还长着呢，说的是搬家以后的事。</p>",
    ):
        html = article_html("", head=head).replace("<div class='nobody-knows'></div>", body)
        assert texts(read(html).blocks) == [("paragraph", TEXT), ("paragraph", "后文还长着呢，说的是搬家以后的事。")]


def test_a_text_that_is_its_own_summary_stays() -> None:
    head = f"<meta name=description content='{TEXT}'>"
    for body in (
        f"<div><p>{TEXT}</p></div>",
        f"<p>{TEXT}</p><div>分享到：</div>",
        f"<div>摘要：{TEXT}</div><div><p>{TEXT}</p></div>",
    ):
        html = article_html("", head=head).replace("<div class='nobody-knows'></div>", body)
        assert texts(read(html).blocks) == [("paragraph", TEXT)]


def test_a_summary_box_without_a_text_is_none() -> None:
    head = f"<meta name=description content='{TEXT}'>"
    html = article_html("", head=head).replace(
        "<div class='nobody-knows'>", f"<div>{TEXT}</div><div class='nobody-knows'>"
    )
    assert read(html).blocks == ()
