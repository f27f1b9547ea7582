"""Files on disk: safe names, nothing outside the folder, nothing written over, nothing by halves."""

import os
import re
import stat
import subprocess
from itertools import count
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from achie_tui.errors import UnwritableFileError
from achie_tui.export.delivery import deliver, deliver_anew
from achie_tui.export.disk import opened_folder
from achie_tui.export.errors import ExportError, LinkInTheWayError, NoPlainFileError, ThereAlreadyError
from achie_tui.export.file_names import LONGEST, FileNames
from achie_tui.export.formats import FORMATS
from tests.export.editions import KEPT, article, edition

DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
TITLES = st.lists(
    st.one_of(
        st.sampled_from(
            (
                "../",
                "..\\",
                "/",
                "-rf ",
                "~",
                "CON",
                "con.",
                "nul",
                "COM¹",
                ".",
                " ",
                "\n",
                "\0",
                "\x1b[2J",
                "\u202e",
                "🏭",
            )
        ),
        st.sampled_from(("：", "“”", "高新区", "é", "e\u0301", "\ud800", "\ufeff", '|<>:*?"', "长" * 90)),
        st.text(max_size=4),
    ),
    max_size=5,
).map("".join)


def check(title: str, taken: list[str]) -> None:
    names = FileNames()
    given_names = [names.name(each, ".md") for each in (*taken, title)]
    assert len({name.casefold() for name in given_names}) == len(given_names)
    for name in given_names:
        assert name.endswith(".md")
        assert len(name.encode()) <= LONGEST
        assert name.isprintable()
        assert not set(name) & set('/\\:*?"<>|')
        assert name[0] not in ".-~ "
        assert not DEVICE.match(name)
        assert Path("/a/b", name).parent == Path("/a/b")


@pytest.mark.fault(37)
@given(TITLES, st.lists(TITLES, max_size=3))
@example("CON", ["con", "Con.txt"])
@example("../../etc/passwd", [])
@example("-rf", [])
@example("x" * 300, ["X" * 300, "x" * 300])
def test_no_title_is_a_name_that_does_harm(title: str, taken: list[str]) -> None:
    check(title, taken)


@pytest.mark.fault(37)
@pytest.mark.long
@given(TITLES, st.lists(TITLES, max_size=3))
@settings(deadline=None, max_examples=5_000)
def test_nor_are_thousands_of_others(title: str, taken: list[str]) -> None:
    check(title, taken)


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.mark.fault(37)
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_titles_stay_in_the_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    hostile = [
        article(number, title=title) for number, title in enumerate(("../../x", "-rf", "CON", "a" * 300, "\0/", "🏭"))
    ]
    done = deliver(edition(*hostile, title="../../y"), FORMATS[name], folder, into=True)
    assert list(tmp_path.iterdir()) == [folder]
    assert {file.parent for file in done.files} == {folder}
    assert len(done.files) == (len(hostile) if name == "markdown" else 1)


def test_a_file_is_removed_only_while_it_has_the_text_that_was_read(tmp_path: Path) -> None:
    file, link = tmp_path / "a.md", tmp_path / "b.md"
    file.write_text("我的", encoding="utf-8")
    link.symlink_to(file)
    with opened_folder(tmp_path) as folder:
        for name, text in (("a.md", "我"), ("a.md", "我的，还有"), ("a.md", "你的"), ("b.md", "我的"), ("c.md", "")):
            assert not folder.remove(name, text)
        assert files_in(tmp_path)["a.md"] == "我的".encode()
        assert folder.remove("a.md", "我的")
    assert list(tmp_path.iterdir()) == [link]


def test_nothing_is_written_over_unless_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("我的")
    with pytest.raises(ThereAlreadyError):
        deliver(edition(), FORMATS["text"], file, into=False)
    assert files_in(tmp_path) == {"a.txt": "我的".encode()}
    deliver(edition(), FORMATS["text"], file, into=False, force=True)
    assert "园区设备补助" in file.read_text()
    assert len(files_in(tmp_path)) == 1


def test_in_a_folder_one_name_that_is_taken_does_not_keep_the_others_back(tmp_path: Path) -> None:
    first, second = article(), article(8, title="第二篇")
    deliver(edition(first), FORMATS["markdown"], tmp_path, into=True)
    done = deliver(edition(first, second), FORMATS["markdown"], tmp_path, into=True)
    assert [file.name for file in done.files] == ["2024-01-02 第二篇.md"]
    assert [type(error) for error in done.failures] == [ThereAlreadyError]


