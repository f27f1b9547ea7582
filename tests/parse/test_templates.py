"""Templates of a site: learned from its pages, given as data, and never a reason to read a page worse."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.model import Article, ImageBlock, Listing
from achie_tui.parse.article import ArticlePage
from achie_tui.parse.opening import Opener
from achie_tui.parse.page import PageReader
from achie_tui.parse.strangers import Stranger
from achie_tui.parse.template import Learner, Listed, SiteTemplates, Template, Traits
from achie_tui.parse.template.choosing import Choice, Weigher, choose
from achie_tui.parse.template.knowledge import FORM, fingerprint
from achie_tui.parse.template.learning import FEWEST, MOST_ARTICLES
from achie_tui.parse.template.reading import TemplateReading
from achie_tui.parse.template.selectors import find_chain
from achie_tui.parse.view import PageView
from achie_tui.site.address import Addresses
from tests.parse.reading import ADDRESSES, CRUMBS, META, PATH, PROFILE, READER, TEXT, article_html
from tests.parse.scoring import squeeze, texts
from tests.site.design_site import DesignedSite, build_designed
from tests.site.template import pseudoword

KNOWN = 3  # articles of each category that are learned from
FILLER = "本栏目的文章正在整理，内容稍后补上，请各位读者过几天再来看，谢谢大家的耐心等待。"

Pages = Mapping[str, str]  # path -> html


def path_of(number: int) -> str:
    return f"/news/gxq/20250925{number}.html"


def pages_of(html: Callable[[int], str], count: int, first: int = 100) -> dict[str, str]:
    """Write some articles' pages, by their numbers."""
    return {path_of(number): html(number) for number in range(first, first + count)}


def own_page(number: int) -> str:
    """Write an article of a template that no selector knows, with a text of its own."""
    text = f"第{number}号车间今年添了{3 * number}台设备，从签约到投产只用了{number}天，工人们都说没有想到会这么快。"
    return article_html(f"<p>{TEXT}</p><p>{text}</p>", title=f"第{number}号车间纪事")


def strange_page(number: int) -> str:
    """Write an article in a template that no other page has."""
    rng = Random(number)
    tags = ("div", "section", "article", "main")
    inner = f"<p>{TEXT}</p><p>第{number}号车间的设备已经调试完毕，下个月就要开工，这件事别处没有写过。</p>"
    for _ in range(rng.randint(1, 5)):
        tag = rng.choice(tags)
        inner = f"<{tag} class='{pseudoword(rng)}'>{inner}</{tag}>"
    top = "".join(f"<div id='{pseudoword(rng)}'>{pseudoword(rng)}</div>" for _ in range(3))
    heading = f"<{rng.choice(('h1', 'h2', 'h3'))} class='{pseudoword(rng)}'>第{number}号车间纪事"
    name = f"<title>第{number}号车间纪事_高新院</title>"
    return f"<html><head>{name}</head><body>{top}{CRUMBS}{heading}</h3>{META}{inner}</body></html>"


