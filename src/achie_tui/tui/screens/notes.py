"""All notes and marked passages: what is in them, where they are from, and the way there."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, DescendantFocus
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.notes import COLOURS
from achie_tui.model import Note
from achie_tui.tui import phrases
from achie_tui.tui.highlight_colours import look_of, word_of
from achie_tui.tui.keys import hint, hints, moves, option_moves
from achie_tui.tui.prompting import has_other_words, in_lines, in_one_line
from achie_tui.tui.session import Session
from achie_tui.tui.widgets.broken_text import BrokenText
from achie_tui.tui.widgets.list_clicks import drop_if_gone
from achie_tui.tui.widgets.prompt import Prompt
from achie_tui.tui.widgets.status import Badge, Masthead, Status
from achie_tui.typeset.folding import fold
from achie_tui.typeset.visible import clean_line

if TYPE_CHECKING:
    from achie_tui.export.noted import NotedArticle, PlacedNote

HEADING = Phrase("笔记和划线", "Notes and marked passages")
HOW = Phrase("{open} 打开原处，{find} 筛选，{remove_note} 删除", "{open} opens, {find} filters, {remove_note} deletes")
NOTHING = Phrase("还没有笔记：读文章时按 {note} 写一条", "There are no notes yet: {note} writes one in an article")
NONE_FITS = Phrase("没有含“{text}”的笔记", "No note has “{text}”")
GONE = Phrase("（原文里已经没有这一段）", " (gone from the article)")
REWORDED = Phrase("（原文的这一段后来改过）", " (reworded by now)")
NOT_KEPT = Phrase("（原文没有存下来）", " (the article is not kept)")
FILTER_WHAT = Phrase(
    "筛选：笔记、划线、标题里的字，#标签，或“红色”",
    "Filter: words of notes, passages and titles, a #tag, or “red”",
)
LONGEST = 200
"""Characters of a passage that are shown."""


class NoteRow(NamedTuple):
    """A note and its article."""

    article: "NotedArticle"
    placed: "PlacedNote"

    @property
    def text(self) -> str:
        """All that it is found by."""
        note = self.placed.note
        if note.passage is None:
            return f"{self.article.title}\n{note.text}"
        colour = word_of(note.colour)
        return f"{self.article.title}\n{note.passage.quotation}\n{note.text}\n{colour.zh}\n{colour.en}"


class Step(Protocol):
    """Takes the last step of the journal back, or does it again."""

    async def __call__(self, *, back: bool) -> str:
        """Do so; gives what there is to say of it."""


class NotesScreen(Screen[NoteRow | None]):
    """Lists the notes, the article noted last first, those of one article in the order of its text.

    They are changed and deleted here; one that is to be looked at is given.
    """

    CSS_PATH = "notes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="back", leave="dismiss", notes="dismiss", note="write", remove_note="delete", colour="turn"),
        *moves(undo="step(True)", redo="step(False)", find="filter"),
        Binding("F", "filter", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(
        self,
        session: Session,
        read: Callable[[], Awaitable[Sequence["NotedArticle"]]],
        *,
        text_of: Callable[[Note], str],
        change: Callable[[Note, str], Awaitable[str]],
        keep: Callable[[Note, str], None],
        delete: Callable[[Note], Awaitable[str]],
        turn: Callable[[Note], Awaitable[str]],
        step: Step,
    ) -> None:
        super().__init__()
        self._session = session
        self._read = read
        self._text_of = text_of
        self._change = change
        self._keep = keep
        self._delete = delete
        self._turn = turn
        self._step = step
        self._all: list[NoteRow] = []
        self._rows: list[NoteRow] = []
        self._masthead, self._status = Masthead(), Status()
        self._masthead.heading = HEADING.say(session.language)
        self._status.hints = hints("noted", session.keys, session.language)
        self._status.help = hint("help", session.keys, session.language)
        self._list = NoteList(markup=False)
        self._prompt = Prompt()
        self._written: Note | None = None  # whose text is being typed
        self._field = Input(compact=True, placeholder=FILTER_WHAT.say(session.language))

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._masthead
        yield self._field
        yield self._list
        yield self._status
        yield self._prompt

    def on_mount(self) -> None:
        """Ask for the notes."""
        self._field.display = False
        self._list.focus()
        self._renew()

    def _renew(self) -> None:
        self.run_worker(self._show(), group="notes", exclusive=True)

    async def _show(self) -> None:
        try:
            articles = await self._read()
        except AchieError as error:
            self._status.say(error.sentence(self._session.language), failed=True)
            return
        self._all = [NoteRow(article, placed) for article in articles for placed in article.notes]
        self._fill()

    @on(Input.Changed)
    def _fill(self) -> None:
        """Show the notes that have what is typed; the cursor stays on its line."""
        wanted, at = fold(self._field.value.strip()), self._list.highlighted or 0
        self._rows = [row for row in self._all if wanted in fold(row.text)]
        self._list.set_options(Option(self._shown(row)) for row in self._rows)
        self._list.highlighted = min(at, len(self._rows) - 1) if self._rows else None
        words = self._session.words
        none = words(NONE_FITS, text=clean_line(self._field.value)) if self._all else words(NOTHING)
        self._masthead.badges = (Badge(words(HOW) if self._rows else none),)
        if not self._rows:
            self._status.place = ""

    def _shown(self, row: NoteRow) -> BrokenText:
        """Write a note on several lines: when and where, the passage, what is noted."""
        note, language = row.placed.note, self._session.language
        show = self._session.typography.seen
        when = f"{datetime.fromtimestamp(note.created).astimezone():%Y-%m-%d}"
        lines = [Content.assemble((f"{when}  {show(clean_line(row.article.title))}", "$text-muted"))]
        if note.passage:
            quotation = clean_line(row.placed.line)
            quotation = f"{quotation[:LONGEST]}……" if len(quotation) > LONGEST else quotation
            state = self._state(row)
            said = state.say(language) if state else ""
            marked = Content.styled(f"“{show(quotation)}”", f"on ${look_of(note.colour)}")
            # Not every terminal has the colours; the first is that of all who choose none.
            named = "" if note.colour == COLOURS[0] else f" {word_of(note.colour).say(language)}"
            lines.append(Content.assemble("  ", marked, (named, "$text-muted"), (said, "$text-warning")))
        lines += [Content(f"  {show(clean_line(line))}") for line in note.text.splitlines() if line.strip()]
        return BrokenText(lines, ambiguous_wide=self._session.typography.ambiguous_wide)

    @staticmethod
    def _state(row: NoteRow) -> Phrase | None:
        if row.article.kept is None:
            return NOT_KEPT
        if row.placed.is_gone:
            return GONE
        return REWORDED if row.placed.anchored and row.placed.anchored.reworded else None

    @property
    def _here(self) -> NoteRow | None:
        at = self._list.highlighted
        return None if at is None or at >= len(self._rows) else self._rows[at]

    # What the user does.

    def action_back(self) -> None:
        """Leave the field, then what it has left out, then the screen."""
        if self._field.display:
            self._field.value = ""
            self._field.display = False
            self._list.focus()
        else:
            self.dismiss(None)

    def action_filter(self) -> None:
        """Let the user type what notes are to have."""
        self._field.display = True
        self._field.focus()

    @on(Input.Submitted)
    def _to_list(self) -> None:
        self._field.display = bool(self._field.value)
        self._list.focus()

    def action_choose(self) -> None:
        """Go to the note under the cursor."""
        if self._here is not None:
            self.dismiss(self._here)

    def action_write(self) -> None:
        """Have the note under the cursor changed, and stay."""
        if self._here is None:
            return
        self._written = note = self._here.placed.note
        what = phrases.NOTE_ON_PASSAGE if note.passage else phrases.NOTE_WHAT
        self.add_class("-prompting")
        self.app.update_styles(self)  # what is hidden takes no focus
        self._prompt.begin(in_one_line(self._text_of(note)), self._session.words(what), "m", over=False)
        self.set_focus(self._prompt.field)

    @on(Prompt.Left)
    def _take(self, event: Prompt.Left) -> None:
        note = self._end_writing()
        self._list.focus()
        if note is not None and event.keep:
            self._do(self._change(note, in_lines(self._prompt.field.value)))

    @on(DescendantFocus)
    def _dismiss_prompt(self) -> None:
        """Write what was typed where the focus has gone elsewhere."""
        if self.focused is not self._prompt.field and (note := self._end_writing()) and self._is_to_be_kept(note):
            self._do(self._change(note, in_lines(self._prompt.field.value)))

    def on_unmount(self) -> None:
        """Write what was typed where the screen is gone, with the app or without."""
        if (note := self._written) and self._is_to_be_kept(note):
            self._keep(note, in_lines(self._prompt.field.value))

    def _is_to_be_kept(self, note: Note) -> bool:
        return has_other_words(self._prompt.field.value, note.text)

    def _end_writing(self) -> Note | None:
        note, self._written = self._written, None
        self.remove_class("-prompting")
        return note

    def action_delete(self) -> None:
        """Delete the note under the cursor."""
        if self._here is not None:
            self._do(self._delete(self._here.placed.note))

    def action_turn(self) -> None:
        """Mark the passage under the cursor in the next colour."""
        if self._here is not None and self._here.placed.note.passage is not None:
            self._do(self._turn(self._here.placed.note))

    def action_step(self, back: bool) -> None:
        """Take the last step of the journal back, or do it again."""
        self._do(self._step(back=back))

    def _do(self, work: Awaitable[str]) -> None:
        self.run_worker(self._done(work), group="deeds")

    async def _done(self, work: Awaitable[str]) -> None:
        try:
            self._status.say(await work)
        except AchieError as error:
            self._status.say(error.sentence(self._session.language), failed=True)
        self._renew()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell where one is."""
        event.stop()
        self._status.place = f"{event.option_index + 1:,}/{len(self._rows):,}"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go there."""
        event.stop()
        self.action_choose()


class NoteList(OptionList, inherit_bindings=False):
    """The notes, with the keys of every list."""

    BINDINGS = option_moves()

    def on_click(self, event: Click) -> None:
        """Drop a click on a row that is gone."""
        drop_if_gone(self, event)
