"""What is not in the library and may not be fetched (exit status 3), or cannot be had of it, kept or mended."""

from achie_tui.errors.base import AchieError
from achie_tui.language import Language, Phrase


class NotInLibraryError(AchieError):
    """The library does not hold it, and the network may not be used."""

    exit_status = 3
    phrase = Phrase(
        "本地没有“{what}”，联网后去掉 --offline（或 offline 设置）再试",
        "“{what}” is not in the library; try again online, without --offline (or the setting offline)",
    )


class EmptyLibraryError(NotInLibraryError):
    """Nothing at all is in the library yet."""

    phrase = Phrase(
        "本地还什么都没有，联网后去掉 --offline（或 offline 设置）再试",
        "There is nothing in the library yet; try again online, without --offline (or the setting offline)",
    )


class OfflineError(NotInLibraryError):
    """Something was asked for that only the network can give; `what`."""

    phrase = Phrase(
        "离线时不能{what}，联网后去掉 --offline（或 offline 设置）再试",
        "Nothing can be {what} offline; try again online, without --offline (or the setting offline)",
    )


class NothingFoundError(AchieError):
    """No article of the library has what was searched for."""

    phrase = Phrase(
        "没有找到“{query}”；只搜本地已有的文章，achie-tui sync 可以多存一些",
        "Nothing was found for “{query}”; only what is in the library is searched, achie-tui sync brings more",
    )


class UnknownArticleError(AchieError):
    """The library knows no article of an address, which is to be marked."""

    phrase = Phrase(
        "本地不知道“{address}”这篇文章，没有标记；先用 achie-tui read 取来就可以",
        "“{address}” is not known in the library and was not marked; fetch it with achie-tui read first",
    )


class NothingToUndoError(AchieError):
    """The journal has no step to take back, or not the one that was named."""

    phrase = Phrase(
        "没有可撤销的操作；做过什么见 achie-tui journal",
        "There is nothing to undo; achie-tui journal tells what was done",
    )


class NothingToRedoError(AchieError):
    """The journal has no step to do again, or not the one that was named."""

    phrase = Phrase(
        "没有可重做的操作；做过什么见 achie-tui journal",
        "There is nothing to redo; achie-tui journal tells what was done",
    )


class LibraryError(AchieError):
    """The library cannot be opened, read or written."""

    phrase = Phrase("本地数据库出错：{reason}", "The library failed: {reason}")


class NotWrittenError(LibraryError):
    """A note could not be written, for a reason that has its own sentence; its words are kept for the next try."""

    phrase = Phrase(
        "{reason}。写的字没有丢，再写这条笔记时就在",
        "{reason}. What you typed is not lost: it is there when you write this note again",
    )

    def __init__(self, cause: AchieError) -> None:
        self._cause = cause
        super().__init__()

    def sentence(self, language: Language) -> str:
        """Give the reason, and what becomes of the words."""
        return self.phrase.say(language, reason=self._cause.sentence(language))


class DiskFullError(LibraryError):
    """There is no room left for what should be kept."""

    phrase = Phrase(
        "磁盘已满，未能保存；已有内容不受影响，请腾出空间后再试",
        "The disk is full and nothing more could be kept; what is there is safe, free some space and try again",
    )


class NoGrowthError(LibraryError):
    """A file of the library could not grow: the system says no more."""

    phrase = Phrase(
        "本地数据库出错：文件不能再增大：磁盘已满、配额用完，或限制了大小（ulimit -f）；请腾出空间或放宽限制后再试",
        "The library failed: a file could not grow: the disk is full, a quota is used up, or its size is limited "
        "(ulimit -f); free some space or raise the limit, and try again",
    )


class LowSpaceError(LibraryError):
    """There is so little room left that taking more along would fill the disk."""

    phrase = Phrase(
        "磁盘只剩 {free} MB，已停下以免写满；已有内容都在，请腾出空间，或用 achie-tui prune 清理",
        "Only {free} MB of disk are left, so nothing more is taken; what is there is safe, "
        "free some space or use achie-tui prune",
    )


class PictureLimitError(LibraryError):
    """The kept pictures take as much as the configuration allows."""

    phrase = Phrase(
        "图片已占满 {limit} MB 上限，没有再取图片；可调大 picture_limit_mb，或用 achie-tui prune 清理旧图片",
        "The pictures have reached the limit of {limit} MB and no more were fetched; raise picture_limit_mb, "
        "or remove old ones with achie-tui prune",
    )


class SyncRunningError(AchieError):
    """Another process syncs into the same data directory."""

    phrase = Phrase(
        "另一个同步正在进行（进程 {pid}），请等它结束后再试",
        "Another sync is running (process {pid}); wait until it has ended and try again",
    )


