"""What is said to the user, in Chinese and in English, side by side where it is said."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
_ALIKE = 0.7


class Phrase(NamedTuple):
    """A sentence or a word in both languages; `{name}` fields are filled when it is said."""

    zh: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        """Give the phrase in a language, its fields filled from `values`."""
        words = self.zh if language == "zh" else self.en
        return words.format(**values) if values else words

    def fill(self, **values: object) -> "Phrase":
        """Give the phrase with its fields filled; of a value that is a phrase, each language takes its own half."""

        def filled(words: str, half: int) -> str:
            return words.format(**{name: v[half] if isinstance(v, Phrase) else v for name, v in values.items()})

        return Phrase(filled(self.zh, 0), filled(self.en, 1))


def nearest(name: str, known: Sequence[str]) -> str | None:
    """Give what is known and was probably meant by a mistyped name, None where nothing is like it."""
    # Only where something is wrong: help and version do without it.
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, known, 1, _ALIKE)), None)
