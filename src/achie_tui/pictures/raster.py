"""Decoded pictures: as colours, as indices into a palette, as a PNG or JPEG file."""

from dataclasses import dataclass

RGB = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels from the top left on, row by row, three bytes each; `natural` is the size that its file has."""

    width: int
    height: int
    rgb: bytes
    natural: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Paletted:
    """Pixels as indices of a byte each into a palette of at most 256 colours, three bytes each."""

    width: int
    height: int
    palette: bytes
    pixels: bytes


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


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A JPEG file of these pixels, written by ourselves."""

    width: int
    height: int
    data: bytes
