"""What a text embeds from elsewhere: videos, sound, documents and pages, each as a line that leads there."""

import re

from achie_tui.model import Media, Span, TextBlock
from achie_tui.parse.clean import clean_line
from achie_tui.parse.pictures import ADDRESS_LIMIT
from achie_tui.parse.view import PageView

_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd)(?:[?#]|$)|/(?:pdf|office)viewer|officeapps", re.IGNORECASE
)
_VIDEO = re.compile(
    r"\.(?:mp4|m4v|webm|ogv|flv|swf|mov|avi|wmv|m3u8|rmvb?)(?:[?#]|$)|player|video|bilibili|youku|iqiyi|tudou|v\.qq\.com|ixigua",
    re.IGNORECASE,
)
_AUDIO = re.compile(r"\.(?:mp3|m4a|wav|ogg|wma|aac)(?:[?#]|$)", re.IGNORECASE)
_TINY = re.compile(r"^\s*[0-5](?:px)?\s*$")
# Where each kind of element keeps the address: attributes of its own, then elements inside it.
_OWN = ("src", "data", "data-src", "data-original")
_INSIDE = (
    ("source", "src"),
    ("embed", "src"),
    ('param[name="movie" i], param[name="src" i], param[name="url" i]', "value"),
)


def read_embed(view: PageView, index: int) -> TextBlock | None:
    """Give an embedded element as a block; None where it leads nowhere, or is too small to be seen."""
    tree = view.tree
    attributes = tree.attributes(index)
    if any(_TINY.match(attributes.get(name) or "") for name in ("width", "height")):
        return None
    source = next(filter(None, ((attributes.get(name) or "").strip() for name in _OWN)), "")
    if not source:
        source = next(filter(None, (tree.inner_attribute(index, *place).strip() for place in _INSIDE)), "")
    href = view.external(source) if source and len(source) <= ADDRESS_LIMIT else None
    if href is None:
        return None
    title = clean_line(attributes.get("title") or attributes.get("aria-label") or "")
    return TextBlock("embed", title, (Span(0, len(title), "link", href),), media=_media(tree.tag[index], href))


def _media(tag: str, href: str) -> Media:
    if tag in {"video", "audio"}:
        return "video" if tag == "video" else "audio"
    kinds: tuple[tuple[re.Pattern[str], Media], ...] = ((_DOCUMENT, "document"), (_AUDIO, "audio"), (_VIDEO, "video"))
    return next((kind for pattern, kind in kinds if pattern.search(href)), "page")
