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
    if not is_demo:
        environment[_BEFORE] = json.dumps([[word for word in words if word != url], environment.pop(_OFFLINE, None)])
        following = [word for word in words if word not in {url, "--offline"}] + ["--demo"]
    elif before := environment.pop(_BEFORE, None):
        following, offline = json.loads(before)
        if offline is not None:
            environment[_OFFLINE] = offline
    else:
        environment.pop(_DEMO, None)
        following = [word for word in words if word not in {url, "--demo"}]
    os.execve(sys.executable, [*program, *following], environment)  # noqa: S606
