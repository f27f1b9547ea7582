"""What a terminal sends: UTF-8 or GBK, whole or in pieces, and bytes that mean nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.tui.typed_bytes import TypedBytes

GONE = "\ufffd"
HANZI = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8)


def typed(*pieces: bytes) -> str:
    """Give what is made of bytes that come in pieces."""
    given = TypedBytes()
    return "".join(map(given.decode, pieces)) + given.flush()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x1b\ufffd")), st.integers(1, 7))
def test_utf8_is_taken_as_it_is_however_it_is_cut(text: str, length: int) -> None:
    data = text.encode()
    assert typed(*(data[at : at + length] for at in range(0, len(data), length))) == text


@given(HANZI)
def test_a_character_is_there_as_soon_as_its_last_byte_is(text: str) -> None:
    given = TypedBytes()
    assert given.decode(text.encode()) == text
    assert given.flush() == ""


@given(st.binary(), st.integers(1, 5))
def test_any_bytes_are_some_text(data: bytes, length: int) -> None:
    text = typed(*(data[at : at + length] for at in range(0, len(data), length)))
    assert text.encode("utf-8", "strict") is not None
    assert not data or text


@pytest.mark.parametrize("word", ["高新院", "园区规划", "产业", "區域經濟", "高新abc院", "錢x", "，。", "模"])
def test_gbk_of_an_old_terminal_is_read(word: str) -> None:
    known = "高新"
    assert typed(known.encode("gbk"), word.encode("gbk")) == known + word


def test_a_terminal_that_turns_to_utf8_is_believed() -> None:
    assert typed("高新".encode("gbk"), "模范".encode(), "é".encode()) == "高新模范é"


def test_what_was_cut_off_becomes_a_mark_and_the_rest_stays() -> None:
    whole = "园区的规划".encode()
    assert typed(whole[:-1]) == "园区的规" + GONE
    assert typed(whole[1:]).strip(GONE) == "区的规划"
    assert typed(b"\x1b[200~", whole[:-2], b"\x1b[201~") == f"\x1b[200~园区的规{GONE}\x1b[201~"


def test_a_byte_that_means_nothing_is_one_mark_and_the_keys_beside_it_stay() -> None:
    assert typed(b"j\xffk") == f"j{GONE}k"
    assert typed(b"\x80\r") == f"{GONE}\r"
    assert typed(b"\xe9", b"\x1b[A") == f"{GONE}\x1b[A"


@given(st.binary(min_size=3, max_size=3))
def test_the_oldest_report_of_the_mouse_has_three_numbers_whatever_they_are(numbers: bytes) -> None:
    assert typed(b"\x1b[M", numbers, b"j") == "\x1b[M" + numbers.decode("latin-1") + "j"
    assert typed(b"\x1b[M" + numbers + "高".encode()) == "\x1b[M" + numbers.decode("latin-1") + "高"
