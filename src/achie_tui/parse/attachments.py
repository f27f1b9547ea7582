"""Files that an article links: at its end, in its sentences, and in the cells of its tables."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from achie_tui.model import Attachment, Block, ListBlock, TableBlock, TextBlock
from achie_tui.parse.clean import clean_line
from achie_tui.site.mail import mail_link

_FILE = re.compile(
    r"/(?P<name>[^/?#]+)\.(?P<kind>pdf|docx?|xlsx?|pptx?|zip|rar|7z|wps|et|dps|ofd|csv|txt|rtf|tif|dwg|ceb)(?:[?#]|$)",
    re.IGNORECASE,
)
# Words that name no file.
_NAMELESS = re.compile(
    r"[\[【(（]?(?:点击|点此|请点)?(?:此处|这里)?(?:下载|查看|打开|取得)?(?:附件|文件)?[\]】)）]?", re.IGNORECASE
)


def find_attachments(blocks: Iterable[Block]) -> tuple[Attachment, ...]:
    """Give the files that blocks link, each once, in the order of their first links."""
    found: dict[str, Attachment] = {}
    for href, text in _links(blocks):
        match = None if mail_link(href) else _FILE.search(href)
        if match is not None and href not in found:
            words = clean_line(text)
            name = words if words and not _NAMELESS.fullmatch(words) else clean_line(unquote(match["name"]))
            found[href] = Attachment(href, name or match["kind"].lower(), match["kind"].lower())
    return tuple(found.values())


def _links(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, TableBlock):
            yield from ((link.href, link.text) for link in block.links)
        elif isinstance(block, TextBlock | ListBlock):
            for part in block.items if isinstance(block, ListBlock) else (block,):
                yield from ((span.href, part.text[span.start : span.end]) for span in part.spans if span.href)
