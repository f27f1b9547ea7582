"""Fetching articles, all their pages, and the redirects that stand for some."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from achie_tui.errors import (
    AchieError,
    AnotherPageError,
    BadAnswerError,
    NotInLibraryError,
    NotTheSiteError,
    PageGoneError,
)
from achie_tui.fetching.access import CUT, SiteAccess, page_of, sound
from achie_tui.language import Phrase
from achie_tui.library.library import Kept, RawPage
from achie_tui.model import Article, Span, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.parse.article import ArticlePage, join_pages
from achie_tui.parse.identity import Identity
from achie_tui.parse.strangers import ANOTHER, PORTAL
from achie_tui.parse.template import Listed
from achie_tui.site.address import article_date, article_id, article_page, article_page_path, is_dynamic_article
from achie_tui.web.answer import NOW, Answer, Asked, Validators
from achie_tui.web.public import is_public

_log = logging.getLogger(__name__)

_EMPTY = Phrase("没有正文", "it holds no text")
_UNDECODED = Phrase("有些字无法解码", "some characters cannot be decoded")
_GARBLED = Phrase("是镜像改写过的文字", "its text is that of a mirror that garbles it")
_GUESSED = Phrase("认不出它的版式，正文只能推测", "its layout is unknown, and its text could only be guessed")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An article fetched: its kept copy, and whether the library knew it ("new", "updated", "unchanged", "kept").

    `problem` says why what came was not taken in the place of a whole copy, None where it was or is no worse.
    """

    kept: Kept
    outcome: str
    problem: BadAnswerError | None = None


class _Read(NamedTuple):
    """A page of an article: what it says, and as it came."""

    page: ArticlePage
    raw: RawPage


