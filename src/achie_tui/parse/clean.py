"""Text of pages made harmless: no controls, no bidirectional or invisible characters, white space folded.

Cleaning comes after entities are decoded: `&#27;` becomes a control character only then. See Unicode TR36 for
what these characters are abused for, CVE-2021-42574 for the bidirectional ones.
"""

import re

_REMOVED = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]),  # C0, DEL, C1
    **dict.fromkeys(range(0x202A, 0x202F)),  # bidirectional embeddings and overrides
    **dict.fromkeys(range(0x2060, 0x2070)),  # word joiner, isolates, deprecated format characters
    **dict.fromkeys([0x00AD, 0x061C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0xFEFF, 0xFFFC, 0xFFFD]),
    **dict.fromkeys(range(0xFFF9, 0xFFFC)),  # interlinear annotation
    **dict.fromkeys(range(0xE000, 0xF900)),  # private use: a mirror's lost characters
    **dict.fromkeys(range(0xD800, 0xE000)),  # lone surrogates
    **dict.fromkeys(range(0xE0000, 0xE0080)),  # tags
}
_BLANKS = "\t\n\x0b\x0c\r\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_TABLE = {**_REMOVED, **dict.fromkeys(map(ord, _BLANKS), " ")}
_RUN = re.compile(r" {2,}")
# A joiner holds an emoji together; elsewhere it only hides.
_STRAY_JOINER = re.compile(
    r"(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_STRAY = re.compile(r"#e#|#p#(?:[^#]{0,60}#e#)?")


def clean(text: str) -> str:
    """Remove what must not reach a screen and fold runs of white space into one space."""
    text = text.translate(_TABLE)
    if "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    return _RUN.sub(" ", text)


def clean_line(text: str) -> str:
    """Clean a whole field: as `clean`, without the marks the engine leaves at page breaks, ends stripped."""
    text = clean(text)
    if "#" in text:
        text = _STRAY.sub("", text)
    return _RUN.sub(" ", text).strip()