def list_page(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """Write a list of addresses, titles and days."""
    items = "".join(f"<li><a href='{path}'>{title}</a><span>{day}</span></li>" for path, title, day in rows)
    pager = "<li>首页</li><li>1</li><li>末页</li><li>共 <strong>1</strong>页</li>"
    name = "<title>高新区新闻_高新院</title>"
    return f"<html><head>{name}</head><body>{CRUMBS}<ul>{items}</ul><ul>{pager}</ul></body></html>".encode()


def learned_from(pages: Pages, lists: Mapping[str, bytes] | None = None) -> SiteTemplates:
    learner = Learner(PROFILE, ADDRESSES)
    for path, raw in (lists or {}).items():
        learner.add_list(raw, path)
    for path, html in pages.items():
        learner.add_article(html.encode(), path)
    return learner.learn()


def learner_of(site: DesignedSite, *, lists: bool = True) -> Learner:
    """Show a learner the lists of a site, and the newest articles of each."""
    learner = Learner(PROFILE, ADDRESSES)
    for name, pages in site.lists.items():
        for page in pages if lists else ():
            learner.add_list(site.file(page.path), page.path)
        for path in site.newest(name)[:KNOWN]:
            learner.add_article(site.file(path), path)
    return learner


def reader_of(templates: SiteTemplates) -> PageReader:
    return PageReader(PROFILE, ADDRESSES, templates)


def read(reader: PageReader, raw: str | bytes, path: str = PATH, listed: Listed | None = None) -> Article:
    page = reader.article(raw.encode() if isinstance(raw, str) else raw, path, listed=listed)
    assert isinstance(page, ArticlePage), page
    return page.article


def text_of(article: Article) -> str:
    return "".join(map(squeeze, texts(article.blocks)))


def pictures_of(article: Article) -> set[str]:
    return {block.src for block in article.blocks if isinstance(block, ImageBlock)}


def read_both(site: DesignedSite) -> Iterable[tuple[str, Article, Article]]:
    """Read all articles of a site from the page alone, and with what it taught: first pages, with their paths."""
    print(f"designed site of seed {site.seed}")
    learner = learner_of(site)
    reader = reader_of(learner.learn())
    for path in site.articles:
        yield path, read(READER, site.file(path), path), read(reader, site.file(path), path, learner.listed(path))


def as_alone(reader: PageReader, pages: Pages) -> bool:
    """Tell whether a reader reads pages as one does that knows nothing of their site."""
    return all(read(reader, html, path) == read(READER, html, path) for path, html in pages.items())


# As data.

TEMPLATE = Template(
    pages=4,
    title="body > h2",
    date=None,
    source=None,
    text="body > div.nobody-knows",
    held=4,
    agreed=3,
    marks=frozenset({1, 2}),
    repeated={7: 2},
    own_places=frozenset({"body > div.nobody-knows > p.tools"}),
)
CHAINS = st.none() | st.text(max_size=20)
NUMBERS = st.integers(0, 2**32 - 1)
TEMPLATES = st.builds(
    Template,
    st.integers(FEWEST, MOST_ARTICLES),
    CHAINS,
    CHAINS,
    CHAINS,
    CHAINS,
    st.integers(0, MOST_ARTICLES),
    st.integers(0, MOST_ARTICLES),
    st.frozensets(NUMBERS, max_size=5),
    st.dictionaries(NUMBERS, st.integers(2, MOST_ARTICLES), max_size=5),
    st.frozensets(st.text(max_size=20), max_size=3),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(st.builds(SiteTemplates, st.lists(TEMPLATES, max_size=3).map(tuple), st.frozensets(NUMBERS, max_size=5)))
def test_knowledge_comes_back_from_json(known: SiteTemplates) -> None:
    assert SiteTemplates.from_data(json.loads(json.dumps(known.to_data()))) == known


@pytest.mark.parametrize("seed", [1, 4])
def test_what_a_site_taught_comes_back_from_json(seed: int) -> None:
    known = learner_of(build_designed(seed)).learn()
    assert known
    assert SiteTemplates.from_data(json.loads(json.dumps(known.to_data()))) == known


@given(JSON, JSON)
def test_anything_else_is_no_knowledge(value: Any, inner: Any) -> None:
    nothing = SiteTemplates()
    assert SiteTemplates.from_data(value) == nothing
    assert SiteTemplates.from_data({"form": FORM, "chrome": [], "templates": [inner]}) == nothing
    assert SiteTemplates.from_data({"form": FORM, "templates": inner}) == nothing


def test_data_of_another_form_is_no_knowledge() -> None:
    assert not SiteTemplates.from_data(SiteTemplates((TEMPLATE,)).to_data() | {"form": FORM + 1})


@pytest.mark.parametrize("missing", sorted(asdict(TEMPLATE).keys() - {"own_places"}))
def test_a_template_without_one_of_its_fields_is_none(missing: str) -> None:
    data = SiteTemplates((TEMPLATE,)).to_data()
    del data["templates"][0][missing]
    assert not SiteTemplates.from_data(data)


@pytest.mark.parametrize(
    "wrong", [{"text": 7}, {"title": ["h2"]}, {"pages": "4"}, {"own_places": [7]}], ids=lambda wrong: next(iter(wrong))
)
def test_a_field_of_another_type_is_no_knowledge(wrong: dict[str, Any]) -> None:
    data = SiteTemplates((TEMPLATE,)).to_data()
    data["templates"][0] |= wrong
    known = SiteTemplates.from_data(data)
    assert not known
    assert as_alone(reader_of(known), {PATH: own_page(1)})


def test_a_chain_that_is_no_selector_leads_nowhere() -> None:
    known = SiteTemplates((replace(TEMPLATE, text="body > > ["),))
    assert as_alone(reader_of(known), {PATH: own_page(1)})


def test_other_lines_on_other_pages_are_no_other_knowledge() -> None:
    one, other = SiteTemplates((TEMPLATE,)), replace(TEMPLATE, pages=9, held=9, repeated={8: 3}, marks=frozenset())
    assert one.reads_as(SiteTemplates((other,), frozenset({5})))
    assert not one.reads_as(SiteTemplates((replace(TEMPLATE, text="body > div"),)))
    assert not one.reads_as(SiteTemplates())


# How many pages it takes.


@pytest.mark.parametrize("count", range(FEWEST))
def test_fewer_than_three_pages_teach_nothing(count: int) -> None:
    known = learned_from(pages_of(own_page, count))
    assert not known
    assert as_alone(reader_of(known), pages_of(own_page, 5))


def test_three_pages_teach_their_template() -> None:
    known = learned_from(pages_of(own_page, FEWEST))
    [template] = known.templates
    assert (template.pages, template.title, template.text) == (FEWEST, "body > h2", "body > div.nobody-knows")
    assert (template.held, template.agreed) == (FEWEST, FEWEST)


def test_pages_of_another_template_do_not_help_one_that_has_two() -> None:
    def boxed(number: int) -> str:
        top = "<ul id='top'><li class='one'>首页</li></ul><div id='left'><b class='box'>栏目</b></div>"
        return own_page(number).replace("<body>", f"<body>{top}<section id='box'><main class='column'>")

    known = learned_from(pages_of(boxed, 2) | pages_of(own_page, FEWEST, first=200))
    assert [template.pages for template in known.templates] == [FEWEST]


def test_the_best_known_template_comes_first() -> None:
    site = build_designed(3, given={"templates": "two", "redesign": "no"}, per_category=8)
    learner = learner_of(site)
    for path in site.newest("政策解读"):
        learner.add_article(site.file(path), path)
    counts = [template.pages for template in learner.learn().templates]
    assert len(counts) == 2
    assert counts == sorted(counts, reverse=True)


def test_of_many_pages_only_so_many_are_learned_from() -> None:
    known = learned_from(pages_of(own_page, MOST_ARTICLES + 5))
    assert [template.pages for template in known.templates] == [MOST_ARTICLES]


def test_a_page_that_is_shown_twice_counts_once() -> None:
    learner = Learner(PROFILE, ADDRESSES)
    for _ in range(FEWEST):
        learner.add_article(own_page(1).encode(), path_of(1))
    assert not learner.learn()


@given(st.lists(st.binary(max_size=200) | st.sampled_from([b"<div>" * 3_000, own_page(1).encode()]), max_size=4))
def test_any_bytes_may_be_shown(pages: list[bytes]) -> None:
    learner = Learner(PROFILE, ADDRESSES)
    for number, raw in enumerate(pages):
        learner.add_list(raw, f"/news/list_{number}_1.html")
        learner.add_article(raw, path_of(number))
    assert reader_of(learner.learn()).article(own_page(1).encode(), PATH) is not None


def test_what_is_not_the_sites_teaches_nothing() -> None:
    portal = "<html><title>校园网络认证</title><form><input type='password'></form></html>"
    assert isinstance(READER.article(portal.encode(), PATH), Stranger)
    assert not learned_from(pages_of(lambda _: portal, 5))


# Sites from which little can be learned.


def test_a_site_that_says_the_same_everywhere_is_read_as_before() -> None:
    def page(number: int) -> str:
        return article_html(f"<p>{FILLER}</p>" * 3, title=f"第{number}号车间纪事")

    pages = pages_of(page, 6)
    assert as_alone(reader_of(learned_from(pages)), pages)


def test_a_site_of_one_picture_an_article_is_read_as_before() -> None:
    def page(number: int) -> str:
        return article_html(f"<p><img src='/uploads/allimg/{number}.jpg'></p>", title=f"第{number}号车间纪事")

    pages = pages_of(page, 6)
    reader = reader_of(learned_from(pages))
    assert as_alone(reader, pages)
    assert all(pictures_of(read(reader, html, path)) for path, html in pages.items())


def test_a_template_that_changes_with_every_page_teaches_nothing() -> None:
    pages = pages_of(strange_page, 12)
    known = learned_from(pages)
    assert not known
    assert as_alone(reader_of(known), pages)


def test_a_page_of_another_template_than_those_known_is_read_from_the_page_alone() -> None:
    reader = reader_of(learned_from(pages_of(own_page, 6)))
    page = reader.article(strange_page(1).encode(), PATH)
    assert isinstance(page, ArticlePage)
    assert (page.reason, page.article) == ("", read(READER, strange_page(1)))


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 5, 155])
def test_filler_that_all_articles_share_is_not_lost(seed: int) -> None:
    site = build_designed(seed, given={"texts": "filler"})
    for path, alone, taught in read_both(site):
        for paragraph in site.articles[path].truth.paragraphs:
            assert squeeze(paragraph) not in text_of(alone) or squeeze(paragraph) in text_of(taught), path


