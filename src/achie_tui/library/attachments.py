"""Files that articles link, as they are kept: the bytes in a folder beside the two databases, the rest in a table.

They are not in cache.db: a file of 32 MB would pass through its log in one transaction while others wait to write,
every check of it would read them all, and the copy made before a migration would hold them a second time. In the
folder each stands under the SHA-256 of its bytes, so that two addresses of one file take its room once, and nothing is
ever written over. A file that no row names is taken away by `sweep`.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from achie_tui.errors import DiskFullError, LibraryReadOnlyError, system_reason
from achie_tui.library.attachment_errors import FileNotWrittenError
from achie_tui.library.connections import Connections, Store
from achie_tui.library.folder import make_folder, written_beside

if TYPE_CHECKING:
    from achie_tui.library.begun_files import BegunFiles

Why = Literal["gone", "page", "large", "elsewhere", "refused"]
"""Why there is none: the site has it not, sends a page, too much, to another host, or an answer that gives nothing."""

ASKED_AGAIN = 7 * 86400.0
"""Seconds before a sync asks again for a file that was not to be had."""

_FOLDER, _OPENED, _BEGUN = "attachments", "opened", "begun"
_FULL = frozenset({ENOSPC, EDQUOT})
_UNDER_WAY = 3600.0  # seconds in which a file may not have its row yet


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What is known of a file, by its address as it is kept: `digest` names its bytes, None where it is not here.

    `whole` tells that it has the end that files of its kind have. `why` is set where the site had no such file for us
    when it was last asked, at `fetched`: beside that an older copy may be here.
    """

    href: str
    digest: str | None
    size: int
    whole: bool
    why: str | None
    etag: str | None
    last_modified: str | None
    fetched: float


