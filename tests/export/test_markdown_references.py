"""Words that look like character references (`&nbsp;`), as Markdown: a reader shows them as they are written."""

from datetime import date, datetime
from html import unescape

import pytest

from achie_tui.export import digest, markdown
from achie_tui.export.noted import NotedArticle, placed_notes
from achie_tui.export.notes_markdown import Surroundings, is_untouched, notes_file, renewed
from achie_tui.library.records import Kept
from achie_tui.model import Block, Headline, ImageBlock, ListBlock, ListItem, Note, Passage, Span, TableBlock, TextBlock
from tests.export.test_block_formats import Outline, article, rendered
from tests.parse.reading import ADDRESSES

WORDS = "空格写作&nbsp;，版权写作&copy;，与号写作&amp;nbsp;或&#38;、&#x26;"
ADDRESS = "https://a.example/find?q=1&copy;=2&n=&lt;"
LINK = (Span(0, len(WORDS), "link", ADDRESS),)
BLOCKS: tuple[Block, ...] = (
    TextBlock("paragraph", WORDS),
    TextBlock("heading", WORDS, level=2),
    TextBlock("quote", WORDS, LINK),
    TextBlock("embed", WORDS, LINK, media="page"),
    TextBlock("preformatted", WORDS),
    ImageBlock(ADDRESS, WORDS, WORDS),
    ListBlock(ordered=False, items=(ListItem(WORDS, LINK),)),
    TableBlock(((WORDS, "甲"), ("乙", WORDS)), 1),
)
NOTE = Note("1", "/a/1.html", Passage(WORDS, "", "", 0, 0), "", "yellow", 1e9, 1e9)


def head(title: str) -> Headline:
    return Headline(1, "/a/1.html", 1, title, WORDS, None, None, WORDS)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: getattr(block, "kind", type(block).__name__))
def test_what_looks_like_a_reference_is_shown_as_it_is_written(block: Block) -> None:
    shown = rendered(markdown.to_markdown(article(block, title=WORDS), ADDRESSES))
    outline = Outline(shown)
    assert outline.said.startswith(WORDS)
    assert WORDS in outline.said.removeprefix(WORDS) or 'alt="' in shown
    assert all(unescape(alt.partition('"')[0]) == WORDS for alt in shown.split('alt="')[1:])
    assert {href for href in outline.hrefs if "a.example" in href} <= {ADDRESS}


@pytest.mark.parametrize("words", ["研发&生产", "AT&T", "甲 & 乙；", "&无;", "&nosuchname;", "&copy", "a&b;c"])
def test_an_ampersand_that_begins_no_reference_stays(words: str) -> None:
    assert markdown.escaped(words) == words


@pytest.mark.parametrize("style", ["inserted", "superscript", "link", "strong"])
def test_a_reference_across_the_edge_of_a_span_is_none(style: str) -> None:
    block = TextBlock("paragraph", "甲&nbsp;乙\\&lt;", (Span(2, 4, style, "javascript:x"), Span(9, 11, style, None)))  # type: ignore[arg-type]
    assert Outline(rendered(markdown.block_markdown(block, ADDRESSES))).said == block.text


def test_a_digest_shows_them_as_they_are_written() -> None:
    day = datetime(2026, 1, 5)  # noqa: DTZ001 - a day as the digest has it
    section = digest.Section(WORDS, True, 2, 1, (digest.Item(head(WORDS), WORDS),))
    text = digest.to_markdown(digest.Digest(WORDS, day, day, 2, 1, 9, (section,)), ADDRESSES, "zh")
    assert Outline(rendered(text)).said.count(WORDS) == 6


def test_a_file_of_notes_shows_them_and_is_still_known_as_ours() -> None:
    told = article(TextBlock("paragraph", WORDS), title=WORDS, path="/a/1.html")
    noted = NotedArticle("/a/1.html", None, Kept(told, 1e9, 1, revised=False), placed_notes([NOTE], told))
    around = Surroundings(ADDRESSES, "高新院", date(2026, 1, 5), "zh")
    text = notes_file(noted, around)
    shown = Outline(rendered(text.partition("\n---\n")[2]))
    assert f"=={WORDS}==" in shown.said
    assert shown.said.startswith(WORDS)
    assert is_untouched(text)
    assert renewed(text, noted, around) == text
