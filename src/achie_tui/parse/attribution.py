"""Who wrote or delivered a text, where its last lines say so: （…供稿）, 责任编辑：…, 本文转自…."""

import re

from achie_tui.model import Block, TextBlock

_WORDS = (
    *("供稿", "责任编辑", "责编", "编辑", "来源", "作者", "记者", "通讯员", "摘自", "转自", "转载", "供图", "单位"),
    *("审核", "撰稿", "执笔", "整理", "校对", "文图", "图文", "翻译", "监制"),
)
_LABELS = (
    *("来源", "文章来源", "信息来源", "稿件来源", "编辑", "责编", "责任编辑", "作者", "作者单位", "审核", "校对"),
    *("供稿", "供稿单位", "撰稿", "记者", "通讯员", "转自", "摘自", "原载", "文", "图", "文图", "监制"),
)
_FORMS = re.compile(
    rf"^[（(【\[][^（）()]*(?:{'|'.join(_WORDS)})[^（）()]*[）)】\]]$"
    rf"|^(?:{'|'.join(_LABELS)})\s*[:：/丨|][^，。；！？]{{1,60}}$"
    r"|^本文(?:转载|摘编?|来源|节选)[自于].{2,80}$"
)
_LENGTH_LIMIT = 200
_LAST_LINES = 3


def is_attribution(text: str) -> bool:
    """Tell whether a line says who wrote or delivered the text."""
    return len(text) <= _LENGTH_LIMIT and _FORMS.match(text) is not None


def mark_attribution(blocks: list[Block]) -> tuple[list[Block], str | None]:
    """Mark the attribution among the last lines of a text; give it too."""
    for number in range(len(blocks) - 1, max(-1, len(blocks) - 1 - _LAST_LINES), -1):
        block = blocks[number]
        if isinstance(block, TextBlock) and block.kind in {"paragraph", "quote"} and is_attribution(block.text):
            marked = TextBlock("attribution", block.text, block.spans)
            return [*blocks[:number], marked, *blocks[number + 1 :]], block.text
    return blocks, None
