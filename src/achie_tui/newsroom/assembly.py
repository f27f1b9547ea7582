"""Puts together what is to be exported: texts and pictures from the library, what is not there from the web.

What both front ends export goes through here, so that both get an article the same way.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

from achie_tui.errors import AchieError, LibraryError, NotInLibraryError, NotNowError, OfflineError
from achie_tui.export.edition import Edition, PictureFile, Pictures, Piece, picture_file, picture_within
from achie_tui.language import Phrase
from achie_tui.library.library import Kept, Library
from achie_tui.model import Article, Headline, ImageBlock
from achie_tui.newsroom import Newsroom
from achie_tui.web.answer import NOW, Asked

Failure = tuple[str, AchieError]
"""What the user called an article, and why it could not be had."""

_REFRESHED = Phrase("刷新", "refreshed")


class Obtained(NamedTuple):
    """An article, and what stood in the way where a kept copy has to do for a fresh or a whole one."""

    kept: Kept
    problem: AchieError | None = None


async def obtain(
    newsroom: Newsroom, path: str, *, name: str | None = None, refresh: bool = False, asked: Asked = NOW
) -> Obtained:
    """Give an article: the kept copy where that is whole, else from the site; `name` is what the user called it.

    Raises NotInLibraryError offline, and an AchieError where the site does not give it.
    """
    kept = await newsroom.query(partial(newsroom.kept, path))
    if newsroom.config.offline:
        if kept is None:
            raise NotInLibraryError(what=name or newsroom.config.addresses.url(path))
        return Obtained(await newsroom.current(kept), OfflineError(what=_REFRESHED) if refresh else None)
    if kept is not None and kept.article.complete and not refresh:
        return Obtained(await newsroom.current(kept))
    try:
        return Obtained(await _sure(newsroom, await newsroom.read(path, asked)))
    except AchieError as error:
        if kept is None:
            raise
        return Obtained(kept, error)


async def _sure(newsroom: Newsroom, kept: Kept) -> Kept:
    """Give an article as it is read with what other pages of the site tell, where it may not be whole."""
    if kept.article.doubt is None:
        return kept
    await newsroom.learn(doubted=True)
    return await newsroom.query(partial(newsroom.kept, kept.article.path)) or kept


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported under a title: articles by their paths, each with what the user called it.

    `of_texts`: their texts are needed, else their headlines are enough; `with_pictures` is told of pictures that are
    not kept. `fetching`: texts that are not kept come from the site, asked as `asked` says; `fetching_pictures` says
    the same of pictures.
    """

    title: str
    paths: Sequence[tuple[str, str]]
    of_texts: bool = True
    with_pictures: bool = False
    fetching: bool = True
    fetching_pictures: bool = False
    asked: Asked = NOW


@dataclass
class Assembled:
    """An edition, with what could not be had: articles by name and why, and how much of the rest is not all there."""

    edition: Edition
    failures: list[Failure]
    partial: list[str]
    """Titles of those whose text may not be whole."""
    pictures_missing: int
    """How many pictures of the site's are not kept."""
    pictures_gone: int
    """How many the site has no longer."""
    pictures_elsewhere: int
    """How many are on hosts that nobody asks for them."""


async def assemble(newsroom: Newsroom, wanted: Wanted, tell: Callable[[int], object] = lambda _: None) -> Assembled:
    """Put an edition together; `tell` is told how many of its articles are dealt with.

    What cannot be had of one article does not keep the others back. Raises LibraryError.
    """
    assembly = _Assembly(newsroom, wanted)
    for number, (path, name) in enumerate(wanted.paths):
        tell(number)
        try:
            await assembly.take(path, name)
        except LibraryError:
            raise
        except AchieError as error:
            assembly.failures.append((name, error))
    return assembly.done()


