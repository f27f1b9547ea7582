"""`achie-tui search`: articles by what is in them, from the library alone, or by the site's own search."""

from collections.abc import Iterator, Sequence

from achie_tui.commands.category_names import find_category
from achie_tui.commands.columns import plain_line, terminal_lines
from achie_tui.commands.library_search import catch_up, understood
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.commands.site_search import search_site
from achie_tui.config import Config
from achie_tui.errors import NothingFoundError, WrongArgumentsError
from achie_tui.export.records import headline_record
from achie_tui.language import Phrase
from achie_tui.library.library import View
from achie_tui.library.search.results import Hit, Sort
from achie_tui.model import Headline
from achie_tui.typeset.width import cut

_DEFAULT_LIMIT = 20
_INDENT = "    "
_NARROWEST = 20

_NOT_WITH_SITE = Phrase("网站自己的搜索不能限定栏目和日期", "the site's own search knows neither categories nor dates")
_ALL = Phrase("共 {total} 篇", "{total} articles")
_SOME = Phrase(
    "共 {total} 篇，列出前 {shown} 篇；--limit N 可多列", "{total} articles, the first {shown}; --limit N lists more"
)
_ABOUT = Phrase(
    "约 {total} 篇，列出前 {shown} 篇；--limit N 可多列",
    "about {total} articles, the first {shown}; --limit N lists more",
)


async def run(
    config: Config,
    output: Output,
    *,
    query: Sequence[str],
    category: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    sort: Sort = "relevance",
    site: bool = False,
) -> int:
    """Print what is found; nothing found is an error, as with grep."""
    typed = " ".join(query)
    asked = understood(query, "achie-tui search").between(since, until)
    if site:
        if category or since or until:
            raise WrongArgumentsError(reason=_NOT_WITH_SITE, command="achie-tui search")
        return await search_site(config, output, query=typed, limit=limit)
    async with opened(config, output) as newsroom:
        within = View((await find_category(newsroom, category)).path if category is not None else None)
        await catch_up(newsroom, output)
        results = await newsroom.finder.search(asked, within=within, sort=sort, limit=limit or _DEFAULT_LIMIT)
        for note in results.notes:
            output.say(note)
        if not results.hits:
            raise NothingFoundError(query=typed)
        headlines = newsroom.headlines([hit.key for hit in results.hits])
        _print(headlines, {hit.key: hit for hit in results.hits}, config, output)
        counted = _ALL if not results.more else _SOME if results.exact else _ABOUT
        if results.more or output.is_terminal:
            output.say(counted, total=results.total, shown=len(results.hits))
    return 0


def _print(headlines: Sequence[Headline], hits: dict[int, Hit], config: Config, output: Output) -> None:
    if output.json:
        for headline in headlines:
            hit = hits[headline.key]
            record = headline_record(headline, config.addresses)
            output.value({**record, "snippet": hit.snippet, "matches": [list(match) for match in hit.matches]})
        return
    if not output.is_terminal:
        for headline in headlines:
            output.line(plain_line(headline, output, hits[headline.key].snippet))
        return
    wide = config.ambiguous_wide
    lines = terminal_lines(headlines, output, with_category=True, ambiguous_wide=wide)
    for headline, line in zip(headlines, lines, strict=True):
        output.line(line)
        for snippet_line in _snippet_lines(hits[headline.key], output, ambiguous_wide=wide):
            output.line(snippet_line)


def _snippet_lines(hit: Hit, output: Output, *, ambiguous_wide: bool) -> Iterator[str]:
    """Give a hit's snippet in lines, with what was found in it marked."""
    text, start = output.text(hit.snippet), 0
    room = max(_NARROWEST, output.width - len(_INDENT))
    while start < len(text):
        end = start + len(cut(text[start:], room, ambiguous_wide=ambiguous_wide))
        parts, done = [_INDENT], start
        for one, other in (*hit.matches, (end, end)):
            first, last = min(max(one, start), end), min(other, end)
            if done < first:
                parts.append(output.dim(text[done:first]))
            if first < last:
                parts.append(output.marked(text[first:last]))
            done = max(done, last)
        yield "".join(parts)
        start = end
