"""What is said to the user, in Chinese and in English, side by side where it is said."""

import time
from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
_WITHIN = str.maketrans("“”", "‘’")
_ALIKE = 0.66  # two letters of three may stand in the wrong order


class Phrase(NamedTuple):
    """A sentence or a word in both languages; `{name}` fields are filled when it is said."""

    zh: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        """Give the phrase in a language, its fields filled from `values`."""
        words = self.zh if language == "zh" else self.en
        return _filled(words, values) if values else words

    def fill(self, **values: object) -> "Phrase":
        """Give the phrase with its fields filled; of a value that is a phrase, each language takes its own half."""

        def filled(words: str, half: int) -> str:
            return _filled(words, {name: v[half] if isinstance(v, Phrase) else v for name, v in values.items()})

        return Phrase(filled(self.zh, 0), filled(self.en, 1))


def _filled(words: str, values: Mapping[str, object]) -> str:
    """Fill the fields of words; what comes to stand in quotation marks has single ones within."""
    quoted = {
        name: value.translate(_WITHIN)
        for name, value in values.items()
        if isinstance(value, str) and f"“{{{name}}}”" in words
    }
    return words.format(**{**values, **quoted})


QUESTION = Phrase("是不是 {meant}？", "did you mean {meant}?")


def nearest(name: str, known: Collection[str]) -> str | None:
    """Give what is known and was probably meant by a nearly right name, or by a part of it that no other has.

    None where nothing is like it. Letter case does not matter.
    """
    # Only where something is wrong: help and version do without it.
    from difflib import get_close_matches

    spelled, wanted = {each.casefold(): each for each in known}, name.casefold()
    alike = get_close_matches(wanted, spelled, 1, _ALIKE)
    holding = [each for each in spelled if wanted in each] if len(wanted) > 1 else []
    found = alike or (holding if len(holding) == 1 else [])
    return spelled[found[0]] if found else None


def hint(meant: str | None) -> Phrase:
    """Give the question whether something was meant, to stand before other words; nothing where nothing was."""
    question = QUESTION.fill(meant=meant)
    return Phrase("", "") if meant is None else Phrase(question.zh, question.en + " ")


def clock_time(at: float) -> str:
    """Give a time as the clock on the wall shows it, in full minutes, with the day where that is not today."""
    when = time.localtime(-(-at // 60) * 60)
    return time.strftime("%H:%M" if when[:3] == time.localtime()[:3] else "%m-%d %H:%M", when)
