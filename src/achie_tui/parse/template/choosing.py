"""Choosing between two readings of an article: the page's own, and that of its template.

The reading that leaves out text which the other has loses. What counts as text is weighed line by line: what stands on
no other page, and sentences even where another page has them, for official notices repeat their formulas.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from achie_tui.parse.breadcrumb import is_position
from achie_tui.parse.dates import DATE
from achie_tui.parse.neighbours import is_neighbour_label
from achie_tui.parse.prose import SENTENCE, is_footer, is_row, is_tool, own_length
from achie_tui.parse.template.knowledge import SiteTemplates, Template, fingerprint
from achie_tui.parse.template.reading import TemplateReading
from achie_tui.parse.tree import TextLine
from achie_tui.parse.view import PageView

SAME = "same"

_SENTENCE = 30
_META_LENGTH, _FOOTER_LENGTH = 80, 90
_MARGIN = 10
_PICTURE = 40  # characters
_FEW = 20
_BEYOND = 0.02
_LINKS = 0.3
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"[一-鿿]{2,5}\s*[:：]")
_TWO = 2
_LITTLE_BESIDE = 0.3
_OFTEN, _EVERYWHERE = 0.4, 0.8
_MANY = 3
_CUT = 6


class Choice(NamedTuple):
    """Which reading is taken, and why."""

    by_template: bool
    reason: str


def choose(
    weigher: "Weigher", own: frozenset[int], reading: TemplateReading, pictures: tuple[int, int], *, marked: bool
) -> Choice:
    """Choose between the lines of the page's own reading and of its template's.

    `pictures` are those that only the one or only the other has. `marked` says that the page's own reading rests on
    labels or a selector, and is no guess.
    """
    if own == reading.lines:
        return Choice(by_template=False, reason=SAME)
    if reading.container == 0:
        return Choice(by_template=False, reason="template knows no element")
    if not own and not marked:
        return Choice(by_template=bool(reading.lines), reason="page alone gives nothing")
    return _weighed(weigher, own, reading, pictures, marked=marked)


def _weighed(
    weigher: "Weigher", own: frozenset[int], reading: TemplateReading, pictures: tuple[int, int], *, marked: bool
) -> Choice:
    """Choose between two readings that both have something."""
    # What all pages say outside the text's element is no text, as long as it is little beside that.
    repeated = weigher.sum(number for number in own - reading.lines if weigher.is_everywhere(number, reading.container))
    repeated = repeated if repeated <= _LITTLE_BESIDE * weigher.length(reading.lines) else 0
    only_own = weigher.sum(own - reading.lines) - repeated + _PICTURE * pictures[0]
    only_template = weigher.sum(reading.lines - own) + _PICTURE * pictures[1]
    if only_own > only_template + _MARGIN:
        return Choice(by_template=False, reason=f"template leaves out {only_own}")
    if marked and own > reading.lines and not all(map(weigher.is_known, own - reading.lines)):
        return Choice(by_template=False, reason="template leaves out what no other page has")
    if marked and not own and weigher.sum(reading.lines) < _FEW:
        return Choice(by_template=False, reason="empty")
    if marked and own and only_template <= _MARGIN:
        beyond = [number for number in reading.lines if not min(own) <= number <= max(own)]
        if weigher.length(beyond) > _BEYOND * weigher.length(own):
            return Choice(by_template=False, reason="template adds chrome")
    return Choice(by_template=True, reason=f"page alone leaves out {only_template}")


class Weigher:
    """Weighs the lines of one page as text."""

    def __init__(self, view: PageView, title: int | None, known: SiteTemplates, template: Template | None) -> None:
        self._view, self._known, self._template = view, known, template
        self._title = -1 if title is None else view.tree.line_number(title)

    @property
    def lines(self) -> list[TextLine]:
        """The lines of the page."""
        return self._view.tree.lines

    def sum(self, numbers: Iterable[int]) -> int:
        """Weigh some lines together."""
        return sum(map(self.weigh, numbers))

    def length(self, numbers: Collection[int]) -> int:
        """Count the characters of some lines."""
        return sum(len(self._view.tree.lines[number].text) for number in numbers)

    def weigh(self, number: int) -> int:
        """Give how many characters of a line count as text: 0 for what templates write."""
        tree = self._view.tree
        line = tree.lines[number]
        text, print_ = line.text, fingerprint(line.text)
        if number <= self._title or print_ in self._known.chrome or not _LETTER.search(text):
            return 0
        if own_length(tree, line) < (1 - _LINKS) * tree.length(line.start, line.end) or _is_meta(text):
            return 0
        is_sentence = len(text) >= _SENTENCE and SENTENCE.search(text) is not None
        if self._template is None:
            # Nothing is known of other pages: rows of lists are told by their links.
            return len(text) if is_sentence and not is_row(self._view, line) else 0
        is_elsewhere = print_ in self._template.repeated
        return len(text) if is_sentence or (not is_elsewhere and len(text) > 1) else 0

    def is_everywhere(self, number: int, container: int) -> bool:
        """Tell whether a line outside an element stands on nearly all pages of the template."""
        line, template = self._view.tree.lines[number], self._template
        if template is None or self._view.tree.inside(line.start, container):
            return False
        return template.repeated.get(fingerprint(line.text), 0) >= max(_MANY, _EVERYWHERE * template.pages)

    def is_known(self, number: int) -> bool:
        """Tell whether other pages have a line, too, or it is nothing but links."""
        line = self._view.tree.lines[number]
        print_ = fingerprint(line.text)
        is_elsewhere = self._template is not None and print_ in self._template.repeated
        return is_elsewhere or print_ in self._known.chrome or own_length(self._view.tree, line) == 0

    def share(self, numbers: Collection[int]) -> tuple[int, int]:
        """Weigh some lines, and all of the page."""
        return self.sum(numbers), self.sum(range(len(self._view.tree.lines)))


def _is_meta(text: str) -> bool:
    """Tell whether a line is of the head or of what follows a text, whatever page it stands on."""
    if is_neighbour_label(text) or is_tool(text) or is_position(text):
        return True
    if len(text) < _META_LENGTH and DATE.search(text):
        return True
    if len(text) < _FOOTER_LENGTH and not text.endswith(("。", "！", "？", "”")):
        return len(_LABEL.findall(text)) >= _TWO or is_footer(text)
    return False


def choose_title(candidates: Sequence[str], view: PageView, template: Template) -> str:
    """Choose the title: `candidates` are the template's and the page's own.

    What two in five pages of the template show is none, unless `<title>` or a list begins with it: boxes show the
    newest titles on every page. One that a list confirms comes first, then one that a cut title of a list begins, then
    one that a list puts a category before, then a list's title that is a line of the page.
    """
    listed = view.listed.titles
    folded = {_fold(title) for title in listed}
    beginnings = [title.rstrip(".…·") for title in folded if len(title) >= _CUT]
    whole = _fold(view.tree.title)
    often = max(_TWO, _OFTEN * template.pages)

    def is_beginnings(text: str) -> bool:
        return any(_fold(text).startswith(title) for title in beginnings)

    def is_own(text: str) -> bool:
        is_listed = len(text) >= _CUT and any(_fold(text) in title for title in folded)
        is_named = is_beginnings(text) or is_listed or (whole.startswith(_fold(text)) and _fold(text) != whole)
        return is_named or template.repeated.get(fingerprint(text), 0) < often

    own = [text for text in candidates if text and is_own(text)]
    if confirmed := next((text for text in own if _fold(text) in folded), None):
        return confirmed
    if beginning := [text for text in own if is_beginnings(text)]:
        return min(beginning, key=len)
    if behind := next((text for text in own if any(_is_behind(_fold(text), title) for title in folded)), None):
        return behind
    lines = {line.text for line in view.tree.lines} if listed else frozenset()
    shown = (title for title in listed if title in lines and template.repeated.get(fingerprint(title), 0) < often)
    return next(iter([*shown, *own, *listed, *filter(None, candidates)]), "")


def _is_behind(text: str, listed: str) -> bool:
    """Tell whether a list's title is a text with a category in brackets before it, both folded."""
    return listed.endswith(text) and listed[: -len(text)].endswith(tuple("]】」)）|:：·"))


def _fold(text: str) -> str:
    return "".join(text.split())
