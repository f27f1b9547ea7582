"""Who acts in the app, and what each is handed: all that follows from the work of one for another is read here."""
# ruff: noqa: PLW0108 - what is not made yet can be handed on by a lambda only

import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from achie_tui.tui.browser import Browser, FileOpener
from achie_tui.tui.chrome import Chrome
from achie_tui.tui.clipboard import Copy
from achie_tui.tui.controllers.annotator import Annotator
from achie_tui.tui.controllers.attachments import AttachmentOpener
from achie_tui.tui.controllers.chooser import Chooser
from achie_tui.tui.controllers.exporter import Exporter, Lend
from achie_tui.tui.controllers.hooks import Hooks
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.lists import Lists
from achie_tui.tui.controllers.marks import Marks
from achie_tui.tui.controllers.narrower import Narrower
from achie_tui.tui.controllers.offline import Offline
from achie_tui.tui.controllers.opener import ArticleOpener
from achie_tui.tui.controllers.panes import Panes
from achie_tui.tui.controllers.prompter import Prompter
from achie_tui.tui.controllers.reading_tools import ReadingTools
from achie_tui.tui.controllers.refresher import Refresher
from achie_tui.tui.controllers.renewal import Renewal
from achie_tui.tui.controllers.revisions import Revisions
from achie_tui.tui.controllers.searcher import Searcher
from achie_tui.tui.controllers.sharing import Sharing
from achie_tui.tui.controllers.visit import Visit
from achie_tui.tui.controllers.watchlist import Watchlist
from achie_tui.tui.keyboard import Keyboard
from achie_tui.tui.places import Place
from achie_tui.tui.schedule import Schedule
from achie_tui.tui.screens.focus import Focus
from achie_tui.tui.screens.overlays import Overlays
from achie_tui.tui.stopping import Stopper
from achie_tui.tui.waiting import Waiting

if TYPE_CHECKING:
    from achie_tui.tui.screens.main import MainScreen


@dataclass(frozen=True, slots=True)
class Controllers:
    """All that acts for the main screen, and what shows the state around its panes and over it."""

    jobs: Jobs
    focus: Focus
    overlays: Overlays
    prompter: Prompter
    panes: Panes
    visit: Visit
    marks: Marks
    refresher: Refresher
    sharing: Sharing
    annotator: Annotator
    exporter: Exporter
    attachments: AttachmentOpener
    hooks: Hooks
    opener: ArticleOpener
    revisions: Revisions
    lists: Lists
    narrower: Narrower
    chooser: Chooser
    searcher: Searcher
    watchlist: Watchlist
    tools: ReadingTools
    chrome: Chrome
    renewal: Renewal
    offline: Offline


