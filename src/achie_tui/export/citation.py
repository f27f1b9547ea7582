"""A citation by GB/T 7714—2015, the Chinese standard for bibliographic references.

For an electronic bulletin on the web (8.5, 8.8): `责任者. 题名[EB/OL]. (更新日期)[引用日期]. 获取路径.`
"""

from datetime import date

from achie_tui.model import Article

# What the engine writes where nobody is named.
_NOBODY = {"admin", "administrator", "未知", "佚名", "秩名", "小编", "网络", "本站"}


def cite(article: Article, url: str, accessed: date, publisher: str) -> str:
    """Cite an article as read at `url` on the day `accessed`."""
    published = f"({article.published[:10]})" if article.published else ""
    who = responsible(article, publisher)
    return f"{who}. {article.title}[EB/OL]. {published}[{accessed.isoformat()}]. {url}."


def responsible(article: Article, publisher: str) -> str:
    """Tell who is responsible for an article: its author, else its source, else the `publisher`, the site itself."""
    return author_of(article) or named(article.source) or publisher


def author_of(article: Article) -> str | None:
    """Give the author, where the page names one."""
    return named(article.author)


def named(name: str | None) -> str | None:
    """Give a name, None where it is what an engine writes for nobody."""
    return name if name and name.casefold() not in _NOBODY else None
