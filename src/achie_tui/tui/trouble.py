"""Why the site cannot be had: a short word for the masthead, and for how long nothing is asked unasked for."""

from achie_tui.errors import (
    AchieError,
    AskedToWaitError,
    NoCategoriesError,
    NoNetworkError,
    NotNowError,
    NotTheSiteError,
    ProxyLoginError,
    ProxyUnreachableError,
    RobotsUnknownError,
    ServerError,
    SiteRestingError,
    TooSlowError,
    UnreachableError,
    WrongProxyError,
)
from achie_tui.language import Language, Phrase

OUT_OF_REACH = (UnreachableError, TooSlowError, NotTheSiteError, ServerError, NoCategoriesError, NotNowError)
"""Failures after which there is no point in asking the site for anything else."""

_UNAVAILABLE = Phrase("网站暂不可用", "site unavailable")
# The first that an error is one of.
_WORDS: tuple[tuple[type[AchieError] | tuple[type[AchieError], ...], Phrase], ...] = (
    ((ProxyUnreachableError, ProxyLoginError, WrongProxyError), Phrase("代理不通", "proxy does not work")),
    (NoNetworkError, Phrase("没有网络", "no network")),
    (UnreachableError, Phrase("连不上网站", "site unreachable")),
    (TooSlowError, Phrase("网站太慢", "site too slow")),
    (AskedToWaitError, Phrase("网站要求等到 {until}", "asked to wait until {until}")),
    (SiteRestingError, Phrase("停止访问到 {until}", "left alone until {until}")),
    (RobotsUnknownError, Phrase("网站规则未知", "site's rules unknown")),
    (ServerError, Phrase("网站出错", "site error")),
    (NoCategoriesError, Phrase("网站可能已改版", "site may have changed")),
)
_STRANGERS: dict[str, Phrase] = {
    "challenge": Phrase("需要浏览器验证", "browser check"),
    "firewall": Phrase("被防火墙拦截", "blocked by a firewall"),
    "portal": Phrase("网络需要登录", "network login needed"),
    "parked": Phrase("域名已停用", "domain parked"),
}
_NOT_THE_SITE = Phrase("不是该网站", "not the site")

# Seconds. A firewall counts who comes back too soon; its sentence says half an hour too.
_STRANGERS_REST = {"challenge": 3600.0, "firewall": 1800.0, "portal": 300.0, "parked": 6 * 3600.0}


def word(error: AchieError, language: Language) -> str:
    """Give the masthead's word for a site that is out of reach."""
    if isinstance(error, NotTheSiteError):
        return _STRANGERS.get(_kind(error), _NOT_THE_SITE).say(language)
    phrase = next((phrase for kind, phrase in _WORDS if isinstance(error, kind)), _UNAVAILABLE)
    return phrase.say(language, until=error.details.get("until") or "?")


def rest_until(error: AchieError, now: float) -> float:
    """Tell until when, in seconds since the epoch, the site is left alone; 0: no longer than usual."""
    if isinstance(error, NotNowError):
        return error.until or 0.0
    rest = _STRANGERS_REST.get(_kind(error)) if isinstance(error, NotTheSiteError) else None
    return now + rest if rest else 0.0


def _kind(error: NotTheSiteError) -> str:
    return str(error.details.get("kind", ""))
