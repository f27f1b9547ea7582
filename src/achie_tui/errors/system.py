"""What the system refuses: files that the user named (exit status 2), a program that does not start, and why."""

import errno
import os

from achie_tui.errors.base import AchieError
from achie_tui.errors.usage import UsageError
from achie_tui.language import Phrase


class MissingFileError(UsageError):
    """A file that was named is not there."""

    phrase = Phrase("{what} {file} 不存在，请检查路径", "There is no {what} {file}; check the path")


class UnreadableFileError(UsageError):
    """A file that the user wrote cannot be read, or not understood."""

    phrase = Phrase("读不懂{what} {file}：{reason}", "The {what} {file} cannot be read: {reason}")


class UnwritableFileError(UsageError):
    """A file that is to be written cannot be."""

    phrase = Phrase("写不了 {file}：{reason}", "{file} cannot be written: {reason}")


class NoTemporaryFolderError(AchieError):
    """No file can be written in any folder for files that are needed for a while only."""

    phrase = Phrase(
        "没有能写文件的临时目录：磁盘已满、限制了文件大小（ulimit -f），或没有权限；请检查，或用 TMPDIR 指定一个",
        "There is no temporary folder where a file can be written: the disk is full, the size of files is limited "
        "(ulimit -f), or permission is denied; see to that, or name one in TMPDIR",
    )


class NoBrowserError(AchieError):
    """The configured browser does not start."""

    phrase = Phrase(
        "打不开浏览器 {command}：{reason}，请看配置里的 browser",
        "The browser {command} does not start: {reason}; see browser in the configuration",
    )


_SYSTEM = {
    errno.ENOENT: Phrase("没有这个文件或目录", "no such file or directory"),
    errno.EACCES: Phrase("没有权限", "permission denied"),
    errno.EPERM: Phrase("没有权限", "permission denied"),
    errno.EISDIR: Phrase("这是目录，不是文件", "it is a directory and no file"),
    errno.ENOTDIR: Phrase("路径中间有一段不是目录", "a part of the path is no directory"),
    errno.ENOSPC: Phrase("磁盘已满", "no space left on the disk"),
    errno.EROFS: Phrase("文件系统只读", "the file system is read-only"),
    errno.EIO: Phrase("读写磁盘出错", "the disk failed"),
    errno.ENAMETOOLONG: Phrase("名字太长", "the name is too long"),
    errno.EDQUOT: Phrase("磁盘配额用完了", "the disk quota is used up"),
    errno.EFBIG: Phrase("文件超过了允许的大小（ulimit -f）", "the file would be larger than is allowed (ulimit -f)"),
    errno.ELOOP: Phrase("它是链接，或绕了圈子的链接", "it is a link, or links that lead in a circle"),
    errno.ENXIO: Phrase("没有程序在读这个管道", "no program reads from this pipe"),
    errno.EPIPE: Phrase("读它的程序已经结束", "the program that reads it has ended"),
    errno.ESPIPE: Phrase("它是管道，不是文件", "it is a pipe and no file"),
    errno.ETIMEDOUT: Phrase(
        "等了一会儿，什么也没有来，请看写它的程序是否还在运行",
        "nothing came from it for a while; see whether the program that writes it still runs",
    ),
    errno.EMFILE: Phrase("打开的文件太多", "too many open files"),
}


def system_reason(error: OSError) -> Phrase:
    """Give the system's reason for an error; of a rare one, the system's own words."""
    words = os.strerror(error.errno) if error.errno else str(error)
    return _SYSTEM.get(error.errno or 0, Phrase(words, words))
