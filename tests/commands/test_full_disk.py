"""A disk that is full, or cannot be written, under the commands: reading goes on, and one sentence says what is."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.commands.shell import ROOT, Said, User
from tests.site.build import Site
from tests.site.serve import Server

can_mount = pytest.mark.skipif(
    subprocess.run(["unshare", "-Urm", "true"], check=False, capture_output=True).returncode != 0,  # noqa: S607
    reason="no mount namespaces here",
)

READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"'

# Runs commands, each a list of words, and prints the status and both streams of each. `-` frees what others took.
RUNNING = """
import contextlib, io, json, sys
from pathlib import Path
from achie_tui.cli.main import main
from achie_tui.library import maintenance

maintenance.LEAST_FREE = 0  # a sync is let go on to the last byte
folder, commands = Path(sys.argv[1]), json.loads(sys.argv[2])
said = []
for words in commands:
    if words == ["-"]:
        (folder / "ballast").unlink()
        continue
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    said.append((status, out.getvalue(), err.getvalue()))
print(json.dumps(said))
"""


def run_at(mount: str, folder: Path, *commands: Sequence[str]) -> list[Said]:
    """Run commands where a folder was mounted as `mount` says."""
    words = ["unshare", "-Urm", "sh", "-c", f'{mount} && shift && exec "$@"', "sh", str(folder)]
    paths = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    done = subprocess.run(  # noqa: S603 - our own program
        [*words, sys.executable, "-c", RUNNING, str(folder), json.dumps(commands)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stderr
    return [Said(*each) for each in json.loads(done.stdout)]


@pytest.mark.fault(28)
@pytest.mark.fault(27)
@can_mount
def test_a_sync_on_a_disk_that_is_full_stops_and_goes_on_when_there_is_room(
    server: Server, site: Site, tmp_path: Path
) -> None:
    name = next(iter(site.categories))
    user = User(server.base_url, tmp_path / "data")
    sync, offline = ("sync", "--all", "--delay", "0", "--concurrency", "1"), ("--offline",)
    commands = [sync, ("list", "--all", "--json", *offline), ("check",), ("-",), (*sync, name), ("check",)]
    mount = 'mount -t tmpfs -o size=4m tmpfs "$1" && head -c 2000000 /dev/zero > "$1/ballast"'
    full, listed, checked, *others = run_at(
        mount, tmp_path, *((*words, *(user.options if words != ("-",) else ())) for words in commands)
    )
    assert full.status == 1
    assert full.err.count("磁盘已满") == 1
    assert full.err.splitlines()[-1].startswith("achie-tui: 磁盘已满")
    assert (listed.status, checked.status) == (0, 0)
    assert any(row["cached"] for row in listed.values()), "what came before the disk was full is there, and reads"
    notice, incomplete = listed.err.splitlines()
    assert "磁盘已满" in notice
    assert "网站上还有更早的" in incomplete
    assert "磁盘已满" in checked.sentence
    assert [each.status for each in others] == [0, 0]


@pytest.mark.fault(30)
@can_mount
def test_on_a_disk_that_cannot_be_written_one_reads_and_is_told_once(reader: User, site: Site) -> None:
    path = next(truth.path for truth in site.articles() if truth.paragraphs)
    before = {file: file.read_bytes() for file in reader.folder.rglob("*") if file.is_file()}
    commands = {
        ("list",): 0,
        ("read", path, "--offline"): 0,
        ("categories",): 0,
        ("check",): 0,
        ("read", path, "--mark-read", "--offline"): 1,
        ("sync",): 1,
        ("restore", "--yes"): 1,
        ("backup",): 1,
    }
    for words, said in zip(
        commands, run_at(READ_ONLY, reader.folder, *((*words, *reader.options) for words in commands)), strict=True
    ):
        assert (words, said.status) == (words, commands[words]), said.err
        assert "不可写" in said.sentence
    assert {file: file.read_bytes() for file in reader.folder.rglob("*") if file.is_file()} == before


@pytest.mark.fault(30)
@can_mount
def test_a_copy_is_written_elsewhere_from_a_disk_that_cannot_be_written(reader: User, tmp_path: Path) -> None:
    with reader.library() as library:
        library.marks.mark(["/news/gxq/1.html"], starred=True)
    file = tmp_path / "copy.db"
    [said] = run_at(READ_ONLY, reader.folder, ("backup", str(file), *reader.options))
    assert said.status == 0
    shutil.rmtree(reader.folder)
    assert reader.run("restore", str(file), "--yes").status == 0
    with reader.library() as library:
        assert library._value("SELECT count(*) FROM user.marks") == 1
