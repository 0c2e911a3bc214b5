"""Pictures of pages: PNG, JPEG, TIFF of many pages, BMP, WebP; opened by Pillow (MIT-CMU), read by `ocr`."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from explorer.errors import FileTooLarge, InputError, UnreadableFile
from explorer.readers.scan import ocr
from explorer.readers.base import Format, Limits, Reading

if TYPE_CHECKING:
    from PIL import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
"""Pillow knows more than these; some start other programs (EPS) or are rarely looked after."""
_PIXELS = 80_000_000
"""A sheet of A3 at 600 dpi has 70 million; Pillow itself warns from 89 million on."""
_REMEDY = "请重新扫描，或另存为 PNG、JPEG、TIFF 后再收录。"


def read(content: bytes, limits: Limits) -> Reading:
    """The text of a picture, a page for each that a TIFF file holds.

    Raises NotText without the engine, UnreadableFile, FileTooLarge (`limits.pages`; `limits.bytes` counts for one
    picture, for one is in memory at a time), EmptyFile where no word was found.
    """
    ocr.require(limits.ocr)
    return ocr.reading(pictures(content, limits), "image")


def pictures(content: bytes, limits: Limits) -> Iterator[Image.Image]:
    """The pictures in a file, one at a time, as the camera or the scanner meant them to stand; errors as in `read`."""
    number = 0
    while (picture := _picture(content, number, limits)) is not None:
        yield picture
        number += 1


def _picture(content: bytes, number: int, limits: Limits) -> Image.Image | None:
    """Picture `number`, None behind the last. Opened anew each time: nothing stays open while the engine works."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decoded(content, number, limits)
    except InputError:
        raise
    except MemoryError as error:
        raise FileTooLarge("图片展开后内存不够", remedy="请降低分辨率（300 dpi 即可）后重试。") from error
    except Exception as error:  # Pillow's readers fail on broken files in many ways: OSError, ValueError, SyntaxError, KeyError …
        place = f"第{number + 1}页" if number else "图片"
        raise UnreadableFile(f"{place}已损坏或不完整", remedy=_REMEDY) from error


def _decoded(content: bytes, number: int, limits: Limits) -> Image.Image | None:
    from PIL import Image, ImageOps

    try:
        image = Image.open(BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    with image:
        if number and (image.format != "TIFF" or not _turned_to(image, number)):
            return None
        if number >= limits.pages:
            raise FileTooLarge(f"超过 {limits.pages:,} 页的上限", remedy="请拆分该文件。")
        pixels = image.width * image.height
        if pixels > min(_PIXELS, limits.bytes):
            raise _too_large()
        image.load()
        return ImageOps.exif_transpose(image) or image


def _turned_to(image: Image.Image, number: int) -> bool:
    """Whether there is a page `number`. Pillow itself sees to it that a list of pages that leads back to itself ends."""
    try:
        image.seek(number)
    except EOFError:
        return False
    return True


def _too_large() -> FileTooLarge:
    return FileTooLarge("图片的像素过多", remedy="请降低分辨率（300 dpi 即可）后重试。")


def recognises(content: bytes) -> bool:
    """Whether content begins as one of the five forms does."""
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
        return True
    bitmap = content[:2] == b"BM" and content[6:10] == b"\x00\x00\x00\x00"
    return bitmap or content[:4] == b"RIFF" and content[8:12] == b"WEBP"


FORMAT = Format("image", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), recognises, read)
