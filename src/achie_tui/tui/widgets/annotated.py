"""An article's sheet with what is added to it: the user's notes, and links to articles that are like it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from achie_tui.language import Language
from achie_tui.model import Link
from achie_tui.tui.widgets.highlights import Highlights, highlights_of
from achie_tui.tui.widgets.sheet import Sheet, note_lines

if TYPE_CHECKING:
    from achie_tui.export.noted import PlacedNote


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sheet, the notes on its article, and what is near that."""

    bare: Sheet
    language: Language
    notes: "tuple[PlacedNote, ...]" = ()
    near: Sequence[Link] = ()

    @property
    def sheet(self) -> Sheet:
        """All of it: the notes below the text, what is near behind all else."""
        lines = [
            line
            for placed in self.notes
            for line in note_lines(
                placed.note.text,
                placed.line,
                self.language,
                is_gone=placed.is_gone,
            )
        ]
        return self.bare.with_notes(lines, self.language).with_near(self.near, self.language)

    @property
    def highlights(self) -> Highlights:
        """The passages that the notes mark."""
        return highlights_of(self.notes, self.bare)
