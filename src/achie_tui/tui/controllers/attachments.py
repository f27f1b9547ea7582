"""The files that an article links: fetched where they are not kept, and handed to the system's program for them."""

import asyncio
from collections.abc import Callable
from functools import partial

from achie_tui.language import Phrase
from achie_tui.model import Attachment
from achie_tui.parse.file_kinds import DOCUMENTS
from achie_tui.tui.browser import FileOpener
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.session import Session
from achie_tui.tui.stopping import Stopped, Stopper
from achie_tui.typeset.sizes import size

FETCHING = Phrase("正在取附件（{back} 停止）：{name}", "Fetching the attachment ({back} stops it): {name}")
FETCHING_PART = Phrase(
    "正在取附件（{back} 停止）：{name}，{received}", "Fetching the attachment ({back} stops it): {name}, {received}"
)
FETCHING_OF = Phrase(
    "正在取附件（{back} 停止）：{name}，{received} / {total}",
    "Fetching the attachment ({back} stops it): {name}, {received} of {total}",
)
STOPPED = Phrase("已停止取附件：{name}", "The attachment is not fetched any further: {name}")
OPENED = Phrase("已交给系统打开：{file}", "Given to the system to open: {file}")
NO_PROGRAM = Phrase("这里没有程序能打开它，附件存在 {file}", "No program opens it here; the attachment is in {file}")
SAVED = Phrase("这类文件不由这里打开，附件存在 {file}", "Such files are not opened from here; it is in {file}")

OFTEN = 0.5
"""Seconds between two words on how much of a file has come."""


class AttachmentOpener:
    """Opens attachments, because the user chose one; nothing of what they hold is looked at.

    `open_file` hands a file to the system, `browse` opens an address that nothing is fetched from, and `came` is called
    when a file is kept that was not before; `stopper` stops fetching.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        *,
        open_file: FileOpener,
        browse: Callable[[str], None],
        came: Callable[[], None],
        stopper: Stopper,
        clock: Callable[[], float],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._open_file = open_file
        self._browse = browse
        self._came = came
        self._stopper = stopper
        self._clock = clock
        self._under_way: set[str] = set()

    def open(self, attachment: Attachment) -> None:
        """Open one: a document with its program; others are written to the folder only."""
        if attachment.href not in self._under_way:
            self._jobs.start("attachment", partial(self._open, attachment))

    async def _open(self, attachment: Attachment) -> None:
        attached = self._session.newsroom.attached
        is_kept = await self._session.newsroom.query(partial(attached.is_kept, attachment))
        if not is_kept and not attached.may_fetch(attachment):
            self._browse(attachment.href)
            return
        self._under_way.add(attachment.href)
        try:
            with self._stopper.work() as work:
                if not is_kept and not self._session.newsroom.config.offline:
                    work.told = True
                    self._session.say(FETCHING, name=attachment.name)
                heard = Progress(self._session, attachment, self._clock)
                file = await work.wait_for(attached.write_out(attachment, heard=heard))
        except Stopped:
            self._session.say(STOPPED, name=attachment.name)
            return
        finally:
            self._under_way.discard(attachment.href)
        if not is_kept:
            self._came()
        if attachment.kind not in DOCUMENTS:
            self._session.say(SAVED, file=file)
        elif await asyncio.to_thread(self._open_file, file):
            self._session.say(OPENED, file=file)
        else:
            self._session.say(NO_PROGRAM, file=file)


class Progress:
    """Says now and then how much of a file has come."""

    def __init__(self, session: Session, attachment: Attachment, clock: Callable[[], float]) -> None:
        self._session = session
        self._name = attachment.name
        self._clock = clock
        self._next = clock() + OFTEN

    def __call__(self, received: int, total: int | None) -> None:
        """Take note of how much has come."""
        if self._clock() < self._next:
            return
        self._next = self._clock() + OFTEN
        words = FETCHING_PART if total is None else FETCHING_OF
        self._session.say(words, name=self._name, received=size(received), total=size(total or 0))
