"""The files that articles link: what is kept of them, fetched where they are not, written out to be opened."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from achie_tui.config import Config
from achie_tui.errors import AchieError, LibraryReadOnlyError, NotNowError
from achie_tui.library.attachment_errors import AttachmentNotKeptError
from achie_tui.library.folder import make_folder
from achie_tui.library.library import Library
from achie_tui.model import Article, Attachment
from achie_tui.newsroom.threads import Threads
from achie_tui.web.answer import NOW, Asked, Heard

if TYPE_CHECKING:
    from achie_tui.fetching import Fetcher


class Had(NamedTuple):
    """A file's bytes; `problem` is why the site could not be asked for newer ones, where that was wanted."""

    data: bytes
    problem: AchieError | None = None


class Attached:
    """Gives attachments; `fetcher` fetches what is missing."""

    def __init__(self, config: Config, library: Library, threads: Threads, fetcher: "Callable[[], Fetcher]") -> None:
        self._config = config
        self._library = library
        self._threads = threads
        self._fetcher = fetcher

    def sizes(self, article: Article) -> Mapping[str, int]:
        """Give the sizes of an article's attachments that are kept, by their addresses; at once."""
        if not article.attachments:
            return {}
        return self._library.attachments.sizes(each.href for each in article.attachments)

    def is_kept(self, attachment: Attachment) -> bool:
        """Tell whether a file is here; at once."""
        return attachment.href in self._library.attachments.sizes([attachment.href])

    def may_fetch(self, attachment: Attachment) -> bool:
        """Tell whether a file is the site's, or on a host that the profile names."""
        return self._config.profile.may_fetch(attachment.href)

    async def get(self, attachment: Attachment, *, refresh: bool = False, heard: Heard | None = None) -> Had:
        """Give a file: fetched where it is not kept, or asked for anew; what is kept does where that fails."""
        data, problem = await self._read(attachment), None
        if data is None or refresh:
            try:
                await self._fetcher().attachments.fetch(attachment, heard=heard)
            except AchieError as error:
                if data is None:
                    raise
                problem = error
            data = await self._read(attachment) or data
        if data is None:  # gone from the disk in between
            raise AttachmentNotKeptError(name=attachment.name)
        return Had(data, problem)

    async def write_out(self, attachment: Attachment, *, heard: Heard | None = None) -> Path:
        """Write a file out, so that a program can be given it: a copy, for what is kept is to stay as it is."""
        had = await self.get(attachment, heard=heard)
        return await asyncio.to_thread(partial(self._write_out, had.data, attachment))

    def _write_out(self, data: bytes, attachment: Attachment) -> Path:
        from achie_tui.export.attached_files import write_out

        attachments = self._library.attachments
        if not (make_folder(attachments.folder) and make_folder(attachments.opened)):
            raise LibraryReadOnlyError(folder=attachments.folder)
        return write_out(data, attachments.opened, attachment, private=True)

    async def take(self, article: Article | None, asked: Asked = NOW) -> tuple[int, int]:
        """Fetch an article's attachments that are not kept; gives how many of the site's are now, and are not.

        Raises NotNowError where the site is not to be asked any more.
        """
        wanted = [each for each in (article.attachments if article else ()) if self.may_fetch(each)]
        if article is None or not wanted:
            return 0, 0
        kept = await self._threads.query(partial(self.sizes, article))
        here = missing = 0
        for each in wanted:
            try:
                if each.href not in kept:
                    await self._fetcher().attachments.fetch(each, asked)
            except NotNowError:
                raise
            except AchieError:
                missing += 1
            else:
                here += 1
        return here, missing

    async def _read(self, attachment: Attachment) -> bytes | None:
        return await asyncio.to_thread(partial(self._library.attachments.read, attachment.href))
