"""How the files are written: with a write-ahead log, save where that could cost data.

Such a log needs memory that all processes share, which file systems of other machines do not give, and a SQLite
without the bug that let two writers corrupt it. Elsewhere a plain journal is emptied after every write, and every
write is synced: slower, and safe.
"""

import re
from pathlib import Path
from typing import Literal

import apsw

Journal = Literal["wal", "truncate"]
Reason = Literal["network", "sqlite"]

# File systems whose files another machine, or the host of this virtual one, holds and may change as well.
_NETWORK = re.compile(
    r"nfs|cifs|smb|ncp|9p|drvfs|afs|auristorfs|ceph|coda|davfs|lustre|beegfs|gpfs|gfs|ocfs|glusterfs|orangefs|pvfs|panfs"
    r"|wekafs|vboxsf|vmhgfs|prl_fs|virtiofs|webdav"
)
# A program stands behind each of these, gvfs, sshfs or davfs2 say, and few of them share memory; a disk's own is not.
_PROGRAMS = re.compile(r"fuse(?:\.|$)")
_ESCAPED = re.compile(r"\\([0-7]{3})")

# The bug was fixed in 3.51.3, and in these branches before it from the third number on.
_FIRST_BAD, _FIRST_GOOD = (3, 7, 0), (3, 51, 3)
_BACKPORTS = {(3, 44): 6, (3, 50): 7}


def choose_journal(folder: Path) -> tuple[Journal, Reason | None]:
    """Give how files in a directory are to be written, and why where it is not with a write-ahead log."""
    if has_wal_reset_bug(apsw.sqlite_lib_version()):
        return "truncate", "sqlite"
    return ("truncate", "network") if on_network(folder) else ("wal", None)


def has_wal_reset_bug(version: str) -> bool:
    """Tell whether a SQLite may corrupt a database that two connections write and checkpoint at once."""
    major, minor, patch = (int(part) for part in version.split(".")[:3])
    fixed = _BACKPORTS.get((major, minor))
    return _FIRST_BAD <= (major, minor, patch) < _FIRST_GOOD and (fixed is None or patch < fixed)


def on_network(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Tell whether the directory is on a file system where processes may not share SQLite's memory."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        place = folder.resolve()
    except OSError:
        return False
    best, kind = -1, ""
    for line in lines:
        fields, _, rest = line.partition(" - ")
        point = Path(_ESCAPED.sub(lambda escaped: chr(int(escaped[1], 8)), fields.split(" ")[4]))
        if place.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), rest.split(" ")[0]
    return bool(_NETWORK.match(kind) or _PROGRAMS.match(kind))
