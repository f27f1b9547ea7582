"""What is to be exported, in which format, and where to: asked at once, with the last answers to begin with."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from achie_tui.export.formats import FORMATS, FULL_LINES, Format
from achie_tui.language import Language, Phrase
from achie_tui.tui.exporting import Order, Scope
from achie_tui.tui.keys import Keys, everywhere, label, moves, option_moves
from achie_tui.tui.typography import Typography

TITLE = Phrase("导出", "Export")
WHERE = Phrase("存到 ", "To ")
EXPORT, BACK = Phrase("导出", "export"), Phrase("返回", "back")
FOLDER, OTHERS = Phrase("改文件夹", "folder"), Phrase("换范围", "articles")
HEIGHTS = [(0, "-low"), (24, "-high")]

CHOICES: dict[str, Format] = {**FORMATS, "full": FULL_LINES}
"""The formats by the names that an order has them by."""


class ExportScreen(ModalScreen[Order]):
    """Asks; gives what was decided, nothing where it was left."""

    CSS_PATH = "export.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="dismiss", leave="dismiss", export="order", left="turn(-1)", right="turn(1)"),
        *everywhere(),
    ]

    def __init__(
        self, scopes: Sequence[Scope], form: str, folder: str, *, keys: Keys, language: Language, typography: Typography
    ) -> None:
        super().__init__()
        self._scopes = scopes
        self._at = 0
        self._keys = keys
        self._language = language
        self._show = typography.show
        self._scope = Static(id="scope", markup=False)
        self._forms = Forms(
            *(Option(each.label.say(language), id=name) for name, each in CHOICES.items()), markup=False, compact=True
        )
        self._forms.highlighted = list(CHOICES).index(form)
        self._folder = Input(folder, compact=True, select_on_focus=False)
        self._foot = Static(id="foot")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with Vertical(id="export"):
            yield Static(Content.styled(TITLE.say(self._language), "bold $primary"), id="title")
            yield self._scope
            yield self._forms
            with Horizontal(id="where"):
                yield Static(WHERE.say(self._language), id="to", markup=False)
                yield self._folder
            yield self._foot

    def on_mount(self) -> None:
        """Begin at the format."""
        self._forms.focus()
        self._show_scope()
        keys = self._keys
        parts = [("Enter", EXPORT), ("Tab", FOLDER)]
        if len(self._scopes) > 1:
            parts.append((f"{label('left')} {label('right')}", OTHERS))
        parts.append((keys.shown("back"), BACK))
        words = (Content.assemble((key, "$primary"), f" {word.say(self._language)}") for key, word in parts if key)
        self._foot.update(Content("   ").join(words))

    def _show_scope(self) -> None:
        self._scope.update(Content(self._show(self._scopes[self._at].label)))

    def action_turn(self, way: int) -> None:
        """Choose other articles."""
        self._at = (self._at + way) % len(self._scopes)
        self._show_scope()

    def action_order(self) -> None:
        """Give what is decided."""
        form = list(CHOICES)[self._forms.highlighted or 0]
        self.dismiss(Order(self._scopes[self._at], form, self._folder.value))

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _decide(self) -> None:
        self.action_order()


class Forms(OptionList, inherit_bindings=False):
    """The formats, with the keys of every list."""

    BINDINGS = option_moves()
