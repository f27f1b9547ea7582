"""Pictures by kitty's graphics protocol, which Ghostty and others know too.

Source: https://sw.kovidgoyal.net/kitty/graphics-protocol/. A command is `APC G keys ; payload ST`; the payload is
base64 in chunks of at most 4096 bytes, all but the last with `m=1`. The picture lies in a layer above the text, so
that repainting the cells does not touch it and only a command takes it away. `q=2` keeps the terminal from answering:
its answers would arrive as key presses.
"""

import base64
from collections.abc import Iterator

from achie_tui.pictures.cells import Area, written_at
from achie_tui.pictures.raster import Png

CHUNK = 4096


def place(picture: Png, area: Area, identity: int) -> str:
    """Transmit a picture and show it on these cells; a former one of this identity is replaced.

    `C=1` leaves the cursor alone; without it, a picture at the bottom scrolls the screen.
    """
    keys = f"a=T,f=100,t=d,i={identity},p=1,c={area.width},r={area.height},C=1,q=2"
    return written_at(area, "".join(_commands(keys, base64.standard_b64encode(picture.data).decode())))


def _commands(keys: str, payload: str) -> Iterator[str]:
    for start in range(0, len(payload), CHUNK):
        more = int(start + CHUNK < len(payload))
        yield f"\x1b_G{f'{keys},' if start == 0 else ''}m={more}{'' if start == 0 else ',q=2'};"
        yield f"{payload[start : start + CHUNK]}\x1b\\"


def clear(identity: int) -> str:
    """Take a picture away, and its data out of the terminal's memory."""
    return f"\x1b_Ga=d,d=I,i={identity},q=2\x1b\\"
