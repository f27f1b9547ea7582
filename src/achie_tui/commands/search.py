"""`achie-tui search`: articles by what is in them, from the library alone, or by the site's own search."""

import sys
from collections.abc import Iterator, Sequence

from achie_tui.commands.category_names import find_categories
from achie_tui.commands.columns import plain_line, terminal_lines
from achie_tui.commands.library_search import catch_up, understood
from achie_tui.commands.output import Output
from achie_tui.commands.periods import days_between
from achie_tui.commands.resources import opened
from achie_tui.commands.site_search import search_site
from achie_tui.config import Config
from achie_tui.errors import NothingFoundError, WrongArgumentsError
from achie_tui.export.records import headline_record
from achie_tui.language import Phrase
from achie_tui.library.library import View
from achie_tui.library.search.results import Hit, Sort
from achie_tui.model import Headline
from achie_tui.typeset.breaking import break_lines

_COMMAND = "achie-tui search"
_DEFAULT_LIMIT = 20
_COUNTING = 1.0  # seconds that the hits beyond those listed are looked at, for their number
_IN_NOTE = Phrase("笔记或划线里有：", "In a note or a marked passage:")
_INDENT = "    "
_NARROWEST = 20

_NOT_WITH_SITE = Phrase(
    "网站自己的搜索不能限定栏目、日期和标记", "the site's own search knows no categories, dates or marks"
)
_ALL = Phrase("共 {total:,} 篇", "{total:,} articles")
_SOME = Phrase(
    "共 {total:,} 篇，列出前 {shown:,} 篇；全部列出用 --all",
    "{total:,} articles, the first {shown:,}; --all lists all of them",
)
_AT_MOST = Phrase(
    "至多 {total:,} 篇，列出前 {shown:,} 篇；全部列出用 --all",
    "{total:,} articles at most, the first {shown:,}; --all lists all of them",
)


async def run(
    config: Config,
    output: Output,
    *,
    query: Sequence[str],
    categories: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    unread: bool = False,
    starred: bool = False,
    later: bool = False,
    limit: int | None = None,
    everything: bool = False,
    sort: Sort = "relevance",
    site: bool = False,
) -> int:
    """Print what is found; nothing found is an error, as with grep."""
    typed = " ".join(query)
    asked, within = understood(query, _COMMAND), View(unread=unread, starred=starred, later=later)
    most = sys.maxsize if everything else limit
    if site:
        if categories or since or until or within != View():
            raise WrongArgumentsError(reason=_NOT_WITH_SITE, command=_COMMAND)
        return await search_site(config, output, query=typed, limit=most)
    most = most or (_DEFAULT_LIMIT if output.is_terminal else sys.maxsize)
    async with opened(config, output) as newsroom:
        asked = asked.between(*days_between(since, until, newsroom.now(), _COMMAND))
        asked = asked.listed_in(each.path for each in await find_categories(newsroom, categories or ()))
        await catch_up(newsroom, output)
        results = await newsroom.finder.search(asked, within=within, sort=sort, limit=most, counting=_COUNTING)
        for note in results.notes:
            output.say(note)
        if not results.hits:
            raise NothingFoundError(query=typed)
        headlines = newsroom.headlines([hit.key for hit in results.hits])
        _print(headlines, {hit.key: hit for hit in results.hits}, config, output)
        counted = _ALL if not results.more else _SOME if results.exact else _AT_MOST
        if results.more or output.is_terminal:
            output.say(counted, total=results.total, shown=len(results.hits))
    return 0


def _print(headlines: Sequence[Headline], hits: dict[int, Hit], config: Config, output: Output) -> None:
    if output.json:
        for headline in headlines:
            hit = hits[headline.key]
            record = headline_record(headline, config.addresses)
            matches = [list(match) for match in hit.matches]
            output.value({**record, "snippet": hit.snippet, "matches": matches, "in_note": hit.in_note})
        return
    if not output.is_terminal:
        for headline in headlines:
            output.line(plain_line(headline, output, hits[headline.key].snippet))
        return
    wide = config.ambiguous_wide
    lines = terminal_lines(headlines, output, with_category=True, ambiguous_wide=wide)
    for headline, line in zip(headlines, lines, strict=True):
        output.line(line)
        hit = hits[headline.key]
        if hit.in_note:
            output.line(f"{_INDENT}{output.dim(_IN_NOTE.say(output.language))}")
        for snippet_line in _snippet_lines(hit, output, ambiguous_wide=wide):
            output.line(snippet_line)


def _snippet_lines(hit: Hit, output: Output, *, ambiguous_wide: bool) -> Iterator[str]:
    """Give a hit's snippet in lines, broken as the reader does it, with what was found in it marked."""
    text = output.text(hit.snippet)
    room = max(_NARROWEST, output.width - len(_INDENT))
    for start, whole in break_lines(text, room, ambiguous_wide=ambiguous_wide):
        end = start + len(text[start:whole].rstrip())
        parts, done = [_INDENT], start
        for one, other in (*hit.matches, (end, end)):
            first, last = min(max(one, start), end), min(other, end)
            if done < first:
                parts.append(output.dim(text[done:first]))
            if first < last:
                parts.append(output.marked(text[first:last]))
            done = max(done, last)
        yield "".join(parts)
