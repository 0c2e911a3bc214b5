"""Which files are meant by the paths a person gives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from explorer.errors import InputError, UnreadableFile
from explorer.readers import suffixes


def candidates(paths: Iterable[Path]) -> Iterator[Path | InputError]:
    """Files as given; of folders the files that a reader is registered for, sorted.

    What cannot be looked into is yielded as the error it is, so that the batch goes on.
    """
    for path in paths:
        if not _is_folder(path):
            yield path
            continue
        found = list(_inside(path))
        yield from found or [InputError("文件夹里没有可以读取的文件", place=printable(path), remedy="请核对路径和文件格式。")]


def printable(path: Path | str) -> str:
    """The path as text that can be stored and printed, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "replace")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # reported as a file that cannot be read
        return False


def _inside(folder: Path) -> Iterator[Path | InputError]:
    """Hidden files are left out, and links: what they point to is outside, or is met anyway."""
    failed: list[OSError] = []
    known = suffixes()
    for place, folders, names in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(place, name) for name in sorted(names) if not name.startswith(".")):
            if path.suffix and path.suffix.lower() in known and not path.is_symlink():
                yield path
    for error in failed:
        yield UnreadableFile(f"无法读取（{error.strerror}）", place=printable(error.filename))
