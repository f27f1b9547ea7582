"""A citation by GB/T 7714—2015, the Chinese standard for bibliographic references.

For an electronic bulletin on the web (8.5, 8.8): `责任者. 题名[EB/OL]. (更新日期)[引用日期]. 获取路径.`
"""

from datetime import date

from achie_tui.model import Article

# What the engine writes where nobody is named.
_NOBODY = {"admin", "administrator", "未知", "佚名", "秩名", "小编", "网络", "本站"}


def cite(article: Article, url: str, accessed: date, publisher: str) -> str:
    """Cite an article as read at `url` on the day `accessed`.

    The author is responsible for it, else its source, else the `publisher`: the site itself.
    """
    named = (name for name in (article.author, article.source) if name and name.casefold() not in _NOBODY)
    responsible = next(named, publisher)
    published = f"({article.published[:10]})" if article.published else ""
    return f"{responsible}. {article.title}[EB/OL]. {published}[{accessed.isoformat()}]. {url}."
