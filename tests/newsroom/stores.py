"""What a library holds, so that two can be compared."""

from pathlib import Path
from typing import Any

from achie_tui.library.library import Library, View


def contents(folder: Path) -> dict[str, Any]:
    """Give all that was fetched, but for times, validators and the order of arrival."""
    with Library.open(folder) as library:
        lists = {
            category.name: [
                (each.path, each.title, each.published, each.cached)
                for each in library.views.headlines(library.views.keys(View(category.path)))
            ]
            for category in library.categories()
        }
        return {
            "lists": lists,
            "articles": {path: library.article(path).article for path in _paths(library)},  # type: ignore[union-attr]
            "walks": {category.name: library.archive.walk(category.path) for category in library.categories()},
            "pages": library._rows("SELECT path, body, charset FROM pages ORDER BY path"),
            "redirects": library._rows("SELECT path, location FROM redirects ORDER BY path"),
            "images": library._rows("SELECT src, type, data FROM images ORDER BY src"),
            "versions": library._rows("SELECT count(*) FROM versions"),
        }


def _paths(library: Library) -> list[str]:
    rows = library._rows("SELECT a.path FROM bodies AS b JOIN articles AS a ON a.key = b.key ORDER BY a.path")
    return [path for (path,) in rows]
