"""The library: opened as every command does, and looked at."""

from collections import Counter
from collections.abc import Callable

import apsw

from achie_tui.commands.checkup.check import Budget, Check, same, sentence_of
from achie_tui.errors import AchieError, LibraryError, LibraryReadOnlyError, system_reason
from achie_tui.language import Phrase
from achie_tui.library.connections import FileName
from achie_tui.library.journal import Reason, choose_journal
from achie_tui.library.library import Library
from achie_tui.library.space import LEAST_FREE, Usage, free_bytes
from achie_tui.model import Extraction
from achie_tui.parse.template import SiteTemplates
from achie_tui.typeset.sizes import size

_CHECK_TIME: dict[FileName, float] = {"cache": 1.5, "user": 0.5}
_EXTRACTION_TIME = 1.0
_TOO_MANY, _FEW = 0.2, 5

_OPENED = Phrase("本地数据库", "Library")
_CLOSED = Phrase("打不开", "cannot be opened")
_READ_ONLY = Phrase("只读", "read-only")
_WRITABLE = Phrase("可读写", "can be read and written")
_NOTICE = Phrase("打开时发现", "Found on opening")
_NOTICED = Phrase("见下一行", "see the next line")
_JOURNAL = Phrase("写入方式", "Journal")
_LOG = Phrase("预写日志，几个程序可以同时读写", "with a write-ahead log, for several programs at once")
_NO_LOG: dict[Reason, Phrase] = {
    "network": Phrase(
        "数据目录在网络文件系统上，不用预写日志：慢一些，但不会损坏",
        "the data directory is on a network's file system, so no write-ahead log is used: slower, and safe",
    ),
    "sqlite": Phrase(
        "SQLite {sqlite} 的预写日志有缺陷，没有用它：慢一些，但不会损坏",
        "the write-ahead log of SQLite {sqlite} has a bug and is not used: slower, and safe",
    ),
}
_ARTICLES = Phrase("文章", "Articles")
_COUNTED = Phrase(
    "{articles} 篇，其中已缓存 {cached} 篇、未读 {unread} 篇", "{articles}, of these {cached} kept and {unread} unread"
)
_SPACE = Phrase("占用", "Space")
_USED = Phrase("{total}：{parts}", "{total}: {parts}")
_PARTS: dict[str, Phrase] = {
    "articles": Phrase("文章", "articles"),
    "pages": Phrase("原始网页", "raw pages"),
    "pictures": Phrase("图片", "pictures"),
    "attachments": Phrase("附件", "attachments"),
    "versions": Phrase("旧版本", "versions"),
    "lists": Phrase("列表和索引", "lists"),
    "unused": Phrase("待回收", "unused"),
    "user": Phrase("收藏和阅读记录", "marks and places"),
    "backups": Phrase("备份", "backups"),
    "damaged": Phrase("移开的旧文件", "files set aside"),
}
_FREE = Phrase("磁盘剩余", "Free disk space")
_FREE_ADVICE = Phrase(
    "不足 50 MB 时不再同步：请腾出空间，或用 achie-tui prune 清理",
    "Below 50 MB nothing is synced any more: free some space, or use achie-tui prune",
)
_FILES: dict[FileName, Phrase] = {"cache": same("cache.db"), "user": same("user.db")}
_SOUND = Phrase("完好", "sound")
_UNFINISHED = Phrase("{seconds:g} 秒内没有查完，查过的部分完好", "not checked whole within {seconds:g} s; sound so far")
_DAMAGED = Phrase("有损坏", "damaged")
_DAMAGED_ADVICE = Phrase(
    "关掉所有 achie-tui 再启动一次，会自动修复", "Close every achie-tui and start it again: it is mended then"
)
_BACKUPS = Phrase("备份", "Backups")
_NO_BACKUPS = Phrase("还没有", "none yet")
_BACKUPS_ADVICE = Phrase(
    "打开一次阅读界面就会备份；备份只在数据目录可写时进行",
    "Opening the app once writes one, where the data directory can be written",
)
_KEPT = Phrase("{count} 份，最新的是 {newest}", "{count}, the newest is {newest}")
_TEMPLATES = Phrase("学到的版式", "Learned templates")
_NOT_LEARNED = Phrase("还没有：至少要有三篇文章", "none yet: it takes three articles")
_LEARNED = Phrase(
    "{count} 个，学自 {articles} 篇文章；正文齐全 {held} 篇，标题与列表一致 {agreed} 篇",
    "{count}, from {articles} articles; text held on {held}, title as listed on {agreed}",
)
_EXTRACTION = Phrase("正文的识别方式", "How texts were found")
_UNREADABLE = Phrase("读不出来", "cannot be read")
_SHARES = Phrase(
    "{count} 篇：按网站说明 {selector}，按网页结构 {anchor}，按学到的版式 {template}，靠推测 {density}",
    "{count}: by the profile {selector}, by structure {anchor}, by the learned template {template}, guessed {density}",
)
_SHARES_ADVICE = Phrase(
    "不少正文是推测出来的，网站可能已改版：请附上这份报告告诉我们",
    "Many texts were guessed, so the site may have changed: please send us this report",
)


def not_opened(error: AchieError) -> Check:
    """Tell why the library could not even be opened."""
    return Check("library", "opened", _OPENED, _CLOSED, "failed", sentence_of(error))


