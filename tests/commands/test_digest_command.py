"""`digest`: what is new, counted and linked, quiet where nothing is; as a mail that mail programs understand."""

import email
import re
import time
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default

import pytest

from achie_tui.library import watch_words
from achie_tui.library.watch_words import WatchWord
from achie_tui.site.address import SITE_TIME
from tests.commands.shell import User, apart
from tests.commands.test_second_wall import PAYLOADS, harmless, plant
from tests.site.build import Site
from tests.site.serve import Server

NAME = "高新区新闻"
SINCE = "2025-01-01"


@pytest.fixture
def dated(site: Site) -> dict[str, set[str]]:
    """Give, for each category, the paths of what is dated since then."""
    new = {name: {path for path in paths if site.truth[path].published >= SINCE} for name, paths in site.lists.items()}
    assert len(new[NAME]) > 1
    return {name: paths for name, paths in new.items() if paths}


def test_nothing_new_is_nothing_said(reader: User, server: Server) -> None:
    said = apart("digest", "--since", "1h", "--category", NAME, "--search", "没有人写过这句", *reader.options)
    assert (said.status, said.out, said.err) == (0, "", "")
    assert reader.run("digest", "--since", "1h", "--always").out.startswith("# 高新院：没有新文章\n")
    record = reader.run("digest", "--since", "1h", "--json", "--lang", "en").value()
    assert (record["articles"], record["sections"]) == (0, [])
    assert server.log == []


