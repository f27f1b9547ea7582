"""Going on with a file where its transfer broke off (RFC 9110, 13.1.5 and 14): never with another version of it.

What came is worth keeping only where the site names the version by a strong validator and says how long it is. Then the
rest is asked for on condition that it is still that version; whatever answers in another way is not joined to it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

NOT_THE_REST = frozenset((HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE))
"""What may be answered to who asks for the rest and is not to have it: it is asked for anew then."""

_STRONG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')  # a weak one may name two versions that differ in their bytes
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
_IDENTITY = frozenset(("", "identity"))


@dataclass(slots=True)
class Beginning:
    """The beginning of a file: where it is from, which version it is of, and how long that is; at first nothing."""

    url: str = ""
    etag: str = ""
    total: int = 0
    content_type: str = ""
    last_modified: str | None = None
    pieces: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many bytes of it there are."""
        return sum(map(len, self.pieces))

    @property
    def is_worth_keeping(self) -> bool:
        """Whether the rest of it can be asked for."""
        return 0 < self.size < self.total and _STRONG.fullmatch(self.etag) is not None

    def forget(self) -> None:
        """Begin anew."""
        self.url = self.etag = ""
        self.total, self.content_type, self.last_modified = 0, "", None
        self.pieces = []

    def asked_with(self, url: str, headers: Sequence[tuple[bytes, bytes]]) -> Sequence[tuple[bytes, bytes]]:
        """Give the headers of a request: with those that ask for the rest, where there is some of it from that address.

        The rest is asked for as it is, for it is of the bytes as they are; and on no other condition, for those name
        what is kept of an older version.
        """
        if not self.is_worth_keeping or url != self.url:
            return headers
        kept = [(name, value) for name, value in headers if name.lower() not in _OTHERWISE]
        wanted = f"bytes={self.size}-".encode()
        rest = [(b"Accept-Encoding", b"identity"), (b"Range", wanted), (b"If-Range", self.etag.encode("latin-1"))]
        return [*kept, *rest]

    def begin(self, url: str, headers: Mapping[str, str]) -> None:
        """Take note of a whole answer that is about to come, in place of whatever was here."""
        self.forget()
        length, coding = headers.get("content-length", ""), headers.get("content-encoding", "")
        if coding.strip().lower() in _IDENTITY and re.fullmatch(r"\d{1,18}", length):
            self.url, self.etag, self.total = url, headers.get("etag", ""), int(length)
            self.content_type, self.last_modified = headers.get("content-type", ""), headers.get("last-modified")

    def is_followed_by(self, url: str, headers: Mapping[str, str]) -> bool:
        """Tell whether a partial answer is all of the rest of it, of this very version and from the same place."""
        found = _RANGE.fullmatch(headers.get("content-range", "").strip())
        return (
            self.is_worth_keeping
            and found is not None
            and tuple(map(int, found.groups())) == (self.size, self.total - 1, self.total)
            and headers.get("etag") == self.etag
            and headers.get("content-encoding", "").strip().lower() in _IDENTITY
            and url == self.url
        )


_OTHERWISE = frozenset((b"accept-encoding", b"if-none-match", b"if-modified-since"))
