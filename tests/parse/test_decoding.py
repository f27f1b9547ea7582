"""Bytes to text: validity decides, what a page says of itself only where that does not."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achie_tui.parse.decode import decode

# No deadline for single examples: the machine may be busy.
unhurried = settings(deadline=None)

# 镕 and 喆 are in GBK but not in GB 2312; 乗's second byte in GBK is 0x9B's neighbour, 亅's is a C1 control: 0x81 0x9B.
RARE = "朱镕基 陶喆 仜 这里是正文"
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=200)


@pytest.mark.fault(16)
@unhurried
@given(HAN)
def test_utf8_is_utf8_whatever_it_is_called(text: str) -> None:
    for declared in (None, "gb2312", "iso-8859-1", "big5", "no such thing"):
        assert decode(text.encode(), declared) == text


@pytest.mark.fault(16)
@unhurried
@given(HAN.filter(lambda text: len(text) > 4))
def test_gbk_is_found_undeclared(text: str) -> None:
    page = f"<html><body>园区新闻与政策解读{text}</body></html>"
    assert decode(page.encode("gbk")) == page


@pytest.mark.parametrize("declared", [None, "gb2312", "gbk", "utf-8", "GB_2312", ""])
def test_gb2312_means_its_superset(declared: str | None) -> None:
    assert decode(RARE.encode("gbk"), declared) == RARE


@pytest.mark.fault(2)
def test_bytes_that_look_like_controls_are_text() -> None:
    characters = "".join(bytes((lead, 0x9B)).decode("gbk") for lead in (*range(0x81, 0xA1), *range(0xB0, 0xF8)))
    assert decode(f"<p>{characters}</p>".encode("gbk")) == f"<p>{characters}</p>"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    assert decode(mark + RARE.encode(encoding), "gbk") == RARE


def test_a_cut_last_character_is_forgiven() -> None:
    raw = "产业园区".encode()
    assert decode(raw[:-1]) == decode(raw[:-2]) == "产业园"


def test_a_short_gbk_page_is_not_a_cut_one() -> None:
    assert decode("<p>中".encode("gbk")) == "<p>中"


@pytest.mark.parametrize("head", ["", "<meta charset=big5>", '<meta http-equiv=x content="text/html; charset=big5">'])
def test_big5_has_to_be_declared(head: str) -> None:
    page = f"{head}<p>產業園區的新聞與規劃</p>"
    assert decode(page.encode("big5"), None if head else "big5") == page


@pytest.mark.fault(16)
@pytest.mark.parametrize(("encoding", "other"), [("utf-8", "gbk"), ("gbk", "utf-8")])
def test_of_a_mixture_the_larger_part_is_read(encoding: str, other: str) -> None:
    mixed = ("园区新闻" * 50).encode(encoding) + b"\xff\xff" + "异物".encode(other) + ("产业规划" * 50).encode(encoding)
    text = decode(mixed)
    assert text.count("园区新闻") == 50
    assert text.count("产业规划") >= 49


@unhurried
@given(st.binary(max_size=300), st.sampled_from([None, "gbk", "big5", "utf-8", "\x00", "utf-16"]))
def test_never_raises(raw: bytes, declared: str | None) -> None:
    decode(raw, declared)


PARAGRAPHS = [f"<p>第{number}段：产业园区的芯片规划平台，二〇二五年科技园区。</p>" for number in range(20)]


@pytest.mark.fault(16)
@pytest.mark.parametrize(("main", "other"), [("utf-8", "gbk"), ("gbk", "utf-8")])
@pytest.mark.parametrize("strange", [range(7, 8), range(10, 20), range(10)], ids=["one", "second half", "first half"])
@pytest.mark.parametrize("between", ["\n", ""])
def test_each_paragraph_is_read_in_the_encoding_it_is_in(main: str, other: str, strange: range, between: str) -> None:
    raw = between.encode().join(
        text.encode(other if number in strange else main) for number, text in enumerate(PARAGRAPHS)
    )
    assert decode(raw, main) == between.join(PARAGRAPHS)


@pytest.mark.fault(16)
def test_the_encoding_may_change_within_a_paragraph() -> None:
    text = "产业园区的芯片规划平台"
    assert decode(f"<p>{text}".encode() + f"{text}</p>".encode("gbk")) == f"<p>{text}{text}</p>"


@pytest.mark.fault(16)
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("bad", [b"\xff", b"\xe5\xff", b"\xb0"])
def test_what_is_in_neither_encoding_is_shown_as_lost(encoding: str, bad: bytes) -> None:
    page = [text.encode(encoding) for text in PARAGRAPHS]
    page[7] = page[7].replace(b"</p>", bad + b"</p>")
    lines = decode(b"\n".join(page)).split("\n")
    assert "\ufffd" in lines.pop(7)
    assert lines == PARAGRAPHS[:7] + PARAGRAPHS[8:]
