"""The QR code of an address, as a phone's camera reads it; the library that makes it is loaded when it is wanted."""

from collections.abc import Sequence
from functools import lru_cache

QUIET = 4
"""Modules around a code that are to be light (ISO 18004, 6.3.8); half of them do for a camera."""

Modules = Sequence[Sequence[bool]]


@lru_cache(maxsize=4)
def qr_code(text: str) -> Modules:
    """Give the modules of a code, row by row, dark ones true; the smallest code, and as robust as that can be."""
    import segno

    code = segno.make(text, error="L", micro=False, boost_error=True)
    return tuple(tuple(map(bool, row)) for row in code.matrix)


def framed(modules: Modules, quiet: int) -> Modules:
    """Give a code with light modules around it, and an even number of rows."""
    width = len(modules[0]) + 2 * quiet
    empty, side = (False,) * width, (False,) * quiet
    rows = [*[empty] * quiet, *((*side, *row, *side) for row in modules), *[empty] * quiet]
    return rows if len(rows) % 2 == 0 else [*rows, empty]
