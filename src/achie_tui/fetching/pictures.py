"""Pictures, fetched once."""

from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from achie_tui.errors import AchieError, NotNowError, ServerError
from achie_tui.fetching.access import TRY_LATER, SiteAccess
from achie_tui.model import Article, ImageBlock
from achie_tui.web.answer import IMAGE, NOW, Asked

_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class PictureFetcher:
    """Fetches pictures."""

    def __init__(self, site: SiteAccess) -> None:
        self._site = site
        self._config = site.config
        self._library = site.library
        self._on_thread = site.on_thread

    async def fetch(self, src: str, asked: Asked | None = None) -> bool:
        """Fetch a picture and keep it; False where there is none. That the site has it no longer is kept too."""
        answer = await self._site.client.get_image(src, limits=IMAGE, urgent=asked is None or asked.urgent)
        if answer.status in TRY_LATER:
            raise ServerError(status=answer.status)
        kind = answer.content_type or ""
        if answer.status in _GONE:
            await self._on_thread(partial(self._library.pictures.save, src, b"", None))
            return False
        if answer.status != HTTPStatus.OK or not answer.body or kind.startswith("text/"):
            return False
        await self._on_thread(partial(self._library.pictures.save, src, answer.body, kind))
        return True

    async def fetch_all(self, article: Article, asked: Asked = NOW) -> tuple[int, int]:
        """Fetch an article's pictures that are not kept yet; gives how many of the site's are now, and are not.

        Raises NotNowError where the site is not to be asked any more.
        """
        here = missing = 0
        for src in {block.src: None for block in article.blocks if isinstance(block, ImageBlock)}:
            if not self.may_fetch(src):
                continue
            try:
                if await self._on_thread(partial(self._library.pictures.has, src)):
                    there = not await self._on_thread(partial(self._library.pictures.is_gone, src))
                else:
                    there = await self.fetch(src, asked)
            except NotNowError:
                raise
            except AchieError:
                there = False
            here, missing = here + there, missing + (not there)
        return here, missing

    def may_fetch(self, src: str) -> bool:
        """Tell whether a picture is the site's, or on a host that the profile names."""
        return src.startswith("/") or urlsplit(src).hostname in self._config.profile.image_hosts
