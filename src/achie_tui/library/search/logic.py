"""What has to hold, joined by AND, OR and NOT, as clauses: each has to hold, by one of its parts at least."""

from collections.abc import Callable, Sequence
from itertools import chain, islice, product
from typing import TypeVar

T = TypeVar("T")
Clauses = list[tuple[T, ...]]


def either(choices: Sequence[Clauses[T]], most: int) -> Clauses[T]:
    """Join clauses by OR; of what that makes, `most` clauses: fewer leave more."""
    combined = islice(product(*choices), most)
    return [tuple(dict.fromkeys(chain.from_iterable(clauses))) for clauses in combined]


def neither(clauses: Clauses[T], opposite: Callable[[T], T], most: int) -> Clauses[T]:
    """Turn what clauses mean into its opposite."""
    return either([[(opposite(part),) for part in clause] for clause in clauses], most)
