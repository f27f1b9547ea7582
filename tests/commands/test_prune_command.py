"""`achie-tui prune`: what the library takes of the disk, and what it gives back."""

import os
import shutil
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace

import apsw
import pytest

from achie_tui.library import space
from achie_tui.site.address import is_listing
from tests.commands.shell import User
from tests.commands.test_terminal_output import at_terminal
from tests.site.serve import Server

NAME = "高新区新闻"
KINDS = [
    "articles",
    "versions",
    "pages",
    "pictures",
    "attachments",
    "lists",
    "unused",
    "user",
    "backups",
    "damaged",
    "total",
]


def files(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_size for file in folder.iterdir() if file.suffix == ".db"}


def test_alone_it_only_tells_what_is_used(reader: User) -> None:
    before = reader.run("list", "--all", "--json", "--offline").out
    said = reader.run("prune")
    assert (said.status, said.err) == (0, "")
    rows = dict(line.split("\t") for line in said.out.splitlines())
    assert list(rows) == KINDS
    assert sum(int(rows[kind]) for kind in KINDS[:-1]) == int(rows["total"])
    assert min(int(rows[kind]) for kind in ("articles", "pages", "pictures", "user", "backups")) > 0
    assert reader.run("list", "--all", "--json", "--offline").out == before


def test_a_dry_run_counts_and_touches_nothing(reader: User) -> None:
    before = reader.run("prune", "--json").value()["uses"]
    options = ("--raw-pages", "--images-older-than", "0", "--json")
    counted = reader.run("prune", "--dry-run", *options)
    assert "什么都没有动" in counted.err
    assert counted.value()["dry_run"] is True
    assert counted.value()["uses"] == before
    done = reader.run("prune", *options)
    assert done.value()["removed"] == counted.value()["removed"]
    assert done.value()["removed"]["pictures"] > 0
    assert done.value()["removed"]["pages"] > 0
    assert (done.value()["uses"]["pictures"], done.value()["uses"]["unused"]) == (0, 0)
    assert done.value()["freed"] > 0
    assert "还给磁盘" in done.err
    with reader.library() as library:
        assert all(is_listing(path) for (path,) in library._rows("SELECT path FROM pages"))


def test_articles_still_read_offline_and_a_sync_asks_listings_only(reader: User, server: Server) -> None:
    reader.run("prune", "--raw-pages")
    before = reader.run("list", NAME, "--all", "--json", "--offline")
    path = next(row["url"] for row in before.values() if row["cached"])
    assert reader.run("read", path, "--offline").status == 0
    server.log.clear()
    assert reader.sync("--no-images").value()["new"] == 0
    assert all(hit.status == 304 for hit in server.log if is_listing(hit.path))


def test_a_category_goes_but_for_what_is_starred(reader: User) -> None:
    with reader.library() as library:
        rows = reader.run("list", NAME, "--all", "--json", "--offline").values()
        starred = next(row["url"].removeprefix(reader.base_url) for row in rows if row["cached"] and row["id"])
        library.marks.mark([starred], starred=True)
    others = reader.run("list", "政策解读", "--all", "--json", "--offline").out
    said = reader.run("prune", "--category", "高新区", "--json")
    assert said.status == 0
    assert said.value()["removed"]["articles"] > 0
    assert "收藏" in said.err
    after = reader.run("list", NAME, "--all", "--json", "--offline").values()
    assert [row["url"] for row in after] == [row["url"] for row in rows]
    assert [row["starred"] for row in after if row["cached"]].count(True) >= 1
    assert sum(row["cached"] for row in after) < sum(row["cached"] for row in rows)
    assert reader.run("read", starred, "--offline").status == 0
    assert reader.run("list", "政策解读", "--all", "--json", "--offline").out == others


def test_an_unknown_category_is_wrong_usage_and_never_asked_for(user: User, server: Server) -> None:
    said = user.run("prune", "--category", "zzz")
    assert (said.status, said.out) == (2, "")
    assert "zzz" in said.sentence
    assert server.log == []


@pytest.mark.parametrize("days", ["-1", "x", "1.5", "100000"])
def test_days_are_a_number(user: User, days: str) -> None:
    assert user.run("prune", "--images-older-than", days).status == 2


def test_without_room_to_tidy_up_it_says_so(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space, "free_bytes", lambda _: 1000)
    said = reader.run("prune", "--raw-pages", "--json")
    assert said.status == 0
    assert said.value()["missing"] > 0
    assert said.value()["uses"]["unused"] > 0
    assert "磁盘空间不够" in said.err


def test_what_cannot_be_written_is_only_told(reader: User) -> None:
    shutil.copytree(reader.folder, reader.folder.with_name("frozen"))
    frozen = User(reader.base_url, reader.folder.with_name("frozen"))
    with frozen.library() as library:
        number = library._value("SELECT count(*) FROM pages")
    # A newer file is treated as a folder that cannot be written is; and root may write everywhere.
    connection = apsw.Connection(str(frozen.folder / "cache.db"))
    connection.pragma("user_version", 99)
    connection.close()
    said = frozen.run("prune", "--json")
    assert said.status == 0
    assert said.value()["uses"]["pages"] > 0
    assert frozen.run("prune", "--raw-pages").status == 1
    with frozen.library() as library:
        assert library._value("SELECT count(*) FROM pages") == number


def test_a_terminal_gets_sizes_that_one_reads(reader: User) -> None:
    shown = at_terminal("prune", *reader.options)
    assert "原始网页" in shown
    assert " KB" in shown
    assert "Raw pages" in at_terminal("prune", "--lang", "en", *reader.options)


@pytest.mark.fault(28)
def test_a_sync_stops_cleanly_where_there_is_little_room(
    user: User, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.statvfs
    monkeypatch.setattr(
        os,
        "statvfs",
        lambda folder: SimpleNamespace(f_bavail=10, f_frsize=1_000_000) if len(server.log) > 20 else real(folder),
    )
    said = user.sync()
    assert said.status == 1
    assert "10 MB" in said.sentence
    assert 20 < len(server.log) < 40
    monkeypatch.undo()
    with user.library() as library:
        assert library.views.totals().articles > 0
        assert library.maintenance.check("cache", 5) == "sound"


def test_a_sync_fetches_no_pictures_beyond_the_limit(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHIE_TUI_PICTURE_LIMIT_MB", "0")
    said = user.sync()
    assert said.status == 0
    assert said.value()["images"] == 0
    assert said.value()["failed"] == 0
    assert "picture_limit_mb" in said.err
    assert len(said.err.splitlines()) == 1
    monkeypatch.setenv("ACHIE_TUI_PICTURE_LIMIT_MB", "100")
    assert user.sync("--all").value()["images"] > 0


@pytest.mark.fault(35)
def test_a_clock_that_is_ahead_ages_no_picture(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ahead(datetime):
        """A clock ten years ahead."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Ahead":
            return super().now(tz) + timedelta(days=3652)

    with reader.library() as library:
        newest = date.fromisoformat(library.views.newest_day() or "")
    old = ("prune", "--images-older-than", "400", "--json", "--dry-run")
    now = reader.run(*old).value()["removed"]["pictures"]
    everything = reader.run(*old[:2], "0", *old[3:]).value()["removed"]["pictures"]
    monkeypatch.setattr("achie_tui.commands.prune.datetime", Ahead)
    said = reader.run(*old)
    assert str(newest + timedelta(days=30 - 400)) in said.err
    assert said.value()["removed"]["pictures"] <= max(now, everything - 1)