def check_library(kept: Library, budget: Budget) -> list[Check]:
    """Look at an open library; a part that fails does not keep the others from being looked at."""
    parts: list[tuple[str, Phrase, Callable[[], list[Check]]]] = [
        ("opened", _OPENED, lambda: _opened(kept)),
        ("journal", _JOURNAL, lambda: [_journal(kept)]),
        ("cache", _FILES["cache"], lambda: [_soundness(kept, "cache", budget)]),
        ("user", _FILES["user"], lambda: [_soundness(kept, "user", budget)]),
        ("articles", _ARTICLES, lambda: [_articles(kept)]),
        ("space", _SPACE, lambda: [_space(kept)]),
        ("free", _FREE, lambda: [_free(kept)]),
        ("backups", _BACKUPS, lambda: [_backups(kept)]),
        ("templates", _TEMPLATES, lambda: [_templates(kept)]),
        ("extraction", _EXTRACTION, lambda: _extractions(kept, budget)),
    ]
    checks: list[Check] = []
    for name, label, look in parts:
        try:
            checks += look()
        except (AchieError, OSError) as error:
            reason = error if isinstance(error, AchieError) else LibraryError(reason=system_reason(error))
            checks.append(Check("library", name, label, _UNREADABLE, "failed", sentence_of(reason)))
    return checks


def _opened(kept: Library) -> list[Check]:
    """Tell whether it can be written, and what opening it found."""
    advice = next((sentence_of(each) for each in kept.notices if isinstance(each, LibraryReadOnlyError)), None)
    data = {"read_only": kept.read_only, "journal": kept.maintenance.journal_mode()}
    if kept.read_only:
        opened = Check("library", "opened", _OPENED, _READ_ONLY, "warning", advice, data)
    else:
        opened = Check("library", "opened", _OPENED, _WRITABLE, data=data)
    others = [each for each in kept.notices if not isinstance(each, LibraryReadOnlyError)]
    return [opened, *(Check("library", "notice", _NOTICE, _NOTICED, "warning", sentence_of(each)) for each in others)]


def _journal(kept: Library) -> Check:
    """Tell how the files are written, and why where that is not with a write-ahead log."""
    mode, (_, reason) = kept.maintenance.journal_mode(), choose_journal(kept.maintenance.folder)
    data = {"mode": mode, "reason": reason}
    if mode == "wal" or reason is None:
        return Check("library", "journal", _JOURNAL, _LOG, data=data)
    return Check("library", "journal", _JOURNAL, _NO_LOG[reason].fill(sqlite=apsw.sqlite_lib_version()), data=data)


def _articles(kept: Library) -> Check:
    totals = kept.views.totals()
    counted = {"articles": totals.articles, "cached": totals.cached, "unread": totals.unread}
    return Check("library", "articles", _ARTICLES, _COUNTED.fill(**counted), data=counted)


def _space(kept: Library) -> Check:
    usage = kept.maintenance.usage()
    used = {name: getattr(usage, name) for name in (*Usage.__slots__, "total")}
    shown = [(_PARTS[name], size(used[name])) for name in _PARTS if used[name]]
    parts = Phrase(
        "，".join(f"{part.zh} {taken}" for part, taken in shown),
        ", ".join(f"{part.en} {taken}" for part, taken in shown),
    )
    return Check("library", "space", _SPACE, _USED.fill(total=size(used["total"]), parts=parts), data=used)


def _soundness(kept: Library, name: FileName, budget: Budget) -> Check:
    seconds = budget.of(_CHECK_TIME[name])
    state = kept.maintenance.check(name, seconds)
    if state == "damaged":
        return Check("library", name, _FILES[name], _DAMAGED, "failed", _DAMAGED_ADVICE, {"state": state})
    found = _SOUND if state == "sound" else _UNFINISHED.fill(seconds=seconds)
    return Check("library", name, _FILES[name], found, data={"state": state})


def _free(kept: Library) -> Check:
    free = free_bytes(kept.maintenance.folder)
    if free < LEAST_FREE:
        return Check("library", "free", _FREE, same(size(free)), "warning", _FREE_ADVICE, {"bytes": free})
    return Check("library", "free", _FREE, same(size(free)), data={"bytes": free})


def _backups(kept: Library) -> Check:
    backups = kept.maintenance.backups()
    data = [{"name": each.file.name, "bytes": each.size} for each in backups]
    if not backups:
        return Check("library", "backups", _BACKUPS, _NO_BACKUPS, "warning", _BACKUPS_ADVICE, {"files": data})
    found = _KEPT.fill(count=len(backups), newest=backups[0].file.name)
    return Check("library", "backups", _BACKUPS, found, data={"files": data})


def _templates(kept: Library) -> Check:
    """Tell what was learned of the site's templates, and how well it holds."""
    known = kept.knowledge.current()
    templates = SiteTemplates.from_data(known.data).templates
    data = {
        "count": len(templates),
        "articles": known.articles,
        "held": sum(each.held for each in templates),
        "agreed": sum(each.agreed for each in templates),
    }
    found = _LEARNED.fill(**data) if templates else _NOT_LEARNED
    return Check("library", "templates", _TEMPLATES, found, data=data)


def _extractions(kept: Library, budget: Budget) -> list[Check]:
    """Tell, for each category, how the texts of its pages were found: another template shows here first."""
    found = kept.maintenance.extractions(budget.of(_EXTRACTION_TIME))
    return [_shares(name, counts) for name, counts in found.items() if counts]


def _shares(name: str, counts: Counter[Extraction]) -> Check:
    total = counts.total()
    ways: tuple[Extraction, ...] = ("selector", "anchor", "template", "density")
    shares = {way: round(counts[way] / total, 3) for way in ways}
    shown = {way: f"{share:.0%}" for way, share in shares.items()}
    guessed = total >= _FEW and shares["density"] > _TOO_MANY
    return Check(
        "extraction",
        "extraction",
        same(name),
        _SHARES.fill(count=total, **shown),
        "warning" if guessed else "ok",
        _SHARES_ADVICE if guessed else None,
        {"category": name, "articles": total, "shares": shares},
    )
