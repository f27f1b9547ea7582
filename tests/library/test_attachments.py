"""Attachments on the disk: whatever stands in the table or in the folder."""

from pathlib import Path

import pytest

from achie_tui.errors import LibraryReadOnlyError
from achie_tui.library.attachments import KeptFile
from achie_tui.library.library import Library

HREF, DATA, NOW = "/uploads/a.pdf", b"%PDF-1.4 some bytes", 1_800_000_000.0


def keep(library: Library, href: str = HREF, data: bytes = DATA) -> Path:
    """Keep a file; gives where its bytes stand."""
    digest = library.attachments.write(data)
    library.attachments.keep(KeptFile(href, digest, len(data), True, None, None, None, NOW))
    return library.attachments.folder / digest


def test_two_addresses_of_one_file_take_its_room_once(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        assert keep(library) == keep(library, "/b.pdf")
        assert library.attachments.size() == len(DATA)
        assert library.attachments.sizes([HREF, "/b.pdf", "/c.pdf"]) == {HREF: len(DATA), "/b.pdf": len(DATA)}


def test_a_file_that_is_gone_or_not_what_it_was_is_not_here_and_is_mended(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        file = keep(library)
        file.write_bytes(b"x" * len(DATA))
        assert library.attachments.read(HREF) is None
        keep(library)
        assert library.attachments.read(HREF) == DATA
        file.write_bytes(DATA[:5])
        assert library.attachments.sizes([HREF]) == {}
        file.unlink()
        assert library.attachments.is_missing(HREF, NOW)
        keep(library)
        assert library.attachments.read(HREF) == DATA


@pytest.mark.parametrize("digest", ["../cache.db", "/etc/passwd", "..", ""])
def test_a_row_never_leads_out_of_the_folder(tmp_path: Path, digest: str) -> None:
    with Library.open(tmp_path) as library:
        keep(library)
        size = (tmp_path / "cache.db").stat().st_size
        library.attachments.keep(KeptFile(HREF, digest, size, True, None, None, None, NOW))
        assert library.attachments.sizes([HREF]) == {}
        assert library.attachments.read(HREF) is None


def test_what_no_row_names_is_swept_unless_it_may_be_under_way(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        kept, stray = keep(library), library.attachments.folder / "0123.77.part"
        stray.write_bytes(b"left by a crash")
        now = stray.stat().st_mtime
        assert library.attachments.sweep(now + 60) == 0
        assert library.attachments.sweep(now + 7200) == len(b"left by a crash")
        assert (kept.exists(), stray.exists()) == (True, False)


def test_a_refusal_stands_beside_an_older_copy_and_is_forgotten_in_a_week(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        attachments = library.attachments
        attachments.note_refused("/gone.pdf", "gone", NOW)
        assert not attachments.is_missing("/gone.pdf", NOW + 6 * 86400)
        assert attachments.is_missing("/gone.pdf", NOW + 8 * 86400)
        assert attachments.is_missing("/gone.pdf", NOW - 86400)  # a clock that was wrong
        keep(library)
        attachments.note_refused(HREF, "page", NOW)
        assert attachments.read(HREF) == DATA


def test_a_rebuilt_cache_finds_the_files_again_when_they_are_fetched(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        file = keep(library)
    for each in tmp_path.glob("cache.db*"):
        each.unlink()
    with Library.open(tmp_path) as library:
        assert library.attachments.sizes([HREF]) == {}
        before = file.stat().st_ino
        assert keep(library).stat().st_ino == before


def test_a_library_that_cannot_be_written_still_gives_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(tmp_path) as library:
        keep(library)
    monkeypatch.setattr("achie_tui.library.folder.os.access", lambda *_: False)
    with Library.open(tmp_path) as library:
        assert library.read_only
        assert library.attachments.read(HREF) == DATA
        with pytest.raises(LibraryReadOnlyError):
            library.attachments.write(b"more")
        with pytest.raises(LibraryReadOnlyError):
            library.attachments.note_refused(HREF, "gone", NOW)
