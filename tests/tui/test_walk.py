"""A walk by every key and every palette entry, in both languages and three sizes: nothing is dead, nothing is cut."""

import re
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from inspect import iscoroutine
from itertools import dropwhile, groupby
from typing import Any, get_args

import pytest
from rich.cells import cell_len
from textual.command import CommandList, CommandPalette
from textual.events import Key
from textual.widgets import Input

from achie_tui.language import Language, Phrase
from achie_tui.library.library import Library
from achie_tui.model import Article, ImageBlock, Link, Span, TableBlock, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui import phrases
from achie_tui.tui.commands import Commands
from achie_tui.tui.keys import ACTIONS, GROUPS, HINTS, Pane, label
from achie_tui.tui.keys import name as key_name
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.screens.help import NOTE, TITLE, HelpScreen, KeyLines, in_rows
from achie_tui.tui.widgets.scroll_pane import ScrollPane
from achie_tui.tui.widgets.status import DOTS, Status, sentence_lines
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, article_of, path_of

SIZES = (WIDE, MEDIUM, NARROW)
FIRST = CATEGORIES[0]
PANES: tuple[Pane, ...] = ("sidebar", "list", "reader")
HERE = 2
"""The row where each step of the walk begins: an article with all there is to act on."""
PADDING = 2
LANGUAGES: tuple[Language, ...] = get_args(Language)
WALKS: list[tuple[Language, tuple[int, int]]] = [*(("zh", size) for size in SIZES), ("en", NARROW)]
"""What is walked through: the sizes differ in what is there, the languages in what has room."""


def revised(number: int) -> Article:
    """Give an article with a link, a picture and a table that is wider than any page."""
    article = article_of(FIRST, number)
    wide = TableBlock((tuple(f"指标 {year}" for year in range(2000, 2030)),) * 3, header_rows=1)
    linked = TextBlock("paragraph", "全文见官方网站。", (Span(3, 7, "link", path_of(FIRST, 3)),))
    picture = ImageBlock("/uploads/allimg/a.jpg", "港口", "港口夜景")
    blocks = (linked, picture, wide, *article.blocks)
    return replace(article, blocks=blocks, related=(Link("另一篇", path_of(FIRST, 4)),))


