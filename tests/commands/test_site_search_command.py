"""`achie-tui search --site`, as the command calls it."""

from functools import partial
from io import StringIO
from typing import Any

import pytest

from achie_tui.commands.output import Output
from achie_tui.commands.site_search import search_site
from achie_tui.config import load
from achie_tui.errors import OfflineError
from achie_tui.web.client import Client
from tests.commands.shell import Said, User
from tests.site.search import SEARCH
from tests.site.serve import Body, Server
from tests.web.clock import Clock


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, server: Server) -> Clock:
    """Let waiting take no time, for the site neither."""
    clock = Clock()
    monkeypatch.setattr("achie_tui.fetching.access.Client", partial(Client, clock=clock, wall=clock, sleep=clock.sleep))
    server.search.clock = clock
    server.search.page_size = 2
    return clock


async def ask(user: User, query: str, *, json: bool = False, offline: bool = False, **options: Any) -> Said:
    config = load({"base_url": user.base_url, "data_dir": str(user.folder), "offline": offline, "lang": "zh"}, {})
    out, err = StringIO(), StringIO()
    output = Output(config.lang, config.addresses, json=json, stdout=out, stderr=err)
    status = await search_site(config, output, query=query, **options)
    return Said(status, out.getvalue(), err.getvalue())


async def test_it_walks_as_many_pages_as_are_asked_for(user: User, server: Server, clock: Clock) -> None:
    found = server.search.found("高新区")
    said = await ask(user, "高新区", limit=3)
    assert said.status == 0
    rows = [line.split("\t") for line in said.out.splitlines()]
    assert [row[3] for row in rows] == [f"{user.base_url}{entry.href}" for entry in found[:3]]
    assert [row[0] for row in rows] == [f"{entry.when:%Y-%m-%d}" for entry in found[:3]]
    assert len(server.search.asked) == 2
    assert clock.slept == [3]
    waiting, shown = said.err.splitlines()
    assert waiting.startswith("网站的搜索每隔几秒才答一次")
    assert shown == f"网站找到 {len(found)} 篇，列出 3 篇，其中 0 篇本地已知；用 --limit 多列一些"


async def test_its_json_says_what_is_known(reader: User, server: Server) -> None:
    said = await ask(reader, "高新区", json=True)
    values = said.values()
    assert [value["url"] for value in values] == [f"{reader.base_url}{e.href}" for e in server.search.found("高新区")]
    assert list(values[0]) == [
        *("id", "url", "title", "category", "published", "summary", "source", "read", "starred", "later", "cached"),
        *("snippet", "matches", "known"),
    ]
    assert all(value["known"] and value["cached"] for value in values)
    for value in values:
        assert all(value["snippet"][start:end] == "高新区" for start, end in value["matches"])
    assert said.err.splitlines()[-1] == f"网站找到 {len(values)} 篇，其中 {len(values)} 篇本地已知"


async def test_pages_that_bring_nothing_new_end_the_walk(user: User, server: Server) -> None:
    shown = "<title>搜索_高新院</title><ul><li><a href='/news/a/202501011.html'>高新区</a></li></ul>"
    onward = "".join(f"<a href='{SEARCH}?q=x&PageNo={number}'>{number}</a>" for number in range(1, 9))
    server.faults[SEARCH] = Body(f"{shown}{onward}".encode())
    said = await ask(user, "高新区", limit=50)
    assert said.status == 0
    assert len(said.out.splitlines()) == 1
    assert len([path for path in server.paths() if path.startswith(SEARCH)]) == 2


async def test_nothing_found_is_status_1(user: User) -> None:
    said = await ask(user, "没有谁写过的词")
    assert (said.status, said.out, said.sentence) == (1, "", "网站上没有找到“没有谁写过的词”")


async def test_what_the_site_cannot_take_is_told(user: User) -> None:
    said = await ask(user, "高新区产业园区建设规划与政策")
    assert said.err.startswith("网站只能搜索“高新区产业园区建设规”：关键字最长 30 个字节")


async def test_offline_it_asks_nobody(user: User, server: Server) -> None:
    with pytest.raises(OfflineError) as caught:
        await ask(user, "高新区", offline=True)
    assert caught.value.exit_status == 3
    assert server.log == []


def test_a_sync_never_asks_the_search(user: User, server: Server) -> None:
    assert user.sync("--all").status == 0
    assert not [path for path in server.paths() if path.startswith(SEARCH)]
