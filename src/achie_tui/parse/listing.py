"""A category's listing page read: its rows in the site's order, and its pager.

The rows are the articles linked between the breadcrumb and the pager, in the one list that stands there. Side columns
look just like lists, so position decides, never looks.
"""

import re
from collections import defaultdict

from achie_tui.model import Listing
from achie_tui.parse.dates import DATE
from achie_tui.parse.pager import Pager, find_pager
from achie_tui.parse.rows import read_rows
from achie_tui.parse.tree import BLOCKS, Tree
from achie_tui.parse.view import ArticleLink, PageView
from achie_tui.site.address import listing_page

_SIDE_HEADING = re.compile(
    r"^(?:推荐|热点|热门|最新|相关|图文|精彩|本类|本月|本周|阅读|点击|栏目|随机|友情|猜你|TAG)\S{0,6}$", re.IGNORECASE
)
_LISTS = frozenset(("ul", "ol", "dl", "table", "tbody"))
_CELL = 6  # nodes
_BOXES = frozenset(("div", "section", "ul", "ol", "dl", "table", "aside", "nav", "header", "footer"))
# Classes by which rows of one list differ.
_IN_TURN = re.compile(r"\d|^(?:odd|even|first|last|on|active|cur(?:rent)?|alt|top|new|hot)$")
# No listing shows more articles than this; pages that do are not read to their end.
_LINKS_LIMIT = 5_000

Group = list[ArticleLink]


def read_listing(view: PageView) -> Listing:
    """Read a listing page. Nothing is raised: a page that lists nothing gives no rows."""
    pager = find_pager(view)
    here = listing_page(view.at)
    stop = len(view.tree) if pager.start is None else pager.start
    return Listing(
        rows=() if pager.total == 0 else read_rows(view, main_list(view, pager), stop),
        page=here[1] if here else 1,
        pages=pager.pages,
        total=pager.total,
        next=pager.next,
        template=pager.template,
    )


def main_list(view: PageView, pager: Pager) -> Group:
    """Choose the links of the page's own list: by container, the one that ends nearest above the pager.

    Without a pager the list with most dates wins, then the one with most articles of this category.
    """
    tree, after = view.tree, view.breadcrumb.end
    if pager.start is not None:
        groups = _by_container(tree, view.articles_between(after, pager.start)[:_LINKS_LIMIT])
        if not groups:
            return []
        nearest = max(groups, key=lambda group: group[-1].node)
        common = next(a for a in tree.ancestors(nearest[0].node) if tree.inside(pager.start, a))
        # Side columns above the pager share with it only the page itself.
        if tree.tag[common] == "body" and len(groups) > 1:
            return max(groups, key=lambda group: (_dated(tree, group), len(group), group[-1].node))
        return nearest
    here = listing_page(view.at)
    own = here[0] if here else view.at
    groups = _by_container(tree, view.articles[:_LINKS_LIMIT])
    return max(
        (group for group in groups if group[0].node >= after and not _has_side_heading(tree, group)),
        key=lambda group: (_dated(tree, group), sum(path.startswith(own) for _, path in group), len(group)),
        default=[],
    )


def _by_container(tree: Tree, links: Group) -> list[Group]:
    """Group links by the nearest element that holds more than one article.

    A list cut into several (a gap after every fifth row) shares class and parent, and is one list.
    """
    groups: dict[tuple[int, str], Group] = defaultdict(list)
    for link, (before, behind) in zip(links, _other_articles(links), strict=True):
        container = next((a for a in tree.ancestors(link.node) if a <= before or behind < tree.end[a]), 0)
        groups[_identity(tree, container, link.node)].append(link)
    return sorted(groups.values(), key=lambda group: group[0].node)


def _other_articles(links: Group) -> list[tuple[int, int]]:
    """Give for each link the nodes of the nearest links to other articles, before and behind it (-1, or very far)."""
    before: list[int] = []
    for number, link in enumerate(links):
        is_same = number > 0 and links[number - 1].path == link.path
        before.append(before[-1] if is_same else links[number - 1].node if number else -1)
    behind: list[int] = []
    far = 1 << 60
    for number in range(len(links) - 1, -1, -1):
        following = links[number + 1] if number + 1 < len(links) else None
        is_same = following is not None and following.path == links[number].path
        behind.append(behind[-1] if is_same else following.node if following is not None else far)
    return list(zip(before, reversed(behind), strict=True))


def _identity(tree: Tree, container: int, node: int) -> tuple[int, str]:
    """Give what the links of one list have in common: parent and class of a list, else what stands right in there."""
    if tree.tag[container] in _LISTS:
        return tree.parent[container], f"{tree.tag[container]}.{tree.attribute(container, 'class')}"
    # A menu and a list with one row each share nothing but what is around both of them.
    child = next((a for a in (node, *tree.ancestors(node)) if tree.parent[a] == container), node)
    if tree.tag[child] not in _BOXES:
        return container, ""
    words = (word for word in tree.attribute(child, "class").split() if not _IN_TURN.search(word))
    return container, f"{tree.tag[child]}.{' '.join(words)}"


def _dated(tree: Tree, group: Group) -> int:
    """Count the dates in a list."""
    last = group[-1].node
    block = next((a for a in tree.ancestors(last) if tree.tag[a] in BLOCKS), last)
    # The date of a row may stand in the next cell.
    end = max(tree.end[last], min(tree.end[block] + _CELL, tree.end[tree.parent[block]]))
    return sum(1 for _ in DATE.finditer(tree.raw_text(group[0].node, end)))


def _has_side_heading(tree: Tree, group: Group) -> bool:
    before = [line for line in tree.lines_between(0, group[0].node) if line.end <= group[0].node]
    return bool(before) and _SIDE_HEADING.match(before[-1].text) is not None
