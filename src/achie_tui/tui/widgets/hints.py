"""Numbers over links, by which they are opened without a mouse."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from achie_tui.tui.widgets.page import Page
from achie_tui.tui.widgets.sheet import Place


class Hint(NamedTuple):
    """A link's number, and where it is shown: the line, and the characters of its text that are the link."""

    label: str
    line: int
    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Hinting:
    """The numbered links, and the digits typed so far."""

    hints: tuple[Hint, ...]
    typed: str = ""

    @property
    def open(self) -> tuple[Hint, ...]:
        """The links that the digits may still mean."""
        return tuple(hint for hint in self.hints if hint.label.startswith(self.typed))

    @property
    def chosen(self) -> Hint | None:
        """The link whose number has been typed."""
        return next((hint for hint in self.hints if hint.label == self.typed), None)

    def type(self, digit: str) -> "Hinting":
        """Add a digit, unless no link has such a number."""
        longer = replace(self, typed=self.typed + digit)
        return longer if longer.open else self

    def erase(self) -> "Hinting":
        """Take the last digit back."""
        return replace(self, typed=self.typed[:-1])

    def on_line(self, line: int) -> list[Hint]:
        """Give the numbers to be shown on a line, in its order."""
        return sorted((hint for hint in self.open if hint.line == line), key=lambda hint: hint.start)


def link_hints(page: Page, visible: range) -> Hinting:
    """Give numbers to the links of the visible lines, then those after the text of the article."""
    after = page.sheet.first + page.sheet.count
    end_matter = (index for index, line in enumerate(page.lines) if line.block >= after and index not in visible)
    return Hinting(tuple(_numbered(page, (*visible, *end_matter))))


def _numbered(page: Page, lines: Iterable[int]) -> Iterable[Hint]:
    seen: set[Place] = set()  # a link over two lines has one number, where it first shows
    for index in lines:
        for place, start, end, url in page.links(page.lines[index]):
            if place not in seen:
                seen.add(place)
                yield Hint(str(len(seen)), index, start, end, url)
