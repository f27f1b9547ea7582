"""Pages that are none of the site's, told by signatures: challenges, firewalls, logins, parked domains, messages.

A signature is evidence, not proof: a page of the site may hold the script of a firewall, or a login box. What it weighs
beside the site's own marks is `evidence.py`'s to say.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Literal

from achie_tui.language import Phrase
from achie_tui.parse.clean import clean_line
from achie_tui.parse.tree import Tree

StrangerKind = Literal[
    "message",
    "gone",
    "failure",
    "challenge",
    "firewall",
    "portal",
    "parked",
    "blank",
    "malformed",
    "foreign",
    "another",
]


@dataclass(frozen=True, slots=True)
class Stranger:
    """A page that is none of the site's pages: which kind, and the sentence for the user."""

    kind: StrangerKind
    phrase: Phrase


_CHALLENGE = Phrase(
    "网站启用了浏览器验证，终端无法通过；请用浏览器打开，或稍后再试",
    "The site asks for a browser check that a terminal cannot pass; open it in a browser, or try again later",
)
_FIREWALL = Phrase(
    "请求被网站防火墙拦截；请过半小时再试，不要反复刷新",
    "The site's firewall refused the request; wait half an hour before trying again",
)
PORTAL = Phrase(
    "当前网络需要先登录认证；请先在浏览器里登录这个网络",
    "This network wants you to log in first; do so in a browser",
)
_PARKED = Phrase(
    "域名似已停用、出售或未备案；目前只能看已有内容",
    "The domain seems to be parked, sold or shut down; only what is kept can be read",
)
_GONE = Phrase(
    "页面不存在，文章可能已被删除或移动", "The page does not exist; the article may have been deleted or moved"
)
_FAILURE = Phrase(
    "网站的数据库出错，返回的是错误信息；请稍后再试",
    "The site's database failed, and the page is its error message; try again later",
)
_UNTOLD = Phrase(
    "网站返回了一条提示，但读不出内容；请用浏览器打开看看",
    "The site answered with a message that could not be made out; look at it in a browser",
)
_BLANK = Phrase("页面是空的，可能只有脚本", "The page is empty, perhaps nothing but a script")
_MALFORMED = Phrase(
    "页面的结构异常（嵌套太深，或格式、属性、选项太多），没有读取",
    "The page is malformed (nested too deep, or too many formats, attributes or options) and was not read",
)
_TOO_MANY_ELEMENTS = Phrase(
    "页面的元素太多（超过 10 万个），没有读取；请用浏览器打开",
    "The page has too many elements (more than 100,000) and was not read; open it in a browser",
)
_FOREIGN = Phrase(
    "打开的不是该网站的页面；请检查网址，或用浏览器看看",
    "What answered is not a page of the site; check the address, or look at it in a browser",
)
_ANOTHER = Phrase(
    "网站给出的不是这篇文章，而是另一页（提示、维护或登录），没有采用；请稍后再试，或用浏览器看看",
    "The site gave another page than this article (a notice, repairs, a login); it was not taken, try again later or "
    "look at it in a browser",
)

MALFORMED = Stranger("malformed", _MALFORMED)
TOO_MANY_ELEMENTS = Stranger("malformed", _TOO_MANY_ELEMENTS)
GONE = Stranger("gone", _GONE)
ANOTHER = Stranger("another", _ANOTHER)

