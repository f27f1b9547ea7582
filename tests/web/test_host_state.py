"""The rules of politeness: Retry-After, the delay that adapts, the breaker, and a clock that cannot be trusted."""

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.errors import AskedToWaitError, NoNetworkError, SiteRestingError, TooSlowError, UnreachableError
from achie_tui.web import retrying
from achie_tui.web.host_state import HostState, LaterError, Lease, LeaseRequest, Outcome
from achie_tui.web.retrying import backoff, is_transient, outcome_of, outcome_of_failure, retry_after

NOW = 1_800_000_000.0
MINUTE, HOUR = 60.0, 3600.0


def request(
    *, urgent: bool = False, delay: float = 0.0, holder: str = "here/1/1", insists: bool = False
) -> LeaseRequest:
    return LeaseRequest(
        "news.example", holder, urgent=urgent, delay=delay, concurrency=2, seconds=70, jitter=0, insists=insists
    )


def ask(state: HostState, now: float, outcome: Outcome, *, urgent: bool = False, wait: float = 0.0) -> HostState:
    """Make a request that ends so."""
    mine = request(urgent=urgent)
    return state.acquired(mine, now).released(mine, now, outcome, wait=wait)


# Retry-After (RFC 9110, 10.2.3).


@pytest.mark.fault(17)
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("1", 1),
        ("0", 0),
        ("21600", 6 * HOUR),
        ("99999999", 6 * HOUR),
        ("9" * 400, 6 * HOUR),
        (formatdate(NOW + 90, usegmt=True), 90),
        (formatdate(NOW + 0.5, usegmt=True), 0),
        (formatdate(NOW - 90, usegmt=True), 0),
        (formatdate(NOW + 90 * 86400, usegmt=True), 6 * HOUR),
        ("Fri Jan 15 08:01:30 2027", 90),
        ("Friday, 15-Jan-27 08:01:30 GMT", 90),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 6 * HOUR),
        *((garbage, 0) for garbage in ("", "soon", "-5", "+5", "1.5", "1e9", "0x10", "٣٠", "60, 60", "60s", "Fri")),
        ("Fri, 15 Jan 99999999999 08:00:00 GMT", 0),
        ("Fri, 15 Jan 2027 08:00:00 +99999999", 0),
        ("Fri, 99 Jan 2027 08:00:00 GMT", 0),
    ],
)
def test_retry_after_in_every_form(value: str, seconds: float) -> None:
    assert retry_after(value, "", NOW) == seconds


def test_a_date_is_measured_by_the_servers_clock() -> None:
    until, date = formatdate(NOW + 90 + HOUR, usegmt=True), formatdate(NOW + HOUR, usegmt=True)
    assert retry_after(until, date, NOW) == 90
    assert retry_after(until, "what?", NOW) == 90 + HOUR


@given(st.text(max_size=40), st.text(max_size=40))
def test_retry_after_takes_whatever_comes(value: str, date: str) -> None:
    assert 0 <= retry_after(value, date, NOW) <= 6 * HOUR


def test_a_wait_is_never_shortened_and_at_most_six_hours() -> None:
    state = ask(HostState(), NOW, "refused", wait=HOUR)
    assert state.released(request(), NOW, "refused", wait=10.0).wait_until == NOW + HOUR
    assert state.released(request(), NOW, "refused", wait=9 * HOUR).wait_until == NOW + 6 * HOUR


def test_nobody_goes_before_the_time_that_the_site_named() -> None:
    state = HostState(wait_until=NOW + 61)
    for urgent in (True, False):
        with pytest.raises(AskedToWaitError):
            state.acquired(request(urgent=urgent), NOW)
    with pytest.raises(LaterError) as later:
        state.acquired(request(), NOW + 1)
    assert later.value.seconds == 60
    with pytest.raises(AskedToWaitError):
        state.acquired(request(urgent=True), NOW + 60.5)
    assert state.acquired(request(urgent=True), NOW + 61) == state


