"""The text of an article: read from the page alone, and by its template where that is known; the better is taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from achie_tui.model import Extraction
from achie_tui.parse.body import Range, TextRanges, find_body
from achie_tui.parse.intro import find_intro, without_intro
from achie_tui.parse.pictures import is_ornament, read_image
from achie_tui.parse.template.choosing import SAME, Choice, Weigher, choose, choose_title
from achie_tui.parse.template.knowledge import SiteTemplates
from achie_tui.parse.template.reading import TemplateReading, left_out, match_template, read_by_template
from achie_tui.parse.view import PageView

_WORTH_DOUBT = 60
_LITTLE = 0.5
# So much longer must all long lines of a page be than a reading for it to be looked at whether it is less than half.
_FAR_MORE = 1.8
_LONG_LINE = 30

LESS_THAN_HALF = "less than half of the page's text"
NOTHING_FOUND = "no text found on a page that has some"


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Where the text stands (ranges of nodes, less those left out), what was found beside it, and how sure that is."""

    ranges: tuple[Range, ...]
    left_out: frozenset[int]
    extraction: Extraction
    title: str
    published: str | None
    source: str | None
    doubt: str | None
    reason: str


def read_text(
    view: PageView,
    templates: SiteTemplates,
    neighbours: Sequence[int | None],
    others: Sequence[int | None],
) -> ArticleText:
    """Read the text in both ways and choose; `neighbours` and `others` are as for `find_body`."""
    body = find_body(view, neighbours, others)
    body = body._replace(ranges=without_intro(view, body))
    intro = find_intro(view, body)
    if intro is not None:
        body = body._replace(left_out=body.left_out | {intro})
    own = _lines(view, body)
    template = match_template(view, templates)
    is_marked = body.extraction == "selector" or (view.head is not None and view.head.labelled)
    weigher = Weigher(view, view.title.node, templates, template)
    if template is None:
        return _text(view, body, None, Choice(by_template=False, reason=""), _doubt(weigher, own))
    begins = min(own, default=None) if body.extraction != "density" else None
    reading = read_by_template(view, template, templates, own if is_marked else frozenset(), begins)
    if own == reading.lines:
        # Where both readings are one there is little to doubt.
        return _text(view, body, reading, Choice(by_template=False, reason=SAME), None)
    container = (reading.container, view.tree.end[reading.container])
    other = TextRanges((container,), "template", left_out(view, reading.container, reading.lines))
    mine, theirs = _pictures(view, body), _pictures(view, other)
    choice = choose(weigher, own, reading, (len(mine - theirs), len(theirs - mine)), marked=is_marked)
    if choice.by_template:
        body, own = other, reading.lines
    return _text(view, body, reading, choice, _doubt(weigher, own))


def _text(
    view: PageView, body: TextRanges, reading: TemplateReading | None, choice: Choice, doubt: str | None
) -> ArticleText:
    title = view.title.text
    if reading is not None:
        candidates = [text for text in (reading.title, title) if text]
        title = choose_title(candidates, view, reading.template)
    return ArticleText(
        body.ranges,
        body.left_out,
        body.extraction,
        title,
        reading.published if reading else None,
        reading.source if reading else None,
        doubt,
        choice.reason,
    )


def _lines(view: PageView, body: TextRanges) -> frozenset[int]:
    """Give the numbers of the lines of the page's own reading."""
    tree = view.tree
    numbers = {number for start, end in body.ranges for number in range(tree.line_number(start), tree.line_number(end))}
    for node in body.left_out:
        numbers.difference_update(range(tree.line_number(node), tree.line_number(tree.end[node])))
    return frozenset(numbers)


def _pictures(view: PageView, body: TextRanges) -> frozenset[int]:
    """Give the pictures of a reading, without those of a template."""
    tree = view.tree
    images = (image for start, end in body.ranges for image in tree.elements("img", start, end))
    gone = [(node, tree.end[node]) for node in body.left_out]
    shown = (image for image in images if not any(start <= image < end for start, end in gone))
    return frozenset(image for image in shown if not is_ornament(tree, image) and read_image(view, image))


def _doubt(weigher: Weigher, numbers: frozenset[int]) -> str | None:
    """Say why a reading may not be whole: it holds less than half of what the page has of text."""
    lines = weigher.lines
    inside = sum(len(lines[number].text) for number in numbers)
    if sum(len(line.text) for line in lines if len(line.text) >= _LONG_LINE) <= _FAR_MORE * inside:
        return None
    held, whole = weigher.share(numbers)
    if whole < _WORTH_DOUBT or held >= _LITTLE * whole:
        return None
    return LESS_THAN_HALF if held else NOTHING_FOUND
