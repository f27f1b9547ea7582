"""`achie-tui feed`: a list as an Atom feed with the whole texts, for any reader of feeds; from the library alone."""

from dataclasses import replace
from functools import partial

from achie_tui.commands.category_names import find_category
from achie_tui.commands.files import write_whole
from achie_tui.commands.kept import opened_kept
from achie_tui.commands.library_search import catch_up, understood
from achie_tui.commands.output import Output
from achie_tui.config import Config
from achie_tui.errors import WrongArgumentsError
from achie_tui.export.atom import Entry, Feed, to_atom, to_json_feed
from achie_tui.language import Phrase
from achie_tui.library.library import View
from achie_tui.newsroom import Newsroom

_DEFAULT_LIMIT = 50
_COMMAND = "achie-tui feed"
_ONE_ONLY = Phrase(
    "栏目、--search、--starred、--later 只能给一个", "only one of a category, --search, --starred and --later"
)
_TITLE = Phrase("{site} · {name}", "{site} · {name}")
_STARRED = Phrase("收藏", "Starred")
_LATER = Phrase("稍后读", "To read later")
_WRITTEN = Phrase("已写入 {file}，{articles} 篇", "{file} is written, {articles} articles")


async def run(
    config: Config,
    output: Output,
    *,
    category: str | None = None,
    search: str | None = None,
    starred: bool = False,
    later: bool = False,
    limit: int | None = None,
    file: str | None = None,
) -> int:
    """Print a feed, the newest first, or write it to a file at once."""
    if sum((category is not None, search is not None, starred, later)) > 1:
        raise WrongArgumentsError(reason=_ONE_ONLY, command=_COMMAND)
    async with opened_kept(config, output) as newsroom:
        name, title, url = "all", "", newsroom.address("/")
        view = View(starred=starred, later=later, order="newest")
        if category is not None:
            found = await find_category(newsroom, category)
            view = replace(view, category=found.path)
            name, title, url = f"category{found.path}", found.name, newsroom.config.addresses.url(found.path)
        elif starred or later:
            name, title = (
                ("starred", _STARRED.say(output.language))
                if starred
                else (
                    "later",
                    _LATER.say(output.language),
                )
            )
        if search is not None:
            query = understood([search], _COMMAND)
            for note in query.notes:
                output.say(note)
            await catch_up(newsroom, output)
            keys = await newsroom.finder.seek(partial(newsroom.library.search.keys, query))
            name, title = f"search/{search}", search
        else:
            keys = await newsroom.query(partial(newsroom.keys, view))
        site = config.profile.name
        whole = _TITLE.say(output.language, site=site, name=title) if title else site
        entries = await newsroom.query(partial(_entries, newsroom, keys[: limit or _DEFAULT_LIMIT]))
    feed = Feed(name, whole, site, config.profile.base_url, url, entries)
    if file is None and output.json:
        output.value(to_json_feed(feed, config.addresses))
        return 0
    text = "".join(to_atom(feed, config.addresses))
    if file is None:
        output.line(text.rstrip("\n"))
        return 0
    write_whole(file, text)
    if output.json:
        output.value({"file": file, "articles": len(entries)})
    elif output.is_terminal:
        output.say(_WRITTEN, file=file, articles=len(entries))
    return 0


def _entries(newsroom: Newsroom, keys: list[int]) -> list[Entry]:
    return [Entry(headline, newsroom.kept(headline.path)) for headline in newsroom.headlines(keys)]
