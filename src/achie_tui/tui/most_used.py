"""What of the palette is used, and how often; kept from one visit to the next."""

import json
from collections import Counter
from collections.abc import Sequence

NAME = "palette"
"""The name under which it is remembered."""
FIRST = 6
"""How many of what is used most come first."""
_KEPT, _FORGETS_AT = 100, 200


class MostUsed:
    """Counts; when one grows large all are halved, so that what is used no more gives way."""

    def __init__(self, kept: str = "") -> None:
        self._times = Counter(_read(kept))

    def note(self, name: str) -> str:
        """Count something once more; gives what is to be kept."""
        self._times[name] += 1
        if self._times[name] >= _FORGETS_AT:
            self._times = Counter({each: times // 2 for each, times in self._times.items()})
        return json.dumps(dict(self._times.most_common(_KEPT)))

    def first(self, names: Sequence[str]) -> list[str]:
        """Give those of some names that are used most, the most used first; of two alike, the one that stood first."""
        used = [name for name in dict.fromkeys(names) if self._times[name]]
        return sorted(used, key=lambda name: -self._times[name])[:FIRST]


def _read(kept: str) -> dict[str, int]:
    """Read what was kept; what is none counts for nothing."""
    try:
        found = json.loads(kept or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: times for name, times in found.items() if type(times) is int and 0 < times <= _FORGETS_AT}
