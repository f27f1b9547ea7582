"""Sites in the encodings of Chinese engines, declared wrongly or not at all: hardly a character is lost."""

import pytest

from achie_tui.parse.decode import decode
from tests.site.build import build

LOST = 0.001
"""The share of characters that may be."""


def pages(encoding: str) -> list[bytes]:
    """Give a site's pages in an encoding, without a word of it."""
    files = build(5, per_category=2).files
    texts = (decode(raw) for path, raw in files.items() if path.endswith(".html"))
    return [text.replace("charset", "x").encode(encoding, "ignore") for text in texts]


@pytest.mark.fault(16)
@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "iso-8859-1", "no such thing"])
@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_hardly_a_character_is_lost(encoding: str, declared: str | None) -> None:
    for raw in pages(encoding):
        text = decode(raw, declared)
        assert text.encode(encoding) == raw
        assert "\ufffd" not in text


@pytest.mark.fault(16)
@pytest.mark.parametrize(("encoding", "other"), [("gbk", "utf-8"), ("utf-8", "gbk")])
def test_nor_where_bytes_of_another_encoding_stand_among_them(encoding: str, other: str) -> None:
    lost = read = 0
    for raw in pages(encoding):
        at = raw.index(b"</title>")
        text = decode(raw[:at] + "异".encode(other) + raw[at:])
        lost += text.count("\ufffd")
        read += len(text)
    assert read > 10_000
    assert lost / read < LOST
