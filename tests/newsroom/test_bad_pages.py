"""Pages as the worst of servers sends them: one clear sentence, nothing stored, and the old copy kept."""

import gzip
import random
import re

import pytest

from tests.commands.shell import User
from tests.newsroom.notices import NOTICES, notice
from tests.site.build import Site
from tests.site.serve import (
    BadGzip,
    Body,
    Endless,
    Fault,
    GzipBomb,
    Handler,
    Redirect,
    Reset,
    Server,
    Status,
    Truncate,
    WrongLength,
    serve,
)

_P = "<p>这一段很长。</p>\n"


@pytest.fixture
def path(site: Site) -> str:
    """Give an article of one page with a text."""
    return next(truth.path for truth in site.articles() if truth.pages == 1 and len(truth.paragraphs) > 5)


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    "answer",
    [
        (Truncate(900), "不完整"),
        (WrongLength(100), "不完整"),
        (Reset(500), ""),
        (BadGzip(), "gzip"),
        (GzipBomb(20_000_000), "上限"),
        (Endless(), "上限"),
        (Body(_P.encode() * 130_000), "上限"),
        (Body(b"<div>" * 100_000), "嵌套"),
        (Body(b"<b>" * 30_000), "嵌套"),
        (Body(b""), "空"),
        (Body(b"\xff\xfe\x00" * 50), "空"),
        (Redirect("/news/", hops=40), "转来转去"),
        (Redirect("http://[::1]:9/x.html"), "站外"),
        (Redirect("file:///etc/passwd"), "不安全"),
        (Status(200, {"Content-Encoding": "br"}), "br"),
        (Status(401, {"WWW-Authenticate": "Basic"}), "要求登录才能看"),
        (Status(407), "代理"),
        (Status(204, body=b""), "HTTP 204，没有内容"),
        (Status(205, body=b""), "HTTP 205，没有内容"),
    ],
    ids=lambda answer: type(answer[0]).__name__,
)
def test_a_page_that_cannot_be_had(
    user: User, reader: User, server: Server, path: str, answer: tuple[Fault, str]
) -> None:
    server.faults[path], words = answer
    said = user.run("read", path)
    assert (said.status, said.out) == (4, "")
    assert words in said.sentence
    with user.library() as library:
        assert library.article(path) is None
        assert library.pages.get(path) is None
    before = reader.run("read", path, "--offline").out
    said = reader.run("read", path, "--refresh")
    assert (said.status, said.out) == (4, before)
    assert words in said.sentence
    with reader.library() as library:
        assert not library.former(path)


def test_another_port_of_this_machine_is_never_asked(reader: User, server: Server, site: Site, path: str) -> None:
    before = reader.run("read", path, "--offline").out
    with serve(site) as other:
        server.faults[path] = Redirect(f"{other.base_url}/secret.html")
        said = reader.run("read", path, "--refresh")
        assert (said.status, said.out) == (4, before)
        assert other.base_url.removeprefix("http://") in said.sentence
        assert other.log == []


def test_an_article_that_leads_to_another_page_is_gone(user: User, reader: User, server: Server, path: str) -> None:
    before = reader.run("read", path, "--offline").out
    server.faults[path] = Redirect("/")
    assert user.run("read", path).status == 1
    said = reader.run("read", path, "--refresh")
    assert (said.status, said.out) == (1, before)
    assert "删除或移动" in said.sentence


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "gbk"])
def test_a_page_reads_the_same_in_any_chinese_encoding(
    user: User, reader: User, server: Server, path: str, encoding: str
) -> None:
    site = server.site
    server.faults[path] = Body(site.files[path].decode().encode(encoding, errors="xmlcharrefreplace"))
    assert user.run("read", path).out == reader.run("read", path, "--offline").out


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "big5", "shift_jis", "utf-7", "euc-kr"])
def test_a_page_in_another_encoding_is_no_accident(
    reader: User, server: Server, site: Site, path: str, encoding: str
) -> None:
    server.faults[path] = Body(site.files[path].decode().encode(encoding, errors="ignore"))
    said = reader.run("read", path, "--refresh")
    assert said.out
    assert said.status in {0, 4}
    assert said.status == 0 or said.sentence
    assert all(letter.isprintable() or letter in "\n\t" for letter in said.out)


