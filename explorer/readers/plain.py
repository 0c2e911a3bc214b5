"""Plain text: byte-order mark, else strict UTF-8, else GB18030 or Big5, else an error that names the place.

UTF-8 is self-checking; the others are not, so what they give is accepted only when it looks like Chinese prose.
"""

from __future__ import annotations

import codecs

from explorer.errors import BrokenEncoding, EmptyFile, NotText
from explorer.readers.base import Format, Limits, Reading
from explorer.readers.chinese import best, everyday

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF")


def read(content: bytes, limits: Limits) -> Reading:
    """The text of a file; raises NotText, BrokenEncoding or EmptyFile."""
    if content.startswith(_SIGNATURES):
        raise NotText("不是文本文件")
    text = decode(content)
    if not text.strip():
        raise EmptyFile("文件为空")
    pages = tuple(at for at in (0, *(at + 1 for at, char in enumerate(text) if char == "\f")) if at < len(text))
    return Reading(text, "text", pages)


def decode(content: bytes) -> str:
    """Bytes as text; raises NotText or BrokenEncoding."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding)
    if b"\x00" in content:
        raise NotText("含有二进制内容")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _otherwise(content, error)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenEncoding(f"第 {error.start} 字节处不是有效的 {encoding} 文字") from error


def _otherwise(content: bytes, error: UnicodeDecodeError) -> str:
    """GB18030 or Big5 if the result reads like Chinese; otherwise the file is damaged UTF-8, or no text at all."""
    if _mostly_utf8(content):
        raise BrokenEncoding(f"第 {error.start} 字节处不是有效的 UTF-8 文字") from error
    if found := best(content, ("gb18030", "big5hkscs")):
        return found[0]
    if sum(byte < 9 or 13 < byte < 32 for byte in content) > len(content) / 50:
        raise NotText("含有二进制内容")
    raise BrokenEncoding(_place(content, error)) from error


def _place(content: bytes, error: UnicodeDecodeError) -> str:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError as other:
        return f"第 {other.start} 字节处既不是 UTF-8 也不是 GB18030 文字"
    return f"第 {error.start} 字节处不是有效的 UTF-8 文字"


def _mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", errors="replace")
    return text.count("\ufffd") * 10 < len(text) and everyday(text) > 0


FORMAT = Format("text", (".txt", ".text", ""), lambda content: False, read)
"""Nothing marks plain text: it is what has its suffix, or none."""
