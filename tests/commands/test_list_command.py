"""`list`: the site's own order, the right category, and no more of the network than needed."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from achie_tui.model import Listing, Row
from achie_tui.site.address import SITE_TIME
from tests.commands.fixtures import SEED
from tests.commands.shell import User, here
from tests.commands.test_terminal_output import at_terminal, bare
from tests.site.build import Site, build
from tests.site.serve import Body, Server, Status, serve

NAME = "高新区新闻"
LISTS = (
    ("list", "--all", "--json"),
    ("search", "is:kept", "--json"),
    ("export", "--format", "csv"),
    ("stats", "--json"),
)


def urls(user: User, *arguments: str) -> list[str]:
    said = user.run("list", "--json", *arguments)
    assert said.status == 0, said.err
    return [record["url"].removeprefix(user.base_url) for record in said.values()]


def test_every_category_stands_in_the_sites_order_redirects_included(user: User, site: Site) -> None:
    for name, paths in site.lists.items():
        assert urls(user, name, "--all") == paths
    assert any("view.php" in path for paths in site.lists.values() for path in paths)


def test_the_order_stays_when_the_articles_are_read(reader: User, site: Site) -> None:
    for name, paths in site.lists.items():
        assert urls(reader, name, "--all", "--offline") == paths


def test_without_a_category_the_newest_comes_first(reader: User, site: Site) -> None:
    listed = urls(reader, "--all")
    assert set(listed) == set(site.truth)
    days = [record["published"] for record in reader.run("list", "--all", "--json").values()]
    assert days == sorted(days, reverse=True)
    assert urls(reader, "--limit", "5") == listed[:5]


def test_without_a_category_an_empty_library_asks_every_category_once(user: User, site: Site, server: Server) -> None:
    first_pages = {path for paths in site.lists.values() for path in paths[:5]}
    assert set(urls(user, "--all")) == first_pages
    asked = server.paths()
    assert sorted(asked) == sorted({*asked})
    assert set(site.categories.values()) <= set(asked)
    assert not any(path in site.truth for path in asked)


def test_the_limit_and_all_decide_how_much_is_fetched(user: User, site: Site, server: Server) -> None:
    pages = site.listing_pages[NAME]
    assert len(urls(user, NAME, "--limit", "3")) == 3
    assert set(server.paths()) & {*pages} == {pages[0]}
    assert len(urls(user, NAME, "--limit", "7")) == 7
    assert [path for path in server.paths() if path in pages] == pages[:2]
    asked = len(server.log)
    assert urls(user, NAME, "--all") == urls(user, NAME) == site.lists[NAME]
    assert len(server.log) == asked


def test_a_pipe_gets_all_that_is_known_unless_told_otherwise(reader: User, site: Site) -> None:
    said = reader.run("list", "--json")
    assert len(said.values()) == len(site.truth) > 20
    assert said.err == "", "there is no more"
    assert len(urls(reader, "--limit", "33")) == 33


def test_a_list_that_is_not_complete_says_so_and_how_it_gets_complete(user: User, site: Site) -> None:
    slug = site.categories[NAME].split("/")[-2]
    assert "先运行 achie-tui sync --all" in user.run("list").sentence
    said = user.run("list", "--category", NAME, "--grep", "没有这样的标题", "--lang", "en")
    assert (said.status, said.out) == (0, "")
    assert f"run achie-tui sync {slug} --all" in said.sentence
    newest = max(truth.published[:10] for truth in site.truth.values())
    for complete in (("--starred",), ("--limit", "3"), ("--since", f"{newest[:3]}9")):
        assert user.run("list", *complete).err == ""
    assert user.run("sync", NAME, "--all").status == 0
    assert user.run("list", NAME, "--unread").err == ""


def test_days_months_and_years_narrow_the_list(reader: User, site: Site) -> None:
    days = {path: truth.published[:10] for path, truth in site.truth.items()}
    one = sorted(days.values())[len(days) // 2]
    for part in (one, one[:7], one[:4]):
        assert set(urls(reader, "--since", part)) == {p for p, day in days.items() if day[: len(part)] >= part}
        assert set(urls(reader, "--until", part)) == {p for p, day in days.items() if day[: len(part)] <= part}
        assert set(urls(reader, "--since", part, "--until", part)) == {p for p, d in days.items() if d.startswith(part)}
    assert urls(reader, NAME, "--since", one) == [path for path in site.lists[NAME] if days[path] >= one]
    for wrong in ("2024-13", "2024-1-1", "24", "heute"):
        assert "2024-01" in reader.run("list", "--since", wrong).sentence


def test_since_a_day_is_fetched_back_to_that_day(user: User, site: Site, server: Server) -> None:
    days = [site.truth[path].published[:10] for path in site.lists[NAME]]
    assert urls(user, NAME, "--since", min(days)) == site.lists[NAME]
    assert set(site.listing_pages[NAME]) <= set(server.paths())
    asked = len(server.log)
    urls(user, NAME, "--since", max(days))
    assert len(server.log) == asked


def test_words_are_found_in_titles_however_they_are_written(reader: User, site: Site) -> None:
    with reader.library() as library:
        library.save_listing(
            site.categories[NAME], Listing((Row("/news/gxq/20300101999999.html", "ＸＱＺ 产业园 Phase Two"),)), at=1.0
        )
    for words in ("xqz", "phase two", "Ｐｈａｓｅ", "XQZ 产业"):
        assert urls(reader, "--grep", words) == ["/news/gxq/20300101999999.html"]
    title = site.truth[site.lists[NAME][0]].title
    assert site.lists[NAME][0] in urls(reader, NAME, "--grep", title[2:6])


def test_several_categories_are_one_list_newest_first(reader: User, site: Site) -> None:
    other = "政策解读"
    wanted = {*site.lists[NAME], *site.lists[other]}
    for several in (f"{NAME},{other}", f"{other}，{NAME}", f"{NAME}、 {other},{NAME},"):
        records = reader.run("list", "--category", several, "--json").values()
        assert {record["url"].removeprefix(reader.base_url) for record in records} == wanted
        assert len(records) == len(wanted)
        days = [record["published"] for record in records]
        assert days == sorted(days, reverse=True)
    assert urls(reader, NAME, "--category", other) == urls(reader, "--category", f"{NAME},{other}")
    assert urls(reader, "--category", NAME) == site.lists[NAME], "of one the site's own order stays"
    assert urls(reader, NAME, other) == urls(reader, "--category", NAME, "--category", other)
    assert reader.run("list", "--category", f"{NAME},zzz").status == 2


def test_an_empty_list_is_told_at_a_terminal(reader: User) -> None:
    assert reader.run("list", "--since", "2099", "--starred").err == ""
    assert bare(at_terminal("list", "--starred", *reader.options)).strip() == "没有这样的文章"


def test_a_span_ends_now_in_the_time_of_the_site(reader: User, site: Site) -> None:
    with reader.library() as library:
        now = datetime.now(timezone(timedelta(hours=8)))
        days = [f"{now - timedelta(days=ago):%Y-%m-%d}" for ago in (0, 6, 8)]
        rows = tuple(Row(f"/news/gxq/2030010{ago}999.html", "跨度之内", day) for ago, day in enumerate(days))
        library.save_listing(site.categories[NAME], Listing(rows), at=1.0)
    paths = [row.path for row in rows]
    assert urls(reader, "--since", "1w", "--grep", "之内 跨度") == paths[:2]
    assert urls(reader, "--since", "9d", "--grep", "跨度") == paths
    found = reader.run("search", "跨度", "--since", "7d", "--sort", "date", "--json").values()
    assert [record["url"].removeprefix(reader.base_url) for record in found] == paths[:2]
    assert reader.run("stats", "--since", "9d", "--json").value()["articles"] == 3


@pytest.mark.parametrize("given", ["{name}", "{slug}", " 高新区 新闻 ", "高新区", "{slug_beginning}", "{shouted}"])
def test_a_category_goes_by_name_slug_or_beginning(reader: User, site: Site, given: str) -> None:
    slug = site.categories[NAME].split("/")[-2]
    others = [path.split("/")[-2] for path in site.categories.values() if path.split("/")[-2] != slug]
    beginning = next(slug[:n] for n in range(1, 20) if not any(other.startswith(slug[:n]) for other in others))
    said = given.format(name=NAME, slug=slug, slug_beginning=beginning, shouted=slug.upper())
    assert urls(reader, said, "--offline") == site.lists[NAME]


@pytest.mark.parametrize(
    ("given", "meant"), [("高新", ["高新院新闻", "高新区新闻"]), ("智慧城市", ["智慧城市案例", "智慧城市news"])]
)
def test_a_beginning_of_several_categories_is_wrong_usage(
    reader: User, site: Site, given: str, meant: list[str]
) -> None:
    for options in ((), ("--offline",)):
        said = reader.run("list", given, *options)
        assert (said.status, said.out) == (2, "")
        assert [name for name in site.categories if name in said.sentence] == meant


@pytest.mark.parametrize("given", ["没有这个栏目", "zzz", " "])
def test_an_unknown_category_is_wrong_usage(reader: User, site: Site, given: str) -> None:
    for options in ((), ("--offline",)):
        said = reader.run("list", given, *options)
        assert (said.status, said.out) == (2, "")
        assert all(name in said.sentence for name in site.categories)


@pytest.mark.parametrize("given", ["高新区新文", "高薪区新闻", "新区新闻", "{slug}"])
def test_a_category_that_is_nearly_right_is_asked_back(reader: User, site: Site, given: str) -> None:
    slug = site.categories[NAME].split("/")[-2]
    said = reader.run("list", given.format(slug=f"{slug}x"))
    assert said.status == 2
    assert f"，是不是 {NAME}？可用的有：" in said.sentence
    assert f"; did you mean {NAME}? there are: " in reader.run("list", "高新区新文", "--lang", "en").sentence
    assert "是不是" not in reader.run("list", "zzz").sentence


def test_marks_narrow_the_list(reader: User, site: Site) -> None:
    one, two, *rest = site.lists[NAME]
    with reader.library() as library:
        library.marks.mark([one], read=True, starred=True)
        library.marks.mark([two], later=True)
    assert urls(reader, NAME, "--unread") == [two, *rest]
    assert urls(reader, NAME, "--starred") == urls(reader, "--starred") == [one]
    assert urls(reader, NAME, "--later") == urls(reader, "--later") == [two]
    assert urls(reader, "--starred", "--later") == []
    [record] = reader.run("list", "--starred", "--json").values()
    assert (record["read"], record["starred"], record["later"]) == (True, True, False)
    assert len(urls(reader, "--unread", "--all")) == len(site.truth) - 1


def test_refresh_asks_again_and_nothing_else_does(reader: User, site: Site, server: Server) -> None:
    urls(reader, NAME)
    assert server.log == []
    assert urls(reader, NAME, "--refresh") == site.lists[NAME]
    [hit] = server.log
    assert (hit.path, hit.status) == (site.categories[NAME], 304)


def test_a_category_that_the_site_leaves_empty_is_an_empty_list(tmp_path: Path) -> None:
    with serve(build(SEED, per_category=0)) as server:
        user = User(server.base_url, tmp_path / "library")
        for options in ((), ("--refresh",), ("--json",), ("--offline",)):
            said = user.run("list", NAME, *options)
            assert (said.status, said.out, said.err) == (0, "", "")


def test_plain_lines_are_four_fields(reader: User, site: Site) -> None:
    lines = reader.run("list", NAME).out.splitlines()
    for line, path in zip(lines, site.lists[NAME], strict=True):
        date, category, title, url = line.split("\t")
        truth = site.truth[path]
        assert (date, category, title, url) == (truth.published[:10], NAME, truth.title, reader.base_url + path)


def test_what_is_known_is_listed_where_the_site_fails(reader: User, site: Site, server: Server) -> None:
    server.faults["*"] = Status(503)
    said = reader.run("list", NAME, "--refresh", "--json")
    assert said.status == 4
    assert [record["url"] for record in said.values()] == [reader.base_url + path for path in site.lists[NAME]]
    assert "503" in said.sentence


def test_a_pager_that_leads_in_a_circle_ends(user: User, site: Site, server: Server) -> None:
    first, *others = site.listing_pages[NAME]
    for page in others:
        server.faults[page] = Body(site.files[f"{first}index.html"])
    listed = user.run("list", NAME, "--all", "--json")
    assert [record["url"] for record in listed.values()] == [user.base_url + path for path in site.lists[NAME][:5]]
    assert len(server.log) < 10


def test_the_demo_never_touches_the_users_library(reader: User) -> None:
    before = reader.run("list", "--all", "--offline").out
    said = here("list", "--demo", "--limit", "2", *reader.options)
    assert said.status == 0
    assert len(said.out.splitlines()) == 2
    assert reader.run("list", "--all", "--offline").out == before


def test_a_mirror_or_a_move_sees_the_same_library(reader: User, site: Site) -> None:
    with serve(site) as elsewhere:
        moved = User(elsewhere.base_url, reader.folder)
        assert urls(moved, NAME, "--offline") == site.lists[NAME]
        assert elsewhere.log == []


def test_words_stand_for_days_wherever_a_day_is_asked_for(reader: User) -> None:
    year = datetime.now(SITE_TIME).year
    for word, same in (("去年", year - 1), ("last-year", year - 1), ("this year", year)):
        for option in ("--since", "--until"):
            found = [reader.run(*command, option, f"{day}") for command in LISTS for day in (word, same)]
            assert [said.out for said in found[::2]] == [said.out for said in found[1::2]]
            typed = reader.run("search", "is:kept", f'{option[2:]}:"{word}"', "--json")
            assert typed.out == reader.run("search", "is:kept", option, f"{same}", "--json").out
    assert reader.run("digest", "--since", "本周", "--json").value()["since"].endswith("T00:00:00+08:00")
    for command in ("list", "search", "digest", "sync"):
        assert "昨天" in reader.run(command, "--help", "--lang", "zh").out