class _Assembly:
    """An edition in the making."""

    def __init__(self, newsroom: Newsroom, wanted: Wanted) -> None:
        self._newsroom = newsroom
        self._wanted = wanted
        self._pieces: dict[str, Piece] = {}
        self._headlines: list[Headline] = []
        self._partial: list[str] = []
        self._pictures_missing = self._pictures_gone = self._pictures_elsewhere = 0
        self.failures: list[Failure] = []

    async def take(self, path: str, name: str) -> None:
        """Take an article in; raises an AchieError where it cannot be had."""
        newsroom, wanted = self._newsroom, self._wanted
        if not wanted.of_texts and await self._has_headline(path):
            return
        if not wanted.fetching and await newsroom.query(partial(newsroom.kept, path)) is None:
            raise NotInLibraryError(what=name)
        kept, problem = await obtain(newsroom, path, name=name, asked=wanted.asked)
        article = kept.article
        if article.path in self._pieces:
            return  # a redirect to one that is there already
        if not wanted.of_texts:
            await self._has_headline(article.path)
            return
        self._pieces[article.path] = Piece(article, kept.fetched)
        if problem is not None:
            self.failures.append((name, problem))
        if not article.is_whole or article.doubt:
            self._partial.append(article.title)
        if wanted.with_pictures:
            if wanted.fetching_pictures:
                await _fetch_pictures(newsroom, article, wanted.asked)
            missing, gone = await newsroom.query(lambda: (_missing(newsroom, article), _gone(newsroom, article)))
            self._pictures_missing += missing
            self._pictures_gone += gone
            self._pictures_elsewhere += len(_elsewhere(newsroom, article))

    async def _has_headline(self, path: str) -> bool:
        headline = await self._newsroom.query(partial(self._newsroom.headline, path))
        self._headlines += [headline] if headline else []
        return headline is not None

    def done(self) -> Assembled:
        """Give the edition; of one article alone it has its title."""
        config, pieces = self._newsroom.config, list(self._pieces.values())
        edition = Edition(
            pieces[0].article.title if len(pieces) == 1 else self._wanted.title,
            pieces,
            config.addresses,
            config.profile.name,
            self._newsroom.now(),
            config.lang,
            _pictures(self._newsroom.library),
            self._headlines,
        )
        return Assembled(
            edition,
            self.failures,
            self._partial,
            self._pictures_missing,
            self._pictures_gone,
            self._pictures_elsewhere,
        )


async def _fetch_pictures(newsroom: Newsroom, article: Article, asked: Asked) -> None:
    """Fetch an article's pictures that are not kept, as far as the site is to be asked; who misses some is told."""
    if not newsroom.config.offline and await newsroom.query(partial(_missing, newsroom, article)) > 0:
        with suppress(NotNowError):
            await newsroom.fetcher.pictures.fetch_all(article, asked)


def _missing(newsroom: Newsroom, article: Article) -> int:
    """Count the pictures of an article that are to be had and not kept."""
    return sum(not newsroom.library.pictures.has(src) for src in _fetchable(newsroom, article))


def _gone(newsroom: Newsroom, article: Article) -> int:
    """Count those that the site is known to have no longer."""
    return sum(newsroom.library.pictures.is_gone(src) for src in _fetchable(newsroom, article))


def _fetchable(newsroom: Newsroom, article: Article) -> set[str]:
    """Give an article's pictures that are the site's or on a host that the profile names."""
    hosts = newsroom.config.profile.image_hosts
    return {src for src in _sources(article) if src.startswith("/") or urlsplit(src).hostname in hosts}


def _elsewhere(newsroom: Newsroom, article: Article) -> set[str]:
    """Give those that are on other hosts."""
    return {src for src in _sources(article) if not src.startswith("data:")} - _fetchable(newsroom, article)


def _sources(article: Article) -> set[str]:
    return {block.src for block in article.blocks if isinstance(block, ImageBlock)}


def _pictures(library: Library) -> Pictures:
    def find(src: str) -> PictureFile | None:
        return picture_within(src) if src.startswith("data:") else picture_file(library.pictures.get(src))

    return find