@pytest.mark.parametrize("texts", ["short", "some empty"])
@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4])
def test_sites_of_little_text_lose_nothing(seed: int, texts: str) -> None:
    for path, alone, taught in read_both(build_designed(seed, given={"texts": texts})):
        assert squeeze(taught.title) == squeeze(alone.title), path
        assert pictures_of(alone) <= pictures_of(taught), path
        assert len(text_of(taught)) >= len(text_of(alone)), path


@pytest.mark.parametrize(("seed", "texts"), [(7, "some empty"), (169, "short")])
def test_an_article_of_a_picture_from_elsewhere_keeps_it(seed: int, texts: str) -> None:
    for path, alone, taught in read_both(build_designed(seed, given={"texts": texts})):
        assert pictures_of(alone) <= pictures_of(taught), path


# Sites that do teach.


@pytest.mark.parametrize("seed", range(12))
def test_no_paragraph_of_the_page_alone_is_lost(seed: int) -> None:
    site = build_designed(seed)
    for path, alone, taught in read_both(site):
        found, kept = text_of(alone), text_of(taught)
        paragraphs = map(squeeze, site.articles[path].truth.paragraphs)
        assert [text for text in paragraphs if text in found and text not in kept] == [], path


def test_a_text_that_the_page_alone_reads_too_short_is_whole() -> None:
    """The text stands in front of what looks like its end; other pages show that it goes on."""

    def page(number: int) -> str:
        text = f"第{number}号车间今年添了{3 * number}台设备，从签约到投产只用了{number}天，工人们都说没有想到会这么快。"
        body = f"<p>{text}</p><p>上一篇：说的是去年。</p><p>{text[::-1]}，这是后来补记的话。</p>"
        return article_html(body, title=f"第{number}号车间纪事", neighbours="")

    pages = pages_of(page, 6)
    reader = reader_of(learned_from(pages))
    for path, html in pages.items():
        assert "后来补记" not in text_of(read(READER, html, path)), path
        assert "后来补记" in text_of(read(reader, html, path)), path


