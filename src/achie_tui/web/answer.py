"""What the site answered, how much of it is taken, and what to ask with the next time."""

from dataclasses import dataclass
from typing import Protocol

MB = 1_000_000
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a request may take: bytes on the wire, bytes unpacked, and seconds over all redirects.

    Of an answer that is larger nothing is taken, or, with `cut`, its beginning.
    """

    wire: int
    decoded: int
    seconds: float
    cut: bool = False


PAGE = Limits(wire=2 * MB, decoded=4 * MB, seconds=30.0)
SYNC_PAGE = Limits(wire=2 * MB, decoded=4 * MB, seconds=60.0)
IMAGE = Limits(wire=8 * MB, decoded=8 * MB, seconds=30.0)


def file_limits(megabytes: int) -> Limits:
    """Give the limits of a file of at most so many MB: a slow line may take minutes for it."""
    return Limits(wire=megabytes * MB, decoded=megabytes * MB, seconds=300.0)


class Heard(Protocol):
    """Is told how many bytes of an answer have come, and of how many, where that was said."""

    def __call__(self, received: int, total: int | None, /) -> object:
        """Take note of it."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What names a version of a page (RFC 9110, 8.8), kept and sent back exactly as received."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the site, complete and unpacked, whatever its status.

    `url` is where it came from after all redirects, `path` the same on the site (None for a picture elsewhere).
    `server` helps to tell who answered when it was not the site. `framed` says that the answer told where it ends:
    else the connection's end was its own, and it may have been cut short (RFC 9112, 6.3 and 8).
    """

    url: str
    path: str | None
    status: int
    body: bytes
    charset: str | None = None
    content_type: str | None = None
    validators: Validators = Validators()
    server: str | None = None
    framed: bool = True

    @property
    def not_modified(self) -> bool:
        """Whether the copy with the validators asked with is still good (RFC 9110, 15.4.5)."""
        return self.status == _NOT_MODIFIED


@dataclass(frozen=True, slots=True)
class Asked:
    """How the web is asked: `urgent` where somebody waits, without the delay between requests of a sync."""

    urgent: bool = True
    limits: Limits = PAGE


NOW = Asked()
PATIENT = Asked(urgent=False)