class Attachments(Store):
    """The part of the library that keeps attachments. What writes files is slow and belongs on no thread of others."""

    def __init__(self, connections: Connections, folder: Path) -> None:
        super().__init__(connections)
        self.folder = folder / _FOLDER
        self.opened = self.folder / _OPENED
        self._let_go = set[str]()

    @property
    def begun(self) -> "BegunFiles":
        """The files of which a beginning has come."""
        from achie_tui.library.begun_files import BegunFiles  # a start has no use for it

        return BegunFiles(self.folder / _BEGUN)

    def get(self, href: str) -> KeptFile | None:
        """Give what is known of a file; one whose bytes have gone missing is not here."""
        rows = self._rows(
            "SELECT href, digest, size, whole, why, etag, last_modified, fetched FROM attachments WHERE href = ?",
            (href,),
        )
        if not rows:
            return None
        [(href, digest, size, whole, *rest)] = rows
        here = digest is not None and self._is_here(digest, size)
        return KeptFile(href, digest if here else None, size if here else 0, bool(whole), *rest)

    def sizes(self, hrefs: Iterable[str]) -> dict[str, int]:
        """Give the sizes of those of these files that are here."""
        rows = self._rows(
            "SELECT href, digest, size FROM attachments "
            "WHERE href IN (SELECT value FROM json_each(?)) AND digest NOT NULL",
            (json.dumps(list(hrefs)),),
        )
        return {href: size for href, digest, size in rows if self._is_here(digest, size)}

    def read(self, href: str) -> bytes | None:
        """Give a file's bytes, None where it is not here or not what it was when it was kept."""
        kept = self.get(href)
        if kept is None or kept.digest is None:
            return None
        try:
            data = self._file(kept.digest).read_bytes()
        except OSError:
            return None
        return data if _name(data) == kept.digest else None

    def is_missing(self, href: str, now: float) -> bool:
        """Tell whether a sync should ask for a file: it is not here, and was not refused lately."""
        kept = self.get(href)
        if kept is None:
            return True
        return kept.digest is None and not (kept.why and 0 <= now - kept.fetched < ASKED_AGAIN)

    def write(self, data: bytes) -> str:
        """Write a file's bytes to the disk, and give what names them; `keep` makes them those of an address.

        Raises LibraryReadOnlyError, DiskFullError, and FileNotWrittenError where it is this file that fails.
        """
        if self._connections.read_only:
            raise LibraryReadOnlyError(folder=self.folder.parent)
        from secrets import token_hex  # with it comes what `_name` loads

        digest = _name(data)
        file = self._file(digest)
        try:
            make_folder(self.folder)
            if self._is_here(digest, len(data)) and _name(file.read_bytes()) == digest:
                os.utime(file)  # it is in use again: no sweep is to take it before its row is there
                return digest
            # Apart from all others: the same bytes may come from another address at this moment.
            with written_beside(file, by=f".{token_hex(8)}") as part:
                part.write_bytes(data)
        except OSError as error:
            if error.errno in _FULL:
                raise DiskFullError from error
            raise FileNotWrittenError(file=file, reason=system_reason(error)) from error
        return digest

    def keep(self, kept: KeptFile) -> None:
        """Note what is known of a file now."""
        with self._writing("cache") as cache:
            cache.execute(
                "INSERT OR REPLACE INTO attachments(href, digest, size, whole, why, etag, last_modified, fetched) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    kept.href,
                    kept.digest,
                    kept.size,
                    int(kept.whole),
                    kept.why,
                    kept.etag,
                    kept.last_modified,
                    kept.fetched,
                ),
            )

    def note_refused(self, href: str, why: Why, at: float) -> None:
        """Note that the site had no such file for us; a copy that is here stays."""
        with self._writing("cache") as cache:
            cache.execute(
                "INSERT INTO attachments(href, why, fetched) VALUES (?1, ?2, ?3) "
                "ON CONFLICT(href) DO UPDATE SET why = ?2, fetched = ?3",
                (href, why, at),
            )

    def note_unchanged(self, href: str, at: float) -> None:
        """Note that the site said that a file is what it was."""
        with self._writing("cache") as cache:
            cache.execute("UPDATE attachments SET why = NULL, fetched = ? WHERE href = ?", (at, href))

    def size(self) -> int:
        """Give what all attachments take, those that were opened and those that were begun included, in bytes."""
        whole = sum(_size(file) for folder in (self.folder, self.opened) for file in _files(folder))
        return whole + self.begun.size()

    def let_go(self, digests: Iterable[str]) -> None:
        """Note that the rows of these files were removed: the next sweep need not wait for any to come."""
        self._let_go.update(digests)

    def sweep(self, now: float) -> int:
        """Remove the files that no row names, and what was opened of them and not changed since; gives the bytes.

        And what was begun long ago.
        """
        named = {digest for (digest,) in self._rows("SELECT digest FROM attachments WHERE digest NOT NULL")}
        unnamed = [
            file
            for file in _files(self.folder)
            if file.name not in named and (file.name in self._let_go or now - _written(file) > _UNDER_WAY)
        ]
        self._let_go.clear()
        sizes = {_size(file) for file in unnamed}
        copies = [file for file in _files(self.opened) if _size(file) in sizes]
        gone = {file.name for file in unnamed}
        freed = self.begun.sweep(now)
        for file in [*(file for file in copies if _digest(file) in gone), *unnamed]:
            size = _size(file)
            with suppress(OSError):
                file.unlink()
                freed += size
        return freed

    def _file(self, digest: str) -> Path:
        # A row that somebody else wrote must not lead out of the folder.
        return self.folder / (digest if digest.isalnum() else "0")

    def _is_here(self, digest: str, size: int) -> bool:
        return _size(self._file(digest)) == size > 0


def _files(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from [Path(entry.path) for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]


def _size(file: Path) -> int:
    try:
        return file.lstat().st_size
    except OSError:
        return 0


def _written(file: Path) -> float:
    try:
        return file.lstat().st_mtime
    except OSError:
        return 0.0


def _name(data: bytes) -> str:
    from hashlib import sha256  # with it comes all of OpenSSL, which a start has no use for

    return sha256(data).hexdigest()


def _digest(file: Path) -> str:
    from hashlib import sha256

    digest = sha256()
    with suppress(OSError), file.open("rb") as opened:
        for piece in iter(partial(opened.read, 2**20), b""):
            digest.update(piece)
    return digest.hexdigest()
