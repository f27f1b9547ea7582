"""Exporting from the app: what is meant, where it goes, and handing articles to programs."""

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import BinaryIO

import pytest
from textual.widgets import Input, OptionList

from achie_tui.config.pipes import Pipe
from achie_tui.export.edition import Edition
from achie_tui.export.formats import Format
from achie_tui.language import Language
from achie_tui.tui.screens.export import CHOICES, ExportScreen
from tests.tui.driver import MEDIUM, NARROW, Driver, running, with_config
from tests.tui.fake import CATEGORIES, FakeNewsroom, article_of

FIRST = CATEGORIES[0]
COPY = "import sys; open(sys.argv[1], 'w').write(' '.join(sys.argv[2:]) + '\\n' + sys.stdin.read())"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "出"


@pytest.fixture
def exporting(newsroom: FakeNewsroom, folder: Path) -> FakeNewsroom:
    return with_config(newsroom, export_folder=str(folder))


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)


async def choose(desk: Driver, form: str, *keys: str) -> None:
    """Choose a format on the screen that asks, press keys, and have it written."""
    assert isinstance(desk.app.screen, ExportScreen)
    await desk.press("home", *["down"] * list(CHOICES).index(form), *keys, "enter")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in files(folder))


async def test_the_article_in_the_reader_goes_where_the_configuration_says(
    exporting: FakeNewsroom, folder: Path
) -> None:
    async with running(exporting) as desk:
        await desk.press("enter", "e")
        title = article_of(FIRST, 0).title
        assert title in desk.text
        assert str(folder.name) in desk.text
        await choose(desk, "text")
        [file] = files(folder)
        assert file.name == f"{article_of(FIRST, 0).published} {title}.txt"
        assert "第 12 段。" in file.read_text(encoding="utf-8")
        assert desk.main.status.message == f"已导出：{file}"
        await desk.press("e", "enter")
        assert len(names(folder)) == 2, "written anew beside the first, in the same format"


async def test_what_is_chosen_comes_before_the_current_one_and_the_list_after(
    exporting: FakeNewsroom, folder: Path
) -> None:
    async with running(exporting) as desk:
        await desk.press("v", "j", "v", "e")
        assert "选定的 2 篇" in desk.text
        await choose(desk, "full")
        [lines] = [file.read_text(encoding="utf-8").splitlines() for file in files(folder)]
        assert [json.loads(line)["id"] for line in lines] == [1000, 1001]
        await desk.press("e")
        await choose(desk, "jsonl", "left")
        newest = files(folder)[-1]
        assert len(newest.read_text(encoding="utf-8").splitlines()) == 12, "the list, of which headlines are enough"


async def test_of_a_list_is_exported_what_is_kept_and_the_rest_is_told(exporting: FakeNewsroom, folder: Path) -> None:
    async with running(exporting) as desk:
        exporting.asked.clear()
        await desk.press("e", "right")
        assert "共 12 篇" in desk.text
        await choose(desk, "markdown")
        assert len(names(folder)) == 6
        assert desk.main.status.message == f"已导出 6 个文件，6 篇没有正文、没有导出：{folder}"
        assert exporting.asked == []


async def test_an_article_that_is_not_kept_is_fetched(exporting: FakeNewsroom, folder: Path) -> None:
    async with running(exporting) as desk:
        await desk.press("G", "e")
        await choose(desk, "gbt7714")
        [file] = files(folder)
        assert article_of(FIRST, 11).title in file.read_text(encoding="utf-8")


