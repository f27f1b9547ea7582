"""What a site's own pages say of its articles: lists and neighbours call each by its title, lists tell its date."""

from collections import defaultdict
from collections.abc import Iterable

from achie_tui.model import Row
from achie_tui.parse.rows import is_more
from achie_tui.parse.view import Listed, PageView

_SHORTEST = 2
# Words that name so many articles name none.
_TOO_MANY = 3
_PAGER = frozenset(("首页", "上一页", "下一页", "末页", "尾页", "上一篇", "下一篇", "返回列表", "没有了"))


class Witnesses:
    """Collects what lists and links say."""

    def __init__(self) -> None:
        self._titles: dict[str, list[str]] = defaultdict(list)
        self._dates: dict[str, list[str]] = defaultdict(list)
        self._sources: dict[str, list[str]] = defaultdict(list)
        self._named: dict[str, set[str]] = defaultdict(set)

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Take the rows of a list."""
        for row in rows:
            self._add_title(row.path, row.title)
            if row.published and row.published not in self._dates[row.path]:
                self._dates[row.path].append(row.published)
            if row.source:
                self._sources[row.path].append(row.source)

    def add_links(self, view: PageView) -> None:
        """Take the links to articles on any page, except those of the page to itself."""
        for link in view.articles:
            if link.path != view.at:
                self._add_title(link.path, view.link_title(link.node))

    def _add_title(self, path: str, title: str) -> None:
        if len(title) < _SHORTEST or title.isdigit() or is_more(title) or title in _PAGER:
            return
        self._named[title].add(path)
        if title not in self._titles[path]:
            self._titles[path].append(title)

    def titles(self, path: str) -> tuple[str, ...]:
        """Give the titles by which an article is called; what many are called is none."""
        return tuple(title for title in self._titles.get(path, ()) if len(self._named[title]) < _TOO_MANY)

    def dates(self, path: str) -> tuple[str, ...]:
        """Give the dates that lists tell of an article."""
        return tuple(self._dates.get(path, ()))

    def sources(self, path: str) -> tuple[str, ...]:
        """Give the sources that lists tell of an article."""
        return tuple(self._sources.get(path, ()))

    def listed(self, path: str) -> Listed | None:
        """Give what the site says of an article, None where it names it nowhere."""
        titles, dates = self.titles(path), self.dates(path)
        return Listed(titles, dates) if titles or dates else None
