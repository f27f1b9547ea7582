"""Articles survive being bytes."""

import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.library.codec import UnreadableBodyError, decode, encode, text_length
from achie_tui.model import Article, ImageBlock, Link, ListBlock, ListItem, Span, TableBlock, TextBlock
from tests.library.samples import article

texts = st.text(max_size=20)
spans = st.lists(
    st.builds(
        Span,
        st.integers(0, 99),
        st.integers(0, 99),
        st.sampled_from(["strong", "emphasis", "link"]),
        st.none() | texts,
    ),
    max_size=3,
).map(tuple)
sizes = st.none() | st.integers(0, 9999)
kinds = st.sampled_from(["paragraph", "heading", "quote", "caption", "attribution"])
cells = st.lists(texts, max_size=3).map(tuple)
blocks = st.one_of(
    st.builds(TextBlock, kinds, texts, spans, st.integers(0, 6)),
    st.builds(ImageBlock, texts, texts, texts, sizes, sizes),
    st.builds(TableBlock, st.lists(cells, max_size=3).map(tuple), st.integers(0, 2)),
    st.builds(ListBlock, st.booleans(), st.lists(st.builds(ListItem, texts, spans), max_size=3).map(tuple)),
)
maybe = st.none() | texts
links = st.builds(Link, texts, texts, maybe)
articles = st.builds(
    Article,
    path=texts,
    id=st.none() | st.integers(0, 10**17),
    title=texts,
    category=maybe,
    breadcrumb=cells,
    source=maybe,
    author=maybe,
    published=maybe,
    attribution=maybe,
    blocks=st.lists(blocks, max_size=5).map(tuple),
    related=st.lists(links, max_size=3).map(tuple),
    previous=st.none() | links,
    next=st.none() | links,
    pages=st.integers(1, 50),
    complete=st.booleans(),
    extraction=st.sampled_from(["selector", "anchor", "density"]),
    mirror=st.booleans(),
)


@given(articles)
def test_every_article_comes_back_as_it_was(given: Article) -> None:
    assert decode(encode(given)) == given
    assert text_length(given) >= 0


@given(st.binary() | st.binary().map(lambda data: b"\x01" + data))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableBodyError):
        decode(data)


@pytest.mark.parametrize("json", ["null", "[]", "{}", '{"path":1}', '{"blocks":[["video"]]}', "{"])
def test_other_json_is_refused(json: str) -> None:
    with pytest.raises(UnreadableBodyError):
        decode(b"\x01" + zlib.compress(json.encode()))


def test_a_later_version_is_refused() -> None:
    with pytest.raises(UnreadableBodyError):
        decode(b"\x03" + encode(article())[1:])


def test_the_length_counts_what_is_read() -> None:
    counted = (
        TextBlock("paragraph", "四个字符"),
        ImageBlock("https://a/b.jpg", "图", "题注"),
        TableBlock((("甲", "乙"), ("", "丙"))),
        ListBlock(ordered=False, items=(ListItem("一"), ListItem("二"))),
    )
    assert text_length(replace(article(), blocks=counted)) == 4 + 3 + 3 + 2
