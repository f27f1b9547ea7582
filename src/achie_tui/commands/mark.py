"""`achie-tui mark`: articles read, starred, to be read later, or not; one call is one step of the journal."""

from collections.abc import Sequence
from functools import partial

from achie_tui.commands.article_names import named_articles
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import NoSuchArticleAddressError, UnknownArticleError, WrongArgumentsError
from achie_tui.language import Phrase
from achie_tui.newsroom import Newsroom

_NO_MARK = Phrase(
    "缺少 --read、--star、--later 这样的标记，或 --note",
    "a mark is missing, such as --read, --star or --later, or --note",
)
_NOTED = Phrase("写了 {noted} 条笔记", "notes written: {noted}")
_CHANGED = Phrase("改了 {changed} 篇，{unchanged} 篇本来就是这样", "{changed} changed, {unchanged} were so already")


async def run(
    config: Config,
    output: Output,
    *,
    articles: Sequence[str],
    read: bool = False,
    unread: bool = False,
    star: bool = False,
    unstar: bool = False,
    later: bool = False,
    unlater: bool = False,
    note: str | None = None,
) -> int:
    """Mark what the library knows, and tell how much of it changed; 1 where something is not known.

    A note is a step of its own: taken back, it leaves the marks.
    """
    marks = [set_ if set_ or cleared else None for set_, cleared in ((read, unread), (star, unstar), (later, unlater))]
    has_marks = marks != [None] * len(marks)
    if not has_marks and note is None:
        raise WrongArgumentsError(reason=_NO_MARK, command="achie-tui mark")
    names = named_articles(articles, "mark")
    async with opened(config, output) as newsroom:
        paths, unknown = _known(names, newsroom, output)
        deeds = newsroom.deeds
        changed = await deeds.mark(paths, **dict(zip(("read", "starred", "later"), marks, strict=True)))
        noted = [] if note is None else await newsroom.on_thread(partial(newsroom.library.notes.add, paths, note))
    unchanged = len(paths) - changed
    if output.json:
        added = {} if note is None else {"noted": len(noted)}
        output.value({"changed": changed, "unchanged": unchanged, **added, "unknown": unknown})
        return 1 if unknown else 0
    if has_marks:
        output.line(_CHANGED.say(output.language, changed=changed, unchanged=unchanged))
    if note is not None:
        output.line(_NOTED.say(output.language, noted=len(noted)))
    return 1 if unknown else 0


def _known(names: Sequence[str], newsroom: Newsroom, output: Output) -> tuple[list[str], list[str]]:
    """Give the paths of the articles that the library knows, each once, and the names of the others, which are told."""
    paths: dict[str, None] = {}
    unknown = []
    for name in names:
        try:
            path = _path_of(name, newsroom)
        except (NoSuchArticleAddressError, UnknownArticleError) as error:
            output.tell(error.sentence(output.language))
            unknown.append(name)
        else:
            paths[path] = None
    return list(paths), unknown


def _path_of(name: str, newsroom: Newsroom) -> str:
    path = newsroom.path_of(name)
    if newsroom.headline(path) is None:
        raise UnknownArticleError(address=name)
    return path
