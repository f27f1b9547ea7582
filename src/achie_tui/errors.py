"""What can go wrong, each with the sentence the user reads and the exit status scripts see."""

import errno
import os
import time
from typing import ClassVar

from achie_tui.language import Language, Phrase


class AchieError(Exception):
    """Something the user has to know; `sentence` says what it is and what to do about it.

    The keyword arguments fill the fields of the phrase; those that are phrases themselves are said in its language.
    """

    exit_status: ClassVar[int] = 1
    phrase: ClassVar[Phrase] = Phrase("出错了：{reason}", "Something failed: {reason}")

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.sentence("en"))

    def sentence(self, language: Language) -> str:
        """Give the one sentence the user reads."""

        def said(detail: object) -> object:
            return detail.say(language) if isinstance(detail, Phrase) else detail

        return self.phrase.say(language, **{name: said(detail) for name, detail in self.details.items()})


# Wrong usage: exit status 2.


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


class MissingFileError(UsageError):
    """A file that was named is not there."""

    phrase = Phrase("{what} {file} 不存在，请检查路径", "There is no {what} {file}; check the path")


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


class UnreadableFileError(UsageError):
    """A file that the user wrote cannot be read, or not understood."""

    phrase = Phrase("读不懂{what} {file}：{reason}", "The {what} {file} cannot be read: {reason}")


class UnwritableFileError(UsageError):
    """A file that is to be written cannot be."""

    phrase = Phrase("写不了 {file}：{reason}", "{file} cannot be written: {reason}")


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


class NothingToSearchError(UsageError):
    """Nothing is left of what was to be searched for when the signs are gone that the site does not take."""

    phrase = Phrase(
        "“{typed}”里没有网站能搜索的字，请换一个词",
        "There is nothing in “{typed}” that the site could search for; try another word",
    )


# Not in the library and offline: exit status 3.


class NotInLibraryError(AchieError):
    """The library does not hold it, and the network may not be used."""

    exit_status = 3
    phrase = Phrase(
        "本地没有“{what}”，联网后去掉 --offline（或 offline 设置）再试",
        "“{what}” is not in the library; try again online, without --offline (or the setting offline)",
    )


