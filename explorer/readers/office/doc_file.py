"""The layers of a Word 97–2003 file below its text: streams, header, pieces, properties.

MS-DOC (Microsoft Open Specifications): 2.4.1 retrieving text through the piece table (Clx), 2.4.2 and 2.4.6 properties of
paragraphs and characters through formatted disk pages, 2.5 the header (FIB). Streams by olefile (BSD, pure Python). wps2md, measured
before, knows no piece table: it is right on what LibreOffice writes in one piece, and garbles what Word has saved with changes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO

from explorer.errors import FileTooLarge, NotText, UnreadableFile
from explorer.readers.base import Limits

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
AGAIN = "请在 Word 或 WPS 中打开，另存为 .docx 后重试。"
CLX, CHARACTERS, PARAGRAPHS, SHAPES, BOXES, DEFINITIONS, OVERRIDES = 33, 12, 13, 40, 56, 73, 74
"""Numbers of pairs (offset, length) in FibRgFcLcb97."""
_WORD97, _WORD95 = 0xA5EC, (0xA5DC, 0xA59B, 0xA59C, 0xA5DB)
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PAIRS, _COUNTS, _PAGE = 0x9A, 0x4C, 512
_LOCKED = "文件已加密，需要密码"
_UNLOCK = "请去除密码后重试。"
_BROKEN = "Word 文件的结构已损坏"


def damaged() -> UnreadableFile:
    """What to raise for a structure that cannot be."""
    return UnreadableFile(_BROKEN, remedy=AGAIN)


def streams(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Main and table streams of an OLE file; raises UnreadableFile, NotText if it is no Word file, or FileTooLarge."""
    import olefile

    class Counted(olefile.OleFileIO):  # type: ignore[misc]
        entries = 0

        def _load_direntry(self, sid: int):  # type: ignore[no-untyped-def]
            self.entries += 1  # olefile compares each entry with all before it
            if self.entries > limits.members:
                raise FileTooLarge(f"复合文档内的条目超过 {limits.members:,} 个", remedy=AGAIN)
            return super()._load_direntry(sid)

    _require_counts(content)
    try:
        with Counted(BytesIO(content)) as ole:
            return _word(ole, min(len(content), limits.bytes))
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, RecursionError, OverflowError) as error:
        raise UnreadableFile("复合文档的结构已损坏", remedy=AGAIN) from error


def _require_counts(content: bytes) -> None:
    """No table of sectors has more of them than the file: olefile counts to the number in the header."""
    if len(content) < _PAGE or any(_u32(content, at) > len(content) // 64 for at in (44, 64, 72)):
        raise UnreadableFile("复合文档的结构已损坏", remedy=AGAIN)


def _word(ole, most: int) -> dict[str, bytes]:  # type: ignore[no-untyped-def]
    if ole.exists("EncryptedPackage"):
        raise UnreadableFile(_LOCKED, remedy=_UNLOCK)
    if not ole.exists("WordDocument"):
        raise NotText("不是 Word 97–2003 或 WPS 文字文档")
    found = {}
    for name in ("WordDocument", "0Table", "1Table"):
        if ole.exists(name):
            if ole.get_size(name) > most:  # no stream is larger than its file
                raise UnreadableFile("复合文档的结构已损坏", remedy=AGAIN)
            found[name] = ole.openstream(name).read()
    return found


class Header:
    """The header (FIB) with the streams it speaks of."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Raises as `streams`, and UnreadableFile for a file that is encrypted, older, or damaged."""
        found = streams(content, limits)
        self.main = found["WordDocument"]
        if len(self.main) < _PAIRS:
            raise damaged()
        magic, flags = _u16(self.main, 0), _u16(self.main, 0x0A)
        if magic in _WORD95:
            raise UnreadableFile("是 Word 95 或更早的格式", remedy=AGAIN)
        if magic != _WORD97:
            raise damaged()
        if flags & _ENCRYPTED:
            raise UnreadableFile(_LOCKED, remedy=_UNLOCK)
        self._table = found.get("1Table" if flags & _SECOND_TABLE else "0Table", b"")
        self.counts = [_u32(self.main, _COUNTS + 4 * n) for n in range(8)]
        """Characters of body, foot notes, heads and feet, macros, comments, end notes, text boxes, boxes in heads."""

    def part(self, number: int) -> bytes:
        """A structure of the table stream; empty where there is none."""
        offset, length = self.place(number)
        return self._table[offset : offset + length]

    def between(self, first: int, second: int) -> bytes:
        """What stands in the table stream behind one structure and before another."""
        offset, length = self.place(first)
        return self._table[offset + length : self.place(second)[0]]

    def place(self, number: int) -> tuple[int, int]:
        """Offset and length of a structure in the table stream."""
        at = _PAIRS + 8 * number
        return struct.unpack_from("<II", self.main, at) if at + 8 <= len(self.main) else (0, 0)


def pieces(header: Header, limits: Limits) -> Iterator[tuple[int, int, int, int]]:
    """First and last character of each piece of text, its offset in the main stream, and bytes a character (1 or 2)."""
    table = _piece_table(header.part(CLX))
    count = (len(table) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table, 0) if count > 0 else ()
    if not starts or count > limits.bytes // 100 or starts[-1] * 2 > limits.bytes:
        raise damaged()
    for n in range(count):
        place = _u32(table, 4 * (count + 1) + 8 * n + 2)
        size = 1 if place & 0x40000000 else 2
        place = (place & 0x3FFFFFFF) // (3 - size)
        if not starts[n] <= starts[n + 1] or place + (starts[n + 1] - starts[n]) * size > len(header.main):
            raise damaged()
        yield starts[n], starts[n + 1], place, size


def _piece_table(clx: bytes) -> bytes:
    at = 0
    while at + 5 <= len(clx) and clx[at] == 1:  # properties of pieces stand before the table
        at += 3 + _u16(clx, at + 1)
    if at + 5 > len(clx) or clx[at] != 2:
        raise damaged()
    return clx[at + 5 : at + 5 + _u32(clx, at + 1)]


def runs(header: Header, number: int) -> Iterator[tuple[int, int, bytes]]:
    """Stretches of the main stream with the property changes (grpprl) of their characters or paragraphs."""
    table = header.part(number)
    count = (len(table) - 4) // 8
    width = 1 if number == CHARACTERS else 13
    pages = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count > 0 else ()
    for page in dict.fromkeys(pages):
        block = header.main[page * _PAGE : (page + 1) * _PAGE]
        held = block[-1] if len(block) == _PAGE else 0
        if held * (4 + width) + 4 < _PAGE:
            bounds = struct.unpack_from(f"<{held + 1}I", block, 0)
            for n in range(held):
                at = block[4 * (held + 1) + width * n] * 2
                yield bounds[n], bounds[n + 1], _changes(block, at, number) if at else b""


def _changes(block: bytes, at: int, number: int) -> bytes:
    if number == CHARACTERS:
        return block[at + 1 : at + 1 + block[at]]
    start, length = (at + 1, 2 * block[at] - 1) if block[at] else (at + 2, 2 * block[min(at + 1, _PAGE - 1)])
    return block[start + 2 : start + max(length, 0)]  # the first two bytes name the style


def changes(grpprl: bytes) -> dict[int, bytes]:
    """Property changes by their code; the last one counts (MS-DOC 2.2.5.1: the code says how long the value is)."""
    found, at = {}, 0
    while at + 2 < len(grpprl):
        code = _u16(grpprl, at)
        size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13] or grpprl[at + 2] + 1
        found[code] = grpprl[at + 2 : at + 2 + size]
        at += 2 + size
    return found


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
