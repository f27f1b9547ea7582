"""Makes src/achie_tui/pinyin.txt: the readings of the Chinese characters, from a package that the program does without.

    .venv/bin/python -m pip install --target /tmp/readings pypinyin==0.55.0
    PYTHONPATH=/tmp/readings .venv/bin/python tools/pinyin_table.py

A line is a reading without its tone (`v` for `ü`), the characters that most words read so, and after a bar those that
others do. Of the many readings that dictionaries know, those are taken that are not too SELDOM
in the package's words, and those that PLACES names: a reading that nobody types would only find what is not meant.
"""

import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pypinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TABLE = Path(__file__).parents[1] / "src" / "achie_tui" / "pinyin.txt"
CHARACTERS = ["〇", *map(chr, range(0x4E00, 0x9FA6))]
PLACES = {
    "洞": "tong",  # 洪洞
    "浚": "xun",  # 浚县
    "筠": "jun",  # 筠连
    "荥": "ying",  # 荥经
    "栎": "yue",  # 栎阳
    "召": "shao",  # 召陵
    "乐": "lao",  # 乐亭
    "泷": "shuang",  # 泷水
    "六": "lu",  # 六安
    "单": "shan",  # 单县
    "大": "dai",  # 大城
    "会": "kuai",  # 会稽
}
"""Readings of place names that hardly any word of the package has."""
SELDOM = 0.02
"""Of all words with a character, the part that have a reading that nobody would type."""
HEADER = """\
# Which characters have a reading: those that are mainly read so, and after the bar those that are also read so.
# Made by tools/pinyin_table.py from pypinyin 0.55.0; data Copyright (c) 2016 mozillazg, 闲耘 <hotoo.cn@gmail.com>.
#
"""


def plain(reading: str) -> str:
    """Give a reading without its tone, as it is typed."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def spoken() -> dict[str, Counter[str]]:
    """Count in how many words each character has each reading."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, readings in phrases_dict.items():
        for character, reading in zip(word, readings, strict=False):
            counts[character][plain(reading[0])] += 1
    return counts


def readings_of(character: str, counts: Counter[str]) -> list[str]:
    """Give the readings of a character that somebody may type, the one of most words first."""
    written = filter(None, pinyin_dict.get(ord(character), "").split(","))
    first, *others = dict.fromkeys(map(plain, written)) or [""]
    readings = [first, *(each for each in others if counts[each] and counts[each] >= SELDOM * counts.total())]
    readings.sort(key=lambda reading: -counts[reading])
    place = PLACES.get(character)
    return [*readings, *([place] if place and place not in readings else [])]


def main() -> None:
    """Write the table."""
    [licence] = Path(pypinyin.__file__).parents[1].glob("pypinyin-*.dist-info/licenses/LICENSE.txt")
    known, mainly, also = spoken(), defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for character in CHARACTERS:
        first, *others = readings_of(character, known[character])
        if first:
            mainly[first].append(character)
        for reading in others:
            also[reading].append(character)
    notice = "".join(f"# {line}".rstrip() + "\n" for line in licence.read_text(encoding="utf-8").splitlines())
    lines = (f"{each} {''.join(mainly[each])}|{''.join(also[each])}\n" for each in sorted({*mainly, *also}))
    TABLE.write_text(HEADER + notice + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
