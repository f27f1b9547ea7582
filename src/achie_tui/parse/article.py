"""An article's page read, and the pages of one article joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from achie_tui.model import LOST_CHARACTERS, Article, Block, TextBlock
from achie_tui.parse.attachments import find_attachments
from achie_tui.parse.attribution import mark_attribution
from achie_tui.parse.blocks import build_blocks
from achie_tui.parse.body import Range
from achie_tui.parse.further_pages import find_further_pages
from achie_tui.parse.neighbours import Neighbours, find_neighbours, find_related
from achie_tui.parse.template.knowledge import SiteTemplates
from achie_tui.parse.text import ArticleText, read_text
from achie_tui.parse.tree import BLOCKS, EMBEDS, HEADINGS, Scrolled
from achie_tui.parse.trimming import without_chrome
from achie_tui.parse.view import PageView
from achie_tui.site.address import article_id
from achie_tui.site.discovery import fold
from achie_tui.site.profile import Profile

_PICTURES = EMBEDS | {"img"}
_PARAGRAPHS = frozenset(("blockquote", "center", "li", "ol", "p", "pre", "ul", *HEADINGS))


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of an article: the article as far as this page tells it, and the paths of the others by number.

    `article.complete` says that this page was not cut short; whether the article is complete tells `join_pages`.
    """

    article: Article
    others: Mapping[int, str]
    reason: str = ""
    """Why the text was read by the page's template, or not."""


def read_article(view: PageView, templates: SiteTemplates, *, complete: bool = True) -> ArticlePage:
    """Read an article's page, by itself and by its template where that is known; the better reading of its text counts.

    Nothing is raised: what is not found stays empty. Where the text stands is found without what scrolls: most of that
    is a notice of the site's, and only what scrolls within the text is some of it.
    """
    page, ranges = _read(view, templates, complete=complete)
    scrolled = _scrolled_within(view, ranges)
    return _read(view.showing(scrolled), templates, complete=complete)[0] if scrolled else page


def _scrolled_within(view: PageView, ranges: Sequence[Range]) -> list[Scrolled]:
    """Give what scrolls within a text; where there is no other, what scrolls between head and neighbours."""
    tree = view.tree
    if not tree.scrolled:
        return []
    if not ranges:
        head = view.head.index if view.head else view.title.node
        neighbours = find_neighbours(view)
        ends = [node for node in (neighbours.previous_at, neighbours.next_at) if node is not None]
        return [each for each in tree.scrolled if head is not None and head < each.place <= min(ends, default=0)]
    start, end = ranges[0][0], ranges[-1][1]
    held = [node for node in range(start, end) if tree.text[node].strip() or tree.tag[node] in _PICTURES] or [start]
    # The box around all of it: what follows in another is the frame's, though the ranges of a short text hold both.
    boxes = (node for node in tree.ancestors(held[0]) if tree.tag[node] in BLOCKS - _PARAGRAPHS)
    box = next((node for node in boxes if tree.end[node] > held[-1]), 0)
    return [each for each in tree.scrolled if start <= each.place <= end and tree.inside(each.parent, box)]


def _read(view: PageView, templates: SiteTemplates, *, complete: bool) -> tuple[ArticlePage, tuple[Range, ...]]:
    """Read an article's page as its tree has it; give the ranges of its text, too."""
    head, breadcrumb = view.head, view.breadcrumb
    node = head.index if head else view.title.node
    neighbours = find_neighbours(view)
    related, related_at = find_related(view, breadcrumb.end if node is None else view.tree.end[node])
    pages = find_further_pages(view)
    text = read_text(view, templates, (neighbours.previous_at, neighbours.next_at), (related_at, pages.at))
    blocks = build_blocks(view, text.ranges, text.left_out)
    blocks = without_chrome(blocks, text.title, bar_above=_is_bar_above(neighbours, text))
    blocks, attribution = mark_attribution(blocks)
    article = Article(
        path=view.at,
        id=article_id(view.at),
        title=text.title,
        category=_category(breadcrumb.names, view.profile),
        breadcrumb=breadcrumb.names,
        source=head.source if head and head.source else text.source,
        author=head.author if head else None,
        published=head.published if head and head.published else text.published,
        attribution=attribution,
        blocks=tuple(blocks),
        related=related,
        previous=neighbours.previous,
        next=neighbours.next,
        pages=pages.total,
        complete=complete,
        extraction=text.extraction,
        mirror=view.mirror,
        doubt=text.doubt,
        attachments=find_attachments(blocks),
    )
    if article.doubt is None and article.has_losses:
        article = replace(article, doubt=LOST_CHARACTERS)
    return ArticlePage(article, pages.others, text.reason), text.ranges


def _is_bar_above(neighbours: Neighbours, text: ArticleText) -> bool:
    """Tell whether labels of neighbours above the text are a bar: a text that quotes one says something else."""
    begins = text.ranges[0][0] if text.ranges else 0
    labels = [node for node in (neighbours.previous_at, neighbours.next_at) if node is not None]
    is_silent = neighbours.previous is None and neighbours.next is None
    return not labels or is_silent or min(labels) <= begins or text.extraction == "density"


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
        attachments=find_attachments(blocks),
        doubt=next((page.doubt for page in pages if page.doubt), None),
    )


def _category(breadcrumb: tuple[str, ...], profile: Profile) -> str | None:
    """Give the last name of the breadcrumb that is one of the site's, else simply the last."""
    names = {fold(name): name for name in profile.categories}
    known = [names[fold(name)] for name in breadcrumb if fold(name) in names]
    return known[-1] if known else (breadcrumb[-1] if len(breadcrumb) > 1 else None)
