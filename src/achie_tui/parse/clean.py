"""Text of pages made harmless: no controls, no bidirectional or invisible characters, white space folded.

Cleaning comes after entities are decoded: `&#27;` becomes a control character only then. See Unicode TR36 for
what these characters are abused for, CVE-2021-42574 for the bidirectional ones.
"""

import re

# Rubbish that counts as printable.
_OBJECT = "\ufffc"
_REPLACEMENT = "\ufffd"
_REMOVED = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u202a-\u202e"  # bidirectional embeddings and overrides
    "\u2060-\u206f"  # word joiner, isolates, deprecated format characters
    f"\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\ufeff\ufff9-\ufffb{_OBJECT}{_REPLACEMENT}"
    "\ud800-\udfff"  # lone surrogates
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use: a mirror's lost characters
    "\U000e0000-\U000e007f"  # tags
    "]"
)
# A joiner holds an emoji together; elsewhere it only hides.
_JOINER = "\u200d"
_STRAY_JOINER = re.compile(
    r"(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
# Marks that the engine leaves where it cut an article into pages: `#p#title#e#`, or one half of it.
PAGE_MARK = re.compile(r"#e#|#p#(?:[^#]{0,60}#e#)?")


def clean(text: str) -> str:
    """Remove what must not reach a screen and fold runs of white space into one space, also at the ends."""
    folded = _fold(text)
    # No control, format, private or unassigned character is printable, but most texts are: they need no more.
    if folded.isprintable() and _OBJECT not in folded and _REPLACEMENT not in folded:
        return folded
    folded = _REMOVED.sub("", folded)
    if _JOINER in folded:
        folded = _STRAY_JOINER.sub("", folded)
    return _fold(folded)


def clean_line(text: str) -> str:
    """Clean a whole field: as `clean`, without the engine's marks of page breaks, ends stripped."""
    text = clean(text)
    if "#" in text:
        text = _fold(PAGE_MARK.sub("", text))
    return text.strip()


def _fold(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    if text[0].isspace():
        words = f" {words}"
    return f"{words} " if text[-1].isspace() else words
