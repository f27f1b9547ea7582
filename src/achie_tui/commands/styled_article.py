"""An article set for a terminal: lines broken by Chinese rules, bold and links shown."""

from collections.abc import Sequence
from itertools import pairwise

from achie_tui.commands.output import Output
from achie_tui.export.parts import CONTACTS, contact_lines, head_line
from achie_tui.model import Article, ListBlock, Span, TextBlock
from achie_tui.typeset.document import lay_out
from achie_tui.typeset.visible import clean_line

_MEASURE = 88


def to_terminal(article: Article, output: Output, width: int | None = None) -> None:
    """Write an article set for a width (None: the terminal's): lines broken by Chinese rules, bold and links shown."""
    width = width or min(output.width, _MEASURE)
    title = TextBlock("heading", clean_line(article.title), (), 1)
    for line in lay_out([title], width):
        output.line(output.bold(line.text.strip()))
    for line in lay_out([TextBlock("heading", head_line(article), (), 1)], width):
        output.line(output.dim(line.text.strip()))
    output.line()
    for line in lay_out(article.blocks, width):
        block = article.blocks[line.block]
        text = f"{clean_line(line.marker):>{line.indent}}" if line.marker else " " * line.indent
        if isinstance(block, TextBlock) and block.kind == "embed" and line.kind != "blank":
            label = clean_line(line.text)
            text += output.link(label, block.href) if block.href else label
        elif isinstance(block, TextBlock) and line.kind != "blank":
            text += _styled(line.start, line.text, block.spans, output)
        elif isinstance(block, ListBlock) and line.item is not None and line.kind == "list":
            text += _styled(line.start - line.origin, line.text, block.items[line.item].spans, output)
        else:
            text += clean_line(line.text)
        output.line(output.bold(text) if line.kind == "heading" or line.header or line.total else text)
    if contacts := contact_lines(article):
        output.line()
        output.line(output.bold(CONTACTS.say(output.language)))
        for contact in contacts:
            output.line(contact)


def _styled(start: int, text: str, spans: Sequence[Span], output: Output) -> str:
    """Set the part of a text that begins at `start` with its spans."""
    end = start + len(text)
    cuts = sorted({start, end, *(min(max(edge, start), end) for span in spans for edge in (span.start, span.end))})
    parts: list[str] = []
    for left, right in pairwise(cuts):
        part = clean_line(text[left - start : right - start])
        over = [span for span in spans if span.start <= left and right <= span.end]
        styles = {span.style for span in over}
        if "strong" in styles:
            part = output.bold(part)
        if "deleted" in styles:
            part = output.struck(part)
        link = next((span.href for span in over if span.style == "link" and span.href), None)
        parts.append(output.link(part, link) if link else part)
    return "".join(parts)