def test_in_the_app_a_name_that_is_taken_is_counted_on(tmp_path: Path) -> None:
    for _ in range(3):
        deliver_anew(edition(article()), FORMATS["markdown"], tmp_path / "新的")
    names = sorted(file.name for file in (tmp_path / "新的").glob("*.md"))
    stem = "2024-01-02 园区设备补助：怎么领"
    assert names == [f"{stem} 2.md", f"{stem} 3.md", f"{stem}.md"]


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_stopped_leaves_whole_files_and_no_others(name: str, tmp_path: Path) -> None:
    form, whole = FORMATS[name], deliver_anew(edition(), FORMATS[name], tmp_path / "whole")
    for steps in count():
        left = iter(range(steps))
        folder = tmp_path / str(steps)
        done = deliver_anew(edition(), form, folder, lambda left=left: next(left, None) is None)  # type: ignore[misc]
        assert {file.name for file in folder.iterdir() if file.is_file()} == {file.name for file in done.files}
        assert all(file.read_bytes() == (tmp_path / "whole" / file.name).read_bytes() for file in done.files)
        if not done.stopped:
            break
    assert len(done.files) == len(whole.files)
    assert steps > 1, "it was stopped at every place where it can be"


def test_what_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")

    def write(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(28, "no space")

    with opened_folder(tmp_path) as folder, pytest.raises(ExportError, match="no space"):
        folder.write("a", write, force=True)
    assert files_in(tmp_path) == {"a": b"old"}


@pytest.mark.fault(37)
@pytest.mark.parametrize("force", [False, True])
def test_in_a_folder_no_link_is_followed_and_one_that_was_named_only_by_force(tmp_path: Path, force: bool) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "out"
    outside.mkdir()
    folder.mkdir()
    (outside / "mine").write_text("mine")
    (folder / "a.md").symlink_to(outside / "mine")
    (folder / "b_files").symlink_to(outside)
    if force:
        deliver(edition(article()), FORMATS["markdown"], folder / "a.md", into=False, force=True)
        assert (folder / "a.md").is_symlink()
        assert "园区设备补助" in (outside / "mine").read_text()
        (outside / "mine").write_text("mine")
    else:
        with pytest.raises(ThereAlreadyError):
            deliver(edition(article()), FORMATS["markdown"], folder / "a.md", into=False)
    name = "2024-01-02 园区设备补助：怎么领.md"
    (folder / name).symlink_to(outside / "mine")
    if force:
        deliver(edition(article()), FORMATS["markdown"], folder, into=True, force=True)
        assert not (folder / name).is_symlink()
    with pytest.raises(LinkInTheWayError):
        deliver(edition(article()), FORMATS["markdown"], folder / "b.md", into=False, force=force)
    assert {file.name for file in outside.iterdir()} - {"mine_files"} == {"mine"}
    assert (outside / "mine").read_text() == "mine"


@pytest.mark.parametrize("name", ["text", "markdown", "epub", "csv"])
def test_a_pipe_that_is_named_is_written_into(tmp_path: Path, name: str) -> None:
    pipe, told = tmp_path / "pipe", tmp_path / "told"
    os.mkfifo(pipe)
    with told.open("wb") as kept, subprocess.Popen(["/bin/cat", str(pipe)], stdout=kept):  # noqa: S603 - our own pipe
        deliver(edition(article()), FORMATS[name], pipe, into=False)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    deliver(edition(article()), FORMATS[name], tmp_path / "file", into=False)
    if name == "markdown":  # with pictures beside it
        assert "园区设备补助" in told.read_text()
        assert "_files" not in told.read_text()
    else:
        assert told.read_bytes() == (tmp_path / "file").read_bytes()
    assert {file.name for file in tmp_path.iterdir()} <= {"pipe", "told", "file", "file_files"}


def test_a_full_device_fails_and_stays(tmp_path: Path) -> None:
    link = tmp_path / "full"
    link.symlink_to("/dev/full")
    with pytest.raises(UnwritableFileError, match="no space") as told:
        deliver(edition(article()), FORMATS["text"], link, into=False, force=True)
    assert told.value.exit_status == 2
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
    assert link.is_symlink()


def test_in_a_folder_a_pipe_is_left_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "2024-01-02 园区设备补助：怎么领.txt"
    os.mkfifo(pipe)
    with opened_folder(tmp_path) as folder, pytest.raises(NoPlainFileError):
        folder.write(pipe.name, lambda file: file.write(b""), force=True)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name in ("text", "markdown"):
        for folder in ("none", "file"):
            with pytest.raises(UnwritableFileError):
                deliver(edition(article()), FORMATS[name], tmp_path / folder / "a.txt", into=False)


def test_files_are_as_others_are(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        deliver(edition(), FORMATS["csv"], tmp_path / "a.csv", into=False)
    finally:
        os.umask(mask)
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o644


def test_pictures_stand_beside_markdown_and_are_referred_to(tmp_path: Path) -> None:
    deliver(edition(), FORMATS["markdown"], tmp_path / "两 篇.md", into=False)
    found = files_in(tmp_path)
    assert found.pop(f"两 篇_files/{KEPT.name}") == KEPT.data
    [(name, text)] = found.items()
    assert name == "两 篇.md"
    assert text.decode().count(f"![车间](<两 篇_files/{KEPT.name}>)") == 2
    assert text.decode().count("![仓库](<http://www.achie.org/uploads/gone.png>)") == 2


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_is_the_same_bytes(name: str, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        deliver(edition(), FORMATS[name], folder, into=True)
    assert files_in(one) == files_in(other)
