"""The sidebar: the views, then the categories, each with its count: what is unread in it, of how much in all."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from textual.content import Content
from textual.css.styles import RulesMap
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.timer import Timer
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from achie_tui.tui.keys import option_moves
from achie_tui.tui.places import Place
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.list_clicks import drop_if_gone
from achie_tui.typeset.visible import clean_line
from achie_tui.typeset.width import cell_width, shortened


@dataclass(frozen=True)
class PlaceVisual(Visual):
    """A line with a name at its left, and at its right a note, a quiet one after it, and before both how much is new.

    Where the name would have to be cut, the quiet note after another is left out; where it is cut all the same, it ends
    in a faint `…`.
    """

    name: str
    note: str = ""
    quiet: str = ""
    name_style: str = ""
    new: int = 0
    ambiguous_wide: bool = False

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Lay the line out."""
        # No colour of its own: it has to be seen under the cursor too, in every theme.
        new = f"+{self.new:,}" if self.new else ""
        room = width - cell_width(self.name, ambiguous_wide=self.ambiguous_wide) - cell_width(f"{new}  {self.note} ")
        quiet = self.quiet if not self.note or cell_width(self.quiet) <= room else ""
        note = Content.assemble(new, "  " if new and (self.note or quiet) else "", self.note, (quiet, "dim"))
        room, wide = max(0, width - note.cell_length - 1), self.ambiguous_wide
        text, dots = shortened(self.name, room, ambiguous_wide=wide)
        name = Content.assemble((text, self.name_style), (dots, "dim"))
        gap = " " * (width - cell_width(name.plain, ambiguous_wide=wide) - note.cell_length)
        return Content.assemble(name, gap, note).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """Take all the width there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """Take one line."""
        return 1


def _section(place: Place) -> Literal["views", "kept", "categories"]:
    if place.category is not None:
        return "categories"
    return "kept" if place.query is not None else "views"


class Sidebar(OptionList, inherit_bindings=False):
    """The places one can go to.

    Moving the cursor chooses a place, but only where the cursor rests: `Chosen` waits a moment, so that running
    past a category does not load it.
    """

    BINDINGS = option_moves()
    REST = 0.08

    typography: reactive[Typography] = reactive(Typography(), init=False)

    @dataclass
    class Chosen(Message):
        """The cursor rests on a place."""

        place: Place

    @dataclass
    class Entered(Message):
        """The user wants to go into a place."""

        place: Place

    def __init__(self, *, heading: str, kept_heading: str, legend: str, promised: Sequence[str] = ()) -> None:
        super().__init__(markup=False)
        self._heading = heading
        self._kept_heading = kept_heading
        self._legend = legend
        self._promised = promised
        self._places: dict[str, Place] = {}
        self._busy: AbstractSet[str] = frozenset()
        self._resting: Timer | None = None
        self._rests_on: Place | None = None

    def show(self, places: Sequence[Place], busy: AbstractSet[str]) -> None:
        """Show the places with their counts; those in `busy` are being refreshed. The cursor stays where it is."""
        if [place.id for place in places] != list(self._places):
            at = self.highlighted_option.id if self.highlighted_option else None
            with self.prevent(OptionList.OptionHighlighted):
                self.set_options(self._options_for(places, busy))
                if at is not None and any(place.id == at for place in places):
                    self.highlighted = self.get_option_index(at)
        else:
            for place in places:
                entry = self._entry(place, busy)
                if self.get_option(place.id).prompt != entry:
                    self.replace_option_prompt(place.id, entry)
        self._places = {place.id: place for place in places}
        self._busy = busy

    def on_click(self, event: Click) -> None:
        """Drop a click on a place that is gone."""
        drop_if_gone(self, event)

    def watch_typography(self) -> None:
        """Show the same places anew."""
        at = self.highlighted
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(self._options_for(list(self._places.values()), self._busy))
            self.highlighted = at

    def _options_for(self, places: Sequence[Place], busy: AbstractSet[str]) -> Iterator[Option]:
        for section, group in groupby(places, key=_section):
            if section == "kept":
                yield from (Option("", disabled=True), self._faint(self._kept_heading))
            yield from self._category_heading(self._legend) if section == "categories" else ()
            yield from (Option(self._entry(place, busy), id=place.id) for place in group)
        if not any(place.category for place in places):
            yield from self._category_heading("")
            yield from (self._faint(name) for name in self._promised)

    def _category_heading(self, legend: str) -> tuple[Option, Option]:
        return Option("", disabled=True), self._faint(self._heading, legend)

    def _faint(self, name: str, note: str = "") -> Option:
        show = self.typography.show
        entry = PlaceVisual(show(clean_line(name)), show(note), name_style="$text-disabled")
        return Option(entry, disabled=True)

    def point_at(self, place: Place) -> None:
        """Put the cursor on a place, without choosing it."""
        if place.id in self._places:
            with self.prevent(OptionList.OptionHighlighted):
                self.highlighted = self.get_option_index(place.id)

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        """Move by a page; the list has none before it is laid out, and an end is as good."""
        try:
            super()._move_page(direction)
        except LookupError:
            (self.action_last if direction > 0 else self.action_first)()

    def _entry(self, place: Place, busy: AbstractSet[str]) -> PlaceVisual:
        refreshing = place.category is not None and place.category.path in busy
        note, quiet = f"{place.count:,}" if place.count else "", ""
        if refreshing:
            note = "..."
        elif place.total:
            quiet = f"/{place.total:,}" if note else f"{place.total:,}"
        name, wide = self.typography.show(clean_line(place.title)), self.typography.ambiguous_wide
        return PlaceVisual(name, note, quiet, new=place.new, ambiguous_wide=wide)

    def on_resize(self) -> None:
        """Keep the cursor in sight, however few lines there are."""
        self.call_after_refresh(self.scroll_to_highlight)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Choose the place under the cursor once it rests there."""
        event.stop()
        self._stop_resting()
        if event.option_id in self._places:
            self._rests_on = self._places[event.option_id]
            self._resting = self.set_timer(self.REST, self._choose)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go into the place under the cursor at once."""
        event.stop()
        self._stop_resting()
        if event.option_id in self._places:
            self.post_message(self.Entered(self._places[event.option_id]))

    def _choose(self) -> None:
        if place := self.settle():
            self.post_message(self.Chosen(place))

    def settle(self) -> Place | None:
        """Give the place that the cursor has come to and not yet chosen, if there is one; it is then chosen no more."""
        place = self._rests_on
        self._stop_resting()
        return place

    def _stop_resting(self) -> None:
        self._rests_on = None
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
