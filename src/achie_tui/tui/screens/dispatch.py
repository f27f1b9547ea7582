"""What each action of the main screen does."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from achie_tui.tui import phrases

if TYPE_CHECKING:
    from achie_tui.tui.screens.main import MainScreen


def dispatch(main: "MainScreen") -> dict[str, Callable[[], object]]:
    """Give what each action of the keys, the palette and the mouse does, by its id."""
    controllers = main.controllers

    def of_all(act: Callable[[], object]) -> Callable[[], object]:
        """Have what means the whole list wait for it: it is not to be done to the first hits of a search only."""
        return lambda: main.say(phrases.STILL_FINDING) if controllers.searcher.is_finding else act()

    def newest() -> None:
        """Go to the first row of the list."""
        main.headline_list.cursor = 0
        controllers.panes.go_to("list")

    def refresh() -> None:
        """Fetch again what the pane shows: the article in the reader, else the listing."""
        if main.pane == "reader" and main.reading is not None:
            controllers.opener.reload()
        else:
            controllers.refresher.here()

    return {
        "next_unread": partial(controllers.lists.next_unread, 1),
        "previous_unread": partial(controllers.lists.next_unread, -1),
        "next_article": partial(controllers.lists.step, 1),
        "previous_article": partial(controllers.lists.step, -1),
        "newest": newest,
        "read": partial(controllers.marks.toggle, "read"),
        "star": partial(controllers.marks.toggle, "starred"),
        "later": partial(controllers.marks.toggle, "later"),
        "search": controllers.searcher.search,
        "search_site": controllers.searcher.ask_site,
        "save_search": controllers.watchlist.save,
        "remove_search": controllers.watchlist.remove,
        "search_up": partial(controllers.watchlist.move, -1),
        "search_down": partial(controllers.watchlist.move, 1),
        "filter": controllers.narrower.filter,
        "unread_only": controllers.narrower.toggle_unread,
        "sort": controllers.narrower.next_order,
        "read_all": of_all(controllers.marks.read_all),
        "choose": controllers.chooser.toggle,
        "choose_on": controllers.chooser.choose_on,
        "choose_all": of_all(controllers.chooser.choose_all),
        "paragraphs": controllers.annotator.choose,
        "extend_down": partial(controllers.annotator.extend, 1),
        "extend_up": partial(controllers.annotator.extend, -1),
        "note": controllers.annotator.note,
        "note_article": controllers.annotator.note_on_article,
        "colour": controllers.annotator.colour,
        "remove_note": controllers.annotator.remove,
        "notes": partial(controllers.overlays.show_notes, controllers.annotator, controllers.marks.step),
        "journal": partial(controllers.overlays.show_journal, controllers.marks.walk),
        "statistics": controllers.overlays.statistics,
        "undo": controllers.marks.undo,
        "redo": controllers.marks.redo,
        "browser": controllers.sharing.browser,
        "qr": controllers.sharing.qr,
        "copy_link": controllers.sharing.copy_link,
        "copy_markdown": controllers.sharing.copy_markdown,
        "copy_citation": controllers.sharing.copy_citation,
        "export": of_all(controllers.exporter.export),
        "pipe": controllers.exporter.pipe,
        "refresh": refresh,
        "refresh_all": controllers.refresher.everywhere,
        "older": controllers.refresher.older,
        "differences": controllers.revisions.differences,
        "find": controllers.tools.find,
        "next_match": partial(controllers.tools.next_match, 1),
        "previous_match": partial(controllers.tools.next_match, -1),
        "links": controllers.tools.links,
        "picture": controllers.tools.picture,
        "auto_scroll": controllers.tools.auto_scroll,
        "faster": partial(controllers.tools.pace, 1),
        "slower": partial(controllers.tools.pace, -1),
        "script": controllers.tools.next_script,
        "take": controllers.offline.take,
        "pause": controllers.offline.pause,
        "cancel": controllers.offline.cancel,
        "left": controllers.panes.left,
        "right": controllers.panes.right,
        "next_pane": partial(controllers.panes.round, 1),
        "previous_pane": partial(controllers.panes.round, -1),
        "sidebar": partial(controllers.panes.go_to, "sidebar"),
        "list": partial(controllers.panes.go_to, "list"),
        "reader": partial(controllers.panes.go_to, "reader"),
        "zen": controllers.panes.toggle_zen,
        "back": controllers.panes.back,
        "leave": controllers.panes.leave,
    }