class Walk:
    """A running app that is put back to the same place before every step, and what it has said so far."""

    def __init__(self, desk: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = desk
        self.said: list[str] = []
        self.calls: list[str] = []
        app = desk.app
        monkeypatch.setattr(app, "exit", lambda *_, **__: self.calls.append("exit"))
        monkeypatch.setattr(app, "action_suspend_process", lambda: self.calls.append("suspend"))
        say = Status.say

        def listen(status: Status, words: str, **options: Any) -> None:
            if words:
                self.said.append(words)
            say(status, words, **options)

        monkeypatch.setattr(Status, "say", listen)

    async def begin(self, pane: Pane) -> None:
        """Go where a step begins."""
        desk, main = self.desk, self.desk.main
        while desk.app.screen is not main:
            desk.app.pop_screen()
            await self.settle()
        if main.prompted or main.asking:
            await self.press("escape")
        while main.controllers.tools.leave():
            pass
        main.zen = False
        main.controllers.chooser.clear()
        main.controllers.opener._trail.clear()
        if main.place is None or main.place.category != FIRST:
            main.controllers.lists.go_to(next(place for place in main.places if place.category == FIRST))
            await self.settle()
        if main.narrowing != Narrowing():
            main.narrowing = Narrowing()
            main.controllers.lists.rearrange()
            await self.settle()
        listed, reader = main.headline_list, main.reader
        listed.cursor = HERE
        assert listed.headline is not None
        if main.reading is None or main.reading.path != listed.headline.path:
            main.controllers.opener.open_headline(listed.headline)
        main.pane = pane
        await self.settle()
        reader.scroll_to(y=4, animate=False)
        reader.action_sideways(1)
        main.status.hush()
        await self.settle()

    async def press(self, key: str) -> None:
        """Press a key, and wait for what follows."""
        self.desk.app.post_message(Key(key_name(key), key if len(key) == 1 else None))
        await self.settle()

    async def settle(self) -> None:
        """Wait until all messages are dealt with, and all workers done."""
        for _ in range(2):
            await self.desk.pilot.pause()
        while list(self.desk.app.workers):
            await self.desk.app.workers.wait_for_complete()
            for _ in range(2):
                await self.desk.pilot.pause()

    def state(self) -> tuple[object, ...]:
        """Give all that a step may change."""
        app, main = self.desk.app, self.desk.main
        reader, listed = main.reader, main.headline_list
        return (
            [type(screen) for screen in app.screen_stack],
            (app.theme, app.clipboard, app.focused, tuple(self.desk.opened), tuple(self.calls)),
            (main.pane, main.zen, main.prompted, main.asking, main.place, main.reading, main.totals, main.script),
            main.narrowing,
            (main.sidebar.highlighted, listed.cursor, listed.keys, listed.scroll_offset),
            (main.narrowing, main.searching, main.chosen),
            (reader.scroll_offset, reader.sideways, reader.pace, reader.rolling, reader.finding, reader.hinting),
            (reader.choosing, reader.highlights),
        )

    async def step(self, action: Callable[[], Any]) -> bool:
        """Do something, and tell whether anything came of it."""
        before, said = self.state(), len(self.said)
        result = action()
        if iscoroutine(result):
            await result
        await self.settle()
        assert self.desk.app._exception is None
        return self.state() != before or len(self.said) > said

    async def check_status(self) -> None:
        """See that what was said stands there in full."""
        main = self.desk.main
        if self.desk.app.screen is main and main.status.message and main.status.display:
            for _ in range(100):  # the layout follows when there is nothing else to do
                width = main.status.content_size.width
                lines = sentence_lines(main.status.message, width)
                # Help and place take a line of their own where the last one has no room for them.
                if width and main.status.size.height - len(lines) in {0, 1}:
                    break
                await self.desk.pilot.pause()
            # Lines that it keeps, so that the list need not move, stand empty above.
            shown = list(dropwhile(lambda row: not row.strip(), self.desk.screen[-main.status.size.height :]))
            for line, row in zip(lines, shown, strict=False):
                assert line in row, (line, shown)
            assert len(shown) >= len(lines)


def keys_of_our_own() -> dict[str, str]:
    """Give every action one key that nothing has by default."""
    taken = {key for action in ACTIONS for key in action.keys.split(",")}
    free = (f"alt+{each}" for each in string.ascii_letters + string.digits)
    pool = [key for key in (*free, *(f"f{number}" for number in range(6, 25)), *"CEGHIMOPVWXZ") if key not in taken]
    assert len(pool) >= len(ACTIONS)
    return dict(zip((action.id for action in ACTIONS), pool, strict=False))


PANE_OF: dict[str, Pane] = {
    "move": "list",
    "table_left": "reader",
    "table_right": "reader",
    "reading": "reader",
    "finding": "reader",
    "choosing": "list",
    "paragraphs": "reader",
    "marking": "reader",
    "left": "reader",
    "right": "sidebar",
    "sidebar": "list",
    "list": "reader",
    "reader": "list",
    "back": "list",
}
"""Where an action or a group of them has something to do; the others do it everywhere."""

ELSEWHERE = {"next_match", "pause", "cancel"}
"""Actions that belong to screens and moments of their own."""


@pytest.fixture
def walked(newsroom: FakeNewsroom) -> FakeNewsroom:
    """Give a newsroom in which there is something to act on, and in which another step may be undone and redone."""
    library: Library = newsroom.library
    for number in (HERE, HERE + 1):
        library.save_article(revised(number), parser=PARSER_VERSION, at=TODAY)
    newsroom.waiting = 1
    return newsroom


@pytest.mark.parametrize(("lang", "size"), WALKS, ids=str)
async def test_no_key_is_dead(
    walked: FakeNewsroom, lang: Language, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(with_config(walked, lang=lang), size) as desk:
        await walk_keys(Walk(desk, monkeypatch), SIZES.index(size) + LANGUAGES.index(lang))


async def test_no_key_of_ones_own_is_dead(walked: FakeNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    own = keys_of_our_own()
    async with running(with_config(walked, keys=own), MEDIUM) as desk:
        assert desk.app.keys.unknown == ()
        assert all(desk.app.keys.of(action.id) == (own[action.id],) for action in ACTIONS)
        walk = Walk(desk, monkeypatch)
        await walk_keys(walk)
        for key in "jqT?s":
            await walk.begin("list")
            assert not await walk.step(lambda key=key: walk.press(key)), "it is nobody's key now"  # type: ignore[misc]


async def walk_keys(walk: Walk, turn: int = 0) -> None:
    """Press the first key of every action: in the pane whose turn it is, where it is for all of them."""
    dead = []
    for number, action in enumerate(ACTIONS):
        if action.id in ELSEWHERE:
            continue
        await walk.begin(PANE_OF.get(action.id, PANE_OF.get(action.group, PANES[(number + turn) % len(PANES)])))
        key = walk.desk.app.keys.of(action.id)[0]
        if not await walk.step(lambda key=key: walk.press(key)):  # type: ignore[misc]
            dead.append((action.id, key, walk.desk.main.pane))
        await walk.check_status()
    assert not dead


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_no_entry_of_the_palette_is_cut(newsroom: FakeNewsroom, lang: Language, size: tuple[int, int]) -> None:
    async with running(with_config(newsroom, lang=lang), size) as desk:
        commands = list(Commands(desk.main)._commands())
        await desk.pilot.press("f2")
        await desk.pilot.pause(0.3)
        check_palette(desk, [(command.title, command.note) for command in commands])


@pytest.mark.parametrize(("lang", "size"), [("zh", WIDE), ("en", NARROW)], ids=str)
async def test_no_entry_of_the_palette_is_dead(
    walked: FakeNewsroom, lang: Language, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(with_config(walked, lang=lang), size) as desk:
        walk = Walk(desk, monkeypatch)
        await walk.begin("list")
        commands = list(Commands(desk.main)._commands())
        titles = {action.title.say(lang): action for action in ACTIONS}
        dead = []
        for command in commands:
            action = titles.get(command.title)
            if action is not None and action.id in ELSEWHERE:
                continue
            await walk.begin("list" if action is None or action.id != "list" else "reader")
            if not await walk.step(command.run):
                dead.append(command.title)
            await walk.check_status()
        # To go where one is changes nothing.
        assert not [title for title in dead if FIRST.name not in title]


def check_palette(desk: Driver, wanted: list[tuple[str, str]]) -> None:
    """See that every entry takes one line, with its title at the left and its key at the right."""
    screen = desk.app.screen
    assert isinstance(screen, CommandPalette)
    listed = screen.query_one(CommandList)
    width = listed.scrollable_content_region.width - 2 * PADDING
    lines = [option.prompt.plain for option in listed.options]  # type: ignore[union-attr]
    assert len(lines) == len(wanted)
    assert listed.virtual_size.height == len(lines), "an entry takes more than a line"
    for line, (title, note) in zip(lines, wanted, strict=True):
        assert title
        assert line.startswith(title)
        assert line.endswith(note)
        assert cell_len(line) == width
    placeholder = screen.query_one(Input)
    assert cell_len(placeholder.placeholder) < placeholder.content_size.width


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("own", [False, True], ids=["default", "own"])
async def test_the_help_is_not_cut(newsroom: FakeNewsroom, lang: Language, own: bool) -> None:
    keys = keys_of_our_own() if own else {}
    async with running(with_config(newsroom, lang=lang, keys=keys)) as desk:
        await desk.press(keys.get("help", "f1"))
        assert isinstance(desk.app.screen, HelpScreen)
        for width in (WIDE[0], MEDIUM[0], NARROW[0], 40):
            await desk.pilot.resize_terminal(width, 260)
            await desk.settle()
            assert desk.app.screen.query_one(ScrollPane).region.right <= width
            whole = "".join("".join(desk.screen).split())
            for words in (TITLE, NOTE, *GROUPS.values()):
                assert "".join(words.say(lang).split()) in whole
            told = ""
            for lines in desk.app.screen.query(KeyLines):
                assert lines.region.right <= width
                # What is too long for its column goes on below, where the other column stands beside it.
                shown = [line.plain for line in lines._lines(lines.content_size.width)]
                assert all("".join(line.split()) in whole for line in shown)
                assert all(cell_len(line) <= lines.content_size.width for line in shown)
                told += "".join(shown)
            squeezed = "".join(told.split())
            for actions in (list(group) for _, group in groupby(ACTIONS, key=lambda action: action.group)):
                for row in in_rows(actions, desk.app.keys, lang):
                    assert "".join(row.keys.split()), row
                    assert "".join(f"{row.keys}{row.title}".split()) in squeezed, (row, width)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_hints_are_whole_or_not_there(newsroom: FakeNewsroom, lang: Language) -> None:
    async with running(with_config(newsroom, lang=lang)) as desk:
        await desk.press("enter")
        for size in SIZES:
            await desk.pilot.resize_terminal(*size)
            for pane in PANES:
                desk.main.pane = pane
                await desk.settle()
                desk.main.status.hush()
                desk.main.status.headline = None  # a title may stand in their place
                await desk.settle()
                shown = re.split(" {2,}", desk.status.removesuffix(desk.main.status.place).strip())
                wanted = [f"{label(hint.key)} {hint.word}" for hint in desk.main.status.hints]
                assert shown.pop() == ("? 帮助" if lang == "zh" else "? help")
                assert len(shown) >= 2
                assert shown == wanted[: len(shown)]


# All that is said, whoever says it.


def all_phrases() -> Iterator[tuple[str, Phrase]]:
    """Give every phrase of the app, by where it stands."""
    for action in ACTIONS:
        yield action.id, action.title
        if action.hint:
            yield action.id, action.hint
    for module in (phrases,):
        for name, value in vars(module).items():
            if isinstance(value, Phrase):
                yield name, value


def test_nothing_is_said_in_one_language_only() -> None:
    for name, phrase in all_phrases():
        assert phrase.zh.strip(), name
        assert phrase.en.strip(), name
        fields = [sorted(field for _, field, _, _ in string.Formatter().parse(words) if field) for words in phrase]
        assert fields[0] == fields[1], name


def test_every_action_has_a_title_of_its_own_and_a_short_hint() -> None:
    for lang in LANGUAGES:
        titles = [action.title.say(lang) for action in ACTIONS]
        assert len(set(titles)) == len(titles)
        for action in ACTIONS:
            assert cell_len(action.title.say(lang)) <= 36, action.id
            if action.hint:
                assert cell_len(action.hint.say(lang)) <= 12, action.id
    assert {name for names in HINTS.values() for name in names} <= {action.id for action in ACTIONS if action.hint}


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("已收藏", 46, ["已收藏"]),
        ("", 46, [""]),
        ("连不上网站，请检查网络后再试", 20, ["连不上网站，请检查网", "络后再试"]),
        ("字" * 40, 20, ["字" * 10, "字" * 10, "字" * 8 + DOTS]),
    ],
)
def test_a_sentence_takes_the_lines_it_needs(text: str, width: int, lines: list[str]) -> None:
    assert sentence_lines(text, width) == lines
