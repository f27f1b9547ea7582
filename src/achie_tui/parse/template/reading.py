"""An article's page read by a template that is known: title, date, and the lines of its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from achie_tui.parse.body import INTRO_LABEL
from achie_tui.parse.breadcrumb import is_position
from achie_tui.parse.contents import find_contents
from achie_tui.parse.dates import find_date
from achie_tui.parse.ending import is_heading_of_links
from achie_tui.parse.labels import is_labelled
from achie_tui.parse.neighbours import is_neighbour_label
from achie_tui.parse.pictures import is_ornament
from achie_tui.parse.prose import is_tool, own_length
from achie_tui.parse.template.knowledge import SiteTemplates, Template, fingerprint
from achie_tui.parse.template.sample import marks_of, title_in
from achie_tui.parse.template.selectors import Chains, find_chain
from achie_tui.parse.tree import TextLine, Tree
from achie_tui.parse.view import PageView

_LINKS = 0.8
_SHORT = 60
_LONG = 80
_SUMMARY, _SHORT_SUMMARY, _SUMMARY_LINES = 30, 12, 3
_CLIMB = 8
_PAGER = re.compile(r"^[共第首上下末尾前后一页条\d:：\s/|.…<>«»\[\]]+$")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|wps|et|txt|csv)(?:[?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TemplateReading:
    """What a template reads from a page: the element of the text, the numbers of the lines that are text, the head."""

    template: Template
    container: int
    lines: frozenset[int]
    title: str | None
    published: str | None
    source: str | None


def match_template(view: PageView, known: SiteTemplates) -> Template | None:
    """Give the template that a page is of: the one whose chains lead somewhere in it; of several the most alike."""
    fitting = [template for template in known.templates if _fits(view.tree, template)]
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    marks = marks_of(Chains(view.tree), view)
    return max(fitting, key=lambda template: len(marks & template.marks) / max(1, len(marks | template.marks)))


def _fits(tree: Tree, template: Template) -> bool:
    text = template.text is not None and bool(find_chain(tree, template.text))
    title = template.title is not None and bool(find_chain(tree, template.title))
    return text and (title or template.title is None)


def read_by_template(
    view: PageView, template: Template, known: SiteTemplates, own: frozenset[int], begins: int | None
) -> TemplateReading:
    """Read a page by its template.

    `own` are the numbers of the lines of the page's own reading, if it has marks, `begins` is that of its first line.
    What both have between them is text: nothing is taken out of the middle of it.
    """
    tree = view.tree
    title_node = _first(tree, template.title)
    title = title_in(view, title_node) if title_node is not None else None
    date_node = _first(tree, template.date)
    source_node = _first(tree, template.source)
    container = _first(tree, template.text)
    container = 0 if container is None else container
    kept = set(_Lines(view, template, known, (title, title_node), date_node).kept(container, begins, own))
    if kept:
        first, last = min(kept), max(kept)
        kept.update(number for number in own if first < number < last)
    return TemplateReading(
        template,
        container,
        frozenset(kept),
        title,
        find_date(tree.line_of(date_node)) if date_node is not None else None,
        tree.line_of(source_node) or None if source_node is not None else None,
    )


def _first(tree: Tree, chain: str | None) -> int | None:
    return next(iter(find_chain(tree, chain)), None) if chain else None


class _Lines:
    """Tells which lines in the element of a text are text."""

    def __init__(
        self,
        view: PageView,
        template: Template,
        known: SiteTemplates,
        title: tuple[str | None, int | None],
        date: int | None,
    ) -> None:
        self._view, self._tree = view, view.tree
        self._template, self._known = template, known
        text, self._title_node = title
        self._title, self._date = "".join((text or "").split()), date
        # The page's own line of labels may stand in the text's element.
        self._head = view.head.index if view.head is not None else None
        self._own = [node for chain in template.own_places for node in find_chain(view.tree, chain)]

    def kept(self, container: int, begins: int | None, own: frozenset[int]) -> Iterator[int]:
        tree = self._tree
        # Where the ends of the page's own reading are text, all that it has between them is.
        ends = (min(own), max(own)) if own else ()
        sure = own if ends and not any(self._is_chrome(tree.lines[number]) for number in ends) else ()
        first, behind = tree.line_number(container), tree.line_number(tree.end[container])
        if self._title_node is not None and tree.inside(self._title_node, container):
            first = tree.line_number(tree.end[self._title_node])
        contents = find_contents(tree, container, tree.end[container])
        is_begun = False
        for number in range(first, behind):
            if is_begun and number in sure:
                yield number
                continue
            line = tree.lines[number]
            if contents is not None and tree.inside(line.start, contents):
                continue
            if self._is_chrome(line) or (not is_begun and "".join(line.text.split()) == self._title):
                continue
            is_before = not is_begun and begins is not None and number < begins
            if is_before and len(line.text) < _LONG and is_labelled(line.text):
                continue
            if is_before and number < first + _SUMMARY_LINES and self._is_summary(number, behind, begins):
                continue
            is_begun = True
            yield number

    def _is_chrome(self, line: TextLine) -> bool:
        tree = self._tree
        if self._is_head(line):
            return True
        if not self._own and len(line.text) >= _LONG and not tree.link_length(line.start, line.end):
            return False  # most lines of a text
        if _is_engines(line.text):
            return True
        print_ = fingerprint(line.text)
        if len(line.text) < _SHORT and print_ in self._known.chrome:
            return True
        if any(tree.inside(line.start, node) for node in self._own):
            return print_ in self._template.repeated or len(line.text) < _SHORT
        return own_length(tree, line) <= (1 - _LINKS) * len(line.text) and self._leads_around(line)

    def _is_head(self, line: TextLine) -> bool:
        """Tell whether a line is that of the date, or belongs to the page's own line of labels."""
        tree, date = self._tree, self._date
        if date is not None and (line.start <= date < line.end or tree.inside(line.start, date)):
            return True
        return self._head is not None and tree.inside(line.start, self._head)

    def _leads_around(self, line: TextLine) -> bool:
        """Tell whether a line's links lead to other pages of the site, or nowhere; files are the text's own."""
        tree = self._tree
        around = (node for node in islice(tree.ancestors(line.start), _CLIMB) if tree.tag[node] == "a")
        links = [*tree.anchors_between(line.start, line.end), *islice(around, 1)]
        hrefs = [tree.href(link) for link in links]
        return bool(hrefs) and all(
            not href or (self._view.path(href) is not None and not _FILE.search(href)) or href.startswith("javascript:")
            for href in hrefs
        )

    def _is_summary(self, number: int, behind: int, begins: int | None) -> bool:
        """Tell whether a line in front of where the page's own reading begins says what stands behind it again."""
        lines = self._tree.lines
        if begins is None or number >= begins:
            return False
        text = "".join(INTRO_LABEL.sub("", lines[number].text).split()).rstrip(".…")
        if len(text) < _SHORT_SUMMARY:
            return False
        rest = "".join("".join(line.text.split()) for line in lines[number + 1 : behind])
        return text[:_SUMMARY] in rest


