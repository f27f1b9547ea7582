"""The head of an article: breadcrumb, labels in every shape, title."""

from __future__ import annotations

import pytest

from achie_tui.parse.tree import Tree
from tests.parse.reading import COUNTER, CRUMBS, META, TEXT, article_html, read

BODY = f"<p>{TEXT}</p>"
FIELDS = ("园区经济观察", "林远", "2025-09-25 14:03")


def head_of(meta: str) -> tuple[str | None, str | None, str | None]:
    article = read(article_html(BODY, meta=meta))
    assert [getattr(block, "text", None) for block in article.blocks] == [TEXT]
    return article.source, article.author, article.published


SHAPES = (
    "<div>来源:园区经济观察 作者:林远 日期:2025-09-25 14:03 点击:{}次</div>",
    "<div>来源：园区经济观察&nbsp;&nbsp;作者：林远&nbsp;&nbsp;时间：2025-09-25 14:03:59 点击：{}</div>",
    "<p>稿源：园区经济观察 | 撰稿：林远 | 发布时间：2025/9/25 14:03 | 浏览次数：{}</p>",
    """<div><span>信息来源：园区经济观察</span><span>作者：林远</span><span>发布日期：2025年9月25日 14:03</span>
    <span>阅读：{}</span></div>""",
    """<div><small>时间:</small>2025-09-25 14:03<small>来源:</small>园区经济观察 <small>作者:</small>林远
    <small>点击:</small>{}次</div>""",
    "<ul><li>来 源：园区经济观察</li><li>作 者：林远</li><li>日 期：2025-09-25 14:03</li><li>点击：{}</li></ul>",
    """<dl><dt>来源:</dt><dd>园区经济观察</dd><dt>作者:</dt><dd>林远</dd><dt>时间:</dt><dd>2025-09-25 14:03</dd>
    <dt>点击:</dt><dd>{}</dd></dl>""",
    """<table><tr><td>来源:</td><td>园区经济观察</td><td>作者:</td><td>林远</td><td>日期:</td>
    <td>2025-09-25 14:03</td><td>点击:</td><td>{}</td></tr></table>""",
    "<div>2025-09-25 14:03 来源：<a href='http://example.com/'>园区经济观察</a> 作者：林远 点击：{}</div>",
    "<div><i>2025-09-25</i> <i>14:03</i> 来源：<font color=blue>园区经济观察</font> 作者：林远 点击：{}</div>",
    "<div>来源:园区经济观察 2025-09-25 14:03 作者:林远 点击:{}</div>",
    "<div>来源:园区经济观察 编审:赵一 作者:林远 日期:2025-09-25 14:03 点击:{}</div>",
    "<div>来源:[园区经济观察] 作者:【林远】 日期:[2025-09-25 14:03] 点击:{} 字号：大 中 小</div>",
    """<div><div>来源:园区经济观察</div><div>作者:林远</div><div>日期:2025-09-25 14:03</div>
    <div>点击:{}</div></div>""",
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("counter", [COUNTER, "12"], ids=["counted", "uncounted"])
def test_labels_in_all_shapes(shape: str, counter: str) -> None:
    assert head_of(shape.replace("{}", counter)) == FIELDS


@pytest.mark.parametrize(
    ("meta", "fields"),
    [
        (f"<div>来源: 作者: 日期:2025-09-25 点击:{COUNTER}</div>", (None, None, "2025-09-25")),
        (f"<div>来源:园区经济观察 点击:{COUNTER}次</div>", ("园区经济观察", None, None)),
        (
            f"<div>日期:2025-09-25 来源:《产业与城市》(第3期) {COUNTER}</div>",
            ("《产业与城市》(第3期)", None, "2025-09-25"),
        ),
    ],
)
def test_what_is_missing_is_none(meta: str, fields: tuple[str | None, ...]) -> None:
    assert head_of(meta) == fields


def test_footers_and_sentences_are_no_heads() -> None:
    body = f"{BODY}<p>资料来源：统计年鉴，日期：2011-01-01，作者：编写组。</p>"
    html = article_html(body, meta="").replace("版权所有", "更新时间：2012-01-01 来源：本站")
    article = read(html)
    assert (article.source, article.published) == (None, None)
    assert len(article.blocks) == 2


def test_sentences_are_no_heads_where_the_title_is_not_known_either() -> None:
    html = article_html(f"{BODY}<p>资料来源：统计年鉴，日期：2011-01-01。</p>", meta="")
    html = html.replace("<title>标准厂房里的第一天_", "<title>")
    assert read(html).published is None


def test_a_short_page_does_not_lend_the_date_of_its_footer() -> None:
    html = article_html(BODY, meta=f"<div>来源:园区经济观察 点击:{COUNTER}</div>")
    html = html.replace("版权所有", "发布时间：2012-01-01 版权所有").replace("<h2>", "<div><h2>")
    article = read(html)
    assert (article.source, article.published) == ("园区经济观察", None)


def test_rows_beside_the_title_are_no_heads() -> None:
    box = "".join(
        f"<li><a href='/news/gxq/2013010{day}{day}.html'>旧闻第{day}则</a> 时间:2013-01-0{day}</li>"
        for day in range(1, 9)
    )
    article = read(article_html(BODY, meta="", crumbs=f"<div>推荐内容</div><ul>{box}</ul>"))
    assert article.published is None
    assert [getattr(block, "text", None) for block in article.blocks] == [TEXT]


@pytest.mark.parametrize(
    ("crumbs", "names"),
    [
        ("<div>当前位置: <a href='/'>主页</a> > <a href='/news/'>新闻中心</a> > </div>", ("主页", "新闻中心")),
        ("<p><a href='/'>首页</a>&nbsp;&gt;&nbsp;<a href='/x/'>产业规划</a> ></p>", ("首页", "产业规划")),
        ("<p><a href='/'>首页</a> » <a href='/x/'>产业规划</a></p>", ("首页", "产业规划")),
        ("<p>您的位置：<a href='/'>首页</a> > </p>", ("首页",)),
        ("<p>更多：<a href='/'>首页</a> > </p>", ()),
        ("<p><a href='/'>首页</a> | <a href='/x/'>产业规划</a></p>", ()),
    ],
)
def test_breadcrumbs(crumbs: str, names: tuple[str, ...]) -> None:
    article = read(article_html(BODY, crumbs=crumbs))
    assert article.breadcrumb == names
    assert article.category == (names[-1] if len(names) > 1 else None)


@pytest.mark.parametrize(
    ("page_title", "heading"),
    [
        ("{}_高新院", "<h1>高新院</h1><h2>{}</h2>"),
        ("{}_产业规划_高新院", "<div><b>{}</b></div>"),
        ("{} - 高新院", "<p><span>{}</span></p>"),
        ("{}", "<h1>{}</h1>"),
        ("{}|高新院", "<h1>【{}】</h1><h3>{}</h3>"),
        ("高新院", "<h1>{}</h1>"),
        ("{}_产业规划_高新院", ""),
        ("{}-高新院", ""),
        ("{} | 高新院", ""),
    ],
)
@pytest.mark.parametrize(
    "title", ["标准厂房里的第一天", "一问一答|电从哪里来", "A_B 测试与 2025 年展望", "「[b]」与(AI)"]
)
def test_titles(page_title: str, heading: str, title: str) -> None:
    html = article_html(BODY).replace("<h2>标准厂房里的第一天</h2>", heading.replace("{}", title))
    html = html.replace("<title>标准厂房里的第一天_高新院", "<title>" + page_title.replace("{}", title))
    assert read(html).title == title


def test_html_in_a_title_is_not_shown() -> None:
    html = article_html(BODY, title="x").replace("<h2>x</h2>", "<h2><font color=red>甲 &amp; &lt;乙&gt;</font></h2>")
    html = html.replace("<title>x", "<title><font color=red>甲 &amp; &lt;乙&gt;</font>")
    assert read(html).title == "甲 & <乙>"


def test_title_and_description_are_read_where_broken_markup_hides_them() -> None:
    tree = Tree("<head><p hidden><title>标题</title><meta name=description content=摘要></head><p>正文")
    assert (tree.title, tree.description) == ("标题", "摘要")


def test_labels_above_the_title_are_found() -> None:
    html = article_html(BODY, meta="").replace("<h2>", f"{META}<h2>")
    article = read(html)
    assert (article.source, article.published) == ("园区经济观察", "2025-09-25")


def test_a_page_with_neither_title_nor_labels_is_read_by_density() -> None:
    side = "<div>推荐内容</div><ul><li><a href='/news/gxq/20130101100.html'>旧闻一则</a></li></ul>"
    body = f"{BODY}<h4>标准厂房</h4>{BODY * 2}"
    html = article_html(body, meta="", crumbs=CRUMBS + side).replace("<h2>标准厂房里的第一天</h2>", "")
    article = read(html)
    assert (article.title, article.published) == ("标准厂房里的第一天", None)
    assert [getattr(block, "text", None) for block in article.blocks] == [TEXT, "标准厂房", TEXT, TEXT]
    assert article.extraction == "density"
