"""The help: all keys as they are in effect, by what they are for; what one is at comes first."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby, zip_longest
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from achie_tui.language import Language, Phrase
from achie_tui.pinyin import Query, spelled
from achie_tui.tui.keys import ACTIONS, GROUPS, Action, Aid, Group, Keys, Pane, everywhere, label, moves
from achie_tui.tui.widgets.prompt import Prompt
from achie_tui.tui.widgets.reading_marks import MARK
from achie_tui.tui.widgets.row import CHOSEN_MARK, LATER, STAR, UNREAD_MARK
from achie_tui.tui.widgets.scroll_pane import ScrollPane
from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.folding import fold

TITLE = Phrase("按键一览", "All keys")
NOTE = Phrase(
    "输入法开着也行：全角的字母和标点与半角的作用相同。",
    "With an input method on, full-width letters and marks act as the keys they are on.",
)
CLOSE, SCROLL = Phrase("关闭", "close"), Phrase("滚动", "scroll")

_TWO = Phrase("{one}，{other}", "{one}; {other}")
_PAIRS: Mapping[str, str] = {
    "down": "up",
    "first": "last",
    "half_down": "half_up",
    "page_down": "page_up",
    "table_left": "table_right",
    "next_unread": "previous_unread",
    "next_article": "previous_article",
    "undo": "redo",
    "next_match": "previous_match",
    "faster": "slower",
    "refresh": "refresh_all",
    "older": "newest",
    "search_up": "search_down",
    "left": "right",
    "next_pane": "previous_pane",
}
"""What goes the other way."""

SIGNS = Phrase("记号", "Marks")
_SIGNS: tuple[tuple[str, Phrase], ...] = (
    (UNREAD_MARK, Phrase("列表里：未读", "In the list: unread")),
    (STAR, Phrase("已收藏", "Starred")),
    (LATER, Phrase("稍后读", "To be read later")),
    (CHOSEN_MARK, Phrase("已选定", "Chosen")),
    ("36/120", Phrase("栏目旁：未读/全部", "Beside a category: unread/all")),
    (MARK, Phrase("正文右边：读到哪里", "Right of the text: how far down one is")),
    (MARK, Phrase("正文左边：从这里接着读", "Left of the text: where to go on")),
    ("4j", Phrase("先按数字：做几次（1 2 3 之前加 0）", "A digit before a key: so often (a 0 before 1 2 3)")),
)
FILTER, WHAT = Phrase("筛选", "filter"), Phrase("要找的键或说明", "A key, or what it does")
NOTHING = Phrase("没有", "none")
NONE_FOUND = Phrase("没有这样的键或说明；Esc 显示全部", "No key or description is like that; Esc shows all again.")

ROOMY = 60  # the width from which on the foot has room for one more word
WIDTHS = [(0, "-one"), (100, "-two")]
HEIGHTS = [(0, "-low"), (16, "-high")]

_PANES = ("sidebar", "list", "reader")


class Row(NamedTuple):
    """A row of the table: keys, what they do, and by what words it is found besides."""

    keys: str
    title: str
    also: str = ""

    def matches(self, typed: str) -> bool:
        """Tell whether this is what somebody looks for: by a key as it is, by words, or by their pinyin."""
        if not typed or typed in self.keys.split():
            return True
        texts = [spelled(fold(text)) for text in (self.title, self.also)]
        return bool(Query(fold(typed)).among(texts, range(len(texts))))


_FIRST: Mapping[Pane | Aid, Group] = {
    "sidebar": "listing",
    "list": "articles",
    "reader": "reading",
    "choosing": "choosing",
    "finding": "finding",
    "marking": "marking",
    "links": "reading",
    "rolling": "reading",
}


class HelpScreen(ModalScreen[None]):
    """Shows the keys; what leaves a pane leaves it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="back", leave="dismiss", help="dismiss", search="filter"),
        *everywhere(),
    ]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self, keys: Keys, language: Language, at: Pane | Aid | None = None) -> None:
        super().__init__()
        self._keys = keys
        self._language = language
        self._groups = in_order(_first(at))
        self._table = ScrollPane()
        self._prompt = Prompt()
        self._typed = ""
        self._foot = Static(id="foot")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        sections = self._sections()
        half = middle([len(rows) for _, rows in sections])
        column = 3 + max(cell_len(row.keys) for _, rows in sections for row in rows)
        with Vertical(id="help"):
            with self._table:
                with Container(id="head"):
                    yield Static(Content.styled(TITLE.say(self._language), "bold $primary"), classes="title")
                    yield Static(Content.styled(NOTE.say(self._language), "$text-muted"), classes="note")
                yield Static(NONE_FOUND.say(self._language), id="none-found")
                with Container(id="columns"):
                    yield Vertical(*self._column(sections[:half], column), classes="column")
                    yield Vertical(*self._column(sections[half:], column), classes="column second")
            yield self._foot
            yield self._prompt

    def _sections(self) -> list[tuple[str, list[Row]]]:
        """Give the headings with their rows, the signs at the end."""
        language = self._language
        sections = [
            (GROUPS[group].say(language), in_rows(actions, self._keys, language)) for group, actions in self._groups
        ]
        signs = [Row(sign, words.say(language), f"{words.zh} {words.en}") for sign, words in _SIGNS]
        return [*sections, (SIGNS.say(language), signs)]

    def _column(self, sections: Sequence[tuple[str, list[Row]]], column: int) -> Iterator[Widget]:
        for heading, rows in sections:
            lines = KeyLines(rows, column)
            yield Vertical(Static(Content.styled(heading, "bold"), classes="heading"), lines, classes="section")

    # Looking for a key.

    def action_filter(self) -> None:
        """Have typed what is looked for."""
        self.add_class("-asking")
        self.app.update_styles(self)  # what is hidden takes no focus
        self._prompt.begin(self._typed, WHAT.say(self._language), "/")
        self.set_focus(self._prompt.field)

    @on(Prompt.Typed)
    def _narrow(self, event: Prompt.Typed) -> None:
        """Show what is looked for, and the headings that it is under."""
        event.stop()
        self._typed, found = event.text.strip(), False
        for section in self.query(".section"):
            [lines] = section.query(KeyLines)
            section.display = lines.narrow(self._typed)
            found = found or section.display
        self.set_class(not found, "-none-found")

    @on(Prompt.Walked)
    def _walk(self, event: Prompt.Walked) -> None:
        event.stop()
        self._table.scroll_relative(y=event.way, animate=False)

    @on(Prompt.Turned)
    def _stay(self, event: Prompt.Turned) -> None:
        event.stop()

    @on(Prompt.Left)
    def _end_asking(self, event: Prompt.Left) -> None:
        event.stop()
        if not event.keep:
            self._prompt.retype("")
        self.remove_class("-asking")
        self.set_focus(self._table)

    def action_back(self) -> None:
        """Show all again, where something was looked for; else leave."""
        if self._typed:
            self._prompt.retype("")
        else:
            self.dismiss()

    def on_mount(self) -> None:
        """Tell how far down one is."""
        for name in ("scroll_y", "virtual_size"):
            self.watch(self._table, name, self._show_range, init=False)

    @on(ScrollPane.Resized)
    def _show_other_range(self) -> None:
        self._show_range()

    def _show_range(self) -> None:
        """Say how to leave, and where there is more than is shown, which lines these are."""
        shown, lines = self._table.scrollable_content_region.height, self._table.virtual_size.height
        keys, parts = self._keys, [(self._keys.shown("back"), CLOSE)]
        if lines > shown:
            parts.append((f"{keys.shown('down')} {keys.shown('up')}".strip(), SCROLL))
        if self.app.size.width >= ROOMY:
            parts.append((keys.shown("search"), FILTER))
        line = Content("   ").join(
            Content.assemble((key, "$primary"), f" {word.say(self._language)}") for key, word in parts if key
        )
        if lines > shown:
            first = round(self._table.scroll_offset.y) + 1
            line = Content.assemble(line, f"   {first}-{first + shown - 1}/{lines}")
        self._foot.update(line)


