"""What is remembered of the hosts: across restarts, and by all processes as one."""

import asyncio
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from achie_tui.errors import AskedToWaitError, SiteRestingError
from achie_tui.library.library import Library
from achie_tui.web.gate import Gate
from achie_tui.web.host_state import HostState, Lease
from achie_tui.web.memory import KeptRobots
from tests.library.test_library_processes import start

HOST = "news.example"
FULL = HostState(
    started=1.5, next=3.25, pace=1.5, wait_until=7.5, failures=2, refusals=1, rests=3, rest_until=9.5, probed=8.5,
    leases=(Lease("here/1/0", 71.5), Lease("here/1/1", 72.5, probe=True)),
)  # fmt: skip

# Takes patient turns and prints when each began, on the clock that all processes share.
PATIENT = """
import asyncio, sys, time
from pathlib import Path
from achie_tui.library.library import Library
from achie_tui.web.gate import Gate

async def run(library):
    gate = Gate(2, 0.1, memory=library.hosts)
    for _ in range(int(sys.argv[2])):
        async with gate.turn("news.example", urgent=False) as turn:
            print(time.monotonic(), flush=True)
            turn.outcome, turn.latency = "answered", 0.001
    await gate.close()

with Library.open(Path(sys.argv[1])) as library:
    asyncio.run(run(library))
"""

# Counts up in many small changes.
COUNTING = """
import sys
from dataclasses import replace
from pathlib import Path
from achie_tui.library.library import Library
with Library.open(Path(sys.argv[1])) as library:
    for _ in range(200):
        library.hosts.change_state("news.example", lambda before: replace(before, failures=before.failures + 1))
"""

# Holds both leases until it is killed.
HOLDING = """
import asyncio, sys
from pathlib import Path
from achie_tui.library.library import Library
from achie_tui.web.gate import Gate

async def run(library):
    gate = Gate(2, 0.1, memory=library.hosts)
    async with gate.turn("news.example", urgent=True), gate.turn("news.example", urgent=True):
        print("held", flush=True)
        await asyncio.sleep(60)

asyncio.run(run(Library.open(Path(sys.argv[1]))))
"""


def end(process: "subprocess.Popen[str]") -> str:
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return out


def test_nothing_is_known_of_a_new_host(library: Library) -> None:
    assert library.hosts.state(HOST) == HostState()
    assert library.hosts.robots(HOST) is None


def test_all_of_it_survives_a_restart(folder: Path, library: Library) -> None:
    library.hosts.change_state(HOST, lambda _: FULL)
    library.hosts.change_state("other.example", lambda state: state)
    library.hosts.save_robots(HOST, KeptRobots(1.5, b"User-agent: *"))
    library.hosts.save_robots(HOST, KeptRobots(2.5, b""))
    library.close()
    with Library.open(folder) as again:
        assert again.hosts.state(HOST) == FULL
        assert again.hosts.state("other.example") == HostState()
        assert again.hosts.robots(HOST) == KeptRobots(2.5, b"")


def test_a_change_that_raises_changes_nothing(library: Library) -> None:
    library.hosts.change_state(HOST, lambda _: FULL)

    def refuse(_: HostState) -> HostState:
        raise SiteRestingError(host=HOST, until=1.0)

    with pytest.raises(SiteRestingError):
        library.hosts.change_state(HOST, refuse)
    assert library.hosts.state(HOST) == FULL


@pytest.mark.parametrize("places", ["", "[", "[1]", '{"a": 1}', '[["a", 1, false, 2]]'])
def test_garbled_places_are_forgotten(library: Library, places: str) -> None:
    library.hosts.change_state(HOST, lambda _: FULL)
    with library._writing("cache") as cache:
        cache.execute("UPDATE hosts SET places = ?", (places,))
    assert library.hosts.state(HOST) == HostState()


def test_changes_of_several_processes_are_made_one_after_the_other(folder: Path, library: Library) -> None:
    for process in [start(COUNTING, folder) for _ in range(3)]:
        end(process)
    assert library.hosts.state(HOST).failures == 600


