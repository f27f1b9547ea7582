"""Decoded pictures: as colours, as indices into a palette, as a PNG or JPEG file."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol, Self

RGB = tuple[int, int, int]
Size = tuple[int, int]
"""A width and a height."""


class Decoded(NamedTuple):
    """What comes of decoding: the size, that of the file, a palette where there is one, and pixels or a file."""

    size: Size
    natural: Size
    palette: bytes
    body: bytes


class Form(Protocol):
    """What a picture can be decoded into."""

    @classmethod
    def of(cls, decoded: Decoded) -> Self:
        """Make it of what was decoded."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels from the top left on, row by row, three bytes each; `natural` is the size that its file has."""

    width: int
    height: int
    rgb: bytes
    natural: Size = (0, 0)

    @classmethod
    def of(cls, decoded: Decoded) -> Self:
        """Make it of what was decoded."""
        return cls(*decoded.size, decoded.body, decoded.natural)


@dataclass(frozen=True, slots=True)
class Paletted:
    """Pixels as indices of a byte each into a palette of at most 256 colours, three bytes each."""

    width: int
    height: int
    palette: bytes
    pixels: bytes

    @classmethod
    def of(cls, decoded: Decoded) -> Self:
        """Make it of what was decoded."""
        return cls(*decoded.size, decoded.palette, decoded.body)


@dataclass(frozen=True, slots=True)
class Png:
    """A PNG file of these pixels, written by ourselves."""

    width: int
    height: int
    data: bytes

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.data)

    @classmethod
    def of(cls, decoded: Decoded) -> Self:
        """Make it of what was decoded."""
        return cls(*decoded.size, decoded.body)


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A JPEG file of these pixels, written by ourselves."""

    width: int
    height: int
    data: bytes

    @classmethod
    def of(cls, decoded: Decoded) -> Self:
        """Make it of what was decoded."""
        return cls(*decoded.size, decoded.body)
