"""`achie-tui export`: articles or headlines in files for other programs, or on the standard output."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from achie_tui.commands.article_names import named_articles
from achie_tui.commands.category_names import find_categories
from achie_tui.commands.library_search import catch_up, understood
from achie_tui.commands.narrowing import Narrowing, find_headlines
from achie_tui.commands.output import Output
from achie_tui.commands.periods import days_between
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import (
    NoSuchArticleAddressError,
    NothingFoundError,
    NotInLibraryError,
    UnwritableFileError,
    WrongArgumentsError,
    system_reason,
)
from achie_tui.export.delivery import Delivered, deliver
from achie_tui.export.edition import Edition
from achie_tui.export.errors import NeedsFileError, NothingToExportError
from achie_tui.export.formats import FORMATS, FULL_LINES, Format
from achie_tui.language import Phrase
from achie_tui.library.library import View
from achie_tui.model import Category
from achie_tui.newsroom import Newsroom
from achie_tui.newsroom.assembly import Assembled, Failure, Wanted, assemble
from achie_tui.web.answer import PATIENT

_COMMAND = "achie-tui export"
_ENDINGS = {form.ending: name for name, form in reversed(FORMATS.items())} | {".htm": "html", ".markdown": "markdown"}

_BOTH = Phrase(
    "写了文章，又写了选文章的条件，只能用一种", "articles are named and chosen by options too; use one of both"
)
_ONLY_LINES = Phrase("--full 只用于 jsonl", "--full goes with jsonl only")
_FETCHING = Phrase("有 {count} 篇不在本地，正在取…", "{count} articles are not in the library and are fetched…")
_PARTIAL = Phrase("“{title}”的正文可能不全", "The text of “{title}” may not be whole")
_NO_PICTURES = Phrase(
    "有 {count} 幅图片不在本地，没有放进去；加上 --pictures 会先取",
    "{count} pictures are not kept and were left out; --pictures fetches them first",
)
_NOT_FETCHED = Phrase("有 {count} 幅图片没有取到", "{count} pictures could not be fetched")
_GONE = Phrase("有 {count} 幅图片网站上没有，没有放进去", "{count} pictures are not on the site and were left out")
_ELSEWHERE = Phrase(
    "有 {count} 幅图片在别的网站上，没有放进去", "{count} pictures are on other sites and were left out"
)
_FAILED = Phrase("{name}：{reason}", "{name}: {reason}")
_WRITTEN = Phrase("已导出 {count} 篇", "Articles exported: {count}")
_SEARCHED, _SEVERAL = (
    Phrase("搜索“{query}”", "search for “{query}”"),
    Phrase("{site} {count} 篇", "{site}, {count} articles"),
)
_UNREAD, _STARRED, _LATER = Phrase("未读", "unread"), Phrase("收藏", "starred"), Phrase("稍后读", "to be read later")


@dataclass(frozen=True, slots=True)
class _Choice:
    """The articles that are wanted, as options tell; a list of them in the order that `list` or `search` has."""

    categories: Sequence[str] | None
    search: str | None
    unread: bool
    starred: bool
    later: bool
    narrowing: Narrowing
    limit: int | None

    @property
    def is_made(self) -> bool:
        """Whether any option chooses articles."""
        named = self.categories is not None or self.search is not None or self.limit is not None
        return named or self.unread or self.starred or self.later or self.narrowing != Narrowing()


async def run(
    config: Config,
    output: Output,
    *,
    articles: Sequence[str],
    form: str | None = None,
    target: str | None = None,
    categories: Sequence[str] | None = None,
    search: str | None = None,
    unread: bool = False,
    starred: bool = False,
    later: bool = False,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    full: bool = False,
    pictures: bool = False,
    force: bool = False,
) -> int:
    """Write what is wanted; what cannot be had is told, and the rest written; the status is the first failure's."""
    choice = _Choice(categories, search, unread, starred, later, Narrowing(since, until), limit)
    if choice.is_made and articles:
        raise WrongArgumentsError(reason=_BOTH, command=_COMMAND)
    chosen = _format(form, target, output, full=full)
    names = [] if choice.is_made else named_articles(articles, "export")
    async with opened(config, output) as newsroom:
        wanted, refused = _named(newsroom, names)
        if choice.is_made:
            days = days_between(since, until, newsroom.now(), _COMMAND)
            choice = replace(choice, narrowing=Narrowing(*days))
            wanted = await _chosen(newsroom, output, choice)
        is_shown = chosen.with_pictures and (target is not None or chosen is FORMATS["html"])
        wanted = replace(wanted, of_texts=chosen.of_texts, with_pictures=is_shown, fetching_pictures=pictures)
        if choice.is_made and chosen.of_texts:
            await _tell_fetching(newsroom, wanted, output)
        assembled = await assemble(newsroom, wanted)
        assembled.failures[:0] = refused
        status = _tell(assembled, output, alone=len(names) == 1)
        _tell_pictures(assembled, output, asked_for=pictures)
        edition = assembled.edition
        if not edition.pieces and (chosen.of_texts or (names and not edition.headlines)):
            if status:
                return status
            raise NothingToExportError
        if target is None:
            await asyncio.to_thread(partial(_print, edition, chosen, output))
            return status
        delivered = await asyncio.to_thread(partial(_write, edition, chosen, target, force=force))
        return _tell_files(delivered, edition, output) or status


