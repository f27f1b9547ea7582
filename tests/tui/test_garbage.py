"""Garbage: collected when the user rests, and not amid a frame."""

import gc
from collections.abc import Iterator

import pytest

from achie_tui.tui import garbage
from tests.tui.driver import running
from tests.tui.fake import FakeNewsroom


@pytest.fixture
def rounds() -> Iterator[list[int]]:
    """Give the generations that are looked through; the collector is afterwards as it was before."""
    looked_through, thresholds, was_on = list[int](), gc.get_threshold(), gc.isenabled()

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            looked_through.append(info["generation"])

    gc.callbacks.append(note)
    try:
        yield looked_through
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*thresholds)
        (gc.enable if was_on else gc.disable)()


def litter() -> list[list[object]]:
    """Make more than is let be."""
    return [[] for _ in range(2_000)]


def test_the_older_objects_are_the_less_often_they_are_looked_through(rounds: list[int]) -> None:
    gc.enable()
    gc.set_threshold(*garbage.UNRESTED)
    gc.collect()
    rounds.clear()
    for _ in range(60):
        kept = litter()
        garbage.collect_at_rest()
        del kept
    assert len(rounds) == 60
    assert rounds[:8] == [0, 0, 0, 1, 0, 0, 0, 1]
    assert 3 <= rounds.count(2) <= 6
    assert rounds.index(2) > 10


def test_a_few_objects_are_let_be_and_so_is_all_where_the_start_has_put_it_off(rounds: list[int]) -> None:
    gc.enable()
    gc.set_threshold(*garbage.UNRESTED)
    gc.collect()
    rounds.clear()
    garbage.collect_at_rest()
    gc.disable()
    kept = litter()
    garbage.collect_at_rest()
    assert rounds == []
    del kept


async def test_it_is_collected_once_when_the_keys_have_come_to_rest(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "REST", 0.0)
    collected = list[bool]()
    monkeypatch.setattr(garbage, "collect_at_rest", lambda: collected.append(True))
    async with running(newsroom) as desk:
        before = len(collected)
        await desk.press("j")
        while len(collected) == before:
            await desk.pilot.pause()
