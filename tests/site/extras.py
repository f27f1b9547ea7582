"""The files of a site that are neither listings nor articles: maps, feeds, robots.txt, pictures."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from random import Random

from tests.site.articles import Draft
from tests.site.bodies import HOST
from tests.site.frame import Frame

PARENT = "新闻中心"
ROBOTS = """User-agent: *
Disallow: /plus/search.php
Disallow: /plus/count.php
Disallow: /plus/rss.php
Disallow: /include
Disallow: /templets
"""

_GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")


def plain(html: str) -> str:
    """Take the text of a bit of html."""
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


def site_maps(frame: Frame, news: str, tids: Mapping[str, int]) -> dict[str, str]:
    """Write the map of the categories and the map of their feeds."""
    maps = {
        "/data/sitemap.html": ("网站地图", dict(frame.categories)),
        "/data/rssmap.html": ("RSS订阅地图", {name: f"/data/rss/{tid}.xml" for name, tid in tids.items()}),
    }
    pages: dict[str, str] = {}
    for path, (label, addresses) in maps.items():
        rows = "".join(f"\t<li><a href='{address}'>{name}</a></li>\n" for name, address in addresses.items())
        main = f"<div>\n<h3><a href='{news}'>{PARENT}</a></h3>\t<ul>\n{rows}</ul></div>"
        pages[path] = frame.page(path, f"{frame.name}_{label}", [], main)
    return pages


def feed(frame: Frame, name: str, articles: Sequence[tuple[Draft, str]]) -> str:
    """Write the feed of a category from its articles and their addresses; entities are escaped once too often."""
    items = "".join(
        f"<item>\n<title><![CDATA[{escape(escape(draft.title))}]]></title>\n<link>{HOST}{href}</link>\n"
        f"<description><![CDATA[{escape(escape(draft.summary))}]]></description>\n"
        f"<pubDate>{draft.published:%Y-%m-%d}</pubDate>\n<category>{name}</category>\n<author>未知</author>\n"
        f"<comments>{plain(draft.source) or '未知'}</comments>\n</item>\n"
        for draft, href in articles
    )
    return (
        f'<?xml version="1.0" encoding="{"gb2312" if frame.gbk else "utf-8"}" ?>\n<rss version="2.0">\n<channel>\n'
        f"<title>{name}</title>\n<link>{HOST}{dict(frame.categories)[name]}</link>\n<language>zh-cn</language>\n"
        f"{items}</channel>\n</rss>\n"
    )


def pictures(paths: Iterable[str]) -> dict[str, bytes]:
    """Draw every picture that articles show, and those of the template."""
    drawn = {path: picture(Random(path)) for path in (*paths, "/images/defaultpic.png", "/templets/logo.png")}
    return {**drawn, "/images/loading.gif": _GIF, "/templets/main.css": b"body { margin: 0 }\n"}


def picture(rng: Random) -> bytes:
    """Draw a small valid PNG of four coloured quarters."""
    width, height = rng.choice(((120, 80), (96, 64), (160, 60), (60, 90)))
    colours = [bytes(rng.randrange(256) for _ in range(3)) for _ in range(4)]
    half = width // 2
    lines = [
        b"\x00" + colours[2 * (row * 2 // height)] * half + colours[2 * (row * 2 // height) + 1] * (width - half)
        for row in range(height)
    ]

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"".join(lines)))
        + chunk(b"IEND", b"")
    )
