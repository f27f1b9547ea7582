"""`achie-tui prune`: what the library takes of the disk; removes what is asked for and gives the space back."""

import asyncio
import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

from achie_tui.commands.category_names import not_one_category
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.language import Phrase
from achie_tui.library.library import Library
from achie_tui.library.pruning import Pruned, Selection
from achie_tui.library.space import GivenBack, Usage
from achie_tui.site.discovery import match_category
from achie_tui.typeset.sizes import size
from achie_tui.typeset.width import fit

_KINDS: dict[str, Phrase] = {
    "articles": Phrase("文章", "Articles"),
    "versions": Phrase("旧版本", "Former versions"),
    "pages": Phrase("原始网页", "Raw pages"),
    "pictures": Phrase("图片", "Pictures"),
    "attachments": Phrase("附件", "Attachments"),
    "lists": Phrase("列表和索引", "Lists and indexes"),
    "unused": Phrase("待回收", "Unused"),
    "user": Phrase("收藏和阅读记录", "Marks and places"),
    "backups": Phrase("备份", "Backups"),
    "damaged": Phrase("移开的旧文件", "Files set aside"),
    "total": Phrase("合计", "All"),
}
_REMOVED = Phrase(
    "已删除文章 {articles} 篇、旧版本 {versions} 个、原始网页 {pages} 个、图片 {pictures} 张、附件 {attachments} 个，"
    "共 {size}",
    "Removed {articles} articles, {versions} former versions, {pages} raw pages, {pictures} pictures and "
    "{attachments} attachments: {size}",
)
_WOULD = Phrase(
    "将删除文章 {articles} 篇、旧版本 {versions} 个、原始网页 {pages} 个、图片 {pictures} 张、附件 {attachments} 个，"
    "共 {size}（什么都没有动）",
    "Would remove {articles} articles, {versions} former versions, {pages} raw pages, {pictures} pictures and "
    "{attachments} attachments: {size} (nothing was touched)",
)
_BEFORE = Phrase("旧图片指只出现在 {day} 以前的文章里的", "Old pictures are those that only articles before {day} show")
_FILES_BEFORE = Phrase(
    "旧附件指只有 {day} 以前的文章附有的", "Old attachments are those that only articles before {day} link"
)
_AGAIN = Phrase(
    "收藏、稍后读和有笔记的文章没有动；以后同步到这些栏目时，删掉的会重新取来",
    "Starred articles, those to be read later and those with notes were left alone; a later sync of these categories "
    "fetches the rest again",
)
_FREED = Phrase("还给磁盘 {size}", "{size} were given back to the disk")
_NO_ROOM = Phrase(
    "磁盘空间不够整理数据库文件（还差 {size}）；删掉的空间会先被新文章用掉，腾出空间后再运行 achie-tui prune",
    "There is no room to rewrite the library's file ({size} more are needed); new articles use the space that was "
    "freed, or run achie-tui prune again when there is room",
)
_STILL = timedelta(days=30)  # that a site may be silent
_NAME_WIDTH, _SIZE_WIDTH = 20, 10


async def run(
    config: Config,
    output: Output,
    *,
    images_older_than: int | None = None,
    attachments_older_than: int | None = None,
    raw_pages: bool = False,
    category: str | None = None,
    dry_run: bool = False,
) -> int:
    """Remove what is asked for (nothing where nothing is), give the space back, and tell what is left."""
    async with opened(config, output) as newsroom:
        library = newsroom.library
        path = None if category is None else _path_of(category, library, config.profile.categories)
        selection = Selection(
            _days_ago(images_older_than, library), _days_ago(attachments_older_than, library), raw_pages, path
        )
        pruned = await asyncio.to_thread(partial(library.maintenance.prune, selection, dry_run=dry_run))
        looking = dry_run or (library.read_only and selection == Selection())
        given = GivenBack(0) if looking else await asyncio.to_thread(library.maintenance.give_back)
        _print(selection, pruned, given, library, output, dry_run=dry_run)
    return 0


def _days_ago(days: int | None, library: Library) -> str | None:
    return None if days is None else (_today(library) - timedelta(days=days)).isoformat()


def _today(library: Library) -> date:
    """Give the day that ages are counted from: a clock that is far ahead of the newest article must not age all."""
    today, newest = datetime.now(UTC).astimezone().date(), library.views.newest_day()
    return today if newest is None else min(today, date.fromisoformat(newest) + _STILL)


def _path_of(given: str, library: Library, names: Sequence[str]) -> str:
    """Find a category among those that anything can be kept of: the known ones."""
    known = library.categories()
    category = match_category(given, known)
    if category is None:
        raise not_one_category(given, known, names)
    return category.path


def _print(
    selection: Selection, pruned: Pruned, given: GivenBack, library: Library, output: Output, *, dry_run: bool
) -> None:
    usage = library.maintenance.usage()
    used = {name: getattr(usage, name) for name in (*Usage.__slots__, "total")}
    if output.json:
        removed = dataclasses.asdict(pruned)
        record = {"dry_run": dry_run, "removed": removed, "freed": given.freed, "missing": given.missing}
        output.value({**record, "uses": used})
    for name, number in () if output.json else used.items():
        if output.is_terminal:
            label = fit(_KINDS[name].say(output.language), _NAME_WIDTH)
            line = f"{label}{size(number).rjust(_SIZE_WIDTH)}"
            output.line(output.bold(line) if name == "total" else line)
        else:
            output.line(f"{name}\t{number}")
    if selection != Selection():
        counts = dataclasses.asdict(pruned) | {"size": size(pruned.bytes)}
        output.say(_WOULD if dry_run else _REMOVED, **counts)
    if selection.pictures_before is not None:
        output.say(_BEFORE, day=selection.pictures_before)
    if selection.attachments_before is not None:
        output.say(_FILES_BEFORE, day=selection.attachments_before)
    if pruned.bytes and not dry_run:
        output.say(_AGAIN)
    if given.freed:
        output.say(_FREED, size=size(given.freed))
    if given.missing:
        output.say(_NO_ROOM, size=size(given.missing))
