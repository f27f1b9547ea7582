"""Names and their addresses. A name server that keeps silent is told of soon, and may answer later."""

import asyncio
import socket
from collections.abc import Callable
from ipaddress import ip_address
from itertools import chain, zip_longest
from typing import Any, NamedTuple, TypeAlias

from achie_tui.errors import NoNetworkError
from achie_tui.language import Phrase
from achie_tui.web.daemon import begun_in_daemon_thread

PATIENCE = 2.0
"""Seconds that a name server may take; the system would wait for it five times as long, and call the name unknown."""
_FRESH = 60.0
"""Seconds for which an answer that nobody waited for may be used."""
_NO_NAME = Phrase("查不到这个域名", "DNS knows no such name")
_SILENT = Phrase("域名服务器（DNS）没有应答", "the name server (DNS) gives no answer")

_Entries: TypeAlias = list[Any]


class _Question(NamedTuple):
    """A question under way, or answered when nobody waited for it any more."""

    answer: "asyncio.Future[_Entries]"
    asked: float


class Resolver:
    """Asks the system for the addresses of hosts.

    A question that was given up goes on: whoever asks next waits for the same answer, or finds it there. So a name
    server that takes its time is of use all the same.
    """

    def __init__(self) -> None:
        self._questions: dict[tuple[str, int], _Question] = {}

    async def addresses(self, host: str, port: int, seconds: float | None = None) -> list[str]:
        """Give the addresses of a host, the families in turns (RFC 8305, 4).

        Raises NoNetworkError where it has none, or none came within the seconds, or PATIENCE.
        """
        answer = self._answer(host, port)
        try:
            async with asyncio.timeout(PATIENCE if seconds is None else min(seconds, PATIENCE)):
                found = await asyncio.shield(answer)
        except TimeoutError as error:
            raise NoNetworkError(host=host, reason=_SILENT) from error
        except (OSError, UnicodeError) as error:
            silent = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            raise NoNetworkError(host=host, reason=_SILENT if silent else _NO_NAME) from error
        finally:
            if answer.done():
                self._questions.pop((host, port), None)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        preferred = ip_address(addresses[0]).version
        families = (
            [each for each in addresses if ip_address(each).version == preferred],
            [each for each in addresses if ip_address(each).version != preferred],
        )
        return [each for each in chain.from_iterable(zip_longest(*families)) if each is not None]

    def _answer(self, host: str, port: int) -> "asyncio.Future[_Entries]":
        now = asyncio.get_running_loop().time()
        before = self._questions.get((host, port))
        if before is not None and _is_of_use(before, now):
            return before.answer
        answer = begun_in_daemon_thread(_question(host, port))
        answer.add_done_callback(_seen)
        self._questions[host, port] = _Question(answer, now)
        return answer


def _question(host: str, port: int) -> Callable[[], _Entries]:
    return lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _is_of_use(question: _Question, now: float) -> bool:
    """Tell whether a question is under way, or was answered well and not long ago."""
    answer = question.answer
    return not answer.done() or (answer.exception() is None and now - question.asked < _FRESH)


def _seen(answer: "asyncio.Future[_Entries]") -> None:
    # asyncio would complain of an error that nobody saw.
    if not answer.cancelled():
        answer.exception()
