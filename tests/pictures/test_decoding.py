"""Decoding: every format and mode, and everything that must be refused."""

import asyncio
import os
import struct
import subprocess
import sys
import zlib
from inspect import getsource
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from achie_tui.errors import AchieError
from achie_tui.pictures import child, decoding
from achie_tui.pictures.decoding import decode, ended
from achie_tui.pictures.errors import (
    BrokenPictureError,
    NoDecoderError,
    PictureError,
    PictureTooLargeError,
    PictureTooSlowError,
    UnsupportedPictureError,
)
from achie_tui.pictures.raster import RGB, Paletted, Png, Raster
from tests.pictures.samples import BLUE, GREEN, RED, WHITE, file, halves


def pixel(raster: Raster, x: int, y: int) -> RGB:
    """Give the colour of a pixel."""
    start = 3 * (y * raster.width + x)
    red, green, blue = raster.rgb[start : start + 3]
    return red, green, blue


def instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Let another script take the child's place."""
    script = tmp_path / "child.py"
    script.write_text(code)
    monkeypatch.setattr(child, "__file__", str(script))


def near(one: RGB, other: RGB, within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        *(("JPEG", mode) for mode in ("RGB", "L", "CMYK")),
        *(("PNG", mode) for mode in ("RGB", "RGBA", "L", "LA", "P")),
        *(("GIF", mode) for mode in ("P", "L")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
    ],
)
async def test_every_format_in_every_mode(form: str, mode: str) -> None:
    raster = await decode(Raster, file(halves(mode=mode), form), 20, 20)
    assert (raster.width, raster.height, len(raster.rgb)) == (20, 10, 600)
    left, right = ((76, 76, 76), (29, 29, 29)) if mode.startswith("L") else (RED, BLUE)
    assert near(pixel(raster, 2, 5), left)
    assert near(pixel(raster, 17, 5), right)


async def test_black_and_white() -> None:
    picture = Image.new("1", (40, 20), 1)
    assert pixel(await decode(Raster, file(picture, "PNG"), 20, 20), 5, 5) == WHITE


async def test_grey_of_sixteen_bits_keeps_its_shades() -> None:
    picture = Image.new("I;16", (40, 20), 0x8000)
    assert near(pixel(await decode(Raster, file(picture, "PNG"), 20, 20), 5, 5), (128, 128, 128), 1)


@pytest.mark.parametrize(
    ("size", "box", "fitted"),
    [
        ((400, 200), (100, 100), (100, 50)),
        ((200, 400), (100, 100), (50, 100)),
        ((10, 10), (100, 100), (20, 20)),  # never enlarged beyond twice
        ((10, 10), (15, 100), (15, 15)),
        ((1000, 1), (100, 100), (100, 1)),
    ],
)
async def test_it_fits(size: tuple[int, int], box: tuple[int, int], fitted: tuple[int, int]) -> None:
    raster = await decode(Raster, file(Image.new("RGB", size), "JPEG"), *box)
    assert (raster.width, raster.height) == fitted


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
async def test_it_is_turned_as_the_camera_was(form: str, orientation: int) -> None:
    upright = halves(64, 32)
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = upright.transpose(back) if back is not None else upright
    raster = await decode(Raster, file(stored, form, exif=exif), 32, 32)
    assert (raster.width, raster.height) == (32, 16)
    assert near(pixel(raster, 4, 8), RED)
    assert near(pixel(raster, 27, 8), BLUE)


async def test_the_first_frame_of_an_animation() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, GREEN, BLUE)]
    for form in ("GIF", "WEBP"):
        data = file(frames[0], form, save_all=True, append_images=frames[1:])
        assert near(pixel(await decode(Raster, data, 10, 10), 5, 5), RED)


async def test_the_first_picture_of_several_in_a_jpeg() -> None:
    data = file(halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (40, 20), GREEN)])
    assert near(pixel(await decode(Raster, data, 20, 20), 2, 5), RED)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
