"""An article's page read, and the pages of one article joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from achie_tui.model import Article, Block, ImageBlock, TextBlock
from achie_tui.parse.blocks import build_blocks, mark_attribution
from achie_tui.parse.body import INTRO_LABEL, Body, end_of_text, find_body, is_tool
from achie_tui.parse.fields import find_breadcrumb, find_head, find_title
from achie_tui.parse.neighbours import NEXT, PREVIOUS, find_neighbour, find_pages, find_related
from achie_tui.parse.tree import Tree
from achie_tui.site.address import Addresses, article_id
from achie_tui.site.discovery import fold
from achie_tui.site.profile import Profile

_OPENING = 10


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of an article: the article as far as this page tells it, and the paths of the others by number."""

    article: Article
    others: Mapping[int, str]


def read_article(
    tree: Tree, path: str, profile: Profile, addresses: Addresses, *, mirror: bool = False, complete: bool = True
) -> ArticlePage:
    """Read an article's page from its tree. Nothing is raised: what is not found stays empty."""
    breadcrumb, after_breadcrumb = find_breadcrumb(tree)
    head = find_head(tree, profile.labels, after_breadcrumb)
    title, title_at = find_title(tree, profile, head, after_breadcrumb)

    behind = tree.end[head.index] if head else (tree.end[title_at] if title_at >= 0 else after_breadcrumb)
    previous, previous_at = find_neighbour(tree, PREVIOUS, NEXT, addresses, path)
    following, next_at = find_neighbour(tree, NEXT, PREVIOUS, addresses, path)
    related, related_at = find_related(tree, behind, addresses, path)
    others, pages, pager_at = find_pages(tree, addresses, path)

    stop = end_of_text(tree, behind, [previous_at, next_at, related_at, pager_at])
    body = find_body(tree, profile, head.index if head else None, behind, stop)
    blocks = build_blocks(tree, _without_intro(tree, body, profile), addresses, path)
    blocks, attribution = mark_attribution(_without_tools(blocks, title))
    article = Article(
        path=path,
        id=article_id(path),
        title=title,
        category=_category(breadcrumb, profile),
        breadcrumb=breadcrumb,
        source=head.source if head else None,
        author=head.author if head else None,
        published=head.published if head else None,
        attribution=attribution,
        blocks=tuple(blocks),
        related=related,
        previous=previous,
        next=following,
        pages=pages,
        complete=complete and pages == 1,
        extraction=body.extraction,
        mirror=mirror,
    )
    return ArticlePage(article, others)


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
        complete=len(pages) >= first.pages and all(page.complete or page.pages > 1 for page in pages),
        mirror=any(page.mirror for page in pages),
    )


def _category(breadcrumb: tuple[str, ...], profile: Profile) -> str | None:
    """The last name of the breadcrumb that is one of the site's, else simply the last."""
    names = {fold(name): name for name in profile.categories}
    known = [names[fold(name)] for name in breadcrumb if fold(name) in names]
    return known[-1] if known else (breadcrumb[-1] if len(breadcrumb) > 1 else None)


def _without_intro(tree: Tree, body: Body, profile: Profile) -> tuple[tuple[int, int], ...]:
    """Leave out the summary box in front of the text: what `<meta name=description>` says, said again."""
    intros = {index for selector in profile.selectors.intro for index in tree.select(selector)}
    description = _plain(tree.meta("description"))
    ranges: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(body.ranges):
        rest = body.ranges[number + 1 :]
        if rest and (start in intros or _is_intro(tree, start, end, description, rest[0][0])):
            continue
        ranges.append((start, end))
    return tuple(ranges)


def _is_intro(tree: Tree, start: int, end: int, description: str, following: int) -> bool:
    text = _plain(INTRO_LABEL.sub("", tree.raw_text(start, end).strip()))
    if not text or text != description:
        return False
    # A paragraph may be the text's own first; a box of its own is a summary, and so is what is said again at once.
    next_text = next((_plain(line.text) for line in tree.lines_between(following, len(tree))), "")
    return tree.tag[start] not in {"", "p"} or next_text.startswith(text[:_OPENING])


def _plain(text: str) -> str:
    return "".join(text.split()).rstrip(".…")


def _without_tools(blocks: list[Block], title: str) -> list[Block]:
    """Drop tool bars around the text, and its title repeated in front of it."""
    start, end = 0, len(blocks)
    while start < end and _is_chrome(blocks[start], title):
        start += 1
    while end > start and _is_chrome(blocks[end - 1], title=None):
        end -= 1
    return blocks[start:end]


def _is_chrome(block: Block, title: str | None) -> bool:
    if isinstance(block, ImageBlock) or not isinstance(block, TextBlock):
        return False
    return is_tool(block.text) or block.text == title
