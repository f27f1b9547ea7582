"""What can go wrong while something is written to a file or handed on."""

from achie_tui.errors import AchieError, UsageError
from achie_tui.language import Phrase


class ExportError(AchieError):
    """What was to be exported could not be written."""

    phrase = Phrase("导出到 {file} 失败：{reason}", "It could not be exported to {file}: {reason}")


class ThereAlreadyError(ExportError):
    """A file would be written over another one."""

    phrase = Phrase(
        "{file} 已经存在，没有覆盖；换个名字，或用 --force 覆盖",
        "{file} is there already and was left alone; choose another name, or --force to write over it",
    )


class NoPlainFileError(ExportError):
    """A device or a pipe has the name that a file in a folder is to have: it is never replaced."""

    phrase = Phrase(
        "{file} 是设备或管道，不是文件，没有覆盖；请移走它",
        "{file} is a device or a pipe and no file, and was left alone; move it away",
    )


class NoFolderError(ExportError):
    """A file, or a link that leads nowhere, was named where a folder is wanted."""

    phrase = Phrase(
        "{file} 不是文件夹，这里要写一个文件夹的名字", "{file} is no folder, and a folder is what is to be named here"
    )


class LinkInTheWayError(ExportError):
    """A link or a file stands where a folder of ours is to be: nothing is written through it."""

    phrase = Phrase(
        "{file} 是链接或文件，不是文件夹，没有往里写；请移走它",
        "{file} is a link or a file and no folder, and nothing was written into it; move it away",
    )


class ExportStoppedError(AchieError):
    """The user has stopped an export."""

    phrase = Phrase("导出已停止，没有留下写了一半的文件", "The export was stopped; no half-written file is left")


class NeedsFileError(UsageError):
    """A format that is no text was to be printed."""

    phrase = Phrase(
        "{form} 不是文本，请用 --output 指定写到哪个文件",
        "{form} is no text; name the file to write with --output",
    )


class NothingToExportError(AchieError):
    """No article is as it was asked for, or none of those could be had."""

    phrase = Phrase(
        "没有可导出的文章，请放宽条件，或先运行 achie-tui sync 多存一些",
        "There is nothing to export; ask for less, or run achie-tui sync to keep more",
    )
