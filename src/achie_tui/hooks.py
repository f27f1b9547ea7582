"""Programs of the user's that are told of what came: after a sync, and of what is new of a kept search.

Each is an argv list of the configuration, never a shell's command. It gets JSON on its standard input, and nothing of
what it says is shown; one that fails, or takes too long, is told of in a sentence and harms nothing.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from achie_tui.config import Config
from achie_tui.errors import AchieError
from achie_tui.export.records import headline_record
from achie_tui.language import Phrase
from achie_tui.library.library import Library, View
from achie_tui.library.watch_words import REMEMBERED, WatchWord, read
from achie_tui.model import Headline
from achie_tui.programs import ProgramError, hand_over

Record = Mapping[str, Any]
HandOn = Callable[[str, Sequence[str]], Awaitable[Collection[str]]]
"""Takes note that articles, by their paths, are handed on for a kept search, by its text; gives those not yet told."""

SECONDS = 30.0
"""How long a program may take."""
_LATELY = 30 * 86400.0


class HookError(AchieError):
    """A program that the configuration names could not be told, or failed."""

    phrase = Phrase(
        "设置 {name} 里的程序没有成功：{reason}；其他都不受影响",
        "The program of the setting {name} failed: {reason}; nothing else is affected",
    )


async def call(name: str, argv: Sequence[str], record: Record, *, seconds: float = SECONDS) -> None:
    """Start the program of a setting, hand it a record as JSON, and wait for its end; raises HookError."""
    given = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    try:
        await hand_over(argv, given, seconds)
    except ProgramError as error:
        raise HookError(name=name, reason=error.phrase.fill(**error.details)) from error


async def after_sync(config: Config, record: Record) -> list[HookError]:
    """Tell what a sync did, where somebody wants to know; gives what failed."""
    return await _call_each("hook_sync", config.hook_sync, [record] if config.hook_sync else [])


async def of_watch_words(
    config: Config, library: Library, hand_on: HandOn, paths: Collection[str], since: float
) -> list[HookError]:
    """Tell which kept searches find any of the articles that came since a time, by their paths; gives what failed.

    Those of the archive are left out, which a first sync brings by the thousand: what is told of came in above the rows
    that were known, or was published lately.
    """
    if not config.hook_watch or not paths:
        return []
    found = await asyncio.to_thread(lambda: list(_found(library, paths, since)))
    return [failed for word, headlines in found for failed in await of_watch_word(config, hand_on, word, headlines)]


async def of_watch_word(
    config: Config, hand_on: HandOn, word: WatchWord, headlines: Sequence[Headline]
) -> list[HookError]:
    """Tell what is new of one kept search and was not told yet, be it by another process; gives what failed.

    It counts as told before the program is called: one that fails is not called for the same again.
    """
    if not config.hook_watch or not headlines:
        return []
    try:
        fresh = set(await hand_on(word.text, [each.path for each in headlines]))
    except AchieError as error:
        return [HookError(name="hook_watch", reason=error.phrase.fill(**error.details))]
    records = [_record(config, word, [each for each in headlines if each.path in fresh])] if fresh else []
    return await _call_each("hook_watch", config.hook_watch, records)


def _record(config: Config, word: WatchWord, headlines: Sequence[Headline]) -> Record:
    articles = [headline_record(each, config.addresses) for each in headlines]
    return {"name": word.name, "query": word.text, "articles": articles}


def _found(library: Library, paths: Collection[str], since: float) -> Iterator[tuple[WatchWord, list[Headline]]]:
    words = read(library.visits.setting(REMEMBERED) or "")
    if not words:
        return
    arrived, lately = set(library.views.keys(View(since=since))), _day(since - _LATELY)
    known = [each for path in paths if (each := library.views.headline(path)) is not None]
    keys = [each.key for each in known if each.key in arrived or (each.published or "") >= lately]
    for word in words:
        if fitting := library.search.fitting(word.query, keys):
            yield word, library.views.headlines(fitting)


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()


async def _call_each(name: str, argv: Sequence[str], records: Sequence[Record]) -> list[HookError]:
    failed = []
    for record in records:
        try:
            await call(name, argv, record)
        except HookError as error:
            failed.append(error)
    return failed
