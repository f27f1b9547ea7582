"""`achie-tui doctor`: healthy, offline, blocked and damaged set-ups, each with its line and what to do about it."""

import os
import re
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from achie_tui.commands.checkup import reachability
from achie_tui.commands.checkup.display import check_display
from achie_tui.commands.checkup.installation import check_sqlite
from achie_tui.redaction import Redactor, as_shown, without_secrets
from achie_tui.site.address import is_listing
from tests.commands.shell import Said, User, apart, here
from tests.commands.test_terminal_output import at_terminal
from tests.site.serve import Body, Delay, Fault, Server, Status

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PORTAL = "<html><title>校园网络认证</title><form><input type='password'></form></html>".encode()
CHALLENGE = b"<html><script>var arg1='0A';setCookie('acw_sc__v2',arg1)</script></html>"


def checks(said: Said) -> dict[str, dict[str, Any]]:
    """Give the checks of a JSON report by their names (of several with one name the last)."""
    value = said.value()
    assert value["status"] in {"ok", "warning", "failed"}
    assert said.status == (1 if value["failed"] else 0)
    assert value["failed"] == sum(check["state"] == "failed" for check in value["checks"])
    assert all(check["advice"] for check in value["checks"] if check["state"] == "failed")
    return {check["name"]: check for check in value["checks"]}


def doctor(user: User, *arguments: str) -> dict[str, dict[str, Any]]:
    said = user.run("doctor", "--json", *arguments)
    assert said.err == ""
    return checks(said)


def test_a_healthy_library_and_site(reader: User) -> None:
    found = doctor(reader)
    states = {
        name: check["state"] for name, check in found.items() if check["section"] in {"library", "network", "gate"}
    }
    assert set(states.values()) <= {"ok", "skipped"}, states
    assert {"opened", "articles", "cache", "user", "space", "free", "backups"} <= states.keys()
    assert {"dns", "connect", "tls", "robots", "listing", "article"} <= states.keys()
    assert {"next", "retry_after", "breaker"} <= states.keys()
    assert found["articles"]["data"]["cached"] > 0
    assert found["space"]["data"]["pictures"] > 0
    assert found["base_url"]["data"] == {"value": reader.base_url, "origin": "flag", "where": "--base-url"}
    assert {"python", "textual", "rich", "httpx", "selectolax", "apsw", "sqlite"} <= found.keys()


def test_it_tells_how_each_category_is_read(reader: User) -> None:
    value = reader.run("doctor", "--json", "--offline").value()
    shares = [check for check in value["checks"] if check["section"] == "extraction"]
    with reader.library() as library:
        names = [count.category.name for count in library.views.counts() if count.cached]
    assert {check["data"]["category"] for check in shares} <= set(names)
    assert len(shares) > len(names) // 2
    for check in shares:
        assert sum(check["data"]["shares"].values()) == pytest.approx(1, abs=0.01)


def test_nothing_that_is_fetched_is_kept_and_little_is_asked(user: User, server: Server) -> None:
    found = doctor(user)
    assert found["categories"]["data"] == {"count": 13}
    assert found["article"]["state"] in {"ok", "warning"}
    assert len(server.log) == 4
    with user.library() as library:
        assert library.views.totals().articles == 0
        assert library.categories() == ()


def test_offline_asks_nobody_and_says_so(reader: User, server: Server) -> None:
    server.log.clear()
    found = doctor(reader, "--offline")
    assert found["offline"]["state"] == "skipped"
    assert "--offline" in found["offline"]["found"]
    assert "dns" not in found
    assert server.log == []
    assert found["gate"] if "gate" in found else found["breaker"]


def test_nobody_answers(reader: User, server: Server) -> None:
    server.stop()
    found = doctor(reader)
    assert found["connect"]["state"] == "failed"
    assert "拒绝连接" in found["connect"]["advice"]
    assert [found[name]["state"] for name in ("tls", "robots", "listing", "article")] == ["skipped"] * 4
    assert found["cache"]["state"] == "ok"
    assert "refused" in doctor(reader, "--lang", "en")["connect"]["advice"]


