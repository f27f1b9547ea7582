"""Words that templates put before a value, on any site: what begins with one is no title and no text of a row."""

import re

_WORDS = (
    r"来\s*源|(?:信息|文章|稿件|新闻|内容)来源|稿\s*源|出处|作\s*者|撰\s*稿|编\s*辑|责任编辑|责编|发布者|发布人|发布单位"
    r"|日\s*期|时\s*间|(?:发布|发表|更新|录入|添加|上传)(?:时间|日期)?|(?:发表|发布)于|点击(?:数|量|率|次数)?|浏览(?:次数|量|数|人数)?"
    r"|阅读(?:量|次数|数)?|人气|访问量|热度|好评|评论|字\s*号|字\s*体|分享(?:到|至)?|标签|关键词|所属分类|类别|分类|栏目"
    r"|招标编号|浏览权限|上一篇|下一篇|当前位置|posted\s*(?:on|by)|date|source|author|views?|tags?"
)
_LABEL = re.compile(rf"^[\[【(（]?\s*(?:{_WORDS})\s*(?:[:：]|$)", re.IGNORECASE)
_LABEL_AT_END = re.compile(rf"(?:^|[\s|/\[(（【—-])(?:{_WORDS})\s*[:：]?\s*$|(?:{_WORDS})\s*[:：]\s*$", re.IGNORECASE)
# A month and day as templates write it; in words, `3月16日`, it may be the title's own.
_LABELLED_DAY = re.compile(rf"\s[\[(（【]?(?:{_WORDS})\s*[:：]\s*\d\d-\d\d(?!\d).*$", re.IGNORECASE)


def is_labelled(text: str) -> bool:
    """Tell whether a line begins with such a word and a colon."""
    return _LABEL.match(text) is not None


def without_label_at_end(text: str) -> str:
    """Take such a word off the end of a text whose value was taken off before."""
    return _LABEL_AT_END.sub("", text)


def without_day(text: str) -> str:
    """Take a label with a month and day, and what follows, off the end of a text."""
    return _LABELLED_DAY.sub("", text).rstrip()
