"""Decoding a picture without trusting it: Pillow runs in a child process that is killed when it is late.

A child for each picture, started when one is to be shown: that costs some 60 ms, which is less than a frame of
patience, and leaves nothing behind, neither memory in the app nor a process waiting.
"""

import asyncio
import signal
import sys
from contextlib import suppress
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Literal

from achie_tui.pictures import child
from achie_tui.pictures.errors import (
    BrokenPictureError,
    NoDecoderError,
    PictureError,
    PictureTooLargeError,
    PictureTooSlowError,
    UnsupportedPictureError,
)
from achie_tui.pictures.raster import RGB, Paletted, Png, Raster

PATIENCE = 5.0
"""Seconds that decoding may take."""

BLACK: RGB = (0, 0, 0)

_REFUSED: dict[int, type[PictureError]] = {
    child.UNSUPPORTED: UnsupportedPictureError,
    child.TOO_LARGE: PictureTooLargeError,
    child.BROKEN: BrokenPictureError,
    -signal.SIGXCPU: PictureTooSlowError,
    -signal.SIGKILL: PictureTooSlowError,  # the system's answer to a process beyond its time
}


async def decode(
    data: bytes, width: int, height: int, *, background: RGB = BLACK, patience: float = PATIENCE
) -> Raster:
    """Decode a JPEG, PNG, GIF (its first frame) or WebP to fit into `width` by `height` pixels.

    It keeps its proportions, is turned as its EXIF data say, is enlarged to twice its size at most, and lies on
    the background where it is transparent. Raises `PictureError` for whatever cannot be shown.
    """
    width, height, _, body = await _ask("rgb", data, width, height, background, patience)
    return Raster(width, height, body)


async def decode_paletted(
    data: bytes, width: int, height: int, *, background: RGB = BLACK, patience: float = PATIENCE
) -> Paletted:
    """Decode as `decode` does, to at most 256 colours."""
    width, height, palette, body = await _ask("paletted", data, width, height, background, patience)
    return Paletted(width, height, palette, body)


async def decode_png(
    data: bytes, width: int, height: int, *, background: RGB = BLACK, patience: float = PATIENCE
) -> Png:
    """Decode as `decode` does, to a new PNG file: the terminal never sees the bytes that came from the site."""
    width, height, _, body = await _ask("png", data, width, height, background, patience)
    return Png(width, height, body)


async def _ask(
    form: Literal["rgb", "paletted", "png"], data: bytes, width: int, height: int, background: RGB, patience: float
) -> tuple[int, int, bytes, bytes]:
    """Let a child decode; give width, height, palette and pixels."""
    pillow = find_spec("PIL")
    if pillow is None or pillow.origin is None:
        raise NoDecoderError(reason="Pillow")
    wish = (form, str(max(1, width)), str(max(1, height)), bytes(background).hex(), str(ceil(patience)))
    # Isolated, and without `site`: that is quicker, and all the child needs is itself and Pillow.
    command = (sys.executable, "-I", "-S", child.__file__, str(Path(pillow.origin).parent.parent), *wish)
    status, answer = await _run(command, data, patience)
    if status != 0:
        raise _REFUSED.get(status, BrokenPictureError)
    header, _, body = answer.partition(b"\n")
    width, height, palette = map(int, header.split())
    return width, height, body[:palette], body[palette:]


async def _run(command: tuple[str, ...], data: bytes, patience: float) -> tuple[int, bytes]:
    """Run a command until it ends, or kill it when the time is over or the answer is not wanted any more."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # its complaints would end up in the middle of the screen
            start_new_session=True,  # and no key of the terminal reaches it
        )
    except OSError as error:
        raise NoDecoderError(reason=error.strerror) from error
    try:
        async with asyncio.timeout(patience):
            answer, _ = await process.communicate(data)
    except TimeoutError:
        raise PictureTooSlowError from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return process.returncode or 0, answer