def test_the_sentence_names_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.localtime", lambda at=None: __import__("time").gmtime(NOW if at is None else at))
    error = AskedToWaitError(host="news.example", until=NOW + 299.5)
    assert error.sentence("zh") == "网站 news.example 要求在 08:05 前不再访问，请到时再试"
    assert error.exit_status == 4
    assert "01-16 04:00" in SiteRestingError(host="x", until=NOW + 20 * HOUR).sentence("en")


# The delay that adapts.


def test_the_delay_follows_the_latency_and_errors_never_lower_it() -> None:
    def after(state: HostState, latency: float, outcome: Outcome = "answered") -> HostState:
        return state.released(request(delay=1.5), NOW, outcome, latency=latency)

    slow = after(HostState(), 4.0)
    assert slow.pace == 8.0
    assert after(slow, 1.0).pace == 5.0
    errors: list[Outcome] = ["error page", "refused", "failed", "neither"]
    for outcome in errors:
        assert after(slow, 0.001, outcome).pace == 8.0
        assert after(slow, 10.0, outcome).pace == 20.0
    assert after(slow, 60.0).pace == 30.0
    quick = slow
    for _ in range(20):
        quick = after(quick, 0.001)
    assert quick.pace == 1.5
    assert HostState().released(request(delay=45), NOW, "answered", latency=60).pace == 45


def test_patient_requests_start_a_pace_apart_and_urgent_ones_at_once() -> None:
    mine = request(delay=1.5)
    state = HostState(pace=8.0).acquired(mine, NOW).released(mine, NOW + 1, "answered")
    with pytest.raises(LaterError) as later:
        state.acquired(mine, NOW + 1)
    assert later.value.seconds == 7
    assert state.acquired(request(urgent=True, delay=1.5), NOW + 1).next == NOW + 8
    assert state.acquired(mine, NOW + 8).started == NOW + 8


def test_who_keeps_a_longer_delay_than_the_others_keeps_it() -> None:
    brisk, calm = request(delay=1.0), request(delay=5.0)
    state = HostState().acquired(brisk, NOW).released(brisk, NOW, "answered")
    with pytest.raises(LaterError) as later:
        state.acquired(calm, NOW + 2)
    assert later.value.seconds == 3


def test_places_are_limited_and_expire() -> None:
    state = HostState()
    for number in range(2):
        state = state.acquired(request(urgent=True, delay=1.5, holder=f"here/{number}/0"), NOW)
    for urgent in (True, False):
        with pytest.raises(LaterError):
            state.acquired(request(urgent=urgent, delay=1.5), NOW + 69)
    assert len(state.acquired(request(urgent=True, delay=1.5), NOW + 70).leases) == 1


# The breaker.


@pytest.mark.fault(18)
def test_five_failures_in_a_row_open_it_for_twice_as_long_each_time() -> None:
    state = HostState()
    for _ in range(4):
        state = ask(state, NOW, "failed")
    assert ask(state, NOW, "answered") == HostState()
    now, state = NOW, ask(state, NOW, "failed")
    for rest in (0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360):
        assert state.rest_until == now + rest * MINUTE
        with pytest.raises(SiteRestingError) as caught:
            state.acquired(request(), now + rest * MINUTE - 1)
        assert caught.value.until == state.rest_until
        now = state.rest_until
        state = ask(state, now, "failed")  # the probe
    assert ask(state, state.rest_until, "answered") == HostState()


@pytest.mark.fault(18)
def test_three_refusals_open_it_for_longer() -> None:
    state = ask(ask(HostState(), NOW, "refused"), NOW, "refused")
    assert state.rests == 0
    opened = ask(state, NOW, "refused")
    assert (opened.rests, opened.rest_until) == (1, NOW + 15 * MINUTE)
    assert ask(opened, opened.rest_until, "refused").rest_until == opened.rest_until + 30 * MINUTE
    assert ask(ask(state, NOW, "error page"), NOW, "refused").rests == 0


@pytest.mark.fault(18)
def test_every_other_failure_does_not_open_it() -> None:
    state = HostState()
    for _ in range(50):
        state = ask(ask(state, NOW, "failed"), NOW, "answered")
    assert state == HostState()


