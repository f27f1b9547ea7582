"""The demo site: its content is sound and its own, and every address within it answers."""

import gzip
import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from html import unescape
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest
from PIL import Image

from achie_tui.demo.content import (
    ContentError,
    DemoArticle,
    DemoCategory,
    load_content,
    newest_first,
    picture,
    read_category,
)
from achie_tui.demo.server import DemoSite

NAMES = [
    *("高新院新闻", "政策解读", "高新区新闻", "区域经济研究", "经济开发区新闻", "科技创新", "战略性新兴产业研究"),
    *("行业洞见", "一带一路新闻", "智慧城市案例", "产业规划", "园区规划", "智慧城市news"),
]
HEAD = 'name = "某类"\nslug = "some"\ntid = 99\n'
ARTICLE = '[[article]]\naid = 1\ntitle = "题"\npublished = "2020-01-02 03:04"\n'
LINK = re.compile(r"""<(?:a|link)\b[^>]*?\bhref=(["'])(.*?)\1""")
PICTURE = re.compile(r"""<img\b[^>]*?\bsrc=(["'])(.*?)\1""")


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Visitor:
    """One connection kept open to the site."""

    def __init__(self, site: DemoSite) -> None:
        self.base_url = site.base_url
        self._connection = http.client.HTTPConnection(urlsplit(site.base_url).netloc, timeout=10)

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path; a header is written with ``_`` for ``-``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, headers=named)
        response = self._connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@pytest.fixture(scope="module")
def visitor() -> Iterator[Visitor]:
    with DemoSite() as site:
        visitor = Visitor(site)
        yield visitor
        visitor.close()


def all_articles() -> list[DemoArticle]:
    return [article for category in load_content() for article in category.articles]


def category_of(slug: str) -> DemoCategory:
    return next(category for category in load_content() if category.slug == slug)


