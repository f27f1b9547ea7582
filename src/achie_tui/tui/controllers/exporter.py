"""Exporting articles into files, and handing them to programs of the user's."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from achie_tui.language import Phrase
from achie_tui.tui import phrases
from achie_tui.tui.browser import safe_url
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.session import Session
from achie_tui.tui.stopping import Stopped, Stopper, Work
from achie_tui.typeset.visible import clean_line
from achie_tui.web.answer import NOW, PATIENT

if TYPE_CHECKING:
    from achie_tui.config.pipes import Pipe
    from achie_tui.export.delivery import Delivered
    from achie_tui.export.edition import Edition
    from achie_tui.export.formats import Format
    from achie_tui.newsroom.assembly import Assembled
    from achie_tui.tui.exporting import Order, Scope

SHOWING = 0.5
"""Seconds between two words on how far it is."""

THIS = Phrase("这一篇：{title}", "This one: {title}")
SEVERAL = Phrase("选定的 {articles:,} 篇", "The {articles:,} chosen")
LISTED = Phrase("列表里本地有的（共 {articles:,} 篇）", "What is kept of the list ({articles:,})")
CHOSEN = Phrase("{site} 选编", "{site}, a selection")
EXPORTING = Phrase("正在导出，{done:,}/{all:,} 篇，{back} 停止", "Exporting, {done:,} of {all:,}; {back} stops it")
WRITING = Phrase("正在写文件，{back} 停止", "Writing it to disk; {back} stops it")
STOPPED = Phrase("已停止，没有留下写了一半的文件", "Stopped; no half-written file is left")
STOPPED_AFTER = Phrase(
    "已停止，写好的 {files:,} 个文件在 {folder}", "Stopped; the {files:,} files that were done are in {folder}"
)
EXPORTED = Phrase("已导出{missing}：{file}", "Exported{missing}: {file}")
EXPORTED_SEVERAL = Phrase(
    "已导出 {files:,} 个文件{missing}：{folder}", "{files:,} files are exported{missing}: {folder}"
)
NO_PICTURES = Phrase("，{pictures:,} 幅图片不在本地", ", {pictures:,} pictures are not kept")
NOT_HERE = Phrase("，{articles:,} 篇没有正文、没有导出", ", {articles:,} are without a text and were left out")
NOTHING = Phrase("没有可导出的正文，按 {take} 先存到本地", "No text to export; {take} takes it offline first")
NO_COMMANDS = Phrase(
    '还没有可交给的命令，在配置文件 {file} 里写 [[pipe]]，如 name = "打印"、command = ["lp"]',
    'No command to hand it to; write [[pipe]] in {file}, with name = "print" and command = ["lp"]',
)
HANDED = Phrase("已交给：{name}", "Given to {name}")
HANDING = Phrase("正在交给：{name}", "Giving it to {name}")

AskForOrder = Callable[["Sequence[Scope]", str, str, "Callable[[Order], object]"], object]
"""Asks what to export: of these choices, beginning with a format and a folder; what is told is what was decided."""
AskForPipe = Callable[["Sequence[Pipe]", "Callable[[Pipe], object]"], object]
"""Asks which of several commands is meant."""
Lend = Callable[[Sequence[str], bytes], int]
"""Has a program read data that has the terminal until it ends; gives its exit status. Not for the event loop."""


class Exporter:
    """Writes the current article, those chosen, or the list; hands the first two to programs.

    `stopper` stops what takes long.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        *,
        listed: Callable[[], Sequence[int]],
        ask: AskForOrder,
        ask_pipe: AskForPipe,
        lend: Lend,
        stopper: Stopper,
        clock: Callable[[], float],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._listed = listed
        self._ask = ask
        self._ask_pipe = ask_pipe
        self._lend = lend
        self._stopper = stopper
        self._clock = clock
        self._form, self._folder = "markdown", ""

    # Into files.

    def export(self) -> None:
        """Ask what to export, how and where to."""
        from achie_tui.tui.exporting import Scope, export_folder

        session = self._session
        scopes = self._meant()
        if keys := self._listed():
            site = session.newsroom.config.profile.name
            title = f"{site} {session.place.title}" if session.place else site
            scopes.append(Scope(session.words(LISTED, articles=len(keys)), title, tuple(keys), fetching=False))
        if not scopes:
            session.say(phrases.NOTHING_CHOSEN)
            return
        self._folder = self._folder or export_folder(session.newsroom.config.export_folder)
        self._ask(scopes, self._form, self._folder, self._take_order)

    def _meant(self) -> "list[Scope]":
        """Give what an action is meant for: what is chosen, and the current article."""
        from achie_tui.tui.exporting import Scope

        session, scopes = self._session, list[Scope]()
        if several := session.several:
            site = session.newsroom.config.profile.name
            scopes.append(
                Scope(session.words(SEVERAL, articles=len(several)), session.words(CHOSEN, site=site), several)
            )
        path = next(iter(session.current_paths), None)
        if path is not None:
            headline = next(iter(session.current), None)
            title = headline.title if headline else session.reading.title if session.reading else path
            scopes.append(Scope(session.words(THIS, title=clean_line(title)), title, path=path))
        return scopes

    def _take_order(self, order: "Order") -> None:
        self._form, self._folder = order.form, order.folder
        self._jobs.start("export", partial(self._export, order), exclusive=True)

    async def _export(self, order: "Order") -> None:
        with self._stopper.work() as work:
            try:
                await self._write(order, work)
            except Stopped:
                self._session.say(STOPPED)

    async def _write(self, order: "Order", work: Work) -> None:
        await _load()
        from achie_tui.export.formats import FORMATS, FULL_LINES
        from achie_tui.tui.exporting import folder_of

        session = self._session
        form = FULL_LINES if order.form == "full" else FORMATS[order.form]
        folder = folder_of(order.folder)
        assembled = await work.wait_for(self._assemble(order.scope, form, work))
        edition = assembled.edition
        if not edition.pieces and (form.of_texts or not edition.headlines):
            if assembled.failures and order.scope.fetching:
                raise assembled.failures[0][1]
            session.say(NOTHING)
            return
        writing = asyncio.get_running_loop().call_later(SHOWING, self._tell_of_writing, work)
        try:
            delivered = await work.on_thread(partial(_deliver, edition, form, folder))
        finally:
            writing.cancel()
        if delivered.stopped:
            if not delivered.files:
                raise Stopped
            session.say(STOPPED_AFTER, files=len(delivered.files), folder=clean_line(str(folder)))
            return
        session.tell(self._came_of(delivered, assembled, folder), failed=bool(assembled.failures))

    def _tell_of_writing(self, work: Work) -> None:
        work.told = True
        self._session.say(WRITING)

    def _came_of(self, delivered: "Delivered", assembled: "Assembled", folder: Path) -> str:
        """Say where it is, and what is not there."""
        words, files, missing = self._session.words, delivered.files, ""
        if pictures := assembled.pictures_missing + assembled.pictures_gone + assembled.pictures_elsewhere:
            missing += words(NO_PICTURES, pictures=pictures)
        if assembled.failures:
            missing += words(NOT_HERE, articles=len(assembled.failures))
        if len(files) == 1:
            return words(EXPORTED, file=clean_line(str(files[0])), missing=missing)
        return words(EXPORTED_SEVERAL, files=len(files), folder=clean_line(str(folder)), missing=missing)

    async def _assemble(self, scope: "Scope", form: "Format", work: Work) -> "Assembled":
        from achie_tui.newsroom.assembly import Wanted, assemble

        newsroom = self._session.newsroom
        if scope.path is not None:
            paths = [(scope.path, scope.title)]
        else:
            headlines = await newsroom.query(partial(newsroom.headlines, scope.keys))
            paths = [(headline.path, headline.title) for headline in headlines]
        wanted = Wanted(
            scope.title,
            paths,
            of_texts=form.of_texts,
            with_pictures=form.with_pictures,
            fetching=scope.fetching,
            fetching_pictures=form.with_pictures and scope.fetching,
            asked=NOW if scope.path else PATIENT,
        )
        return await assemble(newsroom, wanted, self._progress(len(paths), work))

    def _progress(self, all_of_them: int, work: Work) -> Callable[[int], None]:
        """Give what says how far it is, where it takes longer than a moment."""
        said = self._clock() + SHOWING

        def tell(done: int) -> None:
            nonlocal said
            if self._clock() - said >= SHOWING:
                said, work.told = self._clock(), True
                self._session.say(EXPORTING, done=done, all=all_of_them)

        return tell

    # To a program.

    def pipe(self) -> None:
        """Hand the current article, or those chosen, to a command of the configuration; ask where there are several."""
        config = self._session.newsroom.config
        if not (self._session.several or self._session.current_paths):
            self._session.say(phrases.NOTHING_CHOSEN)
        elif not config.pipes:
            self._session.say(NO_COMMANDS, file=config.config_file)
        else:
            self._ask_pipe(config.pipes, partial(self._hand, self._meant()[0]))

    def _hand(self, scope: "Scope", pipe: "Pipe") -> None:
        self._jobs.start("pipe", partial(self._run, scope, pipe))

    async def _run(self, scope: "Scope", pipe: "Pipe") -> None:
        await _load()
        from achie_tui.config.pipes import ADDRESS
        from achie_tui.export.formats import FORMATS
        from achie_tui.programs import hand_over, hand_terminal

        session = self._session
        session.say(HANDING, name=clean_line(pipe.name))
        form = FORMATS["text" if pipe.give == "text" else "markdown"]
        with self._stopper.work() as work:
            try:
                assembled = await work.wait_for(self._assemble(scope, form, work))
            except Stopped:
                session.say(STOPPED)
                return
        if assembled.failures:
            raise assembled.failures[0][1]
        edition = assembled.edition
        addresses = await self._addresses(edition)
        if pipe.give == "address":
            data = "".join(f"{address}\n" for address in addresses).encode()
        else:
            data = await asyncio.to_thread(lambda: "".join(form.text(edition)).encode(errors="replace"))
        command = [addresses[0] if word == ADDRESS else word for word in pipe.command]
        if pipe.terminal:
            await asyncio.to_thread(hand_terminal, command, data, self._lend)
        else:
            await hand_over(command, data)
        session.say(HANDED, name=clean_line(pipe.name))

    async def _addresses(self, edition: "Edition") -> list[str]:
        """Give the addresses of articles, each as sound as one for a browser: it may become an argument."""
        given = [safe_url(edition.address(piece), edition.addresses) for piece in edition.pieces]
        return [address for address in given if address]


async def _load() -> None:
    """Load what writes; it takes longer than a key may."""
    for module in ("achie_tui.newsroom.assembly", "achie_tui.export.delivery"):
        await asyncio.to_thread(import_module, module)


def _deliver(edition: "Edition", form: "Format", folder: Path, stop: Callable[[], bool]) -> "Delivered":
    from achie_tui.export.delivery import deliver_anew

    return deliver_anew(edition, form, folder, stop)
