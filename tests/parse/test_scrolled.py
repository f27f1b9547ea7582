"""What scrolls (`<marquee>`), and formulas (MathML): text where they stand in one, and nothing of a site's frame."""

import pytest

from achie_tui.model import ListBlock, TableBlock
from tests.parse.reading import CRUMBS, META, NEIGHBOURS, READER, TEXT, article_html, blocks_of, listing_of, read

NOTICE = "本站改版成功，欢迎各企业来园区投资兴业。有关事项请咨询办公室，我们将竭诚为您服务。" * 3
LINKS = "".join(f"<li><a href='/news/gxq/20250101{n}.html'>滚动的第{n}则</a> 2025-01-0{n}</li>" for n in range(1, 9))


def lines_of(body: str) -> list[str]:
    return [getattr(block, "text", "") for block in blocks_of(body)]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>论坛的主题为<marquee>携手向前</marquee>，来了九十人。</p>", ["论坛的主题为携手向前，来了九十人。"]),
        (f"<p>{TEXT}</p><p>口号是<marquee>携手向前</marquee></p>", [TEXT, "口号是携手向前"]),
        (f"<p>{TEXT}</p><p><marquee>携手<marquee>向</marquee>前</marquee></p>", [TEXT, "携手向前"]),
        (f"<marquee>携手向前</marquee><p>{TEXT}</p>", ["携手向前", TEXT]),
        (f"<p>{TEXT}</p><marquee><p>携手</p><p>向前</p></marquee><p>完。</p>", [TEXT, "携手", "向前", "完。"]),
        (f"<marquee direction=up><p>{TEXT}</p><p>{TEXT}</p></marquee>", [TEXT, TEXT]),
        (f"{TEXT}<br>口号是<marquee>携手向前</marquee>", [TEXT, "口号是携手向前"]),
    ],
)
def test_what_scrolls_in_a_text_is_some_of_it(body: str, lines: list[str]) -> None:
    assert lines_of(body) == lines


def test_what_scrolls_in_lists_and_tables_is_some_of_them() -> None:
    table = "<table><tr><td>甲<marquee>乙</marquee><td>丙</tr><tr><td>1<td>2</tr><tr><td>3<td>4</tr></table>"
    shown = blocks_of(f"<p>{TEXT}</p><ul><li>一<marquee>二</marquee></li></ul>{table}")
    assert isinstance(shown[1], ListBlock)
    assert isinstance(shown[2], TableBlock)
    assert shown[1].items[0].text == "一二"
    assert shown[2].rows[0] == ("甲乙", "丙")


@pytest.mark.parametrize("notice", [NOTICE, f"<ul>{LINKS}</ul>"], ids=["words", "links"])
@pytest.mark.parametrize("body", [f"<p>{TEXT}</p>", "<p>雨停了。</p><p><img src='/uploads/1.jpg'></p>"])
def test_what_scrolls_in_the_frame_is_nothing_of_an_article(body: str, notice: str) -> None:
    bare, scrolling = article_html(body), f"<div><marquee>{notice}</marquee></div>"
    for mark in ("<body>", CRUMBS, META, NEIGHBOURS, "<p>版权所有"):
        assert read(bare.replace(mark, f"{mark if mark == '<body>' else ''}{scrolling}{mark}", 1)) == read(bare), mark
    assert read(bare.replace("</body>", f"{scrolling}</body>")) == read(bare)


@pytest.mark.parametrize("neighbours", [NEIGHBOURS, ""])
def test_what_scrolls_in_the_frame_is_no_text_where_there_is_none(neighbours: str) -> None:
    bare = article_html("", neighbours=neighbours)
    for mark in (CRUMBS, "<p>版权所有", "</body>"):
        assert read(bare.replace(mark, f"<div><marquee>{NOTICE}</marquee></div>{mark}")).blocks == (), mark


def test_what_scrolls_in_the_frame_is_nothing_of_a_list() -> None:
    rows = "".join(f"<li><a href='/news/gxq/20250202{n}.html'>第{n}则</a> 2025-02-0{n}</li>" for n in range(1, 9))
    bare = f"<title>高新区新闻</title><body>{CRUMBS}<ul>{rows}</ul>共 <b>2</b>页<b>16</b>条"
    for mark in ("<body>", "<ul>"):
        html = bare.replace(mark, f"{mark if mark == '<body>' else ''}<marquee><ul>{LINKS}</ul></marquee>{mark}", 1)
        assert listing_of(html) == listing_of(bare)
        assert READER.links(html.encode(), "/news/gxq/") == READER.links(bare.encode(), "/news/gxq/")


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("<mi>x</mi><mo>=</mo><mn>3</mn>", "x=3"),
        ("<msup>\n<mn>10</mn>\n<mn>6</mn>\n</msup> <mo>+</mo> <msub><mi>a</mi><mi>n</mi></msub>", "10⁶+aₙ"),
        ("<mfrac>\n<mn>1</mn>\n<mn>2</mn>\n</mfrac><mi>v</mi>", "1/2v"),
        ("<msqrt><mi>x</mi></msqrt><mphantom><mi>y</mi></mphantom><mtext> 米</mtext>", "x 米"),
        (
            "<semantics><mi>x</mi><annotation>\\xi</annotation><annotation-xml><ci>z</ci></annotation-xml></semantics>",
            "x",
        ),
    ],
)
def test_a_formula_is_text(formula: str, words: str) -> None:
    assert lines_of(f"<p>{TEXT}设<math>{formula}</math>为速度。</p>") == [f"{TEXT}设{words}为速度。"]


@pytest.mark.parametrize("name", ["katex-mathml", "MJX_Assistive_MathML"])
def test_a_formula_that_is_drawn_and_read_aloud_is_told_once(name: str) -> None:
    formula = f"<span class='{name}'><math><mi>x</mi></math></span><span aria-hidden=true>x</span>"
    assert lines_of(f"<p>{TEXT}设{formula}为速度。</p>") == [f"{TEXT}设x为速度。"]


def test_a_formula_in_a_title_is_some_of_it() -> None:
    assert read(article_html(f"<p>{TEXT}</p>").replace("<h2>标准", "<h2>标<math><mi>准</mi></math>")).title.startswith(
        "标准"
    )
