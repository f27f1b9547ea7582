"""An article's page read, and the pages of one article joined."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from achie_tui.model import Article, Block, ListBlock, TextBlock
from achie_tui.parse.attribution import mark_attribution
from achie_tui.parse.blocks import build_blocks
from achie_tui.parse.body import INTRO_LABEL, Body, Range, find_body, has_substance, plain
from achie_tui.parse.neighbours import find_neighbours, find_related, is_neighbour_label
from achie_tui.parse.pages import find_pages
from achie_tui.parse.prose import is_tool
from achie_tui.parse.tree import Tree
from achie_tui.parse.view import PageView
from achie_tui.site.address import article_id
from achie_tui.site.discovery import fold
from achie_tui.site.profile import Profile

# A summary is one of the first things behind the head.
_INTRO_PLACES = 5
_OPENING = 10
_LONG_INTRO = 30
_LINES_COMPARED = 12
_BAR_BLOCKS = 4
# The engine's own rule behind a text.
_RULE = re.compile(r"^[-=—_－]{4,}(?:分[隔割]线)?[-=—_－]*$")


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of an article: the article as far as this page tells it, and the paths of the others by number.

    `article.complete` says that this page was not cut short; whether the article is complete tells `join_pages`.
    """

    article: Article
    others: Mapping[int, str]


def read_article(view: PageView, *, mirror: bool = False, complete: bool = True) -> ArticlePage:
    """Read an article's page. Nothing is raised: what is not found stays empty."""
    tree, head, breadcrumb = view.tree, view.head, view.breadcrumb
    title = view.title
    node = head.index if head else title.node
    neighbours = find_neighbours(view)
    related, related_at = find_related(view, breadcrumb.end if node is None else tree.end[node])
    pages = find_pages(view)

    body = find_body(view, (neighbours.previous_at, neighbours.next_at), (related_at, pages.at))
    blocks = build_blocks(view, _without_intro(view, body), body.left_out)
    begins = body.ranges[0][0] if body.ranges else 0
    labels = [node for node in (neighbours.previous_at, neighbours.next_at) if node is not None]
    # Words of the text that quote a bar say something else than the real one.
    is_silent = neighbours.previous is None and neighbours.next is None
    is_bar_above = not labels or is_silent or min(labels) <= begins or body.extraction == "density"
    blocks, attribution = mark_attribution(_without_chrome(blocks, title.text, bar_above=is_bar_above))
    article = Article(
        path=view.at,
        id=article_id(view.at),
        title=title.text,
        category=_category(breadcrumb.names, view.profile),
        breadcrumb=breadcrumb.names,
        source=head.source if head else None,
        author=head.author if head else None,
        published=head.published if head else None,
        attribution=attribution,
        blocks=tuple(blocks),
        related=related,
        previous=neighbours.previous,
        next=neighbours.next,
        pages=pages.total,
        complete=complete,
        extraction=body.extraction,
        mirror=mirror,
    )
    return ArticlePage(article, pages.others)


def join_pages(pages: Sequence[Article]) -> Article:
    """Join the pages of one article, in order from its first; `complete` where none is missing or cut."""
    first = pages[0]
    blocks: list[Block] = []
    for page in pages:
        blocks += (
            replace(block, kind="paragraph")
            if page is not pages[-1] and isinstance(block, TextBlock) and block.kind == "attribution"
            else block
            for block in page.blocks
        )
    last = pages[-1]
    return replace(
        first,
        blocks=tuple(blocks),
        attribution=last.attribution,
        pages=max(first.pages, len(pages)),
        complete=len(pages) >= first.pages and all(page.complete for page in pages),
        mirror=any(page.mirror for page in pages),
    )


def _category(breadcrumb: tuple[str, ...], profile: Profile) -> str | None:
    """Give the last name of the breadcrumb that is one of the site's, else simply the last."""
    names = {fold(name): name for name in profile.categories}
    known = [names[fold(name)] for name in breadcrumb if fold(name) in names]
    return known[-1] if known else (breadcrumb[-1] if len(breadcrumb) > 1 else None)


def _without_intro(view: PageView, body: Body) -> tuple[Range, ...]:
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
    is_box = tree.tag[extent[0]] not in {"", "p"}
    if text == plain(tree.description):
        return is_box or behind.startswith(text[:_OPENING])
    return is_box and len(text) >= _LONG_INTRO and behind.startswith(text)


def _without_chrome(blocks: list[Block], title: str, *, bar_above: bool) -> list[Block]:
    """Drop tool bars around the text, and what templates put in front of it: its title again, 上一篇 and 下一篇.

    Where the latter stand behind the text (not `bar_above`), such words in front of it are its own.
    """
    start, end = 0, len(blocks)
    bar_above = bar_above or _links_neighbours(blocks[:_BAR_BLOCKS])
    while start < end and (_is_tool(blocks[start]) or _is_front(blocks[start], title, bar_above=bar_above)):
        # A label in a line of its own has its value in the next.
        start += 2 if _is_bare_label(blocks[start]) else 1
    while end > start and (_is_tool(blocks[end - 1]) or _is_rule(blocks[end - 1])):
        end -= 1
    return blocks[start:end]


def _links_neighbours(blocks: list[Block]) -> bool:
    """Tell whether labels of neighbours at a text's begin stand beside links: a bar, and no words of the text."""
    labels = [number for number, block in enumerate(blocks) if _is_neighbours(block)]
    return any(_has_link(block) for number in labels[:1] for block in blocks[number : labels[-1] + 2])


def _is_neighbours(block: Block) -> bool:
    if isinstance(block, ListBlock):
        return any(is_neighbour_label(item.text) for item in block.items)
    return isinstance(block, TextBlock) and is_neighbour_label(block.text)


def _has_link(block: Block) -> bool:
    items = block.items if isinstance(block, ListBlock) else [block] if isinstance(block, TextBlock) else []
    return any(span.style == "link" for item in items for span in item.spans)


def _is_tool(block: Block) -> bool:
    if isinstance(block, ListBlock):
        return all(is_tool(item.text) for item in block.items)
    return isinstance(block, TextBlock) and is_tool(block.text)


def _is_rule(block: Block) -> bool:
    return isinstance(block, TextBlock) and _RULE.match(block.text) is not None


def _is_bare_label(block: Block) -> bool:
    return isinstance(block, TextBlock) and is_neighbour_label(block.text) and block.text.endswith((":", "："))


def _is_front(block: Block, title: str, *, bar_above: bool) -> bool:
    if isinstance(block, ListBlock):
        return bar_above and all(is_neighbour_label(item.text) for item in block.items)
    return isinstance(block, TextBlock) and (block.text == title or (bar_above and is_neighbour_label(block.text)))
