"""Files of which a beginning has come, kept until the rest is there: it is a cache, and what cannot be used is not.

Each is a file of its own: a line of JSON, which says what it is the beginning of, and the bytes as they came.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from achie_tui.atomic_files import put_in_place
from achie_tui.library.folder import make_folder, make_private
from achie_tui.web.resuming import Beginning

KEPT = 7 * 86400.0
"""Seconds for which one is kept."""


class BegunFiles:
    """Keeps them in a folder. All of it is slow, and belongs on no thread of others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, href: str, most: int) -> Beginning:
        """Give what has come of a file by its address, if it is to have no more than `most` bytes; else nothing."""
        try:
            line, _, data = self._file(href).read_bytes().partition(b"\n")
            begun = _understood(json.loads(line), href, data)
        except (OSError, ValueError):
            return Beginning()
        return begun if begun is not None and begun.is_worth_keeping and begun.total <= most else Beginning()

    def write(self, href: str, begun: Beginning) -> None:
        """Keep what has come of a file; where the disk has no room for it, it is fetched anew the next time."""
        data = b"".join(begun.pieces)
        known = {
            "href": href,
            "url": begun.url,
            "etag": begun.etag,
            "total": begun.total,
            "content_type": begun.content_type,
            "last_modified": begun.last_modified,
            "digest": _digest(data),
        }
        file = self._file(href)
        part = file.with_name(f"{file.name}.{os.getpid()}.part")
        with suppress(OSError):
            make_folder(self.folder.parent)
            make_folder(self.folder)
            part.unlink(missing_ok=True)
            make_private(part)
            try:
                part.write_bytes(json.dumps(known).encode() + b"\n" + data)
                put_in_place(part, file)
            except BaseException:
                part.unlink(missing_ok=True)
                raise

    def forget(self, href: str) -> None:
        """Keep nothing of a file any more."""
        with suppress(OSError):
            self._file(href).unlink(missing_ok=True)

    def size(self) -> int:
        """Give what all take, in bytes."""
        return sum(size for _, size, _ in self._all())

    def sweep(self, now: float) -> int:
        """Remove what nobody has gone on with for long; gives the bytes."""
        freed = 0
        for file, size, written in self._all():
            if now - written > KEPT:
                with suppress(OSError):
                    file.unlink()
                    freed += size
        return freed

    def _all(self) -> Iterator[tuple[Path, int, float]]:
        with suppress(OSError):
            for entry in [*os.scandir(self.folder)]:
                if entry.is_file(follow_symlinks=False):
                    found = entry.stat(follow_symlinks=False)
                    yield Path(entry.path), found.st_size, found.st_mtime

    def _file(self, href: str) -> Path:
        return self.folder / _digest(href.encode(errors="surrogatepass"))


def _understood(known: Any, href: str, data: bytes) -> Beginning | None:
    if not isinstance(known, dict) or known.get("href") != href or known.get("digest") != _digest(data):
        return None
    url, etag, total, kind, modified = (
        known.get(name) for name in ("url", "etag", "total", "content_type", "last_modified")
    )
    if not (isinstance(url, str) and isinstance(etag, str) and isinstance(total, int) and isinstance(kind, str)):
        return None
    return Beginning(url, etag, total, kind, modified if isinstance(modified, str) else None, [data])


def _digest(data: bytes) -> str:
    from hashlib import sha256  # with it comes all of OpenSSL, which a start has no use for

    return sha256(data).hexdigest()
