"""Pictures in sixels, the graphics of the VT340 that foot, mlterm, xterm and others draw.

Source: DEC, VT330/VT340 Programmer Reference Manual, volume 2, chapter 14 (https://vt100.net/docs/vt3xx-gp/).
A picture is `DCS 0 ; 1 ; 0 q data ST`; with the 1, pixels that are not drawn stay as they are. `"1;1;w;h` gives its
size, `#n;2;r;g;b` a colour in hundredths. Then come bands six pixels high: for each colour in a band `#n` and a
character for each column, `?` plus a bit for each pixel that has the colour, the topmost the lowest bit; `!n`
repeats a character, `$` returns to the start of the band, `-` goes on to the next.

A picture lives in the cells it covers: writing over them erases it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from achie_tui.pictures.cells import Area, blanked, written_at
from achie_tui.pictures.raster import Paletted

_BAND = 6
_SIXELS = bytes(ord("?") + bits for bits in range(1 << _BAND))
_REPEATED = re.compile(rb"(.)\1{3,}", re.DOTALL)  # `!4?` is no longer than four of them


def place(picture: Paletted, area: Area) -> str:
    """Show a picture from the top left of these cells on; it is drawn pixel by pixel and never scaled."""
    return written_at(area, encode(picture).decode("ascii"))


def clear(area: Area) -> str:
    """Take a picture away."""
    return blanked(area)


def encode(picture: Paletted) -> bytes:
    """Write a picture in sixels."""
    width, height, pixels = picture.width, picture.height, picture.pixels
    rows = [pixels[start : start + width] for start in range(0, width * height, width)]
    bands = (b"$".join(_band(rows[top : top + _BAND])) for top in range(0, height, _BAND))
    return b'\x1bP0;1;0q"1;1;%d;%d%b%b\x1b\\' % (width, height, _colours(picture.palette), b"-".join(bands))


def _colours(palette: bytes) -> bytes:
    hundredths = [(value * 100 + 127) // 255 for value in palette]
    triples = zip(hundredths[::3], hundredths[1::3], hundredths[2::3], strict=True)
    return b"".join(b"#%d;2;%d;%d;%d" % (index, *triple) for index, triple in enumerate(triples))


def _band(rows: Sequence[bytes]) -> Iterator[bytes]:
    """Write a band, one colour after the other.

    Whole rows are turned into bits at once, and six of them joined as one large number each, which is many times
    faster than going pixel by pixel.
    """
    present = [set(row) for row in rows]
    for colour in sorted(set[int]().union(*present)):
        joined = 0
        for bit, row in enumerate(rows):
            if colour in present[bit]:
                joined |= int.from_bytes(row.translate(_bits(colour, bit)))
        sixels = joined.to_bytes(len(rows[0])).translate(_as_sixels()).rstrip(b"?")
        yield b"#%d%b" % (colour, _REPEATED.sub(_repeat, sixels))


@cache
def _bits(colour: int, bit: int) -> bytes:
    """Make a table that turns a colour into a bit and all others into nothing."""
    return bytes(colour) + bytes([1 << bit]) + bytes(255 - colour)


@cache
def _as_sixels() -> bytes:
    return _SIXELS.ljust(256, b"?")


def _repeat(match: re.Match[bytes]) -> bytes:
    return b"!%d%b" % (len(match[0]), match[1])
