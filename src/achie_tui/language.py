"""What is said to the user, in Chinese and in English, side by side where it is said."""

from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Phrase(NamedTuple):
    """A sentence or a word in both languages; `{name}` fields are filled when it is said."""

    zh: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        """Give the phrase in a language, its fields filled from `values`."""
        words = self.zh if language == "zh" else self.en
        return words.format(**values) if values else words
