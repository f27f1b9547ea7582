"""Clicks on rows that are gone by the time they come: they end nothing."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import pytest
from textual.app import App, ComposeResult
from textual.events import Click
from textual.widgets import OptionList

from achie_tui.tui.commands import Found
from achie_tui.tui.screens.notes import NoteList
from achie_tui.tui.widgets.sidebar import Sidebar

GONE = SimpleNamespace(meta={"option": 5})  # what was on the screen where the click went


class Stage(App[None]):
    """Shows one list."""

    def __init__(self, listed: OptionList) -> None:
        super().__init__()
        self.listed = listed

    def compose(self) -> ComposeResult:
        """Show it."""
        yield self.listed


@pytest.mark.parametrize("kind", [Found, NoteList, partial(Sidebar, heading="", kept_heading="", legend="")])
async def test_a_click_on_a_row_that_is_gone_is_dropped(
    kind: Callable[[], OptionList], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Click, "style", GONE)
    stage = Stage(kind())
    async with stage.run_test() as pilot:
        stage.listed.set_options(["甲", "乙"])
        click = Click(stage.listed, 0, 0, 0, 0, 1, shift=False, meta=False, ctrl=False)
        stage.listed.post_message(click)
        await pilot.pause()
        assert stage.is_running
