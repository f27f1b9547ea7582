"""What is refused before it is parsed: shapes of markup that cost a parser minutes.

Measured with Lexbor: 100,000 nested `<div>` (500 kB) 9 s; 250 unclosed formatting elements, which every one of 5,000
paragraphs opens again (22 kB), 3 s; 30,000 attributes of one element 1.2 s; 16,000 `<option>` 1 s. Browsers cap the
depth at 512. What a page of 110,000 elements costs, whatever they are, `tests/parse/test_costs.py` measures.
"""

import re
from collections.abc import Iterable

from achie_tui.parse.strangers import MALFORMED, TOO_MANY_ELEMENTS, Stranger
from achie_tui.parse.tree import EMBEDS

_DEPTH_LIMIT = 512
_OPEN_FORMATS_LIMIT = 256
# Elements that a parser opens again because formatting elements around them were not closed.
_REOPENED_LIMIT = 200_000
_OPTION_LIMIT = 4_000
_ATTRIBUTES_LIMIT = 2_000
_ELEMENTS_LIMIT = 110_000
_TAGS_LIMIT = 200_000
# With fewer tags or characters than these no shape is expensive.
_FEW_TAGS = 1_000
_SHORT = 60_000

_FORMATS = frozenset(("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"))
# Elements without content, or which another of their kind closes.
_FLAT = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track"),
        *("wbr", "p", "li", "dd", "dt", "tr", "td", "th", "option"),
    )
)
_WITHIN_LINES = frozenset(("br", "img", "span", "sub", "sup"))
"""Elements that do not end a paragraph, as formatting ones do not."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")
# A start tag as the HTML standard reads it; every part is possessive, so that nothing is looked at twice.
_START_TAG = re.compile(
    r"<[a-zA-Z][^\s/>]*+((?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>\"'][^\s>]*+)?)?)*+)"
)
_ATTRIBUTE = re.compile(r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>\"'][^\s>]*+)?)?")
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1|\Z)", re.IGNORECASE | re.DOTALL)


def refusal(html: str) -> Stranger | None:
    """Give what a page is refused as that cannot be parsed in reasonable time, None for all others."""
    tags = html.count("<")
    if tags > _TAGS_LIMIT:
        return TOO_MANY_ELEMENTS
    if tags > _FEW_TAGS:
        found = _TAG.findall(html)
        if not _is_flat(found):
            return MALFORMED
        if 2 * tags > _ELEMENTS_LIMIT and tags - _closing(found) > _ELEMENTS_LIMIT:
            return TOO_MANY_ELEMENTS
    return None if len(html) < _SHORT or _most_attributes(html) <= _ATTRIBUTES_LIMIT else MALFORMED


def _closing(tags: Iterable[tuple[str, str]]) -> int:
    """Count the tags that make no element: those that close one; of paragraphs, those that close the one before.

    What is embedded costs as much as two elements.
    """
    closing, may_close = 0, False
    for slash, given in tags:
        name = given.lower()
        if not slash:
            closing -= name in EMBEDS
            may_close = name == "p" or (may_close and (name in _FORMATS or name in _WITHIN_LINES))
        elif name == "p":
            closing += may_close
            may_close = False
        else:
            closing += name != "br"
    return closing


def _is_flat(tags: Iterable[tuple[str, str]]) -> bool:
    """Bound depth, formatting and options; a closing tag is taken to close whatever is open."""
    depth = formats = reopened = options = 0
    for slash, given in tags:
        name = given.lower()
        if name in _FORMATS:
            formats = max(0, formats + (-1 if slash else 1))
        elif slash:
            depth = max(0, depth - 1)
            continue
        elif name not in _FLAT:
            depth += 1
        options += name == "option"
        reopened += formats
        if depth + formats > _DEPTH_LIMIT or formats > _OPEN_FORMATS_LIMIT:
            return False
    return reopened <= _REOPENED_LIMIT and options <= _OPTION_LIMIT


def _most_attributes(html: str) -> int:
    """Give the number of attributes of the element that has most; scripts may look like elements and are left out."""
    most = 0
    for match in _START_TAG.finditer(_SCRIPT.sub("", html)):
        if len(match[1]) > _ATTRIBUTES_LIMIT:
            most = max(most, sum(1 for _ in _ATTRIBUTE.finditer(match[1])))
    return most
