"""Pictures in the app: as lines of half blocks for any widget, and one of them as large as the screen.

Where the terminal draws pictures itself, `PictureView` leaves its place blank and sends the picture past Textual
once the blank is on the screen, and again whenever it has been painted anew.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, Resize, ScreenResume, ScreenSuspend
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from achie_tui.errors import AchieError
from achie_tui.language import Language, Phrase
from achie_tui.model import ImageBlock
from achie_tui.pictures.album import Load
from achie_tui.pictures.cells import Area
from achie_tui.pictures.decoding import decode, ended
from achie_tui.pictures.drawing import Drawing, draw
from achie_tui.pictures.errors import PictureFailedError
from achie_tui.pictures.halfblocks import UPPER_HALF, cells, runs
from achie_tui.pictures.means import USUAL_LIMITS, Limits
from achie_tui.pictures.raster import RGB, Raster
from achie_tui.pictures.terminal import Protocol, cell_size
from achie_tui.tui import phrases
from achie_tui.tui.keys import everywhere, moves
from achie_tui.tui.outbox import outbox
from achie_tui.tui.unforeseen import Unforeseen
from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.visible import clean_line

COUNT = Phrase("第 {number} 张，共 {pictures} 张", "Picture {number} of {pictures}")
LOADING = Phrase("正在取图片，请稍候", "Fetching the picture")
PAPER: RGB = (255, 255, 255)
"""Shows through where a picture is transparent and what is behind it not known: it was made for a white page."""


def behind(widget: Widget) -> RGB | None:
    """Give the colour behind a widget's pictures; None where it is the terminal's own, which is not known."""
    background = widget.background_colors[1]
    return background.rgb if background.ansi is None else None


def half_block_strips(raster: Raster, background: RGB | None, *, ambiguous_wide: bool = False) -> list[Strip]:
    """Draw a picture: a cell for each pixel of its width, a line for each two of its height."""
    return [
        Strip(
            (
                Segment(run.text, _style(None if run.text.isspace() else run.colour, run.background))
                for run in runs(line, ambiguous_wide=ambiguous_wide)
            ),
            raster.width,
        )
        for line in cells(raster, background)
    ]


def _style(colour: RGB | None, background: RGB) -> Style:
    """Give a style that knows its codes, for terminals of all colours; for others a filter makes another one of it.

    Textual would keep the codes of 16,384 styles, with the styles: a few pictures have so many, which take 20 MB.
    """
    style = Style.from_color(colour and Color.from_rgb(*colour), Color.from_rgb(*background))
    style.render(UPPER_HALF)
    return style


def send(app: App[Any], sequence: str) -> None:
    """Send a sequence to the terminal, in order with what Textual paints."""
    outbox(app).send(sequence)


async def end_decoding(widget: Widget) -> None:
    """Cancel a widget's work and wait for its processes to be gone, which takes a moment."""
    widget.workers.cancel_node(widget)
    await asyncio.sleep(0)
    await ended()


