"""What the demo site writes for machines: site map, feed map, feeds and robots.txt."""

from __future__ import annotations

from html import escape
from typing import Final

from achie_tui.demo.content import ROOT_NAME, ROOT_SLUG, DemoArticle, DemoCategory, load_content
from achie_tui.demo.pages import SITE_NAME, frame, summary_of

ROBOTS: Final = """\
User-agent: *
Disallow: /plus/search.php
Disallow: /plus/count.php
Disallow: /plus/rss.php
Disallow: /include
Disallow: /templets
"""

_FEED_LENGTH: Final = 50


def render_sitemap() -> str:
    """Link all categories."""
    rows = [f'<li><a href="{category.url}">{escape(category.name)}</a></li>' for category in load_content()]
    return _map_page("网站地图", f"/{ROOT_SLUG}/", rows)


def render_rss_map() -> str:
    """Link all feeds."""
    rows = [
        f'<li><a href="/data/rss/{category.tid}.xml">{escape(category.name)}</a></li>' for category in load_content()
    ]
    return _map_page("RSS地图", f"/{ROOT_SLUG}/", rows)


def render_feed(category: DemoCategory, base_url: str) -> str:
    """Write the feed of a category: the newest by id, whole addresses, no bodies."""
    newest = sorted(category.articles, key=lambda article: article.aid, reverse=True)[:_FEED_LENGTH]
    items = "\n".join(_feed_item(category, article, base_url) for article in newest)
    return f"""\
<?xml version="1.0" encoding="utf-8" ?>
<rss version="2.0">
<channel>
<title>{escape(category.name)}</title>
<link>{base_url}{category.url}</link>
<description></description>
<language>zh-cn</language>
<generator>{SITE_NAME}</generator>
{items}
</channel>
</rss>
"""


def _map_page(title: str, root: str, rows: list[str]) -> str:
    listing = "\n".join(rows)
    main = (
        f'<main class="map">\n<h1>{title}</h1>\n<h3><a href="{root}">{ROOT_NAME}</a></h3>\n'
        f"<ul>\n{listing}\n</ul>\n</main>"
    )
    return frame(f"{title}_{SITE_NAME}", main)


def _feed_item(category: DemoCategory, article: DemoArticle, base_url: str) -> str:
    return f"""\
<item>
<title><![CDATA[{_as_in_feeds(article.title)}]]></title>
<link>{escape(base_url + article.url)}</link>
<description><![CDATA[{_as_in_feeds(summary_of(article))}]]></description>
<pubDate>{article.published:%Y-%m-%d}</pubDate>
<category>{escape(category.name)}</category>
<author>{escape(article.author)}</author>
</item>"""


def _as_in_feeds(text: str) -> str:
    """Text as the engine puts it into CDATA: stored escaped, then escaped once more."""
    return escape(escape(text))
