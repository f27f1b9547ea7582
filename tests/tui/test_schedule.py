"""When the app looks for news, and when it leaves the site alone."""

from typing import Any

import pytest

from achie_tui.errors import NotTheSiteError, SiteRestingError, TooSlowError
from achie_tui.language import Phrase
from achie_tui.tui.schedule import LONGEST_SLEEP, SHORTEST_SLEEP, Due, Schedule
from tests.tui.controllers.session import Timers

MINUTE = 60.0
CHALLENGE: dict[str, Any] = {"kind": "challenge"}


def schedule(minutes: float) -> tuple[Schedule, Timers]:
    timers = Timers()
    return Schedule(minutes, timers.clock), timers


def test_rounds_come_every_so_many_minutes() -> None:
    rounds, timers = schedule(5)
    assert rounds.sleep is None, "nothing is planned before the first"
    rounds.plan_round()
    assert rounds.sleep == 5 * MINUTE
    timers.now += 5 * MINUTE - 1
    assert rounds.wake() == Due(round=False, trouble_over=False)
    timers.now += 1
    assert rounds.wake() == Due(round=True, trouble_over=False)


def test_none_means_none() -> None:
    rounds, timers = schedule(0)
    rounds.plan_round()
    timers.now += 1e9
    assert rounds.sleep is None
    assert rounds.wake() == Due(round=False, trouble_over=False)


@pytest.mark.fault(35)
def test_a_clock_that_jumps_is_noticed() -> None:
    rounds, timers = schedule(60)
    rounds.plan_round()
    assert rounds.sleep == LONGEST_SLEEP
    timers.now += 61 * MINUTE
    assert rounds.sleep == SHORTEST_SLEEP
    timers.now -= 200 * MINUTE
    assert rounds.sleep == LONGEST_SLEEP
    assert not rounds.wake().round


def test_a_round_waits_until_the_site_may_be_asked_again() -> None:
    rounds, timers = schedule(5)
    rounds.plan_round()
    rounds.heed(NotTheSiteError(Phrase("x", "x"), **CHALLENGE))
    assert rounds.leaves_alone
    timers.now += 5 * MINUTE
    assert rounds.wake() == Due(round=False, trouble_over=False)
    timers.now += 56 * MINUTE
    assert rounds.wake() == Due(round=True, trouble_over=True)
    assert not rounds.leaves_alone


def test_the_site_says_until_when() -> None:
    rounds, timers = schedule(0)
    rounds.heed(SiteRestingError(host="x", until=timers.now + 90))
    assert rounds.sleep == 90
    timers.now += 90
    assert rounds.wake().trouble_over
    assert rounds.sleep is None


def test_a_trouble_without_an_end_is_forgotten_when_the_site_answers_and_not_before() -> None:
    rounds, timers = schedule(0)
    rounds.heed(TooSlowError(host="x", seconds="30"))
    assert not rounds.leaves_alone
    timers.now += 1e6
    assert not rounds.wake().trouble_over
    rounds.heed(NotTheSiteError(Phrase("x", "x"), **CHALLENGE))
    rounds.heed(None)
    assert rounds.sleep is None
