"""Bytes of any kind become text: never an error, and what is valid comes out as it was."""

from hypothesis import strategies as st

from achie_tui.parse.decode import decode

CHARSETS = (None, "utf-8", "gb2312", "gbk", "GB_2312", "big5", "x-x-big5", "utf-16", "utf-7", "", "\x00", "那")
WORDS = st.text("园区，。“企业”1a <>當", max_size=30)
ENCODED = st.builds(
    lambda text, encoding: text.encode(encoding, "replace"),
    WORDS,
    st.sampled_from(("utf-8", "gbk", "gb18030", "big5", "utf-16", "utf-8-sig", "utf-32")),
)
PIECES = st.one_of(
    ENCODED, st.binary(max_size=20), st.sampled_from((b"<meta charset=", b"big5>", b"\x9b31m", b"\xff\xfe"))
)
INPUTS = st.tuples(st.lists(PIECES, max_size=8).map(b"".join), st.sampled_from(CHARSETS))
SEEDS = ((b"\xff\xfe\x00", None), (b"\xef\xbb\xbf\xff", "gbk"), (b"\xe5\x9b", "big5"), (b"\x81", None))


def check(given: tuple[bytes, str | None]) -> None:
    raw, charset = given
    text = decode(raw, charset)
    text.encode()  # no half of a character
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            valid = raw.decode()
        except UnicodeDecodeError:
            return
        assert text == valid