@pytest.mark.parametrize("seed", [*range(11), 16, 37])
def test_the_date_that_stands_in_a_title_is_none_of_it(seed: int) -> None:
    site = build_designed(seed, given={"title with": "date"})
    for path, _, taught in read_both(site):
        assert squeeze(taught.title) == squeeze(site.articles[path].truth.title)


@pytest.mark.parametrize("thing", ["button", "link"])
@pytest.mark.parametrize("seed", range(5))
def test_a_button_that_stands_in_a_title_is_none_of_it(seed: int, thing: str) -> None:
    site = build_designed(seed, given={"title with": thing})
    for path, _, taught in read_both(site):
        assert squeeze(taught.title) == squeeze(site.articles[path].truth.title)


def test_the_category_that_rows_put_before_a_title_is_none_of_it() -> None:
    site = build_designed(217)
    for path, _, taught in read_both(site):
        assert squeeze(taught.title) == squeeze(site.articles[path].truth.title)


# Lists that lie.


def lying(site: DesignedSite, *, swapped: bool = False) -> tuple[PageReader, dict[str, Listed]]:
    """Learn from lists that give each article a title of nothing, or that of another one, and a day long ago."""
    learner, told = Learner(PROFILE, ADDRESSES), dict[str, Listed]()
    for name, first in site.categories.items():
        paths = site.newest(name)
        titles = [site.articles[path].truth.title for path in (*paths[1:], paths[0])]
        if not swapped:
            titles = [f"另有其事之{number}：与本文无关" for number in range(len(paths))]
        learner.add_list(list_page(zip(paths, titles, ["1999-01-02"] * len(paths), strict=True)), first)
        told |= {path: Listed((title,), ("1999-01-02",)) for path, title in zip(paths, titles, strict=True)}
        for path in paths[:KNOWN]:
            learner.add_article(site.file(path), path)
    return reader_of(learner.learn()), told


