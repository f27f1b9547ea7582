"""A row's text in a list of texts, broken into lines as an article's is, not as Textual would."""

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.width import cell_width

_AS_BROKEN: RulesMap = {"text_wrap": "nowrap", "text_overflow": "clip"}


class BrokenText(Visual):
    """Shows paragraphs below one another, for as many cells as there are."""

    def __init__(self, paragraphs: Sequence[Content], *, ambiguous_wide: bool = False) -> None:
        self._paragraphs = paragraphs
        self._ambiguous_wide = ambiguous_wide
        self._broken: tuple[int, Sequence[Content]] = 0, ()

    def __str__(self) -> str:
        return "\n".join(paragraph.plain for paragraph in self._paragraphs)

    def _lines(self, width: int) -> Sequence[Content]:
        """Break it for a width, once."""
        if self._broken[0] != width:
            lines = [
                paragraph[start:end].rstrip()
                for paragraph in self._paragraphs
                for start, end in break_lines(paragraph.plain, width, ambiguous_wide=self._ambiguous_wide)
            ]
            self._broken = width, lines
        return self._broken[1]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Paint it."""
        as_broken = replace(options, rules=_AS_BROKEN)
        lines = self._lines(width)[:height]
        return [strip for line in lines for strip in line.render_strips(width, 1, style, as_broken)]

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """Tell how many lines it has."""
        return len(self._lines(width))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """Tell how wide it is where no line is broken."""
        widths = (cell_width(each.plain, ambiguous_wide=self._ambiguous_wide) for each in self._paragraphs)
        return max(widths, default=0)
