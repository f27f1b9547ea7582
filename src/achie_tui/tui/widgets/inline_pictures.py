"""Pictures within a text, where they belong: in half blocks, and then, where it can, as the terminal draws them.

The text never waits for them. A frame is kept free for each, as large as the page says or the file was last seen;
once the text is painted, those near what is in sight are loaded and decoded, and shown. Where one turns out to have
another size, or cannot be shown, the sheet is set again without moving the line at the top.
"""

from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.strip import Strip
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from achie_tui.errors import AchieError
from achie_tui.language import Language
from achie_tui.model import ImageBlock
from achie_tui.pictures.album import Album, FineWish, Wish
from achie_tui.pictures.errors import PictureFailedError
from achie_tui.tui.unforeseen import Unforeseen
from achie_tui.tui.widgets.placeholders import Placeholders, centred, most_rows, waiting
from achie_tui.tui.widgets.sheet import Position, Sheet
from achie_tui.tui.widgets.sheet_view import SheetView
from achie_tui.typeset.document import PICTURE_TOP, Frame, PictureNote, Placeholder

if TYPE_CHECKING:
    from achie_tui.pictures.means import Means
    from achie_tui.pictures.raster import Raster
    from achie_tui.tui.widgets.drawn_pictures import DrawnPictures

Load = Callable[[], Coroutine[None, None, None]]
"""Loads a picture, and shows it."""


class Decoded(NamedTuple):
    """A picture that can be painted, and how it was wanted."""

    raster: "Raster"
    wish: Wish


class Painted(NamedTuple):
    """A picture's lines, good while all that they were made for is the same."""

    made_for: tuple[object, ...]
    strips: list[Strip]


