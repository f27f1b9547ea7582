"""A citation by GB/T 7714—2015, the Chinese standard for bibliographic references.

For an electronic bulletin on the web (8.5, 8.8): `责任者. 题名[EB/OL]. (更新日期)[引用日期]. 获取路径.`
"""

from datetime import date

from achie_tui.export.authors import authors, named
from achie_tui.model import Article

_MOST = 3
"""Responsible people that a citation names (8.1.2); of more, the first ones, and 等."""


def cite(article: Article, url: str, accessed: date, publisher: str) -> str:
    """Cite an article as read at `url` on the day `accessed`."""
    published = f"({article.published[:10]})" if article.published else ""
    names = responsible(article, publisher)
    who = ", ".join([*names[:_MOST], *(["等"] if len(names) > _MOST else [])])
    return f"{who}. {article.title}[EB/OL]. {published}[{accessed.isoformat()}]. {url}."


def responsible(article: Article, publisher: str) -> list[str]:
    """Tell who is responsible for an article: its authors, else its source, else the `publisher`, the site itself.

    A site that writes its own name for the author of what it has from elsewhere is not the author.
    """
    names = authors(article.author)
    source = named(article.source)
    if source and (not names or (names == [publisher] and publisher not in source)):
        return [source]
    return names or [publisher]