def test_a_name_that_nobody_knows(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    found = checks(here("doctor", "--json", "--base-url", "http://nowhere.example/", "--data-dir", str(user.folder)))
    assert found["dns"]["state"] == "failed"
    assert found["connect"]["state"] == "skipped"


def test_a_name_server_that_keeps_silent_does_not_hold_it_up(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    told = threading.Event()

    def silent(*_: object, **__: object) -> list[object]:
        told.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr(reachability, "_STEP", 0.3)
    began = time.monotonic()
    said = here("doctor", "--json", "--base-url", "http://nowhere.example/", "--data-dir", str(user.folder))
    assert time.monotonic() - began < 60, "it waits for the name server"
    told.set()
    assert checks(said)["dns"]["state"] == "failed"


def test_a_slow_site_does_not_hold_it_up(reader: User, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reachability, "_REQUEST", 0.5)
    with reader.library() as library:
        path = library.categories()[0].path
    server.faults[path] = Delay(5)
    found = doctor(reader)
    assert found["robots"]["state"] == "ok"
    assert found["listing"]["state"] == "failed"
    assert "0.5" in found["listing"]["advice"]
    assert found["article"]["state"] == "skipped"


def test_https_where_there_is_none(user: User, server: Server) -> None:
    said = here(
        "doctor", "--json", "--base-url", server.base_url.replace("http:", "https:"), "--data-dir", str(user.folder)
    )
    found = checks(said)
    assert found["connect"]["state"] == "ok"
    assert found["tls"]["state"] == "failed"
    assert "TLS" in found["tls"]["advice"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Status(403), "防火墙"),
        (Body(PORTAL), "登录"),
        (Body(CHALLENGE), "浏览器验证"),
        (Body(b""), "空"),
        (Body("<html><title>域名出售</title>该域名正在出售</html>".encode()), "域名"),
    ],
    ids=["firewall", "portal", "challenge", "blank", "parked"],
)
@pytest.mark.parametrize("known", [True, False])
def test_a_stranger_answers(reader: User, user: User, server: Server, fault: Fault, words: str, *, known: bool) -> None:
    server.faults["*"] = fault
    found = doctor(reader if known else user)
    name = "listing" if known else "categories"
    assert found["connect"]["state"] == "ok"
    assert found[name]["state"] == "failed"
    assert words in found[name]["advice"]
    assert found["article"]["state"] == "skipped"
    assert len(server.log) == 2


@pytest.mark.parametrize(
    ("fault", "state", "words"),
    [
        (Status(404), "ok", "404"),
        (Status(503), "warning", "503"),
        (Body(PORTAL), "warning", "网页"),
        (Body(b"User-agent: *\nDisallow: /\n", {"Content-Type": "text/plain"}), "warning", "不允许"),
        (Body(b"User-agent: *\nCrawl-delay: 7\n", {"Content-Type": "text/plain"}), "ok", "7"),
    ],
    ids=["none", "failing", "page", "all", "delay"],
)
def test_the_rules_for_robots(reader: User, server: Server, fault: Fault, state: str, words: str) -> None:
    server.faults["/robots.txt"] = fault
    found = doctor(reader)
    assert found["robots"]["state"] == state
    assert words in found["robots"]["found"]
    assert found["article"]["state"] == "ok"


def test_a_site_that_asked_to_be_left_alone_is_left_alone(reader: User, server: Server) -> None:
    with reader.library() as library:
        path = library.categories()[0].path
    server.faults[path] = Status(429, {"Retry-After": "300"})
    first = doctor(reader)
    assert first["listing"]["state"] == "failed"
    assert first["retry_after"]["state"] == "warning"
    assert first["retry_after"]["data"]["until"] > time.time() + 200
    server.log.clear()
    second = doctor(reader)
    assert server.log == []
    assert second["robots"]["state"] == "skipped"
    assert "不再访问" in second["robots"]["advice"]
    assert second["article"]["state"] == "skipped"


