"""The attachments of an article in words, as `read` and `attachments` print them."""

from collections.abc import Mapping

from achie_tui.commands.output import Output
from achie_tui.export.parts import target_of
from achie_tui.language import Phrase
from achie_tui.model import Article
from achie_tui.typeset.numbered import numbered
from achie_tui.typeset.sizes import size

HEADING = Phrase("附件", "Attachments")
_SIZE = Phrase("{size} 已存", "{size}, kept")
_GAP = "  "


def attachment_lines(article: Article, sizes: Mapping[str, int], output: Output) -> list[str]:
    """Give a line for each attachment: its number, name, kind, and size where it is kept; without a terminal its link.

    A terminal is given the link behind the name.
    """
    lines = []
    for number, each in enumerate(article.attachments, 1):
        target, name = target_of(each.href, output.addresses), numbered(output.text(each.name))
        shown = output.link(name, target) if target and output.is_terminal else name
        parts = [f"{number}. {shown}", output.text(each.kind.upper())]
        if each.href in sizes:
            parts.append(_SIZE.say(output.language, size=size(sizes[each.href])))
        if target and not output.is_terminal:
            parts.append(target)
        lines.append(_GAP.join(parts))
    return lines