class ArticleFetcher:
    """Fetches articles; `unfitting` counts those that no known template fits, or that are doubted, since learning."""

    def __init__(self, site: SiteAccess) -> None:
        self._site = site
        self._config = site.config
        self._library = site.library
        self._on_thread = site.on_thread
        self.unfitting = 0

    async def fetch(self, path: str, asked: Asked = NOW) -> Fetched:
        """Fetch an article and all its pages; a redirect leads to its article, or is kept as a link elsewhere."""
        target = await self.resolve(path, asked)
        if not target.startswith("/"):
            return Fetched(await self._on_thread(partial(self._keep_elsewhere, path, target)), "unchanged")
        path = target
        kept, before = await self._on_thread(lambda: (self._library.article(path), self._library.pages.get(path)))
        # Only a whole copy can be confirmed: "not modified" says nothing of the pages behind the first.
        is_whole = kept is not None and kept.article.complete
        answer = await self._site.get(path, asked, before)
        if kept is not None and is_whole and before is not None and _is_same(answer, before, kept):
            confirmed = await self._on_thread(partial(self._confirm, path, answer))
            # Read again even so: the profile may have been corrected by hand.
            await self._on_thread(partial(self._log_evidence, path, before.body, before.charset))
            return Fetched(await self.read_again(confirmed.kept), "unchanged")
        if answer.path != path and not (answer.path and _is_same_article(answer.path, path)):
            raise PageGoneError(url=self._config.addresses.url(path))
        answer = _with_body(answer, before)
        identity = await self._on_thread(partial(self._identity, path, kept))
        taken = await self._on_thread(partial(self._take_first, path, answer, identity, ahead=not is_whole))
        if isinstance(taken, Fetched):
            return taken
        first, pages = taken.page, [taken]
        identity = Identity((first.article.title, *identity.titles), is_further=True)
        for number in range(2, first.article.pages + 1):
            other = first.others.get(number) or article_page_path(path, number)
            try:
                before = await self._on_thread(partial(self._library.pages.get, other))
                answer = _with_body(await self._site.get(other, asked, before), before)
                pages.append(
                    await self._on_thread(partial(self._read_page, other, answer, identity, ahead=not is_whole))
                )
            except AchieError:
                # What came before is worth keeping; the copy says that it is not complete.
                break
        article = join_pages([each.page.article for each in pages])
        return await self._on_thread(partial(self._keep, article, [each.raw for each in pages]))

    async def resolve(self, path: str, asked: Asked = NOW) -> str:
        """Give where an article really is: a redirect is asked once, and leads to a path or to an address elsewhere.

        Of one that leads elsewhere a reader who wants it anew has it asked again. Raises NotTheSiteError where it leads
        into the local network, whose login answers in the site's place.
        """
        if not is_dynamic_article(path):
            return path
        known = await self._on_thread(partial(self._library.pages.redirect, path))
        if known is not None and (known.startswith("/") or not asked.urgent):
            return known
        self._site.check_online(path)
        location = await self._site.client.location(path, limits=asked.limits, urgent=asked.urgent)
        target = self._config.addresses.external(location, path) if location else None
        if target is None or target == path:
            return path
        if _is_local(target):
            raise NotTheSiteError(PORTAL)
        await self._on_thread(partial(self._library.pages.save_redirect, path, target))
        if not target.startswith("/"):
            await self._on_thread(partial(self._keep_elsewhere, path, target))
        return target

    def _keep_elsewhere(self, path: str, url: str) -> Kept:
        """Keep a redirect out of the site as what it is shown as: its headline, and the link."""
        headline = self._library.views.headline(path)
        link = TextBlock("paragraph", url, (Span(0, len(url), "link", url),))
        article = Article(
            path=path,
            id=article_id(path),
            title=headline.title if headline else url,
            category=headline.category if headline else None,
            breadcrumb=(),
            source=headline.source if headline else None,
            author=None,
            published=headline.published if headline else None,
            attribution=None,
            blocks=(link,),
            extraction="anchor",
        )
        return self._keep(article, []).kept

    def _read_page(self, path: str, answer: Answer, identity: Identity, *, ahead: bool) -> _Read:
        """Read a page of an article of that identity.

        `ahead`: keep it before the others are here, so that it is not asked for again if they fail.
        """
        listed, charset, status = self._listed(path), answer.charset, answer.status
        read = self._site.reader.article(
            answer.body, path, charset=charset, status=status, listed=listed, identity=identity
        )
        self._log_evidence(path, answer.body, charset, status)
        if read == ANOTHER:
            raise AnotherPageError(url=answer.url, title=identity.titles[0])
        page = sound(read, answer)
        if page.reason:
            _log.info("%s: %s", path, page.reason)
        self._note_fit(page)
        raw = page_of(path, answer, self._site.clock())
        if not page.article.complete:
            return _Read(page, replace(raw, etag=None, last_modified=None))  # the rest of it is still to be had
        if ahead:
            self._library.pages.save(raw)
        return _Read(page, raw)

    def _log_evidence(self, path: str, body: bytes, charset: str | None, status: int = HTTPStatus.OK) -> None:
        if _log.isEnabledFor(logging.INFO):
            evidence = self._site.known_reader.evidence(
                body, path, charset=charset, status=status, listed=self._listed(path)
            )
            _log.info("%s: %s", path, ", ".join(f"{each.name} {each.weight:+}" for each in evidence) or "-")

    def _listed(self, path: str) -> Listed | None:
        """Give what listings say of an article."""
        row = self._library.knowledge.witnesses(path)
        if row is None:
            return None
        title, day = row
        return Listed((title,) if title else (), (day,) if day else ())

    def _identity(self, path: str, kept: Kept | None) -> Identity:
        """Give what an article is known by: listings, and its kept copy."""
        listed = self._listed(path) or Listed()
        if kept is None:
            return Identity(listed.titles, listed.dates)
        article = kept.article
        lines = frozenset(block.text for block in article.blocks if isinstance(block, TextBlock))
        titles = (*listed.titles, article.title) if article.title else listed.titles
        return Identity(titles, (*listed.dates, article.published) if article.published else listed.dates, lines)

    def _note_fit(self, page: ArticlePage) -> None:
        """Count what the known templates do not fit, and what is doubted while none is known."""
        knows = bool(self._site.known_reader.templates)
        if page.article.doubt or (knows and not page.reason):
            self.unfitting += 1

    def _take_first(self, path: str, answer: Answer, identity: Identity, *, ahead: bool) -> Fetched | _Read:
        """Read an article's first page, and keep it where it is the only one."""
        read = self._read_page(path, answer, identity, ahead=False)
        if read.page.article.pages == 1:
            return self._keep(read.page.article, [read.raw])
        if ahead and read.page.article.complete:
            self._library.pages.save(read.raw)
        return read

    def _keep(self, article: Article, pages: Sequence[RawPage]) -> Fetched:
        article, now = self._completed(article), self._site.clock()
        with self._library.together():
            knowledge = self._site.knowledge
            outcome = self._library.save_article(article, parser=PARSER_VERSION, at=now, knowledge=knowledge)
            if outcome != "kept":
                for page in pages:
                    self._library.pages.save(page)
        if outcome == "new":
            return Fetched(Kept(article, now, PARSER_VERSION, revised=False, knowledge=knowledge), outcome)
        kept = self._library.article(article.path)
        if kept is None:
            raise NotInLibraryError(what=article.path)
        return Fetched(kept, outcome, self._problem(article, kept.article) if outcome == "kept" else None)

    def _problem(self, article: Article, before: Article) -> BadAnswerError | None:
        """Say what was wrong with an article that a whole copy was kept in place of."""
        if not before.is_whole:
            return None
        if not article.complete:
            reason = CUT
        elif not article.blocks:
            reason = _EMPTY
        elif article.has_losses and not before.has_losses:
            reason = _UNDECODED
        else:
            reason = _GARBLED if article.mirror and not before.mirror else _GUESSED
        return BadAnswerError(url=self._config.addresses.url(article.path), reason=reason)

    def _confirm(self, path: str, answer: Answer) -> Fetched:
        now = self._site.clock()
        self._library.pages.touch(path, now, answer.validators.etag, answer.validators.last_modified)
        kept = self._library.article(path)
        if kept is None:
            raise NotInLibraryError(what=path)
        return Fetched(kept, "unchanged")

    def _completed(self, article: Article) -> Article:
        """Fill in what the page does not say but its listing or its address does."""
        if article.published and article.category:
            return article
        headline = self._library.views.headline(article.path)
        published, category = (headline.published, headline.category) if headline else (None, None)
        return replace(
            article,
            published=article.published or published or article_date(article.path),
            category=article.category or category,
        )

    async def read_again(self, kept: Kept) -> Kept:
        """Read a kept article's raw pages again, by the parser as it is now."""
        return await self._on_thread(partial(self._read_again, kept))

    def _read_again(self, kept: Kept) -> Kept:
        path = kept.article.path
        page, reader = self._library.pages.get(path), self._site.reader
        pages: list[Article] = []
        for number in range(1, kept.article.pages + 1):
            page = page if number == 1 else self._library.pages.get(article_page_path(path, number))
            read = page and reader.article(page.body, page.path, charset=page.charset, listed=self._listed(path))
            if not isinstance(read, ArticlePage):
                self._library.knowledge.pass_over(path, PARSER_VERSION)
                return kept
            pages.append(read.article)
            # Of a template that is not known any more, the page alone says less than was read before.
            if kept.article.extraction == "template" and kept.parser >= PARSER_VERSION and not read.reason:
                self._library.knowledge.pass_over(path, PARSER_VERSION)
                return kept
        article, knowledge = self._completed(join_pages(pages)), self._site.knowledge
        if not kept.article.complete:
            article = replace(article, complete=False)  # that the page came as a part is not told by its bytes
        self._library.save_article(article, parser=PARSER_VERSION, at=kept.fetched, knowledge=knowledge)
        return self._library.article(path) or kept


