"""What commands that search the library have in common: a query, and an index that knows what is there."""

import time
from collections.abc import Sequence

from achie_tui.commands.output import Output
from achie_tui.errors import WrongArgumentsError
from achie_tui.language import Phrase
from achie_tui.library.search.query import Query, parse
from achie_tui.newsroom import Newsroom

_PATIENCE = 5.0  # seconds that the index is waited for

_NO_QUERY = Phrase("没有给出要找的词", "there is nothing to search for")
_INDEXING = Phrase("正在为 {count} 篇文章编索引…", "{count} articles are being indexed…")
_BEHIND = Phrase(
    "还有 {count} 篇文章没有编进索引，结果可能不全；再搜一次会接着编",
    "{count} articles are not indexed yet, so hits may be missing; the next search goes on with them",
)
_READ_ONLY = Phrase(
    "有 {count} 篇文章没有编进索引，数据目录又不能写，结果可能不全",
    "{count} articles are not indexed, and the data directory cannot be written: hits may be missing",
)


def understood(words: Sequence[str], command: str) -> Query:
    """Give the query that words of the command line are; raises WrongArgumentsError where there is none."""
    query = parse(" ".join(words))
    if query.is_empty:
        raise WrongArgumentsError(reason=_NO_QUERY, command=command)
    return query


async def catch_up(newsroom: Newsroom, output: Output) -> None:
    """Have the index know what it does not know yet, as far as that is done soon; else say that hits may be missing."""
    index = newsroom.library.index
    left = await newsroom.query(index.behind)
    if left and newsroom.library.read_only:
        output.say(_READ_ONLY, count=left)
        return
    if left:
        output.say(_INDEXING, count=left)
    end = time.monotonic() + _PATIENCE
    while left and time.monotonic() < end:
        left = await newsroom.on_thread(index.catch_up)
    if left:
        output.say(_BEHIND, count=left)
