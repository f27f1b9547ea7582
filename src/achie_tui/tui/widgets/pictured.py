"""A view whose pictures hang where they belong, in half blocks.

The text never waits for them. A frame is kept free for each, as large as the page says or the file was last seen;
once the text is painted, those near what is in sight are loaded and decoded, and hung. Where one turns out to have
another size, or cannot be shown, the sheet is set again without moving the line at the top.
"""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.strip import Strip
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from achie_tui.errors import AchieError
from achie_tui.language import Language
from achie_tui.model import ImageBlock
from achie_tui.pictures.album import Album, Wish
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.frames import Spot, pictures_of, stated_size, waiting
from achie_tui.tui.widgets.sheet import TOP, Place, Sheet
from achie_tui.tui.widgets.sheet_view import PLAIN, SheetView
from achie_tui.typeset.document import PICTURE_TOP, Frame, PictureNote, Placeholder, label
from achie_tui.typeset.visible import clean_line

if TYPE_CHECKING:
    from achie_tui.pictures.raster import Raster

MOST_ROWS, FEWEST_ROWS = 20, 4
"""Lines that a picture may take; within these, half of the view."""


class Gallery(NamedTuple):
    """Where pictures come from; `refused` says why one cannot be shown, where that is known beforehand."""

    album: Album
    refused: Callable[[ImageBlock], PictureNote | None]


class Hung(NamedTuple):
    """A picture that is decoded, and how it was wanted."""

    raster: "Raster"
    wish: Wish


class Painted(NamedTuple):
    """A picture's lines, good while all that they were made for is the same."""

    made_for: tuple[object, ...]
    strips: list[Strip]


