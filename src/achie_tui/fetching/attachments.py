"""Files that articles link: fetched, looked at for whether they are what they are said to be, and kept."""

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

from achie_tui.errors import AnswerTooLargeError, RefusedAddressError, ServerError, TooManyRedirectsError
from achie_tui.fetching.access import TRY_LATER, SiteAccess, refusal
from achie_tui.library.attachment_errors import (
    AttachmentCutShortError,
    AttachmentElsewhereError,
    AttachmentError,
    AttachmentGoneError,
    AttachmentNotKeptError,
    AttachmentRefusedError,
    AttachmentTooLargeError,
    NoSuchFileError,
)
from achie_tui.library.attachments import KeptFile, Why
from achie_tui.model import Attachment
from achie_tui.parse.file_kinds import is_of_kind, is_whole
from achie_tui.web.answer import MB, NOW, Answer, Asked, Heard, Validators, file_limits
from achie_tui.web.resuming import NOT_THE_REST, Beginning

Outcome = Literal["new", "updated", "unchanged"]

_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class AttachmentFetcher:
    """Fetches attachments. What they hold is never interpreted beyond how it begins and ends."""

    def __init__(self, site: SiteAccess) -> None:
        self._site = site
        self._config = site.config
        self._library = site.library
        self._on_thread = site.on_thread

    def may_fetch(self, href: str) -> bool:
        """Tell whether a file is the site's, or on a host that the profile names."""
        return self._config.profile.may_fetch(href)

    async def fetch(self, attachment: Attachment, asked: Asked = NOW, heard: Heard | None = None) -> Outcome:
        """Fetch a file and keep it, if the site has another one than what is kept.

        Raises an AttachmentError where what comes is not that file; then what is kept stays.
        """
        href, name = attachment.href, attachment.name
        if self._config.offline:
            raise AttachmentNotKeptError(name=name)
        if not self.may_fetch(href):
            raise AttachmentElsewhereError(name=name, host=urlsplit(href).hostname)
        attachments = self._library.attachments
        before = await self._on_thread(partial(attachments.get, href))
        begun = await asyncio.to_thread(attachments.begun.read, href, self._config.attachment_mb * MB)
        had = begun.etag, begun.size
        try:
            answer = await self._ask_for(attachment, before, asked, heard, begun)
            if had[1] and not begun.size and answer.status in NOT_THE_REST:
                answer = await self._ask_for(attachment, before, asked, heard, begun)
        finally:
            # Whatever ended it, a deadline, the line, the user or the site: the next one goes on from here.
            await asyncio.to_thread(self._keep_beginning, href, begun, had)
        now = self._site.clock()
        if answer.not_modified and before is not None and before.digest is not None:
            await self._on_thread(partial(attachments.note_unchanged, href, now))
            return "unchanged"
        whole = await self._checked(attachment, answer, before)
        # On a thread of its own: it may be large, and what the user does is written on the library's.
        digest = await asyncio.to_thread(attachments.write, answer.body)
        validators = answer.validators
        kept = KeptFile(href, digest, len(answer.body), whole, None, validators.etag, validators.last_modified, now)
        await self._on_thread(partial(attachments.keep, kept))
        if before is None or before.digest is None:
            return "new"
        return "unchanged" if before.digest == digest else "updated"

    def _keep_beginning(self, href: str, begun: Beginning, had: tuple[str, int]) -> None:
        kept = self._library.attachments.begun
        if begun.is_worth_keeping:
            if (begun.etag, begun.size) != had:
                kept.write(href, begun)
        elif had[1]:
            kept.forget(href)

    async def _ask_for(
        self, attachment: Attachment, before: KeptFile | None, asked: Asked, heard: Heard | None, begun: Beginning
    ) -> Answer:
        href, name, limit = attachment.href, attachment.name, self._config.attachment_mb
        here = before is not None and before.digest is not None
        validators = Validators(before.etag, before.last_modified) if before is not None and here else None
        try:
            return await self._site.client.get_file(
                href,
                validators=validators,
                limits=file_limits(limit),
                urgent=asked.urgent,
                heard=heard,
                beginning=begun,
            )
        except AnswerTooLargeError as error:
            raise await self._refused(href, "large", AttachmentTooLargeError(name=name, limit=limit)) from error
        except RefusedAddressError as error:
            host = error.details.get("reason")
            raise await self._refused(href, "elsewhere", AttachmentElsewhereError(name=name, host=host)) from error
        except TooManyRedirectsError as error:
            raise await self._refused(href, "page", self._no_such_file(attachment)) from error

    async def _checked(self, attachment: Attachment, answer: Answer, before: KeptFile | None) -> bool:
        """Tell whether the file has its end; raises what is wrong with an answer that is not to be kept."""
        href, name, kind, body = attachment.href, attachment.name, attachment.kind, answer.body
        if refused := refusal(answer):
            raise refused
        if answer.status in TRY_LATER:
            raise ServerError(status=answer.status)
        if answer.status in _GONE:
            raise await self._refused(href, "gone", AttachmentGoneError(name=name))
        if answer.status != HTTPStatus.OK:
            raise await self._refused(href, "refused", AttachmentRefusedError(name=name, status=answer.status))
        if not is_of_kind(kind, body, answer.content_type):
            raise await self._refused(href, "page", self._no_such_file(attachment))
        whole = is_whole(kind, body)
        better = before is not None and before.digest is not None and before.whole
        if not whole and (better or not answer.framed):
            raise AttachmentCutShortError(name=name)
        return whole

    async def _refused(self, href: str, why: Why, error: AttachmentError) -> AttachmentError:
        """Note that there is no such file for us, and give the error that says so."""
        await self._on_thread(partial(self._library.attachments.note_refused, href, why, self._site.clock()))
        return error

    @staticmethod
    def _no_such_file(attachment: Attachment) -> AttachmentError:
        return NoSuchFileError(name=attachment.name, kind=attachment.kind)
