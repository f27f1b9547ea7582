"""The engine's addresses: which belong to the site, which are articles, listings, and their parts.

DedeCMS names an article by whatever rule its category has: `{Y}/{M}{D}/{aid}.html` out of the box, often
`{aid}.html`, `{Y}{M}{D}{aid}.html` or a name in pinyin. So no form makes an address an article's; that the site lists
it, or links it as the article before or after another, does. What a form can tell is what an article's is *not*: a
category is `{dir}/`, which is also `index.html` and `list_{tid}_1.html`, its further pages `list_{tid}_{n}.html`; some
directories are the engine's own. Page n of an article is `{name}_{n}.html`; an article without a file is
`/plus/view.php?aid=N`.

An article's identity is its path without the parameters that apps add to a shared link (`?from=timeline`).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from functools import cached_property
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from achie_tui.errors import ImpossiblePortError, NoSuchArticleAddressError
from achie_tui.language import Phrase

SITE_TIME = timezone(timedelta(hours=8))
"""The time zone of the site's dates."""
_ARTICLE = re.compile(r"^(?P<dir>/(?:[^/?#]+/)*)(?P<name>[^/?#]+?)\.html?$", re.IGNORECASE)
# Page n of an article: of one with a number any, of one with a name in pinyin a small one.
_PAGE = re.compile(r"^(?P<stem>.*\d)_(?P<page>[1-9]\d{0,3})$|^(?P<name>[A-Za-z-]{3,})_(?P<few>[1-9]\d?)$")
# Where the directory or the name of an article tells its day.
_DAY_IN_DIRECTORY = re.compile(
    r"/(?:(?P<y1>(?:19|20)\d\d)/?(?P<m1>\d\d)/?(?P<d1>\d\d)|(?P<y2>(?:19|20)\d\d)-(?P<m2>\d\d?)-?(?P<d2>\d\d?))/$"
)
_DAY_IN_NAME = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?=\d)")
_NO_ARTICLES = re.compile(
    r"^/(?:[^/]+/)?(?:plus|include|templets|member|uploads|data|dede)/"
    r"|/(?:(?:index|default)(?:_?\d+)*|(?:sitemap|rssmap|tags|search|404|list|login|reg|register)(?:_\d+)*)\.html?$",
    re.IGNORECASE,
)
_VIEW = re.compile(r"^(?P<dir>/(?:[^/?#]+/)*)view\.php\?(?:[^#]*&)?aid=(?P<aid>\d+)(?:&.*)?$")
_LISTING = re.compile(r"^(?P<dir>/(?:[^/?#]+/)*)(?:list_(?P<tid>\d+)(?:_(?P<page>\d{1,5}))?\.html?|index\.html?)?$")
_DYNAMIC_LISTING = re.compile(r"^/(?:[^/?#]+/)*list\.php\?(?:[^#]*&)?tid=(?P<tid>\d+)(?:&.*)?$")
_PAGE_NUMBER = re.compile(r"[?&]PageNo=(\d{1,5})", re.IGNORECASE)
# What apps and campaigns add to a link that is passed on.
_TRACKING = re.compile(
    r"(?:utm_\w+|spm|from|isappinstalled|wxfrom|wxshare_count|nsukey|tdsourcetag|share\w*|scene|clicktime|enterid"
    r"|timestamp|weibo_id|ivk_sa|bd_vid|fbclid|gclid|sukey|winzoom|hmsr|sessionid|s_channel|ADTAG|ptlang)=[^&]*",
    re.IGNORECASE,
)
# What a user types or pastes: an address in a sentence, full-width letters of an input method, a host without scheme.
_IN_SENTENCE = re.compile(r"https?://[^\s，。；、！？：（）《》【】“”‘’「」<>\"]+", re.IGNORECASE)
_AROUND = " \t\r\n\u3000，。、；：！？…“”‘’《》〈〉（）【】「」,;:!?\"'()<>"
_FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {ord("。"): ord(".")}
_HOST = re.compile(
    r"(?:(?:[\w-]+\.)+(?!(?:s?html?|php)$)[A-Za-z]{2,}|\d+(?:\.\d+){3}|localhost)(?::\d+)?", re.IGNORECASE
)
# The port of an address, with a scheme or without.
_TYPED_PORT = re.compile(
    r"(?:[a-z]+://)?(?:[^/?#]*@)?(?:\[[^\]/?#]*\]|[^/?#:@\[\]]+):0*(?P<port>\d+)(?:[/?#]|$)", re.IGNORECASE
)
_HIGHEST_PORT = "65535"
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"'`{}|^\u2028\u2029]")
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_LONGEST_PATH = 4_096  # characters; servers refuse longer ones
_DEFAULT_PORTS = {"http": 80, "https": 443}

POSSIBLE_PORT = Phrase("端口不大于 65535 的网址", "an address with a port of 65535 or less")
"""What an address has to be that `has_impossible_port`."""

