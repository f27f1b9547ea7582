"""Kinds of whole pages that were once read wrongly: each in several shapes, words and both charsets."""

from __future__ import annotations

import pytest

from achie_tui.model import Article, Row, TableBlock
from achie_tui.site.discovery import discover
from tests.parse.kinds import heads, lists
from tests.parse.kinds.lists import Shape, listing_page, rows_of
from tests.parse.kinds.pages import (
    ENGINE,
    PLACES,
    PROFILE,
    READER,
    UNKNOWN,
    Place,
    article_of,
    fill,
    listing_of,
    name_of,
    page,
    shown,
    twice_placed,
)
from tests.parse.kinds.wording import LONG, MIXED, SHORT, Entry, Wording

TWO_WORDINGS = pytest.mark.parametrize("words", [SHORT, LONG], ids=name_of)


def shapes(kind: dict[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shape", kind.values(), ids=kind)


def list_shapes(kind: dict[str, Shape]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shape", kind.values(), ids=kind)


def told(article: Article) -> tuple[str, str | None, list[str]]:
    """Give what every article has to tell: its title, its time, what it shows."""
    return article.title, article.published, shown(article.blocks)


def meant(words: Wording, time: str = "") -> tuple[str, str | None, list[str]]:
    """Give what the page of these words has to tell."""
    return words.title, f"{words.date}{time}", list(words.paragraphs)


# Lines of a text that look like what follows one.

FOOTER_LIKE = (
    "<p>（二）加强技术支持</p>",
    "<h3>四、版权所有与转载</h3>",
    "<p><strong>网站ICP备案怎么办</strong></p>",
    "<div>Copyright登记指引</div>",
    "<p align='center'>技术支持与人才培训</p>",
    "<ul><li>公网安备的办理</li></ul>",
)
DASHES = (
    "<p>————————</p>",
    "<p>-----------</p>",
    "<div>======</div>",
    "<p align='center'>____ ____</p>",
    "<p>— — — — — —</p>",
)
NO_RELATED = (
    "<p>相关链接</p>",
    "<h4>相关阅读：</h4>",
    "<p><b>【延伸阅读】</b></p>",
    "<div>推荐文章</div>",
    "<p>标签：夜间、窗口</p>",
)
CELLS = ("技术支持", "版权所有", "相关阅读", "ICP备案")


def text_of(line: str) -> str:
    """Give the text of a line without its tags."""
    return "".join(part.partition(">")[2] for part in line.split("<"))


@pytest.mark.parametrize(("place", "line"), twice_placed([(line,) for line in FOOTER_LIKE]), ids=name_of)
def test_a_heading_with_words_of_footers_is_text(place: Place, line: str) -> None:
    first, second, third = place.words.paragraphs
    article = article_of(place.page(f"<p>{first}</p>{line}<p>{second}</p><p>{third}</p>"), place.words)
    assert shown(article.blocks) == [first, text_of(line), second, third]
    assert article.extraction == ("selector" if place is ENGINE else "anchor")


@pytest.mark.parametrize("line", DASHES, ids=text_of)
@pytest.mark.parametrize("place", [ENGINE, UNKNOWN], ids=name_of)
def test_a_line_of_dashes_ends_no_text(place: Place, line: str) -> None:
    first, second, third = place.words.paragraphs
    article = article_of(place.page(f"<p>{first}</p>{line}<p>{second}</p><p>{third}</p>"), place.words)
    assert shown(article.blocks) == [first, second, third]


@pytest.mark.parametrize("place", PLACES, ids=name_of)
def test_words_behind_dashes_are_text(place: Place) -> None:
    first, second, _ = place.words.paragraphs
    article = article_of(place.around("<p>————一位值班员的话</p>"), place.words)
    assert shown(article.blocks) == [first, "————一位值班员的话", second]


@pytest.mark.parametrize("line", NO_RELATED, ids=text_of)
@pytest.mark.parametrize("place", [ENGINE, UNKNOWN], ids=name_of)
def test_a_heading_of_related_links_without_any_is_text(place: Place, line: str) -> None:
    first, second, third = place.words.paragraphs
    article = article_of(place.page(f"<p>{first}</p>{line}<p>{second}</p><p>{third}</p>"), place.words)
    assert shown(article.blocks) == [first, text_of(line), second, third]
    assert article.related == ()


@pytest.mark.parametrize("place", PLACES, ids=name_of)
def test_a_link_out_behind_such_a_heading_is_text(place: Place) -> None:
    first, second, _ = place.words.paragraphs
    link = "<p>相关链接</p><p><a href='http://www.example.com/r.html'>年度报告的全文</a></p>"
    article = article_of(place.around(link), place.words)
    assert shown(article.blocks) == [first, "相关链接", "年度报告的全文", second]


@pytest.mark.parametrize("place", PLACES, ids=name_of)
def test_the_real_related_links_are_those_behind_the_text(place: Place) -> None:
    first, second, _ = place.words.paragraphs
    link = f"<a href='{place.words.listing}20210304505.html'>有关的另一则</a>"
    after = f"<div><h3>相关文章</h3><ul><li>{link}</li></ul></div>"
    article = article_of(place.page(f"<p>{first}</p><p>相关链接</p><p>{second}</p>", after=after), place.words)
    assert shown(article.blocks) == [first, "相关链接", second]
    assert [link.title for link in article.related] == ["有关的另一则"]


@pytest.mark.parametrize(("place", "cell"), twice_placed([(cell,) for cell in CELLS]), ids=name_of)
def test_a_cell_with_such_words_ends_no_text(place: Place, cell: str) -> None:
    first, second, _ = place.words.paragraphs
    table = f"<table border='1'><tr><th>事项</th><th>处室</th></tr><tr><td>{cell}</td><td>乙处</td></tr></table>"
    article = article_of(place.around(table), place.words)
    assert shown(article.blocks) == [first, f"事项 | 处室 / {cell} | 乙处", second]
    assert isinstance(article.blocks[1], TableBlock)


# Heads.


@shapes(heads.UNLABELLED)
@TWO_WORDINGS
def test_a_head_without_labels_and_breadcrumb_is_one(shape: str, words: Wording) -> None:
    assert told(article_of(page(words, shape, title="{title}"), words)) == meant(words, " 10:20")


@shapes(heads.POSTED)
@pytest.mark.parametrize(("words", "title"), [(SHORT, "{title}"), (LONG, "{title} - 高新院")], ids=["alone", "gb2312"])
def test_a_day_of_posting_without_breadcrumb_is_a_head(shape: str, words: Wording, title: str) -> None:
    assert told(article_of(page(words, shape, title=title), words)) == meant(words)


def test_a_title_with_its_day_and_a_few_words_is_an_article() -> None:
    title, text = "厂房腾退告一段落", "最后一家企业上周搬走了。"
    html = f"<title>{title}</title><div><h1>{title}</h1><p>发表于 2025-09-25</p><div><p>{text}</p></div></div>"
    assert told(article_of(html.encode(), SHORT)) == (title, "2025-09-25", [text])


@shapes(heads.DATE_ALONE)
@TWO_WORDINGS
def test_a_date_alone_under_the_title_is_the_articles(shape: str, words: Wording) -> None:
    assert told(article_of(page(words, shape), words)) == meant(words)


@shapes(heads.DATE_AND_COUNTER)
@TWO_WORDINGS
def test_a_date_beside_the_counter_is_the_articles(shape: str, words: Wording) -> None:
    assert told(article_of(page(words, shape), words)) == meant(words, " 13:04")


@shapes(heads.SHARE_PICTURES)
@TWO_WORDINGS
def test_pictures_to_share_by_are_no_text(shape: str, words: Wording) -> None:
    assert told(article_of(page(words, shape), words)) == meant(words)


@shapes(heads.SHARE_PICTURES)
def test_pictures_of_the_text_stay(shape: str) -> None:
    first, second, _ = MIXED.paragraphs
    text = f"<p>{first}</p><p><img src='/uploads/allimg/231127/1.jpg'></p><p>{second}</p>"
    article = article_of(page(MIXED, fill(shape, MIXED, text=text)), MIXED)
    assert shown(article.blocks) == [first, "</uploads/allimg/231127/1.jpg>", second]


@pytest.mark.parametrize(("shape", "time"), heads.DATE_BEFORE_TEXT.values(), ids=heads.DATE_BEFORE_TEXT)
@TWO_WORDINGS
def test_a_date_before_the_text_is_the_articles(shape: str, time: str, words: Wording) -> None:
    assert told(article_of(page(words, shape), words)) == meant(words, time)


@pytest.mark.parametrize(("site", "shape"), heads.SITE_IN_TITLE.values(), ids=heads.SITE_IN_TITLE)
@TWO_WORDINGS
def test_the_title_is_the_heading_where_the_page_names_the_site(site: str, shape: str, words: Wording) -> None:
    assert told(article_of(page(words, shape, title=site), words)) == meant(words, " 21:54")


@shapes(heads.TITLE_LINE)
@pytest.mark.parametrize(("site", "words"), [("高新院资讯网", LONG), ("高新院", MIXED)], ids=["long", "short"])
def test_the_title_is_the_line_above_the_labels_where_there_is_no_heading(
    site: str, shape: str, words: Wording
) -> None:
    assert told(article_of(page(words, shape, title=site), words)) == meant(words, " 16:06")


@shapes(heads.CRUMBS_BELOW)
@TWO_WORDINGS
def test_a_breadcrumb_below_the_head_hides_it_not(shape: str, words: Wording) -> None:
    article = article_of(page(words, shape), words)
    assert told(article) == meant(words, " 18:01")
    assert article.breadcrumb == ("主页", "新闻中心", words.category)


@shapes(heads.DATE_IN_HEADING)
@TWO_WORDINGS
def test_labels_inside_the_heading_are_not_the_title(shape: str, words: Wording) -> None:
    assert told(article_of(page(words, shape), words)) == meant(words, " 10:31")


@shapes(heads.DOUBLED_JOINTS)
@TWO_WORDINGS
def test_a_breadcrumb_may_have_doubled_joints(shape: str, words: Wording) -> None:
    article = article_of(page(words, shape), words)
    assert article.breadcrumb == ("首页", "新闻中心", words.category)
    assert article.category == words.category
    assert told(article) == meant(words, " 08:11")


# What stands around a text.

SEPARATORS = (
    '<div class="boxoff"><strong>------分隔线----------------------------</strong></div>',
    "<p>==================== 分割线 ====================</p>",
    "<div>————————————————————————————————————————————————</div>",
    "<table><tr><td>--------------------------------分隔线--------------------------------</td></tr></table>",
)


@pytest.mark.parametrize(("place", "line"), twice_placed([(line,) for line in SEPARATORS]), ids=name_of)
def test_the_separator_behind_a_text_is_none_of_it(place: Place, line: str) -> None:
    article = article_of(place.page(place.words.text, after=line), place.words)
    assert shown(article.blocks) == list(place.words.paragraphs)


@shapes(heads.GLOSSED)
@TWO_WORDINGS
def test_headings_of_what_follows_may_be_said_in_english_too(shape: str, words: Wording) -> None:
    article = article_of(page(words, shape), words)
    assert told(article) == meant(words)
    assert [(link.title, link.url) for link in article.related] == [
        ("有关的另一则", f"{words.listing}20210304505.html")
    ]


@shapes(heads.MORE_BUTTON)
@TWO_WORDINGS
def test_a_button_to_more_is_no_text(shape: str, words: Wording) -> None:
    assert told(article_of(page(words, shape), words)) == meant(words)


@shapes(heads.CONTENTS_BOX)
@TWO_WORDINGS
def test_an_empty_box_of_contents_is_no_text(shape: str, words: Wording) -> None:
    assert told(article_of(page(words, shape), words)) == meant(words)


@shapes(heads.WRITTEN_CONTENTS)
@TWO_WORDINGS
def test_a_box_of_contents_is_no_text(shape: str, words: Wording) -> None:
    first, second, _ = words.paragraphs
    text = f"<h3 id='m1'>缘起</h3><p>{first}</p><h3 id='m2'>经过</h3><p>{second}</p>"
    article = article_of(page(words, fill(shape, words, text=text)), words)
    assert shown(article.blocks) == ["缘起", first, "经过", second]


# Covers, and the site's first page.


@pytest.mark.parametrize("shape", lists.COVERS.values(), ids=lists.COVERS)
@pytest.mark.parametrize(("words", "others"), [(SHORT, LONG), (LONG, MIXED)], ids=["utf-8", "gb2312"])
def test_a_cover_without_breadcrumb_leads_to_its_categories(shape: Shape, words: Wording, others: Wording) -> None:
    raw = lists.cover_of(shape, words, others)
    assert READER.kind(raw) in {"listing", "other"}
    links = READER.links(raw, "/news/")
    assert isinstance(links, list), links
    found = {category.name: category.path for category in discover(links, PROFILE.categories)}
    assert found == {words.category: words.listing, others.category: others.listing}


@pytest.mark.parametrize("box", lists.LOGIN_BOXES.values(), ids=lists.LOGIN_BOXES)
@pytest.mark.parametrize(("words", "others"), [(SHORT, MIXED), (LONG, SHORT)], ids=["utf-8", "gb2312"])
def test_a_box_for_members_makes_no_networks_login(box: str, words: Wording, others: Wording) -> None:
    assert READER.kind(lists.home_of(box, words, others)) != "portal"


# Listings.


def given(row: Row) -> tuple[str, str, str | None]:
    """Give what a row must have: its address, title and date."""
    return row.path, row.title, row.published


def wanted(entries: tuple[Entry, ...], time: str = "") -> list[tuple[str, str, str | None]]:
    """Give what the rows of these entries must have."""
    return [(entry.path, entry.title, f"{entry.date}{time}") for entry in entries]


@pytest.mark.parametrize("forms", lists.NAMINGS.values(), ids=lists.NAMINGS)
@pytest.mark.parametrize(("shape", "words"), [*zip(lists.PLAIN.values(), (SHORT, LONG), strict=True)], ids=lists.PLAIN)
def test_articles_may_be_named_otherwise(forms: tuple[str, ...], shape: Shape, words: Wording) -> None:
    entries = lists.named(words, forms)
    menu = "<ul><li><a href='/about/contact.html'>联系我们</a></li><li><a href='/news/'>新闻中心</a></li></ul>"
    raw = listing_page(words, rows_of(shape, words, entries), pager=lists.stated(4), above=menu)
    listing = listing_of(raw, words)
    assert [given(row) for row in listing.rows] == wanted(entries)
    assert (listing.pages, listing.total) == (1, 4)


@list_shapes(lists.LINKED_SUMMARY)
@TWO_WORDINGS
def test_a_linked_summary_is_not_the_title(shape: Shape, words: Wording) -> None:
    rows = listing_of(listing_page(words, rows_of(shape, words, words.entries)), words).rows
    assert [given(row) for row in rows] == wanted(words.entries)
    assert [row.summary for row in rows] == [entry.summary for entry in words.entries]


@list_shapes(lists.LINKED_CARD)
@pytest.mark.parametrize("words", [SHORT, MIXED], ids=["one word", "two words"])
def test_a_card_that_is_one_link_is_read_in_parts(shape: Shape, words: Wording) -> None:
    rows = listing_of(listing_page(words, rows_of(shape, words, words.entries)), words).rows
    assert [given(row) for row in rows] == wanted(words.entries, " 18:48")
    assert [row.source for row in rows] == [words.source] * len(rows)
    assert [row.summary for row in rows] == [entry.summary for entry in words.entries]


@pytest.mark.parametrize(("kind", "rest"), lists.CUTS)
@pytest.mark.parametrize(("words", "place"), [(SHORT, 1), (LONG, 0)], ids=["second", "first"])
def test_a_title_cut_inside_a_tag_swallows_no_row(kind: str, rest: str, words: Wording, place: int) -> None:
    marred = lists.cut(words.entries, place, rest)
    rows = listing_of(listing_page(words, rows_of(lists.CUT_TITLES[kind], words, marred)), words).rows
    assert [given(row) for row in rows] == wanted(words.entries)
    assert [row.summary for row in rows] == [entry.summary for entry in words.entries]


@pytest.mark.parametrize(("kind", "rest"), lists.CUTS)
def test_a_last_title_cut_inside_a_tag_swallows_no_pager(kind: str, rest: str) -> None:
    marred = lists.cut(LONG.entries, len(LONG.entries) - 1, rest)
    listing = listing_of(listing_page(LONG, rows_of(lists.CUT_TITLES[kind], LONG, marred)), LONG)
    assert [given(row) for row in listing.rows] == wanted(LONG.entries)
    assert listing.next == f"{LONG.listing}list_9_2.html"


@list_shapes(lists.PICTURES)
@TWO_WORDINGS
def test_rows_may_be_pictures(shape: Shape, words: Wording) -> None:
    rows = listing_of(listing_page(words, rows_of(shape, words, words.entries)), words).rows
    assert [(row.path, row.title) for row in rows] == [(entry.path, entry.title) for entry in words.entries]


@list_shapes(lists.DATED)
@TWO_WORDINGS
def test_the_date_of_a_row_is_its_own_not_its_summarys(shape: Shape, words: Wording) -> None:
    entries = lists.summarised(words.entries, words)
    rows = listing_of(listing_page(words, rows_of(shape, words, entries)), words).rows
    assert [given(row) for row in rows] == wanted(entries)
    # The second is too short to be worth showing; whether it is shown is open.
    assert [row.summary or entry.summary for row, entry in zip(rows, entries, strict=True)] == [
        entry.summary for entry in entries
    ]


@pytest.mark.parametrize("summary", ["条例（2016年12月25日通过）共六章", "自2017年3月1日起施行"])
@pytest.mark.parametrize("fact", ["{date} 管理处", "发布时间：{date}", "[{date}]"])
@TWO_WORDINGS
def test_the_day_of_a_short_summary_is_not_the_rows(fact: str, summary: str, words: Wording) -> None:
    row = f'<li><h4><a href="{{path}}">{{title}}</a></h4><p>{summary}</p><p>{fact}</p></li>'
    rows = listing_of(listing_page(words, rows_of(Shape("<ul>{}</ul>", row), words, words.entries)), words).rows
    assert [row.published for row in rows] == [entry.date for entry in words.entries]


@shapes(lists.MENUS)
@TWO_WORDINGS
def test_an_article_in_a_menu_is_no_row(shape: str, words: Wording) -> None:
    listing = listing_of(lists.menu_page(shape, words), words)
    assert [given(row) for row in listing.rows] == wanted(words.entries[:1])
