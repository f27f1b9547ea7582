"""The library's threads: one that writes, one that answers, one that looks through what articles say."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Threads:
    """Keeps the event loop free of the library; each thread does things in the order in which they were asked for."""

    def __init__(self) -> None:
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="library")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="library-reader")
        self._searcher = ThreadPoolExecutor(1, thread_name_prefix="library-search")

    async def write(self, work: Callable[[], T]) -> T:
        """Do work that may write; gives what it gives."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    def begin(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Begin work that writes, at once; it is done whether or not anybody goes on waiting."""
        return asyncio.shield(asyncio.get_running_loop().run_in_executor(self._writer, work))

    async def query(self, question: Callable[[], T]) -> T:
        """Have the library answer a question on a thread that never waits for what is being written."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, question)

    def submit_query(self, question: Callable[[], T]) -> Future[T]:
        """Put a question where there is no event loop yet."""
        return self._reader.submit(question)

    async def seek(self, question: Callable[[], T]) -> T:
        """Have what is in the articles looked through, behind nothing that is read or written meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._searcher, question)

    def close(self) -> None:
        """Wait until all is done."""
        for each in (self._writer, self._reader, self._searcher):
            each.shutdown()
