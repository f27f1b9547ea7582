"""Where an article's text stands: by selector, else anchored at the line of labels, else by density.

A selector is only believed where what it finds lies behind the labels and holds none of the marks that end a text
(上一篇, 相关文章, the pager). Anchored means: the nearest elements behind the labels that hold any substance, up to
the first of those marks.
"""

import re
from collections import Counter
from dataclasses import dataclass

from achie_tui.model import Extraction
from achie_tui.parse.tree import BLOCKS, Line, Tree
from achie_tui.site.profile import Profile

_SUBSTANCE = 8
_CLIMB = 8
_IMAGE_WORTH = 40
_LINK_SHARE = 0.6

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
_LONG_LINE = 12


@dataclass(frozen=True, slots=True)
class Body:
    """The ranges of nodes that hold the text, in order, and how they were found."""

    ranges: tuple[tuple[int, int], ...]
    extraction: Extraction


def is_tool(text: str) -> bool:
    """Tell whether a line is a tool bar (字号：大 中 小, 分享到, 打印本页) and nothing else."""
    return _TOOL.search(text) is not None and not _TOOL_FILLER.sub("", _TOOL.sub("", text))


def end_of_text(tree: Tree, after: int, marks: list[int | None]) -> int:
    """Find where the text must have ended: the first mark behind the labels, or a line that only follows a text."""
    stop = min((mark for mark in marks if mark is not None and mark > after), default=len(tree))
    for line in tree.lines_between(after, stop):
        if (len(line.text) <= _END_LENGTH and _END.match(line.text)) or (
            len(line.text) <= _FOOTER_LENGTH and _FOOTER.search(line.text) and not _SENTENCE.search(line.text)
        ):
            return line.start
    return stop


def find_body(tree: Tree, profile: Profile, head: int | None, after: int, stop: int) -> Body:
    """Find the text between `after` (the end of the labels, or of the title) and `stop`."""
    for selector in profile.selectors.body:
        found = [i for i in tree.select(selector) if i >= after]
        if len(found) == 1 and tree.end[found[0]] <= stop + 1:
            return Body(((found[0], tree.end[found[0]]),), "selector")
    if head is not None:
        return Body(_anchored(tree, head, stop), "anchor")
    return Body(_densest(tree, after, stop), "density")


def _anchored(tree: Tree, head: int, stop: int) -> tuple[tuple[int, int], ...]:
    """Climb from the labels until what follows them holds substance; () where nothing does."""
    description = "".join(tree.meta("description").split())
    node = head
    for _ in range(_CLIMB):
        parent = tree.parent[node]
        if parent < 0:
            break
        last = tree.end[parent]
        siblings = _siblings_behind(tree, node, min(last, stop))
        if sum(_substance(tree, start, end, description) for start, end in siblings) >= _SUBSTANCE:
            return tuple((start, end) for start, end in siblings if not _is_navigation(tree, start, end))
        if last > stop:
            break
        node = parent
    return ()


def _siblings_behind(tree: Tree, node: int, end: int) -> list[tuple[int, int]]:
    found, index = [], tree.end[node]
    while index < end:
        found.append((index, min(tree.end[index], end)))
        index = tree.end[index]
    return found


def _substance(tree: Tree, start: int, end: int, description: str) -> int:
    if _is_navigation(tree, start, end):
        return 0
    total = 0
    for line in tree.lines_between(start, end):
        if is_tool(line.text) or _is_description(line, description):
            continue
        total += tree.length(line.start, line.end) - tree.link_length(line.start, line.end)
    images = sum(tree.tag[i] == "img" and not _is_icon(tree, i) for i in range(start, end))
    return total + _IMAGE_WORTH * images


def _is_description(line: Line, description: str) -> bool:
    text = "".join(INTRO_LABEL.sub("", line.text).split())
    return len(text) >= _LONG_LINE and bool(description) and text.rstrip(".…") == description.rstrip(".…")


def _is_navigation(tree: Tree, start: int, end: int) -> bool:
    length = tree.length(start, end)
    return (
        length > 0
        and tree.link_length(start, end) / length > _LINK_SHARE
        and not _SENTENCE.search(tree.raw_text(start, end))
    )


def _is_icon(tree: Tree, index: int) -> bool:
    source = tree.attributes(index).get("src", "")
    return (
        re.search(r"/(?:plus|include|templets|member)/|(?:icon|share|logo|print)[\w-]*\.(?:gif|png|jpe?g|svg)", source)
        is not None
    )


def _densest(tree: Tree, after: int, stop: int) -> tuple[tuple[int, int], ...]:
    """Choose the element with the most sentences directly in it, as Arc90's Readability does."""
    scores: Counter[int] = Counter()
    for line in tree.lines_between(after, stop):
        own = tree.length(line.start, line.end) - tree.link_length(line.start, line.end)
        if own < _LONG_LINE or not _SENTENCE.search(line.text):
            continue
        blocks = [i for i in tree.ancestors(line.start) if tree.tag[i] in BLOCKS][:3]
        for depth, index in enumerate(blocks):
            scores[index] += own // (depth + 1)
    if not scores:
        return ()
    best = max(scores, key=lambda index: (scores[index], index))
    # A paragraph is not a text: where the best is one, its parent is meant.
    if tree.tag[best] == "p":
        best = tree.parent[best]
    return ((max(best, after), min(tree.end[best], stop)),)