class PictureView(Widget):
    """Shows a picture as large as fits, or in its place a sentence that says why not."""

    def __init__(
        self,
        language: Language,
        protocol: Protocol = "blocks",
        *,
        limits: Limits = USUAL_LIMITS,
        ambiguous_wide: bool = False,
    ) -> None:
        super().__init__()
        self._language: Language = language
        self._protocol: Protocol = protocol
        self._limits = limits
        self._ambiguous_wide = ambiguous_wide
        self._load: Callable[[], Awaitable[bytes]] | None = None
        self._data: bytes | None = None
        self._words = ""
        self._strips: list[Strip] = []
        self._drawing: Drawing | None = None
        self._sending = False  # the drawing will be sent as soon as the screen is painted

    def show(self, load: Callable[[], Awaitable[bytes]]) -> None:
        """Load a picture and show it."""
        self._load, self._data = load, None
        if self._protocol == "off":
            self._say(phrases.PICTURES_OFF.say(self._language))
            return
        self._say(LOADING.say(self._language))
        self._draw()

    def lift(self, *, painted_over: bool = False) -> None:
        """Take a picture that the terminal draws off the screen; the next painting puts it back.

        One that lives in the cells goes by itself where they are `painted_over`.
        """
        if self._drawing is not None and not (painted_over and self._drawing.in_cells):
            send(self.app, self._drawing.clear)

    async def on_unmount(self) -> None:
        """Leave nothing behind."""
        await end_decoding(self)

    # Drawing.

    @work(exclusive=True, exit_on_error=False)
    async def _draw(self) -> None:
        """Load the picture, if that is not done yet, and draw it for the size there is."""
        try:
            if self._data is None and self._load is not None:
                self._data = await self._load()
            if self._data is not None and self.size:  # without a size, a resize is still to come
                await self._draw_file(self._data)
        except AchieError as error:
            self._say(error.sentence(self._language))

    async def _draw_file(self, data: bytes) -> None:
        background = behind(self)
        paper = background or PAPER
        match self._protocol:
            case "kitty" | "iterm2" | "sixel" as protocol:
                within = Area(*self.region)
                self._turn_to(drawing=await draw(data, protocol, within, cell_size(), paper, limits=self._limits))
            case _:
                width, height = self.size
                raster = await decode(Raster, data, width, 2 * height, background=paper)
                self._turn_to(strips=half_block_strips(raster, background, ambiguous_wide=self._ambiguous_wide))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so where a picture met something that nobody has foreseen."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(Unforeseen(event.worker.error))
            self._say(PictureFailedError().sentence(self._language))

    def on_resize(self, _: Resize) -> None:
        """Draw the picture for the new size."""
        if self._drawing is not None:  # its place is no more
            self._turn_to()
        if self._data is not None:
            self._draw()

    def _say(self, words: str) -> None:
        self._turn_to(words=clean_line(words))

    def _turn_to(self, *, words: str = "", strips: Sequence[Strip] = (), drawing: Drawing | None = None) -> None:
        self.lift(painted_over=True)
        self._words, self._strips, self._drawing = words, list(strips), drawing
        self.refresh()

    # Painting.

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint lines; a picture that the terminal draws follows when they are on the screen."""
        if self._drawing is not None and not self._sending:
            self._sending = True
            self.call_after_refresh(self._send)
        return super().render_lines(crop)

    def _send(self) -> None:
        self._sending = False
        if self._drawing is not None and self.app.screen is self.screen:
            send(self.app, self._drawing.place)

    def render_line(self, y: int) -> Strip:
        """Paint a line: of the picture or of the words, in the middle."""
        width, height = self.size
        style = self.visual_style.rich_style
        strips = self._strips or self._sentence(width, style)
        line = y - (height - len(strips)) // 2
        if not 0 <= line < len(strips):
            return Strip.blank(width, style)
        strip = strips[line]
        margin = Segment(" " * max(0, (width - strip.cell_length) // 2), style)
        return Strip([margin, *strip]).adjust_cell_length(width, style)

    def _sentence(self, width: int, style: Style) -> list[Strip]:
        spans = break_lines(self._words, max(4, width - 4), ambiguous_wide=self._ambiguous_wide)
        return [Strip([Segment(self._words[start:end].rstrip(), style)]) for start, end in spans]


class PictureScreen(ModalScreen[None]):
    """Shows the pictures of an article one at a time, as large as the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(down="walk(1)", right="walk(1)", page_down="walk(1)"),
        *moves(up="walk(-1)", left="walk(-1)", page_up="walk(-1)"),
        *moves(back="close", leave="close", picture="close"),
        *everywhere(),
    ]

    DEFAULT_CSS = """
    PictureScreen {
        background: $background;

        PictureView { width: 1fr; height: 1fr; color: $text-muted; }
        Static {
            width: 1fr;
            height: auto;
            min-height: 1;
            max-height: 3;
            padding: 0 2;
            background: $panel;
            text-align: center;
        }
    }
    """

    def __init__(
        self,
        pictures: Sequence[ImageBlock],
        load: Load,
        language: Language,
        *,
        first: int = 0,
        protocol: Protocol = "blocks",
        limits: Limits = USUAL_LIMITS,
        ambiguous_wide: bool = False,
    ) -> None:
        super().__init__()
        self._pictures = pictures
        self._load = load
        self._language: Language = language
        self._index = first
        self._view = PictureView(language, protocol, limits=limits, ambiguous_wide=ambiguous_wide)
        self._caption = Static()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._view
        # Below every picture: one that ended on the last line might scroll the screen.
        yield self._caption

    def on_mount(self) -> None:
        """Begin."""
        self._show()

    def _show(self) -> None:
        picture, pictures = self._pictures[self._index], len(self._pictures)
        count = COUNT.say(self._language, number=self._index + 1, pictures=pictures) if pictures > 1 else ""
        caption = clean_line(picture.caption or picture.alt)
        self._caption.update(Content.assemble((count, "$text-muted"), "  " if count and caption else "", caption))
        self._view.show(partial(self._load, picture.src))

    def action_walk(self, steps: int) -> None:
        """Go on to another picture; beyond the ends there is none."""
        if 0 <= self._index + steps < len(self._pictures):
            self._index += steps
            self._show()

    def action_close(self) -> None:
        """Leave."""
        self._view.lift()
        self.dismiss()

    def on_click(self, _: Click) -> None:
        """Leave, as a click into a picture does everywhere."""
        self.action_close()

    def on_screen_suspend(self, _: ScreenSuspend) -> None:
        """Make way for another screen."""
        self._view.lift(painted_over=True)

    def on_screen_resume(self, _: ScreenResume) -> None:
        """Put the picture back."""
        self._view.refresh()
