"""A cache of decoded pictures, so that coming back to one starts no process."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from achie_tui.pictures.cells import CellSize
    from achie_tui.pictures.drawing import Overlay
    from achie_tui.pictures.means import Limits
    from achie_tui.pictures.raster import RGB, Png, Raster

ROOM = 8 * 1024 * 1024
"""Bytes of pixels that are held."""
FINE_ROOM = ROOM // 2
"""Bytes that are held of what terminals draw from."""
AT_ONCE = 2

_OVERHEAD = 512  # bytes of what holds a raster
_SIZES = 2000  # how many files' sizes are remembered

Load = Callable[[str], Awaitable[bytes]]
"""Gives the file of a picture by its `src`; raises `AchieError`."""

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Wish(NamedTuple):
    """How a picture is wanted: within columns and lines of cells, and on which background."""

    columns: int
    rows: int
    background: "RGB"


class FineWish(NamedTuple):
    """How a picture is wanted that the terminal draws: in which way, and for a frame of how many cells."""

    way: Literal["placeholders", "iterm2", "sixel"]
    columns: int
    rows: int
    cell: "CellSize"
    background: "RGB"
    limits: "Limits"


class Shelf(Generic[Key, Thing]):
    """Holds the last things of a sort, as many as there is room for."""

    def __init__(self, room: int, size: Callable[[Thing], int]) -> None:
        self._room = room
        self._size = size
        self._things: OrderedDict[Key, Thing] = OrderedDict()
        self.held = 0
        """Bytes of what is held."""

    def get(self, key: Key) -> Thing | None:
        """Give a thing if it is here still."""
        thing = self._things.get(key)
        if thing is not None:
            self._things.move_to_end(key)
        return thing

    def put(self, key: Key, thing: Thing) -> None:
        """Take a thing, in the place of the oldest where there is no room."""
        former = self._things.pop(key, None)
        self.held += self._bytes(thing) - (self._bytes(former) if former is not None else 0)
        self._things[key] = thing
        while self.held > self._room:
            _, oldest = self._things.popitem(last=False)
            self.held -= self._bytes(oldest)

    def _bytes(self, thing: Thing) -> int:
        return self._size(thing) + _OVERHEAD


class Album:
    """Gives pictures for half blocks, and for terminals that draw; a few are decoded at a time, the last are held."""

    def __init__(self, load: Load, *, room: int = ROOM, at_once: int = AT_ONCE) -> None:
        self._load = load
        self._turn = asyncio.Semaphore(at_once)
        self._rasters: Shelf[tuple[str, Wish], Raster] = Shelf(room, lambda raster: len(raster.rgb))
        self._fine: Shelf[tuple[str, FineWish], Png | Overlay] = Shelf(min(room, FINE_ROOM), lambda fine: fine.size)
        self._sizes: OrderedDict[str, tuple[int, int]] = OrderedDict()

    @property
    def held(self) -> int:
        """Bytes of all that is held."""
        return self._rasters.held + self._fine.held

    def known(self, src: str, wish: Wish) -> "Raster | None":
        """Give a picture if it was given so lately."""
        return self._rasters.get((src, wish))

    def natural(self, src: str) -> tuple[int, int] | None:
        """Give the size of a picture's file, once it is known."""
        return self._sizes.get(src)

    async def raster(self, src: str, wish: Wish) -> "Raster":
        """Load and decode a picture, unless it is known; raises `AchieError`. Cancelling it ends the decoding."""
        from achie_tui.pictures.decoding import decode
        from achie_tui.pictures.raster import Raster

        if (raster := self.known(src, wish)) is not None:
            return raster
        data = await self._load(src)
        async with self._turn:
            box = wish.columns, 2 * wish.rows
            raster = await decode(Raster, data, *box, background=wish.background, enlarged=1)
        self._sizes[src] = raster.natural
        if len(self._sizes) > _SIZES:
            self._sizes.popitem(last=False)
        self._rasters.put((src, wish), raster)
        return raster

    async def fine(self, src: str, wish: FineWish) -> "Png | Overlay":
        """Load and decode a picture that the terminal draws, as `raster` does."""
        from achie_tui.pictures.drawing import for_cells, overlay

        if (fine := self._fine.get((src, wish))) is not None:
            return fine
        data = await self._load(src)
        frame = wish.columns, wish.rows
        async with self._turn:
            if wish.way == "placeholders":
                fine = await for_cells(data, frame, wish.cell, wish.background)
            else:
                fine = await overlay(data, wish.way, frame, wish.cell, wish.background, limits=wish.limits)
        self._fine.put((src, wish), fine)
        return fine
