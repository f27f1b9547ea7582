"""Presets: keys as other programs have them, with the user's own over them."""

from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from achie_tui.config import load
from achie_tui.config.settings import PRESETS, Preset
from achie_tui.tui.actions import ACTIONS, BY_ID
from achie_tui.tui.configured import check_keys, taken
from achie_tui.tui.keys import Keys, name
from achie_tui.tui.presets import keys_of
from tests.tui.driver import running, with_config
from tests.tui.fake import FakeNewsroom


def shared(preset: Preset) -> set[tuple[str, str]]:
    """Give the pairs of actions that have a key in common."""
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for action, keys in keys_of(preset).items():
        for key in keys:
            by_key[name(key)].append(action)
    return {pair for actions in by_key.values() for pair in combinations(actions, 2)}


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_of_a_preset_means_two_things_where_it_meant_one(preset: Preset) -> None:
    assert shared(preset) <= shared("achie")
    assert {*keys_of(preset)} == {*BY_ID}
    without = {action.id for action in ACTIONS if not keys_of(preset)[action.id]}
    needed = {"down", "up", "first", "last", "page_down", "page_up", "open", "leave", "back", "help", "palette", "quit"}
    assert not without & {*needed, "next_unread", "previous_unread", "read", "star", "later", "refresh", "search"}


@pytest.mark.parametrize("preset", PRESETS)
def test_every_key_of_a_preset_is_one_that_terminals_send(preset: Preset) -> None:
    keys = {action: ",".join(keys) for action, keys in keys_of(preset).items()}
    check_keys(replace(load({}, {}), keys=keys))


def test_the_user_s_own_keys_go_over_a_preset() -> None:
    assert Keys({}, "newsboat").of("read") == ("N",)
    assert Keys({}, "newsboat").of("links") == ("u", ";")
    own = Keys({"star": "u,N"}, "newsboat")
    assert own.of("star") == ("u", "N")
    assert own.of("read") == ()
    assert own.of("links") == (";",)
    assert Keys({}).of("read") == ("u",)


def test_what_an_action_loses_of_its_preset_is_told(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('preset = "mutt"\n[keys]\nstar = "N"\n', encoding="utf-8")
    told = [phrase.en for phrase in taken(load({"config": str(file)}, {}))]
    assert told == ["N is star now and not read, which has no key now"]


async def test_the_keys_of_mutt_work_and_the_help_shows_them(newsroom: FakeNewsroom) -> None:
    async with running(with_config(newsroom, preset="mutt")) as desk:
        first = desk.controllers.lists.key_at_cursor()
        await desk.press("F")
        assert newsroom.totals().starred == 1
        await desk.press("asterisk")
        last = desk.controllers.lists.key_at_cursor()
        assert last != first
        await desk.press("equals_sign")
        assert desk.controllers.lists.key_at_cursor() == first
        await desk.press("question_mark")
        assert any("Space -  z Z  PgDn b" in line for line in desk.screen)