def wire(
    main: "MainScreen", keyboard: Keyboard, browser: Browser, copy: Copy, *, open_file: FileOpener, lend: Lend
) -> Controllers:
    """Make them for a screen that has its widgets, each after what it needs."""
    newsroom, table, reader, sidebar = main.newsroom, main.headline_list, main.reader, main.sidebar

    # What is handed on before it is made, by a lambda: there are circles in what follows from what.
    opener: ArticleOpener
    lists: Lists
    narrower: Narrower
    chooser: Chooser
    searcher: Searcher
    tools: ReadingTools
    chrome: Chrome
    renewal: Renewal
    offline: Offline

    def article_opened() -> None:
        """Turn to the reader, whose keys then mean the article."""
        chrome.withdraw_offers()
        panes.go_to("reader")

    def turned(place: Place) -> None:
        """Let go of what belongs to another list."""
        narrower.turn_to(place)
        searcher.turn_to(place)
        chooser.turn_to(place)

    jobs = Jobs(newsroom, main, main.fail)
    focus, stopper = Focus(main), Stopper()
    overlays = Overlays(
        main,
        push=lambda screen, then: main.app.push_screen(screen, then),
        shown=lambda: main.app.screen_stack,
        open_path=lambda path, title, at=None: opener.open(path, title, at),
    )
    prompter = Prompter(
        main,
        show=focus.to_prompt,
        turns={
            "search": lambda: searcher.turn_scope(),
            "passage": lambda: annotator.turn_colour(),
            "note": lambda: None,  # it has no colour, and is not to be left by a slip of the finger
        },
        round_panes=lambda way: panes.round(way),
    )
    panes = Panes(
        main,
        open_current=table.action_open,
        leave_list=lambda: chooser.clear() or narrower.clear() or searcher.end(),
        leave_aid=lambda: tools.leave(),
        back_on_trail=lambda: opener.back() or overlays.back_to_site(),
        stop=stopper.stop,
        quit_app=lambda: main.app.exit(0),
    )
    to_list, to_reader = partial(panes.go_to, "list"), partial(panes.go_to, "reader")
    visit = Visit(main, jobs, saved=lambda headlines: renewal.headlines_changed(headlines), clock=monotonic)
    marks = Marks(
        main,
        jobs,
        show=lambda headlines: renewal.show_headlines(headlines),
        shown=lambda: table.known,
        listed=lambda: table.keys,
        changed=lambda: renewal.marks_changed(),
    )
    refresher = Refresher(
        main,
        jobs,
        Schedule(newsroom.config.refresh_minutes, time.time),
        after=main.set_timer,
        changed=lambda category: renewal.listing_changed(category),
        discovered=lambda: lists.begin(),
        announce=main.announce,
    )
    sharing = Sharing(
        main,
        jobs,
        browser,
        copy=copy,
        excerpt=lambda: reader.excerpt,
        show_code=overlays.show_code,
        today=lambda: datetime.now().astimezone().date(),
    )
    annotator = Annotator(
        main,
        jobs,
        reader,
        enter=to_reader,
        ask=prompter.ask,
        in_prompt=lambda: main.prompt.field.value,
        after_layout=main.call_after_refresh,
        unselect=main.clear_selection,
        show_sign=main.prompt.show_sign,
    )
    exporter = Exporter(
        main,
        jobs,
        listed=lambda: table.keys,
        ask=overlays.ask_for_export,
        ask_pipe=overlays.ask_for_pipe,
        lend=lend,
        stopper=stopper,
        clock=monotonic,
    )
    attachments = AttachmentOpener(
        main,
        jobs,
        open_file=open_file,
        browse=sharing.open_url,
        came=lambda: opener.file_came(),
        stopper=stopper,
        clock=monotonic,
    )
    hooks = Hooks(main, jobs)
    opener = ArticleOpener(
        main,
        jobs,
        reader,
        Waiting(main.set_interval, monotonic),
        opened=article_opened,
        read=marks.read,
        answered=refresher.answered,
        browse=sharing.open_url,
        attached=attachments.open,
        pointed=lambda: table.headline,
    )
    revisions = Revisions(main, jobs, compare=overlays.compare)
    lists = Lists(
        main,
        jobs,
        table,
        point_at=sidebar.point_at,
        turned=turned,
        filled=lambda: renewal.list_filled(),
        fetch=refresher.fetch,
        open_headline=opener.open_headline,
    )
    narrower = Narrower(
        main,
        jobs,
        enter=to_list,
        ask=prompter.ask,
        at=lists.key_at_cursor,
        look=lists.look,
        narrow=lists.narrow,
        refill=lists.rearrange,
        step=table.action_move,
    )
    chooser = Chooser(main, at=lists.key_at_cursor, listed=lambda: table.keys, step=table.action_move)
    searcher = Searcher(
        main,
        jobs,
        lists,
        ask=prompter.ask,
        retype=main.prompt.retype,
        enter_list=to_list,
        show_list=lambda: None if table.display else to_list(),
        open_article=opener.open,
        step=table.action_move,
        ask_site=overlays.search_site,
        typed_out=keyboard.typed_out,
        paint_together=keyboard.paint_together,
    )
    watchlist = Watchlist(
        main,
        jobs,
        ask=prompter.ask,
        recall=searcher.remember,
        point_at=sidebar.point_at,
        go_to=lists.go_to,
        announce=main.announce,
        came=hooks.of_watch_word,
    )
    tools = ReadingTools(
        main,
        jobs,
        reader,
        enter=to_reader,
        ask=prompter.ask,
        after_layout=main.call_after_refresh,
        show_pictures=None
        if main.protocol == "off"
        else lambda first: overlays.show_pictures(reader.images, first, main.protocol, reader.pictures.means),
    )
    chrome = Chrome(
        main,
        tools,
        masthead=main.masthead,
        status=main.status,
        prompt=main.prompt,
        headlines=table,
        reader=reader,
        aided=lambda is_aided: main.set_class(is_aided, "-aided"),
    )
    renewal = Renewal(
        table,
        opener,
        after=main.set_timer,
        is_writing=lambda: marks.is_writing,
        show_notes=annotator.renew,
        recount=(lists.recount, watchlist.recount),
        refill=lists.refill,
        search_again=searcher.renew,
        keep_chosen=lambda: chooser.keep(lists.keys),
        show_around=chrome.show_list,
    )
    offline = Offline(
        main,
        jobs,
        main.status,
        every=main.set_interval,
        ask=focus.to_question,
        show=lambda run: overlays.show_run(run, offline.pause, offline.cancel),
        progress=chrome.show_badges,
        changed=renewal.listing_changed,
        answered=refresher.answered,
        discover=refresher.here,
        ended=overlays.run_ended,
        hooked=hooks.after_sync,
        took=renewal.article_taken,
        clock=monotonic,
    )
    return Controllers(
        jobs,
        focus,
        overlays,
        prompter,
        panes,
        visit,
        marks,
        refresher,
        sharing,
        annotator,
        exporter,
        attachments,
        hooks,
        opener,
        revisions,
        lists,
        narrower,
        chooser,
        searcher,
        watchlist,
        tools,
        chrome,
        renewal,
        offline,
    )
