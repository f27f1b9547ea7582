"""A sync that is cut off over and over, at random, against one that is not: the same library, and little asked twice.

usage: interruptions.py [--rounds N] [--seed N] [--concurrency N] [--articles N]

Every round starts the program anew and ends it by SIGINT, SIGTERM, SIGKILL, or by the server's falling silent. Then a
last run goes to its end. The libraries are compared but for times; what was delivered twice is counted, and may be
once a round and connection at most.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.commands.shell import User, ended, started
from tests.newsroom.stores import contents
from tests.site.build import build
from tests.site.faults import Delay
from tests.site.serve import Handler, Server, serve

WAYS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL, None)


def hang_up(handler: Handler) -> None:
    """Answer nothing."""
    handler.close_connection = True


def interrupt(server: Server, user: User, options: list[str], target: int, how: signal.Signals | None) -> int:
    """Run until so much was asked for, then end it; gives the exit status."""
    with started("sync", *options, *user.options, stdout=subprocess.DEVNULL) as running:
        while len(server.log) < target and running.poll() is None:
            time.sleep(0.002)
        if how is None:
            server.faults["*"] = hang_up
        else:
            running.send_signal(how)
        status = ended(running).status
    server.faults["*"] = Delay(0.005)
    with user.library() as library, library._writing("cache") as cache:  # noqa: SLF001
        cache.execute("DELETE FROM hosts")  # the breaker would make the next round wait
    return status


def main() -> int:
    """Measure; gives 1 where the libraries differ or too much was asked twice."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--concurrency", type=int, default=4)
    parser.add_argument("--articles", type=int, default=400)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    site = build(3, per_category=max(1, arguments.articles // 13), page_size=10)
    options = ["--delay", "0", "--concurrency", str(arguments.concurrency)]
    with serve(site) as server, tempfile.TemporaryDirectory(prefix="achie-tui-") as folder:
        whole = User(server.base_url, Path(folder) / "whole")
        whole.run("sync", *options)
        once = Counter(hit.path for hit in server.log if hit.status == 200)
        server.log.clear()
        server.faults["*"] = Delay(0.005)
        user = User(server.base_url, Path(folder) / "library")
        statuses: Counter[int] = Counter()
        for _ in range(arguments.rounds):
            target = len(server.log) + rng.randint(5, 2 * len(once) // arguments.rounds)
            statuses[interrupt(server, user, options, target, rng.choice(WAYS))] += 1
        server.faults.clear()
        user.run("sync", *options)
        full = Counter(hit.path for hit in server.log if hit.status == 200)
        again, most = sum((full - once).values()), arguments.rounds * arguments.concurrency
        same = contents(user.folder) == contents(whole.folder)
    print(f"seed {arguments.seed}: {arguments.rounds} interruptions, exit statuses {dict(statuses)}")
    print(f"{len(once)} addresses, {again} delivered twice (at most {most}); libraries {'equal' if same else 'DIFFER'}")
    return 0 if same and again <= most else 1


if __name__ == "__main__":
    sys.exit(main())
