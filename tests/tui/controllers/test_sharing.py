"""Sharing: what goes to the browser and to the clipboard, and what must not."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from achie_tui.errors import LibraryError
from achie_tui.language import Phrase
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui.actions import BY_ID
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.sharing import Sharing
from achie_tui.tui.excerpt import Excerpt
from tests.tui.controllers.session import FakeSession, Tasks
from tests.tui.fake import CATEGORIES, TODAY, article_of, path_of

FIRST = CATEGORIES[0]
UNSAFE = ["javascript:alert(1)", "file:///etc/passwd", "http://a b/", "data:text/html,x"]


@dataclass
class Desktop:
    """A browser, if there `is_any`, and a clipboard, if copies `arrive` there."""

    is_any: bool = True
    arrives: bool = True
    selected: Excerpt | None = None
    opened: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    coded: list[str] = field(default_factory=list)

    def browse(self, url: str) -> bool:
        """Open an address."""
        self.opened.append(url)
        return self.is_any

    async def copy(self, text: str) -> bool:
        """Copy a text."""
        self.copied.append(text)
        return self.arrives


@pytest.fixture
def desktop() -> Desktop:
    return Desktop()


@pytest.fixture
def sharing(session: FakeSession, jobs: Jobs, desktop: Desktop) -> Sharing:
    return Sharing(
        session,
        jobs,
        desktop.browse,
        copy=desktop.copy,
        excerpt=lambda: desktop.selected,
        show_code=desktop.coded.append,
        today=lambda: date(2025, 9, 1),
    )


@pytest.fixture
def url(session: FakeSession) -> str:
    [path] = session.current_paths
    return session.newsroom.config.addresses.url(path)


@pytest.mark.parametrize(("is_any", "said"), [(True, "已交给浏览器：{url}"), (False, "没有可用的浏览器，链接是 {url}")])
async def test_the_article_goes_to_the_browser_or_its_address_is_said(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop, url: str, is_any: bool, said: str
) -> None:
    desktop.is_any = is_any
    sharing.browser()
    await tasks.done()
    assert desktop.opened == [url]
    assert session.said == [said.format(url=url)]


@pytest.mark.parametrize(
    ("arrives", "said"), [(True, "已复制 2 个链接"), (False, "终端不转发复制，写在了 {folder}/last-copy.txt")]
)
async def test_the_links_of_what_is_chosen_are_copied_a_line_each_but_for_unsafe_ones(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop, arrives: bool, said: str
) -> None:
    newsroom = session.newsroom
    keys = newsroom.keys(session.places[0].view)[:3]
    first, second, third = [each.path for each in newsroom.headlines(sorted(keys))]
    newsroom.library.pages.save_redirect(second, "javascript:alert(1)")
    session.chosen, desktop.arrives = frozenset(keys), arrives
    sharing.copy_link()
    await tasks.done()
    url = newsroom.config.addresses.url
    assert desktop.copied == [f"{url(first)}\n{url(third)}"]
    assert session.said == [said.format(folder=newsroom.config.data_dir)]


async def test_the_texts_and_the_citations_of_what_is_chosen_are_copied_and_what_is_not_here_is_told(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop
) -> None:
    newsroom = session.newsroom
    keys = newsroom.keys(session.places[0].view)
    here = [each for each in newsroom.headlines(keys) if newsroom.kept(each.path)][:2]
    absent = next(each for each in newsroom.headlines(keys) if not newsroom.kept(each.path))
    session.chosen = frozenset(each.key for each in (*here, absent))
    sharing.copy_citation()
    await tasks.done()
    sharing.copy_markdown()
    await tasks.done()
    citations, text = desktop.copied
    ordered = [each for each in newsroom.headlines(session.several) if each != absent]
    assert [line.split("[EB/OL]")[0].split(". ", 1)[1] for line in citations.splitlines()] == [
        each.title for each in ordered
    ]
    assert all(newsroom.config.addresses.url(each.path) in citations for each in here)
    assert [line for line in text.splitlines() if line.startswith("# ")] == [f"# {each.title}" for each in ordered]
    assert session.said == [
        "已复制 2 篇的引文（GB/T 7714），另有 1 篇还没有取到",
        "已复制 2 篇全文（Markdown），另有 1 篇还没有取到",
    ]


async def test_where_nothing_chosen_is_here_that_is_said(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop
) -> None:
    newsroom = session.newsroom
    keys = newsroom.keys(session.places[0].view)
    session.chosen = frozenset(each.key for each in newsroom.headlines(keys) if not newsroom.kept(each.path))
    sharing.copy_citation()
    await tasks.done()
    assert session.said == ["选定的文章都还没有取到，按 take 取来"]
    assert desktop.copied == []


@pytest.mark.fault(6)
async def test_a_redirect_goes_to_the_browser_where_it_leads(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop
) -> None:
    session.newsroom.library.pages.save_redirect("/plus/view.php?aid=7", "https://example.com/a b?c=%action")
    session.current = [replace(session.current[0], path="/plus/view.php?aid=7")]
    sharing.browser()
    await tasks.done()
    assert desktop.opened == ["https://example.com/a%20b?c=%25action"], "the browser's module must not fill it in"


@pytest.mark.fault(6)
@pytest.mark.parametrize("unsafe", UNSAFE)
async def test_an_unsafe_address_goes_nowhere(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop, unsafe: str
) -> None:
    sharing.open_url(unsafe)
    session.current = [replace(session.current[0], path=unsafe)]
    sharing.browser()
    sharing.copy_link()
    await tasks.done()
    assert desktop == Desktop()
    assert session.said == ["这个链接不安全，未打开"] * 3


async def test_what_looks_like_an_option_is_an_address_of_the_site(
    tasks: Tasks, sharing: Sharing, desktop: Desktop
) -> None:
    sharing.open_url("--version")
    await tasks.done()
    assert [url.startswith("http") for url in desktop.opened] == [True]


async def test_the_link_is_copied(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop, url: str
) -> None:
    sharing.copy_link()
    await tasks.done()
    assert desktop.copied == [url]
    assert session.said == [f"已复制 {url}"]
    assert desktop.opened == []


async def test_the_text_is_copied_as_markdown(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop
) -> None:
    sharing.copy_markdown()
    await tasks.done()
    [text] = desktop.copied
    assert text.startswith("# ")
    assert "第 12 段。" in text
    assert session.said == ["已复制全文（Markdown）"]


async def test_copied_is_only_said_where_it_may_have_arrived(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop, url: str
) -> None:
    desktop.arrives = False
    for copy in (sharing.copy_link, sharing.copy_markdown, sharing.copy_citation):
        copy()
        await tasks.done()
    link, text, citation = session.said
    assert link == f"终端不转发复制，链接是 {url}"
    file = session.newsroom.config.data_dir / "last-copy.txt"
    assert text == f"终端不转发复制，写在了 {file}"
    assert file.read_text() == desktop.copied[1]
    assert file.stat().st_mode & 0o777 == 0o600
    assert citation == f"终端不转发复制，引文：{desktop.copied[2]}"


async def test_the_citation_names_the_day_and_is_one_clean_line(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop, url: str
) -> None:
    article = replace(article_of(FIRST, 0), title="园区\n规划\x1b[31m", author="admin")
    session.newsroom.library.save_article(article, parser=PARSER_VERSION, at=TODAY + 1)
    sharing.copy_citation()
    await tasks.done()
    [citation] = desktop.copied
    assert citation.startswith("高新院. 园区 规划")
    assert citation.endswith(f"[EB/OL]. (2025-01-15)[2025-09-01]. {url}.")
    assert citation.isprintable()
    assert session.said == [f"已复制引文：{citation}"]
    action = BY_ID["copy_citation"]
    assert "引文" in action.title.zh
    assert action.hint == Phrase("引文", "cite")


async def test_where_nothing_is_chosen_that_is_said_and_nothing_copied(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop
) -> None:
    session.current = ()
    for share in (sharing.browser, sharing.copy_link, sharing.copy_markdown, sharing.copy_citation):
        share()
        await tasks.done()
    assert session.said == ["先选一篇文章"] * 4
    assert desktop == Desktop()


async def test_a_text_that_is_not_here_cannot_be_copied_but_its_link_can(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop
) -> None:
    headline = session.newsroom.headline(path_of(FIRST, 8))
    assert headline is not None
    session.current = [headline]
    for share in (sharing.copy_markdown, sharing.copy_citation):
        share()
        await tasks.done()
    assert session.said == ["这篇文章还没有取到，先打开它"] * 2
    sharing.copy_link()
    await tasks.done()
    assert desktop.copied == [session.newsroom.config.addresses.url(headline.path)]


async def test_where_the_library_does_not_give_the_address_only_that_is_said(
    session: FakeSession, tasks: Tasks, sharing: Sharing, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.newsroom, "address", fail)
    sharing.browser()
    sharing.copy_link()
    await tasks.done()
    assert len(session.failures) == 2
    assert session.said == []
    assert desktop == Desktop()


async def test_where_the_library_does_not_give_the_text_only_that_is_said(
    session: FakeSession, tasks: Tasks, sharing: Sharing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.newsroom, "kept", fail)
    sharing.copy_markdown()
    await tasks.done()
    assert len(session.failures) == 1
    assert session.said == []


def fail(_: str) -> None:
    raise LibraryError(reason="disk")
