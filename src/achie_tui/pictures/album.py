"""A cache of decoded pictures, so that coming back to one starts no process."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from achie_tui.pictures.raster import RGB, Raster

ROOM = 8 * 1024 * 1024
"""Bytes of pixels that are held."""
AT_ONCE = 2

_OVERHEAD = 512  # bytes of what holds a raster
_SIZES = 2000  # how many files' sizes are remembered

Load = Callable[[str], Awaitable[bytes]]
"""Gives the file of a picture by its `src`; raises `AchieError`."""


class Wish(NamedTuple):
    """How a picture is wanted: within columns and lines of cells, and on which background."""

    columns: int
    rows: int
    background: "RGB"


class Album:
    """Gives pictures as rasters for half blocks: the last ones from its cache, others decoded, a few at a time."""

    def __init__(self, load: Load, *, room: int = ROOM, at_once: int = AT_ONCE) -> None:
        self._load = load
        self._room = room
        self._turn = asyncio.Semaphore(at_once)
        self._rasters: OrderedDict[tuple[str, Wish], Raster] = OrderedDict()
        self._sizes: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self.held = 0
        """Bytes of the rasters held."""

    def known(self, src: str, wish: Wish) -> "Raster | None":
        """Give a picture if it was given so lately."""
        raster = self._rasters.get((src, wish))
        if raster is not None:
            self._rasters.move_to_end((src, wish))
        return raster

    def natural(self, src: str) -> tuple[int, int] | None:
        """Give the size of a picture's file, once it is known."""
        return self._sizes.get(src)

    async def raster(self, src: str, wish: Wish) -> "Raster":
        """Load and decode a picture, unless it is known; raises `AchieError`. Cancelling it ends the decoding."""
        from achie_tui.pictures.decoding import decode

        if (raster := self.known(src, wish)) is not None:
            return raster
        data = await self._load(src)
        async with self._turn:
            box = wish.columns, 2 * wish.rows
            raster = await decode(data, *box, background=wish.background, enlarged=1)
        self._keep(src, wish, raster)
        return raster

    def _keep(self, src: str, wish: Wish, raster: "Raster") -> None:
        self._sizes[src] = raster.natural
        if len(self._sizes) > _SIZES:
            self._sizes.popitem(last=False)
        former = self._rasters.pop((src, wish), None)
        self.held += _bytes(raster) - (_bytes(former) if former else 0)
        self._rasters[src, wish] = raster
        while self.held > self._room:
            _, oldest = self._rasters.popitem(last=False)
            self.held -= _bytes(oldest)


def _bytes(raster: "Raster") -> int:
    return len(raster.rgb) + _OVERHEAD
