"""Makes src/achie_tui/pinyin.txt: the readings of the Chinese characters, from a package that the program does without.

    .venv/bin/python -m pip install --target /tmp/readings pypinyin==0.55.0
    PYTHONPATH=/tmp/readings .venv/bin/python tools/pinyin_table.py

A line is a reading without its tone (`v` for `ü`), the characters of which it is the first reading, and after a bar
those of which it is another one. Of the many readings that dictionaries know, those are taken that are not too SELDOM
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


def spoken() -> dict[str, set[str]]:
    """Give the readings with which characters occur in words."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, readings in phrases_dict.items():
        for character, reading in zip(word, readings, strict=False):
            counts[character][plain(reading[0])] += 1
    return {
        character: {reading for reading, count in counted.items() if count >= SELDOM * counted.total()}
        for character, counted in counts.items()
    }


def main() -> None:
    """Write the table."""
    [licence] = Path(pypinyin.__file__).parents[1].glob("pypinyin-*.dist-info/licenses/LICENSE.txt")
    known, mainly, also = spoken(), defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for character in CHARACTERS:
        readings = list(dict.fromkeys(map(plain, filter(None, pinyin_dict.get(ord(character), "").split(",")))))
        for number, reading in enumerate(readings):
            if number == 0:
                mainly[reading].append(character)
            elif reading in known.get(character, ()):
                also[reading].append(character)
        if character in PLACES and PLACES[character] not in known.get(character, ()):
            also[PLACES[character]].append(character)
    notice = "".join(f"# {line}".rstrip() + "\n" for line in licence.read_text(encoding="utf-8").splitlines())
    lines = (f"{each} {''.join(mainly[each])}|{''.join(also[each])}\n" for each in sorted({*mainly, *also}))
    TABLE.write_text(HEADER + notice + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
