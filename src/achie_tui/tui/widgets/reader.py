"""The reader: an article, and what helps to read it: words found in it, and numbers to open its links by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.events import Click, Key
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.worker import Worker

from achie_tui.language import Language
from achie_tui.library.records import Kept
from achie_tui.model import ImageBlock, Link, Note
from achie_tui.pictures.album import Album
from achie_tui.tui.keys import moves
from achie_tui.tui.themes import HIGHLIGHTS
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.finding import Finding, FoldedText, HitsIn
from achie_tui.tui.widgets.highlights import NO_HIGHLIGHTS, Highlights, highlights_of, with_notes
from achie_tui.tui.widgets.inline_pictures import InlinePictures
from achie_tui.tui.widgets.link_numbers import LinkNumbers, number_links
from achie_tui.tui.widgets.reading_marks import Fresh, place_lines, with_marks
from achie_tui.tui.widgets.sheet import NOTHING_KEPT, TOP, Position, Sheet, article_sheet, message_sheet
from achie_tui.tui.widgets.sheet_view import PAGE_OVERLAP, PLAIN, SheetView
from achie_tui.typeset.document import Line, PictureNote
from achie_tui.typeset.spacing import as_seen

if TYPE_CHECKING:
    from achie_tui.export.noted import PlacedNote
    from achie_tui.pictures.means import Means
    from achie_tui.tui.excerpt import Excerpt
    from achie_tui.tui.widgets.paragraphs import Paragraphs

NONE_REFUSED: Mapping[str, PictureNote] = MappingProxyType({})


class Reader(SheetView):
    """Shows one article (`show`) or a message in its place (`show_message`)."""

    BINDINGS: ClassVar[list[BindingType]] = moves(
        next_match="next_match",
        find="screen.do('find')",
        paragraphs="screen.do('paragraphs')",
        remove_note="screen.do('remove_note')",
        colour="screen.do('colour')",
        extend_down="screen.do('extend_down')",
        extend_up="screen.do('extend_up')",
    )

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"sheet--{look}" for look in HIGHLIGHTS}

    REST: ClassVar[float] = 0.5
    """Seconds of standing still after which the place is told."""

    finding: reactive[Finding | None] = reactive(None, init=False, repaint=False)
    """What is being looked for in the article."""
    hinting: reactive[LinkNumbers | None] = reactive(None, init=False, repaint=False)
    """The numbers over the links."""
    choosing: "reactive[Paragraphs | None]" = reactive(None, init=False, repaint=False)
    """The paragraphs that are chosen by key."""
    highlights: reactive[Highlights] = reactive(NO_HIGHLIGHTS, init=False, repaint=False)
    """The passages that the user has marked."""

    @dataclass
    class LinkOpened(Message):
        """The user followed a link: a path of the site, or an absolute address."""

        url: str

    class EndShown(Message):
        """The user has come to the end, and would go on with the same key."""

    @dataclass
    class PictureOpened(Message):
        """The user clicked on a picture: its number among those of the article."""

        number: int

    @dataclass
    class PlaceChanged(Message):
        """The reader stands at another place of the article at `path`: its block and an offset into that.

        `percent` is how far down the article's text that is.
        """

        path: str
        block: int
        offset: int
        percent: int

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
        self._language: Language = language
        self.pictures: InlinePictures = InlinePictures(self, language)
        self._kept: Kept | None = None
        self._text: FoldedText | None = None  # folded when something is looked for
        self._rest: Timer | None = None  # runs while there is a place to tell
        self._near: Sequence[Link] = ()  # what is to be added behind the text
        self._bare = Sheet()  # the sheet without what is added to it: notes, and links
        self._added: Sequence[Link] = ()
        self._notes: tuple[PlacedNote, ...] = ()
        # Where it was asked whether to go on, just now and by the key before: what asks may take a line from the text.
        self._is_asking: tuple[Position, int] | None = None
        self._was_asked: tuple[Position, int] | None = None
        self._fresh: Fresh | None = None
        self._hinted_from: Position | None = None  # where one was before links were brought into sight

    def on_mount(self) -> None:
        """Put the pictures on another background when the theme has one."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.pictures.follow())

    async def on_unmount(self) -> None:
        """Leave nothing behind."""
        await self.pictures.end()

    # What it shows.

    def show(
        self,
        kept: Kept,
        *,
        place: tuple[int, int] | None = None,
        refused: Mapping[str, PictureNote] = NONE_REFUSED,
        near: Sequence[Link] = (),
        notes: "Sequence[PlacedNote]" = (),
        sizes: Mapping[str, int] = NOTHING_KEPT,
        is_preview: bool = False,
    ) -> None:
        """Show an article with the user's notes, from its top or from a place that `PlaceChanged` told.

        `refused` says of pictures, by their addresses, why they are not shown, where that is known beforehand; `near`
        leads to articles that are like it; `sizes` are those of the attachments that are kept. Of an article that is
        only previewed no place is told, and it is not `kept`.
        """
        bare = article_sheet(kept.article, self._language, revised=kept.revised, sizes=sizes)
        sheet = with_notes(bare, notes, self._language).with_near(near, self._language)
        self._turn_to(sheet, None if is_preview else kept, sheet.of_article(*(place or TOP)), refused)
        self._bare, self._added, self._notes = bare, near, tuple(notes)
        self.highlights = highlights_of(notes, self._bare)

    def show_notes(self, notes: "Sequence[PlacedNote]") -> None:
        """Show other notes on the article; nothing of its text moves."""
        if tuple(notes) != self._notes:
            self._notes = tuple(notes)
            self._source = with_notes(self._bare, notes, self._language).with_near(self._added, self._language)
            self._show_source()
            self.highlights = highlights_of(notes, self._bare)

    def add_near(self, near: Sequence[Link]) -> None:
        """Add, behind what is shown, links to articles that are like it; when no link's number is being typed."""
        self._near = near
        if self.hinting is None and near:
            self._near, self._added = (), near
            self.go_on_with(self._source.with_near(near, self._language))

    def show_message(self, title: str, body: str) -> None:
        """Show a message instead of an article; empty lines part its paragraphs."""
        self._turn_to(message_sheet(title, body))

    @property
    def kept(self) -> Kept | None:
        """The article that is shown, if one is."""
        return self._kept

    @property
    def place(self) -> tuple[int, int]:
        """The place of the article on the top line: a block, and an offset into its text."""
        return self.shown.in_article(self.top)

    def _turn_to(
        self,
        sheet: Sheet,
        kept: Kept | None = None,
        top: Position = TOP,
        refused: Mapping[str, PictureNote] = NONE_REFUSED,
    ) -> None:
        self._tell_place()
        self._near = self._added = ()
        self._is_asking = self._fresh = None
        self.finding = self.hinting = self._hinted_from = self.choosing = None
        self.highlights = NO_HIGHLIGHTS
        self._kept = kept
        self.pictures.turn_to(sheet, refused)
        self.show_sheet(sheet, top)

    # The place.

    def watch_top(self) -> None:
        """Tell the place as soon as one stands still."""
        if self._kept is None:
            return
        if self._rest is None:
            self._rest = self.set_timer(self.REST, self._tell_place)
        else:
            self._rest.reset()

    def _tell_place(self) -> None:
        if self._rest is None or self._kept is None:
            return
        self._rest.stop()
        self._rest = None
        self.post_message(self.PlaceChanged(self._kept.article.path, *self.place, self.percent))

    # Finding.

    def find(self, query: str, after: Position | None = None) -> None:
        """Look for a query, and at its first match after a position, by default the top line's."""
        self.rolling = False
        self.finding = self._find(query, self.top if after is None else after) if query else None
        self._look_at_match()

    def find_hits(self, query: str, hits_in: HitsIn) -> None:
        """Look at the first of what a search has found in the article, all of which is marked, where it has any."""
        self.rolling = False
        finding = self._find(query, TOP, hits_in)
        self.finding = finding if finding.matches else None
        self._look_at_match()

    def find_again(self, way: int) -> None:
        """Look at the next match (1) or the previous one (-1)."""
        if self.finding is not None:
            self.finding = self.finding.step(way)
            self._look_at_match()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave its keys to others while nothing is looked for."""
        return self.finding is not None if action == "next_match" else super().check_action(action, parameters)

    async def action_next_match(self) -> None:
        """Look at the next match."""
        await self.run_action("screen.do('next_match')")

    def _find(self, query: str, after: Position, hits_in: HitsIn | None = None) -> Finding:
        if self._text is None:
            self._text = FoldedText(self.shown.blocks[: len(self.shown.blocks) - self.shown.added])
        return self._text.find(query, after, hits_in)

    def _look_at_match(self) -> None:
        if self.finding and self.finding.current:
            self.reveal(self.finding.current.position)

    def watch_shown(self) -> None:
        """Find the same again where it is written in other characters now."""
        self._text = None
        if self.finding is not None:
            before = self.finding
            self.finding = self._find(before.query, TOP, before.hits_in).step(before.index)

    def watch_finding(self) -> None:
        """Mark what is found."""
        self._lay_over()

    def _lay_over(self) -> None:
        laid = (self.highlights, self.choosing, self.finding, self.hinting)
        self.overlays = tuple(overlay for overlay in laid if overlay is not None)

    # Choosing paragraphs, and what is selected.

    def choose_paragraphs(self) -> bool:
        """Choose the first paragraph in sight, to go on from there; tells whether there is any text."""
        self.rolling = False
        if self._kept is not None:
            from achie_tui.tui.widgets.paragraphs import first_choice

            self.choosing = first_choice(self.text_layout, self.viewport.lines, self.top)
        return self.choosing is not None

    def action_line(self, lines: int) -> None:
        """Scroll by lines; while paragraphs are chosen, go to another one, for many lines by those in sight."""
        if self.choosing is None:
            super().action_line(lines)
        else:
            many = len({self.text_layout.lines[index].block for index in self.viewport.lines}) // 2
            self._choose(self.choosing.step(lines if abs(lines) == 1 else max(many, 1) * (1 if lines > 0 else -1)))

    def action_top(self) -> None:
        """Scroll to the beginning; while paragraphs are chosen, go to the first one."""
        super().action_top()
        if self.choosing is not None:
            self._choose(self.choosing.step(-len(self.shown.blocks)))

    def action_bottom(self) -> None:
        """Scroll to the end; while paragraphs are chosen, go to the last one."""
        super().action_bottom()
        if self.choosing is not None:
            self._choose(self.choosing.step(len(self.shown.blocks)))

    def extend(self, way: int) -> None:
        """Choose one more paragraph, or one less."""
        if self.choosing is not None:
            self._choose(self.choosing.step(way, extend=True))

    def _choose(self, choosing: "Paragraphs") -> None:
        self.choosing = choosing
        self.reveal(Position(choosing.cursor, 0))

    def watch_choosing(self) -> None:
        """Mark what is chosen."""
        self._lay_over()

    def watch_highlights(self) -> None:
        """Mark the passages."""
        self._lay_over()

    @property
    def excerpt(self) -> "Excerpt | None":
        """What is chosen by key, else selected by mouse; None where nothing is."""
        parts = self.selected_parts if self.choosing is None else self.choosing.parts(self.shown)
        from achie_tui.tui.widgets.paragraphs import excerpt_of

        return excerpt_of(self.text_layout, parts, is_article=self._kept is not None)

    def note_on(self, excerpt: "Excerpt") -> Note | None:
        """Give the note on the very passage that is selected, if there is one."""
        return self.highlights.note_on(excerpt.parts, self.shown)

    @property
    def note_in_sight(self) -> Note | None:
        """The note on the first marked passage in sight."""
        found = self.highlights.in_sight(self.text_layout, self.viewport.lines)
        return found.note if found else None

    def note_seen(self, note: str) -> Note | None:
        """Give the note with an id where its passage is in sight."""
        return self.highlights.sees(note, self.text_layout, self.viewport.lines)

    # Turning pages.

    def action_page(self, pages: int) -> None:
        """Scroll by pages; of a last one that is none, mark where to go on. At the end, ask before telling that.

        While paragraphs are chosen, go by those in sight, and never beyond the end.
        """
        if self.choosing is not None:
            self.action_half_page(2 * pages)
            return
        here = self.top, self.viewport.width
        if pages > 0 and (self._was_asked == here or self.at_end):
            self.rolling = False
            self._is_asking = None if self._was_asked == here else here
            self.post_message(self.EndShown() if self._is_asking else self.EndReached())
            return
        before, height = self.viewport.top, self.viewport.height
        super().action_page(pages)
        if 0 < self.viewport.top - before < height - PAGE_OVERLAP:
            self._fresh = Fresh(self.viewport, before + height)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint a line of the view, and in its margins where one is."""
        strip, viewport = super().render_line(y), self.viewport
        margin = viewport.margin
        if not margin or self.typography.ambiguous_wide:  # such lines do not tell how wide they are
            return strip
        fresh = self._fresh is not None and self._fresh == (viewport, y + viewport.top)
        at_place = y in place_lines(viewport, self.percent)
        return with_marks(strip, left=0 if fresh else None, right=at_place, style=self.look("marker"))

    # The numbers of links. While they are shown the reader takes digits, Enter and Esc for itself.

    def show_hints(self) -> bool:
        """Show the numbers of the links in sight and after the text, where none is in sight, those first.

        Tells whether there are any.
        """
        self.rolling = False
        visible = self.viewport.lines
        hinting = number_links(self.text_layout, visible)
        self.hinting = hinting if hinting.numbers else None
        if self.hinting and self.hinting.numbers[0].line not in visible:
            self._hinted_from = self._hinted_from or self.top
            first = self.hinting.numbers[0].line
            self.scroll_to(y=first - self.viewport.height // 3, animate=False)  # which numbers them anew
        return self.hinting is not None

    def leave_hints(self) -> None:
        """Take the numbers away, and go back to where one was when they were asked for."""
        self.hinting = None
        if self._hinted_from is not None:
            self.go_to(self._hinted_from)
            self._hinted_from = None

    def drop_hints(self) -> None:
        """Take the numbers away, and stay where one is."""
        self.hinting = self._hinted_from = None

    def watch_hinting(self) -> None:
        """Lay the numbers over the text; behind it comes what has waited for them to go."""
        self._lay_over()
        self.add_near(self._near)

    def watch_viewport(self) -> None:
        """Show the pictures that come near, and number the links in sight anew."""
        self.pictures.follow()
        if self.hinting is not None:
            self.show_hints()

    def on_key(self, event: Key) -> None:
        """Take what is typed for a link's number; whatever is typed, forget what was said of the last page."""
        self._was_asked, self._is_asking = self._is_asking, None
        if self._fresh is not None:
            self._fresh = None
            self.refresh()
        if self.hinting is None:
            return
        if event.character and event.character in "0123456789":
            self.hinting = self.hinting.type(event.character)
            if len(self.hinting.open) == 1:
                self._follow_hint()
        elif event.key == "enter":
            self._follow_hint()
        elif event.key == "backspace":
            self.hinting = self.hinting.erase()
        elif event.key == "escape":
            self.leave_hints()
        else:
            return
        event.stop()
        event.prevent_default()

    def _follow_hint(self) -> None:
        if self.hinting is not None and (hint := self.hinting.chosen):
            self.leave_hints()
            self.post_message(self.LinkOpened(hint.url))

    def on_click(self, event: Click) -> None:
        """Follow a link, or show a picture as large as the screen."""
        if self.text_selection is not None:  # the end of a drag is no click
            return
        line = self._line_at(event.y - self.gutter.top)
        if event.chain > 1:
            event.prevent_default()  # which would select all there is
            if line is not None:
                self._select_at(line, event)
            return
        if line is None:
            return
        if (link := event.style.meta.get("link")) is not None:
            event.stop()
            self.post_message(self.LinkOpened([*self.text_layout.links(line)][link].url))
        elif (number := self._picture_on(line)) is not None:
            event.stop()
            self.post_message(self.PictureOpened(number))

    def _select_at(self, line: Line, event: Click) -> None:
        """Select the word that was clicked on twice, or the paragraph that was clicked on three times."""
        from achie_tui.tui.widgets.pointing import span_at

        _, point = self.screen.get_widget_and_offset_at(event.screen_x, event.screen_y)
        text = self.shown.source_text(line.block)
        if point is not None:
            self.select(line.block, *span_at(text, line, self._in_text(point).x, event.chain))

    # Pictures.

    @property
    def album(self) -> Album | None:
        """Where pictures come from; without one their names stand in their places."""
        return self.pictures.album

    @album.setter
    def album(self, album: Album | None) -> None:
        self.pictures.album = album

    @property
    def means(self) -> "Means | None":
        """By what means the terminal shows pictures; without any, as half blocks."""
        return self.pictures.means

    @means.setter
    def means(self, means: "Means | None") -> None:
        self.pictures.means = means

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Let the pictures know what has come of them."""
        self.pictures.worker_changed(event.worker)

    @property
    def images(self) -> list[ImageBlock]:
        """The pictures of the article."""
        return [
            replace(picture, alt=as_seen(picture.alt), caption=as_seen(picture.caption))
            for _, picture in self.shown.pictures
        ]

    @property
    def image_in_sight(self) -> int:
        """The number of the first picture in sight, else of the next one, else of the last."""
        seen = {self.text_layout.lines[index].block for index in self.viewport.lines}
        blocks = [block for block, _ in self.shown.pictures]
        ahead = (number for number, block in enumerate(blocks) if block in seen or block >= max(seen, default=0))
        return next(ahead, max(len(blocks) - 1, 0))

    def _line_at(self, y: int) -> Line | None:
        """Give the line of the text that is shown on a line of the view."""
        index = self.index_at(y)
        return self.text_layout.lines[index] if index < self.viewport.lines.stop else None

    def _picture_on(self, line: Line) -> int | None:
        """Give the number of the picture that a line is a part of, if it is shown."""
        if line.kind != "image" or not self.pictures.shows(line.block):
            return None
        return next(number for number, (block, _) in enumerate(self.shown.pictures) if block == line.block)
