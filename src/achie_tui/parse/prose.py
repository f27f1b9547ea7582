"""What of a page is text that somebody wrote for it, and what a template puts around it.

A line of prose has a stop or a comma and enough characters outside links. Rows of lists, footers and tool bars are what
templates add; none of these words makes a line of the text chrome, where a sentence is around it.
"""

import re
from itertools import islice

from achie_tui.parse.tree import TextLine, Tree
from achie_tui.parse.view import PageView

SENTENCE = re.compile(r"[，。；！？,;]")
_FOOTER = re.compile(r"版权所有|copyright|©|ICP[备证]|公网安备|技术支持|powered by", re.IGNORECASE)
_FOOTER_LENGTH = 200
LONG_LINE = 12
_ROW_CLIMB = 3
_ROW_LINES = 3
_MANY_LINES = 60
_TOOL = re.compile(
    r"字号|字体|打印(?:本页|此文|本文)?|关闭(?:窗口|本页)?|收藏(?:本页|本文|此文)?|分享(?:到|至)?|复制(?:链接|网址)"
    r"|微信|微博|朋友圈|QQ(?:空间|好友)?|新浪|腾讯|人人网|豆瓣|返回(?:列表|首页|顶部|上页|上一页)?|我要评论|纠错|挑错"
    r"|扫一扫|加入收藏|顶一下|踩一下|(?:查看|了解|阅读)(?:更多|全文|详情)|更多>*|收起|二维码"
)
_TOOL_FILLER = re.compile(
    r"[大中小特顶踩赞推荐投稿评论更多条次人号一键网页手机看文章到扫码关注我们的公众号:：|\s\[\]【】()（）/+\-_.,，…<>》A-Za-z0-9%]+"
)


def is_tool(text: str) -> bool:
    """Tell whether a line is a tool bar (字号：大 中 小, 分享到, 查看更多) and nothing else."""
    return _TOOL.search(text) is not None and not _TOOL_FILLER.sub("", _TOOL.sub("", text))


def own_length(tree: Tree, line: TextLine) -> int:
    """Count a line's characters outside links."""
    return tree.length(line.start, line.end) - tree.link_length(line.start, line.end)


def is_prose(tree: Tree, line: TextLine) -> bool:
    """Tell whether a line is a sentence of its own, not links, and not a footer's."""
    if len(line.text) < LONG_LINE or not SENTENCE.search(line.text) or own_length(tree, line) < LONG_LINE:
        return False
    return not is_footer(line.text)


def is_footer(text: str) -> bool:
    """Tell whether a line holds what only footers say, and no sentence."""
    return len(text) <= _FOOTER_LENGTH and "。" not in text and _FOOTER.search(text) is not None


def _is_list(view: PageView, node: int) -> bool:
    """Tell whether an element links as many articles as it has sentences; a text with a link in it does not."""
    tree = view.tree
    lines = tree.lines_between(node, tree.end[node])
    if len(lines) > _MANY_LINES:
        return True
    paths = {link.path for link in view.articles_between(node, tree.end[node])}
    return len(paths) >= sum(is_prose(tree, line) for line in lines)


def is_row(view: PageView, line: TextLine) -> bool:
    """Tell whether a line belongs to a row of a list: it is a link, or one to another article is right before it."""
    tree = view.tree
    if own_length(tree, line) == 0:
        return True
    number = tree.line_number(line.start)
    before = tree.lines[max(0, number - _ROW_LINES)].start
    for node in islice(tree.ancestors(line.start), _ROW_CLIMB):
        if any(link.path != view.at for link in view.articles_between(max(node, before), line.start)):
            return _is_list(view, node)
        if tree.tag[node] == "body":
            break
    return False
