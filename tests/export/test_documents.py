"""Editions in the formats for reading: whole, well-formed, and with nothing in them that runs or comes from outside."""

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from achie_tui.export.edition import Edition, picture_file, picture_within
from achie_tui.export.formats import FORMATS, FULL_LINES
from achie_tui.model import Article, ImageBlock
from achie_tui.typeset.visible import clean_line
from tests.export.editions import ADDRESSES, KEPT, article, edition
from tests.export.test_any_text import TARGETS, WORDS
from tests.export.test_any_text import article as any_article

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
SAID = (
    "一、怎么补",
    "新购设备按两成补助[1]",
    "图1 车间",
    "产值（亿元）",
    "-3.25",
    "申报表",
    "材料",
    "先用后补。",
    "乙  2",
    "[1] 以发票为准。",
)
"""A word of each block, in their order."""


def written(name: str, told: Edition | None = None) -> bytes:
    """Give an edition as a file."""
    file = io.BytesIO()
    FORMATS[name].write(told or edition(), file)
    return file.getvalue()


def chapters(book: bytes) -> list[ET.Element]:
    with ZipFile(io.BytesIO(book)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"EPUB/a\d+\.xhtml", name)]
        return [ET.fromstring(archive.read(name)) for name in names]  # noqa: S314 - our own


def in_order(text: str) -> None:
    places = [text.index(words) for words in SAID]
    assert places == sorted(places)


# Whole, in every format.


def test_all_of_a_text_is_in_every_format_in_its_order() -> None:
    one = edition(article())
    shown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(written("markdown", one).decode())
    in_order(LexborHTMLParser(shown).text())
    in_order(written("text", one).decode())
    page = LexborHTMLParser(written("html", one).decode())
    in_order(page.css_first("article").text())  # type: ignore[union-attr]
    [chapter] = chapters(written("epub", one))
    in_order("".join(chapter.itertext()))
    in_order(json.dumps(json.loads("".join(FULL_LINES.text(one))), ensure_ascii=False).replace("\\n", "\n"))


def test_front_matter_says_what_a_note_program_wants_to_know() -> None:
    text = written("markdown", edition(article(title='说 "新" 政: #1', author=None))).decode()
    assert text.startswith(
        '---\ntitle: "说 \\"新\\" 政: #1"\nsource: "高新院"\npublished: "2024-01-02 09:30"\n'
        'url: "http://www.achie.org/news/gxq/202401017.html"\ncategory: "政策解读"\n'
        'fetched: "2025-09-25T11:33:20+00:00"\n---\n\n# '
    )


def test_front_matter_tells_of_a_text_that_is_not_whole() -> None:
    assert "\ncomplete: false\n" in written("markdown", edition(article(complete=False))).decode()
    assert "\ncomplete:" not in written("markdown", edition(article())).decode()


def test_several_have_a_list_of_contents_and_one_has_none() -> None:
    page = LexborHTMLParser(written("html").decode())
    assert [node.attributes["href"] for node in page.css("nav a")] == ["#a1", "#a2"]
    assert [node.attributes["id"] for node in page.css("article")] == ["a1", "a2"]
    assert not LexborHTMLParser(written("html", edition(article())).decode()).css("nav")


def test_wide_tables_are_scrolled_and_their_numbers_stay_whole() -> None:
    page = written("html").decode()
    cells = re.findall(r"^th, td \{([^}]*)\}", page, re.MULTILINE)
    # What the body has for addresses would be handed down, and let a column be as narrow as a digit.
    assert ["overflow-wrap: normal" in each for each in cells] == [True]
    assert not re.search(r"(?:table|th|td)[^{};]*\{[^}]*(?:anywhere|break-word|break-all)", page)


def test_a_picture_that_is_kept_is_in_the_page_and_one_that_is_not_is_a_link() -> None:
    page = LexborHTMLParser(written("html", edition(article())).decode())
    assert [node.attributes["src"] for node in page.css("img")] == [KEPT.address]
    assert picture_within(KEPT.address) == KEPT
    assert page.css("figure a")[0].attributes["href"] == "http://www.achie.org/uploads/gone.png"


@pytest.mark.parametrize("data", [b"", None, b"<svg onload='alert(1)'/>", b"<html>", b"RIFF0000WAVE", b"BM000"])
def test_what_is_no_picture_is_none(data: bytes | None) -> None:
    assert picture_file(data) is None


# A book.


