"""The process in which one picture is decoded: the file on stdin, its pixels on stdout.

`decoding` runs this file as a script and never calls it. Hostile pictures attack the decoder, so it has a process of
its own, with a limit on memory and time; before that sees the first byte of the picture, it gives up the right to
open files and connections and to start other processes. The answer is a line with width and
height, those of the file, and the length of the palette, then the bytes. A picture that is refused ends it with a
status that says why.

Pillow's formats are an explicit list, and it is told that list before it looks: most of its holes were in formats
that no news site uses. Nothing of achie_tui is imported, so that starting is quick.
"""

import os
import resource
import sys
import warnings
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
MOST_PIXELS = 20_000_000
MEMORY = 512 * 1024 * 1024
"""Bytes of address space. The largest picture allowed takes 360 MB of it as a WebP, 280 MB as a PNG."""

SHARPNESS = 3.0
"""How far beyond the size wanted a quick reduction stops; from 3 on it cannot be told from a slow one."""

QUALITY = 88
"""Of a JPEG file: its flaws are not seen, and it is a fifth of a PNG."""

UNSUPPORTED, TOO_LARGE, BROKEN = 11, 12, 13
"""Exit statuses."""

_ORIENTATION = 0x0112  # the EXIF tag; from 5 on, width and height change places
_LYING = 5


def main(arguments: list[str]) -> int:
    """Decode one picture; gives the exit status. The arguments are named in the first line."""
    folder, form, width, height, enlarged, background, seconds, colours, filled = arguments
    _limit(int(seconds))
    sys.path.append(folder)
    from PIL import Image, ImageOps, UnidentifiedImageError

    _load_what_pillow_loads_late()
    _drop_rights()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = Image.open(BytesIO(sys.stdin.buffer.read()), formats=FORMATS)
        turned = picture.getexif().get(_ORIENTATION, 1) >= _LYING
        natural = picture.size[::-1] if turned else picture.size
        box = int(width), int(height)
        size = _fitted(picture.size, box, int(enlarged), turned=turned)
        picture.draft("RGB", size)  # a JPEG is decoded at a fraction of its size where that is enough
        behind = bytes.fromhex(background)
        small = ImageOps.exif_transpose(_flat(_scaled(picture, size, coarse=form == "rgb"), behind))
        answer = _encoded(_filling(small, box, behind) if filled == "1" else small, form, natural, int(colours))
    except UnidentifiedImageError:
        return UNSUPPORTED
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        return TOO_LARGE
    except Exception:  # noqa: BLE001  a broken file makes decoders raise anything
        return BROKEN
    sys.stdout.buffer.write(answer)
    return 0


def _limit(seconds: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with suppress(ValueError, OSError):  # not every system has every limit
            resource.setrlimit(what, (most, most))


def _load_what_pillow_loads_late() -> None:
    """Load the modules that decoding needs: without its rights, the process cannot load any more."""
    import copy  # noqa: F401

    from PIL import Image, ImagePalette, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401

    Image.preinit()


def _drop_rights() -> None:
    """Give up the right to open files and connections and to start processes, now that all modules are loaded."""
    for what, most in ((resource.RLIMIT_NOFILE, 3), (resource.RLIMIT_NPROC, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _fitted(size: tuple[int, int], box: tuple[int, int], enlarged: int, *, turned: bool) -> tuple[int, int]:
    """Give the size, as the file has its sides, at which a picture just fits into a box on the screen."""
    if turned:
        box = box[1], box[0]
    scale = min(box[0] / size[0], box[1] / size[1], enlarged)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _scaled(picture: "Picture", size: tuple[int, int], *, coarse: bool) -> "Picture":
    """Scale a picture; where a pixel is as large as half a cell, without the halos that a sharp filter leaves."""
    from PIL.Image import Resampling

    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
    elif picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    elif picture.mode != "L":
        picture = picture.convert("RGB")
    return picture.resize(size, Resampling.HAMMING if coarse else Resampling.LANCZOS, reducing_gap=SHARPNESS)


def _flat(picture: "Picture", background: bytes) -> "Picture":
    """Lay a picture on a background of one colour; what `exif_transpose` needs stays with it."""
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    from PIL import Image

    flat = Image.new("RGB", picture.size, tuple(background))
    flat.paste(picture, mask=picture)
    flat.info = picture.info
    return flat


def _filling(picture: "Picture", box: tuple[int, int], background: bytes) -> "Picture":
    """Lay a picture in the middle of a background that has the proportions of a box, and just room for it."""
    from PIL import Image

    width, height = picture.size
    wide, high = box
    if width < wide and height < high:  # the file is not finer than that
        wide, high = max(width, round(height * box[0] / box[1])), max(height, round(width * box[1] / box[0]))
    whole = Image.new("RGB", (wide, high), tuple(background))
    whole.paste(picture, ((wide - width) // 2, (high - height) // 2))
    return whole


def _encoded(picture: "Picture", form: str, natural: tuple[int, int], colours: int) -> bytes:
    palette = b""
    match form:
        case "jpeg":
            file = BytesIO()
            picture.info.clear()
            picture.save(file, "JPEG", quality=QUALITY)
            body = file.getvalue()
        case "png":
            file = BytesIO()
            picture.info.clear()
            picture.save(file, "PNG", compress_level=4)
            body = file.getvalue()
        case "paletted":
            quantized = picture.quantize(colours)
            palette, body = bytes(quantized.getpalette() or ()), quantized.tobytes()
        case _:
            body = picture.tobytes()
    return b"%d %d %d %d %d\n" % (*picture.size, *natural, len(palette)) + palette + body


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(status)  # what is left of a decoder has no business tidying up
