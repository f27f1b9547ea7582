"""What a search gives."""

from dataclasses import dataclass
from typing import Literal

from achie_tui.language import Phrase

Sort = Literal["relevance", "date"]


class SearchStopped(Exception):  # noqa: N818 - it is no error: whoever asked does not want to know any more
    """A search was told to stop before it was done."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found: by its key and path, with a piece of its text.

    `snippet` is one line, "" where nothing of the text is kept; `matches` are offsets into it. `in_title` says that
    all that was searched for is in the title, `in_note` that some of it is only in what the user wrote or marked: then
    the piece is of that.
    """

    key: int
    path: str
    snippet: str
    matches: tuple[tuple[int, int], ...]
    in_title: bool
    in_note: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, in their order.

    `total` counts all hits; without `exact` there are at most so many. `more` says that others follow the page.
    `notes` is what has to be said of the query, and of its filters.
    """

    hits: tuple[Hit, ...]
    total: int
    exact: bool
    more: bool
    notes: tuple[Phrase, ...] = ()