# Sites whose pages name no other article than the neighbours.
BARE = {"side box": "none", "related": "none", "self link": "none"}


@pytest.mark.parametrize("swapped", [False, True], ids=["other", "swapped"])
@pytest.mark.parametrize("seed", range(6))
def test_a_list_that_lies_about_titles_is_not_believed(seed: int, swapped: bool) -> None:
    site = build_designed(seed, given=BARE)
    reader, told = lying(site, swapped=swapped)
    for path in site.articles:
        alone = read(READER, site.file(path), path)
        assert squeeze(read(reader, site.file(path), path, told[path]).title) == squeeze(alone.title), path


def boxed_page(number: int) -> str:
    """Write an article with a box that links the newest ones on every page, itself included."""
    rows = "".join(f"<li><a href='{path_of(n)}'>第{n}号车间纪事</a></li>" for n in range(100, 105))
    box = f"<div class='box'><h3>最新文章</h3><ul>{rows}</ul></div>"
    return own_page(number).replace("<p>版权所有", f"{box}<p>版权所有")


def test_an_article_that_every_page_links_keeps_its_title_where_its_list_cuts_it() -> None:
    reader = reader_of(learned_from(pages_of(boxed_page, 6)))
    listed = Listed(("第100号车间",), ())
    assert read(reader, boxed_page(100), path_of(100), listed).title == "第100号车间纪事"


def test_a_title_in_a_box_is_none_of_the_article_whatever_its_list_says() -> None:
    reader = reader_of(learned_from(pages_of(boxed_page, 6)))
    listed = Listed(("第101号车间纪事",), ())
    assert read(reader, boxed_page(105), path_of(105), listed).title == "第105号车间纪事"


@pytest.mark.parametrize("seed", [0, 1, 3, 4])
def test_titles_are_whole_where_lists_cut_them(seed: int) -> None:
    """What a list says is all that a library is told of an article, whatever else pages call it."""
    site = build_designed(seed, given={"row title": "cut", "side box": "beside"})
    reader = reader_of(learner_of(site).learn())
    for pages in site.lists.values():
        for page in pages:
            listing = READER.listing(site.file(page.path), page.path)
            assert isinstance(listing, Listing)
            for row in listing.rows:
                found = read(reader, site.file(row.path), row.path, Listed((row.title,), ()))
                assert squeeze(found.title) == squeeze(site.articles[row.path].truth.title), row.path


@pytest.mark.parametrize("seed", range(4))
def test_a_list_that_lies_about_days_is_not_believed(seed: int) -> None:
    site = build_designed(seed)
    reader, told = lying(site)
    for path in site.articles:
        alone = read(READER, site.file(path), path)
        assert read(reader, site.file(path), path, told[path]).published == alone.published, path


@pytest.mark.parametrize("seed", range(4))
def test_a_list_that_lies_costs_no_text(seed: int) -> None:
    site = build_designed(seed)
    reader, told = lying(site, swapped=True)
    for path, true in site.articles.items():
        found = text_of(read(READER, site.file(path), path))
        kept = text_of(read(reader, site.file(path), path, told[path]))
        assert all(text not in found or text in kept for text in map(squeeze, true.truth.paragraphs)), path


def test_what_many_articles_are_called_is_no_title() -> None:
    pages = pages_of(own_page, 6)
    learner = Learner(PROFILE, ADDRESSES)
    learner.add_list(list_page((path, "园区里的新鲜事", "2025-09-25") for path in pages), "/news/gxq/")
    assert {learner.listed(path) for path in pages} == {Listed((), ("2025-09-25",))}


# Between two readings.


