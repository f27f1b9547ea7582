"""Kinds of texts that were once read wrongly: each in several templates, words and both charsets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from achie_tui.model import Article, Block, CellLink, ImageBlock, ListBlock, ListItem, TableBlock, TextBlock
from achie_tui.parse.page import PageReader
from achie_tui.site.profile import Selectors
from tests.parse.kinds import bodies
from tests.parse.kinds.pages import (
    ADDRESSES,
    PLACES,
    PROFILE,
    TABLES,
    UNKNOWN,
    Place,
    article_of,
    name_of,
    placed,
    shown,
    twice_placed,
)

ALL_PLACES = pytest.mark.parametrize("place", PLACES, ids=name_of)
OWN_SELECTOR = PageReader(replace(PROFILE, selectors=Selectors(body=(".zw-nr",))), ADDRESSES)


def blocks_of(place: Place, body: str, head: str = "") -> tuple[Block, ...]:
    """Read what stands between the first and the second paragraph of an article."""
    first, second, _ = place.words.paragraphs
    article = article_of(place.page(f"<p>{first}</p>{body}<p>{second}</p>", head=head), place.words)
    around = [block.text if isinstance(block, TextBlock) else None for block in article.blocks]
    assert (around[0], around[-1]) == (first, second)
    return article.blocks[1:-1]


def text_of(place: Place, body: str) -> TextBlock:
    """Read the one text that stands there."""
    (block,) = blocks_of(place, body)
    assert isinstance(block, TextBlock)
    return block


def styled(block: TextBlock | ListItem) -> list[tuple[str, str]]:
    """Give the styled runs of a text, links aside."""
    return [(block.text[span.start : span.end], span.style) for span in block.spans if span.style != "link"]


def hrefs_of(article: Article) -> set[str | None]:
    """Give the addresses that a text leads to, those in tables and lists too."""
    found: set[str | None] = set()
    for block in article.blocks:
        if isinstance(block, TextBlock):
            found |= {span.href for span in block.spans}
        elif isinstance(block, ListBlock):
            found |= {span.href for item in block.items for span in item.spans}
        elif isinstance(block, TableBlock):
            found |= {link.href for link in block.links}
    return found


# Texts that were cut.


@pytest.mark.parametrize(("place", "line"), placed([(line,) for line in bodies.SHORT_LINES]), ids=name_of)
def test_no_short_line_ends_a_text(place: Place, line: str) -> None:
    first, second, third = place.words.paragraphs
    body = f"<p>{first}</p><p>{line}</p><p>{second}</p><p>————————</p><p>{third}</p>"
    article = article_of(place.page(body), place.words)
    assert shown(article.blocks) == [first, line, second, third]
    assert article.complete


@pytest.mark.parametrize("line", bodies.SHORT_LINES[::3])
def test_no_short_line_ends_what_a_selector_finds(line: str) -> None:
    first, second, third = UNKNOWN.words.paragraphs
    raw = UNKNOWN.page(f"<p>{first}</p><h3>{line}</h3><p>{second}</p><p>————————</p><p>{third}</p>")
    article = article_of(raw, UNKNOWN.words, OWN_SELECTOR)
    assert article.extraction == "selector"
    assert shown(article.blocks) == [first, line, second, third]


@pytest.mark.parametrize(("place", "end"), twice_placed([(end,) for end in bodies.POSSIBLE_ENDS]), ids=name_of)
def test_a_text_that_may_have_ended_early_is_whole_or_doubted(place: Place, end: str) -> None:
    first, second, third = place.words.paragraphs
    article = article_of(
        place.page(f"<p>{first}</p>{bodies.POSSIBLE_ENDS[end]}<p>{second}</p><p>{third}</p>"), place.words
    )
    assert {first, second, third} <= set(shown(article.blocks)) or article.doubt


@ALL_PLACES
def test_a_text_that_ends_where_its_page_says_is_not_doubted(place: Place) -> None:
    article = article_of(place.page(place.words.text), place.words)
    assert shown(article.blocks) == list(place.words.paragraphs)
    assert article.doubt is None


# Raised, lowered, struck.


@pytest.mark.parametrize(("place", "html", "text", "raised"), twice_placed(bodies.RAISED), ids=name_of)
def test_raised_characters_stay_raised(place: Place, html: str, text: str, raised: list[str]) -> None:
    block = text_of(place, f"<p>{html}</p>")
    assert block.text == text
    assert [(run.strip("^()"), style) for run, style in styled(block)] == [(run, "superscript") for run in raised]


@pytest.mark.parametrize(("place", "html", "text", "lowered"), twice_placed(bodies.LOWERED), ids=name_of)
def test_lowered_characters_stay_lowered(place: Place, html: str, text: str, lowered: list[str]) -> None:
    block = text_of(place, f"<p>{html}</p>")
    assert block.text == text
    assert [(run.strip("_()"), style) for run, style in styled(block)] == [(run, "subscript") for run in lowered]


@pytest.mark.parametrize(("place", "html", "text"), twice_placed(bodies.STYLED), ids=name_of)
def test_characters_may_be_raised_by_style(place: Place, html: str, text: str) -> None:
    assert text_of(place, f"<p>{html}</p>").text == text


@pytest.mark.parametrize(("place", "holder"), twice_placed([(name,) for name in bodies.HOLDERS]), ids=name_of)
def test_raised_characters_stay_raised_wherever_they_stand(place: Place, holder: str) -> None:
    (line,) = shown(blocks_of(place, bodies.HOLDERS[holder].format("约3×10<sup>6</sup>册CO<sub>2</sub>")))
    assert "约3×10⁶册CO₂" in line


@pytest.mark.parametrize(("place", "html", "text", "styles"), twice_placed(bodies.REVISED), ids=name_of)
def test_struck_words_are_marked(place: Place, html: str, text: str, styles: list[tuple[str, str]]) -> None:
    block = text_of(place, f"<p>{html}</p>")
    assert block.text == text
    assert styled(block) == styles


@pytest.mark.parametrize("tag", ["h3", "blockquote"])
@ALL_PLACES
def test_struck_words_are_marked_in_headings_and_quotes(place: Place, tag: str) -> None:
    block = text_of(place, f"<{tag}>时间：<s>上午</s>下午三点</{tag}>")
    assert ("上午", "deleted") in styled(block)


@ALL_PLACES
def test_struck_words_are_marked_in_lists(place: Place) -> None:
    (block,) = blocks_of(place, "<ul><li>时间：<del>上午</del>下午三点</li><li>地点不变</li></ul>")
    assert isinstance(block, ListBlock)
    assert [styled(item) for item in block.items] == [[("上午", "deleted")], []]


# Files.


@pytest.mark.parametrize(("place", "kind"), twice_placed([(name,) for name in bodies.FILES_IN_TABLES]), ids=name_of)
def test_files_in_tables_can_be_opened_and_kept(place: Place, kind: str) -> None:
    html, files = bodies.FILES_IN_TABLES[kind]
    article = article_of(place.around(html), place.words)
    assert [(file.href, file.kind) for file in article.attachments] == [(href, suffix) for href, suffix, _ in files]
    assert all(name in file.name for file, (_, _, name) in zip(article.attachments, files, strict=True))
    assert all(file.name for file in article.attachments)
    assert hrefs_of(article) >= {href for href, _, _ in files}


@ALL_PLACES
def test_links_in_cells_know_their_cell(place: Place) -> None:
    html, files = bodies.FILES_IN_TABLES["data"]
    (table,) = blocks_of(place, html)
    assert isinstance(table, TableBlock)
    assert [(link.row, link.column, link.href, link.text) for link in table.links] == [
        (number, 1, href, "点此取得") for number, (href, _, _) in enumerate(files, 1)
    ]


@pytest.mark.parametrize("kind", ["pdf", "doc", "docx", "xls", "xlsx", "zip", "rar", "ppt"])
def test_files_in_texts_and_lists_are_attachments(kind: str) -> None:
    href = f"/uploads/soft/201911/f.{kind}"
    for body in (
        f"<p>附件：<a href='{href}'>场地申请表</a></p>",
        f"<ul><li><a href='{href}'>场地申请表</a></li><li>其余的不用</li></ul>",
    ):
        (file,) = article_of(UNKNOWN.around(body), UNKNOWN.words).attachments
        assert (file.href, file.name, file.kind) == (href, "场地申请表", kind)


def test_other_links_are_no_attachments() -> None:
    body = "<p><a href='/news/zcjd/20210304505.html'>另一则</a>，<a href='http://www.example.com/'>外站</a></p>"
    assert article_of(TABLES.around(body), TABLES.words).attachments == ()


# What is embedded.


@pytest.mark.parametrize(("place", "html", "media", "href"), placed(bodies.EMBEDDED), ids=name_of)
def test_what_is_embedded_has_a_line(place: Place, html: str, media: str, href: str) -> None:
    embeds = [b for b in blocks_of(place, html) if isinstance(b, TextBlock) and b.kind == "embed"]
    assert [(block.media, block.href) for block in embeds] == [(media, href)]


@pytest.mark.parametrize(("place", "html", "media", "href"), placed(bodies.EMBEDDED[::-1]), ids=name_of)
def test_what_is_embedded_alone_is_the_text(place: Place, html: str, media: str, href: str) -> None:
    blocks = article_of(place.page(html), place.words).blocks
    embeds = [block for block in blocks if isinstance(block, TextBlock) and block.kind == "embed"]
    assert [(block.media, block.href) for block in embeds] == [(media, href)]


@ALL_PLACES
def test_what_is_embedded_may_have_a_title(place: Place) -> None:
    block = text_of(place, "<p><iframe title='规划图集' src='/uploads/soft/tu.pdf'></iframe></p>")
    assert (block.kind, block.text) == ("embed", "规划图集")


@ALL_PLACES
def test_an_old_film_has_a_line(place: Place) -> None:
    inner = "<param name='movie' value='/uploads/media/x.swf'><embed src='/uploads/media/x.swf'>"
    for html in ("<p><embed src='/uploads/media/x.swf'></p>", f"<object width='400'>{inner}</object>"):
        (block,) = blocks_of(place, html)
        assert isinstance(block, TextBlock)
        assert (block.kind, block.href) == ("embed", "/uploads/media/x.swf")


@pytest.mark.parametrize("frame", bodies.UNSEEN_FRAMES)
@ALL_PLACES
def test_a_frame_that_nobody_sees_is_none(place: Place, frame: str) -> None:
    assert blocks_of(place, frame) == ()


@pytest.mark.parametrize("holder", ["<p>{}</p>", "<div>{}</div>", "<table><tr><td>{}</td></tr></table>"])
@pytest.mark.parametrize("size", [(8, 8), (120, 80)], ids=["small", "large"])
@pytest.mark.parametrize("place", [UNKNOWN, TABLES], ids=name_of)
def test_pictures_that_are_their_own_data_are_shown(place: Place, size: tuple[int, int], holder: str) -> None:
    source = bodies.picture(*size)
    (block,) = blocks_of(place, holder.format(f"<img src='{source}' alt='示意'>"))
    assert isinstance(block, ImageBlock)
    assert (block.src, block.alt) == (source, "示意")


def test_a_placeholder_of_data_is_no_picture() -> None:
    assert blocks_of(UNKNOWN, f"<p><img src='{bodies.picture(1, 1)}'></p>") == ()


@pytest.mark.parametrize(("place", "html", "text"), twice_placed(bodies.MAIL), ids=name_of)
def test_addresses_to_write_to_are_links_and_the_text_is_what_the_page_shows(
    place: Place, html: str, text: str
) -> None:
    block = text_of(place, f"<p>{html}</p>")
    assert block.text == text
    assert [(span.style, span.href) for span in block.spans] == [("link", "mailto:bm@hewan.example")]


@ALL_PLACES
def test_addresses_to_write_to_are_links_in_tables_and_lists(place: Place) -> None:
    link = "<a href='mailto:bm@hewan.example?subject=x'>报名处</a>"
    (listed,) = blocks_of(place, f"<ul><li>电话</li><li>名单请寄{link}</li></ul>")
    assert isinstance(listed, ListBlock)
    assert [(item.text, [span.href for span in item.spans]) for item in listed.items] == [
        ("电话", []),
        ("名单请寄报名处", ["mailto:bm@hewan.example"]),
    ]
    rows = f"<tr><td>部门</td><td>信箱</td></tr><tr><td>招商局</td><td><b>{link}</b></td></tr>"
    (table,) = blocks_of(place, f"<table border=1>{rows}</table>")
    assert isinstance(table, TableBlock)
    assert table.rows[1] == ("招商局", "报名处")
    assert table.links == (CellLink(1, 1, "mailto:bm@hewan.example", "报名处"),)


@pytest.mark.parametrize(("place", "html", "text"), twice_placed(bodies.RUBY), ids=name_of)
def test_readings_stand_in_brackets(place: Place, html: str, text: str) -> None:
    assert text_of(place, f"<p>{html}</p>").text == text


# Structure.


@pytest.mark.parametrize(("place", "kind"), twice_placed([(name,) for name in bodies.LISTS]), ids=name_of)
def test_lists_have_the_numbers_and_levels_of_the_page(place: Place, kind: str) -> None:
    html, start, items = bodies.LISTS[kind]
    (block,) = blocks_of(place, html)
    assert isinstance(block, ListBlock)
    assert [(item.text, item.level, item.number) for item in block.items] == items
    assert (block.ordered, block.start) == (html.startswith("<ol"), start)


@ALL_PLACES
def test_a_list_goes_on_behind_a_paragraph(place: Place) -> None:
    body = "<ol><li>收件</li><li>登记</li></ol><p>附表见文末。</p><ol start='3'><li>审查</li></ol>"
    first, _, last = blocks_of(place, body)
    assert isinstance(first, ListBlock)
    assert isinstance(last, ListBlock)
    assert [[item.number for item in block.items] for block in (first, last)] == [[1, 2], [3]]


@pytest.mark.parametrize(("place", "html", "text"), twice_placed(bodies.PREFORMATTED), ids=name_of)
def test_lines_of_preformatted_texts_are_kept(place: Place, html: str, text: str) -> None:
    block = text_of(place, html)
    assert (block.kind, block.text) == ("preformatted", text)


@pytest.mark.parametrize(("place", "html", "text"), twice_placed(bodies.IN_SENTENCES), ids=name_of)
def test_a_picture_in_a_sentence_is_its_word(place: Place, html: str, text: str) -> None:
    assert text_of(place, html).text == text


@ALL_PLACES
def test_a_picture_in_an_item_is_its_word(place: Place) -> None:
    html = "<ul><li>馆长邓<img src='/uploads/zi/1.gif' width='16' height='16' alt='喆'>文</li><li>副馆长</li></ul>"
    assert shown(blocks_of(place, html)) == ["馆长邓喆文 / 副馆长"]


@ALL_PLACES
def test_a_picture_without_word_tears_no_sentence(place: Place) -> None:
    block = text_of(place, "<p>馆长邓<img src='/uploads/zi/1.gif' width='16' height='16'>文到场致辞。</p>")
    assert (block.text[:3], block.text[-6:]) == ("馆长邓", "文到场致辞。")


@ALL_PLACES
def test_a_picture_between_lines_is_one(place: Place) -> None:
    html = "<p>雨停了，船队出坞。<br><img src='/uploads/allimg/c.jpg' width='600' alt='船队'><br>傍晚，头船到港。</p>"
    assert shown(blocks_of(place, html)) == ["雨停了，船队出坞。", "</uploads/allimg/c.jpg>", "傍晚，头船到港。"]


# Filler.


@pytest.mark.parametrize(("place", "kind"), twice_placed([(name,) for name in bodies.HIDDEN]), ids=name_of)
def test_filler_that_does_not_show_is_left_out(place: Place, kind: str) -> None:
    style, markup = bodies.HIDDEN[kind]
    filler = markup.format(bodies.FILLER)
    first, second, third = place.words.paragraphs
    # Inside a paragraph, and between two.
    body = f"<p>{first}{'' if filler.startswith(('<p', '<div')) else filler}</p>{filler}<p>{second}</p><p>{third}</p>"
    article = article_of(place.page(body, head=f"<style>{style}</style>"), place.words)
    assert shown(article.blocks) == [first, second, third]


@ALL_PLACES
def test_the_style_may_stand_in_the_text(place: Place) -> None:
    first, second, _ = place.words.paragraphs
    body = f"<style type='text/css'>.Kp3z{{display:none}}</style><p>{first}<i class='Kp3z'>采自</i></p><p>{second}</p>"
    assert shown(article_of(place.page(body), place.words).blocks) == [first, second]


@pytest.mark.parametrize(("place", "kind"), placed([(name,) for name in bodies.SEEN]), ids=name_of)
def test_what_shows_is_no_filler(place: Place, kind: str) -> None:
    style, html, text = bodies.SEEN[kind]
    assert shown(blocks_of(place, html, f"<style>{style}</style>")) == [text]
