"""What each action of the main screen does."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from achie_tui.tui import phrases

if TYPE_CHECKING:
    from achie_tui.tui.screens.main import MainScreen


def dispatch(main: "MainScreen") -> dict[str, Callable[[], object]]:
    """Give what each action of the keys, the palette and the mouse does, by its id."""

    def of_all(act: Callable[[], object]) -> Callable[[], object]:
        """Have what means the whole list wait for it: it is not to be done to the first hits of a search only."""
        return lambda: main.say(phrases.STILL_FINDING) if main.searcher.is_finding else act()

    return {
        "next_unread": partial(main.lists.next_unread, 1),
        "previous_unread": partial(main.lists.next_unread, -1),
        "next_article": partial(main.lists.step, 1),
        "previous_article": partial(main.lists.step, -1),
        "newest": main.to_newest,
        "read": partial(main.marks.toggle, "read"),
        "star": partial(main.marks.toggle, "starred"),
        "later": partial(main.marks.toggle, "later"),
        "search": main.searcher.search,
        "search_site": main.searcher.ask_site,
        "save_search": main.watchlist.save,
        "remove_search": main.watchlist.remove,
        "search_up": partial(main.watchlist.move, -1),
        "search_down": partial(main.watchlist.move, 1),
        "filter": main.narrower.filter,
        "unread_only": main.narrower.toggle_unread,
        "sort": main.narrower.next_order,
        "read_all": of_all(main.marks.read_all),
        "choose": main.chooser.toggle,
        "choose_on": main.chooser.choose_on,
        "choose_all": of_all(main.chooser.choose_all),
        "paragraphs": main.annotator.choose,
        "extend_down": partial(main.annotator.extend, 1),
        "extend_up": partial(main.annotator.extend, -1),
        "note": main.annotator.note,
        "colour": main.annotator.colour,
        "remove_note": main.annotator.remove,
        "notes": partial(main.overlays.show_notes, main.annotator, main.marks.step),
        "journal": partial(main.overlays.show_journal, main.marks.walk),
        "statistics": main.overlays.statistics,
        "undo": main.marks.undo,
        "redo": main.marks.redo,
        "browser": main.sharing.browser,
        "qr": main.sharing.qr,
        "copy_link": main.sharing.copy_link,
        "copy_markdown": main.sharing.copy_markdown,
        "copy_citation": main.sharing.copy_citation,
        "export": of_all(main.exporter.export),
        "pipe": main.exporter.pipe,
        "refresh": main.refresh_pane,
        "refresh_all": main.refresher.everywhere,
        "older": main.refresher.older,
        "differences": main.opener.differences,
        "find": main.tools.find,
        "next_match": partial(main.tools.next_match, 1),
        "previous_match": partial(main.tools.next_match, -1),
        "links": main.tools.links,
        "picture": main.tools.picture,
        "auto_scroll": main.tools.auto_scroll,
        "faster": partial(main.tools.pace, 1),
        "slower": partial(main.tools.pace, -1),
        "script": main.tools.next_script,
        "take": main.offline.take,
        "pause": main.offline.pause,
        "cancel": main.offline.cancel,
        "left": main.panes.left,
        "right": main.panes.right,
        "next_pane": partial(main.panes.round, 1),
        "previous_pane": partial(main.panes.round, -1),
        "sidebar": partial(main.panes.go_to, "sidebar"),
        "list": partial(main.panes.go_to, "list"),
        "reader": partial(main.panes.go_to, "reader"),
        "zen": main.panes.toggle_zen,
        "back": main.panes.back,
        "leave": main.panes.leave,
    }
