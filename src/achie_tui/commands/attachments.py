"""`achie-tui attachments`: the files that articles link, listed, fetched, saved to a folder.

A command of its own, and no option of `read`: what it prints is about files, one record each, and it fails by files.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from achie_tui.commands.article_names import named_articles
from achie_tui.commands.attachment_lines import attachment_lines
from achie_tui.commands.output import Output
from achie_tui.commands.resources import REFRESHED, opened
from achie_tui.config import Config
from achie_tui.errors import AchieError, NotInLibraryError, OfflineError
from achie_tui.export.attached_files import write_out
from achie_tui.language import Phrase
from achie_tui.model import Article
from achie_tui.newsroom import Newsroom

_NONE = Phrase("“{title}”没有附件", "“{title}” has no attachments")
_SAVED = Phrase("已存为 {file}", "Saved as {file}")

Problems = list[AchieError]


async def run(
    config: Config,
    output: Output,
    *,
    articles: Sequence[str],
    folder: str | None = None,
    refresh: bool = False,
) -> int:
    """Print the attachments of articles; with a folder, save them to it, what is missing fetched first.

    What cannot be had is told, and the others go on; the status is that of the first failure.
    """
    names = named_articles(articles, "attachments")
    problems: Problems = []
    records: list[dict[str, Any]] = []
    async with opened(config, output) as newsroom:
        for name in names:
            try:
                article = await _article(newsroom, name)
            except AchieError as error:
                problems.append(error)
                continue
            saved = await _take(newsroom, article, folder, problems, refresh=refresh)
            if len(names) > 1 and article.attachments and not output.json:
                output.line(output.bold(output.text(article.title)))
            records += _print(newsroom, article, saved, output)
    if output.json:
        output.value(records)
    for problem in problems:
        output.tell(problem.sentence(output.language))
    return problems[0].exit_status if problems else 0


async def _article(newsroom: Newsroom, name: str) -> Article:
    path = newsroom.path_of(name)
    kept = newsroom.kept(path)
    if kept is not None and (kept.article.complete or newsroom.config.offline):
        return (await newsroom.current(kept)).article
    if newsroom.config.offline:
        raise NotInLibraryError(what=name)
    return (await newsroom.read(path)).article


async def _take(
    newsroom: Newsroom, article: Article, folder: str | None, problems: Problems, *, refresh: bool
) -> dict[str, Path]:
    """Fetch and save what is asked for; gives where each attachment was saved, by its address."""
    saved: dict[str, Path] = {}
    if folder is None and not refresh:
        return saved
    if refresh and newsroom.config.offline:
        problems.append(OfflineError(what=REFRESHED))
        refresh = False
    for each in article.attachments:
        try:
            had = await newsroom.attached.get(each, refresh=refresh)
            if had.problem is not None:
                problems.append(had.problem)
            if folder is not None:
                saved[each.href] = write_out(had.data, Path(folder), each)
        except AchieError as error:
            problems.append(error)
    return saved


def _print(newsroom: Newsroom, article: Article, saved: dict[str, Path], output: Output) -> list[dict[str, Any]]:
    """Print an article's attachments; gives their records instead, where JSON is wanted."""
    sizes = newsroom.attached.sizes(article)
    if output.json:
        return [
            {
                "article": output.addresses.url(article.path),
                "number": number,
                "href": output.addresses.public(each.href),
                "name": each.name,
                "kind": each.kind,
                "kept": each.href in sizes,
                "size": sizes.get(each.href),
                "file": str(saved[each.href].absolute()) if each.href in saved else None,
            }
            for number, each in enumerate(article.attachments, 1)
        ]
    if not article.attachments:
        output.say(_NONE, title=article.title)
    for line in attachment_lines(article, sizes, output):
        output.line(line)
    for file in saved.values():
        output.say(_SAVED, file=file)
    return []
