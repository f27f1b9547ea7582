"""Reading what the user named: a file, and a pipe of which something comes late, in pieces, or never."""

import os
import threading
import time
from pathlib import Path

import pytest

from achie_tui import streams
from achie_tui.streams import read_named


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def test_a_file_is_read_as_far_as_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"some bytes")
    assert [read_named(tmp_path / "file", most) for most in (0, 4, 100)] == [b"", b"some", b"some bytes"]
    with pytest.raises(IsADirectoryError):
        read_named(tmp_path, 1)


def test_who_writes_late_and_in_pieces_is_waited_for(pipe: Path) -> None:
    def write() -> None:
        time.sleep(0.3)
        with pipe.open("wb", buffering=0) as opened:
            for _ in range(3):
                opened.write(b"piece ")
                time.sleep(0.2)

    writer = threading.Thread(target=write)
    writer.start()
    assert read_named(pipe, 1000) == b"piece " * 3
    writer.join()


@pytest.mark.parametrize("said", [b"", b"a beginning"])
def test_a_writer_that_stalls_is_waited_for_only_so_long(
    pipe: Path, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PATIENCE", 0.2)
    writing = os.open(pipe, os.O_RDWR)  # it is its own reader, too, and so need not wait for one
    try:
        os.write(writing, said)
        with pytest.raises(TimeoutError):
            read_named(pipe, 1000)
    finally:
        os.close(writing)
