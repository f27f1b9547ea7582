"""Mirror copies restored: hijacked mirrors of Chinese sites garble the text to hide that it is copied.

They convert it to Traditional character by character and put the reading in parentheses after some of the changed
characters. Which ones is arbitrary and differs by mirror, so no list of characters can undo it; that the
character before a real note in parentheses is *not* Traditional can. A mirror converts the whole page: where a text is
Traditional and the site's menu is not, somebody wrote it so, and it stays as it is.
"""

import re

from achie_tui.chinese import Converter, converter

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONED_NOTE = re.compile(rf"([\u3400-\u9fff])[(（](?=[a-zü]*[{_TONED}])[a-zü{_TONED}]{{1,6}}[)）]")
_PLAIN_NOTE = re.compile(r"([\u3400-\u9fff])[(（]([a-z]{1,6})[)）]")
# A syllable of Mandarin without its tone (initial and final of the Hanyu Pinyin scheme): hardly any unit or
# abbreviation has this form.
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:[aoeiuv]|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|ang|eng|ing|ong|ia|ua|uo|iao|ian|iang|iong|uai|uan|uang)"
)
# Units that look like a syllable.
_UNITS = frozenset(("ha", "a", "o", "e"))
_FEW_NOTES = 3
_MIRROR_SHARE = 0.05
# Of the Traditional characters, those with a note: mirrors have one at every second or third.
_NOTED_SHARE = 0.1
# Simplified characters that a mirror may have left: the real ones left none.
_LEFTOVERS = 3
# Share of characters outside GB 2312, among a sample of so many, below which no page is a mirror copy; above it the
# exact share is counted.
_WORTH_COUNTING = 0.02
_SAMPLE = 4_000


def restore(html: str) -> tuple[str, bool]:
    """Give the html as the site wrote it, and whether it had been garbled.

    A page is a mirror copy where more than 5 % of its Han characters are Traditional, and it has many notes or hardly
    a character that is Simplified alone. Only then are notes removed (after a Traditional character, where the page has
    at least three) and the text converted, by the variant that keeps words as they are (`tw2s`). Other pages come back
    unchanged.
    """
    if _share_outside_gb2312(html[:: max(1, len(html) // _SAMPLE)]) < _WORTH_COUNTING:
        return html, False
    han = "".join(_HAN.findall(html))
    if not han:
        return html, False
    simplified = converter("tw2s")
    if _share_changed(han, simplified.convert(han)) <= _MIRROR_SHARE:
        return html, False
    traditional = _traditional(han, simplified)
    bare, notes = _without_notes(html, traditional)
    has_notes = notes > _NOTED_SHARE * sum(character in traditional for character in han)
    if not has_notes and _count_simplified(han) > _LEFTOVERS:
        return html, False
    return simplified.convert(bare), True


def _share_outside_gb2312(text: str) -> float:
    """Give the share of a text's characters above U+00FF that GB 2312, the set of Simplified texts, lacks."""
    latin = text.encode("latin-1", "ignore")
    wide = len(text) - len(latin)
    known_latin = latin if latin.isascii() else latin.decode("latin-1").encode("gb2312", "ignore")
    known = (len(text.encode("gb2312", "ignore")) - len(known_latin)) // 2
    return 1 - known / wide if wide else 0.0


def _count_simplified(han: str) -> int:
    """Count the characters that only Simplified texts have: GB 2312 knows them, and Big5 does not."""
    known = han.encode("gb2312", "ignore").decode("gb2312")
    return len(known) - len(known.encode("big5", "ignore")) // 2


def _share_changed(before: str, after: str) -> float:
    # The converter may join or split words, which moves the rest: only equal lengths compare by position.
    if len(before) != len(after):
        return 1 - len(set(before) & set(after)) / len(set(before))
    return sum(a != b for a, b in zip(before, after, strict=True)) / len(before)


def _traditional(han: str, simplified: Converter) -> frozenset[str]:
    return frozenset(character for character in set(han) if simplified.convert(character) != character)


def _without_notes(html: str, traditional: frozenset[str]) -> tuple[str, int]:
    """Take the notes out of a page; gives it, and how many there were."""
    toned = sum(match[1] in traditional for match in _TONED_NOTE.finditer(html))
    if toned >= _FEW_NOTES:
        html = _TONED_NOTE.sub(lambda match: match[1] if match[1] in traditional else match[0], html)

    def is_plain(match: re.Match[str]) -> bool:
        return match[1] in traditional and match[2] not in _UNITS and _SYLLABLE.fullmatch(match[2]) is not None

    plain = sum(is_plain(match) for match in _PLAIN_NOTE.finditer(html))
    if plain >= _FEW_NOTES:
        html = _PLAIN_NOTE.sub(lambda match: match[1] if is_plain(match) else match[0], html)
    return html, toned + plain
