"""Numbers over links, by which they are opened without a mouse."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from achie_tui.tui.widgets.overlay import Mark
from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.text_layout import TextLayout


class LinkNumber(NamedTuple):
    """The number of a link, and where it is shown: the line, and the characters of its text that are the link."""

    label: str
    line: int
    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class LinkNumbers:
    """The numbered links, and the digits typed so far; an overlay, which shows the numbers that may still be meant."""

    numbers: tuple[LinkNumber, ...]
    typed: str = ""
    origin: Position | None = None
    """Where the user was before the text was scrolled to show links; there one goes back to."""

    @property
    def open(self) -> tuple[LinkNumber, ...]:
        """The links that the digits may still mean."""
        return tuple(number for number in self.numbers if number.label.startswith(self.typed))

    @property
    def chosen(self) -> LinkNumber | None:
        """The link whose number has been typed."""
        return next((number for number in self.numbers if number.label == self.typed), None)

    def type(self, digit: str) -> "LinkNumbers":
        """Add a digit, unless no link has such a number."""
        longer = replace(self, typed=self.typed + digit)
        return longer if longer.open else self

    def erase(self) -> "LinkNumbers":
        """Take the last digit back."""
        return replace(self, typed=self.typed[:-1])

    def marks(self, layout: TextLayout, index: int) -> Iterable[Mark]:  # noqa: ARG002
        """Show the numbers over their links."""
        here = (number for number in self.open if number.line == index)
        return (Mark(range(number.start, number.end), "link-number", number.label) for number in here)


def number_links(layout: TextLayout, visible: range) -> LinkNumbers:
    """Give numbers to the links of the visible lines, then those after the text of the article."""
    after = layout.matter_start if layout.sheet.count else 0
    end_matter = (index for index in range(after, len(layout.lines)) if index not in visible)
    return LinkNumbers(tuple(_numbered(layout, (*visible, *end_matter))))


def _numbered(layout: TextLayout, lines: Iterable[int]) -> Iterable[LinkNumber]:
    seen: set[Position] = set()  # a link over two lines has one number, where it first shows
    for index in lines:
        for link, start, end, url in layout.links(layout.lines[index]):
            if link not in seen:
                seen.add(link)
                yield LinkNumber(str(len(seen)), index, start, end, url)