@pytest.mark.fault(17)
async def test_a_wait_is_remembered_after_a_restart(folder: Path, library: Library) -> None:
    gate = Gate(2, 0, memory=library.hosts)
    async with gate.turn(HOST, urgent=True) as turn:
        turn.outcome, turn.wait = "refused", 3600.0
    await gate.close()
    library.close()
    with Library.open(folder) as again:
        for urgent in (True, False):
            with pytest.raises(AskedToWaitError):
                async with Gate(2, 0, memory=again.hosts).turn(HOST, urgent=urgent):
                    pass


@pytest.mark.realtime
@pytest.mark.usefixtures("library")
def test_processes_keep_one_delay_between_them(folder: Path) -> None:
    processes = [start(PATIENT, folder, 8) for _ in range(2)]
    outputs = [end(process).split() for process in processes]
    assert [len(output) for output in outputs] == [8, 8]
    starts = sorted(float(each) for output in outputs for each in output)
    assert starts[-1] - starts[0] >= 0.1 * 15 * 0.95
    # What is printed lags behind what was booked by as long as the machine is busy; on the whole it does not.
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert sorted(gaps)[len(gaps) // 2] >= 0.09


async def test_a_killed_process_frees_its_places(folder: Path, library: Library) -> None:
    process = start(HOLDING, folder)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    assert len(library.hosts.state(HOST).leases) == 2
    process.kill()
    process.communicate()
    gate = Gate(2, 0.1, memory=library.hosts)
    async with asyncio.timeout(30), gate.turn(HOST, urgent=True):  # they would be held for longer
        pass
    await gate.close()


async def test_who_cannot_write_goes_on_for_himself(folder: Path, library: Library) -> None:
    library.hosts.change_state(HOST, lambda _: HostState(pace=2.0))
    with library._writing("user") as user:
        user.pragma("user_version", 99)  # a newer program's: it is only read
    library.close()
    with Library.open(folder) as frozen:
        assert frozen.read_only
        gate = Gate(2, 1.5, memory=frozen.hosts)
        async with gate.turn(HOST, urgent=True) as turn:
            turn.outcome, turn.wait = "refused", 3600.0
        with pytest.raises(AskedToWaitError):
            async with gate.turn(HOST, urgent=True):
                pass
        assert frozen.hosts.state(HOST).pace == 2.0
        frozen.hosts.save_robots(HOST, KeptRobots(1.0, b""))
        await gate.close()


@pytest.mark.fault(40)
@pytest.mark.parametrize(
    "column", ["started", "next", "pace", "wait_until", "failures", "rests", "rest_until", "places"]
)
@pytest.mark.parametrize(
    "garbage",
    [
        *("'abc'", "x'ff'", "9e999", "-1e300", "9223372036854775807", "''", "'[[1, 2, 3]]'"),
        *("'[[\"a\", NaN, 0]]'", "'{}'", f"'{'[' * 5000}'"),
    ],
)
def test_a_garbled_state_is_forgotten(library: Library, column: str, garbage: str) -> None:
    library.hosts.change_state(HOST, lambda _: FULL)
    with library._writing("cache") as cache:
        cache.execute(f"UPDATE hosts SET {column} = {garbage}")  # noqa: S608
    state = library.hosts.state(HOST)
    assert state == HostState() or (column == "places" and state.leases == ())
    library.hosts.change_state(HOST, lambda _: FULL)
    assert library.hosts.state(HOST) == FULL


@pytest.mark.fault(40)
@pytest.mark.parametrize(
    ("column", "garbage"), [("fetched", "'abc'"), ("fetched", "9e999"), ("body", "'text'"), ("body", "7")]
)
def test_a_garbled_robots_txt_counts_as_none(library: Library, column: str, garbage: str) -> None:
    library.hosts.save_robots(HOST, KeptRobots(1.0, b"User-agent: *"))
    with library._writing("cache") as cache:
        cache.execute(f"UPDATE robots SET {column} = {garbage}")  # noqa: S608
    assert library.hosts.robots(HOST) is None
