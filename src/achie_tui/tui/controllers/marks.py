"""The user's marks: read, starred, to be read later; and the way back through them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from achie_tui.journal_words import NOT_REDONE, NOT_UNDONE, in_words
from achie_tui.language import Phrase
from achie_tui.library.marks import Mark
from achie_tui.model import Headline
from achie_tui.newsroom import Undone
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.session import Session
from achie_tui.typeset.visible import clean_line

Done = TypeVar("Done")

SAID: dict[tuple[str, bool], Phrase] = {
    ("read", True): phrases.MARKED_READ,
    ("read", False): phrases.MARKED_UNREAD,
    ("starred", True): phrases.STARRED,
    ("starred", False): phrases.UNSTARRED,
    ("later", True): phrases.LATER,
    ("later", False): phrases.NOT_LATER,
}
_SEVERAL = Phrase("{now}：{articles:,} 篇", "{now}: {articles:,}")
_UNDONE = Phrase("已撤销：{articles:,} 篇", "Undone: {articles:,}")
_REDONE = Phrase("已重做：{articles:,} 篇", "Done again: {articles:,}")
_ONE_UNDONE = Phrase("已撤销，{now}：“{title}”", "Undone. {now}: “{title}”")
_ONE_REDONE = Phrase("已重做，{now}：“{title}”", "Done again. {now}: “{title}”")
_WHAT_UNDONE = Phrase("已撤销 {what}", "Undone: {what}")
_WHAT_REDONE = Phrase("已重做 {what}", "Done again: {what}")
_STEPS_UNDONE = Phrase("已撤销：{steps} 步", "Undone: {steps} steps")
_STEPS_REDONE = Phrase("已重做：{steps} 步", "Done again: {steps} steps")
_STEPS_OVERRULED = Phrase(
    "后来又改过 {steps} 步（例如在另一台机器上），以后来的为准，没有动",
    "{steps} steps were left alone: what they did was changed later, on another machine say, and that counts",
)
_AND_OVERRULED = Phrase("{done}；{overruled}", "{done}. {overruled}")
_IN_WORDS = frozenset(("note", "note-text", "note-colour", "highlight", "search"))
"""What is called by what was done, not by what it is now."""
_NOTHING_TO_UNDO = Phrase("没有可撤销的标记", "Nothing to undo")
_NOTHING_TO_REDO = Phrase("没有可重做的标记", "Nothing to redo")


class Marks:
    """Sets and clears marks, and steps through their journal.

    What the user sees changes at once: `show` is given the headlines as they will be; `shown` gives those of the list
    that are known, and `listed` the keys of all its rows. They are written on the
    library's thread, in the order of the keys; after the last, `changed` is called, for counts and lists to follow,
    and also where writing failed, for the rows to be what they were.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        *,
        show: Callable[[Sequence[Headline]], None],
        shown: Callable[[], Sequence[Headline]],
        listed: Callable[[], Sequence[int]],
        changed: Callable[[], None],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._show = show
        self._shown = shown
        self._listed = listed
        self._changed = changed
        self._writing = 0
        self._wanted: dict[tuple[str, Mark], bool] = {}  # what is being written, by article and mark

    @property
    def is_writing(self) -> bool:
        """Whether something is still to be written: what the library says of marks is out of date until then."""
        return self._writing > 0

    def toggle(self, mark: Mark) -> None:
        """Set a mark of the current articles, or clear it where all have it."""
        if several := self._session.several:
            # Not all of them need be known here: it is decided where they are written, and the next key finds it done.
            written = self._session.newsroom.deeds.toggle(several, mark)
            self._jobs.answer("marks", partial(self._toggled, written, several, mark))
            return
        headlines = self._session.current
        if not headlines:
            self._session.say(phrases.NOTHING_CHOSEN)
            return
        value = not all(self._wanted.get((each.path, mark), getattr(each, mark)) for each in headlines)
        self._set(headlines, mark, value=value)
        self._session.say(SAID[mark, value])

    def read(self, headline: Headline) -> None:
        """Mark an article as read, because it was opened."""
        if not headline.read:
            self._set([headline], "read", value=True, opened=True)

    def read_all(self) -> None:
        """Mark all articles of the place as read, as one step; of a narrowed list those it shows, or those chosen."""
        place = self._session.place
        if place is not None:
            several = self._session.several
            self._show_set(several or self._listed(), "read", value=True)
            among = several or (self._listed() if self._session.narrowing.hides or place.query else None)
            self._jobs.start(
                "marks", partial(self._all_read, self._session.newsroom.deeds.mark_all_read(place.view, among))
            )

    def undo(self) -> None:
        """Take the last change of marks back."""
        self._jobs.start("marks", partial(self._stepped, self._session.newsroom.deeds.undo(), back=True))

    def redo(self) -> None:
        """Do the change that was last taken back again."""
        self._jobs.start("marks", partial(self._stepped, self._session.newsroom.deeds.redo(), back=False))

    async def walk(self, to: int, *, back: bool) -> str:
        """Take all steps down to that of a number back, or do them again up to it; gives what there is to say of it."""
        newsroom = self._session.newsroom
        undone = await self._written(newsroom.deeds.undo(to) if back else newsroom.deeds.redo(to))
        return self._words(undone, back=back)

    async def step(self, *, back: bool) -> str:
        """Take the last step back, or do it again; gives what there is to say of it."""
        deeds = self._session.newsroom.deeds
        return self._words(await self._written(deeds.undo() if back else deeds.redo()), back=back)

    def _show_set(self, keys: Sequence[int], mark: Mark, *, value: bool) -> None:
        """Show a mark of all those headlines of the list that are known."""
        meant, changed = set(keys), dict[str, Any]({mark: value})
        self._show([replace(headline, **changed) for headline in self._shown() if headline.key in meant])

    async def _toggled(self, written: Awaitable[tuple[bool, int]], keys: Sequence[int], mark: Mark) -> None:
        value, articles = await self._written(written)
        self._show_set(keys, mark, value=value)
        self._session.say(_SEVERAL, now=self._session.words(SAID[mark, value]), articles=articles)

    def _set(self, headlines: Sequence[Headline], mark: Mark, *, value: bool, opened: bool = False) -> None:
        changed: dict[str, Any] = {mark: value}
        self._show([replace(headline, **changed) for headline in headlines])
        self._wanted |= {(headline.path, mark): value for headline in headlines}
        deeds, paths = self._session.newsroom.deeds, [headline.path for headline in headlines]
        written = deeds.mark_opened(paths) if opened else deeds.mark(paths, **changed)
        self._jobs.start("marks", partial(self._written, written))

    async def _written(self, written: Awaitable[Done]) -> Done:
        self._writing += 1
        try:
            return await written
        finally:
            self._writing -= 1
            if not self._writing:
                self._wanted.clear()
                self._changed()

    async def _all_read(self, written: Awaitable[int]) -> None:
        articles = await self._written(written)
        self._session.say(phrases.ALL_READ, articles=f"{articles:,}")

    async def _stepped(self, written: Awaitable[Undone], *, back: bool) -> None:
        undone = await self._written(written)
        self._session.tell(self._words(undone, back=back))

    def _words(self, undone: Undone, *, back: bool) -> str:
        done = self._done(undone, back=back)
        if not undone.overruled:
            return done
        language = self._session.language
        if len(undone.overruled) == 1:
            step = in_words(undone.overruled[0], language, clean_line)
            overruled = (NOT_UNDONE if back else NOT_REDONE).say(language, step=step)
        else:
            overruled = _STEPS_OVERRULED.say(language, steps=len(undone.overruled))
        return _AND_OVERRULED.say(language, done=done, overruled=overruled) if undone.entries else overruled

    def _done(self, undone: Undone, *, back: bool) -> str:
        language = self._session.language
        many, one, nothing = (
            (_UNDONE, _ONE_UNDONE, _NOTHING_TO_UNDO) if back else (_REDONE, _ONE_REDONE, _NOTHING_TO_REDO)
        )
        if undone.step and undone.headline:
            now = SAID[undone.step.mark, undone.step.set].say(language)
            return one.say(language, now=now, title=clean_line(undone.headline.title))
        if len(undone.entries) == 1 and _is_told_whole(undone):
            what = in_words(undone.entries[0], language, clean_line)
            return (_WHAT_UNDONE if back else _WHAT_REDONE).say(language, what=what)
        if undone.entries and not undone.articles:
            return (_STEPS_UNDONE if back else _STEPS_REDONE).say(language, steps=len(undone.entries))
        return (many if undone.entries else nothing).say(language, articles=undone.articles)


def _is_told_whole(undone: Undone) -> bool:
    """Tell whether the words for the step say what became of it: not where some of its articles were left alone."""
    entry = undone.entries[0]
    return entry.articles == undone.articles or {change.mark for change in entry.changes} <= _IN_WORDS
