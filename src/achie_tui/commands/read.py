"""`achie-tui read`: articles, as text, JSON, Markdown or HTML."""

from collections.abc import Sequence
from typing import Literal

from achie_tui.commands.article_names import named_articles
from achie_tui.commands.attachment_lines import HEADING, attachment_lines
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.commands.styled_article import to_terminal
from achie_tui.config import Config
from achie_tui.errors import AchieError
from achie_tui.export.html import all_to_html
from achie_tui.export.markdown import to_markdown
from achie_tui.export.plain_text import to_plain
from achie_tui.export.records import article_record
from achie_tui.language import Phrase
from achie_tui.library.library import Kept
from achie_tui.model import Article
from achie_tui.newsroom import Newsroom
from achie_tui.newsroom.assembly import Obtained, obtain

Format = Literal["text", "json", "markdown", "html"]

_INCOMPLETE = Phrase(
    "《{title}》不完整，尚缺一部分，联网时再读会重新取",
    "“{title}” is incomplete; a part of it is missing, and is fetched again when it is read online",
)
_RULE, _RULE_WIDTH = "-", 40


async def run(
    config: Config,
    output: Output,
    *,
    articles: Sequence[str],
    form: Format = "text",
    width: int | None = None,
    refresh: bool = False,
    mark_read: bool = False,
) -> int:
    """Print articles; fetched where the library does not hold them whole, or where asked for anew.

    One that cannot be had is told, and the others are printed; the status is that of the first failure.
    """
    names = named_articles(articles, "read")
    form = "json" if output.json else form
    found: dict[str, Kept] = {}
    status = 0
    async with opened(config, output) as newsroom:
        if refresh:
            newsroom.insist()
        for name in names:
            try:
                path, (kept, problem) = await _get(newsroom, name, refresh=refresh)
            except AchieError as error:
                if len(names) == 1:
                    raise
                problem = error
            else:
                _print(kept, output, form, width, first=not found)
                _print_attachments(newsroom, kept.article, output, form)
                found[path] = kept
                if not kept.article.complete:
                    output.tell(_INCOMPLETE.say(output.language, title=kept.article.title))
            if problem is not None:
                output.tell(problem.sentence(output.language))
                status = status or problem.exit_status
        if form == "html" and found:
            shown = [kept.article for kept in found.values()]
            output.line(all_to_html(shown, output.addresses, output.language))
        if mark_read:
            await newsroom.deeds.mark(list(found), read=True)
    return status


async def _get(newsroom: Newsroom, name: str, *, refresh: bool) -> tuple[str, Obtained]:
    """Give the path of what is named, and the article."""
    path = newsroom.path_of(name)
    return path, await obtain(newsroom, path, name=name, refresh=refresh)


def _print_attachments(newsroom: Newsroom, article: Article, output: Output, form: Format) -> None:
    """Print what an article has attached, below its text; other forms have it among the rest."""
    if article.attachments and form == "text":
        sizes = newsroom.attached.sizes(article)
        output.line()
        output.line(output.bold(HEADING.say(output.language)))
        for line in attachment_lines(article, sizes, output):
            output.line(line)


def _print(kept: Kept, output: Output, form: Format, width: int | None, *, first: bool) -> None:
    """Print an article, parted from the one before; HTML is one page, and printed when all are there."""
    rule = width if width and output.is_terminal else _RULE_WIDTH  # in a pipe always the same: it is parted there
    between = {"text": _RULE * rule, "markdown": _RULE * 3}.get(form)
    if between is not None and not first:
        output.line(f"\n{output.dim(between) if form == 'text' else between}\n")
    if form == "json":
        output.value(article_record(kept, output.addresses))
    elif form == "markdown":
        output.line(to_markdown(kept.article, output.addresses))
    elif form == "text" and (output.is_terminal or width is not None):
        to_terminal(kept.article, output, width)
    elif form == "text":
        output.line(to_plain(kept.article, output.addresses))
