"""Hunting with Hypothesis for as long as there is time, from a seed that says how to do it again."""

import importlib
import time
import traceback
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

# In which module of this folder each target is.
TARGETS = {
    "decode": "decoding",
    "restore": "restoring",
    "parse": "parsing",
    "clean": "cleaning",
    "configuration": "configuration",
    "profile": "profiles",
    "command line": "command_line",
    "stored rows": "stored_rows",
    "search": "searching",
}
unhurried = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


class Target(NamedTuple):
    """What is tried: the inputs, what holds for every one of them, and those that are tried first."""

    inputs: SearchStrategy[Any]
    check: Callable[[Any], None]
    seeds: Sequence[Any]


class Hunt(NamedTuple):
    """How many inputs were tried, and what was found: a traceback with the smallest input that shows it."""

    tried: int
    found: str | None


def target(name: str) -> Target:
    """Load a target."""
    module = importlib.import_module(f"tests.fuzz.{TARGETS[name]}")
    return Target(module.INPUTS, module.check, module.SEEDS)


def hunt(quarry: Target, seconds: float, number: int, *, batch: int = 100, tries: int = 0) -> Hunt:
    """Try seeds, and then batches of other inputs for some seconds, one at least; `number` decides which.

    It goes on until there were so many `tries`.
    """
    tried, last, numbers, end = 0, None, Random(number), time.monotonic() + seconds

    def attempt(given_input: Any) -> None:
        nonlocal tried, last
        tried, last = tried + 1, given_input
        quarry.check(given_input)

    attempts = settings(unhurried, max_examples=batch)(given(quarry.inputs)(attempt))
    try:
        for each in quarry.seeds:
            attempt(each)
        while True:
            seed(numbers.randrange(2**32))(attempts)()
            if time.monotonic() >= end and tried >= tries:
                return Hunt(tried, None)
    except Exception:  # noqa: BLE001 - whatever it is, it was looked for
        return Hunt(tried, f"{traceback.format_exc()}\nwith {last!r}")
