"""Handing on an article, or what is selected of it: to the browser, or to the clipboard as a link, text or citation."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from achie_tui.language import Phrase
from achie_tui.library.records import Kept
from achie_tui.model import Article, Block
from achie_tui.newsroom import Newsroom
from achie_tui.site.address import Addresses
from achie_tui.site.mail import mail_address
from achie_tui.tui import phrases
from achie_tui.tui.browser import Browser, safe_url
from achie_tui.tui.clipboard import Copy, put_aside
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.session import Session
from achie_tui.typeset.visible import clean_line

if TYPE_CHECKING:
    from achie_tui.tui.excerpt import Excerpt

_Sources = Sequence[tuple[Article, str]]
"""Articles with their addresses."""


class Sharing:
    """Hands on the current article, or what is selected in it.

    `copy` puts a text into the clipboard, `excerpt` gives what is selected, `show_code` shows an address as a QR code,
    `today` is the day of a citation.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        browser: Browser,
        *,
        copy: Copy,
        excerpt: "Callable[[], Excerpt | None]",
        show_code: Callable[[str], None],
        today: Callable[[], date],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._browser = browser
        self._copy = copy
        self._excerpt = excerpt
        self._show = show_code
        self._today = today
        self._selected: Excerpt | None = None  # what was selected when it was last looked at
        self._table: Excerpt | None = None  # what was copied last, where that was a table

    def browser(self) -> None:
        """Open it in the browser."""
        self._jobs.start("browser", self._open_current)

    def open_url(self, url: str) -> None:
        """Open an address in the browser, if it is a safe one; one to write to is copied, and goes to no program."""
        self._jobs.start("browser", partial(self._open_url, url))

    async def _open_current(self) -> None:
        if url := await self._address():
            await self._open_url(url)

    async def _open_url(self, url: str) -> None:
        session = self._session
        if address := mail_address(url):
            await self._copy_excerpt(address, phrases.COPIED_ADDRESS, {"address": address})
            return
        safe = safe_url(url, session.newsroom.config.addresses)
        if safe is None:
            session.say(phrases.BAD_LINK)
        else:
            opened = await asyncio.to_thread(self._browser, safe)
            session.say(phrases.IN_BROWSER if opened else phrases.NO_BROWSER, url=safe)

    def qr(self) -> None:
        """Show its link as a QR code."""
        self._jobs.start("browser", self._show_code)

    async def _show_code(self) -> None:
        url = await self._address()
        if url is None:
            return
        if safe := safe_url(url, self._session.newsroom.config.addresses):
            from achie_tui.tui.qr_code import qr_code

            await asyncio.to_thread(qr_code, safe)  # loads what makes it
            self._show(safe)
        else:
            self._session.say(phrases.BAD_LINK)

    # What is selected.

    def copy_selected(self, *, asked: bool = True) -> bool:
        """Copy what is selected as text, a table as rows of cells behind tabs, and when it is `asked` again as CSV.

        Tells whether anything is selected.
        """
        excerpt, before = self._excerpt(), self._selected
        self._selected = excerpt
        if excerpt is None or (excerpt == before and not asked):
            return excerpt is not None
        from achie_tui.tui.excerpt import table_csv

        blocks = self._blocks
        table = excerpt.table(blocks)
        as_csv = asked and table is not None and self._table == excerpt
        self._table = excerpt if table is not None and asked and not as_csv else None
        text = table_csv(table) if as_csv and table is not None else excerpt.text
        said = excerpt.said(blocks, as_csv=as_csv)
        self._jobs.start("copy", partial(self._copy_excerpt, text, *said))
        return True

    def copy_text(self, text: str) -> None:
        """Copy a text that was selected elsewhere."""
        from achie_tui.tui.excerpt import Excerpt

        self._jobs.start("copy", partial(self._copy_excerpt, text, *Excerpt(text).said(())))

    async def _copy_excerpt(self, text: str, said: Phrase, values: Mapping[str, object] = {}) -> None:
        if await self._copy(text):
            self._session.say(said, **values)
        else:
            await self._put_aside(text)

    async def _put_aside(self, text: str) -> None:
        """Say where a text is that could not be copied."""
        file = await asyncio.to_thread(put_aside, text, self._session.newsroom.config.data_dir)
        if file is None:
            self._session.say(phrases.NOT_COPIED_NOWHERE)
        else:
            self._session.say(phrases.NOT_COPIED_FILE, file=file)

    @property
    def _blocks(self) -> Sequence[Block]:
        reading = self._session.reading
        return reading.kept.article.blocks if reading is not None and reading.kept is not None else ()

    # All of an article.

    def copy_link(self) -> None:
        """Copy what is selected, else its link; where several are chosen the links of all, a line each."""
        if self._session.pane == "reader" and self.copy_selected():
            return
        several = self._session.several
        self._jobs.start("copy", partial(self._copy_links, several) if several else self._copy_link)

    async def _copy_links(self, keys: Sequence[int]) -> None:
        session = self._session
        links = await self._jobs.read(partial(_links, session.newsroom, keys), None)
        if links is not None:
            await self._copy_excerpt("\n".join(links), phrases.COPIED_LINKS, {"links": len(links)})

    async def _copy_link(self) -> None:
        session = self._session
        url = await self._address()
        if url is None:
            return
        if safe := safe_url(url, session.newsroom.config.addresses):
            session.say(phrases.COPIED if await self._copy(safe) else phrases.NOT_COPIED, url=safe)
        else:
            session.say(phrases.BAD_LINK)

    def copy_markdown(self) -> None:
        """Copy what is selected, else its whole text, as Markdown; where several are chosen the texts of all."""
        excerpt = self._excerpt() if self._session.pane == "reader" else None
        if excerpt is not None:
            self._jobs.start("copy", partial(self._copy_excerpt_markdown, excerpt, self._blocks))
        elif several := self._session.several:
            write = partial(_all_markdown, addresses=self._session.newsroom.config.addresses)
            self._jobs.start("copy", partial(self._copy_all, several, write, phrases.COPIED_TEXTS))
        else:
            self._jobs.start("copy", self._copy_markdown)

    async def _copy_excerpt_markdown(self, excerpt: "Excerpt", blocks: Sequence[Block]) -> None:
        addresses = self._session.newsroom.config.addresses
        text = await asyncio.to_thread(excerpt.markdown, blocks, addresses)
        await self._copy_excerpt(text, phrases.COPIED_PART_MARKDOWN)

    async def _copy_markdown(self) -> None:
        if kept := await self._kept():
            text = await asyncio.to_thread(_markdown, kept.article, self._session.newsroom.config.addresses)
            await self._copy_excerpt(text, phrases.COPIED_MARKDOWN)

    def copy_citation(self) -> None:
        """Copy its citation, as read today, behind what is selected as a quotation; those of all that are chosen."""
        excerpt = self._excerpt() if self._session.pane == "reader" else None
        if excerpt is None and (several := self._session.several):
            publisher = self._session.newsroom.config.profile.name
            write = partial(_citations, accessed=self._today(), publisher=publisher)
            self._jobs.start("copy", partial(self._copy_all, several, write, phrases.COPIED_CITATIONS))
        else:
            self._jobs.start("copy", partial(self._copy_citation, excerpt))

    async def _copy_all(self, keys: Sequence[int], write: Callable[[_Sources], str], said: Phrase) -> None:
        """Copy what is written of several articles; how many are not here is told."""
        sources = await self._jobs.read(partial(_sources, self._session.newsroom, keys), None)
        if sources is None:
            return
        if not sources:
            self._session.say(phrases.NONE_KEPT)
            return
        text = await asyncio.to_thread(write, sources)
        missing = len(keys) - len(sources)
        left_out = self._session.words(phrases.LEFT_OUT, articles=missing) if missing else ""
        await self._copy_excerpt(text, said, {"articles": len(sources), "missing": left_out})

    async def _copy_citation(self, excerpt: "Excerpt | None") -> None:
        from achie_tui.export.citation import cite

        if (kept := await self._kept()) and (url := await self._address()):
            publisher = self._session.newsroom.config.profile.name
            citation = clean_line(cite(kept.article, url, self._today(), publisher))
            if excerpt is not None:
                await self._copy_excerpt(excerpt.quotation(citation), phrases.COPIED_QUOTATION)
                return
            copied = phrases.COPIED_CITATION if await self._copy(citation) else phrases.NOT_COPIED_CITATION
            self._session.say(copied, citation=citation)

    async def _address(self) -> str | None:
        """Give the address of the current article; say so where there is none."""
        path = next(iter(self._session.current_paths), None)
        if path is None:
            self._session.say(phrases.NOTHING_CHOSEN)
            return None
        return await self._jobs.read(partial(self._session.newsroom.address, path), None)

    async def _kept(self) -> Kept | None:
        """Give the current article's text; say so where it is not here."""
        path = next(iter(self._session.current_paths), None)
        kept = await self._jobs.read(partial(self._session.newsroom.kept, path), default=False) if path else None
        if isinstance(kept, bool):
            return None  # which is said already
        if kept is None:
            self._session.say(phrases.NOT_KEPT if path else phrases.NOTHING_CHOSEN)
        return kept


def _links(newsroom: Newsroom, keys: Sequence[int]) -> list[str]:
    """Give the safe addresses of articles."""
    found = (newsroom.address(headline.path) for headline in newsroom.headlines(keys))
    return [safe for url in found if (safe := safe_url(url, newsroom.config.addresses))]


def _sources(newsroom: Newsroom, keys: Sequence[int]) -> _Sources:
    """Give the articles that are here, with their addresses."""
    found = ((newsroom.kept(each.path), newsroom.address(each.path)) for each in newsroom.headlines(keys))
    return [(kept.article, url) for kept, url in found if kept is not None]


def _citations(sources: _Sources, *, accessed: date, publisher: str) -> str:
    """Write the citations of articles, a line each."""
    from achie_tui.export.citation import cite

    return "\n".join(clean_line(cite(article, url, accessed, publisher)) for article, url in sources)


def _all_markdown(sources: _Sources, *, addresses: Addresses) -> str:
    """Write articles as Markdown, a rule between them."""
    return "\n---\n\n".join(_markdown(article, addresses) for article, _ in sources)


def _markdown(article: Article, addresses: Addresses) -> str:
    """Load what writes Markdown, and have it do so."""
    from achie_tui.export.markdown import to_markdown

    return to_markdown(article, addresses)
