"""Searching while other things go on: it waits for nobody, and ends when nobody waits for it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from achie_tui.config import load
from achie_tui.library.library import Library
from achie_tui.library.search.query import parse
from achie_tui.newsroom import Newsroom
from tests.library.samples import article
from tests.library.test_search import of_the_version_before


@pytest_asyncio.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    folder = of_the_version_before(tmp_path / "data")
    newsroom = Newsroom(load({"data_dir": str(folder)}, {}), Library.open(folder))
    yield newsroom
    await newsroom.close()


async def test_the_index_catches_up_and_says_how_far_it_is(newsroom: Newsroom) -> None:
    left = list[int]()
    await newsroom.finder.index(left.append)
    assert left == [60, 35, 10, 0]
    results = await newsroom.finder.search(parse("量子"), limit=20)
    assert (len(results.hits), results.total, results.more) == (20, 60, True)
    assert await newsroom.finder.seek(lambda: newsroom.library.search.count(parse("园区"))) == (60, True)


async def test_a_search_waits_neither_for_questions_nor_for_what_is_written(newsroom: Newsroom) -> None:
    held = threading.Event()
    asked = asyncio.ensure_future(newsroom.query(held.wait))
    written = asyncio.ensure_future(newsroom.on_thread(held.wait))
    assert (await newsroom.finder.search(parse("is:unread"))).total == 60
    held.set()
    await asyncio.gather(asked, written)


async def test_a_search_that_is_cancelled_ends(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, going_on, stopped = threading.Event(), threading.Event(), list[bool]()
    find = newsroom.library.search.find

    def slowly(*given: object, **named: object) -> object:
        begun.set()
        going_on.wait()
        stopped.append(named["stop"]())  # type: ignore[operator]
        return find(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(newsroom.library.search, "find", slowly)
    typed = asyncio.ensure_future(newsroom.finder.search(parse("量")))
    await asyncio.to_thread(begun.wait)
    typed.cancel()
    with pytest.raises(asyncio.CancelledError):
        await typed
    going_on.set()
    await newsroom.finder.seek(lambda: None)
    assert stopped == [True]


async def test_what_is_saved_meanwhile_is_found(newsroom: Newsroom) -> None:
    library = newsroom.library
    await newsroom.on_thread(lambda: library.save_article(article(99, "低空经济"), parser=1, at=1.0))
    assert (await newsroom.finder.search(parse("低空"))).total == 1
