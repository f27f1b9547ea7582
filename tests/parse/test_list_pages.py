"""Listing pages in all shapes: rows in order, dates, summaries, pagers; side columns left alone."""

from __future__ import annotations

import pytest

from achie_tui.model import Listing, Row
from tests.parse.reading import CRUMBS, READER, listing_of

PAGER = "<div>首页 <a href='list_7_2.html'>2</a> <a href='list_7_2.html'>下一页</a> 共 <b>2</b>页<b>5</b>条</div>"
SIDE = "<div><h3>推荐内容</h3><ul>{}</ul></div>"
NUMBERS = range(1, 4)
SUMMARY = "第{}则说的是园区里新近发生的一件事，细节见正文。"


def link(number: int, text: str = "第{}则新闻") -> str:
    return f"<a href='/news/gxq/2025090{number}{number}00.html'>{text.format(number)}</a>"


def rows(form: str) -> str:
    return "".join(
        form.format(link=link(n), day=n, summary=f"第{n}则说的是园区里新近发生的一件事，细节见正文。") for n in NUMBERS
    )


def page(main: str, side: str = "", pager: str = PAGER, crumbs: str = CRUMBS) -> str:
    column = f"<div>{crumbs}<div>{main}{pager}</div>{side}</div>"
    return f"<html><title>高新区新闻_高新院</title><body>{column}<p>版权所有 2025-01-01</p>"


