"""The one door of both front ends: answers from the library at once, refreshes from the web."""

from collections.abc import Sequence
from dataclasses import dataclass

from achie_tui.config import Config
from achie_tui.library.library import Kept, Library, Totals, View
from achie_tui.model import Category, CategoryCount, Headline


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh of a listing page brought: rows not known before, and whether older pages follow."""

    new: int
    more: bool


class Newsroom:
    """Answers from the library at once; the `async` methods ask the web or write, off the event loop.

    Every `async` method raises an AchieError when it fails; what the library holds is then as it was.
    """

    def __init__(self, config: Config, library: Library) -> None:
        self.config = config
        self.library = library

    # From the library, at once.

    def categories(self) -> list[CategoryCount]:
        """Give the known categories in the site's order, with counts; empty before the first refresh."""
        return self.library.counts()

    def totals(self) -> Totals:
        """Count all known articles, and those unread, starred, to be read later, and kept for offline reading."""
        return self.library.totals()

    def keys(self, view: View) -> list[int]:
        """Give the keys of a view's articles in its order."""
        return self.library.keys(view)

    def headlines(self, keys: Sequence[int]) -> list[Headline]:
        """Give the headlines of these keys, in their order; unknown keys are left out."""
        return self.library.headlines(keys)

    def kept(self, path: str) -> Kept | None:
        """Give the kept copy of an article, if there is one."""
        return self.library.article(path)

    def refreshed_at(self, category: Category | None) -> float | None:
        """Tell when a category (None: the list of categories) was last refreshed, in seconds since the epoch."""
        return self.library.refreshed_at(category.path if category else None)

    # From the web.

    async def refresh_categories(self) -> list[CategoryCount]:
        """Discover the categories again."""
        raise NotImplementedError

    async def refresh(self, category: Category) -> Refreshed:
        """Fetch the newest listing page of a category."""
        raise NotImplementedError

    async def older(self, category: Category) -> Refreshed:
        """Fetch the next older listing page that is not known yet."""
        raise NotImplementedError

    async def read(self, path: str) -> Kept:
        """Fetch an article (all its pages) and keep it."""
        raise NotImplementedError

    # Marks.

    async def mark(
        self, paths: Sequence[str], *, read: bool | None = None, starred: bool | None = None, later: bool | None = None
    ) -> None:
        """Set or clear marks; None leaves one as it is. One call is one step of the undo journal."""
        raise NotImplementedError

    async def undo(self) -> int:
        """Take the last step back; gives how many articles it touched, 0 when there is nothing to undo."""
        raise NotImplementedError

    async def redo(self) -> int:
        """Do the step last taken back again."""
        raise NotImplementedError

    async def save_place(self, path: str, block: int, offset: int) -> None:
        """Remember where the reader stands in an article."""
        raise NotImplementedError

    def place(self, path: str) -> tuple[int, int] | None:
        """Give the block and the offset where the reader left an article."""
        return self.library.place(path)

    async def close(self) -> None:
        """End what is under way and close connections and library."""
        raise NotImplementedError
