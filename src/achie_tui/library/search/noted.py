"""What the user wrote on articles and marked in them, as a search looks through it.

It is in no index: notes are as many as one person writes, so all of them are read once and looked through with each
question, and what is written in one file never waits for the other.
"""

import threading
from collections.abc import Iterable, Mapping

from achie_tui.library.connections import Connections, Store
from achie_tui.library.notes import NOTED_ROWS
from achie_tui.library.search.index import BORDER
from achie_tui.library.search.terms import Term
from achie_tui.typeset.visible import clean_line


class NotedTexts(Store):
    """Knows the words of notes and marked passages, by the keys of the articles that they are on."""

    def __init__(self, connections: Connections) -> None:
        super().__init__(connections)
        self._known: tuple[object, Mapping[int, str]] | None = None

    def all(self) -> Mapping[int, str]:
        """Give the texts of all notes, those of an article as one."""
        # A version is a connection's own, and so is a thread's.
        version = (
            self._value("PRAGMA main.data_version"),
            self._value("PRAGMA user.data_version"),
            threading.get_ident(),
        )
        known = self._known
        if known is None or known[0] != version:
            texts = dict[int, list[str]]()
            for key, quotation, text in self._rows(NOTED_ROWS):
                texts.setdefault(key, []).extend(
                    clean_line(line) for part in (text, quotation) for line in part.splitlines()
                )
            self._known = known = version, {key: BORDER.join(lines) for key, lines in texts.items()}
        return known[1]

    def having(self, terms: Iterable[Term]) -> set[int]:
        """Give the articles in whose notes one of some terms is."""
        wanted = [term for term in terms if not term.in_title and not term.without]
        return {key for key, text in self.all().items() if any(term.is_in(text) for term in wanted)}
