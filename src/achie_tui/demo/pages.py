"""The demo site's pages as HTML: front page, listings and articles, as the engine lays them out."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from importlib.resources import files
from string import Template
from typing import Final

from achie_tui.demo.content import (
    ROOT_NAME,
    ROOT_SLUG,
    ROOT_TID,
    DemoArticle,
    DemoCategory,
    load_content,
    newest_first,
)

PAGE_SIZE: Final = 10
SITE_NAME: Final = "高新院演示站"

_TAG: Final = re.compile(r"<[^>]*>")
_SPACE: Final = re.compile(r"\s+")
_SUMMARY_LENGTH: Final = 96
_RELATED: Final = 5
_PAGER_REACH: Final = 4


def render_home() -> str:
    """Write the front page: the newest of all categories and the whole menu."""
    articles = newest_first(_all_articles())[:PAGE_SIZE]
    main = f'<main class="front">\n<h1>{ROOT_NAME}</h1>\n{_headlines(articles)}\n</main>'
    return frame(SITE_NAME, main)


def render_listing(category: DemoCategory | None, number: int) -> str | None:
    """Page ``number`` of a category (``None``: of the parent, which lists all); ``None`` when there is no such page."""
    articles = newest_first(_all_articles() if category is None else category.articles)
    total = page_count(len(articles))
    if not 1 <= number <= total:
        return None
    name, tid = (ROOT_NAME, ROOT_TID) if category is None else (category.name, category.tid)
    shown = articles[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    main = (
        f"{_breadcrumb(category)}\n"
        f'<main class="listing">\n<h1>{escape(name)}</h1>\n{_headlines(shown)}\n'
        f"{_pager(tid, number, total, len(articles))}\n</main>"
    )
    return frame(f"{name}_{SITE_NAME}", main)


def render_article(category: DemoCategory, article: DemoArticle, number: int) -> str | None:
    """Page ``number`` of an article, ``None`` when it has no such page."""
    if not 1 <= number <= len(article.pages):
        return None
    title = escape(article.title, quote=False) + (f"({number})" if number > 1 else "")
    main = (
        f"{_breadcrumb(category)}\n"
        f'<main class="article">\n<h1 class="article-title">{title}</h1>\n{_meta_line(article)}\n'
        f'<div class="article-body">\n{article.pages[number - 1].strip()}\n</div>\n'
        f"{_page_numbers(article, number)}{_neighbours(category, article)}\n</main>\n"
        f"{_related(category, article)}"
    )
    return frame(f"{article.title}_{SITE_NAME}", main, summary_of(article))


def frame(title: str, main: str, description: str = "") -> str:
    """Put the whole page around ``main``."""
    return _template().substitute(title=escape(title), description=escape(description), menu=_menu(), main=main)


def page_count(articles: int) -> int:
    """How many listing pages that many articles fill; an empty category has one."""
    return max(1, -(-articles // PAGE_SIZE))


def summary_of(article: DemoArticle) -> str:
    """Cut the beginning of the text, as the engine keeps it for lists; empty for a redirect."""
    text = "" if not article.pages else unescape(_TAG.sub("", article.pages[0]))
    text = _SPACE.sub(" ", text).strip()
    return text[:_SUMMARY_LENGTH]


@cache
def _template() -> Template:
    return Template(files(__package__).joinpath("template.html").read_text("utf-8"))


@cache
def _all_articles() -> tuple[DemoArticle, ...]:
    return tuple(article for category in load_content() for article in category.articles)


@cache
def _menu() -> str:
    entries = [("主页", "/"), (ROOT_NAME, f"/{ROOT_SLUG}/")]
    entries += [(category.name, category.url) for category in load_content()]
    return "\n".join(f'<li><a href="{url}">{escape(name)}</a></li>' for name, url in entries)


def _breadcrumb(category: DemoCategory | None) -> str:
    links = f"<a href='/'>主页</a> > <a href='/{ROOT_SLUG}/'>{ROOT_NAME}</a> > "
    if category is not None:
        links += f"<a href='{category.url}'>{escape(category.name)}</a> > "
    return f'<div class="breadcrumb">当前位置: {links}</div>'


def _headlines(articles: tuple[DemoArticle, ...]) -> str:
    rows = []
    for article in articles:
        title = escape(article.title)
        summary = summary_of(article)
        rows.append(
            f"<li><time>{article.published:%Y-%m-%d}</time>"
            f'<a href="{article.url}" title="{title}">{title}</a>'
            + (f'<p class="summary">{escape(summary)}…</p>' if summary else "")
            + "</li>"
        )
    return '<ul class="headlines">\n' + "\n".join(rows) + "\n</ul>"


def _pager(tid: int, number: int, total: int, articles: int) -> str:
    info = f'<li><span class="page-info">共 <strong>{total}</strong> 页 <strong>{articles}</strong> 条</span></li>'
    if total == 1:
        return f'<ul class="pager">\n{info}\n</ul>'

    def link(page: int, label: str) -> str:
        return f"<li><a href='list_{tid}_{page}.html'>{label}</a></li>"

    first = max(1, min(number - _PAGER_REACH, total - 2 * _PAGER_REACH))
    rows = [link(1, "首页"), link(number - 1, "上一页")] if number > 1 else ["<li>首页</li>"]
    rows += [
        f'<li class="current">{page}</li>' if page == number else link(page, str(page))
        for page in range(first, min(total, first + 2 * _PAGER_REACH) + 1)
    ]
    rows += [link(number + 1, "下一页"), link(total, "末页")] if number < total else ["<li>末页</li>"]
    return '<ul class="pager">\n' + "\n".join([*rows, info]) + "\n</ul>"


def _meta_line(article: DemoArticle) -> str:
    author = f" <span>作者:{escape(article.author)}</span>" if article.author else ""
    return (
        f'<p class="article-meta"><span>来源:{escape(article.source)}</span>{author} '
        f"<span>日期:{article.published:%Y-%m-%d %H:%M}</span> "
        f'<span>点击:<script src="/plus/count.php?view=yes&aid={article.aid}"></script>次</span></p>'
    )


def _page_numbers(article: DemoArticle, number: int) -> str:
    total = len(article.pages)
    if total == 1:
        return ""

    def link(page: int, label: str) -> str:
        name = article.stem if page == 1 else f"{article.stem}_{page}"
        return f"<li><a href='{name}.html'>{label}</a></li>"

    rows = [f"<li><a>共{total}页: </a></li>"]
    rows.append(link(number - 1, "上一页") if number > 1 else "<li><a href='#'>上一页</a></li>")
    rows += [
        f"<li class='current'><a href='#'>{page}</a></li>" if page == number else link(page, str(page))
        for page in range(1, total + 1)
    ]
    rows.append(link(number + 1, "下一页") if number < total else "<li><a href='#'>下一页</a></li>")
    return '<ul class="page-numbers">\n' + "\n".join(rows) + "\n</ul>\n"


def _neighbours(category: DemoCategory, article: DemoArticle) -> str:
    place = category.articles.index(article)
    older = category.articles[place - 1] if place else None
    newer = category.articles[place + 1] if place + 1 < len(category.articles) else None

    def row(label: str, other: DemoArticle | None) -> str:
        if other is None:
            return f"<li>{label}：没有了 </li>"
        return f"<li>{label}：<a href='{other.url}'>{escape(other.title, quote=False)}</a> </li>"

    return f'<ul class="neighbours">\n{row("上一篇", older)}\n{row("下一篇", newer)}\n</ul>'


def _related(category: DemoCategory, article: DemoArticle) -> str:
    others = [other for other in newest_first(category.articles) if other is not article]
    rows = "\n".join(
        f'<li><a href="{other.url}">{escape(other.title, quote=False)}</a></li>' for other in others[:_RELATED]
    )
    return f'<aside class="related">\n<h3>相关文章推荐:</h3>\n<ul>\n{rows}\n</ul>\n</aside>'
