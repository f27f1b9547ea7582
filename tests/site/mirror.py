"""What a hijacked mirror does to a page: Traditional characters one by one, `(pinyin)` after some of them."""

from __future__ import annotations

from functools import cache
from random import Random

import opencc

PINYIN: dict[str, str] = {
    "業": "yè",
    "創": "chuàng",
    "區": "qū",
    "發": "fā",
    "動": "dòng",
    "產": "chǎn",
    "領": "lǐng",
    "務": "wù",
    "學": "xué",
    "進": "jìn",
    "關": "guān",
    "點": "diǎn",
    "個": "gè",
    "實": "shí",
    "設": "shè",
    "項": "xiàng",
    "時": "shí",
    "現": "xiàn",
    "報": "bào",
    "規": "guī",
    "應": "yīng",
    "質": "zhì",
    "轉": "zhuǎn",
    "網": "wǎng",
    "劃": "huà",
    "術": "shù",
    "經": "jīng",
    "濟": "jì",
    "開": "kāi",
    "長": "cháng",
    "園": "yuán",
    "會": "huì",
    "這": "zhè",
    "來": "lái",
    "國": "guó",
    "間": "jiān",
    "過": "guò",
    "對": "duì",
    "電": "diàn",
    "車": "chē",
    "書": "shū",
    "東": "dōng",
    "員": "yuán",
    "問": "wèn",
    "題": "tí",
    "見": "jiàn",
    "場": "chǎng",
    "廠": "chǎng",
    "標": "biāo",
    "準": "zhǔn",
    "運": "yùn",
    "營": "yíng",
    "條": "tiáo",
    "種": "zhǒng",
    "團": "tuán",
    "記": "jì",
    "說": "shuō",
    "請": "qǐng",
    "導": "dǎo",
    "當": "dāng",
    "頁": "yè",
    "聞": "wén",
    "資": "zī",
    "環": "huán",
    "裝": "zhuāng",
    "織": "zhī",
}


@cache
def traditional(char: str) -> str:
    """Give the Traditional form of one character, looked at alone, as the mirrors do it (so 后 always becomes 後)."""
    return str(_converter().convert(char))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def garble(html: str, rng: Random, marked: frozenset[str]) -> str:
    """Write the page as the mirror serves it; `marked` are the characters that this mirror annotates."""
    out: list[str] = []
    for char in html:
        if not "\u4e00" <= char <= "\u9fff":
            out.append(char)
            continue
        changed = traditional(char)
        out.append(changed)
        if changed != char and changed in marked and rng.random() < 0.95:
            out.append(f"({PINYIN[changed]})")
    return "".join(out)


def marks(rng: Random) -> frozenset[str]:
    """Choose the part of the characters that one mirror annotates."""
    chars = sorted(PINYIN)
    return frozenset(rng.sample(chars, rng.randint(len(chars) // 2, len(chars))))
