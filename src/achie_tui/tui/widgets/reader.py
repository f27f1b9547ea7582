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
from textual.worker import Worker

from achie_tui.language import Language
from achie_tui.library.records import Kept
from achie_tui.model import ImageBlock, Link, Note
from achie_tui.tui.keys import moves
from achie_tui.tui.themes import HIGHLIGHTS
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.annotated import Annotated
from achie_tui.tui.widgets.finding import Finding, FoldedText, HitsIn
from achie_tui.tui.widgets.highlights import NO_HIGHLIGHTS, Highlights
from achie_tui.tui.widgets.inline_pictures import InlinePictures
from achie_tui.tui.widgets.link_numbers import LinkNumbers
from achie_tui.tui.widgets.link_typing import LinkTyping
from achie_tui.tui.widgets.page_turns import PageTurns, Standing
from achie_tui.tui.widgets.reading_marks import in_margins
from achie_tui.tui.widgets.resting import Rest
from achie_tui.tui.widgets.sheet import NOTHING_KEPT, TOP, Position, Sheet, article_sheet, message_sheet
from achie_tui.tui.widgets.sheet_view import PLAIN, SheetView
from achie_tui.typeset.document import PictureNote
from achie_tui.typeset.spacing import as_seen

if TYPE_CHECKING:
    from achie_tui.export.noted import PlacedNote
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
        self._rest = Rest(self, self._tell_place)
        self._annotated = Annotated(Sheet(), language)
        self._near: Sequence[Link] = ()  # what is to be added behind the text
        self._turns = PageTurns()
        self._link_typing = LinkTyping(self, self._follow)

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
        annotated = Annotated(bare, self._language, tuple(notes), near)
        sheet = annotated.sheet
        self._turn_to(sheet, None if is_preview else kept, sheet.of_article(*(place or TOP)), refused)
        self._annotated = annotated
        self.highlights = annotated.highlights

    def show_notes(self, notes: "Sequence[PlacedNote]") -> None:
        """Show other notes on the article; nothing of its text moves."""
        if tuple(notes) != self._annotated.notes:
            self._annotated = replace(self._annotated, notes=tuple(notes))
            self._source = self._annotated.sheet
            self._show_source()
            self.highlights = self._annotated.highlights

    def add_near(self, near: Sequence[Link]) -> None:
        """Add, behind what is shown, links to articles that are like it; when no link's number is being typed."""
        self._near = near
        if self.hinting is None and near:
            self._near = ()
            self._annotated = replace(self._annotated, near=near)
            self.go_on_with(self._annotated.sheet)

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
        self._rest.end_now()
        self._near = ()
        self._annotated = replace(self._annotated, near=())
        self._turns.forget()
        self.finding = self.hinting = self.choosing = None
        self.highlights = NO_HIGHLIGHTS
        self._kept = kept
        self.pictures.turn_to(sheet, refused)
        self.show_sheet(sheet, top)

    # The place.

    def watch_top(self) -> None:
        """Tell the place as soon as one stands still."""
        if self._kept is not None:
            self._rest.begin(self.REST)

    def _tell_place(self) -> None:
        if self._kept is not None:
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

    def _lay_over(self) -> None:
        laid = (self.highlights, self.choosing, self.finding, self.hinting)
        self.overlays = tuple(overlay for overlay in laid if overlay is not None)

    watch_finding = watch_choosing = watch_highlights = _lay_over

    # Choosing paragraphs, and what is selected.

    def choose_paragraphs(self) -> bool:
        """Choose what was found, else the first paragraph in sight, to go on from there; tells whether there is any."""
        self.rolling = False
        if self._kept is not None:
            from achie_tui.tui.widgets.paragraphs import first_choice

            match = self.finding.current if self.finding else None
            found = match.block if match else None
            self.choosing = first_choice(self.text_layout, self.viewport.lines, self.top, found)
        return self.choosing is not None

    def action_line(self, lines: int) -> None:
        """Scroll by lines; while paragraphs are chosen, go to another one, for many lines by those in sight."""
        if self.choosing is None:
            super().action_line(lines)
        else:
            self._choose(self.choosing.by_lines(lines, len(self.viewport.blocks)))

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

    @property
    def excerpt(self) -> "Excerpt | None":
        """What is chosen by key, else selected by mouse; None where nothing is."""
        from achie_tui.tui.widgets.paragraphs import excerpt_of

        parts = self.choosing.parts(self.shown) if self.choosing else self.selected.parts if self.selected else {}
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
        here = Standing(self.top, self.viewport.width)
        if pages > 0 and self._turns.is_over(here, at_end=self.at_end):
            self.rolling = False
            self.post_message(self.EndShown() if self._turns.asks(here) else self.EndReached())
            return
        before = self.viewport
        super().action_page(pages)
        if self._turns.turned(before, self.viewport):
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint a line of the view, and in its margins where one is."""
        strip = super().render_line(y)
        fresh = self._turns.is_fresh(self.viewport, y)
        style = self.look("marker")
        return in_margins(strip, self.viewport, y, percent=self.percent, is_fresh=fresh, style=style)

    # The numbers of links. While they are shown the reader takes digits, Enter and Esc for itself.

    def show_hints(self) -> bool:
        """Show the numbers of the links in sight and after the text; tells whether there are any."""
        return self._link_typing.show()

    def leave_hints(self) -> None:
        """Take the numbers away, and go back to where one was when they were asked for."""
        self._link_typing.leave()

    def drop_hints(self) -> None:
        """Take the numbers away, and stay where one is."""
        self.hinting = None

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
        if self._turns.key_pressed():
            self.refresh()
        if self._link_typing.press(event):
            event.stop()
            event.prevent_default()

    def _follow(self, url: str) -> None:
        self.post_message(self.LinkOpened(url))

    def on_click(self, event: Click) -> None:
        """Follow a link, or show a picture as large as the screen."""
        if self.text_selection is not None:  # the end of a drag is no click
            return
        if event.chain > 1:
            event.prevent_default()  # which would select all there is
        from achie_tui.tui.widgets.pointing import LinkMeant, PictureMeant, TextMeant, meant_by

        meant = meant_by(event, self, self.pictures.shows)
        match meant:
            case LinkMeant(url):
                event.stop()
                self._follow(url)
            case PictureMeant(number):
                event.stop()
                self.post_message(self.PictureOpened(number))
            case TextMeant():
                self.select(*meant)

    # Pictures.

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
        seen = self.viewport.blocks
        blocks = [block for block, _ in self.shown.pictures]
        ahead = (number for number, block in enumerate(blocks) if block in seen or block >= max(seen, default=0))
        return next(ahead, max(len(blocks) - 1, 0))
