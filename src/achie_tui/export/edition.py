"""What is exported together: articles in their order, what is known of each, and the pictures that are kept."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from achie_tui.export.parts import address_of
from achie_tui.language import Language
from achie_tui.model import Article, Headline, ImageBlock
from achie_tui.site.address import Addresses

_SHORT = 16
_RIFF = 8  # bytes before a RIFF file says what it is
_SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (0, b"GIF87a", "image/gif", "gif"),
    (0, b"GIF89a", "image/gif", "gif"),
    (_RIFF, b"WEBP", "image/webp", "webp"),
)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture's file, and what it is by its first bytes: of the four kinds that every reader of books shows."""

    data: bytes
    media_type: str
    ending: str

    @property
    def name(self) -> str:
        """A name on disk: made of what is in it, so that the same picture has one name, and no page a say in it."""
        return f"{sha256(self.data).hexdigest()[:_SHORT]}.{self.ending}"

    @property
    def address(self) -> str:
        """The picture itself as an address (RFC 2397)."""
        return f"data:{self.media_type};base64,{b64encode(self.data).decode('ascii')}"


def picture_file(data: bytes | None) -> PictureFile | None:
    """Give a picture's file as what it is; None for what is no picture, or of another kind (SVG may hold scripts)."""
    for at, signature, media_type, ending in _SIGNATURES:
        if data and data.startswith(signature, at):
            return PictureFile(data, media_type, ending)
    return None


def picture_within(src: str) -> PictureFile | None:
    """Give the picture that a `data:` address is (RFC 2397); None where it is damaged."""
    try:
        return picture_file(b64decode(src.partition(",")[2]))
    except ValueError:
        return None


Pictures = Callable[[str], PictureFile | None]
"""Gives the kept picture of a `src`, None where there is none."""
PicturePlace = Callable[[ImageBlock], str | None]
"""Tells where the file of a picture lies, for the page that shows it: an address, or None where there is no file."""


def no_pictures(_: str) -> None:
    """Give no picture: for what shows none, or shows them where the site has them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An article to be exported; `fetched` (seconds since the epoch) is when the site gave it."""

    article: Article
    fetched: float

    @property
    def fetched_at(self) -> str:
        """When the site gave it, in UTC (ISO 8601)."""
        return datetime.fromtimestamp(self.fetched, UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Edition:
    """Articles that are exported together under a title: their texts, or where these are not wanted their headlines.

    `made` (seconds since the epoch) is now, as the caller's clock has it: the same edition is the same bytes.
    `publisher` is the site's name.
    """

    title: str
    pieces: Sequence[Piece]
    addresses: Addresses
    publisher: str
    made: float
    language: Language = "zh"
    pictures: Pictures = no_pictures
    headlines: Sequence[Headline] = ()

    @property
    def made_at(self) -> datetime:
        """When it was made, in UTC."""
        return datetime.fromtimestamp(self.made, UTC)

    @property
    def today(self) -> date:
        """The user's day on which it was made: that of a citation."""
        return self.made_at.astimezone().date()

    def address(self, piece: Piece) -> str:
        """Give the address of an article."""
        return address_of(piece.article, self.addresses)