async def test_what_is_transparent_shows_the_background(form: str) -> None:
    picture = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 10, 20))
    raster = await decode(Raster, file(picture, form), 20, 20, background=(250, 246, 237))
    assert near(pixel(raster, 3, 10), RED)
    assert pixel(raster, 16, 10) == (250, 246, 237)


async def test_a_half_transparent_colour_is_mixed() -> None:
    raster = await decode(Raster, file(Image.new("RGBA", (9, 9), (255, 0, 0, 128)), "PNG"), 9, 9, background=WHITE)
    assert near(pixel(raster, 4, 4), (255, 127, 127), 2)


async def test_a_palette() -> None:
    picture = await decode(Paletted, file(halves(), "PNG"), 20, 20)
    assert (picture.width, picture.height) == (20, 10)
    assert len(picture.palette) % 3 == 0
    assert len(picture.palette) <= 3 * 256
    colours = [picture.palette[start : start + 3] for start in range(0, len(picture.palette), 3)]
    assert [tuple(colours[picture.pixels[x]]) for x in (1, 18)] == [RED, BLUE]


async def test_a_png_of_our_own() -> None:
    picture = await decode(Png, file(halves(400, 200), "JPEG", comment=b"where it was taken"), 20, 20)
    with Image.open(BytesIO(picture.data), formats=["PNG"]) as written:
        written.load()
        assert written.size == (picture.width, picture.height) == (20, 10)
        assert written.info == {}


# What is refused.


@pytest.mark.parametrize("form", ["TIFF", "BMP", "PPM", "ICO", "TGA", "EPS"])
async def test_other_formats_are_refused(form: str) -> None:
    with pytest.raises(UnsupportedPictureError):
        await decode(Raster, file(halves(), form), 20, 20)


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!DOCTYPE html>", bytes(256)])
async def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedPictureError):
        await decode(Raster, data, 20, 20)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
async def test_a_file_cut_short_is_broken(form: str) -> None:
    noise = Image.frombytes("RGB", (64, 64), os.urandom(64 * 64 * 3))
    data = file(noise, form)
    with pytest.raises(BrokenPictureError):
        await decode(Raster, data[: len(data) // 2], 20, 20)


def png_of(width: int, height: int, rows: bytes) -> bytes:
    """Write a PNG of one bit a pixel that says it has this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(20_000, 20_000), (2_000_000_000, 1), (4473, 4473)])
async def test_a_bomb_is_not_opened(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLargeError):
        await decode(Raster, png_of(*size, b"\0" * 1000), 20, 20)


async def test_a_real_bomb_is_not_opened() -> None:
    data = file(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(data) < 100_000
    with pytest.raises(PictureTooLargeError):
        await decode(Raster, data, 20, 20)


async def test_the_largest_allowed_is_opened_within_the_memory() -> None:
    for form, options in (("PNG", {"compress_level": 1}), ("WEBP", {"method": 0, "lossless": True})):
        data = file(Image.new("RGBA", (5000, 4000), (255, 0, 0, 255)), form, **options)
        assert near(pixel(await decode(Raster, data, 20, 20, patience=60), 5, 5), RED)


async def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    instead(monkeypatch, tmp_path, getsource(child).replace("MEMORY = 512 *", "MEMORY = 100 *"))
    await decode(Raster, file(halves(), "PNG"), 20, 20)
    with pytest.raises(PictureTooLargeError):
        await decode(Raster, file(Image.new("RGBA", (5000, 4000)), "PNG", compress_level=1), 20, 20, patience=60)


# The child.


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give the process ids of the children, as they are started."""
    started: list[int] = []
    start = asyncio.create_subprocess_exec

    async def noted(*command: Any, **given: Any) -> asyncio.subprocess.Process:
        process = await start(*command, **given)
        started.append(process.pid)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    return started


def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> Path:
    """Let another script take the child's place; gives the file that is there once it runs."""
    running = tmp_path / "running"
    instead(monkeypatch, tmp_path, f"import os, sys, time, signal\nopen({str(running)!r}, 'w')\n{code}")
    return running


async def begun(running: Path, children: list[int]) -> None:
    """Wait until a child runs, and is known to."""
    async with asyncio.timeout(60):
        while not (children and running.exists()):  # noqa: ASYNC110, ASYNC240
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "code",
    [
        "time.sleep(60)",
        "sys.stdin.buffer.read(); time.sleep(60)",
        "os.kill(os.getpid(), signal.SIGSTOP)",
        "sys.stdout.write('20 20 0'); os.close(1); signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
        "os.fork(); time.sleep(60)",
    ],
)
async def test_a_child_that_is_late_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, children: list[int], code: str
) -> None:
    pretend(monkeypatch, tmp_path, code)
    with pytest.raises(PictureTooSlowError):
        await decode(Raster, b"x" * 500_000, 20, 20, patience=0.5)
    [pid] = children
    assert not alive(pid)


