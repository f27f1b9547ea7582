"""What follows when the state changes, or what a pane shows of its own: it is shown, and nothing else."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from achie_tui.tui.screens.main import MainScreen


def follow_state(main: "MainScreen") -> None:
    """Have each part of the state followed by what shows it, in this order."""
    controllers = main.controllers
    chrome, focus = controllers.chrome, controllers.focus

    def show_chosen() -> None:
        main.headline_list.chosen = main.chosen

    def show_hits() -> None:
        """Mark what was searched for in an article that was found by it, once the reader has its text."""
        main.call_later(controllers.tools.show_hits)

    def show_places() -> None:
        main.sidebar.show(main.places, main.busy)

    def show_typography() -> None:
        for widget in (main.reader, main.headline_list, main.sidebar, main.masthead, main.status, main.question):
            widget.typography = main.typography

    def moved() -> None:
        """Show where the user has come to, and note that there is one."""
        chrome.show_position()
        controllers.visit.here()

    following: dict[str, tuple[Callable[[], None], ...]] = {
        "pane": (focus.to_pane, chrome.show_aid),
        "place": (chrome.show_badges, chrome.show_emptiness),
        "places": (chrome.show_badges, chrome.show_emptiness, show_places),
        "totals": (chrome.show_badges, chrome.show_hints),
        "rows": (chrome.show_aid, chrome.show_badges),
        "narrowing": (chrome.show_badges, chrome.show_emptiness),
        "chosen": (show_chosen, chrome.show_badges, chrome.show_hints),
        "searching": (chrome.show_badges, chrome.show_emptiness, chrome.show_aid),
        "unindexed": (chrome.show_badges,),
        "watched": (controllers.lists.arrange,),
        "reading": (chrome.show_hints, show_hits, chrome.show_position),
        "trouble": (chrome.show_badges, chrome.show_emptiness),
        "busy": (chrome.show_badges, chrome.show_emptiness, show_places),
        "watching": (chrome.show_badges,),
        "run": (chrome.show_badges,),
        "taking": (chrome.show_badges,),
        "asking": (focus.leave_question,),
        "prompted": (focus.leave_prompt, chrome.show_emptiness, chrome.show_aid),
        "typography": (show_typography,),
    }
    for name, shows in following.items():
        for show in shows:
            main.watch(main, name, show, init=False)
    for name in ("finding", "hinting", "choosing", "rolling", "pace"):
        main.watch(main.reader, name, chrome.show_aid, init=False)
    main.watch(main.reader, "percent", moved, init=False)
    main.watch(main.reader, "top", chrome.show_title, init=False)
    main.watch(main.headline_list, "cursor", moved, init=False)
    main.watch(main.headline_list, "cut_title", chrome.show_headline, init=False)
