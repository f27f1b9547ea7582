"""Learning how the site's pages are built, from pages that are here, and reading them again when more is known."""

import logging
from functools import partial
from typing import Protocol

from achie_tui.fetching.access import SiteAccess
from achie_tui.fetching.articles import ArticleFetcher
from achie_tui.library.knowledge import Known
from achie_tui.library.library import RawPage
from achie_tui.parse import PARSER_VERSION
from achie_tui.parse.template import Learner, SiteTemplates, Traits
from achie_tui.parse.template.learning import FEWEST, MOST_ARTICLES, MOST_LISTS

_log = logging.getLogger(__name__)


class Add(Protocol):
    """Takes a page to learn from."""

    def __call__(self, raw: bytes, path: str, *, charset: str | None = None) -> None:
        """Take the page."""
        ...


# From so many articles on it is worth learning anew; after the last only where pages are read that nothing known fits.
_STEPS = (FEWEST, 5, 10, 20, MOST_ARTICLES)
_STRANGE = 3
# Articles read again at a time, and in all: some seconds of work.
_BATCH, _READ_AGAIN = 60, 600


class Learning:
    """Learns the site's templates. It costs no request: list pages and articles are kept as they came."""

    def __init__(self, site: SiteAccess, articles: ArticleFetcher) -> None:
        self._site = site
        self._config = site.config
        self._library = site.library
        self._on_thread = site.on_thread
        self._articles = articles

    async def catch_up(self, most: int = _READ_AGAIN, *, doubted: bool = False) -> int:
        """Learn where that is due (see `learn_if_due`), and read again `most` articles that were read with less.

        Gives how many were read again; none is where nothing can be written.
        """
        if self._library.read_only:
            return 0
        await self.learn_if_due(doubted=doubted)
        count = 0
        while count < most and (part := await self.read_stale(min(_BATCH, most - count))):
            count += part
        return count

    async def learn_if_due(self, *, doubted: bool = False) -> bool:
        """Learn where there is enough to learn from, or what is known does not fit; tells whether anything is new.

        `doubted`: a text may not be whole, so that any article more to learn from is worth it.
        """
        known, count = await self._on_thread(self._progress)
        steps = any(known.articles < step <= count for step in _STEPS)
        is_due = steps or self._articles.unfitting >= _STRANGE or (doubted and count > known.articles)
        if count < FEWEST or not is_due:
            return False
        return await self.learn()

    def _progress(self) -> tuple[Known, int]:
        knowledge = self._library.knowledge
        return knowledge.current(), knowledge.count_articles()

    async def learn(self) -> bool:
        """Learn the site's templates from the pages fetched last; tells whether that changes how pages are read."""
        self._articles.unfitting = 0
        learner = Learner(self._config.profile, self._config.addresses)
        for path in await self._on_thread(partial(self._library.knowledge.lists, MOST_LISTS)):
            await self._on_thread(partial(self._show, learner.add_list, path))
        articles = await self._on_thread(partial(self._library.knowledge.articles, MOST_ARTICLES))
        for path in articles:
            await self._on_thread(partial(self._show, learner.add_article, path))
        templates = await self._on_thread(learner.learn)
        return await self._on_thread(partial(self._take_note, templates, len(articles)))

    def _show(self, add: Add, path: str) -> None:
        """Show a kept page to who learns; a damaged one is passed over."""
        page: RawPage | None = self._library.pages.get(path)
        if page is not None:
            add(page.body, path, charset=page.charset)

    def _take_note(self, templates: SiteTemplates, articles: int) -> bool:
        """Keep what was learned, as a new revision where pages would be read differently."""
        knowledge = self._library.knowledge
        before = SiteTemplates.from_data(knowledge.current().data)
        _log.info("%s templates from %s articles", len(templates.templates), articles)
        if not templates and before:
            knowledge.note(articles)
            return False
        templates = templates.with_former(before)
        if templates.reads_as(before):
            knowledge.renew(templates.to_data(), articles=articles, at=self._site.clock())
            return False
        knowledge.save(templates.to_data(), articles=articles, at=self._site.clock())
        return bool(templates) or bool(before)

    async def known_templates(self) -> SiteTemplates:
        """Give what is known of the site's templates now."""
        known = await self._on_thread(self._library.knowledge.current)
        return SiteTemplates.from_data(known.data)

    async def traits(self) -> Traits:
        """Give what the articles show of the site beside its templates: labels and hosts."""
        traits = Traits(self._config.profile, self._config.addresses)
        for path in await self._on_thread(partial(self._library.knowledge.articles, MOST_ARTICLES)):
            await self._on_thread(partial(self._show, traits.add_article, path))
        return traits

    async def read_stale(self, limit: int) -> int:
        """Read at most `limit` articles again that an older parser, or one that knew less, has read; gives how many.

        A worse reading never replaces a better one.
        """
        paths = await self._on_thread(partial(self._library.knowledge.stale, PARSER_VERSION, limit))
        for path in paths:
            kept = await self._on_thread(partial(self._library.article, path))
            if kept is not None:
                await self._articles.read_again(kept)
        return len(paths)
