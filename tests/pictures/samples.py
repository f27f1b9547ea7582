"""Small pictures, made as they are needed."""

from io import BytesIO
from typing import Any

from PIL import Image

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def file(picture: Image.Image, form: str, **options: Any) -> bytes:
    """Write a picture into a file."""
    target = BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def halves(width: int = 40, height: int = 20, mode: str = "RGB") -> Image.Image:
    """Make a picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture.convert(mode)
