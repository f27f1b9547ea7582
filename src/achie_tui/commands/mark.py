"""`achie-tui mark`: articles read, starred, to be read later, or not; one call is one step of the journal."""

from collections.abc import Sequence

from achie_tui.commands.article_names import named_articles
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import NoSuchArticleAddressError, UnknownArticleError, WrongArgumentsError
from achie_tui.language import Phrase
from achie_tui.newsroom import Newsroom

_NO_MARK = Phrase("缺少 --read、--star、--later 这样的标记", "a mark is missing, such as --read, --star or --later")
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
) -> int:
    """Mark what the library knows, and tell how much of it changed; 1 where something is not known."""
    marks = [set_ if set_ or cleared else None for set_, cleared in ((read, unread), (star, unstar), (later, unlater))]
    if marks == [None] * len(marks):
        raise WrongArgumentsError(reason=_NO_MARK, command="achie-tui mark")
    names = named_articles(articles, "mark")
    async with opened(config, output) as newsroom:
        paths, unknown = _known(names, newsroom, output)
        changed = await newsroom.deeds.mark(paths, **dict(zip(("read", "starred", "later"), marks, strict=True)))
    unchanged = len(paths) - changed
    if output.json:
        output.value({"changed": changed, "unchanged": unchanged, "unknown": unknown})
    else:
        output.line(_CHANGED.say(output.language, changed=changed, unchanged=unchanged))
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