@pytest.mark.parametrize(("zone", "told"), [("Asia/Shanghai", " "), ("America/Lima", "（北京时间）")])
def test_a_span_of_hours_is_told_by_the_clock_of_the_site(
    reader: User, zone: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        period, days = (reader.run("digest", "--since", since, "--always").out.split("\n")[2] for since in ("2h", "7d"))
    finally:
        monkeypatch.undo()
        time.tzset()
    # In Markdown a hyphen is escaped where it may mean something.
    found = re.match(r"([\d-]+ [\d:]+) 至 ([\d-]+ [\d:]+)(.*)新来的；", period.replace("\\", ""))
    assert found is not None
    since, until = (datetime.strptime(each, "%Y-%m-%d %H:%M").replace(tzinfo=SITE_TIME) for each in found.groups()[:2])
    assert (until - since, found[3]) == (timedelta(hours=2), told)
    assert abs(until.timestamp() - time.time()) < 180
    assert re.match(rf"[\d-]+ 至 [\d-]+{told}新来的；", days.replace("\\", ""))


def test_an_empty_library_is_told_and_the_site_is_not_asked(user: User, server: Server) -> None:
    for command in ("digest", "feed"):
        said = user.run(command)
        assert (said.status, said.out) == (3, "")
        assert "achie-tui sync" in said.sentence
    assert server.log == []


def test_what_is_new_is_counted_by_category(reader: User, dated: dict[str, set[str]], server: Server) -> None:
    reader.run("mark", min(dated[NAME]), "--read")
    record = reader.run("digest", "--since", SINCE, "--json").value()
    assert list(record) == ["since", "until", "articles", "unread", "sections"]
    assert record["since"] == f"{SINCE}T00:00:00+08:00"
    assert record["articles"] == len(set().union(*dated.values()))
    assert record["unread"] == record["articles"] - 1
    sections = {section["name"]: section for section in record["sections"] if section["kind"] == "category"}
    found = {
        name: {item["url"].removeprefix(reader.base_url) for item in section["items"]}
        for name, section in sections.items()
    }
    assert found == dated
    assert sections[NAME]["unread"] == sections[NAME]["articles"] - 1
    item = next(item for item in sections[NAME]["items"] if item["cached"] and item["lead"])
    text = reader.run("read", item["url"]).out
    assert "".join(item["lead"].split())[:20] in "".join(text.split())
    assert server.log == []


def test_markdown_and_html_have_each_article_once_with_its_lead(reader: User, dated: dict[str, set[str]]) -> None:
    with reader.library() as library:
        title = next(h.title for path in dated[NAME] if (h := library.views.headline(path)))
        library.visits.save_setting(
            watch_words.REMEMBERED, watch_words.write([WatchWord("关心的", f'title:"{title[:4]}"')])
        )
    markdown = reader.run("digest", "--since", SINCE, "--lang", "zh").out
    heading, first, *_ = re.findall(r"^## (.*)$", markdown, re.MULTILINE)
    assert heading.startswith("关注：关心的（")
    assert not first.startswith("关注")
    assert markdown.count("见上") >= 1
    page = reader.run("digest", "--since", SINCE, "--format", "html", "--category", NAME).out
    links = re.findall(r'<li><a href="([^"]+)"', page)
    assert {link.removeprefix(reader.base_url) for link in links} == {p.replace("&", "&amp;") for p in dated[NAME]}
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!http://127)', page)
    one = reader.run("digest", "--since", SINCE, "--category", NAME, "--limit", "1", "--lang", "en").out
    assert f"{len(dated[NAME]) - 1} more are not listed" in one


def test_only_what_is_named_is_told(reader: User, dated: dict[str, set[str]]) -> None:
    with reader.library() as library:
        library.visits.save_setting(watch_words.REMEMBERED, watch_words.write([WatchWord("别的", "is:unread")]))
    other = next(name for name in dated if name != NAME)
    for words, names in (
        (("--category", NAME, other), [NAME, other]),
        (("--category", NAME, "--category", other), [NAME, other]),
        (("--search", "is:unread"), ["is:unread"]),
        (("--search", "is:unread", "--category", NAME), ["is:unread", NAME]),
    ):
        record = reader.run("digest", "--since", SINCE, "--json", *words).value()
        assert [section["name"] for section in record["sections"]] == names
    assert "“没有这个”" in reader.run("digest", "--category", "没有这个").sentence


def parts_of(mail: EmailMessage) -> tuple[str, str]:
    plain, page = (part.get_content() for part in mail.iter_parts())
    return plain, page


def test_a_mail_is_whole_and_says_the_same_twice(reader: User, dated: dict[str, set[str]]) -> None:
    options = ("--format", "mail", "--to", "张三 <zhang@example.org>", "me", "--from", "cron@example.org")
    out = reader.run("digest", "--since", SINCE, "--category", NAME, *options).out
    assert out.isascii()
    assert max(map(len, out.splitlines())) < 999
    mail = email.message_from_string(out, policy=default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    assert (mail["From"], mail["To"]) == ("cron@example.org", "张三 <zhang@example.org>, me")
    assert mail["Subject"].startswith(f"高新院：新文章 {len(dated[NAME])} 篇")
    assert mail["Date"].datetime.utcoffset().total_seconds() == 8 * 3600
    assert mail["Message-ID"]
    assert mail.get_content_type() == "multipart/alternative"
    plain, page = parts_of(mail)
    for path in dated[NAME]:
        assert f"{reader.base_url}{path}" in plain
        assert f"{reader.base_url}{path}".replace("&", "&amp;") in page
    assert reader.run("digest", "--since", "1h", "--search", "没有人写过", *options).out == ""


def test_addresses_are_checked_before_anything_is_written(reader: User) -> None:
    for wrong in ("a@b.org\nBcc: c@d.org", "a b@c", "a@b.org, c@d.org", "-oQ/tmp", "名@例.cn", "", "<>"):
        for option in (["--to", wrong], ["--to", "me", "--from", wrong]):
            said = reader.run("digest", "--since", SINCE, "--format", "mail", *(f"{o}" for o in option))
            assert (said.status, said.out) == (2, ""), option
    wrong_mailbox = reader.run("digest", "--since", SINCE, "--format", "mail", "--to", "研究员@example.org")
    assert "--to 后面要写邮件地址" in wrong_mailbox.sentence
    assert "--to" in reader.run("digest", "--format", "mail").sentence
    assert "--format mail" in reader.run("digest", "--to", "me").sentence
    for since in ("7", "0d", "7x", "2025-02-30", "99999d", ""):
        assert reader.run("digest", "--since", since).status == 2


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_text_of_the_site_s_gets_out_of_its_place(reader: User, payload: str) -> None:
    plant(reader, payload)
    for form in (("--format", "html"), ("--format", "mail", "--to", "me"), (), ("--json",)):
        said = reader.run("digest", "--since", "1990-01-01", "--limit", "3", *form)
        assert said.status == 0, said.err
        texts = [said.out]
        if "mail" in form:
            mail = email.message_from_string(said.out, policy=default)
            assert isinstance(mail, EmailMessage)
            texts += parts_of(mail)
        for text in texts:
            harmless(text)
        assert any("红" in text for text in texts)