DYNAMIC_ARTICLE = "/plus/view.php?aid={aid}"


@dataclass(frozen=True)
class Addresses:
    """The addresses of one site: its base URL, and the hosts that pages may name it by."""

    base_url: str
    hosts: tuple[str, ...] = ()

    @cached_property
    def _base(self) -> tuple[str, str, int | None, str]:
        parts = urlsplit(self.base_url)
        return parts.scheme, (parts.hostname or "").lower(), _port(self.base_url), parts.path.rstrip("/")

    @cached_property
    def host(self) -> str:
        """The base URL's host, as the user knows it."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    @cached_property
    def _root(self) -> str:
        return self.url("/")

    def url(self, path: str) -> str:
        """Give the absolute address of a path of the site."""
        scheme, _, _, prefix = self._base
        return f"{scheme}://{self.host}{prefix}{path}"

    def path(self, href: str, at: str = "/") -> str | None:
        """Give the path of an address that stands on the page `at`, or None where it is not the site's.

        Fragments are dropped. Addresses on the profile's hosts count whatever their scheme; those on the base
        URL's host must name its port too.
        """
        absolute = self.absolute(href, at)
        if absolute is None:
            return None
        parts = urlsplit(absolute)
        _, base_host, base_port, prefix = self._base
        host = (parts.hostname or "").lower()
        if host == base_host and _port(absolute) == base_port:
            path = parts.path
            if prefix and path != prefix and not path.startswith(f"{prefix}/"):
                return None
            path = path[len(prefix) :]
        elif host in self.hosts and _port(absolute) in {80, 443}:
            path = parts.path
        else:
            return None
        query = without_tracking(parts.query) if parts.query else ""
        # One slash for several, as servers take them: a path that begins with two would be read as a host, and a
        # template that has one too many would make another article of each.
        return _SLASHES.sub("/", f"/{path}") + (f"?{query}" if query else "")

    def absolute(self, href: str, at: str = "/") -> str | None:
        """Resolve an address that stands on the page `at`; None unless it is a sound http(s) address.

        Control characters, blanks and quotes are percent-encoded, user names and fragments dropped.
        """
        try:
            parts = urlsplit(urljoin(self._root if at == "/" else self.url(at), href.strip()))
            host, port = parts.hostname, parts.port
        except ValueError:
            return None
        if parts.scheme not in _DEFAULT_PORTS or not host or _UNSAFE.search(host):
            return None
        if ":" in host:
            host = f"[{host}]"
        location = host if port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{host}:{port}"
        path = _encode(_without_dots(parts.path)) or "/"
        return urlunsplit((parts.scheme, location, path, _encode(parts.query), ""))

    def external(self, href: str, at: str = "/") -> str | None:
        """Give a link as it is kept: a path where it is the site's own, else its absolute URL."""
        return self.path(href, at) or self.absolute(href, at)

    def public(self, url: str) -> str:
        """Give the absolute address of a link as it is kept (the inverse of `external`)."""
        return self.url(url) if url.startswith("/") else url

    def article_path(self, typed: str) -> str | None:
        """Give the path of an article's first page from the address that a user typed, None where it is none of ours.

        It may be a path, too, with or without the slash that it begins with, or lack the scheme; what a sentence or an
        input method adds to it is left out.
        """
        text = _tidied(typed)
        if not any(mark in text for mark in "/."):
            return None  # a word is a mistyped command, not the address of a page
        is_whole = "://" in text or text.startswith("/")
        first, slash, _ = text.partition("/")
        if not is_whole and ((slash and _HOST.fullmatch(first)) or first.lower() in {self.host, *self.hosts}):
            is_whole, text = True, f"{self._base[0]}://{text}"
        path = self.path(text if is_whole else f"/{text}")
        if path is None or is_listing(path):
            return None
        page = article_page(path)
        if page is None and not is_whole and not is_dynamic_article(path):
            return None
        return page[0] if page else path


def is_host_name(host: str) -> bool:
    """Tell whether a host's name can be asked for: what in it is not ASCII, or stands for that, must mean something."""
    if host.isascii() and "xn--" not in host.lower():
        return True
    import idna  # seldom needed

    try:
        idna.decode(idna.encode(host.lower()))
    except UnicodeError:  # among them IDNAError
        return False
    return True


def has_impossible_port(url: str) -> bool:
    """Tell whether an address names a port higher than any; then it is none that can be asked for."""
    found = _TYPED_PORT.match(url)
    port = found["port"] if found else ""
    # Compared as texts: there may be more figures than Python reads as a number.
    return (len(port), port) > (len(_HIGHEST_PORT), _HIGHEST_PORT)


def no_article(typed: str) -> NoSuchArticleAddressError:
    """Give the error of what a user typed and is no article's address: with why, where that can be told."""
    kind = ImpossiblePortError if has_impossible_port(_tidied(typed)) else NoSuchArticleAddressError
    return kind(address=typed)


