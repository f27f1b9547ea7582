"""A question as the site's own search gets it."""

from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.site.address import Addresses
from achie_tui.site.search import LONGEST, is_search, keyword_of, search_page

FORMS = {"utf-8": "utf-8", "gb18030": "gbk", "utf-16-le": "utf-8"}


@pytest.mark.parametrize(
    ("typed", "encoding", "asked"),
    [
        ("合肥高新区", "utf-8", "合肥高新区"),
        ("  合肥\u3000 高新区 ", "gb18030", "合肥 高新区"),
        ("一二三四五六七八九十百", "utf-8", "一二三四五六七八九十"),
        ("ab一二三四五六七八九十", "utf-8", "ab一二三四五六七八九"),
        ("一二三四五六七八九十百千万亿兆京", "gb18030", "一二三四五六七八九十百千万亿兆"),
        ("a一二三四五六七八九十百千万亿兆", "gb18030", "a一二三四五六七八九十百千万亿"),
        ("朱镕基 喆", "gb18030", "朱镕基 喆"),
        ("量\U0001f600子\U00020000", "gb18030", "量 子"),
        ('"A&B" <c> d$\'e\\f\n', "utf-8", "A&B c d e f"),
        ("\"<>'", "utf-8", ""),
    ],
)
def test_what_the_site_is_asked(typed: str, encoding: str, asked: str) -> None:
    keyword = keyword_of(typed, encoding)
    assert keyword.text == asked
    assert keyword.sent == asked.encode(FORMS[encoding])
    assert keyword.is_cut == (asked != " ".join(typed.split()))


@given(st.text(max_size=40), st.sampled_from(sorted(FORMS)), st.integers(1, 99))
def test_any_question_fits_and_arrives_whole(typed: str, encoding: str, page: int) -> None:
    keyword = keyword_of(typed, encoding)
    assert len(keyword.sent) <= LONGEST
    assert keyword.sent.decode(FORMS[encoding]) == keyword.text
    path = search_page(keyword, page)
    assert path.isascii()
    assert is_search(path)
    # Nothing on the way to the wire changes it.
    addresses = Addresses("http://www.achie.org/")
    assert addresses.path(addresses.url(path)) == path
    _, _, query = path.partition("?")
    assert unquote_to_bytes(query.split("&")[0].removeprefix("q=")) == keyword.sent
    assert query.split("&")[1:] == ["searchtype=titlekeyword", f"PageNo={page}"]
