"""The way to the site, step by step; each step has a deadline of its own, and nothing that is fetched is kept."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

from achie_tui.commands.checkup.check import Budget, Check, same, sentence_of
from achie_tui.config import Config
from achie_tui.errors import AchieError, NotNowError, TooSlowError
from achie_tui.fetching.access import refusal
from achie_tui.language import Phrase
from achie_tui.model import Extraction, Row
from achie_tui.parse.evidence import Evidence
from achie_tui.parse.page import PageReader
from achie_tui.parse.strangers import Stranger
from achie_tui.parse.template import Listed
from achie_tui.site.address import is_article, is_dynamic_article
from achie_tui.site.discovery import discover
from achie_tui.web.client import PAGE, Answer, Client
from achie_tui.web.memory import Memory
from achie_tui.web.robots import read_robots

T = TypeVar("T")

_STEP, _REQUEST = 2.5, 3.5  # seconds

_LABELS: dict[str, Phrase] = {
    "offline": Phrase("联网检查", "Network"),
    "proxy": Phrase("代理", "Proxy"),
    "dns": Phrase("域名解析", "DNS"),
    "connect": Phrase("连接", "Connection"),
    "tls": Phrase("加密（TLS）", "Encryption (TLS)"),
    "robots": Phrase("抓取规则", "Rules for robots"),
    "categories": Phrase("栏目", "Categories"),
    "listing": Phrase("列表页", "A listing"),
    "article": Phrase("文章页", "An article"),
}
_OFFLINE = Phrase("给了 --offline，没有检查", "not looked at: --offline is given")
_BEFORE = Phrase("前一步没有成功，没有检查", "not looked at, for the step before failed")
_NOT_ASKED = Phrase("现在不能访问，没有检查", "not looked at: the site is not to be asked now")
_NO_TIME = Phrase("网络太慢，时间用完，没有检查", "not looked at: the network is so slow that the time is up")
_FAILED = Phrase("没有成功", "did not work")
_TOOK = Phrase("{what}（{ms} 毫秒）", "{what} ({ms} ms)")
_OPEN = Phrase("不用，网址是 http 的", "not used: the address is http")
_BY_PROXY = Phrase("经代理，没有单独检查", "through the proxy, not looked at by itself")
_ALLOWED = Phrase("允许同步，两次至少隔 {delay:g} 秒", "sync is allowed, {delay:g} s apart at least")
_DISALLOWED = Phrase("robots.txt 不允许抓取列表页", "robots.txt does not allow the listings to be fetched")
_DISALLOWED_ADVICE = Phrase("sync 会照办，只能一篇篇读", "sync obeys, so articles can only be read one by one")
_NO_RULES = Phrase("没有 robots.txt（HTTP {status}），都允许", "no robots.txt (HTTP {status}), everything is allowed")
_RULES_FAIL = Phrase("robots.txt 暂时取不到（HTTP {status}）", "robots.txt is not to be had now (HTTP {status})")
_RULES_ADVICE = Phrase("取到之前 sync 会等着；请稍后再试", "sync waits until it can be had; try again later")
_STRANGE_RULES = Phrase("回答的是网页，不是 robots.txt", "what answered is a page and no robots.txt")
_STRANGE_ADVICE = Phrase(
    "可能是登录页或防火墙，看下面两项", "It may be a login page or a firewall; see the next two lines"
)
_DISCOVERED = Phrase("找到 {found}/{all} 个栏目", "{found} of {all} categories found")
_CATEGORIES_ADVICE = Phrase(
    "网站导航可能已改版，请把这份报告发给我们", "The site's menu may have changed, please send us this report"
)
_ROWS = Phrase("{path}：{rows} 条，共 {pages} 页", "{path}: {rows} rows, {pages} pages in all")
_TEXT = Phrase("{path}：{blocks} 段，{how}；证据：{evidence}", "{path}: {blocks} blocks, {how}; evidence: {evidence}")
_STRANGE = Phrase("HTTP {status}；证据：{evidence}", "HTTP {status}; evidence: {evidence}")
_NO_EVIDENCE = Phrase("没有", "none")
_HOW: dict[Extraction, Phrase] = {
    "selector": Phrase("按网站说明识别", "found by the profile"),
    "anchor": Phrase("按网页结构识别", "found by the page's structure"),
    "template": Phrase("按学到的版式识别", "found by the learned template"),
    "density": Phrase("靠推测识别", "guessed"),
}
_GUESSED_ADVICE = Phrase(
    "正文只能推测，网站可能已改版：请附上这份报告告诉我们",
    "The text was guessed, so the site may have changed: please send us this report",
)
_NOTHING = Phrase("页面里没有文章", "there are no articles on the page")


class _StopError(Exception):
    """A step failed, and those after it make no sense."""


class NetworkCheck:
    """One walk along the way."""

    def __init__(self, config: Config, memory: Memory | None, category: str | None, budget: Budget) -> None:
        self._config = config
        self._memory = memory
        self._category = category
        self._budget = budget
        self._reader = PageReader(config.profile, config.addresses)
        self._evidence: tuple[Evidence, ...] = ()
        self.checks: list[Check] = []

    async def run(self) -> list[Check]:
        """Walk until a step fails; those behind it are told to be skipped."""
        if self._config.offline:
            self._note("offline", _OFFLINE, "skipped")
            return self.checks
        config = self._config
        client = Client(
            config.addresses,
            may_be_private=config.may_be_private,
            concurrency=config.concurrency,
            delay=config.delay,
            memory=self._memory,
        )
        try:
            await self._reach()
            async with client:
                await self._robots(client)
                path = self._category or await self._discovered(client)
                await self._article(client, await self._listed(client, path))
        except _StopError:
            noted = {check.name for check in self.checks}
            why = _NOT_ASKED if self.checks[-1].found is _NOT_ASKED else _BEFORE
            for name in ("dns", "connect", "tls", "robots", "listing", "article"):
                if name not in noted:
                    self._note(name, why, "skipped")
        return self.checks

    def _note(self, name: str, found: Phrase, state: Any = "ok", advice: Phrase | None = None, **data: Any) -> None:
        self.checks.append(Check("network", name, _LABELS[name], found, state, advice, data))

    async def _reach(self) -> None:
        from achie_tui.web import probe

        config = self._config

        async def find_way() -> probe.Way:
            return probe.way_to(config.addresses.url("/"), may_be_private=config.may_be_private)

        way = await self._step("proxy", find_way)
        if way.proxy:
            self._note("proxy", same(way.proxy), proxy=way.proxy)
        began = time.monotonic()
        addresses = await self._step("dns", lambda: probe.find(way, self._budget.of(_STEP)))
        ms = _ms(time.monotonic() - began)
        shown = ", ".join(addresses[:4])
        self._note("dns", _TOOK.fill(what=f"{way.host} → {shown}", ms=ms), addresses=addresses, ms=ms)
        seconds = await self._step("connect", lambda: probe.connect(way, self._budget.of(_STEP)))
        ms = _ms(seconds)
        self._note("connect", _TOOK.fill(what=f"{way.host}:{way.port}", ms=ms), ms=ms)
        if way.proxy or not way.uses_tls:
            self._note("tls", _BY_PROXY if way.proxy and way.uses_tls else _OPEN, "skipped")
            return
        version = await self._step("tls", lambda: probe.secure(way, self._budget.of(_STEP)))
        self._note("tls", same(version), version=version)

    async def _step(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        if not self._budget.of(_STEP):
            self._note(name, _NO_TIME, "warning")
            raise _StopError
        try:
            return await work()
        except NotNowError as error:
            self._note(name, _NOT_ASKED, "skipped", sentence_of(error))
            raise _StopError from error
        except AchieError as error:
            self._note(name, _FAILED, "failed", sentence_of(error))
            raise _StopError from error

    async def _get(self, client: Client, path: str) -> Answer:
        seconds = self._budget.of(_REQUEST)
        try:
            # Waiting for a turn, while a sync has them all, is not within the request's own deadline.
            async with asyncio.timeout(seconds):
                return await client.get(path, limits=replace(PAGE, seconds=seconds))
        except TimeoutError as error:
            raise TooSlowError(host=self._config.addresses.host, seconds=f"{seconds:.2g}") from error

    async def _page(self, client: Client, path: str) -> Answer:
        answer = await self._get(client, path)
        if refused := refusal(answer):
            raise refused
        return answer

    async def _robots(self, client: Client) -> None:
        addresses = self._config.addresses
        if urlsplit(addresses.base_url).path.strip("/"):
            return  # it is the host's, and not below a folder
        answer = await self._step("robots", lambda: self._get(client, "/robots.txt"))
        status = answer.status
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            self._note("robots", _RULES_FAIL.fill(status=status), "warning", _RULES_ADVICE, status=status)
        elif status != HTTPStatus.OK:
            self._note("robots", _NO_RULES.fill(status=status), status=status)
        elif answer.body.lstrip()[:1] == b"<":
            self._note("robots", _STRANGE_RULES, "warning", _STRANGE_ADVICE, status=status)
        else:
            rules = read_robots(answer.body)
            delay = max(rules.delay, self._config.delay)
            if rules.allow(addresses.url(self._category or self._config.profile.news)):
                self._note("robots", _ALLOWED.fill(delay=delay), status=status, allowed=True, delay=rules.delay)
            else:
                self._note("robots", _DISALLOWED, "warning", _DISALLOWED_ADVICE, status=status, allowed=False)

    async def _discovered(self, client: Client) -> str:
        """Give a category's path where the library knows none."""
        profile = self._config.profile
        answer = await self._step("categories", lambda: self._page(client, profile.news))
        links = self._sound(
            "categories",
            answer,
            self._reader.links(answer.body, profile.news, charset=answer.charset, status=answer.status),
        )
        found = discover(links, profile.categories)
        shown = _DISCOVERED.fill(found=len(found), all=len(profile.categories))
        whole = len(found) == len(profile.categories)
        state = "ok" if whole else "warning" if found else "failed"
        self._note("categories", shown, state, None if whole else _CATEGORIES_ADVICE, count=len(found))
        if not found:
            raise _StopError
        return found[0].path

    async def _listed(self, client: Client, path: str) -> str:
        """Read a listing page; gives an article's path."""
        answer = await self._step("listing", lambda: self._page(client, path))
        listing = self._sound(
            "listing", answer, self._reader.listing(answer.body, path, charset=answer.charset, status=answer.status)
        )
        rows: list[Row] = [row for row in listing.rows if is_article(row.path) and not is_dynamic_article(row.path)]
        if not rows:
            self._note("listing", _NOTHING, "failed", _CATEGORIES_ADVICE, status=answer.status, path=path)
            raise _StopError
        shown = _ROWS.fill(path=path, rows=len(listing.rows), pages=listing.pages or 1)
        self._note("listing", shown, status=answer.status, path=path, rows=len(listing.rows), pages=listing.pages)
        return rows[0].path

    async def _article(self, client: Client, path: str) -> None:
        answer = await self._step("article", lambda: self._page(client, path))
        circumstances: dict[str, Any] = {"charset": answer.charset, "status": answer.status, "listed": Listed()}
        self._evidence = self._reader.evidence(answer.body, path, **circumstances)
        page = self._sound("article", answer, self._reader.article(answer.body, path, **circumstances))
        article = page.article
        weights = same(", ".join(f"{each.name} {each.weight:+}" for each in self._evidence))
        shown = _TEXT.fill(path=path, blocks=len(article.blocks), how=_HOW[article.extraction], evidence=weights)
        guessed = article.extraction == "density"
        data = {
            "status": answer.status,
            "path": path,
            "extraction": article.extraction,
            "evidence": {each.name: each.weight for each in self._evidence},
        }
        self._note("article", shown, "warning" if guessed else "ok", _GUESSED_ADVICE if guessed else None, **data)

    def _sound(self, name: str, answer: Answer, page: T | Stranger) -> T:
        if not isinstance(page, Stranger):
            return page
        evidence = self._evidence or self._reader.evidence(
            answer.body, "/", charset=answer.charset, status=answer.status
        )
        weights = same(", ".join(f"{each.name} {each.weight:+}" for each in evidence)) if evidence else _NO_EVIDENCE
        data = {
            "status": answer.status,
            "stranger": page.kind,
            "server": answer.server,
            "evidence": {each.name: each.weight for each in evidence},
        }
        self._note(name, _STRANGE.fill(status=answer.status, evidence=weights), "failed", page.phrase, **data)
        raise _StopError


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
