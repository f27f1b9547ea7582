"""What stands around an article's text: previous and next, related articles, and its further pages."""

import re

from achie_tui.model import Link
from achie_tui.parse.clean import clean_line
from achie_tui.parse.dates import find_row_date
from achie_tui.parse.tree import Line, Tree
from achie_tui.site.address import Addresses, article_date, article_page, is_article, is_dynamic_article

PREVIOUS = re.compile(r"^[<«‹\s]*(?:上一?篇|上一条|前一篇|上一则)(?:文章|新闻|资讯)?\s*(?:[:：]|\s|$)")
NEXT = re.compile(r"^[>»›\s]*(?:下一?篇|下一条|后一篇|下一则)(?:文章|新闻|资讯)?\s*(?:[:：]|\s|$)")
RELATED = re.compile(r"^[\[【]?(?:相关|延伸)(?:文章|阅读|新闻|资讯|链接|推荐|内容)+\s*[\]】]?\s*[:：]?$")
_LABEL_LINES = 3
_PAGE_OF_VIEW = re.compile(r"[?&]pageno=(\d{1,4})")
_PAGER_WORDS = re.compile(r"[共第首上下末尾前后一页条\d:：\s/|.…<>«»\[\]]+")
_PAGES = re.compile(r"共\s*(\d{1,4})\s*页")


def find_neighbour(
    tree: Tree, label: re.Pattern[str], other: re.Pattern[str], addresses: Addresses, at: str
) -> tuple[Link | None, int | None]:
    """Give the article that a label like 上一篇 leads to, and the node where the label stands (None: no label).

    The last such label counts: a text may quote one, and stands above the real one.
    """
    for number, line in reversed(list(enumerate(tree.lines))):
        text = line.text
        match = label.match(text)
        start = line.start
        if match is None:
            # Both on one line: the second label begins inside it.
            start = next(
                (
                    i
                    for i in range(line.start, line.end)
                    if label.match(clean_line(tree.text[i]) if tree.text[i] else "")
                ),
                -1,
            )
            if start < 0:
                continue
        stop = _neighbour_stop(tree, number, start, other)
        link = _first_article(tree, _with_own_link(tree, start), stop, addresses, at)
        return link, start
    return None, None


def _with_own_link(tree: Tree, index: int) -> int:
    """Step back to the link around a label, where the label is its text."""
    return next((i for i in tree.ancestors(index)[:3] if tree.tag[i] == "a"), index)


def _neighbour_stop(tree: Tree, number: int, start: int, other: re.Pattern[str]) -> int:
    lines = tree.lines[number : number + _LABEL_LINES]
    for index in range(start + 1, lines[-1].end):
        if tree.text[index] and other.match(clean_line(tree.text[index])):
            return _with_own_link(tree, index)
    first = lines[0]
    # The value stands on the label's line, or on the next where the label has one of its own.
    has_value = len(first.text) > 6 or len(lines) == 1  # noqa: PLR2004 - a label and its colon
    return first.end if has_value else lines[1].end


def _first_article(tree: Tree, start: int, stop: int, addresses: Addresses, at: str) -> Link | None:
    for index in tree.elements("a", start, stop):
        link = article_link(tree, index, addresses, at)
        if link is not None:
            title = NEXT.sub("", PREVIOUS.sub("", link.title)).strip()
            return Link(title or link.title, link.url)
    return None


def article_link(tree: Tree, index: int, addresses: Addresses, at: str) -> Link | None:
    """Give the link of an `<a>` to an article of the site, its full title from `title=""` where the text is cut."""
    attributes = tree.attributes(index)
    path = addresses.path(attributes.get("href", ""), at) if attributes.get("href") else None
    if path is None or not is_article(path):
        return None
    return Link(link_title(clean_line(tree.raw_text(index, tree.end[index])), attributes.get("title", "")), path)


def link_title(text: str, attribute: str) -> str:
    """Choose a link's title: its text, unless the attribute goes on where the text was cut."""
    full = clean_line(re.sub(r"</?[a-zA-Z][^<>]*>", "", attribute))
    bare = text.rstrip(".…· ")
    return full if full and (not text or (len(full) > len(text) and full.startswith(bare))) else text


def find_related(tree: Tree, after: int, addresses: Addresses, at: str) -> tuple[tuple[Link, ...], int | None]:
    """Give the related articles, and the node where their heading stands (None: no heading)."""
    for line in tree.lines_between(after, len(tree)):
        if RELATED.match(line.text):
            return _related_links(tree, line, after, addresses, at), line.start
    return (), None


def _related_links(tree: Tree, heading: Line, after: int, addresses: Addresses, at: str) -> tuple[Link, ...]:
    own = article_page(at)
    for ancestor in tree.ancestors(heading.start):
        if tree.inside(after, ancestor) and ancestor <= after and after > 0:
            # The article itself stands in there too: take what follows the heading up to the next one.
            break
        links = _links_between(tree, heading.end, tree.end[ancestor], addresses, at, own[0] if own else at)
        if links:
            return links
    return ()


def _links_between(tree: Tree, start: int, end: int, addresses: Addresses, at: str, own: str) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    indexes = tree.elements("a", start, end)
    for index in indexes:
        link = article_link(tree, index, addresses, at)
        if link is None or link.url == own or not link.title:
            continue
        item = next((i for i in tree.ancestors(index) if tree.tag[i] in {"li", "dd", "dt", "tr", "p", "div"}), index)
        alone = sum(tree.inside(other, item) for other in indexes) == 1
        published = find_row_date(tree.raw_text(item, tree.end[item]), article_date(link.url)) if alone else None
        found.setdefault(link.url, Link(link.title, link.url, published))
    return tuple(found.values())


def find_pages(tree: Tree, addresses: Addresses, at: str) -> tuple[dict[int, str], int, int | None]:
    """Find an article's further pages: their paths by number, how many pages there are, and where the pager begins."""
    pages: dict[int, str] = {}
    first: int | None = None
    own = article_page(at)
    for index in tree.elements("a"):
        href = tree.attributes(index).get("href", "")
        path = None if href.startswith("#") else addresses.path(href, at)
        if path is None:
            continue
        number = _page_number(path, at, own)
        if number and number > 1:
            pages.setdefault(number, path)
            first = index if first is None else first
    if not pages or first is None:
        return {}, 1, None
    total = max(pages)
    block = next((i for i in tree.ancestors(first) if tree.length(i, tree.end[i]) > len(pages) + 3), first)
    if stated := _PAGES.search(tree.raw_text(block, tree.end[block])):
        total = max(total, int(stated[1]))
    pager = _pager_start(tree, first)
    return pages, total, pager


def _page_number(path: str, at: str, own: tuple[str, int] | None) -> int | None:
    if own is not None:
        page = article_page(path)
        return page[1] if page and page[0] == own[0] else None
    if is_dynamic_article(at) and is_dynamic_article(path):
        match = _PAGE_OF_VIEW.search(path)
        base = re.split(r"[&]pageno=", at)[0]
        return int(match[1]) if match and path.startswith(base) else None
    return None


def _pager_start(tree: Tree, first: int) -> int:
    """Climb from the first page link to the element that holds the pager and nothing else."""
    start = first
    for ancestor in tree.ancestors(first):
        words = _PAGER_WORDS.sub("", tree.raw_text(ancestor, tree.end[ancestor]))
        if words or tree.elements("img", ancestor, tree.end[ancestor]):
            break
        start = ancestor
    return start