def _is_same(answer: Answer, before: RawPage, kept: Kept) -> bool:
    """Tell whether an answer is the page that the kept copy was read from.

    A site that writes all its files anew changes their validators, not their bytes; those of the first page say
    nothing of others.
    """
    if answer.not_modified:
        return True
    same = answer.status == HTTPStatus.OK and (answer.body, answer.charset) == (before.body, before.charset)
    return same and kept.article.pages == 1


def _is_same_article(one: str, other: str) -> bool:
    """Tell whether two paths name one article: by its number, or by being pages of it."""
    number, pages = article_id(one), (article_page(one), article_page(other))
    if number is not None:
        return number == article_id(other)
    return pages[0] is not None and pages[1] is not None and pages[0][0] == pages[1][0]


def _with_body(answer: Answer, before: RawPage | None) -> Answer:
    """Put the kept page in the place of an answer that it is still good."""
    if before is None or not answer.not_modified:
        return answer
    validators = Validators(
        answer.validators.etag or before.etag, answer.validators.last_modified or before.last_modified
    )
    return replace(answer, status=HTTPStatus.OK, body=before.body, charset=before.charset, validators=validators)


def _is_local(url: str) -> bool:
    """Tell whether an address names another machine of the local network by its number."""
    host = urlsplit(url).hostname or ""
    try:
        return not is_public(host) and not ip_address(host).is_loopback
    except ValueError:  # a name
        return False