class NothingFoundError(AchieError):
    """No article of the library has what was searched for."""

    phrase = Phrase(
        "没有找到“{query}”；只搜本地已有的文章，achie-tui sync 可以多存一些",
        "Nothing was found for “{query}”; only what is in the library is searched, achie-tui sync brings more",
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


# The site could not be reached, or what answered is not the site: exit status 4.


class SiteError(AchieError):
    """The site did not give what was asked for."""

    exit_status = 4
    phrase = Phrase("网站没有给出 {url}：{reason}", "The site did not deliver {url}: {reason}")


class UnreachableError(SiteError):
    """No connection: no network, no name, refused, or broken off."""

    phrase = Phrase(
        "连不上网站 {host}（{reason}），请检查网络后再试",
        "The site {host} cannot be reached ({reason}); check the network and try again",
    )


class NoNetworkError(UnreachableError):
    """Nothing left this machine: no network, or nobody who knows the name. It says nothing about the site."""


class ProxyUnreachableError(NoNetworkError):
    """The proxy does not answer."""

    phrase = Phrase(
        "连不上代理 {proxy}（{reason}），请检查代理是否在运行，或去掉代理设置",
        "The proxy {proxy} cannot be reached ({reason}); see whether it runs, or remove the proxy setting",
    )


class ProxyLoginError(NoNetworkError):
    """The proxy wants a user name and a password, or others than were given."""

    phrase = Phrase(
        "代理 {proxy} 要求登录（HTTP 407），请在代理设置里写上用户名和密码",
        "The proxy {proxy} wants a login (HTTP 407); put user name and password into the proxy setting",
    )


class WrongProxyError(NoNetworkError):
    """What is named as the proxy is no proxy's address. It may hold a password, so it is not told."""

    phrase = Phrase(
        "{place}里的代理地址读不懂，应为 http://主机:端口 或 socks5://主机:端口，用户名和密码里的特殊字符要写成 %XX",
        "The proxy in {place} cannot be read, it must be http://HOST:PORT or socks5://HOST:PORT, "
        "with special characters of name and password as %XX",
    )


class ProxyFailedError(UnreachableError):
    """The proxy is there, and gives no connection to the site."""

    phrase = Phrase(
        "经代理 {proxy} 连不上网站 {host}（{reason}），请检查代理后再试",
        "The site {host} cannot be reached through the proxy {proxy} ({reason}); check the proxy and try again",
    )


class TooSlowError(SiteError):
    """The total deadline of a request ran out."""

    phrase = Phrase(
        "网站 {host} 在 {seconds} 秒内没有答完，请稍后再试",
        "The site {host} did not finish its answer within {seconds} s; try again later",
    )


class AnswerTooLargeError(SiteError):
    """The answer is larger than any page or picture of the site may be, on the wire or unpacked."""

    phrase = Phrase(
        "{url} 的内容超过 {limit} MB 上限，已放弃，原有缓存不变",
        "{url} is larger than the limit of {limit} MB and was given up; the kept copy is unchanged",
    )


class BadAnswerError(SiteError):
    """The answer breaks HTTP or is cut short."""

    phrase = Phrase(
        "网站对 {url} 的回答不完整或有误（{reason}），原有缓存不变，请稍后再试",
        "The answer for {url} is incomplete or broken ({reason}); the kept copy is unchanged, try again later",
    )


class LoginNeededError(SiteError):
    """The site shows the page only to who has logged in."""

    phrase = Phrase(
        "网站要求登录才能看 {url}（HTTP 401），请用浏览器打开",
        "The site wants a login for {url} (HTTP 401); open it in a browser",
    )


class ServerError(SiteError):
    """The server answered with an error of its own (5xx, 429 or another refusal)."""

    phrase = Phrase(
        "网站出错（HTTP {status}），请稍后再试",
        "The site answered with an error (HTTP {status}); try again later",
    )


class NotNowError(SiteError):
    """The site is not to be asked for the time being, and was not; `until` when, in seconds since the epoch."""

    def __init__(self, *, until: float | None = None, **details: object) -> None:
        self.until = until
        super().__init__(until=until and clock_time(until), **details)


class AskedToWaitError(NotNowError):
    """The site said until when it does not want to be asked."""

    phrase = Phrase(
        "网站 {host} 要求在 {until} 前不再访问，请到时再试",
        "The site {host} asked not to be visited before {until}; try again after that",
    )


class SiteRestingError(NotNowError):
    """The site failed so often in a row that it is left alone."""

    phrase = Phrase(
        "网站 {host} 连续出错，{until} 前不再自动访问；要马上再试，请同步或刷新",
        "The site {host} failed several times in a row and is left alone until {until}; sync or refresh to try at once",
    )


class RobotsUnknownError(NotNowError):
    """The site has rules for robots and does not give them: then a sync may fetch nothing."""

    phrase = Phrase(
        "网站 {host} 暂时给不出 robots.txt（HTTP {status}），不知道可以抓取什么，请稍后再同步",
        "The site {host} does not deliver its robots.txt (HTTP {status}), so what may be fetched is not known; "
        "sync again later",
    )


class SearchBusyError(NotNowError):
    """The site's own search takes a question every `seconds` only, and others asked theirs first, again and again."""

    phrase = Phrase(
        "网站的搜索每 {seconds} 秒只答一次，一直有别人在用，请过一会儿再试",
        "The site's search takes one question in {seconds} seconds, and others keep using it; try again in a while",
    )


class DisallowedError(SiteError):
    """The site's rules for robots exclude the address; a reader may still ask for it."""

    phrase = Phrase(
        "网站的 robots.txt 不允许抓取 {url}",
        "The site's robots.txt does not allow {url} to be fetched by a sync",
    )


class RefusedAddressError(SiteError):
    """The address, or one it redirects to, is outside the site and is not fetched."""

    phrase = Phrase(
        "不取站外或不安全的网址 {url}（{reason}）",
        "{url} is outside the site or unsafe and is not fetched ({reason})",
    )


class TooManyRedirectsError(SiteError):
    """More redirects than any page of the site needs."""

    phrase = Phrase(
        "{url} 转来转去超过 {limit} 次，已放弃",
        "{url} redirects more than {limit} times and was given up",
    )


class NotTheSiteError(SiteError):
    """Something answered, but not the site: a challenge, a firewall, a login page, a parked domain."""

    phrase = Phrase("回答的不是该网站：{reason}", "What answered is not the site: {reason}")

    def __init__(self, reason: Phrase, **details: object) -> None:
        self.reason = reason
        super().__init__(reason=reason.en, **details)

    def sentence(self, language: Language) -> str:
        """Give the reason's own sentence, which says which stranger answered and what to do."""
        return self.reason.say(language)


class UnreadListingError(SiteError):
    """A listing page says that it lists articles, and none could be made out on it."""

    phrase = Phrase(
        "认不出 {url} 上的文章列表，网站可能已改版，请把该页发给我们",
        "The list of articles on {url} could not be made out; the site may have changed, please send us that page",
    )


class RedesignedError(SiteError):
    """Many of the articles that came were not found by what the engine always writes."""

    phrase = Phrase(
        "取到的 {articles} 篇里有 {guessed} 篇认不出网页版式，正文是推测的：网站可能已改版，"
        "请把 achie-tui doctor 的输出发给我们",
        "The layout of {guessed} of {articles} articles is unknown and their text was guessed: the site may have "
        "changed, please send us what achie-tui doctor prints",
    )


class NoCategoriesError(SiteError):
    """None of the category names was found on the pages that should link them."""

    phrase = Phrase(
        "没有找到任何栏目，网站可能已改版；看过：{looked}。请运行 achie-tui profile learn 看看现在有哪些栏目",
        "No category was found, the site may have changed; looked at: {looked}. Try achie-tui profile learn",
    )


class NoListsError(SiteError):
    """No page of a site that was looked at leads to lists of articles."""

    phrase = Phrase(
        "没有找到任何文章列表，请核对网址；看过：{looked}",
        "No list of articles was found, check the address; looked at: {looked}",
    )


# The page is gone, or cannot be shown: exit status 1.


class PageGoneError(AchieError):
    """The site says that the page does not exist, or no longer."""

    phrase = Phrase(
        "{url} 已被网站删除或移动",
        "{url} was deleted or moved by the site",
    )


class NoSearchError(AchieError):
    """The site has no search of its own, or it was switched off."""

    phrase = Phrase(
        "网站没有可用的站内搜索（没有或已关闭），请在浏览器里打开 {url} 查找",
        "The site has no search of its own, or it is switched off; look for it at {url} in a browser",
    )


class EngineMessageError(AchieError):
    """The engine answered with a message of its own in place of the page."""

    def __init__(self, message: Phrase) -> None:
        self.message = message
        super().__init__(reason=message.en)

    def sentence(self, language: Language) -> str:
        """Give the engine's message."""
        return self.message.say(language)


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


class DiskFullError(LibraryError):
    """There is no room left for what should be kept."""

    phrase = Phrase(
        "磁盘已满，未能保存；已有内容不受影响，请腾出空间后再试",
        "The disk is full and nothing more could be kept; what is there is safe, free some space and try again",
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


class NoBrowserError(AchieError):
    """The configured browser does not start."""

    phrase = Phrase(
        "打不开浏览器 {command}：{reason}，请看配置里的 browser",
        "The browser {command} does not start: {reason}; see browser in the configuration",
    )


class UnforeseenError(AchieError):
    """A part of the app met something that nobody has foreseen; the rest goes on."""

    phrase = Phrase(
        "程序内部出错（{kind}），可以接着用；{report}", "Something failed inside ({kind}), the app goes on; {report}"
    )


class CrashedError(AchieError):
    """The app met something that nobody has foreseen, and had to end."""

    phrase = Phrase(
        "程序内部出错（{kind}），只好结束，标记都已保存；{report}",
        "The app failed ({kind}) and had to end, your marks are kept; {report}",
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
    errno.EMFILE: Phrase("打开的文件太多", "too many open files"),
}


def system_reason(error: OSError) -> Phrase:
    """Give the system's reason for an error; of a rare one, the system's own words."""
    words = os.strerror(error.errno) if error.errno else str(error)
    return _SYSTEM.get(error.errno or 0, Phrase(words, words))


def clock_time(at: float) -> str:
    """Give a time as the clock on the wall shows it, in full minutes, with the day where that is not today."""
    when = time.localtime(-(-at // 60) * 60)
    return time.strftime("%H:%M" if when[:3] == time.localtime()[:3] else "%m-%d %H:%M", when)