def _tidied(typed: str) -> str:
    """Give the address in what was typed or pasted."""
    narrow = typed.strip(_AROUND).translate(_FULL_WIDTH)
    found = _IN_SENTENCE.search(typed) or _IN_SENTENCE.search(narrow)
    return (found[0] if found else narrow).strip(_AROUND).rstrip(".")


def _port(url: str) -> int | None:
    parts = urlsplit(url)
    try:
        return parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None


def _encode(part: str) -> str:
    # Percent signs stay as they are: what is encoded already must not be encoded twice.
    return quote(part, safe="/%:=&?@!$*+,;~()[]-._#")


def _without_dots(path: str) -> str:
    """Resolve the segments "." and "..", encoded or not, as browsers do."""
    # urljoin leaves them in an absolute address, and encoded ones in any.
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        dots = segment.lower().replace("%2e", ".")
        if dots == "..":
            del kept[-1:]
        elif dots != ".":
            kept.append(segment)
    if dots in {".", ".."}:  # the last one: what is left is a folder
        kept.append("")
    return "/" + "/".join(kept)


def without_tracking(query: str) -> str:
    """Give a query without the parameters that apps add to a link that is passed on."""
    return "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part))


def article_id(path: str) -> int | None:
    """Give the engine's number of an article from its path, None where its name holds none."""
    if match := _VIEW.match(path):
        return int(match["aid"][:18])
    first = article_page(path)
    match = _ARTICLE.match(first[0]) if first else None
    if match is None or not (match["name"].isascii() and match["name"].isdigit()):
        return None
    day = _DAY_IN_NAME.match(match["name"])
    number = match["name"][8:] if day and _as_day(*day.groups()) else match["name"]
    return int(number[:18])


def may_be_path(text: str) -> bool:
    """Tell whether a text may be a path as `Addresses.path` gives them, whatever it leads to."""
    path = text.partition("?")[0]
    resolved = path.startswith("/") and not path.startswith("//") and not _DOTS.search(path)
    return resolved and "#" not in text and len(text) <= _LONGEST_PATH and not _UNSAFE.search(text)


def is_article(path: str) -> bool:
    """Tell whether a path may be an article's first page or its dynamic form: a page that is no listing's."""
    page = article_page(path)
    return (page is not None and page[1] == 1) or is_dynamic_article(path)


def is_dynamic_article(path: str) -> bool:
    """Tell whether a path is an article without a file: the engine sends it elsewhere or shows it itself."""
    return _VIEW.match(path) is not None


def article_page(path: str) -> tuple[str, int] | None:
    """Split the path of an article's page into its first page's path and its number, from 1."""
    match = _ARTICLE.match(path)
    if match is None or _NO_ARTICLES.search(path):
        return None
    page = _PAGE.match(match["name"])
    if page is None:
        return path, 1
    number = int(page["page"] or page["few"])
    return (f"{path[: match.start('name')]}{page['stem'] or page['name']}{path[match.end('name') :]}", number)


def article_page_path(path: str, number: int) -> str:
    """Give the path of page `number` of an article from that of its first page."""
    if number == 1:
        return path
    if is_dynamic_article(path):
        return f"{path}&pageno={number}"
    stem, _, extension = path.rpartition(".")
    return f"{stem}_{number}.{extension}"


def article_date(path: str) -> str | None:
    """Give the input date `YYYY-MM-DD` in an article's path; it may differ from the publication's."""
    match = _ARTICLE.match(path)
    if match is None:
        return None
    if day := _DAY_IN_DIRECTORY.search(match["dir"]):
        return _as_day(*(part for part in day.groups() if part))
    day = _DAY_IN_NAME.match(match["name"])
    return _as_day(*day.groups()) if day else None


def _as_day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def directory(path: str) -> str:
    """Give the directory of a path, with its closing slash."""
    return path.partition("?")[0].rpartition("/")[0] + "/"


def is_listing(path: str) -> bool:
    """Tell whether a path has the form of a category's listing page."""
    return listing_page(path) is not None


def listing_page(path: str) -> tuple[str, int] | None:
    """Split a listing page's path into its category's path and the page's number, from 1."""
    if dynamic := _DYNAMIC_LISTING.match(path):
        number = _PAGE_NUMBER.search(path)
        return f"{path.partition('?')[0]}?tid={dynamic['tid']}", int(number[1]) if number else 1
    if match := _LISTING.match(path):
        return match["dir"], int(match["page"] or 1)
    return None


def listing_template(path: str) -> str | None:
    """Give the form of the addresses of a category's pages, `{page}` in place of the number."""
    match = _LISTING.match(path)
    if match and match["tid"] and match["page"]:
        return f"{match['dir']}list_{match['tid']}_{{page}}.html"
    if _DYNAMIC_LISTING.match(path) and _PAGE_NUMBER.search(path):
        return _PAGE_NUMBER.sub(lambda found: found[0].rpartition("=")[0] + "={page}", path)
    return None
