"""Programs of the user's that are told of what came."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from achie_tui.config import load
from achie_tui.errors import WrongValueError
from achie_tui.hooks import HookError, call
from achie_tui.library import handed_on
from achie_tui.library.library import Library
from achie_tui.library.watch_words import REMEMBERED, WatchWord, write
from tests.commands.fixtures import SEED
from tests.commands.shell import Said, User, here
from tests.newsroom.editions import editions
from tests.site.serve import serve

NAME = "高新区新闻"


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Give the file in which a hook writes what it is told, a line each time, and the words it was called with."""
    script = tmp_path / "hook.py"
    script.write_text(
        "import json, sys\n"
        f"with open({str(tmp_path / 'told')!r}, 'a', encoding='utf-8') as file:\n"
        "    json.dump([sys.argv[1:], json.loads(sys.stdin.buffer.read())], file)\n"
        "    file.write('\\n')\n"
        "print('to the screen')\nprint('to the screen', file=sys.stderr)\n"
    )
    return tmp_path / "told"


def lines(told: Path) -> list[Any]:
    return [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else []


def configured(tmp_path: Path, text: str) -> str:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def hook(tmp_path: Path, *words: str) -> str:
    return json.dumps([sys.executable, str(tmp_path / "hook.py"), *words], ensure_ascii=False)


def synced(user: User, config: str, *arguments: str) -> Said:
    return here("sync", "--delay", "0", "--config", config, *arguments, *user.options)


def test_after_a_sync_a_program_gets_what_the_sync_prints(user: User, told: Path, tmp_path: Path) -> None:
    words = ("$(touch hacked)", "; echo", "`id`", "两个 词")
    config = configured(tmp_path, f"hook_sync = {hook(tmp_path, *words)}")
    said = synced(user, config, NAME, "--json")
    assert (said.status, said.err) == (0, "")
    assert lines(told) == [[list(words), said.value()]]
    assert "to the screen" not in said.out
    assert not list(Path.cwd().glob("hacked"))


def test_a_watch_word_tells_of_new_articles_and_of_nothing_else(
    monkeypatch: pytest.MonkeyPatch, told: Path, tmp_path: Path
) -> None:
    config = configured(tmp_path, f"hook_watch = {hook(tmp_path)}")
    before, after = editions(monkeypatch, SEED, NAME, 2)
    new, known = (after.truth[path] for path in (after.lists[NAME][0], after.lists[NAME][-1]))
    assert new.redirect is None
    with serve(before) as server:
        user = User(server.base_url, tmp_path / "library")
        with user.library() as library:
            words = (
                WatchWord("新的", f'"{new.title}"'),
                WatchWord("旧的", f'"{known.title}"'),
                WatchWord("无", "没这个词"),
            )
            library.visits.save_setting(REMEMBERED, write(words))
        assert synced(user, config, NAME).status == 0
        assert lines(told) == []  # all of it is the archive's
        server.site.files.update(after.files)
        assert synced(user, config, NAME).status == 0
        [[_, record]] = lines(told)
        assert (record["name"], record["query"]) == ("新的", f'"{new.title}"')
        rows = {row["url"]: row for row in here("list", NAME, "--all", "--json", *user.options).values()}
        assert record["articles"] == [rows[server.base_url + new.path]]
        assert synced(user, config, NAME, "--all").status == 0
        assert len(lines(told)) == 1


def test_a_sync_does_not_tell_again_what_was_told_of_when_its_row_came(
    monkeypatch: pytest.MonkeyPatch, told: Path, tmp_path: Path
) -> None:
    config = configured(tmp_path, f"hook_watch = {hook(tmp_path)}")
    before, after = editions(monkeypatch, SEED, NAME, 2)
    news = [after.truth[path] for path in after.lists[NAME][:2]]
    words = [WatchWord(each.title, f'"{each.title}"') for each in news]
    with serve(before) as server:
        user = User(server.base_url, tmp_path / "library")
        assert synced(user, config, NAME).status == 0
        server.site.files.update(after.files)
        with user.library() as library:
            library.visits.save_setting(REMEMBERED, write(words))
            # As the app does, which has the row and not yet the text.
            assert library.visits.hand_on(words[0].text, [news[0].path]) == [news[0].path]
        assert synced(user, config, NAME).status == 0
        assert [record["query"] for _, record in lines(told)] == [words[1].text]


def test_an_article_and_what_leads_to_it_are_one(tmp_path: Path) -> None:
    link, other, own = "/plus/view.php?aid=1", "/plus/view.php?aid=2", "/news/1.html"
    with Library.open(tmp_path / "library") as library:
        hand_on, lead = library.visits.hand_on, library.pages.save_redirect
        assert hand_on("甲", [link]) == [link]  # its row is all that is known
        lead(link, own)
        assert hand_on("甲", [own]) == [], "where it leads is known when its text has come"
        lead(other, own)
        assert hand_on("甲", [other, link]) == []
        assert hand_on("乙", [other, own, link]) == [other]
        assert hand_on("乙", [link]) == []
        lead("/plus/view.php?aid=3", "https://example.com/")
        lead("/plus/view.php?aid=4", "https://example.com/")
        assert len(hand_on("乙", ["/plus/view.php?aid=3", "/plus/view.php?aid=4"])) == 2


def test_what_was_handed_on_is_remembered_for_as_long_as_it_is_news(tmp_path: Path) -> None:
    now = [1e9]
    with Library.open(tmp_path / "library", clock=lambda: now[0]) as library:
        hand_on = library.visits.hand_on
        assert hand_on("甲", ["/1", "/2", "/1"]) == ["/1", "/2"]
        assert hand_on("甲", ["/2", "/3"]) == ["/3"]
        assert hand_on("乙", ["/2"]) == ["/2"]
        now[0] += handed_on.SECONDS / 2
        assert hand_on("甲", ["/4"]) == ["/4"]
        now[0] += handed_on.SECONDS / 2
        hand_on("丙", ["/1"])
        assert list(handed_on.read(library.visits.setting(handed_on.HANDED_ON) or "")) == ["甲", "丙"]
        assert hand_on("甲", ["/1", "/4"]) == ["/1"]
        many = [f"/{number}" for number in range(100, 100 + handed_on.MOST)]
        assert hand_on("甲", many) == many
        assert len(handed_on.read(library.visits.setting(handed_on.HANDED_ON) or "")["甲"]) == handed_on.MOST
        for strange in ("", "[]", '{"甲": 1}', '{"甲": {"/1": "x"}}', "{"):
            library.visits.save_setting(handed_on.HANDED_ON, strange)
            assert hand_on("甲", ["/1"]) == ["/1"]
        assert not [item for item in library.exchange.items() if item.kind == "list"], "it is this machine's own"


def test_what_fails_is_a_sentence_and_the_sync_is_done(user: User, tmp_path: Path) -> None:
    broken = json.dumps([sys.executable, "-c", "import sys; sys.exit(7)"])
    said = synced(user, configured(tmp_path, f"hook_sync = {broken}"), NAME, "--quiet")
    assert said.status == 0
    assert "hook_sync" in said.sentence
    assert "退出状态是 7" in said.sentence
    said = synced(user, configured(tmp_path, 'hook_sync = ["/nowhere/at all"]'), NAME, "--quiet", "--lang", "en")
    assert said.status == 0
    assert "hook_sync failed: at all cannot be run" in said.sentence


async def test_one_that_does_not_end_is_ended_with_all_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    child = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    script = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(600)"
    began = time.monotonic()
    with pytest.raises(HookError):
        await call("hook_sync", [sys.executable, "-c", script], {}, seconds=1.5)
    assert time.monotonic() - began < 30
    if pid.exists():
        for _ in range(500):
            try:
                os.kill(int(pid.read_text()), 0)
            except ProcessLookupError:
                break
            await asyncio.sleep(0.01)
        else:
            pytest.fail("the child is still there")


async def test_one_that_does_not_listen_is_no_failure() -> None:
    await call("hook_watch", ["/bin/true"], {"articles": ["x" * 1000] * 5000})


def test_a_program_is_words(tmp_path: Path) -> None:
    def hooked(text: str, environment: dict[str, str] | None = None) -> tuple[str, ...]:
        flags = {"config": configured(tmp_path, text), "data_dir": str(tmp_path)}
        return load(flags, environment or {}).hook_sync

    assert hooked("") == ()
    assert hooked('hook_sync = ["a", "b c"]') == ("a", "b c")
    assert hooked("", {"ACHIE_TUI_HOOK_SYNC": "a 'b c' $HOME"}) == ("a", "b c", "$HOME")
    for wrong in ('hook_sync = "a b"', "hook_sync = [1]", 'hook_sync = [""]', r'hook_sync = ["a\u0000"]'):
        with pytest.raises(WrongValueError):
            hooked(wrong)


def test_the_configuration_shows_it_as_it_is_written(user: User, tmp_path: Path) -> None:
    config = configured(tmp_path, r'hook_watch = ["notify", "a \" b"]')
    shown = here("config", "--config", config, *user.options).out
    assert r'hook_watch = ["notify", "a \" b"]' in shown
    value = here("config", "--json", "--config", config, *user.options).value()
    assert value["settings"]["hook_watch"]["value"] == ["notify", 'a " b']
