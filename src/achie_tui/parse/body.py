"""Where an article's text stands: by selector, else anchored at its head, else by density.

A selector is only believed where what it finds lies behind the head and holds none of the marks that end a text
(上一篇, 相关文章, the pager). Anchored means: the nearest elements behind the head (the line of labels, else the title)
that hold any substance, up to the first of those marks. Density is left where there is neither.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from achie_tui.model import Extraction
from achie_tui.parse.tree import Tree
from achie_tui.parse.view import PageView

SUBSTANCE = 8
_CLIMB = 8
_LONG_TEXT = 40
_IMAGE_WORTH = 40
_LINK_SHARE = 0.6
_MOST = 0.7

_TOOL = re.compile(
    r"字号|字体|打印(?:本页|此文|本文)?|关闭(?:窗口|本页)?|收藏(?:本页|本文|此文)?|分享(?:到|至)?|复制(?:链接|网址)"
    r"|微信|微博|朋友圈|QQ(?:空间|好友)?|新浪|腾讯|人人网|豆瓣|返回(?:列表|首页|顶部|上页)?|我要评论|纠错|挑错"
    r"|扫一扫|加入收藏|顶一下|踩一下|责任编辑"
)
_TOOL_FILLER = re.compile(
    r"[大中小特顶踩赞推荐投稿评论更多条次人号一键网页手机看文章到:：|\s\[\]【】()（）/+\-_.,，…A-Za-z0-9]+"
)
_END = re.compile(
    r"^(?:[-=—_]{4,}|发表评论|最新评论|网友评论|热点内容|推荐内容|热门(?:文章|内容|点击|新闻)|推荐(?:文章|阅读|新闻)"
    r"|最新(?:文章|内容|更新|新闻)|栏目(?:列表|导航)|图文(?:推荐|资讯)|猜你喜欢|版权所有|copyright|©|顶一下|踩一下"
    r"|(?:标签|tags?)\s*[:：]|织梦二维码生成器|powered by)",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"版权所有|copyright|ICP[备证]|公网安备|技术支持", re.IGNORECASE)
_END_LENGTH = 30
_FOOTER_LENGTH = 200
INTRO_LABEL = re.compile(
    r"^[\[【(（]?(?:摘要|导读|核心提示|内容提要|内容摘要|内容简介|简介|导语|提要)[\]】)）]?\s*[:：]?"
)
_SENTENCE = re.compile(r"[，。；！？,;]")
_ICON = re.compile(r"/(?:plus|include|templets|member)/|(?:icon|share|logo|print)[\w-]*\.(?:gif|png|jpe?g|svg)")
_LONG_LINE = 12
_ADDRESS_LIMIT = 500

Range = tuple[int, int]


class Body(NamedTuple):
    """The ranges of nodes that hold the text, in order, and how they were found."""

    ranges: tuple[Range, ...]
    extraction: Extraction


def is_tool(text: str) -> bool:
    """Tell whether a line is a tool bar (字号：大 中 小, 分享到, 打印本页) and nothing else."""
    return _TOOL.search(text) is not None and not _TOOL_FILLER.sub("", _TOOL.sub("", text))


def find_body(view: PageView, neighbours: Sequence[int | None], others: Sequence[int | None]) -> Body:
    """Find the text behind the head of an article (its labels, else its title).

    `neighbours` and `others` are the nodes where what follows a text begins: 上一篇 and 下一篇, related articles and
    pager. A few templates show the former above the text.
    """
    tree = view.tree
    head = view.head.index if view.head else view.title.node
    after = tree.end[head] if head is not None else view.breadcrumb.end
    stop = _end_of_text(tree, after, [*neighbours, *others])
    if head is not None:
        bar = _bar_above_text(tree, head, [node for node in neighbours if node is not None and node > after], others)
        if bar is not None:
            head, after, stop = bar, tree.end[bar], _end_of_text(tree, tree.end[bar], others)
    hinted = _hinted(view, after, stop)
    if hinted is not None:
        return Body((hinted,), "selector")
    if head is not None:
        return Body(_anchored(tree, head, stop), "anchor")
    # Nothing tells a column beside the text from what follows it: only the sure marks end it.
    return Body(_densest(tree, after, _first_mark(tree, after, [*neighbours, *others])), "density")


def _hinted(view: PageView, after: int, stop: int) -> Range | None:
    """Give the element that a selector finds, if it finds no other and nothing that does not belong to a text."""
    tree = view.tree
    for nodes in tree.select(view.profile.selectors.body):
        found = [node for node in nodes if node >= after]
        if len(found) == 1 and tree.end[found[0]] <= stop + 1:
            return found[0], tree.end[found[0]]
    return None


def _first_mark(tree: Tree, after: int, marks: Sequence[int | None]) -> int:
    return min((mark for mark in marks if mark is not None and mark > after), default=len(tree))


def _end_of_text(tree: Tree, after: int, marks: Sequence[int | None]) -> int:
    """Find where the text must have ended: the first mark behind the head, or a line that only follows a text."""
    stop = _first_mark(tree, after, marks)
    return next((line.start for line in tree.lines_between(after, stop) if _only_follows(line.text)), stop)


def _only_follows(text: str) -> bool:
    if len(text) <= _END_LENGTH and _END.match(text):
        return True
    # A sentence shows sooner than that none of these words is there.
    return len(text) <= _FOOTER_LENGTH and not _SENTENCE.search(text) and _FOOTER.search(text) is not None


def _bar_above_text(tree: Tree, head: int, labels: list[int], others: Sequence[int | None]) -> int | None:
    """Give the element with 上一篇 and 下一篇 where the text stands behind it, not between the head and it."""
    if not labels:
        return None
    # The innermost element around the head and the labels: the text is in there too, on either side of them.
    around = next((node for node in tree.ancestors(head) if tree.inside(max(labels), node)), None)
    if around is None or _has_text(tree, [(tree.end[head], min(labels))]):
        return None
    bar = next(child for child in tree.children(around) if tree.inside(max(labels), child))
    stop = min(_end_of_text(tree, tree.end[bar], others), tree.end[around])
    has_sentences = any(_SENTENCE.search(line.text) for line in tree.lines_between(tree.end[bar], stop))
    return bar if has_sentences and has_substance(tree, [(tree.end[bar], stop)], _LONG_TEXT) else None


def _anchored(tree: Tree, head: int, stop: int) -> tuple[Range, ...]:
    """Climb from the head until what follows it holds a text; () where nothing does.

    A text that is no longer than its summary has the markup of an editor, which the template's summary box has not.
    """
    node = head
    short: list[Range] = []
    for parent in islice(tree.ancestors(head), _CLIMB):
        last = tree.end[parent]
        siblings = _siblings_behind(tree, node, min(last, stop))
        if _has_text(tree, siblings):
            return _without_navigation(tree, siblings)
        if not short:
            marked_up = [extent for extent in siblings if not _is_bare_box(tree, *extent)]
            short = marked_up if has_substance(tree, marked_up) else []
        if last > stop:
            break
        node = parent
    return _without_navigation(tree, short)


def _is_bare_box(tree: Tree, start: int, end: int) -> bool:
    return tree.tag[start] not in {"", "p"} and not any(tree.tag[start + 1 : end])


def _without_navigation(tree: Tree, extents: list[Range]) -> tuple[Range, ...]:
    return tuple(extent for extent in extents if not _is_navigation(tree, *extent))


def _has_text(tree: Tree, extents: list[Range]) -> bool:
    """Tell whether these nodes hold more than the summary of the article, or that twice: the text is no longer."""
    summary = plain(tree.description)
    if has_substance(tree, extents, SUBSTANCE + len(summary)):
        return True
    said = sum(_is_summary(line.text, summary) for extent in extents for line in tree.lines_between(*extent))
    return said != 1 and has_substance(tree, extents)


def _siblings_behind(tree: Tree, node: int, end: int) -> list[Range]:
    found, index = [], tree.end[node]
    while index < end:
        found.append((index, min(tree.end[index], end)))
        index = tree.end[index]
    return found


def has_substance(tree: Tree, extents: Iterable[Range], wanted: int = SUBSTANCE) -> bool:
    """Tell whether nodes hold so much of what an article consists of.

    Counted are characters outside links and tool bars; a picture is worth some.
    """
    found = 0
    for start, end in extents:
        if _is_navigation(tree, start, end):
            continue
        for line in tree.lines_between(start, end):
            if not is_tool(line.text):
                found += tree.length(line.start, line.end) - tree.link_length(line.start, line.end)
            if found >= wanted:
                return True
        found += _IMAGE_WORTH * sum(not _is_icon(tree, image) for image in tree.elements("img", start, end))
    return found >= wanted


def _is_summary(text: str, summary: str) -> bool:
    return len(text) >= _LONG_LINE and plain(INTRO_LABEL.sub("", text)) == summary


def plain(text: str) -> str:
    """Reduce a text to what summaries and texts agree in: no blanks, no dots where it was cut."""
    return "".join(text.split()).rstrip(".…")


def _is_navigation(tree: Tree, start: int, end: int) -> bool:
    length = tree.length(start, end)
    return (
        length > 0
        and tree.link_length(start, end) / length > _LINK_SHARE
        and not _SENTENCE.search(tree.raw_text(start, end))
    )


def _is_icon(tree: Tree, index: int) -> bool:
    return _ICON.search(tree.attribute(index, "src")[:_ADDRESS_LIMIT]) is not None


def _densest(tree: Tree, after: int, stop: int) -> tuple[Range, ...]:
    """Choose the smallest element that holds most of the sentences of a page."""
    sentences: Counter[int] = Counter()
    total = 0
    for line in tree.lines_between(after, stop):
        own = tree.length(line.start, line.end) - tree.link_length(line.start, line.end)
        if own < _LONG_LINE or not _SENTENCE.search(line.text):
            continue
        total += own
        for node in tree.ancestors(line.start):
            sentences[node] += own
    if not total:
        return ()
    # Of elements inside each other the innermost comes last.
    best = max(node for node, own in sentences.items() if own >= _MOST * total)
    if tree.tag[best] == "p":
        best = tree.parent[best]
    return ((max(best, after), min(tree.end[best], stop)),)
