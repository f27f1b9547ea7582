"""Text of pages made harmless: no controls, no bidirectional or invisible characters, white space folded.

U+FFFD stays: it shows where bytes were no text.
Cleaning comes after entities are decoded: `&#27;` becomes a control character only then. See Unicode TR36 for
what these characters are abused for, CVE-2021-42574 for the bidirectional ones.
"""

import re

# Rubbish that counts as printable.
_OBJECT = "\ufffc"
_REMOVED = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u202a-\u202e"  # bidirectional embeddings and overrides
    "\u2060-\u206f"  # word joiner, isolates, deprecated format characters
    f"\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\ufeff\ufff9-\ufffb{_OBJECT}"
    "\ud800-\udfff"  # lone surrogates
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use: a mirror's lost characters
    "\U000e0000-\U000e007f"  # tags
    # What other scripts and notations are governed by.
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "]"
)
# A joiner holds an emoji together; elsewhere it only hides.
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_JOINER = "\u200d"
_STRAY_JOINER = re.compile(
    r"(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
# Marks that the engine leaves where it cut an article into pages: `#p#title#e#`, or one half of it.
PAGE_MARK = re.compile(r"#e#|#p#(?:[^#]{0,60}#e#)?")


# What stands in front of each line of several: no parser lets it through.
BORDER = "\0"


def clean(text: str) -> str:
    """Remove what must not reach a screen and fold runs of white space into one space, also at the ends."""
    folded = _fold(text)
    if _is_harmless(folded):
        return folded
    folded = _REMOVED.sub("", folded)
    if _JOINER in folded:
        folded = _STRAY_JOINER.sub("", folded)
    return _fold(folded)


def clean_line(text: str) -> str:
    """Clean a whole field: as `clean`, without the engine's marks of page breaks, ends stripped."""
    folded = " ".join(text.split())
    if _is_harmless(folded) and "#" not in folded:
        return folded
    return _fold(PAGE_MARK.sub("", clean(folded))).strip()


def without_markup(text: str) -> str:
    """Clean a field that holds a title: the engine writes the tags of a coloured one there, too."""
    return clean_line(_TAG.sub("", text))


def clean_preformatted(text: str) -> str:
    """Clean a text whose line breaks and inner blanks are its own; empty lines at both ends are left out."""
    lines = (_REMOVED.sub("", line.replace("\u00a0", " ").expandtabs(8)).rstrip() for line in text.splitlines())
    return "\n".join(_STRAY_JOINER.sub("", line) for line in lines).strip("\n")


def clean_lines(text: str) -> list[str]:
    """Clean many lines at once, a border in front of each: as `clean_line` every one of them."""
    folded = " ".join(text.split())
    lines = folded.split(BORDER)[1:]
    if _is_harmless(folded.replace(BORDER, "")) and "#" not in folded:
        return [line.strip() for line in lines]
    return [clean_line(line) for line in lines]


def _is_harmless(text: str) -> bool:
    # No control, format, private or unassigned character is printable, but most texts are: they need no more.
    return text.isprintable() and _OBJECT not in text


def _fold(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    if text[0].isspace():
        words = f" {words}"
    return f"{words} " if text[-1].isspace() else words
