"""Notes and marked passages: written, changed and deleted in the article, and shown there."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from textual.content import Content

from achie_tui.errors import AchieError, NotWrittenError
from achie_tui.language import Phrase
from achie_tui.library.notes import COLOURS
from achie_tui.library.records import Kept
from achie_tui.model import Article, Note, Passage
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.highlight_colours import next_colour, sign_of, word_of
from achie_tui.tui.prompting import Ask, Purpose, has_other_words, in_lines, in_one_line
from achie_tui.tui.session import Session
from achie_tui.typeset.visible import clean_line
from achie_tui.typeset.width import cut

if TYPE_CHECKING:
    from achie_tui.export.noted import PlacedNote
    from achie_tui.tui.excerpt import Excerpt
    from achie_tui.tui.widgets.paragraphs import Paragraphs

T = TypeVar("T")
_SEEN = 200
_NAMED = 12
"""Cells by which a passage is named where its note is written."""
NO_TEXT = Phrase("这里没有可选的段落", "There is no paragraph to choose here")
CHOOSE_FIRST = Phrase("先按 {paragraphs} 选段落", "Press {paragraphs} to choose paragraphs first")
NO_NOTE_HERE = Phrase("这里没有笔记或划线", "There is no note or mark here")


class NotedView(Protocol):
    """The reader, as far as it is needed here."""

    choosing: "Paragraphs | None"

    @property
    def kept(self) -> Kept | None:
        """The article that is shown."""

    @property
    def excerpt(self) -> "Excerpt | None":
        """What is selected."""

    @property
    def note_in_sight(self) -> Note | None:
        """The note on the first marked passage in sight."""

    def note_on(self, excerpt: "Excerpt") -> Note | None:
        """Give the note on the very passage that is selected, if there is one."""

    def note_seen(self, note: str) -> Note | None:
        """Give the note with an id where its passage is in sight."""

    def extend(self, way: int) -> None:
        """Choose one more paragraph, or one less."""

    def choose_paragraphs(self) -> bool:
        """Choose the first paragraph in sight; tells whether there is any."""

    def show_notes(self, notes: "Sequence[PlacedNote]") -> None:
        """Show other notes on the article."""


class _Target(NamedTuple):
    """What a note is being written on: the note that is to be changed, an article, and what is selected of it."""

    path: str
    note: Note | None = None
    article: Article | None = None
    excerpt: "Excerpt | None" = None

    @property
    def place(self) -> "tuple[str, Excerpt | Passage | None]":
        """What of which article it is on, whether there is a note by now or not."""
        return self.path, self.excerpt or (self.note.passage if self.note else None)


class Annotator:
    """Has the user write notes.

    `enter` takes the user into the reader; `ask` opens the prompt, and `in_prompt` gives what is in it by now;
    `after_layout` calls something once the screen is laid out anew; `unselect` gives up what is selected, when it is
    marked; `show_sign` shows before what is typed the colour in which that will be.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        view: NotedView,
        *,
        enter: Callable[[], None],
        ask: Ask,
        in_prompt: Callable[[], str],
        after_layout: Callable[[Callable[[], None]], object],
        unselect: Callable[[], None],
        show_sign: Callable[[Content], None],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._view = view
        self._enter = enter
        self._ask = ask
        self._in_prompt = in_prompt
        self._after_layout = after_layout
        self._unselect = unselect
        self._show_sign = show_sign
        self._target: _Target | None = None
        self._unwritten: dict[tuple[str, Excerpt | Passage | None], str] = {}  # words that could not be written yet
        self._colour = COLOURS[0]  # that of what is marked next: the one that was chosen last
        self._turned = COLOURS[0]  # that of what is typed
        self._marked = ""  # the id of the note on the passage that was marked last

    # Choosing, and what a note is on.

    def choose(self) -> None:
        """Choose paragraphs, or no longer."""
        session = self._session
        elsewhere = session.pane == "list" and session.reading and session.reading.path not in session.current_paths
        if self._view.choosing is not None:
            self._view.choosing = None
        elif self._view.kept is None or elsewhere:
            session.say(phrases.NOTHING_OPEN)
        elif session.pane != "reader":
            self._enter()
            self._after_layout(self._choose)  # a reader that was hidden is set for its width first
        else:
            self._choose()

    def _choose(self) -> None:
        if not self._view.choose_paragraphs():
            self._session.say(NO_TEXT)

    def extend(self, way: int) -> None:
        """Choose one paragraph more, or one less."""
        if self._view.choosing is None:
            self._session.say(CHOOSE_FIRST)
        else:
            self._view.extend(way)

    def note(self) -> None:
        """Have a note written: on what is selected, else on the marked passage in sight, else on the article.

        A passage that is marked already has a note, which is changed. Of several in sight it is that of the one that
        was marked or changed last, else of the first.
        """
        session, kept = self._session, self._view.kept
        path = next(iter(session.current_paths), None)
        if path is None:
            session.say(phrases.NOTHING_CHOSEN)
        elif session.pane == "reader" and kept is not None:
            excerpt, marked = self._view.excerpt, self._in_sight
            if excerpt is not None and excerpt.parts:
                self._begin(_Target(kept.article.path, self._view.note_on(excerpt), kept.article, excerpt))
            elif marked is not None:
                self._begin(_Target(kept.article.path, marked))
            else:
                self._jobs.answer("note", partial(self._begin_on_article, kept.article.path))
        else:
            self._jobs.answer("note", partial(self._begin_on_article, path))

    def note_on_article(self) -> None:
        """Have a note written on all of the article, whatever is selected or marked in it."""
        path = next(iter(self._session.current_paths), None)
        if path is None:
            self._session.say(phrases.NOTHING_CHOSEN)
        else:
            self._jobs.answer("note", partial(self._begin_on_article, path))

    async def _begin_on_article(self, path: str) -> None:
        """Have the note on all of an article changed, or one written."""
        notes = await self._jobs.read_later(partial(self._session.newsroom.notebook.on_path, path), None)
        if notes is not None:
            self._begin(_Target(path, next((note for note in notes if note.passage is None), None)))

    def _begin(self, target: _Target) -> None:
        """Have a note written; one that is being typed goes on, or is kept where it is on something else."""
        text, colour = self._in_prompt(), self._turned
        if self._target is None or self._target.place != target.place:
            self.dismissed()
            self._target, text = target, in_one_line(self._text_of(target))
            colour = target.note.colour if target.note else self._colour
        self._ask(self, text)
        if self.purpose == "passage":
            self._turn_to(colour)

    def turn_colour(self) -> None:
        """Have the passage whose note is being written marked in the next colour."""
        self._turn_to(next_colour(self._turned))

    def _turn_to(self, colour: str) -> None:
        self._turned = colour
        sign = sign_of(colour, self._session.language)
        self._show_sign(Content.assemble(sign, Content(f" {self._named}")) if self._named else sign)

    @property
    def _named(self) -> str:
        """The first words of the passage whose note is written, by which one sees which that is."""
        target = self._target
        if target is None:
            return ""
        passage = target.note.passage if target.note else None
        text = target.excerpt.text if target.excerpt else passage.quotation if passage else ""
        words = clean_line(" ".join(text[:_SEEN].split()))
        first = cut(words, _NAMED)
        return f"“{self._session.typography.show(first)}{'……' if first != words else ''}”"

    def colour(self) -> None:
        """Mark what is selected; what is marked already, selected or in sight, is marked in the next colour.

        Of several in sight that is the one that was marked last, else the first.
        """
        kept, excerpt = self._view.kept, self._view.excerpt
        selected = excerpt if excerpt is not None and excerpt.parts else None
        if self._session.pane != "reader" or kept is None:
            self._session.say(NO_NOTE_HERE)
        elif note := self._view.note_on(selected) if selected else self._in_sight:
            self._turn(note)
        elif selected:
            self._write(_Target(kept.article.path, None, kept.article, selected), "", self._say_of(self._colour))
        else:
            self._session.say(NO_NOTE_HERE)
        if selected:
            self._view.choosing = None
            self._unselect()

    @property
    def _in_sight(self) -> Note | None:
        return (self._view.note_seen(self._marked) if self._marked else None) or self._view.note_in_sight

    def _turn(self, note: Note) -> None:
        self._marked, self._colour = note.id, next_colour(note.colour)
        written = self._session.newsroom.notebook.change(note, colour=self._colour)
        self._jobs.answer("notes", partial(self._written, written, self._say_of(self._colour)))

    async def turn_now(self, note: Note) -> str:
        """Mark a passage in the next colour; gives what there is to say of it."""
        colour = next_colour(note.colour)
        changed = await self._session.newsroom.notebook.change(note, colour=colour)
        self.renew()
        return self._say_of(colour) if changed else self._session.words(phrases.NOTE_UNCHANGED)

    def _say_of(self, colour: str) -> str:
        return self._session.words(phrases.MARKED_IN, name=word_of(colour).say(self._session.language))

    def text_of(self, note: Note) -> str:
        """Give the text with which a note is changed: what could not be written before, else its own."""
        return self._text_of(_Target(note.path, note))

    def _text_of(self, target: _Target) -> str:
        return self._unwritten.get(target.place, target.note.text if target.note else "")

    def remove(self) -> None:
        """Delete the note on the marked passage in sight; of several the one that `note` would change."""
        note = self._in_sight if self._session.pane == "reader" else None
        if note is None:
            self._session.say(NO_NOTE_HERE)
        else:
            self.delete(note)

    # What the user types.

    @property
    def purpose(self) -> Purpose:
        """What is typed."""
        target = self._target
        on_passage = target is not None and (target.excerpt or (target.note and target.note.passage))
        return "passage" if on_passage else "note"

    def typed(self, text: str) -> None:
        """Leave it in the field: it is taken from there."""

    def walk(self, way: int) -> None:
        """Stay: nothing is found here."""

    def left(self, *, keep: bool) -> None:
        """Write the note, or leave all as it was."""
        target, self._target = self._target, None
        if target is None or not keep:
            return
        if target.excerpt is not None:
            self._view.choosing = None
            self._unselect()
        self._take(target)

    def dismissed(self) -> None:
        """Write the note where it has words that are not kept yet; else leave all as it was."""
        target, self._target = self._target, None
        if target and has_other_words(self._in_prompt(), target.note.text if target.note else ""):
            self._take(target)

    def _take(self, target: _Target) -> None:
        text, words = in_lines(self._in_prompt()), self._session.words
        if target.note is not None:
            self._marked = target.note.id if target.note.passage else self._marked
            colour = self._turned if target.note.passage else None
            self._colour = colour or self._colour
            self._change(target, target.note, text, colour)
        elif target.excerpt:
            self._colour = self._turned
            self._write(target, text, words(phrases.NOTED if text else phrases.MARKED_PASSAGE))
        elif text:
            self._write(target, text, words(phrases.NOTED))
        else:
            self._unwritten.pop(target.place, None)

    def _write(self, target: _Target, text: str, said: str) -> None:
        from achie_tui.anchoring import Place

        ends = None
        if target.excerpt is not None:
            (first, start, _), (last, _, end) = target.excerpt.parts[0], target.excerpt.parts[-1]
            ends = Place(first, start), Place(last, end)
        written = self._session.newsroom.notebook.write(target.path, text, target.article, ends, self._colour)
        self._jobs.answer("notes", partial(self._added, written, said, target, text))

    async def _added(self, written: asyncio.Future[list[Note]], said: str, target: _Target, text: str) -> None:
        self._marked = next((note.id for note in await self._kept(written, target, text)), "")
        await self._written(written, said)

    def _change(self, target: _Target, note: Note, text: str, colour: str | None) -> None:
        """Give a note another text, and another colour or none; without text, one that is on no passage is deleted."""
        if not text and note.passage is None:
            self._unwritten.pop(target.place, None)
            self.delete(note)
            return
        written = self._session.newsroom.notebook.change(note, text, colour)
        self._jobs.answer("notes", partial(self._changed, written, target, text))

    async def _changed(self, written: asyncio.Future[bool], target: _Target, text: str) -> None:
        await self._kept(written, target, text)
        await self._written(written, self._session.words(phrases.NOTED))

    async def _kept(self, written: Awaitable[T], target: _Target, text: str) -> T:
        """Wait until a note is written; its words stay at hand until they are. Raises NotWrittenError."""
        if text:
            self._unwritten[target.place] = text
        try:
            done = await written
        except AchieError as error:
            if text:
                raise NotWrittenError(error) from error
            raise
        if done or (target.note is not None and target.note.text == text):
            self._unwritten.pop(target.place, None)
        return done

    def delete(self, note: Note) -> None:
        """Delete a note, with the mark on its passage."""
        written = self._session.newsroom.notebook.delete(note)
        self._jobs.answer("notes", partial(self._written, written, self._session.words(phrases.NOTE_DELETED)))

    def keep(self, note: Note, text: str) -> None:
        """Give a note another text, which is told on the main screen."""
        self._change(_Target(note.path, note), note, text, None)

    async def change_now(self, note: Note, text: str) -> str:
        """Give a note another text, without any delete it if it is on no passage; gives what there is to say of it."""
        target = _Target(note.path, note)
        if not text and note.passage is None:
            self._unwritten.pop(target.place, None)
            return await self.delete_now(note)
        changed = await self._kept(self._session.newsroom.notebook.change(note, text), target, text)
        self.renew()
        return self._session.words(phrases.NOTED if changed else phrases.NOTE_UNCHANGED)

    async def delete_now(self, note: Note) -> str:
        """Delete a note; gives what there is to say of it."""
        deleted = await self._session.newsroom.notebook.delete(note)
        self.renew()
        return self._session.words(phrases.NOTE_DELETED if deleted else phrases.NOTE_UNCHANGED)

    async def _written(self, written: Awaitable[object], said: str) -> None:
        self._session.tell(said if await written else self._session.words(phrases.NOTE_UNCHANGED))
        await self._show()

    # What is shown.

    def renew(self) -> None:
        """Show the notes as they are by now."""
        if self._view.kept is not None:
            self._jobs.start("notes", self._show, exclusive=True)

    async def _show(self) -> None:
        kept = self._view.kept
        if kept is None:
            return
        notes = await self._jobs.read_later(partial(self._session.newsroom.notebook.on, kept.article), None)
        if notes is not None and self._view.kept is kept:
            self._view.show_notes(notes)
