"""ZIP files of XML parts (OOXML, OFD), read within bounds.

Nothing of such a file is believed: entries are counted before the directory is parsed, unpacked bytes are summed over all that is
ever read, the same part read twice included, document type declarations are refused, and so are trees too large or too deep.
"""

from __future__ import annotations

import posixpath
import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from explorer.errors import FileTooLarge, UnreadableFile
from explorer.readers.base import Limits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element
    from zipfile import ZipInfo

SIGNATURE = b"PK\x03\x04"
DEEPEST = 200
"""Elements within elements. Word's own deepest files (tables in text boxes in tables) stay below 100."""
_ENTRY = b"PK\x01\x02"
_MOST_TAGS = 1_500_000
"""Tags and attributes of one part: a thousand pages and more; a tree of them takes some hundred megabytes."""
_STORED, _DEFLATED = 0, 8
_GB = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["'](?:gb2312|gbk|gb18030|cp936)["'][^>]{0,200}\?>""", re.IGNORECASE)
"""Encodings that expat does not know; Chinese producers declare them."""
_BROKEN = "ZIP 结构已损坏"
_AGAIN = "请在原来的程序中打开该文件，另存后重试。"


def holds(content: bytes, part: str) -> bool:
    """Whether content is a ZIP file that lists `part`, or parts in it if it ends with /; never an error.

    The directory is asked: the words alone also stand in a ZIP file in which such a file lies stored.
    """
    if not content.startswith(SIGNATURE) or part.rstrip("/").encode() not in content:
        return False
    try:
        return Package(content, Limits()).lists(part)
    except (UnreadableFile, FileTooLarge):
        return False


class Package:
    """The parts of a ZIP file by name, without case, with / between folders; a name given twice means the first."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Raises UnreadableFile if it is no ZIP file, FileTooLarge if it lists too much."""
        if content.count(_ENTRY) > limits.members:  # at least the number of entries, whatever the directory says
            raise FileTooLarge(f"压缩包内的文件超过 {limits.members:,} 个", remedy=_AGAIN)
        self._left = limits.bytes
        self._zip, self._parts = _directory(content)
        if sum(part.file_size for part in self._parts.values()) > limits.bytes:
            raise FileTooLarge(f"解压后超过 {limits.bytes:,} 字节的上限")

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def lists(self, name: str) -> bool:
        """Whether there is such a part, or parts in such a folder (a name that ends with /)."""
        return name in self or name.endswith("/") and any(part.startswith(_plain(name)) for part in self._parts)

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises UnreadableFile, and FileTooLarge when all that was read is too much.

        zipfile unpacks no more than the size in the directory, which the sum above has let pass.
        """
        import zlib
        from zipfile import BadZipFile

        part = self._parts.get(_plain(name))
        if part is None:
            raise UnreadableFile(f"文件缺少 {name}", remedy=_AGAIN)
        _require_plain(part)
        self._left -= part.file_size
        if self._left < 0:
            raise FileTooLarge("反复引用的内容解压后超过上限")
        try:
            with self._zip.open(part) as stream:
                return stream.read(part.file_size + 1)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, struct.error) as error:
            raise UnreadableFile(_BROKEN, remedy=_AGAIN) from error

    def tree(self, name: str) -> Element:
        """A part as XML; raises as `read`, and UnreadableFile if it is none or declares a document type."""
        return parse(self.read(name))

    def resolve(self, base: str, target: str) -> str:
        """The part that `target` means when it stands in the part `base`; '' for none, or one outside of the package.

        A path that leads nowhere is tried from the root too: producers get this wrong.
        """
        target = target.strip().replace("\\", "/")
        if not target:
            return ""
        near = target if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
        for path in (near, target):
            path = posixpath.normpath(path).lstrip("/")
            if not path.startswith("..") and path in self:
                return path
        return ""


def _directory(content: bytes):  # type: ignore[no-untyped-def]
    from zipfile import BadZipFile, ZipFile

    try:
        file = ZipFile(BytesIO(content))
        parts: dict[str, ZipInfo] = {}
        for info in file.infolist():
            parts.setdefault(_plain(info.filename), info)
        return file, parts
    except (BadZipFile, OSError, EOFError, ValueError, struct.error, NotImplementedError, OverflowError) as error:
        raise UnreadableFile(_BROKEN, remedy=_AGAIN) from error


def _require_plain(part: ZipInfo) -> None:
    if part.flag_bits & 0x1:
        raise UnreadableFile("文件已加密", remedy="请去除密码后重试。")
    if part.compress_type not in (_STORED, _DEFLATED):  # others may ask for gigabytes before the first byte comes
        raise UnreadableFile("压缩方法不受支持", remedy=_AGAIN)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def parse(content: bytes) -> Element:
    """XML as a tree; raises UnreadableFile, or FileTooLarge beyond bounds that keep a tree small and shallow."""
    from xml.etree.ElementTree import ParseError, XMLParser

    if content.count(b"<") + content.count(b"=") > _MOST_TAGS:
        raise FileTooLarge("XML 元素过多")
    declared = _GB.match(content)
    parser = XMLParser(target=_builder())
    try:
        parser.feed(content[declared.end() :].decode("gb18030") if declared else content)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError, AssertionError) as error:
        raise UnreadableFile("XML 内容已损坏", remedy=_AGAIN) from error
    _require_shallow(root)
    return root


def _builder():  # type: ignore[no-untyped-def]
    """A builder of trees that refuses document types: nested entities, outside files."""
    from xml.etree.ElementTree import TreeBuilder

    class Builder(TreeBuilder):
        def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
            raise UnreadableFile("XML 内含 DTD 声明，已拒绝", remedy=_AGAIN)

    return Builder()


def _require_shallow(root: Element) -> None:
    """Readers follow a tree by recursion. Level by level: a hook for each element makes parsing four times as slow."""
    level = [root]
    for _ in range(DEEPEST):
        level = [inner for element in level for inner in element]
        if not level:
            return
    raise UnreadableFile("XML 嵌套过深", remedy=_AGAIN)


def local(element: Element) -> str:
    """The name of an element without its namespace: transitional and strict files differ in nothing else."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str, default: str = "") -> str:
    """An attribute, whatever its namespace."""
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return value
    return default


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The direct children of that name; none of nothing."""
    return (child for child in (element if element is not None else ()) if local(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element
