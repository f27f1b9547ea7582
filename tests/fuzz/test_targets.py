"""What once was found stays mended, and every hunt still hunts."""

import pytest
from hypothesis import strategies as st

from tests.fuzz.hunting import TARGETS, Target, hunt, target


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_and_some_others_are_taken_as_they_should_be(name: str) -> None:
    tried, found = hunt(target(name), 0.0, 1, batch=20)
    assert found is None
    assert tried > len(target(name).seeds)


def test_a_hunt_finds_what_is_there_and_gives_the_smallest_that_shows_it() -> None:
    def check(number: int) -> None:
        assert number < 77

    tried, found = hunt(Target(st.integers(0, 10_000), check, ()), 5.0, 1)
    assert tried
    assert found is not None
    assert "with 77" in found


@pytest.mark.fault(15)
@pytest.mark.long
def test_a_minute_of_pages_of_all_kinds_raises_nothing() -> None:
    assert hunt(target("parse"), 60.0, 20_261_128).found is None
