"""Pictures of a text: which address is loaded in the end, and which line under one is its caption."""

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import islice

from achie_tui.model import Block, ImageBlock, TextBlock
from achie_tui.parse.attribution import is_attribution
from achie_tui.parse.clean import clean_line
from achie_tui.parse.tree import Tree
from achie_tui.parse.view import PageView

# Lazy loading keeps the true address in an attribute of its own, and a placeholder in `src`.
_LAZY = ("data-original", "data-src", "data-lazy-src", "data-echo", "data-url", "original", "file", "zoomfile")
_SOURCES = frozenset((*_LAZY, "src"))
_PLACEHOLDER = re.compile(
    r"(?:loading|lazy|blank|spacer|placeholder|grey|pixel|1x1|defaultpic)[\w-]*\.(?:gif|png|jpe?g|svg)|^data:",
    re.IGNORECASE,
)
_ICON = re.compile(
    r"/(?:plus|include|templets|member|images/(?:ico|icon|face|smil))/?[\w/.-]*\.(?:gif|png|jpe?g)", re.IGNORECASE
)
ADDRESS_LIMIT = 2_000
# A picture within the page itself (RFC 2397); the shortest are the placeholders of lazy loading.
_DATA = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]{100,2000000}$")
_UPLOADED = re.compile(r"/(?:uploads?|uploadfiles?|allimg|userfiles|attachments?|upfiles?)/", re.IGNORECASE)
_ORNAMENT = re.compile(
    r"/(?:plus|include|templets|member)/|(?:icon|share|logo|print|qr(?:code)?|erweima|ewm|weixin|wechat|weibo)[\w-]*\.(?:gif|png|jpe?g|svg)",
    re.IGNORECASE,
)
_BUTTON = re.compile(r"javascript:|#|$|https?://(?:[\w.-]*share|service\.weibo|sns\.qzone|connect\.qq)", re.IGNORECASE)
_BUTTON_CLIMB = 3
_PIXELS = re.compile(r"^\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_STYLE_PIXELS = {
    name: re.compile(rf"(?<![\w-]){name}\s*:\s*(\d{{1,5}})(?:\.\d+)?px", re.IGNORECASE) for name in ("width", "height")
}
_CAPTION_LENGTH = 80
_CAPTION = re.compile(
    r"^(?:[▲△▼▽◆●■↑↓]|图(?:为|[\s\d一二三四五六七八九十：:]|片)|[（(【\[]?(?:资料图|图)|[上下左右]图|Fig)"
    r"|(?:摄|供图|制图|[（(](?:资料图片|资料图|图片来源.{0,20}|.{1,8}摄)[）)]|图片来源[:：].{1,20})[。)）]?$",
    re.IGNORECASE,
)


def is_uploaded(tree: Tree, index: int) -> bool:
    """Tell whether a picture's address, or that which is loaded later, is where editors' uploads lie."""
    sources = (value for name, value in tree.attributes(index).items() if value and name in _SOURCES)
    return any(_UPLOADED.search(value[:ADDRESS_LIMIT]) for value in sources)


def is_ornament(tree: Tree, index: int) -> bool:
    """Tell whether a picture belongs to the template: an icon, or in a button; what an editor uploaded never does."""
    source = tree.attribute(index, "src")[:ADDRESS_LIMIT]
    if is_uploaded(tree, index):
        return False
    link = next((node for node in islice(tree.ancestors(index), _BUTTON_CLIMB) if tree.tag[node] == "a"), None)
    if link is not None and _BUTTON.match(tree.attribute(link, "href").strip()):
        return True
    return _ORNAMENT.search(source) is not None


def read_image(view: PageView, index: int) -> ImageBlock | None:
    """Give a picture with the address that is loaded last; None for placeholders and the icons of a template."""
    attributes = {name: value or "" for name, value in view.tree.attributes(index).items()}
    if _DATA.match(attributes.get("src", "")) and not any(attributes.get(name) for name in _LAZY):
        return ImageBlock(attributes["src"].strip(), clean_line(attributes.get("alt", "")))
    for name in (*_LAZY, "src"):
        value = attributes.get(name, "").strip()
        if not value or len(value) > ADDRESS_LIMIT or _PLACEHOLDER.search(value):
            continue
        source = view.external(value)
        if source is None or (name == "src" and (_ICON.search(source) or is_ornament(view.tree, index))):
            continue
        style = attributes.get("style", "")
        return ImageBlock(
            source,
            clean_line(attributes.get("alt", "")),
            width=_pixels(attributes.get("width", ""), style, "width"),
            height=_pixels(attributes.get("height", ""), style, "height"),
        )
    return None


def stated_size(tree: Tree, index: int) -> int | None:
    """Give the smaller of a picture's measures in pixels, None where the page states none."""
    attributes = {name: value or "" for name, value in tree.attributes(index).items()}
    style = attributes.get("style", "")
    sizes = [_pixels(attributes.get(name, ""), style, name) for name in ("width", "height")]
    return min((size for size in sizes if size), default=None)


def _pixels(attribute: str, style: str, name: str) -> int | None:
    match = _PIXELS.match(attribute) or _STYLE_PIXELS[name].search(style)
    return int(match[1]) or None if match else None


def has_form_of_caption(text: str) -> bool:
    """Tell whether a line reads like a caption: 图为…, …摄, (资料图片)."""
    return len(text) <= _CAPTION_LENGTH and _CAPTION.search(text) is not None


def join_captions(blocks: list[Block], marked: Collection[int]) -> list[Block]:
    """Join a picture and the line under it that describes it; `marked` are the blocks whose markup says so."""
    result: list[Block] = []
    for number, block in enumerate(blocks):
        last = result[-1] if result else None
        if (
            isinstance(block, TextBlock)
            and isinstance(last, ImageBlock)
            and not last.caption
            and block.kind in {"paragraph", "heading"}
            and _describes(block.text, last, marked=number in marked)
        ):
            result[-1] = replace(last, caption=block.text)
        else:
            result.append(block)
    return result


def _describes(text: str, image: ImageBlock, *, marked: bool) -> bool:
    if len(text) > _CAPTION_LENGTH:
        return False
    return text == image.alt or has_form_of_caption(text) or (marked and not is_attribution(text))
