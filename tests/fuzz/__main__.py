"""Hunt on the command line: a line for each target, and exit status 1 where something was found."""

import argparse
import subprocess
import sys
from importlib.util import find_spec
from random import SystemRandom

from tests.fuzz.hunting import TARGETS, hunt, target

# Bursts of keys need an app that runs, and bring a hunt of their own.
KEYS, KEY_BURSTS = "keys", "tests.fuzz.key_bursts"


def main() -> int:
    """Hunt in one target or in all; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    known = [*TARGETS, *([KEYS] if find_spec(KEY_BURSTS) else [])]
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to hunt in each target")
    parser.add_argument("--tries", type=int, default=0, help="inputs to try in each target at least, however long")
    parser.add_argument("--target", choices=known, help="the only one to hunt in")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32), help="to do the same again")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    found = [name for name in ([given.target] if given.target else known) if not _is_clear(name, given)]
    return 1 if found else 0


def _is_clear(name: str, given: argparse.Namespace) -> bool:
    if name == KEYS:
        words = [sys.executable, "-m", KEY_BURSTS, "--seconds", str(given.seconds)]
        return subprocess.run(words, check=False).returncode == 0  # noqa: S603 - our own module
    tried, found = hunt(target(name), given.seconds, given.seed, tries=given.tries)
    print(f"{name:14} {tried:8} tried  {'found' if found else 'nothing found'}", flush=True)
    if found:
        print(found, flush=True)
    return found is None


if __name__ == "__main__":
    sys.exit(main())
