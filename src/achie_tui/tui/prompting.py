"""What the prompt and those who have the user type something agree on."""

from collections.abc import Callable
from typing import Literal, Protocol

Purpose = Literal["find", "search", "filter", "name", "note", "passage"]
"""What the user types at the foot: what to find in the article, to search the library for, what titles are to match,
the name of a kept search, a note on an article or on a passage of it."""

_BREAK = " ⏎ "
"""Stands for the end of a line in the prompt, which has but one."""


def in_one_line(text: str) -> str:
    """Write a text of several lines as it can be changed in the prompt."""
    return _BREAK.join(text.splitlines())


def in_lines(typed: str) -> str:
    """Give the text of what was typed so."""
    return "\n".join(line.strip() for line in typed.split(_BREAK.strip())).strip()


def has_other_words(typed: str, text: str) -> bool:
    """Tell whether what was typed in place of a text has words, and is not that text: such words are never lost.

    What was emptied is not: only who presses Enter wants that.
    """
    return bool(words := in_lines(typed)) and words != in_lines(in_one_line(text))


class PromptUser(Protocol):
    """Who has the user type something."""

    @property
    def purpose(self) -> Purpose:
        """What for."""

    def typed(self, text: str) -> None:
        """Take what is in the field by now."""

    def walk(self, way: int) -> None:
        """Go to the next of what is found (1), or to the previous one (-1)."""

    def left(self, *, keep: bool) -> None:
        """Go on with what was typed, or as before; the prompt is gone."""

    def dismissed(self) -> None:
        """Go on where the focus has gone to, or leave with the app; the prompt is gone."""


Ask = Callable[[PromptUser, str], None]
"""Opens the prompt for somebody, with a text to be typed over, or changed where it is the user's own."""
