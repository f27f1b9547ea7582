"""Decoding a picture without trusting it: Pillow runs in a child process that is killed when it is late.

A child for each picture, started when one is to be shown: all of it takes some 50 ms, 30 of them until Pillow is
loaded, and nothing is left behind, neither memory in the app nor a process that waits.
"""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import TypeVar

from achie_tui.pictures import child
from achie_tui.pictures.errors import (
    BrokenPictureError,
    NoDecoderError,
    PictureError,
    PictureTooLargeError,
    PictureTooSlowError,
    UnsupportedPictureError,
)
from achie_tui.pictures.raster import RGB, Decoded, Form, Jpeg, Paletted, Png, Raster

PATIENCE = 5.0
"""Seconds that decoding may take."""

ENLARGED_AT_MOST = 2
MOST_COLOURS = 256

ROOM_FOR_HEADER = 1024

_PIECE = 64 * 1024

BLACK: RGB = (0, 0, 0)

_Form = TypeVar("_Form", bound=Form)
_NAMES: dict[type[Form], str] = {
    Raster: "rgb",
    Paletted: "paletted",
    Png: "png",
    Jpeg: "jpeg",
}
"""What the child calls the forms."""
_PIXEL: dict[type[Form], int] = {Raster: 3, Paletted: 1}
"""Bytes of a pixel, of what is no file."""

_REFUSED: dict[int, type[PictureError]] = {
    child.UNSUPPORTED: UnsupportedPictureError,
    child.TOO_LARGE: PictureTooLargeError,
    child.BROKEN: BrokenPictureError,
    -signal.SIGXCPU: PictureTooSlowError,
    -signal.SIGKILL: PictureTooSlowError,  # the system's answer to a process beyond its time
}


async def decode(
    form: type[_Form],
    data: bytes,
    width: int,
    height: int,
    *,
    background: RGB = BLACK,
    enlarged: int = ENLARGED_AT_MOST,
    colours: int = MOST_COLOURS,
    filled: bool = False,
    patience: float = PATIENCE,
) -> _Form:
    """Decode a JPEG, PNG, GIF (its first frame) or WebP into a form, to fit into `width` by `height` pixels.

    It keeps its proportions, is turned as its EXIF data say, is `enlarged` times as large as its file at most, and
    lies on the background where it is transparent. `filled` with that, it gets the proportions of `width` by `height`,
    and all of their size unless it is smaller both ways. A palette has so many `colours` at most. A file is a new one:
    the terminal never sees the bytes that came from the site.
    Raises `PictureError` for whatever cannot be shown.
    """
    pillow = find_spec("PIL")
    if pillow is None or pillow.origin is None:
        raise NoDecoderError(reason="Pillow")
    sides = (str(max(1, side)) for side in (width, height, enlarged))
    wish = (_NAMES[form], *sides, bytes(background).hex(), str(ceil(patience)), str(colours), str(int(filled)))
    # Isolated, and without `site`: that is quicker, and all the child needs is itself and Pillow.
    command = (sys.executable, "-I", "-S", child.__file__, str(Path(pillow.origin).parent.parent), *wish)
    status, answer = await _run(command, data, ROOM_FOR_HEADER + 4 * width * height, patience)
    if status != 0:
        raise _REFUSED.get(status, BrokenPictureError)
    try:
        header, _, body = answer.partition(b"\n")
        wide, high, *natural, palette = map(int, header.split())
        natural_width, natural_height = natural
    except ValueError:
        raise BrokenPictureError from None
    if form in _PIXEL and len(body) != palette + wide * high * _PIXEL[form]:
        raise BrokenPictureError
    return form.of(Decoded((wide, high), (natural_width, natural_height), body[:palette], body[palette:]))


_Answer = tuple[int, bytes]

_under_way: set[asyncio.Task[_Answer]] = set()


async def ended(patience: float = 0.5) -> None:
    """Wait until the processes of cancelled decodings have ended."""
    loop = asyncio.get_running_loop()
    if ending := [task for task in _under_way if task.cancelling() and task.get_loop() is loop]:
        await asyncio.wait(ending, timeout=patience)


async def _run(command: tuple[str, ...], data: bytes, most: int, patience: float) -> _Answer:
    """Serve a process in a task of its own: cancelled once, it tidies up, however often we are cancelled."""
    task = asyncio.create_task(_serve(command, data, most, patience))
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.cancel()
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.wait([task])
        raise


async def _serve(command: tuple[str, ...], data: bytes, most: int, patience: float) -> _Answer:
    """Give a command data and take its answer; kill it when the time is over or nobody wants the answer any more.

    The answer is taken up to `most` bytes: even a decoder that a picture has taken over cannot fill the memory.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # its complaints would end up in the middle of the screen
            start_new_session=True,  # no key of the terminal reaches it, and all it may have started is killed with it
        )
    except OSError as error:
        raise NoDecoderError(reason=error.strerror) from error
    try:
        async with asyncio.timeout(patience):
            answer = await _talk(process, data, most)
            return await process.wait(), answer
    except BaseException as end:
        with suppress(ProcessLookupError, PermissionError):  # it is gone already
            os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()  # which takes what is left in its pipe
        if isinstance(end, TimeoutError):
            raise PictureTooSlowError from None
        raise
    finally:
        if process.stdin is not None:
            process.stdin.close()
            with suppress(ConnectionError):
                await process.stdin.wait_closed()


async def _talk(process: asyncio.subprocess.Process, data: bytes, most: int) -> bytes:
    if process.stdin is None or process.stdout is None:
        return b""
    with suppress(ConnectionError):  # it may have ended without reading, and its status says why
        process.stdin.write(data)
        await process.stdin.drain()
        process.stdin.close()
    # In pieces: a buffer that grows to the size of a picture, again and again, leaves holes in the memory.
    pieces, length = list[bytes](), 0
    while piece := await process.stdout.read(_PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > most:
            raise BrokenPictureError
    return b"".join(pieces)
