"""`achie-tui search --site`: what the site's own search finds, for what the library does not hold."""

import re
from collections.abc import Sequence

from achie_tui.commands.columns import plain_line, terminal_lines
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.export.records import Record, headline_record
from achie_tui.language import Phrase
from achie_tui.model import Headline
from achie_tui.site.address import Addresses

_DEFAULT_LIMIT = 20
_WAITING = Phrase(
    "网站的搜索每隔几秒才答一次，稍等……", "The site's search takes a question every few seconds only; waiting…"
)
_CUT = Phrase(
    "网站只能搜索“{asked}”：关键字最长 30 个字节，有的符号不算",
    "The site searches for “{asked}” only: it takes 30 bytes, and not every sign",
)
_NOTHING = Phrase("网站上没有找到“{asked}”", "The site found nothing for “{asked}”")
_ALL = Phrase(
    "网站找到 {shown} 篇，其中 {known} 篇本地已知", "The site found {shown}, of which the library knows {known}"
)
_SOME = Phrase(
    "网站找到 {total} 篇，列出 {shown} 篇，其中 {known} 篇本地已知；用 --limit 多列一些",
    "The site found {total}, {shown} are listed, of which the library knows {known}; --limit lists more",
)
_SOME_OF_MANY = Phrase(
    "列出 {shown} 篇，其中 {known} 篇本地已知；网站还有更多，用 --limit 多列一些",
    "{shown} are listed, of which the library knows {known}; the site found more, --limit lists more",
)


async def search_site(config: Config, output: Output, *, query: str, limit: int | None = None) -> int:
    """Print what the site finds for a query, `limit` rows at most; status 1 where that is nothing."""
    most = limit or _DEFAULT_LIMIT
    printed: dict[str, Headline] = {}
    page: int | None = 1
    async with opened(config, output) as newsroom:
        while page is not None and len(printed) < most:
            results = await newsroom.site_search(query, page, waiting=lambda _: output.say(_WAITING))
            if results.is_cut:
                output.say(_CUT, asked=results.asked)
            # An article that came in meanwhile pushes others to the next page.
            fresh = [each for each in results.headlines if each.path not in printed][: most - len(printed)]
            printed |= {each.path: each for each in fresh}
            _print(fresh, config, output, results.asked)
            # A site that goes round in circles is not followed.
            page = results.next if fresh else None
    if not printed:
        output.say(_NOTHING, asked=results.asked)
        return 1
    is_all = page is None and all(each.path in printed for each in results.headlines)
    told = _ALL if is_all else _SOME_OF_MANY if results.total is None else _SOME
    known = sum(1 for each in printed.values() if each.key)
    output.say(told, total=results.total, shown=len(printed), known=known)
    return 0


def _print(headlines: Sequence[Headline], config: Config, output: Output, asked: str) -> None:
    if output.json:
        for headline in headlines:
            output.value(_record(headline, config.addresses, asked))
        return
    if output.is_terminal:
        wide = config.ambiguous_wide
        lines = terminal_lines(headlines, output, with_category=True, ambiguous_wide=wide)
    else:
        lines = (plain_line(headline, output) for headline in headlines)
    for line in lines:
        output.line(line)


def _record(headline: Headline, addresses: Addresses, asked: str) -> Record:
    """Give a headline as `search` does; `snippet` is the site's, `known` says that the library knows the article."""
    snippet = headline.summary
    words = "|".join(map(re.escape, asked.split()))
    matches = [list(match.span()) for match in re.finditer(words, snippet or "", re.IGNORECASE)]
    return {**headline_record(headline, addresses), "snippet": snippet, "matches": matches, "known": headline.key != 0}
