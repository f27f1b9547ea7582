"""Where a page stands on its site, by the links that lead down to it.

The engine writes `当前位置:` and links with a sign between them, often one behind the last. Templates change the sign,
or leave out the words; then the links' addresses, each inside the one before, show what a menu does not have.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from achie_tui.parse.tree import BLOCKS, Tree
from achie_tui.site.address import directory

_POSITION = re.compile(r"(?:当前|您的|你的|您现在|现在|所在|目前)?(?:所在)?的?位置(?:是)?\s*[:：]?")
_POSITION_LENGTH = 40
# What only breadcrumbs have between links, and what menus have, too.
_JOINT = re.compile(r"^\s*(?:[>»›→]|>>|>>>|&gt;|-+>|=+>)+\s*\+?\s*$")
_WEAK_JOINT = re.compile(r"^\s*(?:[/|·•\\]|::|-+|—+)?\s*$")
_HOME = frozenset(("首页", "主页", "网站首页", "home"))
_MOST, _FEWEST = 8, 3
_CLIMB = 3


class Breadcrumb(NamedTuple):
    """The names in the breadcrumb, the node where it ends, and that of its last link; () and 0 where there is none."""

    names: tuple[str, ...] = ()
    end: int = 0
    last: int = 0


# So many nodes may stand between the words 当前位置 and the first link.
_NEAR = 60


class _Chain(NamedTuple):
    """Links that follow each other with nothing but a sign between them: nodes, end, whether a joint is among them."""

    links: list[int]
    end: int
    joined: bool


def find_breadcrumb(tree: Tree, at: str, path_of: Callable[[str], str | None]) -> Breadcrumb:
    """Find the breadcrumb of the page `at`; `path_of` gives the site's path that a link leads to.

    It is the first chain of links joined by `>` or a sign like it; a single link, or another sign between several,
    counts behind the words 当前位置; without words and signs, links that lead from the home page down count.
    """
    behind = 0
    words = [line for line in tree.lines if "位置" in line.text]
    for start in tree.anchors:
        if start < behind:
            continue
        has_words = any(line.start < start <= line.end + _NEAR for line in words)
        if not _may_begin(tree, start, has_words=has_words):
            continue
        chain = _chain(tree, start)
        behind = chain.end
        named = [(name, link) for link in chain.links if (name := tree.line_of(link))]
        names = tuple(name for name, _ in named)
        if not named:
            continue
        is_named = has_words and _is_position(tree, start)
        if is_named or (len(names) > 1 and (chain.joined or _leads_down(tree, chain, at, path_of))):
            return Breadcrumb(names, chain.end, named[-1][1])
    return Breadcrumb()


def _may_begin(tree: Tree, link: int, *, has_words: bool) -> bool:
    """Tell at little cost whether a chain may begin at a link: a sign follows it, or words say so, or it is 首页."""
    if _joint_at(tree, tree.end[link]) is not None:
        return True
    return "页" in tree.text[min(link + 1, len(tree) - 1)] or (has_words and _is_position(tree, link))


def _chain(tree: Tree, start: int) -> _Chain:
    links, joined = [start], False
    index = tree.end[start]
    while len(links) < _MOST:
        behind = _joint_at(tree, index)
        following = index if behind is None else behind
        is_sign = behind is not None
        # A sign may stand in an element of its own, a link in an item of a list.
        if behind is None and (weak := _weak_joint_at(tree, index)) is not None:
            following = weak
        joined |= is_sign
        link = _link_at(tree, following)
        if link is None:
            return _Chain(links, following if is_sign else index, joined)
        links.append(link)
        index = tree.end[link]
    return _Chain(links, index, joined)


def _text_at(tree: Tree, index: int) -> tuple[str, int]:
    """Give the text that begins at a node, inside inline elements and items of a list too, and where it ends."""
    while (
        index < len(tree)
        and not tree.text[index]
        and tree.tag[index] in {"span", "em", "i", "b", "font", "li", "small"}
    ):
        index += 1
    return (tree.text[index], index + 1) if index < len(tree) and tree.text[index] else ("", index)


def _joint_at(tree: Tree, index: int) -> int | None:
    """Give the node behind a joint that begins at a node, None where there is none."""
    text, end = _text_at(tree, index)
    return end if text and _JOINT.match(text) else None


def _weak_joint_at(tree: Tree, index: int) -> int | None:
    text, end = _text_at(tree, index)
    return end if not text or _WEAK_JOINT.match(text) else None


def _link_at(tree: Tree, index: int) -> int | None:
    """Give the link that begins at a node, inside items and inline elements too."""
    for _ in range(_CLIMB):
        if index >= len(tree) or tree.text[index]:
            return None
        if tree.tag[index] == "a":
            return index
        if tree.tag[index] not in {"span", "em", "i", "b", "font", "li", "strong"}:
            return None
        index += 1
    return None


def is_position(text: str) -> bool:
    """Tell whether a line begins with the words 当前位置."""
    return _POSITION.match(text) is not None


def _is_position(tree: Tree, link: int) -> bool:
    block = next((i for i in tree.ancestors(link) if tree.tag[i] in BLOCKS), 0)
    if tree.tag[block] == "li":  # the words stand before the list, or in an item of it
        block = tree.parent[block]
    return tree.length(block, link) <= _POSITION_LENGTH and _POSITION.search(tree.raw_text(block, link)) is not None


def _leads_down(tree: Tree, chain: _Chain, at: str, path_of: Callable[[str], str | None]) -> bool:
    """Tell whether links lead from the home page down, each to a directory inside the one before it."""
    if len(chain.links) < _FEWEST or tree.line_of(chain.links[0]).casefold() not in _HOME:
        return False
    outer = "/"
    for link in chain.links[1:]:
        path = path_of(tree.href(link))
        inner = directory(path) if path is not None else ""
        # The second may be a category right below the home page, and none of the others is its neighbour.
        if not inner.startswith(outer) or inner == outer:
            return False
        outer = inner
    return directory(at).startswith(outer)
