"""What the site's own search answers, in many templates and in the engine's own; and what only looks like an answer."""

from __future__ import annotations

import pytest

from achie_tui.model import Listing
from achie_tui.parse.search import interval_asked
from achie_tui.parse.strangers import Stranger
from achie_tui.site.search import keyword_of, search_page
from tests.parse.reading import READER
from tests.site.build import Encoding, build
from tests.site.search import Search, message

PATH = "/plus/search.php?q=x&searchtype=titlekeyword&PageNo=1"
LINK = "<li><a href='/news/gxq/2025090{n}{n}00.html'>园区里的第{n}件事</a> 2025-09-0{n}</li>"
ROWS = "<ul>" + "".join(LINK.format(n=n) for n in (1, 2)) + "</ul>"


def found_in(html: str, keyword: str = "园区") -> Listing | Stranger:
    return READER.search(f"<title>搜索_高新院</title><body>{html}</body>".encode(), PATH, keyword)


def paths(found: Listing | Stranger) -> list[str]:
    assert isinstance(found, Listing), found
    return [row.path for row in found.rows]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_every_page_gives_its_rows_in_order_in_any_template(seed: int, encoding: Encoding) -> None:
    print(f"site of seed {seed}")
    search = Search(build(seed, encoding=encoding, per_category=3))
    search.interval = 0
    for typed in ("高新区", "产业 园区", "年", "没有谁写过的词"):
        keyword = keyword_of(typed, "gb18030" if encoding == "gbk" else "utf-8")
        expected = search.found(keyword.text)
        pages = -(-len(expected) // search.page_size)
        for page in range(1, max(pages, 1) + 1):
            path = search_page(keyword, page)
            found = READER.search(search.answer(path), path, keyword.text, charset=search.charset)
            shown = expected[(page - 1) * search.page_size : page * search.page_size]
            assert paths(found) == [entry.href for entry in shown]
            assert isinstance(found, Listing)
            assert (found.page, found.pages, found.total) == (page, pages, len(expected))
            assert (found.next is not None) == (page < pages)
            for row, entry in zip(found.rows, shown, strict=True):
                assert entry.title.startswith(row.title)
                assert (row.published or "")[:10] == f"{entry.when:%Y-%m-%d}"


def test_what_the_engine_shows_beside_a_row_is_no_summary() -> None:
    address = "http://www.achie.org/news/gxq/202509011100.html"
    row = "<li><h3><a href='{0}'>园区</a></h3><p>{1}...</p><a href='{0}'>{0}</a> <small>日期：</small>2025-09-01</li>"
    for text, summary in (
        ("短", None),
        ("园区里的一件小事，说来话长。" * 2, "园区里的一件小事，说来话长。" * 2 + "..."),
    ):
        found = found_in(f"<ul>{row.format(address, text)}</ul>共1页/1条记录")
        assert isinstance(found, Listing)
        assert [each.summary for each in found.rows] == [summary]


def test_only_the_sites_own_articles_become_rows() -> None:
    hostile = (
        "<li><a href='http://evil.example/news/gxq/202509011.html'>园区甲</a> 2025-09-01</li>"
        "<li><a href='javascript:alert(1)//a.html'>园区乙</a> 2025-09-01</li>"
        "<li><a href='//evil.example/a/1.html'>园区丙</a> 2025-09-01</li>"
        "<li><a href='http://user@www.achie.org:99/a/1.html'>园区丁</a> 2025-09-01</li>"
        "<li><a href='/news/gxq/202509099.html'>园区\x1b[2J&#27;]8;;http://evil.example&#7;\u202e戊</a> 2025-09-09</li>"
    )
    found = found_in(f"<ul>{hostile}{LINK.format(n=1)}</ul>共1页/6条记录")
    assert paths(found) == ["/news/gxq/202509099.html", "/news/gxq/20250901100.html"]
    assert isinstance(found, Listing)
    assert found.rows[0].title == "园区[2J]8;;http://evil.example戊"


def test_a_number_above_the_rows_does_not_end_them() -> None:
    found = found_in(f"<p>为您找到 2 条相关结果</p>{ROWS.replace('第1件事', '共引进122个项目')}")
    assert paths(found) == ["/news/gxq/20250901100.html", "/news/gxq/20250902200.html"]
    assert isinstance(found, Listing)
    assert found.total == 2


def test_a_box_of_other_articles_is_no_answer_to_a_question_that_has_none() -> None:
    assert paths(found_in(ROWS, "量子")) == []
    assert paths(found_in(f"共0页/0条记录{ROWS}")) == []


@pytest.mark.parametrize("seed", [4, 5])
def test_a_home_page_in_the_searchs_place_is_no_answer(seed: int) -> None:
    site = build(seed, per_category=2)
    found = READER.search(site.files["/index.html"], PATH, site.entries[0].title[:4])
    assert isinstance(found, Stranger)
    assert found.kind == "gone"


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("管理员设定搜索时间间隔为3秒，请稍后再试！", 3.0),
        ("管理员设定搜索时间间隔为 30 秒，请稍后再试！", 30.0),
        ("您的搜索太频繁，请稍后再试！", 3.0),
        ("关键字不能小于2个字节！", None),
        ("关键字的长度必须在2到30个字节之间！", None),
        ("站内搜索已关闭", None),
    ],
)
def test_the_engines_messages(words: str, seconds: float | None) -> None:
    found = READER.search(message(words, "utf-8").encode(), PATH, "园区")
    assert isinstance(found, Stranger)
    assert found.kind == "message"
    assert words.rstrip("！") in found.phrase.zh
    assert interval_asked(found) == seconds
