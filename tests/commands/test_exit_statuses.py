"""What scripts see in the end: the exit status, one sentence on stderr, and nothing but data on stdout."""

import os
import pty
import signal
import time
from pathlib import Path

import pytest

from tests.commands.fixtures import SEED
from tests.commands.shell import PATIENCE, ROOT, User, apart, ended, here, started
from tests.site.build import Site, build
from tests.site.serve import Body, Delay, Fault, Server, Status, serve

NAME = "高新区新闻"
MESSAGE = "<html><head><title>DedeCMS提示信息</title></head><body><script>document.write('{}');</script></body></html>"


@pytest.fixture
def path(site: Site) -> str:
    return next(truth.path for truth in site.articles() if truth.pages > 1)


def test_0_for_data_and_nothing_but_data_when_piped(reader: User, path: str) -> None:
    for command in (("categories",), ("list", NAME), ("read", path), ("read", path, "--json")):
        said = apart(*command, *reader.options)
        assert (said.status, said.err) == (0, "")
        assert said.out.endswith("\n")
        assert said.out == reader.run(*command).out
        assert "\x1b" not in said.out


@pytest.mark.parametrize(
    "answer",
    [
        (Status(404), 1, "删除或移动"),
        (Body(MESSAGE.format("没有权限浏览").encode()), 1, "没有权限浏览"),
        (Status(500), 4, "500"),
        (Status(429, {"Retry-After": "9"}), 4, "429"),
        (Status(521, body=b"<script>document.cookie='__jsl_clearance=1'</script>"), 4, "浏览器验证"),
        (Body(b"<html><script>var arg1='0A';setCookie('acw_sc__v2',arg1)</script></html>"), 4, "浏览器验证"),
        (Status(403), 4, "防火墙"),
        (Status(405, body=b"<html><title>405</title>errors.aliyun.com</html>"), 4, "防火墙"),
        (Body("<html><title>校园网络认证</title><form><input type='password'></form></html>".encode()), 4, "登录"),
        (Body("<html><title>域名出售</title>该域名正在出售</html>".encode()), 4, "域名"),
        (Body("<html><title>404</title>您访问的页面不存在</html>".encode()), 1, "删除或移动"),
        (Body(b""), 4, "空"),
        (Body(b"MySQL server has gone away"), 4, "数据库出错"),
        (Status(500, body=b"Too many connections"), 4, "HTTP 500"),
        (Body(("<html><body>" + "<p>天气晴朗，适合出游，欢迎选购。</p>" * 200 + "</body></html>").encode()), 4, "不是"),
    ],
    ids=lambda answer: f"{answer[1]}-{answer[2]}",
)
def test_what_is_not_the_article(
    user: User, reader: User, server: Server, path: str, answer: tuple[Fault, int, str]
) -> None:
    server.faults["*"], status, words = answer
    said = user.run("read", path)
    assert (said.status, said.out) == (status, "")
    assert words in said.sentence
    with user.library() as library:
        assert library.article(path) is None
        assert library.pages.get(path) is None
    before = reader.run("read", path, "--offline").out
    said = reader.run("read", path, "--refresh")
    assert (said.status, said.out) == (status, before)
    assert words in said.sentence


@pytest.mark.parametrize("of", ["*", "articles"])
def test_a_sync_ends_where_the_database_of_the_site_fails(user: User, site: Site, server: Server, of: str) -> None:
    paths = [truth.path for truth in site.articles()] if of == "articles" else [of]
    server.faults |= dict.fromkeys(paths, Body(b"Too many connections"))
    said = user.run("sync", "--all")
    assert said.status == 4
    assert "数据库出错" in said.err
    asked = server.paths()
    assert len(set(asked).intersection(paths)) < max(2, len(paths) / 4)
    with user.library() as library:
        kept = [page for path in asked if (page := library.pages.get(path))]
        assert not [page.path for page in kept if b"Too many" in page.body]
        assert not any(map(library.article, paths))


@pytest.mark.parametrize("command", [("categories",), ("list",), ("list", NAME), ("sync",)])
def test_4_where_a_stranger_answers_everything(user: User, command: tuple[str, ...], server: Server) -> None:
    server.faults["*"] = Body("<html><title>上网认证</title><form><input type=password></form></html>".encode())
    said = user.run(*command)
    assert (said.status, said.out) == (4, "")
    assert "登录" in said.sentence
    assert len([path for path in server.paths() if path != "/robots.txt"]) <= 2
    with user.library() as library:
        assert library.categories() == ()


def test_4_where_nobody_answers_3_offline_0_from_the_library(
    user: User, reader: User, path: str, server: Server
) -> None:
    server.stop()
    for command in (("read", path), ("list", NAME), ("list",), ("categories",), ("sync",)):
        said = user.run(*command)
        assert (said.status, said.out) == (4, "")
        assert user.base_url.removeprefix("http://") in said.sentence
        said = user.run(*command, "--offline")
        assert (said.status, said.out) == (3, "")
        assert "--offline" in said.sentence
    for command in (("read", path), ("list", NAME), ("list",), ("categories",)):
        for options in ((), ("--offline",)):
            said = reader.run(*command, *options)
            assert (said.status, said.err) == (0, "")
            assert said.out


