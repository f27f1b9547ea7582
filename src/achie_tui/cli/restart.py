"""Begins the program anew in its place: with the demo site, and from there with what was asked for at first."""

import json
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

_BEFORE = "ACHIE_TUI_BEFORE_DEMO"
"""Holds, while the demo runs, the words of the command line before it, and whether the network was not to be used."""
_OFFLINE, _DEMO = "ACHIE_TUI_OFFLINE", "ACHIE_TUI_DEMO"


def change_site(words: Sequence[str], url: str | None, *, is_demo: bool) -> NoReturn:
    """Become the same program with the demo site, or out of it again; `url` was opened, and is none of the other's."""
    sys.stdout.flush()
    sys.stderr.flush()
    program = sys.orig_argv[: len(sys.orig_argv) - len(words)]
    environment = dict(os.environ)
    kept = _without_place(words, url)
    if not is_demo:
        environment[_BEFORE] = json.dumps([kept, environment.pop(_OFFLINE, None)])
        following = [word for word in kept if word != "--offline"] + ["--demo"]
    elif before := environment.pop(_BEFORE, None):
        following, offline = json.loads(before)
        if offline is not None:
            environment[_OFFLINE] = offline
    else:
        environment.pop(_DEMO, None)
        following = [word for word in kept if word != "--demo"]
    os.execve(sys.executable, [*program, *following], environment)  # noqa: S606


def _without_place(words: Sequence[str], url: str | None) -> list[str]:
    """Leave out an article's address, and the place in it."""
    before = ["", *words]
    is_place = [
        word.startswith("--at=") or "--at" in {word, former} for former, word in zip(before, words, strict=False)
    ]
    return [word for word, left_out in zip(words, is_place, strict=True) if word != url and not left_out]