class InlinePictures:
    """Shows the pictures of a view's sheet, once it has an `album` to take them from; without one there are none."""

    SETTLING: ClassVar[float] = 0.06
    """Seconds after a move until pictures are looked for."""
    LATE: ClassVar[float] = 0.4
    """Seconds after which an empty frame says what it waits for."""

    def __init__(self, view: SheetView, language: Language) -> None:
        self.album: Album | None = None
        self._view = view
        self._language: Language = language
        # All by the block of the picture, and what is loading by how it is wanted too.
        self._notes: dict[int, PictureNote] = {}
        self._decoded: dict[int, Decoded] = {}
        self._painted: dict[int, Painted] = {}
        self._loading: dict[tuple[int, Wish | FineWish], Worker[None]] = {}
        self._has_begun = False  # else there is nothing of which anything could be left
        self._late: set[int] = set()
        self._other: set[int] = set()  # whose frame is to be another one
        self._placeholders: Placeholders | None = None
        self._due: Timer | None = None  # runs while pictures are to be looked for
        self._means: Means | None = None
        self._drawn: DrawnPictures | None = None  # where the terminal draws
        self._fine: dict[int, FineWish] = {}  # how those are wanted that it was given, or that could not be had so

    # What the view asks.

    def placeholders(self, sheet: Sheet, measure: int, height: int) -> Mapping[int, Placeholder]:
        """Say what stands in the place of the sheet's pictures: a frame, or why there is none."""
        if self.album is None:
            return {}
        self._placeholders = Placeholders(sheet, self._notes, self.album.natural, measure, most_rows(height))
        return self._placeholders

    def strip(self, index: int) -> Strip | None:
        """Give a line of the view that shows a part of a picture; None where there is none yet."""
        line = self._view.text_layout.lines[index]
        strips = self._strips(line.block, index - line.item)
        return strips[line.item] if line.item < len(strips) else None

    def shows(self, block: int) -> bool:
        """Whether a picture is there to be seen."""
        return block in self._decoded

    # What it is told.

    @property
    def means(self) -> "Means | None":
        """By what means the terminal shows pictures, as far as is known."""
        return self._means

    @means.setter
    def means(self, means: "Means | None") -> None:
        if means != self._means:
            self._means = means
            self._end_drawn()
            self._drawn = self._drawer()
            self._view.refresh()
            self.follow()

    def draw_anew(self) -> None:
        """Have all drawn anew, by a terminal that has forgotten them."""
        self._end_drawn()
        self.follow()

    def painted(self) -> None:
        """Hear that the view is being painted."""
        if self._drawn is not None:
            self._drawn.painted()

    def turn_to(self, sheet: Sheet, refused: Mapping[str, PictureNote]) -> None:
        """Begin with another sheet, of which the pictures in `refused` are not asked for; end what was under way."""
        for worker in self._loading.values():
            worker.cancel()
        self._end_drawn()
        for those in (self._notes, self._decoded, self._painted, self._loading, self._late, self._other):
            those.clear()
        self._notes |= {block: refused[picture.src] for block, picture in sheet.pictures if picture.src in refused}
        self._view.call_after_refresh(self._load_near)

    def follow(self) -> None:
        """Look for the pictures that are near what is in sight now."""
        if self.album is None or not self._view.is_mounted:
            return
        if self._decoded:
            size = self._wish[:2]
            self._decoded = {block: decoded for block, decoded in self._decoded.items() if decoded.wish[:2] == size}
        self._take_known(self.album)
        if self._due is None:
            self._due = self._view.set_timer(self.SETTLING, self._load_near)

    def worker_changed(self, changed: Worker[None]) -> None:
        """Say so where a picture met something that nobody has foreseen."""
        if changed.state is not WorkerState.ERROR or changed.error is None:
            return
        self._view.post_message(Unforeseen(changed.error))
        for (block, wish), worker in tuple(self._loading.items()):
            if worker is changed:
                del self._loading[block, wish]
                if isinstance(wish, FineWish):
                    self._fine[block] = wish
                else:
                    self._give_up(block, PictureFailedError())
                    self._show_change(block)

    async def end(self) -> None:
        """Leave nothing behind."""
        self._end_drawn()
        if self._has_begun:
            from achie_tui.tui.widgets.picture import end_decoding

            await end_decoding(self._view)

    # Loading.

    @property
    def _wish(self) -> Wish:
        from achie_tui.tui.widgets.picture import PAPER, behind

        viewport = self._view.viewport
        return Wish(viewport.layout.measure, most_rows(viewport.height), behind(self._view) or PAPER)

    def _near(self) -> list[int]:
        """Give the blocks of the pictures in sight, then of those up to a page below and above."""
        viewport = self._view.viewport
        layout = viewport.layout
        lines = (layout.lines[index] for part in (viewport.lines, viewport.below, viewport.above) for index in part)
        blocks = dict.fromkeys(line.block for line in lines if line.kind == "image")
        return [block for block in blocks if isinstance(layout.pictures.get(block), Frame)]

    def _has(self, block: int, wish: Wish) -> bool:
        return block in self._decoded and self._decoded[block].wish == wish

    def _take_known(self, album: Album) -> None:
        """Take the pictures near that are decoded already, each into a frame of its size."""
        for block in self._near():
            wish = self._wish  # which loads what decodes: an article without pictures needs none of it
            if not self._has(block, wish) and (raster := album.known(self._src(block), wish)):
                self._decoded[block] = Decoded(raster, wish)
                self._set_anew(block)

    def _load_near(self) -> None:
        """Load the pictures near, and let go of the others."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        if self.album is None:
            return
        self._take_known(self.album)
        near = self._near()
        for block in self._decoded.keys() - set(near):
            del self._decoded[block]
            self._painted.pop(block, None)
        for block in self._fine.keys() - set(near):
            del self._fine[block]
            if self._drawn is not None:
                self._drawn.drop(block)
        wanted = dict(self._wanted(self.album, near))
        for loading in self._loading.keys() - wanted.keys():
            self._loading.pop(loading).cancel()
        for loading, load in wanted.items():
            self._begin(*loading, load)

    def _wanted(self, album: Album, near: Sequence[int]) -> Iterator[tuple[tuple[int, Wish | FineWish], Load]]:
        """Give what is to be loaded of the pictures near, by block and how it is wanted, and what does so."""
        for block in near:
            if not self._has(block, wish := self._wish):
                yield (block, wish), partial(self._load, album, block, wish)
        for block in near:
            if (finer := self._fine_wish(block)) is not None:
                yield (block, finer), partial(self._load_fine, album, block, finer)

    def _begin(self, block: int, wish: Wish | FineWish, load: Load) -> None:
        self._has_begun = True
        if (block, wish) not in self._loading:
            self._loading[block, wish] = self._view.run_worker(load, group="pictures", exit_on_error=False)

    async def _load(self, album: Album, block: int, wish: Wish) -> None:
        """Load a picture and show it, or say in its place why there is none."""
        late = self._view.set_timer(self.LATE, partial(self._say_late, block))
        try:
            raster = await album.raster(self._src(block), wish)
        except AchieError as error:
            self._give_up(block, error)
        else:
            self._decoded[block] = Decoded(raster, wish)
        finally:
            late.stop()
            self._late.discard(block)
        self._loading.pop((block, wish), None)
        self._show_change(block)
        if self._drawn is not None:
            self.follow()

    async def _load_fine(self, album: Album, block: int, wish: FineWish) -> None:
        """Have the terminal draw a picture. Where that cannot be had it stays as it is: it was decoded once."""
        with suppress(AchieError):
            picture = await album.fine(self._src(block), wish)
            if self._drawn is not None:
                self._drawn.take(block, Frame(wish.columns, wish.rows), picture)
        self._fine[block] = wish
        self._loading.pop((block, wish), None)

    def _fine_wish(self, block: int) -> FineWish | None:
        """Say how a picture is wanted of the terminal, once it is in sight in its own frame, and not had so yet."""
        if self._means is None or self._means.in_place == "blocks" or self._drawn is None:
            return None
        layout, seen = self._view.text_layout, self._view.viewport.lines
        frame, wish = layout.pictures.get(block), self._wish
        if not self._has(block, wish) or block in self._other or not isinstance(frame, Frame):
            return None
        first = layout.line(Position(block, PICTURE_TOP))
        if first >= seen.stop or first + frame.rows <= seen.start:
            return None
        from achie_tui.pictures.terminal import cell_size

        finer = FineWish(self._means.in_place, *frame, cell_size(), wish.background, self._means.limits)
        return finer if self._fine.get(block) != finer else None

    def _drawer(self) -> "DrawnPictures | None":
        """Have pictures drawn in the way that this terminal can, and Textual lets through."""
        way = self._means.in_place if self._means is not None else "blocks"
        if way == "blocks":
            return None
        from achie_tui.pictures.terminal import known_cell_size
        from achie_tui.tui.widgets.drawn_pictures import ByCells, DrawnOver

        if way == "placeholders":
            # Their colours are numbers, and would be others where there are but a few.
            return ByCells(self._view, self._repaint) if self._view.app.console.color_system == "truecolor" else None
        if way == "sixel" and known_cell_size() is None:  # then nobody knows how many cells they would cover
            return None
        return DrawnOver(self._view, self.follow)

    def _end_drawn(self) -> None:
        self._fine.clear()
        if self._drawn is not None:
            self._drawn.end()

    def _give_up(self, block: int, error: AchieError) -> None:
        self._notes[block] = PictureNote(error.sentence(self._language))

    def _src(self, block: int) -> str:
        picture = self._view.shown.blocks[block]
        return picture.src if isinstance(picture, ImageBlock) else ""

    # Painting.

    def _say_late(self, block: int) -> None:
        self._late.add(block)
        self._repaint(block)

    def _show_change(self, block: int) -> None:
        """Show what has come of a picture, in its frame if that is still the right one."""
        if not self._set_anew(block):
            self._repaint(block)

    def _set_anew(self, block: int) -> bool:
        """Set a picture anew where its frame is not the right one any more; tells whether it was not."""
        is_other = self._placeholders is not None and block in self._placeholders and self._placeholders.anew(block)
        if is_other:
            if not self._other:
                self._view.call_later(self._set_others)
            self._other.add(block)
        return is_other

    def _set_others(self) -> None:
        """Set all at once that turned out to need another frame: they often come together."""
        others, self._other = self._other, set()
        if others and self.album is not None:
            self._view.set_pictures_anew(others)

    def _repaint(self, block: int) -> None:
        layout = self._view.text_layout
        if isinstance(frame := layout.pictures.get(block), Frame):
            self._view.refresh_lines(layout.line(Position(block, PICTURE_TOP)), frame.rows)

    def _strips(self, block: int, first: int) -> list[Strip]:
        """Give the lines of the picture that begins on a line of the layout, made once; none until it is there."""
        view, viewport = self._view, self._view.viewport
        layout, blank = viewport.layout, view.look()
        decoded, frame, late = self._decoded.get(block), layout.pictures.get(block), block in self._late
        drawn = self._drawn.strips(block, frame) if self._drawn is not None and isinstance(frame, Frame) else None
        made_for = (decoded, drawn, frame, late, first, viewport.scrolled(0), blank)
        painted = self._painted.get(block)
        if painted is None or painted.made_for != made_for:
            strips: list[Strip] = []
            if drawn is not None:
                strips = drawn
            elif decoded is not None:
                from achie_tui.tui.widgets.picture import behind, half_block_strips

                strips = half_block_strips(decoded.raster, behind(view), ambiguous_wide=layout.ambiguous_wide)
            elif late and isinstance(frame, Frame):
                strips = waiting(frame, view.look("image"), self._language)
            painted = self._painted[block] = Painted(made_for, centred(strips, viewport, first, blank))
        return painted.strips
