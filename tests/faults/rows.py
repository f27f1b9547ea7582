"""The rows of docs/safety.md, and what the tests of each have found in a run."""

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("rows.toml")


@dataclass(frozen=True)
class Outcome:
    """How a test of some rows ended."""

    test: str
    rows: Sequence[int]
    figures: Sequence[str]
    outcome: str
    seconds: float


@dataclass
class Row:
    """A fault, what is promised, and how its tests ended."""

    number: int
    fault: str
    promise: str
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        """Whether it has tests and every one has passed: one that was skipped has shown nothing."""
        return bool(self.outcomes) and all(each.outcome == "passed" for each in self.outcomes)

    @property
    def state(self) -> str:
        """Say in a word or two whether it is held, and if not, why."""
        if self.is_held:
            return "held"
        if not self.outcomes:
            return "no test"
        return ", ".join(sorted({each.outcome for each in self.outcomes if each.outcome != "passed"}))

    @property
    def figures(self) -> str:
        """Give what its tests have measured."""
        return "; ".join(dict.fromkeys(figure for each in self.outcomes for figure in each.figures))

    @property
    def files(self) -> list[str]:
        """Give the files of its tests."""
        return sorted({each.test.partition("::")[0] for each in self.outcomes})


def read_outcomes(path: Path) -> list[Outcome]:
    """Read what a run has left."""
    return [Outcome(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def all_rows(outcomes: Iterable[Outcome] = ()) -> list[Row]:
    """Give all rows, with the outcomes of their tests."""
    table = tomllib.loads(FILE.read_text("utf-8"))["row"]
    found = [Row(number, **row) for number, row in enumerate(table, 1)]
    for outcome in outcomes:
        for number in outcome.rows:
            found[number - 1].outcomes.append(outcome)
    return found
