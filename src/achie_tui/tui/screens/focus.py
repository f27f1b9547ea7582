"""Where the focus is: in the pane that the state says, in the prompt, or on a question."""

from typing import TYPE_CHECKING

from achie_tui.language import Phrase
from achie_tui.tui import phrases

if TYPE_CHECKING:
    from achie_tui.tui.screens.main import MainScreen


class Focus:
    """Gives the focus to what the state says, and tells the controllers where the user has moved it.

    What is hidden takes no focus: classes have to take effect before it is given.
    """

    def __init__(self, main: "MainScreen") -> None:
        self._main = main

    def to_pane(self) -> None:
        """Bring the pane of the state to the fore, and give it the focus."""
        main = self._main
        for name in main.pane_widgets:
            main.set_class(name == main.pane, f"-at-{name}", update=False)  # all is styled once, below
        main.masthead.is_sidebar_away = main.pane == "reader"
        if main.pane != "reader":
            main.controllers.tools.interrupt()
        main.app.update_styles(main)
        self._give_back()

    def to_prompt(self, text: str, what: Phrase, sign: str, over: bool) -> None:
        """Show the prompt, and let the user type."""
        main = self._main
        main.app.update_styles(main)
        main.prompt.begin(text, main.words(what), sign, over=over)
        # Not by `focus()`, which lets the next key come first: it could leave what has no focus yet, and then gets it.
        main.set_focus(main.prompt.field)
        main.controllers.chrome.show_aid()

    def to_question(self, words: str) -> None:
        """Ask the user whether a sync is to start."""
        main = self._main
        main.status.hush()
        main.app.update_styles(main)
        main.question.put(words, main.words(phrases.START), main.words(phrases.LEAVE))
        main.set_focus(main.question)

    def leave_prompt(self) -> None:
        """Give the focus back when the prompt is closed."""
        if self._main.prompted is None and self._main.focused is self._main.prompt.field:
            self._give_back()

    def leave_question(self) -> None:
        """Give the focus back when the question is answered."""
        if not self._main.asking and self._main.focused in {self._main.question, None}:
            self._give_back()

    def follow(self) -> None:
        """Follow the focus: where it is by now, for an event may tell of a pane that was left again since."""
        main = self._main
        if main.prompted and main.focused is not main.prompt.field:
            main.controllers.prompter.dismiss()
        at = next((name for name, widget in main.pane_widgets.items() if widget is main.focused), main.pane)
        if at != main.pane:
            main.controllers.panes.go_to(at)

    def _give_back(self) -> None:
        self._main.set_focus(self._main.pane_widgets[self._main.pane])