@pytest.mark.parametrize("given", ["gxq", "高新区新闻", "高新区", "高新"])
def test_3_for_a_category_that_may_well_be_there(user: User, given: str) -> None:
    assert user.run("list", given, "--offline").status == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--bogus"),
        ("list", "a", "b"),
        ("list", "--limit", "0"),
        ("list", "--limit", "x"),
        ("list", "--limit", "3", "--all"),
        ("read",),
        ("read", "/a.html", "--format", "pdf"),
        ("sync", "--since", "gestern"),
        ("sync", "--delay", "-1"),
        ("sync", "--delay", "nan"),
        ("sync", "--pages", "1", "--all"),
        ("sync", "--concurrency", "0"),
        ("--lang", "fr", "list"),
        ("--config", "/nowhere/config.toml", "list"),
        ("--profile", "/nowhere/profile.toml", "list"),
        ("--base-url", "nowhere", "list"),
        ("--base-url", "ftp://example.com/", "list"),
        ("list", "--data-dir"),
        ("serach", "高新"),
    ],
    ids=" ".join,
)
def test_2_for_wrong_usage(reader: User, arguments: tuple[str, ...]) -> None:
    said = here(*reader.options, *arguments)
    assert (said.status, said.out) == (2, "")
    assert said.sentence.startswith("achie-tui: ")


def test_130_when_a_sync_is_interrupted(user: User, server: Server) -> None:
    server.faults["*"] = Delay(0.05)
    with started("sync", "--delay", "0", *user.options) as running:
        _wait_for(server, 8)
        running.send_signal(signal.SIGINT)
        said = ended(running)
    assert (said.status, said.out) == (130, "")
    assert said.sentence.startswith("已中断，存下的都在，下次同步接着来：列表 ")
    server.faults.clear()
    assert user.sync("--all").value()["failed"] == 0


def test_130_and_a_word_at_a_terminal_before_anything_came(user: User, server: Server) -> None:
    server.faults |= {"*": Delay(3600), "/robots.txt": Status(404)}
    master, slave = pty.openpty()
    with started("sync", "--delay", "0", "--lang", "en", *user.options, stdout=slave, stderr=slave) as running:
        os.close(slave)
        _wait_for(server, 1)
        running.send_signal(signal.SIGINT)
        said = os.read(master, 4096).decode()
        assert running.wait(PATIENCE) == 130
    os.close(master)
    assert said == "Interrupted before anything came; the next sync begins anew\r\n"


def test_130_when_it_is_interrupted_while_it_is_still_being_loaded(reader: User) -> None:
    loading = "import signal; signal.raise_signal(signal.SIGINT)"
    hook = reader.folder.parent / "hook"
    hook.mkdir()
    (hook / "argparse.py").write_text(loading, encoding="utf-8")
    said = apart("list", *reader.options, PYTHONPATH=f"{hook}{os.pathsep}{ROOT / 'src'}")
    assert (said.status, said.out, said.err) == (130, "", "")


@pytest.mark.parametrize("limit", ["1", "100"])
def test_whoever_closes_the_pipe_hears_nothing(reader: User, limit: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as closed, started("list", "--limit", limit, *reader.options, stdout=closed) as run:
        said = ended(run)
    assert (said.status, said.err) == (0, "")


def test_output_that_cannot_be_written_is_one_sentence(reader: User) -> None:
    with Path("/dev/full").open("wb") as full, started("list", *reader.options, stdout=full) as run:
        said = ended(run)
    assert said.status == 1
    assert "磁盘已满" in said.sentence


def test_the_app_wants_an_article_of_the_site(reader: User) -> None:
    said = reader.run("http://other.example/")
    assert said.status == 2
    assert "other.example" in said.sentence


def test_errors_are_told_in_the_configured_language(reader: User, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('lang = "en"\n', encoding="utf-8")
    assert "栏目" in reader.run("list", "zzz").sentence
    assert "No category" in reader.run("list", "zzz", "--lang", "en").sentence
    assert "No category" in reader.run("list", "zzz", "--config", str(file)).sentence
    assert "No category" in apart("list", "zzz", *reader.options, ACHIE_TUI_LANG="en").sentence
    assert "Wrong usage" in apart("list", "--zzz", *reader.options, ACHIE_TUI_LANG="en").sentence
    assert "Wrong usage" in apart("list", "--zzz", *reader.options, LANG="de_DE.UTF-8").sentence


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_a_listing_answered_by_something_else_keeps_the_list(seed: int, tmp_path: Path) -> None:
    print(f"site of seed {seed}")
    site = build(seed, per_category=3)
    with serve(site) as server:
        user = User(server.base_url, tmp_path / "library")
        before = user.run("list", NAME, "--json").out
        for fault in (
            Body(b""),
            Body(b"Too many connections"),
            Body(MESSAGE.format("系统维护").encode()),
            Status(404),
            Status(502),
        ):
            server.faults[site.categories[NAME]] = fault
            said = user.run("list", NAME, "--refresh", "--json")
            assert said.status in {1, 4}
            assert said.out == before
            assert said.sentence


def _wait_for(server: Server, hits: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(server.log) < hits:
        assert time.monotonic() < deadline
        time.sleep(0.01)