async def test_an_export_is_stopped_by_the_key_that_it_names(
    exporting: FakeNewsroom, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("achie_tui.tui.controllers.exporter.SHOWING", 0.0)
    async with running(exporting) as desk:
        await desk.press("V", "enter", "2")
        desk.gate.clear()
        await desk.press("e")
        await choose(desk, "epub")
        assert "正在导出，6/12 篇，Esc 停止" in desk.status, "the next one is not kept, and the site lets one wait"
        await desk.press("j")
        await desk.press("escape")
        assert "已停止，没有留下写了一半的文件" in desk.status
        assert desk.main.pane == "list"
        assert desk.main.chosen, "nothing else was left by that key"
        assert folder.name not in names(folder.parent)
        desk.gate.set()
        await desk.press("escape")
        assert not desk.main.chosen, "which means what it did before"


async def test_what_is_being_written_is_stopped_too(
    exporting: FakeNewsroom, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("achie_tui.tui.controllers.exporter.SHOWING", 0.0)
    begun, told = Event(), Event()

    def write(_: Edition, file: BinaryIO) -> None:
        file.write(b"half")
        begun.set()
        told.wait(5)
        file.write(b"whole")

    monkeypatch.setattr(Format, "write", lambda _, edition, file: write(edition, file))
    async with running(exporting) as desk:
        await desk.press("enter", "e")
        assert isinstance(desk.app.screen, ExportScreen)
        await desk.pilot.press("home", *["down"] * list(CHOICES).index("html"), "enter")
        await asyncio.to_thread(begun.wait, 5)
        while "正在写文件，Esc 停止" not in desk.text:
            await desk.pilot.pause()
        await desk.pilot.press("escape")
        told.set()
        await desk.settle()
        assert "已停止，没有留下写了一半的文件" in desk.status
        assert desk.main.pane == "reader"
        assert names(folder) == []


async def test_the_folder_is_typed_over_and_remembered(exporting: FakeNewsroom, tmp_path: Path) -> None:
    other = tmp_path / "别处 e"
    async with running(exporting) as desk:
        await desk.press("e", "tab")
        field = desk.app.screen.query_one(Input)
        assert desk.app.focused is field
        field.value = str(other)
        await desk.press("enter")
        assert len(names(other)) == 1
        await desk.press("e")
        assert desk.app.screen.query_one(Input).value == str(other)


async def test_where_it_cannot_be_written_is_told_in_one_sentence(newsroom: FakeNewsroom, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    async with running(with_config(newsroom, export_folder=str(tmp_path / "file" / "x"))) as desk:
        await desk.press("e", "enter")
        assert "失败" in "".join(desk.text.split())
        assert (tmp_path / "file").read_bytes() == b""


async def test_who_leaves_the_question_has_exported_nothing(exporting: FakeNewsroom, folder: Path) -> None:
    async with running(exporting) as desk:
        for key in ("escape", "q"):
            await desk.press("e", key)
            assert desk.app.screen is desk.main
    assert folder not in files(folder.parent)


@pytest.mark.parametrize(("size", "lang"), [(MEDIUM, "en"), (NARROW, "zh"), ((40, 12), "en")], ids=str)
async def test_the_question_is_whole_in_every_size(
    exporting: FakeNewsroom, folder: Path, size: tuple[int, int], lang: Language
) -> None:
    async with running(with_config(exporting, lang=lang), size) as desk:
        await desk.press("e")
        assert "Esc" in desk.text
        assert str(folder)[:9] in desk.text
        forms = desk.app.screen.query_one(OptionList)
        await desk.press("end")
        assert CHOICES["full"].label.say(lang) in desk.text
        assert forms.highlighted == len(CHOICES) - 1


@pytest.mark.fault(37)
async def test_a_hostile_title_is_shown_cleaned_and_stays_in_the_folder(exporting: FakeNewsroom, folder: Path) -> None:
    hostile = replace(article_of(FIRST, 0), title="../../\x1b[2J[bold]x[/]\u202e", published=None)
    exporting.library.save_article(hostile, parser=99, at=2e9)
    async with running(exporting) as desk:
        await desk.press("enter", "e")
        assert "[bold]x[/]" in desk.text
        await choose(desk, "epub")
        [name] = names(folder)
        assert name.isprintable()
        assert desk.main.status.message == f"已导出：{folder / name}"
    assert list(folder.parent.glob("*x*")) == []


# To a program.


def copy_to(file: Path, give: str = "markdown", *words: str, terminal: bool = False) -> Pipe:
    return Pipe("抄", (sys.executable, "-c", COPY, str(file), *words), give, terminal)  # type: ignore[arg-type]


@pytest.mark.parametrize("give", ["markdown", "text", "address"])
async def test_a_program_is_given_what_it_wants(newsroom: FakeNewsroom, tmp_path: Path, give: str) -> None:
    pipes = (Pipe("别的", ("false",)), copy_to(tmp_path / "a", give, "{url}"))
    async with running(with_config(newsroom, pipes=pipes)) as desk:
        await desk.press("|", "j", "enter")
        assert "已交给：抄" in desk.text
        url = newsroom.config.addresses.url(article_of(FIRST, 0).path)
        first, _, rest = (tmp_path / "a").read_text(encoding="utf-8").partition("\n")
        assert first == url
        beginning = {"markdown": "---\ntitle: ", "text": article_of(FIRST, 0).title, "address": f"{url}\n"}[give]
        assert rest.startswith(beginning)


async def test_a_program_that_fails_is_told(newsroom: FakeNewsroom) -> None:
    async with running(with_config(newsroom, pipes=(Pipe("坏", ("false",)),))) as desk:
        await desk.press("|", "enter")
        assert "false 出错，退出状态是 1" in desk.text


async def test_several_go_to_a_program_together(newsroom: FakeNewsroom, tmp_path: Path) -> None:
    async with running(with_config(newsroom, pipes=(copy_to(tmp_path / "a", "address"),))) as desk:
        await desk.press("v", "j", "v", "|", "enter")
        assert len((tmp_path / "a").read_text(encoding="utf-8").splitlines()) == 3


async def test_without_commands_the_user_is_told_where_to_write_them(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("|")
        assert "[[pipe]]" in desk.text