class LibraryReadOnlyError(LibraryError):
    """The library can be read but not written."""

    phrase = Phrase(
        "数据目录 {folder} 不可写，只能阅读已有内容；要保存新内容，请检查它的权限，或用 --data-dir 换一个",
        "The data directory {folder} cannot be written, so only what is there can be read; "
        "check its permissions, or choose another with --data-dir",
    )


class NoRoomError(LibraryReadOnlyError):
    """The disk was full when the library was opened, so it can only be read."""

    phrase = Phrase(
        "磁盘已满，只能阅读已有内容，什么也不保存；请腾出空间后再打开",
        "The disk is full, so only what is there can be read and nothing is kept; free some space and start again",
    )


class GrowthRefusedError(LibraryReadOnlyError):
    """No file could grow when the library was opened, so it can only be read."""

    phrase = Phrase(
        "文件不能再增大（磁盘已满、配额用完，或限制了大小，见 ulimit -f），只能阅读已有内容，什么也不保存；"
        "请腾出空间或放宽限制后再打开",
        "A file could not grow (the disk is full, a quota is used up, or its size is limited, see ulimit -f), so only "
        "what is there can be read and nothing is kept; free some space or raise the limit, and start again",
    )


class NewerLibraryError(LibraryReadOnlyError):
    """The library was written by a newer version of the program."""

    phrase = Phrase(
        "本地数据来自更新的版本，请升级 achie-tui；目前只读",
        "The library was written by a newer version; upgrade achie-tui; it is read-only for now",
    )


class LibraryBusyError(LibraryError):
    """Another process has been writing for longer than is waited for."""

    phrase = Phrase(
        "另一个程序一直在写本地数据，这次没有保存，请稍后再试",
        "Another process keeps writing to the library and this was not kept; try again later",
    )


class LibraryDamagedError(LibraryError):
    """A file of the library turned out to be damaged while it was in use."""

    phrase = Phrase(
        "本地数据库有损坏，重新启动 achie-tui 会自动修复",
        "The library is damaged; start achie-tui again and it will be mended",
    )


class LibraryInUseError(LibraryError):
    """Another process uses the library, and what is asked for cannot be done beside it."""

    phrase = Phrase(
        "另一个 achie-tui 正在使用这些数据，请先关掉它（和正在进行的同步）再恢复",
        "Another achie-tui uses these data; close it (and let a sync end) before you restore",
    )


class NoBackupError(LibraryError):
    """There is no copy of the user's data."""

    phrase = Phrase(
        "还没有备份：打开一次阅读界面，或运行 achie-tui backup 就会有",
        "There is no backup yet; open the app once, or run achie-tui backup",
    )


class NotABackupError(LibraryError):
    """A file is no copy of the user's data, or a damaged one."""

    phrase = Phrase(
        "{file} 不是完好的 achie-tui 备份，什么都没有动；不带文件名运行 achie-tui restore 可列出备份",
        "{file} is no sound backup of achie-tui, nothing was changed; achie-tui restore without a file lists those",
    )


class NewerBackupError(LibraryError):
    """A copy was written by a newer version of the program."""

    phrase = Phrase(
        "备份 {file} 来自更新的版本，什么都没有动，请先升级 achie-tui",
        "The backup {file} was written by a newer version, nothing was changed; upgrade achie-tui first",
    )


class ExistsAlreadyError(LibraryError):
    """A file would be written over another one."""

    phrase = Phrase(
        "{file} 已经存在，没有覆盖，请换个名字", "{file} is there already and was left alone; choose another name"
    )


class UnsafeFolderError(LibraryError):
    """The data directory, or a file in it, is not what it should be, or not the user's alone."""

    phrase = Phrase("不能用 {folder} 存放数据：{reason}", "Data cannot be kept in {folder}: {reason}")


class CacheRebuiltError(LibraryError):
    """The kept articles were damaged and set aside; they are fetched again as needed."""

    phrase = Phrase(
        "缓存已损坏，坏文件移到 {file}，已重建空缓存，文章会重新获取；收藏和阅读记录不受影响",
        "The cache was damaged and set aside as {file}; articles will be fetched again, your marks are safe",
    )


class IndexRemadeError(LibraryError):
    """The search index was damaged; it is filled again, and nothing else was lost."""

    phrase = Phrase(
        "搜索索引已损坏，已清空，正在重新编制；文章、收藏和阅读记录不受影响",
        "The search index was damaged and is being made anew; articles and marks are safe",
    )


class MarksRestoredError(LibraryError):
    """The user's data were damaged and came back from a backup."""

    phrase = Phrase(
        "收藏和阅读记录已损坏，已从备份 {backup} 恢复，坏文件移到 {file}",
        "Your marks were damaged and restored from the backup {backup}; the damaged file is {file}",
    )


class MarksLostError(LibraryError):
    """The user's data were damaged and there is no backup."""

    phrase = Phrase(
        "收藏和阅读记录已损坏且没有备份，已重新开始，坏文件移到 {file}",
        "Your marks were damaged and there is no backup, so they begin anew; the damaged file is {file}",
    )