@pytest.mark.parametrize("seed", range(6))
def test_a_page_of_noise_is_no_accident(reader: User, server: Server, site: Site, path: str, seed: int) -> None:
    print(f"noise of seed {seed}")
    rng = random.Random(seed)
    page = bytearray(site.files[path])
    for _ in range(len(page) // 50):
        page[rng.randrange(len(page))] = rng.randrange(256)
    for body in (bytes(page), rng.randbytes(50_000)):
        server.faults[path] = Body(body)
        said = reader.run("read", path, "--refresh")
        assert said.out
        assert said.status == 0 or said.sentence
        assert all(letter.isprintable() or letter in "\n\t" for letter in said.out)
    with reader.library() as library:
        kept = library.article(path)
    assert kept is not None
    assert len(kept.article.blocks) > 0


@pytest.mark.fault(12)
@pytest.mark.parametrize("share", [0.4, 0.6, 0.8, 0.95])
def test_a_page_cut_short_never_replaces_a_whole_one(
    user: User, reader: User, server: Server, path: str, share: float
) -> None:
    page = server.site.files[path]
    server.faults[path] = Body(page[: int(len(page) * share)])
    before = reader.run("read", path, "--offline").out
    assert reader.run("read", path, "--refresh").out == before
    said = user.run("read", path, "--json")
    assert said.status != 0 or said.value()["complete"] is False
    server.faults.clear()
    assert user.run("read", path, "--json").value()["complete"]
    assert user.run("read", path, "--offline").out == before


def _half(handler: Handler) -> bytes:
    data = handler.content()
    return data[: len(data) // 2]


def _end(handler: Handler, headers: dict[str, str], data: bytes) -> None:
    """Send this and close, as if that were all."""
    handler.begin(200, {"Content-Type": "text/html", "Connection": "close", **headers})
    handler.send(data)
    handler.close_connection = True


def _cut_html(handler: Handler) -> None:
    _end(handler, {}, _half(handler))


def _cut_gzip(handler: Handler) -> None:
    packed = gzip.compress(handler.content())[:-30]
    _end(handler, {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}, packed)


def _whole_gzip_of_half(handler: Handler) -> None:
    _end(handler, {"Content-Encoding": "gzip"}, gzip.compress(_half(handler)))


def _cut_chunk(handler: Handler) -> None:
    _end(handler, {"Transfer-Encoding": "chunked"}, b"%x\r\n%b" % (len(handler.content()), _half(handler)))


def _no_last_chunk(handler: Handler) -> None:
    half = _half(handler)
    _end(handler, {"Transfer-Encoding": "chunked"}, b"%x\r\n%b\r\n" % (len(half), half))


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    "fault",
    [_cut_html, _cut_gzip, _whole_gzip_of_half, _cut_chunk, _no_last_chunk, Truncate(900)],
    ids=["html", "gzip", "half packed", "chunk", "no last chunk", "length"],
)
def test_an_answer_cut_short_counts_as_whole_nowhere(
    user: User, reader: User, server: Server, path: str, fault: Fault
) -> None:
    server.faults[path] = fault
    before = reader.run("read", path, "--offline").out
    assert reader.run("read", path, "--refresh").out == before
    assert reader.run("read", path, "--offline").out == before
    user.sync("--all", "--no-images")
    with user.library() as library:
        kept = library.article(path)
        assert kept is None or not kept.article.complete
    server.faults.clear()
    assert user.sync("--all", "--no-images").value()["failed"] == 0
    assert user.run("read", path, "--offline").out == before


@pytest.mark.fault(12)
def test_an_article_that_lost_a_page_never_replaces_a_whole_one(
    user: User, reader: User, server: Server, site: Site
) -> None:
    truth = next(truth for truth in site.articles() if truth.pages > 1)
    before = reader.run("read", truth.path, "--offline").out
    site.files[truth.path] += b"<!-- touched -->"
    server.faults[truth.path.replace(".html", "_2.html")] = Status(500)
    assert reader.run("read", truth.path, "--refresh").out == before
    assert reader.run("read", truth.path, "--json").value()["complete"]
    assert user.run("read", truth.path, "--json").value()["complete"] is False
    server.faults.clear()
    record = user.run("read", truth.path, "--json").value()
    assert record["complete"]
    assert user.run("read", truth.path, "--offline").out == before


def test_an_empty_article_never_replaces_a_text(reader: User, server: Server, site: Site) -> None:
    full = next(truth for truth in site.articles() if truth.pages == 1 and len(truth.paragraphs) > 5)
    empty = next(truth for truth in site.articles() if not (truth.paragraphs or truth.images or truth.tables))
    server.faults[full.path] = Body(site.files[empty.path])
    before = reader.run("read", full.path, "--offline").out
    assert reader.run("read", full.path, "--refresh").out == before
    assert reader.run("read", full.path, "--offline").out == before


@pytest.mark.parametrize(
    "body", [_P.encode() * 130_000, b"<div>" * 100_000, b"", b"\x00" * 1000, b"<html>" + b"\x1b[31m[bold]" * 9_000]
)
def test_a_listing_that_cannot_be_read_keeps_the_list(reader: User, server: Server, site: Site, body: bytes) -> None:
    name, category = next(iter(site.categories.items()))
    before = reader.run("list", name, "--json").out
    server.faults[category] = Body(body)
    said = reader.run("list", name, "--refresh", "--json")
    assert (said.status, said.out) == (4, before)
    assert said.sentence


def test_a_listing_whose_rows_cannot_be_found_is_no_empty_listing(reader: User, server: Server, site: Site) -> None:
    name, category = next(iter(site.categories.items()))
    before = reader.run("list", name, "--json").out
    page = site.files[f"{category}index.html"].decode()
    server.faults[category] = Body(re.sub(r"\d{8,}\.html|view\.php", "detail", page).encode())
    said = reader.run("list", name, "--refresh", "--json")
    assert (said.status, said.out) == (4, before)
    assert reader.base_url in said.sentence
    server.faults.clear()
    assert reader.run("list", name, "--refresh", "--json").out == before


@pytest.mark.fault(12)
@pytest.mark.parametrize("status", [200, 206])
def test_a_page_that_came_in_part_is_told_as_such(
    user: User, reader: User, server: Server, path: str, status: int
) -> None:
    before = reader.run("read", path, "--offline").out
    paragraphs = server.site.truth[path].paragraphs
    half = server.site.files[path].partition(paragraphs[len(paragraphs) // 2].encode())[0]

    def cut(handler: Handler) -> None:
        _end(handler, {}, half)

    def in_part(handler: Handler) -> None:
        handler.begin(206, {"Content-Type": "text/html", "Content-Range": "bytes 0-9/99", "Connection": "close"})
        handler.send(half + b"</p></body></html>")
        handler.close_connection = True

    server.faults[path] = cut if status == 200 else in_part
    said = reader.run("read", path, "--refresh")
    assert (said.status, said.out) == (4, before)
    assert "只收到一部分" in said.sentence
    for again in ((), ("--offline",)):
        said = user.run("read", path, *again)
        assert said.status == 0
        assert paragraphs[0] in said.out
        assert paragraphs[-1] not in said.out
        assert "不完整" in said.sentence
    server.faults.clear()
    said = user.run("read", path)
    assert (said.status, said.out, said.err) == (0, before, "")


@pytest.mark.fault(16)
def test_a_page_with_lost_characters_never_replaces_one_without(reader: User, server: Server, path: str) -> None:
    before = reader.run("read", path, "--offline").out
    text = server.site.truth[path].paragraphs[-1].encode()
    page = server.site.files[path]
    assert text in page
    server.faults[path] = Body(page.replace(text, text + b"\xff"))
    said = reader.run("read", path, "--refresh")
    assert (said.status, said.out) == (4, before)
    assert "无法解码" in said.sentence
    with reader.library() as library:
        assert not library.former(path)


@pytest.mark.fault(22)
@pytest.mark.parametrize(("title", "text"), NOTICES)
def test_a_notice_within_the_frame_of_the_site_is_not_the_article(
    user: User, reader: User, server: Server, site: Site, path: str, title: str, text: str
) -> None:
    before = reader.run("read", path, "--offline").out
    user.run("list", "--refresh", next(truth.category for truth in site.articles() if truth.path == path))
    listed = user.run("list").out
    server.faults[path] = Body(notice(site, path, title, text))
    for one in (user, reader):
        said = one.run("read", path, *(() if one is user else ("--refresh",)))
        assert (said.status, said.out) == (4, "" if one is user else before)
        assert "不是" in said.sentence
    assert user.run("list").out == listed
    with reader.library() as library:
        assert not library.former(path)
    del server.faults[path]
    assert user.run("read", path).out == before


def test_an_editor_may_change_the_title_and_the_text(reader: User, server: Server, site: Site, path: str) -> None:
    truth = next(truth for truth in site.articles() if truth.path == path)
    page = site.files[path].decode().replace(truth.title, "换了标题的稿子")
    server.faults[path] = Body(page.replace(truth.paragraphs[0], "开头也重写了。").encode())
    said = reader.run("read", path, "--refresh")
    assert said.status == 0
    assert "换了标题的稿子" in said.out
    assert "开头也重写了。" in said.out


@pytest.mark.parametrize(("title", "text"), NOTICES)
def test_a_notice_in_the_place_of_a_further_page_is_no_part_of_the_article(
    user: User, server: Server, site: Site, title: str, text: str
) -> None:
    truth = next(truth for truth in site.articles() if truth.pages > 1)
    second = truth.path.replace(".html", "_2.html")
    server.faults[second] = Body(notice(site, second, title, text))
    said = user.run("read", truth.path)
    assert text not in said.out
    assert "不完整" in said.sentence or "不完整" in said.out


def test_a_notice_in_the_template_of_articles_is_no_further_page_either(user: User, server: Server, site: Site) -> None:
    truth = next(truth for truth in site.articles() if truth.pages > 1)
    second = truth.path.replace(".html", "_2.html")
    page = site.files[second].decode().replace(truth.title, "文章不在了")
    server.faults[second] = Body(page.encode())
    said = user.run("read", truth.path)
    assert "不完整" in said.sentence or "不完整" in said.out


def test_a_notice_that_was_taken_before_a_list_told_the_title_is_replaced(
    user: User, server: Server, site: Site, path: str
) -> None:
    server.faults[path] = Body(notice(site, path, *NOTICES[1]))
    assert NOTICES[1][0] in user.run("read", path).out, "nothing tells by then what it should be"
    del server.faults[path]
    assert user.sync("--all", "--no-images").status == 0
    truth = next(truth for truth in site.articles() if truth.path == path)
    assert truth.title in user.run("read", path, "--offline").out
    assert NOTICES[1][0] not in user.run("list").out


def test_a_site_that_never_closes_its_pages_has_whole_articles(
    user: User, reader: User, server: Server, site: Site, path: str
) -> None:
    page = site.files[path].decode()
    foot = "<div>版权所有 远望园区研究会</div>"
    server.faults[path] = Body((page[: page.rindex("</body>")] + foot).encode())
    said = user.run("read", path)
    assert said.status == 0
    assert "不完整" not in said.out + said.err
    assert said.out == reader.run("read", path, "--offline").out
