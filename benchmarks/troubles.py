"""A site in trouble, one trouble after the other: what a sync asks for, what it says, and what becomes of the library.

usage: troubles.py [--seed N]

A library that holds half of a site is synced while the site has a trouble, in a process of its own; then some of its
articles are asked for anew, as a reader would. The server counts what it is asked for, beside what the policy allows.
What the library held is compared with what it holds then: nothing may be gone, or worse than it was. At last the site
is well again, its time of rest is forgotten, and one more sync must make the library the same as an untroubled one.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import formatdate
from pathlib import Path
from shutil import copytree
from time import time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from achie_tui.typeset.width import cell_width
from tests.commands.shell import User, apart
from tests.newsroom.stores import contents
from tests.site.build import Site, build
from tests.site.faults import Body, Drip, Fault, Redirect, Reset, Status, Truncate, Turns
from tests.site.serve import Handler, Server, serve

CONCURRENCY = 2
READS = 4
FIREWALL = Body(
    "<html><head><title>405</title></head><body><div>很抱歉，由于您访问的URL有可能对网站造成安全威胁，"
    "您的访问被阻断。</div></body></html>".encode()
)
PORTAL = Body(
    "<html><head><title>网络登录</title></head><body><form action='/login'><input name='user'>"
    "<input type='password' name='pass'><button>登录上网</button></form></body></html>".encode()
)
CHALLENGE = Body(b"<html><script>document.cookie='k=1';location.reload()</script></html>")


@dataclass(frozen=True)
class Trouble:
    """What is amiss with every page but robots.txt, or with some; `allowed` are the requests of a sync."""

    name: str
    fault: Callable[[], Fault]
    allowed: int | None = None  # as many as there are pages
    only: str = "*"


def waiting(status: int, value: str) -> Callable[[], Fault]:
    return lambda: Status(status, {"Retry-After": value})


TRIES, CATEGORIES, RULES = 3, 13, 1
STORM = 5 + CONCURRENCY
TROUBLES = (
    Trouble("429, Retry-After: 3600", waiting(429, "3600"), RULES + CONCURRENCY),
    Trouble("429, Retry-After: a date", waiting(429, formatdate(time() + 7200, usegmt=True)), RULES + CONCURRENCY),
    Trouble("429, Retry-After: 99999999", waiting(429, "99999999"), RULES + CONCURRENCY),
    Trouble("429, Retry-After: garbage", waiting(429, "soon"), STORM),
    Trouble("503, Retry-After: 1, once", lambda: Turns(Status(503, {"Retry-After": "1"}))),
    Trouble("503 for everything", lambda: Status(503), STORM),
    Trouble("500 for everything", lambda: Status(500), RULES + 5 * TRIES),
    Trouble("connections reset", lambda: Reset(100), STORM),
    Trouble("pages cut short", lambda: Truncate(600), RULES + CATEGORIES),
    Trouble("a firewall's page", lambda: FIREWALL, RULES + 2 * CONCURRENCY),
    Trouble("a captive portal", lambda: PORTAL, RULES + 2 * CONCURRENCY),
    Trouble("a script's challenge", lambda: CHALLENGE, RULES + 2 * CONCURRENCY),
    Trouble("sent to another host", lambda: Redirect("http://198.51.100.7/login"), RULES + 2 * CONCURRENCY),
    Trouble("every fifth article drips", lambda: Drip(chunk=400, delay=0.02), None, "articles"),
    Trouble("every fifth article is cut short", lambda: Truncate(900), None, "articles"),
    Trouble("every fifth article is moved", lambda: Redirect("/news/"), None, "articles"),
    Trouble("every fifth article is gone", lambda: Status(404), None, "articles"),
)


@dataclass(frozen=True)
class Outcome:
    """What a trouble came to."""

    asked: int
    status: int
    worse: int
    same: bool
    said: str


def afflict(server: Server, site: Site, trouble: Trouble) -> None:
    """Give the site its trouble."""
    fault = trouble.fault()
    if trouble.only == "*":
        server.faults.update({"*": fault, "/robots.txt": Handler.normal})
    else:
        server.faults.update({article.path: trouble.fault() for article in site.articles()[::5]})


def worse(before: dict[str, Any], after: dict[str, Any]) -> int:
    """Count what was known before and is gone or other now."""
    articles = sum(after["articles"].get(path) != article for path, article in before["articles"].items())
    lists = (
        {row[0] for row in rows} - {row[0] for row in after["lists"][name]} for name, rows in before["lists"].items()
    )
    return int(articles + sum(map(len, lists)))


def meet(server: Server, site: Site, trouble: Trouble, half: Path, whole: dict[str, Any]) -> Outcome:
    """Let a sync and a reader meet a trouble."""
    folder = half.with_name("met")
    copytree(half, folder)
    user = User(server.base_url, folder)
    before = contents(folder)
    read = [*before["articles"]][:: max(1, len(before["articles"]) // READS)][:READS]
    server.log.clear()
    afflict(server, site, trouble)
    pace = ("--delay", "0", "--concurrency", str(CONCURRENCY), "--lang", "en")
    said = apart("sync", "--all", "--no-images", *pace, *user.options)
    asked = len(server.log)
    for path in read:
        apart("read", path, "--refresh", *user.options)
    lost = worse(before, contents(folder))
    server.faults.clear()
    with user.library() as library, library._writing("cache") as cache:  # noqa: SLF001
        cache.execute("DELETE FROM hosts")
    user.run("sync", "--all", "--no-images", *pace)
    after = contents(folder)
    same = all(after[what] == whole[what] for what in ("lists", "articles", "redirects"))
    # What was said of single pages stands before what is said of the run.
    sentence = next((line for line in reversed(said.err.splitlines()) if line.strip()), "")
    return Outcome(asked, said.status, lost, same, sentence.removeprefix("achie-tui: "))


def fit(text: str, width: int) -> str:
    return text + " " * max(1, width - cell_width(text))


def main() -> int:
    """Meet every trouble; gives 1 where one cost anything, or the site more than the policy allows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=3)
    site = build(parser.parse_args().seed, per_category=4, page_size=2)
    fine = True
    with serve(replace(site, files=dict(site.files))) as server, tempfile.TemporaryDirectory() as folder:
        whole, half = User(server.base_url, Path(folder) / "whole"), User(server.base_url, Path(folder) / "half")
        whole.sync("--all", "--no-images")
        pages = len(server.log)
        half.sync("--pages", "1", "--no-images")
        complete = contents(whole.folder)
        print(f"a site of {pages} pages, of whose {len(complete['articles'])} articles", end=" ")
        print(f"{len(contents(half.folder)['articles'])} are kept\n")
        print(f"{fit('trouble', 36)}asked  allowed  exit  worse  whole after  said")
        for trouble in TROUBLES:
            with tempfile.TemporaryDirectory() as place:
                copytree(half.folder, Path(place) / "half")
                it = meet(server, site, trouble, Path(place) / "half", complete)
            allowed = trouble.allowed or pages + 3 * len(site.articles()) // 5
            fine &= it.asked <= allowed and not it.worse and it.same
            print(f"{fit(trouble.name, 36)}{it.asked:>5}{allowed:>9}{it.status:>6}{it.worse:>7}", end="")
            print(f"{'yes' if it.same else 'NO':>13}  {it.said}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
