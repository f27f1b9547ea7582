"""Which articles the user's program was told of, for each kept search: no app and no sync tells it of one again."""

import json
from collections.abc import Collection, Mapping, Sequence

HANDED_ON = "handed on"
"""The name of the setting under which they are remembered."""
SECONDS = 60 * 86400.0
"""How long they are: longer than anything that is known is news (see `achie_tui.hooks`)."""
MOST = 5000
"""How many of one search are."""

HandedOn = dict[str, dict[str, float]]
"""By texts of searches, when each path was handed on, the first of them first."""


def fresh_of(there: Collection[str], paths: Sequence[str], same: Mapping[str, Collection[str]]) -> list[str]:
    """Give those paths whose article is not known yet, one of each; `same` has all paths that mean the article."""
    known, fresh = set(there), []
    for path in paths:
        if known.isdisjoint(same[path]):
            fresh.append(path)
            known.update(same[path])
    return fresh


def renewed(known: HandedOn, text: str, fresh: Sequence[str], now: float) -> HandedOn:
    """Give what is to be remembered when some more were handed on, without what was long ago."""
    added = {**known, text: known.get(text, {}) | dict.fromkeys(fresh, now)}
    lately = {
        each: {path: at for path, at in list(paths.items())[-MOST:] if at > now - SECONDS}
        for each, paths in added.items()
    }
    return {each: paths for each, paths in lately.items() if paths}


def write(known: HandedOn) -> str:
    """Write down what is remembered, as JSON."""
    return json.dumps({text: {path: int(at) for path, at in paths.items()} for text, paths in known.items()})


def read(kept: str) -> HandedOn:
    """Read what `write` wrote; what is not of that kind is left out."""
    try:
        found = json.loads(kept)
    except ValueError:
        return {}
    return {
        text: {path: float(at) for path, at in paths.items() if isinstance(at, int)}
        for text, paths in (found.items() if isinstance(found, dict) else ())
        if isinstance(paths, dict)
    }
