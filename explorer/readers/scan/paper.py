"""Pictures made ready for the engine: in colour on white paper, of bounded size and shape, tall ones cut into slices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from explorer.errors import FileTooLarge

if TYPE_CHECKING:
    from PIL import Image

_SIDE = 1600
"""The longest side the engine is given, in pixels: A4 at 137 dpi. 2000 took half as long again and read nothing better."""
_ASPECT = 2.0
"""A picture taller than this many times its width (a web page photographed whole) is read in slices."""
_SLICES = 20
_NARROW = 200
"""Pixels; a narrower picture is no page photographed whole."""


def plain(image: Image.Image) -> Image.Image:
    """In colour, on white paper, of at most `_SIDE` pixels (a tall picture: a slice of it); never of extreme shape.

    Raises FileTooLarge for a picture too tall to be a page.
    """
    from PIL import Image

    tall = image.height > _ASPECT * image.width and image.width >= _NARROW
    if tall and image.height > _SLICES * _ASPECT * image.width:
        raise FileTooLarge("图片过长，无法识别", remedy="请把长图裁成几段。")
    share = min(1.0, _SIDE / (image.width * _ASPECT if tall else max(image.size)))
    if image.mode == "P" or "transparency" in image.info or image.mode in ("LA", "PA", "La", "RGBa"):
        image = image.convert("RGBA")
    elif image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    if share < 1:
        image = image.convert("RGBA" if image.mode == "RGBA" else "RGB")
        image = image.resize((max(1, round(image.width * share)), max(1, round(image.height * share))), Image.Resampling.BOX)
    wide = image.width if tall else max(image.width, image.height // 3, 32)
    paper = Image.new("RGB", (wide, max(image.height, image.width // 3, 32)), "white")
    paper.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return paper


def _eight_bits(image: Image.Image) -> Image.Image:
    """Deeper greys, of which Pillow would keep the highest 255 only, spread over what the page uses."""
    low, high = image.convert("F").getextrema()
    return image.convert("F").point(lambda value: value * (255 / max(high - low, 1)) - low * 255 / max(high - low, 1)).convert("L")


def cuts(image: Image.Image) -> Iterator[tuple[int, int]]:
    """From where to where a tall picture is read at a time: cut where a row is of one colour, else anywhere."""
    import numpy

    step, top = int(image.width * _ASPECT), 0
    grey = numpy.asarray(image.convert("L")) if image.height > step else None
    while grey is not None and image.height - top > step:
        rows = grey[top + step * 2 // 3 : top + step].astype(numpy.int16)
        unrest = rows.max(axis=1) - rows.min(axis=1)
        cut = top + step * 2 // 3 + int(len(unrest) - 1 - unrest[::-1].argmin())
        yield top, cut
        top = cut
    yield top, image.height