def test_a_book_is_as_the_standard_has_it() -> None:
    with ZipFile(io.BytesIO(written("epub"))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
        assert archive.read("mimetype") == b"application/epub+zip"
        files = set(archive.namelist()) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
        for name in archive.namelist():
            if name.endswith((".xml", ".opf", ".xhtml")):
                ET.fromstring(archive.read(name))  # noqa: S314 - our own
        package = ET.fromstring(archive.read("EPUB/package.opf"))  # noqa: S314 - our own
        items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
        assert {f"EPUB/{item.get('href')}" for item in items.values()} == files
        assert len(files) == len(items)
        assert [ref.get("idref") for ref in package.iter(f"{OPF}itemref")] == ["nav", "a1", "a2"]
        said = {element.tag.rpartition("}")[2]: element.text for element in package.iter()}
        assert (said["language"], said["title"], said["publisher"]) == ("zh-CN", "政策解读", "高新院")
        [modified] = [each.text for each in package.iter(f"{OPF}meta") if each.get("property") == "dcterms:modified"]
        assert modified == "2025-09-26T15:20:00Z"
        nav = ET.fromstring(archive.read("EPUB/nav.xhtml"))  # noqa: S314 - our own
        assert [link.get("href") for link in nav.iter(f"{XHTML}a")] == ["a1.xhtml", "a2.xhtml"]
        assert archive.read(f"EPUB/pictures/{KEPT.name}") == KEPT.data
    for chapter in chapters(written("epub")):
        assert [image.get("src") for image in chapter.iter(f"{XHTML}img")] == [f"pictures/{KEPT.name}"]


# Hostile words: nothing runs, nothing is loaded.

LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "style", "xlink:href"}
RUNNING = {"script", "iframe", "frame", "object", "embed", "base", "form", "svg", "math", "template", "audio", "video"}


def check_page(page: LexborHTMLParser) -> None:
    for node in page.css("*"):
        assert node.tag not in RUNNING
        for name, value in node.attributes.items():
            assert not name.lower().startswith("on")
            if name in LOADING:
                assert name == "src"
                assert (value or "").startswith("data:image/png;base64,")
            if name == "href":
                assert re.match(r"https?://|#a\d+$", value or "")
    policies = [node.attributes["content"] for node in page.css("meta[http-equiv]")]
    assert len(policies) == 1
    assert (policies[0] or "").startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert next(node.attributes.get("charset") for node in page.css("meta")) == "utf-8"


def check_chapter(chapter: ET.Element) -> None:
    for element in chapter.iter():
        assert element.tag.removeprefix(XHTML) not in RUNNING
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name == "src":
                assert value.startswith("pictures/")
            elif name == "href":
                assert value == "book.css" or re.match("https?://", value)


def check_hostile(told: Article) -> None:
    with_picture = replace(told, blocks=(*told.blocks, ImageBlock("/uploads/kept.png", told.title, told.title)))
    hostile = edition(with_picture, replace(with_picture, path="/b/2.html"), title=told.title)
    check_page(LexborHTMLParser(written("html", hostile).decode()))
    found = chapters(written("epub", hostile))
    assert len(found) == 2
    for chapter in found:
        check_chapter(chapter)
    matter = written("markdown", hostile).decode().split("\n---\n")[0]
    assert len(matter.splitlines()) == 4
    assert json.loads(matter.splitlines()[1].removeprefix("title: ")) == clean_line(told.title)


@pytest.mark.fault(37)
@given(WORDS, TARGETS)
@settings(deadline=None, max_examples=30)
def test_no_words_run_in_a_page_or_a_book(words: str, target: str) -> None:
    check_hostile(any_article(words, target))


@pytest.mark.fault(37)
@pytest.mark.long
@given(WORDS, TARGETS)
@settings(deadline=None, max_examples=2_000)
def test_nor_do_thousands_of_others(words: str, target: str) -> None:
    check_hostile(any_article(words, target))


@pytest.mark.fault(37)
def test_the_two_characters_that_xml_cannot_have_are_in_no_book() -> None:
    assert len(chapters(written("epub", edition(article(title="甲\ufffe\uffff\ud800\x0b"))))) == 1


# Tables.


@pytest.mark.fault(37)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "\n@", " =", "＝", "＋", "－", "＠"])
def test_no_cell_is_executed(sign: str) -> None:
    told = edition(article(title=f"{sign}cmd|' /C calc'!A0", source=f'{sign}1","=2'))
    text = written("csv", told).decode()
    assert text.startswith("\ufeff标题,栏目,日期,来源,网址")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert {len(row) for row in rows} == {11}
    for value in rows[1]:
        assert not value.lstrip()[:1] or value.lstrip()[0] not in "=+-@＝＋－＠\t\r\n"
    assert rows[1][0].startswith("'")


def test_a_table_of_headlines_says_what_a_list_does() -> None:
    told = edition(article(title='甲,"乙"'))
    told = replace(told, headlines=[replace(told.headlines[0], starred=True, summary="摘\n要")])
    rows = list(csv.reader(io.StringIO(written("csv", told).decode().removeprefix("\ufeff"))))
    url = ADDRESSES.url("/news/gxq/202401017.html")
    assert rows[1] == ['甲,"乙"', "政策解读", "2024-01-02 09:30", "高新院", url, "摘 要", "", "是", "", "", "7"]
    [record] = [json.loads(line) for line in written("jsonl", told).decode().splitlines()]
    assert (record["title"], record["starred"], record["url"]) == ('甲,"乙"', True, url)


@pytest.mark.fault(37)
def test_lines_of_json_stay_lines() -> None:
    told = edition(article(title="甲\u2028乙\x1b[2J\u202e\n"))
    text = written("jsonl", told).decode()
    assert len(text.splitlines()) == 1
    assert text.rstrip("\n").isprintable()
