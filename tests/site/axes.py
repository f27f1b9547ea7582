"""What the templates of this engine vary in: every axis, its values, and how many of 31 real sites had each.

The counts are those of a survey of such sites; an axis that was not counted has shares that merely look likely, and
says so. A value that no site had is drawn as if half a site had it: it is possible, and must not break a reader.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random
from typing import Final

Choices = Mapping[str, str]  # axis -> value
Shares = Mapping[str, float]

_UNSEEN: Final = 0.5

# What a whole site has in common, whichever template an article was written with.
SITE_AXES: Final[Mapping[str, Shares]] = {
    "address": {
        "dir/Y/MD/aid": 13,
        "dir/aid": 12,
        "dir/Ymd/aid": 2,
        "dir/Y-m-d/aid": 1,
        "dir/Y/M/aid": 0,
        "aid": 0,
        "dir/YMDaid": 0,
    },
    "address forms": {"one": 22, "two": 8},
    "encoding": {"utf-8": 26, "utf-8 bom": 2, "gb2312": 2, "gbk": 1},
    "templates": {"one": 26, "two": 3, "three": 1},
    "texts": {"own": 25, "some empty": 1, "short": 3, "filler": 2},
    "article pages": {"one": 22, "several": 8},
    # Not counted.
    "redesign": {"no": 28, "in the middle": 3},
    "days": {"many": 29, "one": 2},
    "links": {"path": 28, "host": 3},
}

# What one template decides.
DESIGN_AXES: Final[Mapping[str, Shares]] = {
    # Above and around the title.
    "breadcrumb": {"words": 20, "links": 4, "plus": 1, "none": 6, "below": 1},
    "joint": {">": 24, ">>": 1, ">>>": 1, "»": 0, "/": 0, "→": 0, "|": 0},
    "joint behind": {"yes": 24, "no": 1},
    "breadcrumb home": {"主页": 14, "首页": 10, "site": 1},
    "title tag": {"h1": 13, "h2": 9, "h3": 3, "h5": 1, "p": 3, "div": 2},
    "title with": {"nothing": 28, "date": 1, "button": 1, "link": 1},
    "head": {"above the text": 26, "in the text's element": 5},
    "page title": {"title_site": 20, "title_category_site": 3, "title-site": 3, "title": 1, "site": 4},
    "site heading": {"picture": 24, "h1": 4, "h1 beside": 3},
    "self link": {"none": 21, "beside": 9, "above": 1},
    # The line under the title.
    "date": {"label, day, time": 18, "label, day": 2, "label, month-day": 1, "day, time": 4, "day": 4, "none": 2},
    "date label": {"时间": 11, "发布时间": 8, "发表于": 2, "发布日期": 1, "Posted On": 1},
    "date place": {"below the title": 28, "above the title": 1, "table cell": 0},
    "source": {"none": 20, "empty": 3, "未知": 3, "label": 4, "bare": 1},
    "author": {"none": 20, "label": 9, "bare": 2},
    "clicks": {"none": 18, "点击": 8, "浏览": 4, "点击量": 1},
    "counter": {"yes": 14, "partly": 3, "no": 14},
    "beside date": {"nothing": 26, "share": 2, "search": 1, "category": 1, "number": 1},
    "before text": {"nothing": 24, "summary": 4, "share": 2, "contents": 1},
    # The text. Of its depth only the range was counted.
    "text": {"class or id": 21, "table cell": 6, "plain div": 2, "loose": 2},
    "depth": {"2": 1, "3": 3, "4": 8, "5": 8, "6": 6, "8": 3, "12": 1},
    "editor": {"none": 25, "own line": 2, "last line": 4},
    "slot in text": {"no": 26, "yes": 5},
    "in text": {"nothing": 27, "pager": 1, "neighbours": 1, "summary": 1, "button": 1},
    "behind text": {
        "neighbours": 11,
        "footer": 8,
        "votes": 3,
        "share": 2,
        "more": 1,
        "related": 2,
        "rule": 1,
        "qr": 1,
        "back": 1,
        "disclaimer": 1,
    },
    "neighbours": {"label outside": 16, "label inside": 1, "one line": 1, "none": 13},
    "at the end": {"没有了": 14, "抱歉暂无数据": 1},
    "related": {"none": 25, "相关阅读": 2, "相关文章": 1, "gloss": 1, "arrows": 1, "sentence": 1},
    "side box": {"none": 21, "beside": 6, "below": 4},
    # Lists.
    "row": {
        "li": 7,
        "default": 5,
        "dl": 3,
        "list per row": 1,
        "card": 4,
        "card, summary linked": 3,
        "card, title beside link": 3,
        "picture": 1,
        "whole card": 1,
        "table": 0,
    },
    "row date": {"after": 17, "before": 3, "two parts": 3, "in link": 1, "none": 7},
    "row title": {"whole": 24, "cut": 3, "cut, whole in title=": 2, "category in link": 2},
    "row more": {"no": 19, "yes": 12},
    "list": {"files": 28, "list.php": 2},
    "pager": {"total and drop-down": 14, "total": 10, "words": 5, "no addresses": 1},
    # Not counted.
    "breadcrumb tag": {"div": 15, "p": 5, "span": 3, "h2": 1},
    "breadcrumb place": {"outside": 15, "inside": 15},
    "breadcrumb levels": {"two": 10, "three": 20},
    "head box": {"flat": 15, "boxed": 15},
    "meta": {"text": 10, "spans": 12, "li": 3, "p": 3},
    "meta order": {"date first": 15, "date last": 15},
    "colon": {"：": 18, ":": 12},
    "bare date tag": {"p": 1, "span": 1, "time": 1, "div": 1},
    "date writing": {"iso": 20, "slash": 3, "han": 4, "brackets": 1},
    "text tag": {"div": 24, "article": 3, "section": 2},
    "neighbours tag": {"li": 5, "p": 6, "div": 4, "span": 3, "br": 3},
    "side rows": {"plain": 7, "as in lists": 3},
    "row day": {"iso": 14, "minute": 4, "brackets": 4, "month-day": 4, "yy-mm-dd": 1},
    "labels": {"bare": 20, "in element": 10},
}


def commonest(axes: Mapping[str, Shares]) -> dict[str, str]:
    """Give every axis the value that most sites have."""
    return {axis: max(shares, key=lambda value: shares[value]) for axis, shares in axes.items()}


def draw(rng: Random, axes: Mapping[str, Shares], given: Choices) -> dict[str, str]:
    """Draw a value on every axis that is not given."""
    drawn = {}
    for axis, shares in axes.items():
        weights = [share or _UNSEEN for share in shares.values()]
        [value] = rng.choices(list(shares), weights)  # drawn in any case: the others stay as they are
        drawn[axis] = given.get(axis, value)
    return settled(drawn, given) if axes is DESIGN_AXES else drawn


def settled(choices: Choices, firm: Collection[str] = ()) -> dict[str, str]:
    """Make choices agree that contradict each other; those on the `firm` axes stay where that is possible."""
    out = dict(choices)
    if out["in text"] == "neighbours":
        if out["neighbours"] == "none":
            out["neighbours"] = "label outside"
        if out["behind text"] == "neighbours":
            out["behind text"] = _without_neighbours(out)
    if out["behind text"] == "footer":
        _end_with_footer(out, firm)
    if out["behind text"] == "neighbours" and out["neighbours"] == "none":
        if "neighbours" in firm:
            out["behind text"] = _without_neighbours(out)
        else:
            out["neighbours"] = "label outside"
    if out["behind text"] == "related" and out["related"] == "none":
        out["related"] = "相关文章"
    if out["self link"] == "beside" and out["side box"] == "none":
        out["side box"] = "beside"
    if out["title with"] == "date" and out["date"] == "none":
        out["date"] = "label, day, time"
    return out


def _end_with_footer(out: dict[str, str], firm: Collection[str]) -> None:
    """Let nothing stand between text and footer, or something else behind the text where it is firm."""
    if "related" in firm and out["related"] != "none":
        out["behind text"] = "related"
        return
    out["related"] = "none"
    if out["in text"] != "neighbours":
        if "neighbours" in firm and out["neighbours"] != "none":
            out["behind text"] = "neighbours"
        else:
            out["neighbours"] = "none"


def _without_neighbours(choices: Choices) -> str:
    return "footer" if choices["related"] == "none" else "related"
