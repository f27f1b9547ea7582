"""The album: what was decoded lately is at hand, within its room, and no more than two are decoded at once."""

import asyncio
from collections.abc import Callable

import pytest

from achie_tui.errors import UnreachableError
from achie_tui.pictures import decoding as module
from achie_tui.pictures.album import Album, Wish
from achie_tui.pictures.errors import BrokenPictureError
from achie_tui.pictures.halfblocks import fitted
from achie_tui.pictures.raster import Raster
from tests.pictures.samples import BLUE, RED, file, halves

WISH = Wish(20, 10, (0, 0, 0))
PICTURE = file(halves(400, 200), "PNG")


async def load(src: str) -> bytes:
    if src == "far":
        raise UnreachableError(host="achie.org", reason="no network")
    return PICTURE if src != "broken" else PICTURE[:60]


async def test_a_picture_is_as_large_as_was_reckoned_and_known_from_then_on() -> None:
    album = Album(load)
    assert album.known("a", WISH) is None
    assert album.natural("a") is None
    raster = await album.raster("a", WISH)
    assert (raster.width, (raster.height + 1) // 2) == fitted((400, 200), 20, 10) == (20, 5)
    assert (raster.rgb[:3], raster.rgb[-3:]) == (bytes(RED), bytes(BLUE))
    assert album.natural("a") == (400, 200)
    assert album.known("a", WISH) is raster
    assert await album.raster("a", WISH) is raster
    assert album.known("a", WISH._replace(background=(1, 1, 1))) is None
    assert album.known("a", WISH._replace(columns=21)) is None


async def test_a_small_picture_is_not_enlarged() -> None:
    async def small(_: str) -> bytes:
        return file(halves(8, 6), "PNG")

    raster = await Album(small).raster("a", WISH)
    assert (raster.width, raster.height, raster.natural) == (8, 6, (8, 6))


async def test_what_fails_is_not_kept() -> None:
    album = Album(load)
    with pytest.raises(UnreachableError):
        await album.raster("far", WISH)
    with pytest.raises(BrokenPictureError):
        await album.raster("broken", WISH)
    assert album.held == 0


@pytest.fixture
def decoding(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Put a slow decoder of 3,000 bytes in place; gives how many pictures were decoded at once at most."""
    now = most = 0

    async def decode(*_: object, **__: object) -> Raster:
        nonlocal now, most
        now += 1
        most = max(most, now)
        try:
            await asyncio.sleep(0.01)
        finally:
            now -= 1
        return Raster(20, 50, bytes(3000), (20, 50))

    monkeypatch.setattr(module, "decode", decode)
    return lambda: most


async def test_two_at_once_at_most(decoding: Callable[[], int]) -> None:
    album = Album(load)
    await asyncio.gather(*(album.raster(str(number), WISH) for number in range(9)))
    assert decoding() == 2


async def test_one_that_is_given_up_makes_room_for_the_next(decoding: Callable[[], int]) -> None:
    album = Album(load, at_once=1)
    given_up = asyncio.create_task(album.raster("a", WISH))
    await asyncio.sleep(0.001)
    given_up.cancel()
    await asyncio.wait_for(album.raster("b", WISH), 60)
    assert album.known("a", WISH) is None
    assert decoding() == 1


async def test_the_least_lately_shown_go_first(decoding: Callable[[], int]) -> None:
    album = Album(load, room=15_000)
    for name in "abcd":
        await album.raster(name, WISH)
    assert album.known("a", WISH)
    for name in "ea":
        await album.raster(name, WISH)
    assert [name for name in "abcde" if album.known(name, WISH)] == ["a", "c", "d", "e"]
    for number in range(100):
        await album.raster(str(number), WISH)
        assert album.held <= 15_000
    assert decoding() == 1
