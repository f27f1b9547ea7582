"""Wrong usage: the command line, the configuration or what was typed asks for what there is not. Exit status 2."""

from achie_tui.errors.base import AchieError
from achie_tui.language import Phrase


class UsageError(AchieError):
    """The command line or the configuration asks for something that does not exist."""

    exit_status = 2
    phrase = Phrase("用法有误：{reason}", "Wrong usage: {reason}")


class WrongArgumentsError(UsageError):
    """The command line has an option, a value or a word that the command does not know."""

    phrase = Phrase("用法有误：{reason}；用法见 {command} --help", "Wrong usage: {reason}; see {command} --help")


class UnknownCommandError(UsageError):
    """The first word is neither a command nor the address of an article."""

    phrase = Phrase(
        "“{name}”既不是命令，也不是文章的网址或编号；{hint}命令有 {known}，用法见 achie-tui --help",
        "“{name}” is neither a command nor the address or number of an article; {hint}the commands are {known}; "
        "see achie-tui --help",
    )


class NoHomeError(UsageError):
    """There is no home directory to keep data in: no HOME, and nobody of this number among the users."""

    phrase = Phrase(
        "找不到主目录（没有设置 HOME），请用 --data-dir 指定数据目录",
        "There is no home directory (HOME is not set); choose a data directory with --data-dir",
    )


class NoSuchHomeError(UsageError):
    """A path begins with a home directory that is not known, as `~` does without HOME."""

    phrase = Phrase(
        "{path} 开头的主目录不知道在哪里，请写完整的路径",
        "The home directory that {path} begins with is not known; give the whole path",
    )


class WrongValueError(UsageError):
    """A setting has a value that means nothing; `place` shows it where it stands."""

    phrase = Phrase("{place} 不对，应为：{allowed}", "{place} is wrong, it must be {allowed}")


class UnknownCategoryError(UsageError):
    """No category has this name or begins with it."""

    phrase = Phrase(
        "没有叫“{name}”的栏目，{hint}可用的有：{known}",
        "No category is called “{name}”; {hint}there are: {known}",
    )


class AmbiguousCategoryError(UsageError):
    """Several categories begin with this name."""

    phrase = Phrase(
        "以“{name}”开头的栏目不止一个，请写得再全一些：{known}",
        "Several categories begin with “{name}”, give more of it: {known}",
    )


class NoSuchArticleAddressError(UsageError):
    """The address belongs to another site, or is none."""

    phrase = Phrase(
        "“{address}”不是本站文章的网址、路径或编号，可用 achie-tui list 查看",
        "“{address}” is not the address, path or number of an article of this site; achie-tui list shows those",
    )


class ImpossiblePortError(NoSuchArticleAddressError):
    """The address names a port that there cannot be."""

    phrase = Phrase(
        "“{address}”里的端口不可能有，最大是 65535，请改正",
        "The port in “{address}” is impossible, the highest is 65535; correct it",
    )


class NothingToSearchError(UsageError):
    """Nothing is left of what was to be searched for when the signs are gone that the site does not take."""

    phrase = Phrase(
        "“{typed}”里没有网站能搜索的字，请换一个词",
        "There is nothing in “{typed}” that the site could search for; try another word",
    )