async def test_a_child_nobody_waits_for_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, children: list[int]
) -> None:
    running = pretend(monkeypatch, tmp_path, "time.sleep(60)")
    task = asyncio.create_task(decode(Raster, b"", 20, 20, patience=60))
    await begun(running, children)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    [pid] = children
    assert not alive(pid)


async def test_a_child_is_tidied_up_after_even_where_one_is_cancelled_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, children: list[int]
) -> None:
    running = pretend(monkeypatch, tmp_path, "time.sleep(60)")
    task = asyncio.create_task(decode(Raster, b"", 20, 20, patience=60))
    await begun(running, children)
    for _ in range(5):
        task.cancel()
        await asyncio.sleep(0)
    assert task.cancelled()
    await ended(patience=60)
    [pid] = children
    assert not alive(pid)
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", BrokenPictureError),
        ("os.kill(os.getpid(), signal.SIGXCPU)", PictureTooSlowError),
        ("raise RuntimeError", BrokenPictureError),
        ("sys.stdin.buffer.read(); print('20 20 0')", BrokenPictureError),
        ("sys.stdin.buffer.read(); print('nonsense')", BrokenPictureError),
        ("sys.stdin.buffer.read()\nwhile True: sys.stdout.write('x' * 9)", BrokenPictureError),
    ],
)
async def test_a_child_that_dies_takes_nothing_along(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, error: type[PictureError]
) -> None:
    pretend(monkeypatch, tmp_path, code)
    with pytest.raises(error):
        await decode(Raster, b"x" * 500_000, 20, 20)


async def test_a_child_has_no_rights(tmp_path: Path) -> None:
    """Once it sees the picture it can open nothing."""
    code = f"""
import socket, sys
sys.path.insert(0, {str(Path(child.__file__).parent)!r})
import child
child._limit(5)
child._load_what_pillow_loads_late()
child._drop_rights()
for attempt in (lambda: open("/etc/passwd"), lambda: open({str(tmp_path / "new")!r}, "w"), socket.socket):
    try:
        attempt()
    except OSError as error:
        print(error.errno)
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    answer, _ = await process.communicate()
    assert answer.split() == [b"24"] * 3


async def test_without_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "find_spec", lambda _: None)
    with pytest.raises(NoDecoderError):
        await decode(Raster, b"", 20, 20)


async def test_without_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent")
    with pytest.raises(NoDecoderError):
        await decode(Raster, b"", 20, 20)


def test_nothing_of_pillow_is_loaded_here() -> None:
    code = "import sys, achie_tui.pictures.drawing; print([m for m in sys.modules if m.startswith(('PIL', 'textual'))])"
    assert subprocess.check_output([sys.executable, "-c", code]).split() == [b"[]"]  # noqa: S603


@pytest.mark.parametrize("error", PictureError.__subclasses__())
def test_every_failure_has_a_sentence(error: type[PictureError]) -> None:
    assert issubclass(error, AchieError)
    failure = error(reason="x", host="img.example")
    assert failure.sentence("zh") != failure.sentence("en")
