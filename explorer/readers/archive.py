"""ZIP archives: the files within, in the order of the directory. Which of them are worth reading is for the caller to say.

Nothing in an archive is believed: entries are counted before the directory is parsed, what is unpacked is counted as it comes, names
are names and never paths, links are not followed. Read by the standard library (APPNOTE.TXT 4.4.4, 4.6.9).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from explorer.errors import EmptyFile, FileTooLarge, InputError, UnreadableFile
from explorer.readers.base import Format, Limits, Member
from explorer.readers.naming import decoded, distinct, printable

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = b"PK\x01\x02"
_UTF8, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
_LINK, _KIND = 0o120000, 0o170000
_JUNK_FOLDERS = frozenset({"__MACOSX", ".git", ".svn", ".Trashes"})
_JUNK_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_NEVER_TEXT = (".mp4", ".avi", ".mov", ".wmv", ".mkv", ".flv", ".mpg", ".mp3", ".wav", ".wma", ".exe", ".dll", ".msi", ".iso", ".ttf", ".ttc")
"""Large, and without text: unpacked, they would use up what is allowed to the others."""
_RATIO, _SURE = 200, 10_000_000
"""Text shrinks to a twentieth at best; a member that shrinks to less than a two-hundredth is filled with one byte. Small ones are let pass."""
_STEP = 1 << 20
_PARTS_OF_OTHERS = frozenset({"[Content_Types].xml", "OFD.xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml"})
"""What is listed in the directory of a ZIP file that is a document (OOXML, OFD, ODF, EPUB) or a program."""
_BROKEN = "ZIP 结构已损坏"


def open_(content: bytes, limits: Limits) -> Iterator[Member | InputError]:
    """The files within, without what systems leave in archives (links, __MACOSX, Thumbs.db), and without films and programs.

    A member that is encrypted, damaged or too large is yielded as the error, with its name as the place. Raises UnreadableFile
    if there is no directory, EmptyFile if no file is in it, FileTooLarge if there are too many.
    """
    if content.count(_ENTRY) > limits.members:  # at least the number of entries, whatever the directory says
        raise FileTooLarge(f"压缩包内的文件超过 {limits.members:,} 个", remedy="请分成几个压缩包。")
    archive = _directory(content)
    wanted = [(entry, name) for entry in archive.infolist() if (name := _wanted(entry))]
    if not wanted:
        raise EmptyFile("压缩包里没有可以读取的文件")
    return _members(archive, wanted, limits)


def _directory(content: bytes) -> ZipFile:
    """The archive; names are decoded here, each for itself (see _name). Raises UnreadableFile."""
    from zipfile import BadZipFile, ZipFile

    try:
        return ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, struct.error, OSError, NotImplementedError, OverflowError) as error:
        raise UnreadableFile(_BROKEN, remedy="请重新打包或下载。") from error


def _members(archive: ZipFile, wanted: list[tuple[ZipInfo, str]], limits: Limits) -> Iterator[Member | InputError]:
    left, used = limits.bytes, set[str]()
    for entry, name in wanted:
        name, found = distinct(name, used), bytearray()
        try:
            _unpack(archive, entry, left, found)
            yield Member(name, bytes(found))
        except InputError as error:
            error.place = name
            yield error
        left -= len(found)  # of damaged ones too, so that a thousand of them take no longer than one


def _wanted(entry: ZipInfo) -> str:
    """The name of a member without the folders that lead out of the archive; '' for one that is no file of the user's."""
    name = _name(entry).replace("\\", "/")
    parts = [part for part in name.split("/") if part.strip() not in ("", ".", "..")]
    if not parts or name.endswith("/") or (entry.external_attr >> 16) & _KIND == _LINK:
        return ""
    if _JUNK_FOLDERS.intersection(parts) or parts[-1].lower() in _JUNK_FILES or parts[-1].startswith(("~$", ".")):
        return ""
    return "" if parts[-1].lower().endswith(_NEVER_TEXT) else printable("/".join(parts))


def _name(entry: ZipInfo) -> str:
    """The name as its Unicode path field says it, if that field is of this name; else as its mark or its bytes say.

    zipfile decodes unmarked names as code page 437, which gives each byte a character: the bytes are had back, and are read as
    UTF-8 (written without the mark by macOS among others), else as GB18030, which Chinese Windows writes.
    """
    import zlib

    if entry.flag_bits & _UTF8:
        return entry.filename
    extra, raw = entry.extra, entry.orig_filename.encode("cp437", "replace")
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1 and struct.unpack("<L", field[1:5])[0] == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
    return decoded(raw)


def _unpack(archive: ZipFile, entry: ZipInfo, left: int, found: bytearray) -> None:
    """Puts the bytes of a member into `found`; raises UnreadableFile or FileTooLarge."""
    import lzma
    import zlib
    from zipfile import BadZipFile

    _require_harmless(entry, left)
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_STEP):
                found += chunk
    except (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, struct.error, OverflowError) as error:
        raise UnreadableFile("在压缩包内已损坏，或压缩方法不支持", remedy="请重新打包或下载。") from error


def _require_harmless(entry: ZipInfo, left: int) -> None:
    """Raises UnreadableFile or FileTooLarge. The size said is no promise, but zipfile unpacks no more than that."""
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableFile("文件已加密", remedy="请解密后重新打包。")
    if entry.file_size > _SURE and entry.file_size > entry.compress_size * _RATIO:
        raise FileTooLarge("解压后异常膨胀，疑为压缩炸弹", remedy="请核对该压缩包的来源。")
    if entry.file_size > left:
        raise FileTooLarge("解压后超过上限", remedy="请分成几个压缩包。")


def _recognises(content: bytes) -> bool:
    """Whether content is a ZIP file, and none that is a document of its own kind."""
    if not content.startswith(_SIGNATURES) or content.count(_ENTRY) > Limits().members:
        return content.startswith(_SIGNATURES)
    try:
        return _PARTS_OF_OTHERS.isdisjoint(_directory(content).namelist())
    except UnreadableFile:
        return not any(part.encode() in content[:4_096] for part in _PARTS_OF_OTHERS)


FORMAT = Format("zip", (".zip",), _recognises, open=open_)
