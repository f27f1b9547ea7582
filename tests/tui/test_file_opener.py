"""The system's program gets a file's whole path and nothing else; without a desktop there is none."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands.shell import ROOT

PATIENCE = 60.0
START = """
import sys
from pathlib import Path
from achie_tui.tui.browser import open_file
sys.exit(not open_file(Path(sys.argv[1])))
"""


def opened(folder: Path, file: str, **environment: str) -> int:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", START, file],
        cwd=folder,
        env={"PATH": str(folder), "PYTHONPATH": str(ROOT / "src"), **environment},
        check=False,
        timeout=PATIENCE,
    ).returncode


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is called otherwise")
def test_a_files_whole_path_is_all_that_a_program_gets(tmp_path: Path) -> None:
    note, program = tmp_path / "arguments", tmp_path / "xdg-open"
    program.write_text(
        f"#!{sys.executable}\nimport json, os, sys\nfrom pathlib import Path\nprint('noise')\n"
        f"new = Path({str(note)!r} + '.new')\nnew.write_text(json.dumps(sys.argv[1:]))\nos.rename(new, {str(note)!r})\n"
    )
    program.chmod(0o755)
    name = "-rf $(id) ; 指南.pdf"
    assert opened(tmp_path, name) == 1
    assert not note.exists()
    assert opened(tmp_path, name, DISPLAY=":0") == 0
    deadline = time.monotonic() + PATIENCE
    while not note.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert json.loads(note.read_text()) == [str(tmp_path / name)]
    program.unlink()
    assert opened(tmp_path, name, WAYLAND_DISPLAY="wayland-0") == 1