# Long patterns of signatures, each with the kind of stranger that it tells and what the user is told. No pattern may
# look far ahead: these pages are anything.
_SIGNATURES: tuple[tuple[StrangerKind, Phrase, tuple[str, ...]], ...] = (
    (
        "challenge",
        _CHALLENGE,
        (
            *("__jsl_clearance", "__jsluid", "acw_sc__v2", "yunsuo_session", "yjs_use_ob", "cf-browser-verification"),
            *(
                "cf_chl_",
                "challenge-platform",
                r"just a moment\.\.\.",
                "security_session_verify",
                "_guard/(?:auto|slide)",
            ),
        ),
    ),
    (
        "firewall",
        _FIREWALL,
        (
            *(r"errors\.aliyun\.com", "safedog", "365cyd", "notice-jiasule", "yundun", "hwwafsesid", r"waf\.tencent"),
            *("网站防火墙", "您的请求可能存在威胁", "请求已被(?:拦截|拒绝)", "拦截提示", "访问被(?:拦截|拒绝)"),
            *("web application firewall", "创宇盾", "云锁"),
        ),
    ),
    (
        "parked",
        _PARKED,
        (
            *(
                "域名(?:正在)?出售",
                "domain (?:is |may be )?for sale",
                "sedoparking",
                "hugedomains",
                "parked (?:free|domain)",
            ),
            *("未备案", "尚未备案", "暂未备案", "备案.{0,6}(?:注销|取消)", "网站(?:已关闭|暂时关闭|已停用|维护中)"),
            *("暂时无法访问", "该站点(?:已停止|未开通)", "没有找到站点"),
        ),
    ),
    (
        "portal",
        PORTAL,
        (
            *(r"<input[^<>]{1,300}type=[\"']?password", "上网认证", "网络(?:认证|准入)", r"portal(?:\.do|server|auth)"),
            *("wifi.{0,12}(?:登录|认证|login)", "captive"),
        ),
    ),
    (
        "gone",
        _GONE,
        (
            *("<title>[^<]{0,30}(?:404|not found|页面不存在|找不到|已删除)", "404 not found"),
            *(
                "(?:页面|文章|内容|信息)(?:不存在|已(?:被)?删除|找不到|未找到)",
                "您(?:访问|查看|要找)的(?:页面|文章|内容)",
            ),
        ),
    ),
)
_PATTERNS = tuple(
    (kind, phrase, re.compile("|".join(patterns), re.IGNORECASE)) for kind, phrase, patterns in _SIGNATURES
)
# What the database says, or the engine of it, in place of a page and with status 200.
_FAILURES = re.compile(
    r"MySQL server has gone away|Too many connections|Lost connection to (?:local )?MySQL server"
    r"|Can.t connect to (?:local )?MySQL server|max_user_connections|SQLSTATE\[\w{5}\]"
    r"|Error establishing a database connection|(?:连接数据库|数据库(?:服务器)?连接)(?:失败|错误|出错)"
    r"|Dede\s?CMS\s*(?:Error|错误警告)",
    re.IGNORECASE,
)
_MESSAGE = re.compile(r"DedeCMS\s*提示信息", re.IGNORECASE)
# Its heading, and the link below it, which say nothing; the words stand between them.
_HEADED = re.compile(r"Dede\s?CMS\s*提示信息\s*[!！:：]*", re.IGNORECASE)
_UNHEADED = re.compile(r"^\s*提示信息\s*[!！:：]+")
_ONWARD = re.compile(r"如果[你您]的浏览器没有?反应(?:[，,]?\s*请?点击(?:这里|此处))?[\s.。…]*")
# Strings that a script shows: within double quotes, or within single ones.
_WRITTEN = re.compile(
    r"""(?:document\.write(?:ln)?|alert)\(\s{0,9}(?:"((?:[^"\\]|\\.){0,4000})"|'((?:[^'\\]|\\.){0,4000})')\s{0,9}\)""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BLANK_ESCAPES = frozenset("nrt")
_INLINE_TAG = re.compile(r"</?(?:a|b|em|font|i|span|strong|u)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 300  # letters of a message
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_UNSEEN = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<[^<>]*>|&\w+;", re.IGNORECASE | re.DOTALL)
_BLANK_BELOW, _LATIN_BELOW = 12, 60  # letters
_GONE_STATUS = {404, 410}
_BY_STATUS = {
    403: Stranger("firewall", _FIREWALL),
    405: Stranger("firewall", _FIREWALL),
    521: Stranger("challenge", _CHALLENGE),
}
_SHORT_PAGE = 4_000
_BEGINNING = 200  # letters: before its words an error may name a function, a user and a file


def find_message(html: str, tree: Tree) -> Stranger | None:
    """Give the engine's own message, which it answers with status 200; it is never anything else."""
    return Stranger("message", _message(html, tree)) if _MESSAGE.match(tree.title) else None


def find_failure(html: str) -> Stranger | None:
    """Give the error of the database that a short page begins with; a text that quotes one comes to it later."""
    if len(html) >= _SHORT_PAGE or not _FAILURES.search(html):
        return None
    seen = " ".join(_UNSEEN.sub(" ", html).split())
    return Stranger("failure", _FAILURE) if _FAILURES.search(seen[:_BEGINNING]) else None


def is_gone(status: int) -> bool:
    """Tell whether a status says that there is no such page."""
    return status in _GONE_STATUS


def find_signature(html: str, status: int) -> Stranger | None:
    """Give the stranger that a page bears the signature of."""
    for name, phrase, pattern in _PATTERNS:
        if pattern.search(html):
            return Stranger(name, phrase)
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return None


def nameless(html: str) -> Stranger:
    """Give the stranger that a page without any mark is: blank, where it is short and says nothing."""
    seen = _UNSEEN.sub("", html) if len(html) < _SHORT_PAGE else html
    says_little = len(_HAN.findall(seen)) < _BLANK_BELOW and len(_LATIN.findall(seen)) < _LATIN_BELOW
    is_blank = len(html) < _SHORT_PAGE and says_little
    return Stranger("blank", _BLANK) if is_blank else Stranger("foreign", _FOREIGN)


def _message(html: str, tree: Tree) -> Phrase:
    """Give the engine's own words, which it writes by script, or into the page."""
    written = "".join(double or single for double, single in _WRITTEN.findall(html))
    written = _ESCAPE.sub(lambda found: " " if found[1] in _BLANK_ESCAPES else found[1], written)
    texts = (
        clean_line(unescape(_TAG.sub(" ", _INLINE_TAG.sub("", written)))),
        " ".join(line.text for line in tree.lines),
    )
    headed = (text[found.end() :] for text in texts if (found := _HEADED.search(text)))
    text = next(filter(None, map(_said, (*headed, *texts))), "")
    return Phrase(f"网站提示：{text}", f"The site says: {text}") if text else _UNTOLD


def _said(text: str) -> str:
    """Give the words of a message alone; no braces, which would be fields of a phrase."""
    said = _ONWARD.sub(" ", _UNHEADED.sub("", _HEADED.sub(" ", text)))
    said = clean_line(said.replace("{", "").replace("}", "")).strip(" 。！!.")
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
