"""Pages of any kind, and pages of the site with something wrong: read without an error, and clean."""

from random import Random

from hypothesis import strategies as st

from tests.parse.reading import article_html
from tests.parse.test_any_bytes import PAGES, SNIPPETS, check

NAMES = ("p", "div", "table", "tr", "td", "li", "ul", "ol", "a", "img", "b", "span", "pre", "iframe", "sup", "rt", "h2")
ATTRIBUTES = (
    "href",
    "src",
    "class",
    "style",
    "colspan",
    "rowspan",
    "start",
    "value",
    "type",
    "alt",
    "title",
    "data-src",
)
VALUES = (
    "",
    "/a/1.html",
    "javascript:x",
    "-1",
    "99999999999999999999",
    "٣",
    "²",
    "http://[",
    "display:none",
    "//x:y@z:q/",
    "#",
)
TAGS = st.one_of(
    st.builds("<{} {}='{}'>".format, st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES)),
    st.builds("<{}{}>".format, st.sampled_from(("", "/")), st.sampled_from(NAMES)),
)
MARKUP = st.lists(st.one_of(TAGS, st.sampled_from(SNIPPETS), st.text(max_size=8)), max_size=40).map("".join)


def mutated(number: int, seed: int) -> bytes:
    """Give a page of the site with some bytes cut out, doubled, or put in."""
    raw, rng = bytearray(PAGES[number % len(PAGES)]), Random(seed)
    for _ in range(rng.randint(1, 9)):
        at, size = rng.randrange(len(raw) + 1), rng.randint(0, 60)
        piece = rng.choice(
            (b"", raw[at : at + size] * 2, rng.randbytes(size), rng.choice(SNIPPETS).encode(errors="replace"))
        )
        raw[at : at + size] = piece
    return bytes(raw)


INPUTS = st.one_of(
    st.binary(max_size=400),
    MARKUP.map(lambda html: html.encode("utf-8", "surrogatepass")),
    MARKUP.map(lambda html: article_html(html).encode("utf-8", "surrogatepass")),
    st.builds(mutated, st.integers(0, len(PAGES) - 1), st.integers(0, 2**32)),
)
SEEDS = (
    article_html("<pre>  a<p>b  c").encode(),
    article_html("<iframe src='/a/1.html'>").encode(),
    b"",
    b"<",
    b"\xff\xfe<",
    article_html("<ol start='99999999999999999999'><li value='-1'>a").encode(),
    article_html("<td colspan='٣'>a<table><td rowspan='²'>b").encode(),
    article_html("<a href='http://['>a</a><img src='//x:y@z:q/'>").encode(),
    article_html("<iframe src='http://[::1'></iframe><rt><rt>a").encode(),
)

__all__ = ["INPUTS", "SEEDS", "check"]
