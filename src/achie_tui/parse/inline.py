"""A text under construction: pieces cleaned as they come, styles as offsets into the result."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from achie_tui.model import ListItem, Span, SpanStyle
from achie_tui.parse.clean import PAGE_MARK, clean, clean_line

Style = tuple[SpanStyle, str | None]


class Inline:
    """Collects the text of one paragraph; `centred`, `captioned` and `in_paragraph` say what any part of it was."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._length = 0
        self._ends_blank = True  # no text begins with a blank
        self._open: dict[Style, Span] = {}
        self._spans: list[Span] = []
        self.centred = False
        self.captioned = False
        self.in_paragraph = False

    def add(self, piece: str, styles: Sequence[Style]) -> None:
        """Add a piece of text, in these styles."""
        piece = clean(piece)
        if self._ends_blank:
            piece = piece.lstrip(" ")
        if not piece:
            return
        start = self._length
        self.parts.append(piece)
        self._length += len(piece)
        self._ends_blank = piece.endswith(" ")
        if styles and not piece.isspace():
            self._style(start, dict.fromkeys(styles))

    def _style(self, start: int, styles: Iterable[Style]) -> None:
        for style in styles:
            last = self._open.get(style)
            if last is None or last.end != start:
                if last is not None:
                    self._spans.append(last)
                last = Span(start, start, style[0], style[1])
            self._open[style] = replace(last, end=self._length)

    def finish(self) -> tuple[str, tuple[Span, ...]]:
        """Give the text and its spans in order; the marks that the engine leaves at page breaks are no text."""
        text = "".join(self.parts).rstrip(" ")
        if "#" in text and PAGE_MARK.search(text):
            return clean_line(text), ()
        if not self._open:
            return text, ()
        spans = [*self._spans, *self._open.values()]
        fitting = (s if s.end <= len(text) else replace(s, end=len(text)) for s in spans if s.start < len(text))
        return text, tuple(sorted(fitting, key=lambda s: (s.start, -s.end)))


def joined(texts: Iterable[tuple[str, tuple[Span, ...]]], level: int = 0, number: int | None = None) -> ListItem:
    """Join several texts to the one of a list's item, on a level and with a number."""
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    for text, own in texts:
        spans += (replace(span, start=span.start + length, end=span.end + length) for span in own)
        parts.append(text)
        length += len(text) + 1
    return ListItem(" ".join(parts), tuple(spans), level, number)
