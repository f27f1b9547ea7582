"""Where a page stands on its site, by the links that lead down to it.

The engine writes `当前位置:` and links with a sign between them, often one behind the last. Templates change the sign, or
leave out the words; then the links' addresses, each inside the one before, show what a menu does not have.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from achie_tui.parse.tree import BLOCKS, Tree
from achie_tui.site.address import Addresses, directory

_POSITION = re.compile(r"(?:当前|您的|你的|您现在|现在|所在|目前)?(?:所在)?的?位置(?:是)?\s*[:：]?")
_POSITION_LENGTH = 40
# What only breadcrumbs have between links, and what menus have, too.
_JOINT = re.compile(r"^\s*(?:[>»›→]|>>|>>>|&gt;|-+>|=+>)+\s*\+?\s*$")
_WEAK_JOINT = re.compile(r"^\s*(?:[/|·•\\]|::|-+|—+)?\s*$")
_HOME = frozenset(("首页", "主页", "网站首页", "home"))
_MOST = 8
_CLIMB = 3


class Breadcrumb(NamedTuple):
    """The names in the breadcrumb, and the node where it ends; () and 0 where there is none."""

    names: tuple[str, ...] = ()
    end: int = 0


class _Chain(NamedTuple):
    """Links that follow each other with nothing but a sign between them: nodes, end, whether a joint is among them."""

    links: list[int]
    end: int
    joined: bool


def find_breadcrumb(tree: Tree, addresses: Addresses, at: str) -> Breadcrumb:
    """Find the breadcrumb of the page `at`.

    It is the first chain of links joined by `>` or a sign like it; a single link, or another sign between several, counts
    behind the words 当前位置; without words and signs, links that lead from the home page down count.
    """
    behind = 0
    for start in tree.anchors:
        if start < behind or not _may_begin(tree, start):
            continue
        chain = _chain(tree, start)
        behind = chain.end
        names = tuple(name for link in chain.links if (name := tree.line_of(link)))
        if not names:
            continue
        if _is_position(tree, start) or (len(names) > 1 and (chain.joined or _leads_down(tree, chain, addresses, at))):
            return Breadcrumb(names, chain.end)
    return Breadcrumb()


def _may_begin(tree: Tree, link: int) -> bool:
    """Tell at little cost whether a chain may begin at a link: a sign follows it, or words say so, or it is 首页."""
    return (
        _joint_at(tree, tree.end[link]) is not None
        or tree.line_of(link).casefold() in _HOME
        or _is_position(tree, link)
    )


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


def _leads_down(tree: Tree, chain: _Chain, addresses: Addresses, at: str) -> bool:
    """Tell whether links lead from the home page down, each to a directory inside the one before it."""
    paths = [addresses.path(tree.href(link), at) for link in chain.links]
    if tree.line_of(chain.links[0]).casefold() not in _HOME or None in paths:
        return False
    folders = [directory(path) for path in paths if path is not None]
    down = [inner.startswith(outer) and inner != outer for outer, inner in pairwise(folders)]
    return len(down) > 1 and all(down) and directory(at).startswith(folders[-1])
