"""Readers: one file a format, one signature; this registry lists them.

A reader takes the bytes of a file and gives its text, or raises an `InputError`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from explorer.errors import EmptyFile, FileTooLarge, NotText, UnreadableFile
from explorer.readers import plain

Reader = Callable[[bytes], str]

READERS: dict[str, Reader] = {".txt": plain.read, ".text": plain.read, "": plain.read}
"""Suffix in lower case → reader."""


def load(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; raises UnreadableFile, EmptyFile, FileTooLarge."""
    try:
        if not path.is_file():
            raise UnreadableFile("不存在，或不是普通文件", place=str(path))
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise UnreadableFile(f"无法读取（{error.strerror or error}）", place=str(path)) from error
    if len(content) > limit:
        raise FileTooLarge(f"超过 {limit:,} 字节的上限", place=str(path))
    if not content.strip():
        raise EmptyFile("文件为空", place=str(path))
    return content


def read(name: str, content: bytes) -> str:
    """The text of `content`, by the suffix of `name`; raises NotText or BrokenEncoding."""
    suffix = Path(name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise NotText(f"暂不支持 {suffix} 格式")
    return reader(content)
