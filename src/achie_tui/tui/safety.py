"""The last wall against hostile text: nothing of a page may command the terminal or the app.

The first wall stands where pages are parsed, the second is `typeset.visible`: what widgets put text of the site
through before they measure and lay it out. `SafeOutput` stands behind both and looks at every segment on its way
to the terminal, whoever drew it. It keeps the width in cells, for the line around it has been measured by then.

No widget reads markup: text of the site goes into a `Segment` or a `Content`, never into a `str` that Textual
would take for markup.
"""

import re
from functools import lru_cache

from rich.cells import get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from achie_tui.pictures.cells import PLACEHOLDER
from achie_tui.site.mail import mail_link
from achie_tui.typeset.visible import is_clean

PICTURE = "picture"
"""Marks, in a style's meta, cells of ours that name a picture in the terminal's memory."""

_PLAIN_WEB_ADDRESS = re.compile(r"https?://[!-~]+")
_ADDRESS = re.compile(r"(?:https?:/)?/[^/\s]\S*|/")


class _SameWidth(dict[int, str]):
    """What stands for each character of a line already measured: nothing where it had no width, else a `?`."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        shown = character if is_clean(character) else "?" * get_character_cell_size(character)
        self[code_point] = shown
        return shown


_SAME_WIDTH = _SameWidth()


def is_address(url: str) -> bool:
    """Whether a link may be followed: to http(s), a path of the site, or a mail's recipient. Chinese may be in it."""
    return url.isprintable() and (bool(_ADDRESS.fullmatch(url)) or mail_link(url) == url)


class SafeOutput(LineFilter):
    """Lets no line out that holds more than text and colours; for the list of `App.get_line_filters()`.

    Characters that have the terminal show a picture are blank, unless they are marked as ours.

    A link goes unless it is a plain web address. An action (`@click` in a style's meta, which is what markup
    becomes) goes always: the widgets of this app act on messages, so one in a line can only come from a page.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Give the segments with all that is unclean taken out."""
        # A control segment is nothing but an escape sequence; no widget has reason to draw one.
        return [_safe_segment(segment) for segment in segments if not segment.control]


def _safe_segment(segment: Segment) -> Segment:
    text, style, _ = segment
    safe_text = text if text.isprintable() else text.translate(_SAME_WIDTH)
    if PLACEHOLDER in safe_text and not (style and PICTURE in style.meta):
        safe_text = safe_text.replace(PLACEHOLDER, " ")
    safe_style = style and _safe_style(style)
    return segment if safe_text is text and safe_style is style else Segment(safe_text, safe_style)


@lru_cache(maxsize=2048)
def _safe_style(style: Style) -> Style:
    meta = style.meta
    actions = [name for name in meta if name.startswith("@")]
    link = style.link
    if link and not _PLAIN_WEB_ADDRESS.fullmatch(link):
        style = style.update_link(None)
    if actions:
        kept = {name: value for name, value in meta.items() if name not in actions}
        style = style.clear_meta_and_links() + Style(link=style.link, meta=kept)
    return style
