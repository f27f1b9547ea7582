"""What a page holds and never shows: hidden by an attribute, by the page's own style sheet, or white on white.

Filler is put into texts so, against copying. Only what the page itself says counts: other style sheets are not fetched,
so what they may show again, or set on a dark ground, stays.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_HIDDEN = re.compile(
    r"(?:^|;|\{)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:!important)?\s*(?:;|$))",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible", re.IGNORECASE)
_WHITE = re.compile(
    r"(?:^|;|\{|\s)color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,\s*1(?:\.0+)?\s*)?\))",
    re.IGNORECASE,
)
_GROUND = re.compile(
    r"background(?:-color|-image)?\s*:\s*(?!\s*(?:#fff(?:fff)?\b|white\b|none\b|transparent\b|inherit\b))",
    re.IGNORECASE,
)
_SIZED = re.compile(r"font-size\s*:\s*(?!0(?:px|pt|em|rem|%)?\s*(?:;|$|!))[\d.a-z]", re.IGNORECASE)
_NO_SIZE = re.compile(r"font-size\s*:\s*0", re.IGNORECASE)
# Comments, and rules for other media than a screen.
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_OTHER_MEDIA = re.compile(r"@[a-zA-Z-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[a-zA-Z-]+[^{};]*;")
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{1,2000})\}")
_RULES = 400
_MAY_HIDE = re.compile(r"display|visibility|font-size|color", re.IGNORECASE)
_ATTRIBUTES = (
    '[hidden], [style*="none" i], [style*="hidden" i], [style*="font-size" i], [style*="color" i], font[color]'
)
# Where white letters stand on a ground that another style sheet colours.
_ON_GROUNDS = frozenset(("th", "a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "nav", "header", "footer"))
_CELLS = frozenset(("table", "tr", "td"))
_MOST = 0.5


def remove_hidden(parser: LexborHTMLParser) -> None:
    """Take out of a page what it never shows."""
    body = parser.body
    if body is None:
        return
    hidden: dict[int, LexborNode] = {}
    sheet = list(_rules(parser))
    grounds = {node.mem_id for selector, style in sheet if _GROUND.search(style) for node in _select(body, selector)}
    shown = {node.mem_id for selector, style in sheet if _SHOWN.search(style) for node in _select(body, selector)}
    for selector, style in sheet:
        if _HIDDEN.search(style) or _WHITE.search(style):
            for node in _select(body, selector):
                if node.mem_id not in shown and _is_hidden(node, style, grounds) and not _is_most(node, body):
                    hidden[node.mem_id] = node
    for node in body.css(_ATTRIBUTES):
        style = _style_of(node)
        if "hidden" in node.attributes or _is_hidden(node, style, grounds):
            hidden[node.mem_id] = node
    for node in hidden.values():
        node.decompose()


def _rules(parser: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Give selectors and declarations of the page's own style sheets that may hide something."""
    number = 0
    for sheet in parser.css("style"):
        if (sheet.attributes.get("media") or "all").strip().lower() not in {"", "all", "screen"}:
            continue
        text = _OTHER_MEDIA.sub("", _COMMENT.sub("", sheet.text()))
        for match in _RULE.finditer(text):
            number += 1
            if number > _RULES:
                return
            if _MAY_HIDE.search(match[2]) or "background" in match[2]:
                yield match[1].strip(), match[2]


def _select(body: LexborNode, selector: str) -> list[LexborNode]:
    with suppress(SelectolaxError):
        return body.css(selector)
    return []


def _style_of(node: LexborNode) -> str:
    colour = node.attributes.get("color") if node.tag == "font" else None
    return f"{node.attributes.get('style') or ''};color:{colour}" if colour else node.attributes.get("style") or ""


def _is_hidden(node: LexborNode, style: str, grounds: set[int]) -> bool:
    if _HIDDEN.search(style):
        # A child may set its own size again.
        return not (
            _NO_SIZE.search(style)
            and any(_SIZED.search(child.attributes.get("style") or "") for child in node.css("[style]"))
        )
    return bool(_WHITE.search(style)) and not _has_ground(node, style, grounds)


def _has_ground(node: LexborNode, style: str, grounds: set[int]) -> bool:
    """Tell whether white letters may stand on a coloured ground, of the element or of one around it."""
    if _GROUND.search(style):
        return True
    around: LexborNode | None = node
    while around is not None and around.tag not in {"body", "html"}:
        attributes = around.attributes
        is_styled = around.tag in _CELLS and bool(attributes.get("class"))
        if is_styled or around.tag in _ON_GROUNDS or around.mem_id in grounds:
            return True
        if attributes.get("bgcolor") or attributes.get("background"):
            return True
        if around is not node and _GROUND.search(attributes.get("style") or ""):
            return True
        around = around.parent
    return False


def _is_most(node: LexborNode, body: LexborNode) -> bool:
    """Tell whether an element holds most of a page: what hides it at first is undone by a script."""
    return len(node.text()) > _MOST * len(body.text())