def paragraphs(article: DemoArticle) -> list[str]:
    parts = re.split(r"</?(?:p|h\d|li|td|th|blockquote|caption|div|section|br)\b[^>]*>", "".join(article.pages))
    texts = (re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", part))) for part in parts)
    return [text for text in texts if text]


def test_the_categories_stand_in_the_order_of_the_site() -> None:
    names = [category.name for category in load_content()]
    assert names == NAMES
    assert all(category.articles for category in load_content())


def test_no_two_articles_share_a_sentence() -> None:
    seen: dict[str, int] = {}
    for article in all_articles():
        for sentence in {
            sentence for paragraph in paragraphs(article) for sentence in re.split(r"(?<=[。！？；])", paragraph)
        }:
            if len(sentence) >= 12:
                assert seen.setdefault(sentence, article.aid) == article.aid, sentence
    assert len(seen) > 500


def test_titles_are_unique_and_texts_long_enough() -> None:
    articles = all_articles()
    assert len({article.title for article in articles}) == len(articles)
    for article in articles:
        if article.redirect is None:
            assert sum(map(len, paragraphs(article))) >= 300, article.title


def test_pictures_of_the_texts_are_there_and_all_are_used() -> None:
    used = {src for article in all_articles() for page in article.pages for _, src in PICTURE.findall(page)}
    for src in used:
        assert src.startswith("/uploads/demo/")
        found = picture(src.removeprefix("/uploads/demo/"))
        assert found is not None, src
        assert Image.open(BytesIO(found[0])).size == (800, 450)
        assert len(found[0]) < 50_000
    stored = files("achie_tui.demo").joinpath("pictures").iterdir()
    assert {f"/uploads/demo/{entry.name}" for entry in stored} == used


def test_every_address_of_the_site_answers(visitor: Visitor) -> None:
    waiting, seen, statuses = ["/"], {"/"}, set()
    while waiting:
        path = waiting.pop()
        answer = visitor.get(path)
        statuses.add(answer.status)
        assert answer.status in {200, 301, 302}, path
        targets = [answer.headers["Location"]] if answer.status != 200 else []
        if "html" in answer.headers["Content-Type"]:
            targets += [unescape(href) for _, href in LINK.findall(answer.text) + PICTURE.findall(answer.text)]
        for target in targets:
            address = urlsplit(urljoin(visitor.base_url + path, target))
            where = address.path + (f"?{address.query}" if address.query else "")
            if address.netloc == urlsplit(visitor.base_url).netloc and where not in seen:
                seen.add(where)
                waiting.append(where)
    assert statuses == {200, 302}
    assert {article.url for article in all_articles()} <= seen


def test_a_listing_is_newest_first_ten_a_page_with_relative_pager_links(visitor: Visitor) -> None:
    category = category_of("gxq")
    first, second = (visitor.get(f"/news/gxq/list_7_{number}.html").text for number in (1, 2))
    assert visitor.get("/news/gxq/").text == visitor.get("/news/gxq/index.html").text == first
    urls = [re.findall(r'</time><a href="(.*?)"', page) for page in (first, second)]
    assert [len(urls[0]), len(urls[1])] == [10, len(category.articles) - 10]
    assert urls[0] + urls[1] == [article.url for article in newest_first(category.articles)]
    assert all(f"<a href='list_7_2.html'>{word}</a>" in first for word in ("下一页", "末页"))
    assert all(f"<a href='list_7_1.html'>{word}</a>" in second for word in ("首页", "上一页"))
    assert "共 <strong>2</strong> 页 <strong>12</strong> 条" in first
    assert visitor.get("/news/gxq/list_7_3.html").status == visitor.get("/news/gxq/list_8_1.html").status == 404


def test_the_parent_lists_the_articles_of_all(visitor: Visitor) -> None:
    total = len(all_articles())
    page = visitor.get("/news/").text
    assert f"<strong>{total}</strong> 条" in page
    assert "<a href='list_1_2.html'>下一页</a>" in page
    assert visitor.get(f"/news/list_1_{-(-total // 10)}.html").status == 200


def test_an_article_page_has_what_the_engine_always_writes(visitor: Visitor) -> None:
    page = visitor.get("/news/gxq/202509251378.html").text
    crumbs = "<a href='/'>主页</a> > <a href='/news/'>新闻中心</a> > <a href='/news/gxq/'>高新区新闻</a> > <"
    assert f"当前位置: {crumbs}" in page
    text = re.sub(r"<[^>]*>", "", page)
    assert "来源:高新院 achie.org 日期:2025-09-25 14:03 点击:次" in text
    assert '<script src="/plus/count.php?view=yes&aid=1378"></script>' in page
    assert "相关文章推荐:" in page


def test_neighbours_go_by_id_and_end_somewhere(visitor: Visitor) -> None:
    for category in load_content():
        readable = [article for article in category.articles if article.redirect is None]
        pages = {article: visitor.get(article.url).text for article in readable}
        for older, newer in pairwise(category.articles):
            if newer in pages:
                assert f"上一篇：<a href='{older.url}'>" in pages[newer]
            if older in pages:
                assert f"下一篇：<a href='{newer.url}'>" in pages[older]
        assert "上一篇：没有了" in pages[category.articles[0]]


def test_a_long_article_has_pages(visitor: Visitor) -> None:
    article = next(article for article in all_articles() if article.aid == 1010)
    stem = article.url.removesuffix(".html")
    pages = [visitor.get(address).text for address in (f"{stem}.html", f"{stem}_2.html", f"{stem}_3.html")]
    assert all(f">{article.title}{mark}</h1>" in page for mark, page in zip(("", "(2)", "(3)"), pages, strict=True))
    assert f"<a href='{article.stem}_2.html'>下一页</a>" in pages[0]
    assert f"<a href='{article.stem}.html'>上一页</a>" in pages[1]
    assert f"<a href='{article.stem}_2.html'>上一页</a>" in pages[2]
    assert visitor.get(f"{stem}_4.html").status == visitor.get(f"{stem}_1.html").status == 404


def test_redirect_articles_point_home_and_away(visitor: Visitor) -> None:
    for article in all_articles():
        if article.redirect is not None:
            answer = visitor.get(article.url)
            assert (answer.status, answer.headers["Location"]) == (302, article.redirect)
    targets = [article.redirect for article in all_articles() if article.redirect is not None]
    assert "https://www.most.gov.cn/" in targets
    assert any(target.startswith("/news/") for target in targets)
    assert visitor.get("/plus/view.php?aid=abc").status == 404


@pytest.mark.parametrize("path", ["/news/gxq/", "/news/gxq/202509251378.html", "/data/rss/7.xml", "/robots.txt"])
def test_what_has_not_changed_is_not_sent_again(visitor: Visitor, path: str) -> None:
    first = visitor.get(path)
    etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    assert parsedate_to_datetime(changed)
    for headers in ({"If_None_Match": etag}, {"If_Modified_Since": changed}, {"If_None_Match": f'"x", W/{etag}'}):
        again = visitor.get(path, **headers)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
    assert visitor.get(path, If_None_Match='"x"', If_Modified_Since=changed).status == 200
    assert visitor.get(path, If_Modified_Since="yesterday").status == 200


def test_pages_are_compressed_on_request_only(visitor: Visitor) -> None:
    plain = visitor.get("/news/")
    zipped = visitor.get("/news/", Accept_Encoding="br, gzip;q=0.8")
    assert plain.headers["Content-Encoding"] is None
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert visitor.get("/news/", Accept_Encoding="gzip;q=0").headers["Content-Encoding"] is None
    assert visitor.get("/uploads/demo/chip.jpg", Accept_Encoding="gzip").headers["Content-Encoding"] is None


@pytest.mark.parametrize(
    "path",
    [
        *("/nothing", "/news/none", "/news/none/", "/uploads/demo/../__init__.py", "/uploads/demo/x.jpg"),
        *("/data/rss/99.xml", "/news/gxq/x.html", "/news/zcjd/202509251378.html", "/news/gxq/202509241378.html"),
        *("/news/none/202509251378.html", "/news/zcjd/20220705611.html", "/plus/search.php?q=x", "/plus/count.php"),
    ],
)
def test_where_nothing_stands_the_answer_is_404(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status == 404
    assert "页面不存在" in answer.text


def test_a_folder_without_its_slash_is_completed(visitor: Visitor) -> None:
    for path in ("/news", "/news/gxq"):
        answer = visitor.get(path)
        assert (answer.status, answer.headers["Location"]) == (301, f"{path}/")


def test_head_has_the_headers_and_no_body(visitor: Visitor) -> None:
    answer = visitor.get("/news/", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(visitor.get("/news/").body)


def test_feeds_hold_the_newest_by_id(visitor: Visitor) -> None:
    feed = visitor.get("/data/rss/7.xml").text
    ids = [article.aid for article in category_of("gxq").articles]
    links = re.findall(r"<link>(.*?)</link>", feed)[1:]
    assert [int(re.findall(r"\d{8}(\d+)\.html", link)[0]) for link in links] == sorted(ids, reverse=True)
    assert all(link.startswith(visitor.base_url) for link in links)
    assert "<pubDate>2025-09-25</pubDate>" in feed
    assert "guid" not in feed


def test_the_click_script_never_counts(visitor: Visitor) -> None:
    path = "/plus/count.php?view=yes&aid=1378"
    assert visitor.get(path).text == visitor.get(path).text


def test_the_site_ends_with_its_context() -> None:
    site = DemoSite()
    with site:
        address = urlsplit(site.base_url)
    with pytest.raises(RuntimeError):
        _ = site.base_url
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection(address.netloc, timeout=5).connect()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name =", "some"),
        ('slug = "some"\ntid = 1', "missing name"),
        (HEAD.replace('"some"', '"other"'), "should be called"),
        (HEAD + ARTICLE, "either pages or a redirect"),
        (HEAD + ARTICLE + 'pages = ["a"]\nredirect = "/"', "either pages or a redirect"),
        (HEAD + ARTICLE + 'pages = [" "]', "should be text"),
        (HEAD + ARTICLE + 'pages = ["a"]\nnote = 1', "unknown key note"),
        (HEAD + ARTICLE.replace("aid = 1", 'aid = "1"') + 'pages = ["a"]', "of type int"),
        (HEAD + ARTICLE.replace("01-02", "13-02") + 'pages = ["a"]', "does not match"),
    ],
)
def test_mistakes_in_the_content_are_named(text: str, problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        read_category("01-some.toml", text)
