"""The site could not be reached, does not want to be asked, or its answer is none that may be read. Exit status 4."""

from achie_tui.errors.base import AchieError
from achie_tui.language import Phrase, clock_time


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


class SiteFailureError(ServerError):
    """The site's database failed, and what it said came in the page's place, with a status that tells nothing."""

    phrase = Phrase(
        "网站的数据库出错，请稍后再试",
        "The site's database failed; try again later",
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
