"""Word 97–2003 files (DOC) and those of WPS Writer (WPS), which are the same: the text in its order, as it is printed."""

from __future__ import annotations

import struct

from explorer.errors import EmptyFile, NotText
from explorer.readers.base import Format, Limits, Reading
from explorer.readers.office.doc_file import AGAIN, BOXES, SHAPES, SIGNATURE, Header, damaged
from explorer.readers.office.doc_text import CELL, ROW, WITHIN, Text
from explorer.readers.office.text import pages, row_lines

_SIGNS = str.maketrans(
    {"\r": "\n", WITHIN: "\n", "\x0b": "\n", "\x0e": "\n", "\x1e": "-"} | dict.fromkeys((*range(9), *range(15, 28), 31, 127))
)
"""Line break, column break, two kinds of hyphen; anchors of notes, comments, drawings and pictures are not printed."""
_MAIN_NAME = "WordDocument".encode("utf-16-le")
_LOCKED_NAME = "EncryptedPackage".encode("utf-16-le")


def read(content: bytes, limits: Limits) -> Reading:
    """Body with tables and text boxes, then foot and end notes; page heads, comments, deleted and hidden text are left out.

    Raises NotText (no Word file), UnreadableFile (damaged, encrypted, Word 95), FileTooLarge, or EmptyFile.
    """
    if not content.startswith(SIGNATURE):
        kind = "是 RTF 文件" if content.startswith(b"{\\rtf") else "不是 Word 97–2003 或 WPS 文字文档"
        raise NotText(kind, remedy=AGAIN)
    try:
        return _read(content, limits)
    except (struct.error, IndexError, UnicodeError) as error:
        raise damaged() from error


def _read(content: bytes, limits: Limits) -> Reading:
    header = Header(content, limits)
    text = Text(header, limits)
    lines = _lines(_with_boxes(header, text))
    lines += [line for part in (1, 5) for line in _lines(text.part(part)) if line.strip()]
    if not any(map(str.strip, lines)):
        raise EmptyFile("Word 文件里没有文字，可能只有图片", remedy="请对图片作文字识别后另存为文本。")
    whole, starts = pages(lines, limits.pages)
    steps = (f"修订中已删除或隐藏的文字略去 {text.removed} 处",) if text.removed else ()
    return Reading(whole, "doc", starts, steps=steps)


def _with_boxes(header: Header, text: Text) -> str:
    """The body, with the text of each text box before the paragraph on which it hangs.

    MS-DOC, PlcfSpa and PlcftxbxTxt: a shape and its text box share a number.
    """
    boxes = {number: text.part(6, first, last) for first, last, number in _placed(header.part(BOXES), 22, 14)}
    anchors = [(at, boxes.pop(number)) for at, _, number in _placed(header.part(SHAPES), 26, 0) if number in boxes]
    parts = [*boxes.values()]  # boxes without a place: on top, where mastheads stand
    done = 0
    for at, box in sorted(anchors):
        before = text.part(0, done, at)
        cut = max(before.rfind(sign) for sign in ("\r", CELL, "\f")) + 1
        parts += [before[:cut], box.rstrip("\r") + "\r", before[cut:]]
        done = at
    return "".join(parts) + text.part(0, done)


def _placed(table: bytes, size: int, at: int) -> list[tuple[int, int, int]]:
    """First and last position and number of each item of a table of positions (PLC); none where they do not increase."""
    count = max(0, (len(table) - 4) // (4 + size))
    starts = struct.unpack_from(f"<{count + 1}I", table, 0) if count else ()
    numbers = [struct.unpack_from("<I", table, 4 * (count + 1) + size * n + at)[0] for n in range(count)]
    increasing = all(a <= b for a, b in zip(starts, starts[1:], strict=False))
    return [(starts[n], starts[n + 1], numbers[n]) for n in range(count) if numbers[n] and increasing]


def _lines(text: str) -> list[str]:
    """Paragraphs as lines, rows of tables by `row_lines`. What stands before the last full paragraph mark is above the table."""
    *rows, rest = _without_codes(text).split(ROW)
    found: list[str] = []
    for row in rows:
        first = max(row.rfind("\r"), row.rfind("\f")) + 1
        found += _printed(row[:first])
        found += row_lines([_printed(cell) for cell in row[first:].split(CELL)])
    return found + [line for part in rest.split(CELL) for line in _printed(part)]


def _printed(text: str) -> list[str]:
    lines = text.translate(_SIGNS).split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _without_codes(text: str) -> str:
    """Fields by their results: between 0x13 and 0x14 stands the code, up to 0x15 the result (MS-DOC, Plcfld); fields nest."""
    if "\x13" not in text:
        return text
    out: list[str] = []
    open_: list[tuple[int, bool]] = []
    for sign in text:
        if sign == "\x13":
            open_.append((len(out), False))
        elif sign == "\x14" and open_:
            del out[open_[-1][0] :]
            open_[-1] = open_[-1][0], True
        elif sign == "\x15" and open_:
            start, shown = open_.pop()
            if not shown:
                del out[start:]
        elif sign not in "\x14\x15":
            out.append(sign)
    return "".join(out)


def recognises(content: bytes) -> bool:
    """Whether content is an OLE file with the streams of Word, or an encrypted one. RTF and HTML named .doc are none."""
    return content.startswith(SIGNATURE) and (_MAIN_NAME in content or _LOCKED_NAME in content)


FORMAT = Format("doc", (".doc", ".wps", ".dot", ".wpt"), recognises, read)