class PicturedView(SheetView):
    """Shows a sheet with its pictures, once it is given a `gallery`; without one, labels stand in their places."""

    SETTLING: ClassVar[float] = 0.06
    """Seconds after a move until pictures are looked for."""
    LATE: ClassVar[float] = 0.4
    """Seconds after which an empty frame says what it waits for."""

    def __init__(
        self,
        language: Language = "zh",
        typography: Typography = PLAIN,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(typography, name=name, id=id, classes=classes)
        self.language: Language = language
        self.gallery: Gallery | None = None
        # All by the block of the picture, and what is loading by how it is wanted too.
        self._notes: dict[int, PictureNote] = {}
        self._hung: dict[int, Hung] = {}
        self._painted: dict[int, Painted] = {}
        self._loading: dict[tuple[int, Wish], Worker[None]] = {}
        self._late: set[int] = set()
        self._due: Timer | None = None  # runs while pictures are to be looked for

    def on_mount(self) -> None:
        """Hang the pictures on another background when the theme has one."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self._hang_soon())

    async def on_unmount(self) -> None:
        """Leave nothing behind."""
        from achie_tui.tui.widgets.picture import end_decoding

        await end_decoding(self)

    # What stands in the place of pictures.

    def show_sheet(self, sheet: Sheet, anchor: Place = TOP) -> None:
        """Show a sheet from a place on; what was under way for another one ends."""
        for worker in self._loading.values():
            worker.cancel()
        for those in (self._notes, self._hung, self._painted, self._loading, self._late):
            those.clear()
        for block, picture in pictures_of(sheet):
            if self.gallery and (note := self.gallery.refused(picture)):
                self._note(block, picture, note)
        super().show_sheet(sheet, anchor)
        self.call_after_refresh(self._hang)

    def _note(self, block: int, picture: ImageBlock, note: PictureNote) -> None:
        name = label(picture)
        self._notes[block] = note._replace(words=f"{name}{'  ' if ' ' in name else ' '}{clean_line(note.words)}")

    def pictures(self, measure: int) -> Mapping[int, Placeholder]:
        """Say what stands in the place of the sheet's pictures: a frame, or why there is none."""
        if self.gallery is None:
            return {}
        from achie_tui.pictures.halfblocks import fitted

        placeholders: dict[int, Placeholder] = {}
        for block, picture in pictures_of(self._sheet):
            size = self.gallery.album.natural(picture.src) or stated_size(picture)
            placeholders[block] = self._notes.get(block) or Frame(*fitted(size, measure, self._most_rows))
        return placeholders

    @property
    def _most_rows(self) -> int:
        return max(FEWEST_ROWS, min(MOST_ROWS, self.scrollable_size.height // 2))

    def _set(self, above: int = 0) -> None:
        super()._set(above)
        if self.gallery is None or not self.is_mounted:
            return
        size = self._wish[:2]
        self._hung = {block: hung for block, hung in self._hung.items() if hung.wish[:2] == size}
        self._hang_known()
        self._hang_soon()

    def moved(self) -> None:
        """Look for the pictures that come near."""
        self._hang_known()
        self._hang_soon()

    # Hanging them.

    @property
    def _wish(self) -> Wish:
        from achie_tui.tui.widgets.picture import PAPER, behind

        return Wish(self._page.measure, self._most_rows, behind(self) or PAPER)

    def _near(self) -> list[int]:
        """Give the blocks of the pictures in sight, then of those up to a page below and above."""
        top, height = self.scroll_offset.y, self.scrollable_size.height
        spans = (range(top, top + height), range(top + height, top + 2 * height), range(top - 1, top - height - 1, -1))
        lines = (self._page.lines[index] for index in chain(*spans) if 0 <= index < len(self._page.lines))
        blocks = dict.fromkeys(line.block for line in lines if line.kind == "image")
        return [block for block in blocks if isinstance(self._page.pictures.get(block), Frame)]

    def _hang_soon(self) -> None:
        if self.gallery is not None and self._due is None and self.is_mounted:
            self._due = self.set_timer(self.SETTLING, self._hang)

    def _hangs(self, block: int, wish: Wish) -> bool:
        return block in self._hung and self._hung[block].wish == wish

    def _hang_known(self) -> None:
        """Hang the pictures near that are decoded already."""
        if self.gallery is None:
            return
        wish = self._wish
        for block in self._near():
            if not self._hangs(block, wish) and (raster := self.gallery.album.known(self._src(block), wish)):
                self._hung[block] = Hung(raster, wish)

    def _hang(self) -> None:
        """Hang the pictures near, and take down the others."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        if self.gallery is None:
            return
        self._hang_known()
        wish, near = self._wish, self._near()
        for block in self._hung.keys() - set(near):
            del self._hung[block]
            self._painted.pop(block, None)
        wanted = [(block, wish) for block in near if not self._hangs(block, wish)]
        for loading in self._loading.keys() - set(wanted):
            self._loading.pop(loading).cancel()
        for block, _ in wanted:
            if (block, wish) not in self._loading:
                self._loading[block, wish] = self._load(self.gallery.album, block, wish)

    @work(group="pictures", exit_on_error=False)
    async def _load(self, album: Album, block: int, wish: Wish) -> None:
        """Load a picture and hang it, or say in its place why there is none."""
        late = self.set_timer(self.LATE, partial(self._say_late, block))
        try:
            raster = await album.raster(self._src(block), wish)
        except AchieError as error:
            self._give_up(block, error)
        else:
            self._hung[block] = Hung(raster, wish)
        finally:
            late.stop()
            self._late.discard(block)
        self._loading.pop((block, wish), None)
        self._show_change(block)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so where a picture met something that nobody has foreseen."""
        if event.state is WorkerState.ERROR:
            for (block, wish), worker in tuple(self._loading.items()):
                if worker is event.worker:
                    del self._loading[block, wish]
                    self._give_up(block, AchieError(reason=repr(worker.error)))
                    self._show_change(block)

    def _give_up(self, block: int, error: AchieError) -> None:
        picture = self._sheet.blocks[block]
        if isinstance(picture, ImageBlock):
            self._note(block, picture, PictureNote(error.sentence(self.language)))

    def _say_late(self, block: int) -> None:
        self._late.add(block)
        self._repaint(block)

    def _show_change(self, block: int) -> None:
        """Show what has come of a picture, in its frame if that is still the right one."""
        if self.pictures(self._page.measure) == self._page.pictures:
            self._repaint(block)
        else:
            self.set_again()

    def _repaint(self, block: int) -> None:
        first = self._page.line(Place(block, PICTURE_TOP))
        if isinstance(frame := self._page.pictures.get(block), Frame):
            self.refresh_lines(first, frame.rows)

    def _src(self, block: int) -> str:
        picture = self._sheet.blocks[block]
        return picture.src if isinstance(picture, ImageBlock) else ""

    # Which there are.

    @property
    def images(self) -> list[ImageBlock]:
        """The pictures of the sheet."""
        return [picture for _, picture in pictures_of(self._sheet)]

    @property
    def image_in_sight(self) -> int:
        """The number of the first picture in sight, else of the next one, else of the last."""
        top = self.scroll_offset.y
        blocks = [block for block, _ in pictures_of(self._sheet)]
        seen = {line.block for line in self._page.lines[top : top + self.scrollable_size.height]}
        ahead = (number for number, block in enumerate(blocks) if block in seen or block >= max(seen, default=0))
        return next(ahead, max(len(blocks) - 1, 0))

    def image_at(self, y: int) -> int | None:
        """Give the number of the picture on a line of the view, if one hangs there."""
        index = y + self.scroll_offset.y
        block = self._page.lines[index].block if 0 <= index < len(self._page.lines) else -1
        if block not in self._hung or self._page.lines[index].kind != "image":
            return None
        return next(number for number, (each, _) in enumerate(pictures_of(self._sheet)) if each == block)

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Paint a line of the viewport: of a picture, or of what the sheet says."""
        index = y + self.scroll_offset.y
        if index < len(self._page.lines) and (line := self._page.lines[index]).kind == "image":
            strips = self._strips(line.block, index - line.item)
            if line.item < len(strips):
                return strips[line.item]
        return super().render_line(y)

    def _strips(self, block: int, first: int) -> list[Strip]:
        """Give the lines of the picture that begins on a line of the page, made once; none where there is none yet."""
        spot = Spot(first, self._margin, self._page.measure, self.scrollable_size.width)
        hung, frame = self._hung.get(block), self._page.pictures.get(block)
        made_for = (hung, frame, block in self._late, spot, self._style(), self.typography.ambiguous_wide)
        painted = self._painted.get(block)
        if painted is None or painted.made_for != made_for:
            strips: list[Strip] = []
            if hung is not None:
                from achie_tui.tui.widgets.picture import behind, half_block_strips

                wide = self.typography.ambiguous_wide
                strips = half_block_strips(hung.raster, behind(self), ambiguous_wide=wide)
            elif block in self._late and isinstance(frame, Frame):
                strips = waiting(frame, self._style("image"), self.language)
            painted = self._painted[block] = Painted(made_for, spot.filled(strips, self._style()))
        return painted.strips