def _ruin_head(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(b"not a database at all" * 50)


def _ruin_middle(file: Path) -> None:
    size = file.stat().st_size // 2 // 4096 * 4096
    with file.open("r+b") as opened:
        opened.seek(size)
        opened.write(os.urandom(40 * 4096))


@pytest.mark.parametrize(
    ("ruin", "name", "state"), [(_ruin_head, "notice", "warning"), (_ruin_middle, "cache", "failed")]
)
def test_a_damaged_cache(reader: User, ruin: Callable[[Path], None], name: str, state: str) -> None:
    ruin(reader.folder / "cache.db")
    said = reader.run("doctor", "--json", "--offline")
    found = checks(said)
    assert found[name]["state"] == state
    assert found[name]["advice"]
    assert found["user"]["state"] == "ok"
    again = doctor(reader, "--offline")
    assert again["cache"]["state"] == "ok"
    assert again["space"]["data"]["damaged"] > 0


def test_a_folder_that_cannot_be_written(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode, **rest: Path(path) != reader.folder and real(path, mode, **rest),
    )
    found = doctor(reader)
    assert found["opened"]["state"] == "warning"
    assert found["opened"]["data"]["read_only"] is True
    assert "不可写" in found["opened"]["advice"]
    assert found["articles"]["data"]["cached"] > 0
    assert found["article"]["state"] == "ok"


def test_a_library_of_a_newer_program(reader: User) -> None:
    connection = apsw.Connection(str(reader.folder / "user.db"))
    connection.pragma("user_version", 99)
    connection.close()
    found = doctor(reader, "--offline")
    assert found["opened"]["state"] == "warning"
    assert "升级" in found["opened"]["advice"]


def test_a_folder_that_others_may_write_does_not_keep_the_rest_from_being_looked_at(reader: User) -> None:
    reader.folder.chmod(0o777)
    found = doctor(reader)
    assert found["opened"]["state"] == "failed"
    assert "--data-dir" in found["opened"]["advice"]
    assert found["article"]["state"] in {"ok", "warning"}


def test_little_room_is_a_warning(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achie_tui.commands.checkup.storage.free_bytes", lambda _: 20_000_000)
    found = doctor(reader, "--offline")
    assert (found["free"]["state"], found["free"]["found"]) == ("warning", "20.0 MB")


@pytest.mark.fault(38)
@pytest.mark.parametrize("arguments", [(), ("--json",), ("--lang", "en"), ("--offline",)])
def test_no_secret_is_in_the_report(
    user: User, server: Server, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    home = Path(os.environ["HOME"])
    config = home / "settings" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('nonsense = "me:hunter2"\n', encoding="utf-8")
    proxy = server.base_url.removeprefix("http://")
    monkeypatch.setenv("HTTP_PROXY", f"http://me:hunter2@{proxy}")
    monkeypatch.setenv("http_proxy", f"http://me:hunter2@{proxy}")
    monkeypatch.setenv("ACHIE_TUI_BASE_URL", "http://you:hunter3@site.example/")
    folder = home / "data"
    said = here("doctor", "--config", str(config), "--data-dir", str(folder), *arguments)
    for text in (said.out, said.err):
        for secret in ("hunter2", "hunter3", "me:", "you:", str(home), str(user.folder.parent)):
            assert secret not in text
    assert "~/data" in said.out
    assert re.search("~/settings/config.toml.* nonsense |nonsense in .*~/settings/config.toml", said.out)
    if "--offline" not in arguments:
        assert f"http://{proxy}" in said.out
        assert "site.example" in said.out


def test_the_redactor() -> None:
    home = os.environ["HOME"]
    redactor = Redactor()
    assert redactor.text(f"{home}/x {home} {home}2 (file {home})") == f"~/x ~ {home}2 (file ~)"
    assert redactor.value({"a": [Path(home) / "b", 1, None, True]}) == {"a": ["~/b", 1, None, True]}


@pytest.mark.fault(38)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://a:b@h/ socks5://a@b:c@h:1 x@y http://h/@z", "http://h/ socks5://h:1 x@y http://h/@z"),
        ("http://a:SECRET/x@h:1", "http://h:1"),
        ("http://a:SE#CRET@h:1 and http://h:80/@z", "http://h:1 and http://h:80/@z"),
        ("看 http://h/?token=SECRET&aid=3，再看", "看 http://h/?token=…&aid=3，再看"),
        ("http://h/a?SECRET#access_token=SECRET", "http://h/a?…#access_token=…"),
        ("http://h/plus/list.php?tid=3&PageNo=2", "http://h/plus/list.php?tid=3&PageNo=2"),
        ("/plus/view.php?aid=7 http://[::1]:80/x@y", "/plus/view.php?aid=7 http://[::1]:80/x@y"),
    ],
)
def test_addresses_are_shown_without_their_secrets(text: str, shown: str) -> None:
    assert without_secrets(text) == shown


@pytest.mark.fault(38)
def test_of_a_wrong_address_nothing_before_its_host_is_shown() -> None:
    assert as_shown("http://u:SEC RET/@x@h/?k=SECRET") == "http://h/?k=…"


@pytest.mark.fault(38)
@pytest.mark.parametrize("proxy", ["http://a:SECRET/x@h:1", "foo://SECRET@h", "http://SECRET:x@h:99999", "http://[::1"])
def test_a_proxy_that_cannot_be_read_is_told_in_one_sentence(
    user: User, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    options = ("--base-url", "http://news.example/", "--data-dir", str(user.folder))
    for command in (("sync",), ("list", "--refresh"), ("read", "/news/1.html"), ("categories",)):
        said = here(*command, *options)
        assert said.status == 4
        assert "环境变量 http_proxy" in said.sentence
        assert "SECRET" not in said.sentence
    said = here("doctor", "--json", *options)
    assert "SECRET" not in said.out
    found = checks(said)
    assert (found["proxy"]["state"], found["dns"]["state"]) == ("failed", "skipped")
    assert "http_proxy" in found["proxy"]["advice"]


@pytest.mark.fault(38)
def test_a_token_in_the_sites_address_is_shown_nowhere(user: User, server: Server, tmp_path: Path) -> None:
    address = f"{server.base_url}/?token=SECRET".replace("http://", "http://me:SECRET@")
    options = ("--base-url", address, "--data-dir", str(user.folder))
    for command in (("config",), ("config", "--json"), ("doctor",), ("doctor", "--json"), ("profile", "show")):
        said = here(*command, *options)
        assert "SECRET" not in said.out + said.err, command
    wrong = tmp_path / "config.toml"
    for text in ("ftp://me:SECRET@h/", "http://me:SECRET/x@h:1/", "http://me:SEC RET@h:x/?k=SECRET"):
        wrong.write_text(f'base_url = "{text}"\n', encoding="utf-8")
        for given in (("--config", str(wrong)), ("--base-url", text)):
            said = here("doctor", *given)
            assert said.status == 2
            assert "SEC" not in said.sentence


@pytest.mark.parametrize("home", ["/", ""])
def test_a_home_that_is_none_spoils_nothing(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    monkeypatch.setenv("HOME", home)
    assert Redactor().text("/a/b") == "/a/b"


def test_piped_it_is_plain_lines_of_five_columns(reader: User) -> None:
    said = apart("doctor", *reader.options)
    assert said.err == ""
    rows = [line.split("\t") for line in said.out.splitlines()]
    assert {len(row) for row in rows} == {5}
    assert "\x1b" not in said.out
    assert rows[-1][0] == "summary"
    assert {row[1] for row in rows} <= {"ok", "warning", "failed", "skipped"}


def test_a_terminal_gets_it_in_sections_with_a_ruler(reader: User) -> None:
    shown = at_terminal("doctor", "--offline", *reader.options, columns=100)
    assert "“”“”“”“”“”|" in shown
    assert "100 列" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "\x1b" not in plain
    headings = [line for line in plain.splitlines() if line and not line.startswith(" ")]
    assert headings[:1] == ["配置"]
    assert headings.index("终端") > 0
    assert plain.index("版本") < plain.index("\n终端") < plain.index("何时可以访问网站")


def test_it_speaks_english(user: User, server: Server) -> None:
    server.faults["/robots.txt"] = Status(503)
    for said in (
        user.run("doctor", "--json", "--lang", "en"),
        user.run("doctor", "--json", "--lang", "en", "--offline"),
    ):
        for check in said.value()["checks"]:
            if check["section"] != "extraction" and check["name"] != "profile":
                assert not CHINESE.search(f"{check['label']}{check['found']}{check['advice']}"), check


def test_what_a_hostile_server_says_commands_no_terminal(reader: User, server: Server) -> None:
    server.faults["*"] = Status(403, {"Server": "\x1b]0;owned\x07"})
    said = reader.run("doctor")
    assert said.status == 1
    assert all(line.replace("\t", "").isprintable() for line in said.out.splitlines())


@pytest.mark.fault(34)
def test_a_sqlite_that_may_corrupt_is_told_with_what_is_done_about_it(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check_sqlite("3.51.3").state == "ok"
    monkeypatch.setattr("apsw.sqlite_lib_version", lambda: "3.51.2")
    found = doctor(reader, "--offline")
    assert (found["sqlite"]["state"], found["sqlite"]["data"]["wal_reset_bug"]) == ("warning", True)
    assert "预写日志" in found["sqlite"]["advice"]
    assert found["journal"]["data"] == {"mode": "truncate", "reason": "sqlite"}
    assert "3.51.2" in found["journal"]["found"]


@pytest.mark.fault(31)
def test_a_file_system_of_others_is_told_as_the_reason_to_write_without_a_log(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor(reader, "--offline")["journal"]["data"] == {"mode": "wal", "reason": None}
    monkeypatch.setattr("achie_tui.library.journal.on_network", lambda _: True)
    assert doctor(reader, "--offline")["journal"]["data"] == {"mode": "truncate", "reason": "network"}


@pytest.mark.parametrize(
    ("environment", "bits"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 24),
        ({"TERM": "xterm-direct"}, 24),
        ({"TERM": "xterm-256color"}, 8),
        ({"TERM": "linux"}, 4),
        ({"TERM": "dumb"}, 0),
        ({}, 0),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, 0),
    ],
)
def test_what_the_terminal_says_of_its_colours(environment: dict[str, str], bits: int) -> None:
    [colours] = [check for check in check_display(environment) if check.name == "colours"]
    assert colours.data["bits"] == bits


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"TMUX": "x"}, "tmux"),
        ({"STY": "x"}, "screen"),
        ({"TERM": "xterm"}, "OSC 52"),
        ({"TERM": "linux"}, "nothing can be copied"),
    ],
)
def test_how_copying_goes(environment: dict[str, str], words: str) -> None:
    [clipboard] = [check for check in check_display(environment) if check.name == "clipboard"]
    assert words in clipboard.found.en


def test_the_demo_is_well() -> None:
    found = checks(here("doctor", "--demo", "--json"))
    assert found["article"]["state"] == "ok"
    assert is_listing(found["listing"]["data"]["path"])
