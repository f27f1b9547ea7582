"""The summary box that templates put between head and text."""

from itertools import chain

from achie_tui.parse.body import INTRO_LABEL, Range, TextRanges, has_substance, plain
from achie_tui.parse.tree import Tree
from achie_tui.parse.view import PageView

# A summary is one of the first things behind the head.
_INTRO_PLACES = 5
_OPENING = 10
_LONG_INTRO = 30
_LINES_COMPARED = 12
_INTRO_LINES = 4
_LINES_BEHIND = 200  # tables have many


def without_intro(view: PageView, body: TextRanges) -> tuple[Range, ...]:
    """Leave out the summary box in front of the text, where a text remains."""
    tree, ranges = view.tree, body.ranges
    if len(ranges) == 1:
        return ranges
    intros = set(chain.from_iterable(tree.select(view.profile.selectors.intro)))
    for number, extent in enumerate(ranges[:-1][:_INTRO_PLACES]):
        rest = ranges[number + 1 :]
        is_intro = extent[0] in intros or _is_intro(tree, extent, rest[0][0])
        if is_intro and has_substance(tree, rest):
            return (*ranges[:number], *rest)
    return ranges


def _is_intro(tree: Tree, extent: Range, following: int) -> bool:
    """Tell whether some nodes say what `<meta name=description>` says, or what follows says again.

    A paragraph may be the text's own first, which the engine takes as the description: it has to be said again.
    """
    text = plain(INTRO_LABEL.sub("", tree.raw_text(*extent).strip()))
    if not text:
        return False
    behind = plain("".join(line.text for line in tree.lines_between(following, len(tree))[:_LINES_COMPARED]))
    is_box = not _is_editors(tree, extent[0])
    if text == plain(tree.description):
        return is_box or behind.startswith(text[:_OPENING])
    return is_box and len(text) >= _LONG_INTRO and behind.startswith(text)


def _is_editors(tree: Tree, node: int) -> bool:
    """Tell whether a node may be a paragraph of the editor's: a template names its boxes."""
    tag = tree.tag[node]
    return tag in {"", "p"} or (tag == "div" and not tree.attribute(node, "class") and not tree.attribute(node, "id"))


def find_intro(view: PageView, body: TextRanges) -> int | None:
    """Give the box of a summary that stands inside the element of the text: its words begin the text again."""
    tree = view.tree
    lines = [line for extent in body.ranges for line in tree.lines_between(*extent)]
    for number, line in enumerate(lines[:_INTRO_LINES]):
        text = plain(INTRO_LABEL.sub("", line.text))
        if len(text) < _LONG_INTRO:
            continue
        behind = plain("".join(each.text for each in lines[number + 1 : number + 1 + _LINES_BEHIND]))
        box = _box_of(tree, line.start, body.ranges[0][0])
        if box is None or text[:_LONG_INTRO] not in behind:
            return None
        return box
    return None


def _box_of(tree: Tree, node: int, start: int) -> int | None:
    """Give the box around a line that the template made for it: a paragraph of the editor's is none."""
    line_end = tree.lines[tree.line_number(node)].end
    box = None
    for ancestor in tree.ancestors(node):
        if ancestor < start or tree.end[ancestor] > line_end + 1:
            break
        if tree.attribute(ancestor, "class") or tree.attribute(ancestor, "id"):
            box = ancestor
    return box