def _is_engines(text: str) -> bool:
    """Tell whether a line is one that the engine or a template writes around texts, on any site."""
    is_word = is_position(text) or is_heading_of_links(text) or is_tool(text) or is_neighbour_label(text)
    return is_word or _PAGER.match(text) is not None


def left_out(view: PageView, container: int, kept: frozenset[int]) -> frozenset[int]:
    """Give the nodes, as few as there can be, that hold the lines of an element which are not kept, and no picture."""
    tree = view.tree
    first, behind = tree.line_number(container), tree.line_number(tree.end[container])
    gone = [number for number in range(first, behind) if number not in kept]
    found: set[int] = set()
    for number in gone:
        line = tree.lines[number]
        box = None
        for node in islice(tree.ancestors(line.start), _CLIMB):
            if node <= container or not _is_gone(view, node, kept):
                break
            box = node
        if box is not None:
            found.add(box)
        else:
            found.update(node for node in range(line.start, line.end) if tree.text[node])
    return frozenset(found)


def _is_gone(view: PageView, node: int, kept: frozenset[int]) -> bool:
    tree = view.tree
    numbers = range(tree.line_number(node), tree.line_number(tree.end[node]))
    if any(number in kept for number in numbers):
        return False
    return all(is_ornament(tree, image) for image in tree.elements("img", node, tree.end[node]))