def test_a_key_press_may_try_during_a_rest_but_not_over_and_over() -> None:
    resting = HostState(rests=1, rest_until=NOW + 900)
    tried = ask(resting, NOW, "failed", urgent=True)
    assert (tried.rests, tried.rest_until) == (1, NOW + 900)
    with pytest.raises(SiteRestingError):
        tried.acquired(request(urgent=True), NOW + 29)
    assert ask(tried, NOW + 30, "answered", urgent=True) == HostState()


def test_who_insists_probes_at_once_and_as_often_as_that() -> None:
    resting = HostState(rests=3, rest_until=NOW + 900)
    insisting = request(insists=True)
    with pytest.raises(SiteRestingError):
        resting.acquired(request(), NOW)
    once = resting.acquired(insisting, NOW).released(insisting, NOW, "failed")
    assert (once.rests, once.rest_until) == (3, NOW + 900)
    again = once.acquired(insisting, NOW + 1)
    with pytest.raises(LaterError):
        again.acquired(request(insists=True, holder="here/1/2"), NOW + 1)
    assert again.released(insisting, NOW + 1, "answered") == HostState()
    with pytest.raises(AskedToWaitError):
        HostState(wait_until=NOW + 900).acquired(insisting, NOW)


@pytest.mark.fault(18)
def test_one_probe_at_a_time() -> None:
    state = HostState(rests=1, rest_until=NOW).acquired(request(holder="here/1/0"), NOW)
    for urgent in (True, False):
        with pytest.raises(LaterError):
            state.acquired(request(urgent=urgent), NOW + 1)
    assert state.acquired(request(), NOW + 71).leases == (Lease("here/1/1", NOW + 141, probe=True),)


def test_stragglers_do_not_make_a_rest_longer() -> None:
    mine = request()
    resting = HostState(rests=1, rest_until=NOW + 900)
    assert resting.released(mine, NOW, "failed") == resting
    assert resting.released(mine, NOW + 901, "failed") == resting
    assert resting.released(mine, NOW, "answered") == HostState()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "answered"),
        (302, "answered"),
        (304, "answered"),
        (403, "error page"),
        (404, "error page"),
        (501, "error page"),
        (429, "refused"),
        (500, "failed"),
        (502, "failed"),
        (503, "failed"),
        (521, "failed"),
    ],
)
def test_what_a_status_says(status: int, outcome: str) -> None:
    assert outcome_of(status, again=False) == outcome
    assert is_transient(status) == (outcome in {"refused", "failed"})


def test_the_second_failure_of_one_page_says_nothing_new_of_the_host() -> None:
    assert outcome_of(500, again=True) == "neither"
    assert outcome_of(503, again=True) == "failed"
    assert outcome_of(429, again=True) == "refused"


def test_this_machines_own_troubles_are_not_the_hosts() -> None:
    assert outcome_of_failure(NoNetworkError(host="x", reason="y")) == "neither"
    assert outcome_of_failure(UnreachableError(host="x", reason="y")) == "failed"
    assert outcome_of_failure(TooSlowError(host="x", seconds=1)) == "failed"


def test_backoff_is_full_jitter() -> None:
    assert [backoff(number, 1.0) for number in range(3)] == [2.0, 4.0, 8.0]
    assert backoff(20, 1.0) == 300.0
    assert backoff(20, 0.0) == 0.0
    assert retrying.TRIES == 3


# A clock that jumped: what lies further ahead than it can counts as now.


@pytest.mark.parametrize("urgent", [True, False])
@pytest.mark.fault(35)
def test_times_of_a_clock_that_was_ahead_are_forgotten(urgent: bool) -> None:
    far = NOW + 10 * 365 * 86400
    state = HostState(
        started=far,
        next=far,
        wait_until=far,
        rests=1,
        rest_until=far,
        probed=far,
        leases=(Lease("here/1/0", far), Lease("here/1/2", far, probe=True)),
    )
    acquired = state.acquired(request(urgent=urgent, delay=1.5), NOW)
    assert [lease.holder for lease in acquired.leases] == ["here/1/1"]
    assert acquired.released(request(urgent=urgent, delay=1.5), NOW, "refused", wait=60).wait_until == NOW + 60
