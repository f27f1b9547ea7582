"""The titles of a list, to be narrowed as one types: by words in them, or by pinyin and its initials."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from achie_tui.typeset.folding import fold
from achie_tui.typeset.visible import clean_line


class Found(NamedTuple):
    """The keys of the titles that match, and what gives the parts of such a title that do."""

    keys: Sequence[int]
    spans: Callable[[str], Sequence[tuple[int, int]]] | None = None


class TitleFilter:
    """Narrows a list by its titles, which it asks for once, when there is first something to look for.

    `titles_of` gives the titles of keys. All is done on the one thread that asks the library.
    """

    def __init__(self, titles_of: Callable[[Sequence[int]], Mapping[int, str]]) -> None:
        self._titles_of = titles_of
        self.keys: Sequence[int] = ()
        """The list's keys, whatever is looked for."""
        self._texts: Sequence[str] | None = None
        self._typed, self._found = "", list[int]()

    def take(self, keys: Sequence[int]) -> None:
        """Take another list."""
        if keys != self.keys:
            self.keys = keys
            self.forget()

    def forget(self) -> None:
        """Keep nothing of the titles."""
        self._texts = None

    def prepare(self) -> None:
        """Have the titles at hand."""
        if self._texts is None:
            from achie_tui.pinyin import spelled  # a start has no use for it

            titles = self._titles_of(self.keys)
            lines = "\n".join(clean_line(titles.get(key, "")) for key in self.keys)
            self._texts = spelled(fold(lines)).split("\n")
            self._typed, self._found = "", list(range(len(self.keys)))

    def find(self, typed: str) -> Found:
        """Find the titles that match, in the list's order; where nothing is typed, all do."""
        if not typed:
            return Found(self.keys)
        from achie_tui.pinyin import Query, spelled

        self.prepare()
        folded = fold(typed)
        # Who types on narrows what was found.
        places = self._found if folded.startswith(self._typed) else range(len(self.keys))
        query = Query(folded)
        self._typed, self._found = folded, query.among(self._texts or (), places)
        return Found(list(map(self.keys.__getitem__, self._found)), lambda title: query.spans(spelled(fold(title))))