def _format(form: str | None, target: str | None, output: Output, *, full: bool) -> Format:
    """Tell which format is wanted: as named, else by the name of the file; raises UsageError for what goes nowhere."""
    by_name = _ENDINGS.get(Path(target or "").suffix.lower(), "jsonl" if output.json and not target else "markdown")
    name = form or by_name
    if full and name != "jsonl":
        raise WrongArgumentsError(reason=_ONLY_LINES, command=_COMMAND)
    chosen = FULL_LINES if full else FORMATS[name]
    if not chosen.renderer and target is None:
        raise NeedsFileError(form=name)
    return chosen


def _named(newsroom: Newsroom, names: Sequence[str]) -> tuple[Wanted, list[Failure]]:
    """Give the articles that are named, and those of the names that mean none."""
    paths: dict[str, str] = {}
    refused: list[Failure] = []
    for name in names:
        try:
            paths.setdefault(newsroom.path_of(name), name)
        except NoSuchArticleAddressError as error:
            refused.append((name, error))
    title = _SEVERAL.say(newsroom.config.lang, site=newsroom.config.profile.name, count=len(paths))
    return Wanted(title, list(paths.items())), refused


async def _chosen(newsroom: Newsroom, output: Output, choice: _Choice) -> Wanted:
    """Give the articles that options choose, in the order of `list`, or newest first where they are searched for."""
    categories = await find_categories(newsroom, choice.categories or ())
    for category in categories:
        if not newsroom.refreshed_at(category):
            if newsroom.config.offline:
                raise NotInLibraryError(what=category.name)
            await newsroom.refresh(category)
    paths = [category.path for category in categories]
    views = [View(path, choice.unread, choice.starred, choice.later) for path in paths or (None,)]
    if choice.search is None:
        found = find_headlines(newsroom, views, choice.narrowing)
    else:
        query = understood([choice.search], _COMMAND)
        for note in query.notes:
            output.say(note)
        await catch_up(newsroom, output)
        find = newsroom.library.search.keys
        keys = dict.fromkeys(
            [key for view in views for key in await newsroom.finder.seek(partial(find, query, within=view))]
        )
        if not keys:
            raise NothingFoundError(query=choice.search)
        headlines = newsroom.headlines(list(keys))
        if len(views) > 1:
            headlines.sort(key=lambda headline: (headline.published or "", headline.id or 0), reverse=True)
        found = filter(choice.narrowing.fits, headlines)
    paths_found = [(headline.path, headline.title) for headline in islice(found, choice.limit)]
    return Wanted(_title(newsroom, choice, categories), paths_found, asked=PATIENT)


def _title(newsroom: Newsroom, choice: _Choice, categories: Sequence[Category]) -> str:
    """Say what was chosen."""
    marks = ((choice.unread, _UNREAD), (choice.starred, _STARRED), (choice.later, _LATER))
    language = newsroom.config.lang
    parts = [category.name for category in categories]
    parts += [phrase.say(language) for is_wanted, phrase in marks if is_wanted]
    parts += [] if choice.search is None else [_SEARCHED.say(language, query=choice.search)]
    return " ".join([newsroom.config.profile.name, *parts])


async def _tell_fetching(newsroom: Newsroom, wanted: Wanted, output: Output) -> None:
    """Say beforehand how much the site will be asked for: it is asked as patiently as in a sync."""
    if newsroom.config.offline:
        return
    missing = sum(newsroom.kept(path) is None for path, _ in wanted.paths)
    if missing:
        output.say(_FETCHING, count=missing)


def _tell(assembled: Assembled, output: Output, *, alone: bool) -> int:
    """Tell what is missing; gives the status. Of one article alone, what stands in the way is raised."""
    status = 0
    for name, error in assembled.failures:
        if alone and not assembled.edition.pieces:
            raise error
        reason = error.sentence(output.language)
        output.tell(reason if name in reason else _FAILED.say(output.language, name=name, reason=reason))
        status = status or error.exit_status
    for title in assembled.partial:
        output.say(_PARTIAL, title=title)
    return status


def _tell_pictures(assembled: Assembled, output: Output, *, asked_for: bool) -> None:
    """Tell which pictures are not there, and what can be done about it."""
    if assembled.pictures_missing:
        output.say(_NOT_FETCHED if asked_for else _NO_PICTURES, count=assembled.pictures_missing)
    if assembled.pictures_gone:
        output.say(_GONE, count=assembled.pictures_gone)
    if assembled.pictures_elsewhere:
        output.say(_ELSEWHERE, count=assembled.pictures_elsewhere)


def _print(edition: Edition, form: Format, output: Output) -> None:
    output.stdout.writelines(form.text(edition))


def _write(edition: Edition, form: Format, target: str, *, force: bool) -> Delivered:
    try:
        into = target.endswith("/") or Path(target).is_dir()
    except OSError as error:  # a name that is too long, or a folder that may not be looked into
        raise UnwritableFileError(file=target, reason=system_reason(error)) from error
    return deliver(edition, form, Path(target).absolute(), into=into, force=force)


def _tell_files(delivered: Delivered, edition: Edition, output: Output) -> int:
    """Print where it is, and tell what is not; gives the status."""
    for error in delivered.failures:
        output.tell(error.sentence(output.language))
    count = (len(edition.pieces) or len(edition.headlines)) - len(delivered.failures)
    if output.json:
        output.value({"files": [str(file) for file in delivered.files], "articles": count})
    else:
        for file in delivered.files:
            output.line(output.text(str(file)))
        output.say(_WRITTEN, count=count)
    return next((error.exit_status for error in delivered.failures), 0)
