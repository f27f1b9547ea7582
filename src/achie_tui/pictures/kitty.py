"""Pictures by kitty's graphics protocol, which Ghostty and others know too.

Source: https://sw.kovidgoyal.net/kitty/graphics-protocol/. A command is `APC G keys ; payload ST`; the payload is
base64 in chunks of at most 4096 bytes, all but the last with `m=1`. The picture lies in a layer above the text, so
that repainting the cells does not touch it and only a command takes it away. `q=2` keeps the terminal from answering:
its answers would arrive as key presses.

Or it is placed nowhere (`U=1`), and shown wherever cells of text name it: `U+10EEEE` in a colour whose 24 bits are
its number, with two marks above that stand for its row and its column. Such cells scroll, and go, as text does.
"""

import base64
import os
from collections.abc import Iterator
from itertools import chain

from achie_tui.pictures.cells import PLACEHOLDER, Area, written_at
from achie_tui.pictures.raster import RGB, Png

CHUNK = 4096
_BYTES = CHUNK * 3 // 4

# The marks that stand for 0, 1, 2 …: of those above letters in Unicode 6.0, in order, all that compose with none.
# kitty's `rowcolumn-diacritics.txt` has more of them than any text here is wide.
_MARKS = tuple(
    map(
        chr,
        chain(
            (0x305, 0x30D, 0x30E, 0x310, 0x312, 0x33D, 0x33E, 0x33F, 0x346, 0x34A, 0x34B, 0x34C, 0x350, 0x351, 0x352),
            (0x357, 0x35B, *range(0x363, 0x370), *range(0x483, 0x488), *range(0x592, 0x596), *range(0x597, 0x59A)),
            (*range(0x59C, 0x5A2), 0x5A8, 0x5A9, 0x5AB, 0x5AC, 0x5AF, 0x5C4, *range(0x610, 0x618)),
            (*range(0x657, 0x65C), 0x65D, 0x65E, *range(0x6D6, 0x6DD), *range(0x6DF, 0x6E3), 0x6E4, 0x6E7, 0x6E8),
            (0x6EB, 0x6EC, 0x730, 0x732, 0x733, 0x735, 0x736, 0x73A, 0x73D, 0x73F, 0x740, 0x741, 0x743, 0x745, 0x747),
            (
                0x749,
                0x74A,
                *range(0x7EB, 0x7F2),
                0x7F3,
                *range(0x816, 0x81A),
                *range(0x81B, 0x824),
                *range(0x825, 0x828),
            ),
            range(0x829, 0x82E),
        ),
    )
)
MOST_CELLS = len(_MARKS)
"""Columns, and rows, that a picture shown by cells may have."""
NUMBERS = 1 << 12
"""How many pictures of ours a terminal can tell apart."""


def place(picture: Png, area: Area, identity: int) -> str:
    """Transmit a picture and show it on these cells; a former one of this identity is replaced.

    `C=1` leaves the cursor alone; without it, a picture at the bottom scrolls the screen.
    """
    keys = f"a=T,f=100,t=d,i={identity},p=1,c={area.width},r={area.height},C=1,q=2"
    return written_at(area, "".join(_commands(keys, picture.data)))


def identity(number: int = 0) -> int:
    """Give a picture of ours an identity of 24 bits that hardly any other program in this terminal uses."""
    return 1 << 23 | os.getpid() % (1 << 11) << 12 | number % NUMBERS


def transmit(picture: Png, columns: int, rows: int, identity: int) -> Iterator[str]:
    """Transmit a picture that cells show; gives commands, between which text may be written, but no other command."""
    keys = f"a=T,U=1,f=100,t=d,i={identity},c={columns},r={rows},q=2"
    return _commands(keys, picture.data)


def cells(columns: int, rows: int) -> list[str]:
    """Give the lines of cells that show a picture, once they have its `colour`.

    Each names its row and column, so that it shows the same wherever a line is cut.
    """
    return ["".join(f"{PLACEHOLDER}{row}{column}" for column in _MARKS[:columns]) for row in _MARKS[:rows]]


def colour(identity: int) -> RGB:
    """Give the colour that names a picture."""
    return identity >> 16 & 0xFF, identity >> 8 & 0xFF, identity & 0xFF


def _commands(keys: str, data: bytes) -> Iterator[str]:
    for start in range(0, len(data), _BYTES):
        more = int(start + _BYTES < len(data))
        begun = f"\x1b_G{f'{keys},' if start == 0 else ''}m={more}{'' if start == 0 else ',q=2'};"
        yield f"{begun}{base64.standard_b64encode(data[start : start + _BYTES]).decode()}\x1b\\"


def clear(identity: int) -> str:
    """Take a picture away, and its data out of the terminal's memory."""
    return f"\x1b_Ga=d,d=I,i={identity},q=2\x1b\\"
