"""`feed`: Atom that any reader understands, with the whole texts, and ids that stay."""

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from achie_tui.model import TextBlock
from tests.commands.shell import User
from tests.commands.test_second_wall import PAYLOADS, harmless, plant
from tests.site.build import Site
from tests.site.serve import Server

NAME = "高新区新闻"
ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


def feed(user: User, *words: str) -> tuple[ET.Element, list[ET.Element]]:
    """Give a feed and its entries, checked for what RFC 4287 wants of each."""
    said = user.run("feed", *words)
    assert (said.status, said.err) == (0, "")
    root = ET.fromstring(said.out)  # noqa: S314 - our own, and the test is whether it can be read
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert TIME.fullmatch(text(element, "updated"))
        assert text(element, "id").startswith("tag:www.achie.org,2026:/")
        assert text(element, "id").isascii()
    assert len({text(entry, "id") for entry in entries}) == len(entries)
    return root, entries


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def paths(user: User, entries: Sequence[ET.Element]) -> list[str]:
    links = (entry.find(f"{ATOM}link") for entry in entries)
    return [link.attrib["href"].removeprefix(user.base_url) for link in links if link is not None]


def test_a_category_s_newest_have_their_whole_texts(reader: User, site: Site, server: Server) -> None:
    root, entries = feed(reader, NAME, "--limit", "12")
    assert text(root, "title") == f"高新院 · {NAME}"
    newest = sorted((site.truth[path].published for path in site.lists[NAME]), reverse=True)[:12]
    assert [text(entry, "published")[:10] for entry in entries] == [day[:10] for day in newest]
    assert text(root, "updated") == max(text(entry, "updated") for entry in entries)
    whole = 0
    with reader.library() as library:
        for entry, path in zip(entries, paths(reader, entries), strict=True):
            content = entry.find(f"{ATOM}content")
            if content is not None and (kept := library.article(path)):
                assert content.attrib["type"] == "html"
                said = unescape(re.sub(r"<[^>]*>", "", content.text or ""))
                for block in kept.article.blocks:
                    if isinstance(block, TextBlock) and block.kind == "paragraph":
                        assert block.text in said
                whole += 1
    assert whole > 5
    assert server.log == []


def test_any_list_is_a_feed_and_one_at_a_time(reader: User, site: Site) -> None:
    path = site.lists[NAME][0]
    reader.run("mark", path, "--star")
    assert paths(reader, feed(reader, "--starred")[1]) == [path]
    assert feed(reader, "--later")[1] == []
    assert len(feed(reader, "--limit", "3")[1]) == 3
    title = site.truth[path].title
    assert path in paths(reader, feed(reader, "--search", f'title:"{title}"')[1])
    for words in ((NAME, "--starred"), ("--later", "--starred"), ("--search", "x", NAME), ("--search", "")):
        assert reader.run("feed", *words).status == 2
    assert reader.run("feed", "没有这个").status == 2


def test_the_same_as_json(reader: User) -> None:
    _, entries = feed(reader, NAME)
    record = reader.run("feed", NAME, "--json").value()
    assert record["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in record["items"]] == [text(entry, "id") for entry in entries]
    assert [item["content_html"] for item in record["items"]] == [text(entry, "content") for entry in entries]
    assert [item["date_modified"] for item in record["items"]] == [text(entry, "updated") for entry in entries]


def test_ids_stay_when_the_site_is_reached_by_another_address(reader: User) -> None:
    _, here = feed(reader, NAME)
    _, there = feed(User("http://mirror.example/copy", reader.folder), NAME)
    assert [text(entry, "id") for entry in here] == [text(entry, "id") for entry in there]
    assert paths(reader, there)[0].startswith("http://mirror.example/copy/")


def test_a_file_is_written_at_once_and_only_where_something_changed(reader: User, tmp_path: Path) -> None:
    file = tmp_path / "news.xml"
    assert reader.run("feed", "--output", str(file), "--limit", "5").out == ""
    before = file.stat()
    assert file.read_text(encoding="utf-8") == reader.run("feed", "--limit", "5").out
    record = reader.run("feed", "--output", str(file), "--limit", "5", "--json").value()
    assert record == {"file": str(file), "articles": 5}
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    file.chmod(0o640)
    link = tmp_path / "link.xml"
    link.symlink_to(file)
    reader.run("feed", "--output", str(link), "--limit", "6")
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert len(feed(reader, "--limit", "6")[1]) == file.read_text(encoding="utf-8").count("<entry>")
    said = reader.run("feed", "--output", str(tmp_path / "none" / "news.xml"))
    assert said.status == 2
    assert "news.xml" in said.sentence
    assert sorted(each.name for each in tmp_path.iterdir() if each.suffix != "") == ["link.xml", "news.xml"]


@pytest.mark.parametrize("payload", [*PAYLOADS.values(), "\ufffe\uffff]]>&<script>\U000fffff"])
def test_hostile_texts_are_valid_xml_and_harmless(reader: User, payload: str) -> None:
    plant(reader, payload)
    _, entries = feed(reader, "--limit", "3")
    assert any("红" in text(entry, "title") for entry in entries)
    for entry in entries:
        for part in ("title", "content", "summary"):
            harmless(text(entry, part))
            assert "<script" not in text(entry, "content")
