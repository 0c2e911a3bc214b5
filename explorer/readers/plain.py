"""Plain text: byte-order mark, else strict UTF-8, else GB18030, else an error that names the place.

The order was measured to be right on all but Big5: UTF-8 is self-checking, GB18030 is not, so a
GB18030 result is accepted only when it looks like Chinese prose.
"""

from __future__ import annotations

import codecs
import re

from explorer.errors import BrokenEncoding, EmptyFile, NotText
from explorer.readers.base import Format, Limits, Reading

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF")
_COMMON = re.compile(r"[的一是在和了有年月日不会中人大为上市县区省政地方志工作办公室主任书记长，。、；：（）《》“”]")


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
        return _as_gb18030(content, error)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenEncoding(f"第 {error.start} 字节处不是有效的 {encoding} 文字") from error


def _as_gb18030(content: bytes, utf8_error: UnicodeDecodeError) -> str:
    """GB18030 if the result reads like Chinese; otherwise the file is damaged UTF-8, or no text at all."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        place = utf8_error.start if _mostly_utf8(content) else error.start
        raise BrokenEncoding(f"第 {place} 字节处既不是 UTF-8 也不是 GB18030 文字") from error
    if _reads_like_chinese(text) and not _mostly_utf8(content):
        return text
    if sum(byte < 9 or 13 < byte < 32 for byte in content) > len(content) / 50:
        raise NotText("含有二进制内容")
    raise BrokenEncoding(f"第 {utf8_error.start} 字节处不是有效的 UTF-8 文字")


def _mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", errors="replace")
    return text.count("\ufffd") * 10 < len(text) and bool(_COMMON.search(text))


def _reads_like_chinese(text: str) -> bool:
    dense = re.sub(r"[\s\x20-\x7e]", "", text)
    return len(dense) > 0 and len(_COMMON.findall(dense)) * 12 >= len(dense)


FORMAT = Format("text", (".txt", ".text", ""), lambda content: False, read)
"""Nothing marks plain text: it is what has its suffix, or none."""
