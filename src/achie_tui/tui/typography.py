"""How text is set on the screen, as the configuration wants it and the user changes it."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.strip import Strip

from achie_tui.config import Config
from achie_tui.typeset.quotes import Quotes, show_quotes
from achie_tui.typeset.script import Script, show_in
from achie_tui.typeset.spacing import UNSEEN, Spacing, as_seen, show_spacing
from achie_tui.typeset.visible import clean_for_screen
from achie_tui.typeset.width import cell_width


@dataclass(frozen=True, slots=True)
class Typography:
    """How text is set: `indent` and `measure` in Chinese characters, `paragraph_gap` in lines.

    `quotes`, `script` and `spacing` change what is shown and never its length, so offsets into a text mean the same in
    what is shown of it.
    """

    indent: int = 2
    paragraph_gap: int = 1
    measure: int = 44
    ambiguous_wide: bool = False
    quotes: Quotes = "curly"
    script: Script = "original"
    spacing: Spacing = "written"

    @classmethod
    def of(cls, config: Config) -> "Typography":
        """Give what is configured."""
        return cls(
            config.indent,
            config.paragraph_gap,
            config.measure,
            config.ambiguous_wide,
            config.quotes,
            config.script,
            config.spacing,
        )

    @property
    def as_written(self) -> bool:
        """Whether texts are shown as they are."""
        return self.quotes == "curly" and self.script == "original" and self.spacing == "written"

    def show(self, text: str) -> str:
        """Give a text as it is shown, exactly as long as it is."""
        return show_quotes(self.quotes, show_in(self.script, clean_for_screen(text)))

    def set(self, text: str) -> str:
        """Give a text of the site's as it is set in lines, exactly as long; `within` leaves out what is unseen."""
        return show_spacing(self.spacing, self.show(text))

    def seen(self, text: str) -> str:
        """Give a text of the site's without what is unseen of it, for where nothing counts in it: a title, say."""
        return as_seen(self.set(text))

    def within(self, strip: Strip, width: int) -> Strip:
        """Leave out of a painted line what is unseen, and cut off as much as the terminal draws it wider than measured.

        Textual measures characters of ambiguous width as one cell. Where the terminal draws two, the line would
        run beyond its end; so it says that it is as wide as it should be, and is shorter by that much.
        """
        if self.spacing == "even":
            strip = Strip([segment for segment in strip if segment.text != UNSEEN], width)
        if not self.ambiguous_wide:
            return strip
        text = strip.text
        wider = cell_width(text, ambiguous_wide=True) - cell_len(text)
        return Strip(strip.crop(0, max(0, width - wider)), width) if wider else strip