def _first(at: Pane | Aid | None) -> list[Group]:
    """Give the groups that come first: of an aid its own; else how to move and what one does with articles."""
    own = [_FIRST[at]] if at is not None and at in _FIRST else []
    return own if own and at not in _PANES else ["move", "articles", *own]


def in_order(first: Sequence[Group]) -> list[tuple[Group, list[Action]]]:
    """Give the groups with their actions, some of them before all others."""
    groups = {group: list(actions) for group, actions in groupby(ACTIONS, key=lambda action: action.group)}
    return [(group, groups[group]) for group in dict.fromkeys([*first, *groups])]


def in_rows(actions: Sequence[Action], keys: Keys, language: Language) -> list[Row]:
    """Give the rows of a group, in which what goes the one way and the other stands together."""
    by_id = {action.id: action for action in actions}
    seconds = {_PAIRS[name] for name in by_id if name in _PAIRS}
    rows: list[Row] = []
    for action in actions:
        other = by_id.get(_PAIRS.get(action.id, ""))
        if action.id in seconds:
            continue
        both = [action, other] if other else [action]
        written = [list(map(label, keys.of(each.id))) or [NOTHING.say(language)] for each in both]
        shown = "  ".join(" ".join(filter(None, pair)) for pair in zip_longest(*written))
        title = _TWO.say(language, one=action.title.say(language), other=_lowered(other, language)) if other else ""
        rows.append(Row(shown, title or action.title.say(language), " ".join(_said(each) for each in both)))
    return rows


def _lowered(action: Action, language: Language) -> str:
    words = action.title.say(language)
    return words[:1].lower() + words[1:] if language == "en" else words


def _said(action: Action) -> str:
    return f"{action.id} {action.title.zh} {action.title.en}"


def middle(sizes: Sequence[int]) -> int:
    """Tell after how many groups of these sizes a second column begins, so that both are about as long."""
    lines = [size + 2 for size in sizes]  # a heading, and the line above it
    return min(range(1, len(lines)), key=lambda at: abs(sum(lines) - 2 * [*accumulate(lines)][at - 1]))


class KeyLines(Widget):
    """Keys and what they do, in two columns; what is too long for its column goes on below itself."""

    DEFAULT_CSS = "KeyLines { width: 1fr; height: auto; }"

    def __init__(self, rows: Sequence[Row], column: int) -> None:
        super().__init__()
        self._all = self._rows = rows
        self._column = column

    def narrow(self, typed: str) -> bool:
        """Show the rows that somebody looks for; tells whether there are any."""
        self._rows = [row for row in self._all if row.matches(typed)]
        self.refresh(layout=True)
        return bool(self._rows)

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for keys, title, _ in self._rows:
            spans = break_lines(title, max(8, width - self._column))
            gaps = [" " * max(2, self._column - cell_len(keys)), *[" " * self._column] * len(spans)]
            lines += [
                Content.assemble(("" if start else keys, "$accent"), gap, title[start:end].rstrip())
                for (start, end), gap in zip(spans, gaps, strict=False)
            ]
        return lines

    def render(self) -> RenderResult:
        """Lay the lines out."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Take as many lines as are needed."""
        return len(self._lines(width))