SHAPES = {
    "ul": "<ul>{}</ul>|<li>{link}<span>2025-09-0{day}</span></li>",
    "date first": "<ul>{}</ul>|<li><span>[2025-09-0{day}]</span> {link}</li>",
    "short date": "<ul>{}</ul>|<li>{link}<i>09-0{day}</i></li>",
    "split date": "<ul>{}</ul>|<li><b>0{day}</b><i>2025-09</i>{link}</li>",
    "dl": "<dl>{}</dl>|<dt>{link}</dt><dd>2025/9/{day}</dd>",
    "dl date first": "<dl>{}</dl>|<dd>2025-09-0{day}</dd><dt>{link}</dt>",
    "cards": "<div>{}</div>|<div><h3>{link}</h3><em>2025年9月{day}日</em></div>",
    "table": "<table>{}</table>|<tr><td>·</td><td>{link}</td><td>2025-09-0{day}</td></tr>",
    "tables": "{}|<table><tr><td>{link}</td></tr><tr><td>日期：2025-09-0{day} 点击：1</td></tr></table>",
    "triple": "<ul>{}</ul>|<li>{link}</li><li>简介</li><li>时间:2025-09-0{day}</li>",
    "bare": "<div>{}</div>|{link} 2025-09-0{day}<br>",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("where", ["none", "before", "after"])
def test_rows_in_all_shapes(shape: str, where: str) -> None:
    outer, _, form = SHAPES[shape].partition("|")
    side = SIDE.format("".join(f"<li>{link(n, '旁栏{}')}<span>2020-01-0{n}</span></li>" for n in (4, 5, 6)))
    main = outer.replace("{}", rows(form))
    html = page(main, side if where == "after" else "", crumbs=(side if where == "before" else "") + CRUMBS)
    listing = listing_of(html)
    assert [(row.path, row.title, row.published) for row in listing.rows] == [
        (f"/news/gxq/2025090{n}{n}00.html", f"第{n}则新闻", f"2025-09-0{n}") for n in NUMBERS
    ]
    assert (listing.page, listing.pages, listing.total) == (1, 2, 5)
    assert listing.next == "/news/gxq/list_7_2.html"
    assert listing.template == "/news/gxq/list_7_{page}.html"


def test_summaries_and_categories_and_sources() -> None:
    form = (
        "<li>[<b><a href='/news/gxq/'>高新区新闻</a></b>] {link}<p>{summary}</p>"
        "<span>来源：园区经济观察 日期：2025-09-0{day}</span><a href='/x/'>更多</a></li>"
    )
    first = listing_of(page(f"<ul>{rows(form)}</ul>")).rows[0]
    assert first == Row(
        "/news/gxq/20250901100.html",
        "第1则新闻",
        "2025-09-01",
        "第1则说的是园区里新近发生的一件事，细节见正文。",
        "园区经济观察",
        "高新区新闻",
    )


def test_a_summary_may_tell_of_another_date() -> None:
    form = "<li>{link}<p>{summary}数据日期：2011-11-11。</p><span>[09-0{day}]</span></li>"
    assert [row.published for row in listing_of(page(f"<ul>{rows(form)}</ul>")).rows] == [
        f"2025-09-0{n}" for n in NUMBERS
    ]


def test_several_links_to_one_article_are_one_row() -> None:
    again = "<a href='/news/gxq/2025090{day}{day}00.html'>"
    form = f"<li>{again}<img src='/a.jpg'></a>{{link}}{again}查看全文</a> 2025-09-0{{day}}</li>"
    assert [row.title for row in listing_of(page(f"<ul>{rows(form)}</ul>")).rows] == [f"第{n}则新闻" for n in NUMBERS]


def test_a_cut_title_is_completed() -> None:
    row = (
        "<li><a href='/news/gxq/20250901100.html' title='标准厂房里的第一天'><font color=red>标准厂房里</font></a></li>"
    )
    assert listing_of(page(f"<ul>{row}{row.replace('0100', '0101')}</ul>")).rows[0].title == "标准厂房里的第一天"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_last_page_with_a_single_row(shape: str) -> None:
    outer, _, form = SHAPES[shape].partition("|")
    pager = "<div><a href='list_7_1.html'>1</a> 2 共 2页4条</div>"
    row = form.format(link=link(1), day=1, summary="")
    listing = listing_of(page(outer.replace("{}", row), pager=pager), "/news/gxq/list_7_2.html")
    assert [(row.path, row.published) for row in listing.rows] == [("/news/gxq/20250901100.html", "2025-09-01")]
    assert (listing.page, listing.pages, listing.next) == (2, 2, None)


def test_redirects_take_the_year_of_their_neighbours() -> None:
    entries = (
        ("/news/gxq/20250102300.html", "01-02"),
        ("/plus/view.php?aid=299", "12-30"),
        ("/plus/view.php?aid=298", "12-24"),
        ("/news/gxq/20241220297.html", "12-20"),
    )
    items = "".join(f"<li><a href='{path}'>一则</a> [{day}]</li>" for path, day in entries)
    published = [row.published for row in listing_of(page(f"<ul>{items}</ul>")).rows]
    assert published == ["2025-01-02", "2024-12-30", "2024-12-24", "2024-12-20"]


def test_the_order_counts_more_than_nearness() -> None:
    entries = (
        ("/news/gxq/20250102300.html", "01-02"),
        ("/plus/view.php?aid=299", "01-05"),
        ("/news/gxq/20240101100.html", "01-01"),
    )
    items = "".join(f"<li><a href='{path}'>一则</a> [{day}]</li>" for path, day in entries)
    side = SIDE.format("<li><a href='/x/20120105298.html'>旁</a></li>")
    assert listing_of(page(f"<ul>{items}</ul>", side)).rows[1].published == "2024-01-05"


def test_near_numbers_count_more_than_nearness() -> None:
    entries = (("/plus/view.php?aid=298", "06-15"), ("/news/gxq/201201051.html", "01-05"))
    items = "".join(f"<li><a href='{path}'>一则</a> [{day}]</li>" for path, day in entries)
    side = "".join(f"<li><a href='/x/{day}.html'>旁</a></li>" for day in ("20150101297", "20191231300"))
    assert listing_of(page(f"<ul>{items}</ul>", SIDE.format(side))).rows[0].published == "2015-06-15"


def test_redirects_take_the_year_of_near_numbers() -> None:
    entries = (("/plus/view.php?aid=298", "12-24"), ("/news/gxq/201201051.html", "01-05"))
    items = "".join(f"<li><a href='{path}'>一则</a> [{day}]</li>" for path, day in entries)
    side = "".join(f"<li><a href='/x/{day}.html'>旁</a></li>" for day in ("20191220297", "20200102300"))
    published = [row.published for row in listing_of(page(f"<ul>{items}</ul>", SIDE.format(side))).rows]
    assert published == ["2019-12-24", "2012-01-05"]


@pytest.mark.parametrize(
    ("pager", "path", "expected"),
    [
        ("", "/news/gxq/", (1, None, None, None)),
        ("<p>共3页</p>", "/news/gxq/", (1, 3, None, None)),
        ("<p>共 3 页 / 共 14 条</p>", "/news/gxq/", (1, 3, 14, None)),
        (
            "<p><a href='list_7_3.html'>末页</a><a href='list_7_2.html'>下一页</a></p>",
            "/news/gxq/",
            (1, 3, None, "/news/gxq/list_7_2.html"),
        ),
        (
            "<p><a href='/plus/list.php?tid=7&TotalResult=14&PageNo=3'>下一页</a> 共3页14条</p>",
            "/plus/list.php?tid=7&PageNo=2",
            (2, 3, 14, "/plus/list.php?tid=7&TotalResult=14&PageNo=3"),
        ),
        (f"<p>这份材料共3页，{SUMMARY * 2}</p>", "/news/gxq/", (1, None, None, None)),
        ("<p>共为企业办事1200条，共建园区3页纸</p>", "/news/gxq/", (1, None, None, None)),
    ],
)
def test_pagers(pager: str, path: str, expected: tuple[int, int | None, int | None, str | None]) -> None:
    listing = listing_of(page(f"<ul>{rows('<li>{link} 2025-09-0{day}</li>')}</ul>", pager=pager), path)
    assert (listing.page, listing.pages, listing.total, listing.next) == expected
    assert len(listing.rows) == 3


def test_an_empty_category_has_no_rows() -> None:
    side = SIDE.format("".join(f"<li>{link(n)}</li>" for n in NUMBERS))
    for html in (page("<ul></ul>", side, pager="<p>共 1页0条</p>"), page(f"{side}<ul></ul>", pager="<p>共 1页0条</p>")):
        assert listing_of(html) == Listing((), 1, 1, 0)


def test_a_list_cut_in_two_is_one() -> None:
    form = "<li>{link} 2025-09-0{day}</li>"
    items = [form.format(link=link(n), day=n) for n in range(1, 8)]
    main = f"<ul class=a>{''.join(items[:5])}</ul><hr><ul class=a>{''.join(items[5:])}</ul>"
    assert len(listing_of(page(main)).rows) == 7


def test_links_are_given_with_those_of_folded_menus() -> None:
    html = page(
        "<ul style='display:none'><li><a href='/news/zcjd/'>政策解读</a></li></ul><a href='http://else.com/'>外</a>"
    )
    links = READER.links(html.encode(), "/news/")
    assert isinstance(links, list)
    assert ("政策解读", "/news/zcjd/") in links
    assert "外" not in dict(links)


DATED_SIDE = SIDE.format("".join(f"<li>{link(n, '旁栏{}')} 2020-01-0{n}</li>" for n in range(4, 9)))


def test_without_a_pager_a_side_column_is_known_by_its_heading() -> None:
    listing = listing_of(page(f"<ul>{rows('<li>{link}</li>')}</ul>", DATED_SIDE, pager=""))
    assert [row.title for row in listing.rows] == [f"第{n}则新闻" for n in NUMBERS]


def test_a_side_column_between_list_and_pager_is_not_the_list() -> None:
    main = f"<ul>{rows('<li>{link} 2025-09-0{day}</li>')}</ul>"
    side = SIDE.format("".join(f"<li>{link(n, '旁栏{}')}</li>" for n in range(4, 9)))
    listing = listing_of(f"<body>{CRUMBS}<div>{main}</div>{side}{PAGER}</body>")
    assert [row.title for row in listing.rows] == [f"第{n}则新闻" for n in NUMBERS]


def test_a_single_row_without_a_pager_ends_before_the_side_column() -> None:
    main = f"<ul><li>{link(1)} [09-01]</li></ul>"
    (row,) = listing_of(f"<body>{CRUMBS}<div><div>{main}</div>{DATED_SIDE}</div></body>").rows
    assert (row.published, row.summary, row.category) == ("2025-09-01", None, None)


def test_a_long_title_is_no_summary() -> None:
    form = (
        "<li><a href='/news/gxq/2025090{day}{day}00.html'>标准厂房里的第{day}天，说来话长又长</a> 2025-09-0{day}</li>"
    )
    assert [row.summary for row in listing_of(page(f"<ul>{rows(form)}</ul>")).rows] == [None] * 3


LIST = f"<div><ul>{rows('<li>{link} 2025-09-0{day}</li>')}</ul></div>"
LAST_PAGER = "<p>首页 1 末页 共 1页3条</p>"
FOOT = "<div class=foot><p>版权所有 高新院<p>蜀ICP备01234567号"


@pytest.mark.parametrize(
    ("html", "complete"),
    [
        (f"<body>{CRUMBS}{LIST}</body></html>", True),
        (f"<body>{CRUMBS}{LIST}</body></html>\n<script>1</script><a href='http://count.example/'>统计</a>", True),
        # Never closed, and yet whole.
        (f"<body>{CRUMBS}<div>{LIST}{PAGER}", True),
        (f"<body>{CRUMBS}<div>{LIST}{LAST_PAGER}", True),
        (f"<body>{CRUMBS}<div>{LIST}{FOOT}", True),
        (f"<body>{CRUMBS}{LIST}<p>完", True),
        (f"<body>{CRUMBS}<table><tr><td>{rows('{link}<br>')}</td></tr></table>", True),
        # Cut among the rows, in a row's link, behind the rows, before them; in a table; in the pager.
        (f"<body>{CRUMBS}<div><ul>{rows('<li>{link}</li>')}", False),
        (f"<body>{CRUMBS}<ul>{rows('<li>{link}</li>')}<li><a href='/news/gxq/20", False),
        (f"<body>{CRUMBS}<div>{LIST}", False),
        (f"<body>{CRUMBS}", False),
        (f"<body>{CRUMBS}<table>{rows('<tr><td>{link}</td></tr>')}<tr>", False),
        (f"<body>{CRUMBS}<div>{LIST}<p>共 <b>9</b>页<b>27</b>条 首页 1", False),
        # A header's file closes the page before the list begins.
        (f"<body>{CRUMBS}</body></html><div><ul>{rows('<li>{link}</li>')}", False),
    ],
)
def test_a_listing_that_is_cut_is_told_from_one_that_is_never_closed(html: str, complete: bool) -> None:
    assert listing_of(f"<html><title>高新区新闻_高新院</title>{html}").complete is complete