class Crafted:
    """A page of six lines of text, and readings of it by their letters."""

    LINES: Mapping[str, str] = {
        "a": "第一批企业搬进标准厂房的那天，雨下得很大，没有人迟到，也没有人先走，大家都记得。",
        "b": "第二批企业搬进来的时候已经是冬天，锅炉房连夜赶工，工人们轮流守着，谁也没有冻着。",
        "c": "有人提议。",
        "d": "第三批企业还在路上，名单要到明年春天才能定下来，园区把最好的几间厂房留给了它们。",
        "e": "大家都来看看这里。",
        "f": "分享到朋友那里去。",
    }

    def __init__(self, *, repeated: str = "") -> None:
        body = "".join(f"<p>{line}</p>" for line in self.LINES.values())
        view = Opener(PROFILE, ADDRESSES).view(article_html(body).encode(), PATH)
        assert isinstance(view, PageView)
        self.view = view
        prints = {fingerprint(self.LINES[letter]): 3 for letter in repeated}
        self.template = replace(TEMPLATE, pages=10, repeated=prints)

    def lines(self, letters: str) -> frozenset[int]:
        """Give the numbers of the lines of some letters."""
        tree = self.view.tree
        wanted = {self.LINES[letter] for letter in letters}
        return frozenset(number for number, line in enumerate(tree.lines) if line.text in wanted)

    def choose(
        self,
        own: str,
        taught: str,
        pictures: tuple[int, int] = (0, 0),
        *,
        marked: bool = False,
        knows_element: bool = True,
    ) -> Choice:
        """Choose between two readings."""
        weigher = Weigher(self.view, self.view.title.node, SiteTemplates((self.template,)), self.template)
        container = next(iter(find_chain(self.view.tree, self.template.text or ""))) if knows_element else 0
        reading = TemplateReading(self.template, container, self.lines(taught), None, None, None)
        return choose(weigher, self.lines(own), reading, pictures, marked=marked)


@pytest.mark.parametrize("marked", [True, False])
def test_two_readings_that_are_the_same_are_the_pages_own(marked: bool) -> None:
    assert Crafted().choose("ab", "ab", marked=marked) == Choice(by_template=False, reason="same")


@pytest.mark.parametrize("marked", [True, False])
def test_a_template_that_leaves_out_a_sentence_is_not_taken(marked: bool) -> None:
    assert not Crafted().choose("abd", "ab", marked=marked).by_template


@pytest.mark.parametrize("marked", [True, False])
def test_a_template_that_has_a_sentence_more_is_taken(marked: bool) -> None:
    assert Crafted().choose("ab", "abd", marked=marked).by_template


def test_a_template_that_knows_no_element_is_not_taken() -> None:
    assert not Crafted().choose("ab", "abd", knows_element=False).by_template


def test_where_the_page_alone_gives_nothing_the_template_is_taken() -> None:
    assert Crafted().choose("", "a").by_template
    assert not Crafted().choose("a", "").by_template


def test_a_picture_counts_as_text() -> None:
    assert not Crafted().choose("abc", "ab", (1, 0)).by_template
    assert Crafted().choose("ab", "abc", (0, 1)).by_template


@pytest.mark.parametrize("marked", [True, False])
def test_short_lines_that_other_pages_have_may_go(marked: bool) -> None:
    assert Crafted(repeated="ef").choose("abef", "ab", marked=marked).by_template


@pytest.mark.parametrize("marked", [True, False])
def test_sentences_that_other_pages_have_may_not(marked: bool) -> None:
    assert not Crafted(repeated="d").choose("abd", "ab", marked=marked).by_template


def test_of_a_marked_reading_not_even_a_short_line_goes_that_no_other_page_has() -> None:
    assert not Crafted().choose("abc", "ab", marked=True).by_template
    assert Crafted().choose("abc", "ab", marked=False).by_template


# What a profile tells beside the templates.


def test_labels_that_were_seen_come_first() -> None:
    traits = Traits(PROFILE, ADDRESSES)
    for number in range(3):
        meta = "<div>稿源:园区经济观察 上线于:2025-09-25 点击:9次</div>"
        traits.add_article(article_html(f"<p>{TEXT}</p>", meta=meta).encode(), path_of(number))
    labels = traits.labels()
    assert labels.source[0] == "稿源"
    assert labels.published[0] == "上线于"
    assert set(PROFILE.labels.source) <= set(labels.source)


def test_the_host_that_articles_call_their_home_page_by_is_one_of_the_sites() -> None:
    addresses = Addresses("http://192.0.2.7")
    traits = Traits(PROFILE, addresses)
    for number in range(4):
        host = "http://www.sister.example" if number else "http://192.0.2.7"
        crumbs = CRUMBS.replace("href='/'", f"href='{host}/'")
        traits.add_article(article_html(f"<p>{TEXT}</p>", crumbs=crumbs).encode(), path_of(number))
    assert traits.hosts() == ("www.sister.example",)
