"""The doctor's words are plain: no jargon of ours in Chinese, nothing that is zero, and what to do beside each ill."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.shell import User, here
from tests.site.serve import Server, Status

JARGON = re.compile(r"断路器|锚点|密度|选择器|合上|断开|\b(WAL|wal|Retry-After|true|false)\b")


def report(user: User, *arguments: str) -> list[dict[str, str]]:
    value = user.run("doctor", "--json", *arguments).value()
    return list(value["checks"])


def lines(checks: list[dict[str, str]]) -> str:
    return "\n".join(f"{check['label']} {check['found']} {check['advice'] or ''}" for check in checks)


def test_no_jargon_where_all_is_well(reader: User) -> None:
    told = lines(report(reader))
    assert not JARGON.search(told), JARGON.search(told)
    assert "0 B" not in told
    assert "按网页结构 " in told
    assert "随时可以" in told


def test_a_pause_says_until_when(reader: User, server: Server) -> None:
    server.faults["*"] = Status(500)
    for _ in range(6):
        reader.run("list", "高新区新闻", "--refresh")
    checks = {check["name"]: check for check in report(reader)}
    assert re.fullmatch(r"本站暂停访问至 (\d\d-\d\d )?\d\d:\d\d，因为连续出错", checks["breaker"]["found"])
    assert "请同步或刷新" in checks["breaker"]["advice"]
    assert not JARGON.search(lines([*checks.values()]))


@pytest.mark.parametrize(
    ("fault", "section", "words"),
    [
        (Status(403), "network", "防火墙"),
        (Status(429, {"Retry-After": "300"}), "gate", "请等到那时"),
        (Status(503, {"Retry-After": "300"}), "gate", "请等到那时"),
    ],
    ids=["403", "429", "503"],
)
def test_a_site_that_refuses(reader: User, server: Server, fault: Status, section: str, words: str) -> None:
    server.faults["*"] = fault
    for arguments, lang in (((), "zh"), (("--lang", "en"), "en")):
        ill = [check for check in report(reader, *arguments) if check["state"] in {"failed", "warning"}]
        assert section in {check["section"] for check in ill}
        assert all(check["advice"] for check in ill)
        assert not JARGON.search(lines(ill))
        if lang == "zh":
            assert words in lines(ill)


def _shorten(folder: Path) -> None:
    with (folder / "cache.db").open("r+b") as file:
        file.truncate(20000)


def _garble(folder: Path) -> None:
    (folder / "user.db").write_bytes(b"garbage" * 1000)


def _garble_for_good(folder: Path) -> None:
    _garble(folder)
    for backup in (folder / "backups").iterdir():
        backup.unlink()


@pytest.mark.parametrize(
    ("ruin", "words"),
    [(_shorten, "缓存已损坏"), (_garble, "已从备份"), (_garble_for_good, "没有备份")],
    ids=["cache", "user", "no-backup"],
)
def test_a_damaged_library(reader: User, ruin: Callable[[Path], None], words: str) -> None:
    ruin(reader.folder)
    [notice] = [check for check in report(reader, "--offline") if check["name"] == "notice"]
    assert (notice["state"], notice["found"]) == ("warning", "见下一行")
    assert words in notice["advice"]


def test_the_demo_is_all_well_in_both_languages() -> None:
    assert here("doctor", "--demo").out.splitlines()[-1].split("\t")[3] == "一切正常"
    assert here("doctor", "--demo", "--lang", "en").out.splitlines()[-1].split("\t")[3] == "Everything works"
