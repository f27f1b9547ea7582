"""Line breaking classes: which characters may stand at the start or the end of a line.

The classes are those of UAX #14, reduced to what Requirements for Chinese Text Layout (CLREQ, "prohibition
rules for line start and line end", basic level) asks for. A class is one letter, so the classes of a text
are a string of the text's own length and context is resolved by regular expressions:

    I  ideographs, kana, hangul, emoji: a break on either side (UAX #14 ID)
    A  letters and the like: words stay whole (AL)
    N  digits (NU)
    P  currency and number signs before a number (PR)
    J  a measure word after a number: 件 in 5126件 (no class of UAX #14)
    j  one that a further number belongs to: 月 in 9月25日, 时 in 9时30分
    C  closing and stopping marks of Chinese: never at a line start (CL, CP, EX, NS)
    c  the same in ASCII, also inside of words: 3.5, 14:02, e.g. (CL, CP, IS, EX, PO)
    O  opening marks of Chinese: never at a line end (OP)
    o  the same in ASCII, also inside of words: f(x) (OP)
    E  ellipses: never at a line start, never split (IN)
    D  dashes of two or more: never split (B2)
    H  hyphens and connecting dashes: not at a line start (HY, BA)
    X  dividing slashes: neither at a line start nor at a line end (SY)
    Q  straight quotation marks: glued to what they touch (QU)
    G  glue: no-break spaces, and spaces that are no opportunity (GL)
    S  the space between a date and its time: 2025-09-25 14:02 (GL)
    M  zero-width marks, which belong to the character before them (CM)
    Z  joiners, which hold both neighbours (ZWJ, WJ)
    R  regional indicators, of which two make a flag (RI)
    ␠  spaces: a break after them (SP, ZW)
"""

import re
import unicodedata
from functools import cache

from achie_tui.typeset.width import cell_width

_BY_CLASS = {
    "C": "，。、；：？！．）》〉」』】〕〗〙〛］｝”｣·‧・～％〞〟︰﹐﹑﹒﹔﹕﹖﹗‼⁇⁈⁉",
    "c": ",.;:?!)]}%’»›‰‱°℃℉′″",
    "O": "（《〈「『【〔〖〘〚［｛“‘｢〝",
    "o": "([{«‹",
    "E": "…‥⋯",
    "D": "—―",
    "H": "-‐‑–~",
    "X": "/／",
    "Q": "\"'＂＇",
    "G": "\u00a0\u202f\u2007",
    "Z": "\u200d\u2060\ufeff",
    "P": "$¥￥€£＄￡№",
    " ": "\u200b",
}


class _Classes(dict[int, str]):
    """The class of each code point, for `str.translate`; filled in as characters turn up."""

    def __missing__(self, code_point: int) -> str:
        name = _classify(chr(code_point))
        self[code_point] = name
        return name


_REGIONAL_INDICATORS = range(0x1F1E6, 0x1F200)
_WIDE = 2
_BY_CATEGORY = {"Nd": "N", "Ps": "o", "Pi": "o", "Pe": "c", "Pf": "c"}


def _classify(character: str) -> str:
    width = cell_width(character)
    if character.isspace():
        name = " "
    elif width == 0:
        name = "M"
    elif ord(character) in _REGIONAL_INDICATORS:
        name = "R"
    else:
        name = _BY_CATEGORY.get(unicodedata.category(character), "I" if width == _WIDE else "A")
        if width == _WIDE and name in "oc":
            name = name.upper()
    return name


_CLASSES = _Classes({ord(character): name for name, characters in _BY_CLASS.items() for character in characters})

# A number's unit stays with it, also over a space: 3.5亿元, 428 项, 2.1个百分点, 10.2 km²; and its thousands: 1 164.
_UNITS = (
    "个百分点|百分点|平方公里|平方千米|平方米|立方米|公里|公顷|公斤|千米|千克|千瓦时|千瓦|兆瓦|人次|美元|欧元|日元|港元"
)
_CLOCK = r"(?=[0-9]{1,2}[:：][0-9]{2}(?![0-9]))"
_SPACE = "[ \u200b]"  # the second one is a space that is not shown
_MEASURE = (
    r"(?<=[0-9０-９])(?:"
    rf"({_SPACE}){_CLOCK}"
    r"|([月时点])(?=[0-9]{1,2}[日分])"
    rf"|(日)({_SPACE}){_CLOCK}"
    rf"|({_SPACE}?)({_UNITS}|[十百千万亿余多]{{0,4}}(?:{_UNITS}|[㐀-䶿一-鿿]))"
    r"|((?<![０-９]) )(?=(?:[kKMGTcmnμµ]?(?:m|g|s|t|W|Wh|Hz|B|L|Pa|V|A)|ha|dB|°C)(?![A-Za-z])|[0-9]{3}(?![0-9])))"
    r"|(?<![A-Za-z])[A-Z]{2,8}(?:/[A-Z]{1,3})?( )(?=[0-9])"
)
_OF_GROUPS = (b"S", b"j", b"J", b"S", b"G", b"J", b"G", b"G")  # what the characters of each group are
_HAS_DIGIT = re.compile(r"[0-9０-９]")


@cache
def _measure() -> re.Pattern[str]:
    """Give the pattern of a number's unit, compiled when first needed: that takes longer than all of this module."""
    return re.compile(_MEASURE)


_SINGLE_DASH = re.compile(r"(?<!D)D(?!D)")
_GLUED_SPACES = re.compile(r"(?<=[Oo]) ++|(?<! ) ++(?=[CcEX])|(?<! ) ++(?=[MZ])")


def line_break_classes(text: str) -> str:
    """Give the resolved class of each character of a text, one letter each."""
    classes = text.translate(_CLASSES)
    if _HAS_DIGIT.search(text):
        resolved = bytearray(classes, "ascii")
        for match in _measure().finditer(text):
            for (start, end), name in zip(match.regs[1:], _OF_GROUPS, strict=True):
                if start < end:
                    resolved[start:end] = name * (end - start)
        classes = resolved.decode("ascii")
    if "D" in classes:  # a single dash connects: 7714—2015
        classes = _SINGLE_DASH.sub("H", classes)
    if "R" in classes:
        classes = classes.replace("RR", "RM")
    if " " in classes:
        classes = _GLUED_SPACES.sub(lambda match: "G" * len(match[0]), classes)
    return classes


_ALL = "IANPJjCcOoEDHXQGSMZR "
_AFTER_WORD = "ANPcH"
_IN_WORD = "ANPo"

# Pairs that hold in every case, even in a word that is longer than the line: kinsoku proper.
KINSOKU = frozenset(
    [before + after for before in _ALL for after in "CcEXMZ" if before != " " or after in "MZ"]
    + [before + after for before in "OoZ" for after in _ALL]
    + ["DD"]
)

# Pairs without a break opportunity between them.
NO_BREAK = KINSOKU | frozenset(
    [before + after for before in _ALL if before != " " for after in " GSJjHQ"]
    + [before + after for before in "XQGS" for after in _ALL]
    + [before + after for before in _AFTER_WORD for after in _IN_WORD]
    + ["  ", "jN"]
)

# Pairs of these that may part where keeping them together leaves much of a line empty: a date and its time, the parts
# of either; a number and its unit.
WITHIN_DATE = frozenset({"jN", "SN"})
BEFORE_UNIT = frozenset({"NJ", "GJ"})
DATE_UNITS = frozenset("年月日号时点分秒")  # of which no number is so long that it would have to part

# What is no character of its own: a last line of nothing but these is an orphan.
PUNCTUATION = frozenset("CcOoEDHXQGSMZ ")
