"""The JSON of the commands: every key, every type, null where nothing is known; one value, or JSON Lines for lists."""

import json

from tests.commands.shapes import CATEGORY, HEADLINE, SYNC, check, check_article
from tests.commands.shell import User
from tests.site.build import Site


def test_categories_are_one_list_in_the_sites_order(user: User, site: Site) -> None:
    said = user.run("categories", "--json")
    assert (said.status, said.err) == (0, "")
    records = said.value()
    for record in records:
        check(record, CATEGORY)
    assert [record["name"] for record in records] == list(site.categories)
    assert [record["url"] for record in records] == [user.base_url + path for path in site.categories.values()]
    assert [record["slug"] for record in records] == [path.split("/")[-2] for path in site.categories.values()]
    assert {record["articles"] for record in records} == {0}


def test_categories_count_what_is_known_kept_and_unread(reader: User, site: Site) -> None:
    name = next(iter(site.categories))
    one = reader.base_url + next(path for path in site.lists[name] if path.endswith(".html"))
    reader.run("read", one, "--mark-read")
    records = {record["name"]: record for record in reader.run("categories", "--json").value()}
    assert {record["articles"] for record in records.values()} == {8}
    assert {record["cached"] for record in records.values()} == {8}
    assert {record["unread"] for other, record in records.items() if other != name} == {8}
    assert records[name]["unread"] == 7


def test_headlines_are_json_lines(reader: User, site: Site) -> None:
    for arguments in (("list", "--all"), ("list", "高新区新闻"), ("list", "--limit", "3")):
        said = reader.run(*arguments, "--json")
        assert said.status == 0
        for record in said.values():
            check(record, HEADLINE)
    assert len(reader.run("list", "--all", "--json").values()) == sum(map(len, site.lists.values()))
    assert reader.run("list", "--starred", "--json").out == ""


def test_headlines_tell_what_the_site_tells(reader: User, site: Site) -> None:
    records = {record["url"]: record for record in reader.run("list", "--all", "--json").values()}
    assert set(records) == {reader.base_url + path for path in site.truth}
    for path, truth in site.truth.items():
        record = records[reader.base_url + path]
        assert (record["id"], record["title"], record["category"]) == (truth.aid, truth.title, truth.category)
        assert record["published"][:10] == truth.published[:10]
        assert truth.redirect is not None or record["source"] == truth.source


def test_every_article_is_one_value_of_the_shape(reader: User, site: Site) -> None:
    kinds = set()
    for path in site.truth:
        said = reader.run("read", path, "--format", "json", "--offline")
        assert (said.status, said.err) == (0, "")
        record = said.value()
        check_article(record)
        kinds |= {block["kind"] for block in record["blocks"]}
    assert kinds == {"paragraph", "heading", "quote", "attribution", "image", "table", "list"}


def test_an_article_tells_what_its_page_tells(reader: User, site: Site) -> None:
    for truth in site.articles():
        record = reader.run("read", truth.path, "--json", "--offline").value()
        told = {key: record[key] for key in ("id", "title", "category", "source", "author", "published", "pages")}
        assert told == {
            "id": truth.aid,
            "title": truth.title,
            "category": truth.category,
            "source": truth.source,
            "author": truth.author,
            "published": truth.published,
            "pages": truth.pages,
        }
        assert record["url"] == reader.base_url + truth.path
        assert record["attribution"] == truth.attribution
        assert [link["url"] for link in record["related"]] == [reader.base_url + path for path in truth.related]
        for key, path in (("previous", truth.previous), ("next", truth.next)):
            assert (record[key] or {}).get("url") == (path and reader.base_url + path)
        assert record["complete"] is bool(record["blocks"])
        assert not record["mirror"]


def test_the_attribution_is_a_block_and_a_field(reader: User, site: Site) -> None:
    with_one = next(truth for truth in site.articles() if truth.attribution)
    record = reader.run("read", with_one.path, "--json").value()
    [block] = [block for block in record["blocks"] if block["kind"] == "attribution"]
    assert block["text"] == record["attribution"] == with_one.attribution


def test_an_empty_body_is_an_article_all_the_same(reader: User, site: Site) -> None:
    empty = next(truth for truth in site.articles() if not (truth.paragraphs or truth.images or truth.tables))
    said = reader.run("read", empty.path, "--format", "json")
    assert said.status == 0
    assert said.value()["blocks"] == []
    assert said.value()["complete"] is False, "nobody can tell an empty text from one that was not found"


def test_a_sync_gives_one_record(user: User, site: Site) -> None:
    said = user.sync("--all")
    record = said.value()
    check(record, SYNC)
    assert record["failed"] == 0
    assert record["listing_pages"] == sum(map(len, site.listing_pages.values()))
    assert record["new"] == len(site.articles())


def test_chinese_is_written_as_it_is(reader: User) -> None:
    out = reader.run("list", "--limit", "1", "--json").out
    assert "\\u" not in out
    assert json.loads(out)["title"] in out
