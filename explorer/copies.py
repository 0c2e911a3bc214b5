"""Second copies of what cannot be derived, beside the first ones: lines that carry their own checksum, in a folder of the data folder.

    copies/corrections.jsonl    each line of the log of corrections
    copies/originals.jsonl      which files were taken in under which name, and which were withdrawn
    copies/accounts.sqlite      the accounts, as of their last change

A line is sixteen hexadecimal digits of the SHA-256 of the rest, a blank, and the rest: one that a bad disk has changed is known as such.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from explorer.workspace import usable

FOLDER = "copies"
CORRECTIONS, ORIGINALS, ACCOUNTS = "corrections.jsonl", "originals.jsonl", "accounts.sqlite"


def path_of(folder: Path, name: str) -> Path:
    """Where the copy of that name lies in a data folder."""
    return folder / FOLDER / name


def is_kept(folder: Path, name: str) -> bool:
    """Whether there is one."""
    return path_of(folder, name).is_file()


def append(folder: Path, name: str, lines: Iterable[bytes]) -> None:
    """Adds lines (without their ends), on the disk before this returns. Raises DiskFull, WorkspaceError; then none was added."""
    path = path_of(folder, name)
    content = b"".join(_digest(line) + b" " + line + b"\n" for line in lines)
    with usable(path):
        path.parent.mkdir(exist_ok=True)
        with path.open("a+b") as stream:
            size = stream.seek(0, os.SEEK_END)
            if size:
                stream.seek(size - 1)
                content = content if stream.read(1) == b"\n" else b"\n" + content
            try:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            except OSError:
                stream.truncate(size)
                raise


def read(folder: Path, name: str) -> tuple[list[bytes], int]:
    """The lines that are as they were written, in order, and how many are not. Raises WorkspaceError."""
    path = path_of(folder, name)
    with usable(path):
        content = path.read_bytes() if path.is_file() else b""
    sound, damaged = [], 0
    for row in content.split(b"\n"):
        digest, _, line = row.partition(b" ")
        if line and digest == _digest(line):
            sound.append(line)
        elif row.strip():
            damaged += 1
    return sound, damaged


def replace(path: Path, content: bytes) -> None:
    """Puts a whole file in the place of another, in one step. Raises DiskFull, WorkspaceError."""
    draft = path.with_name(path.name + ".new")
    with usable(path):
        path.parent.mkdir(exist_ok=True)
        with draft.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, path)


def rewrite(folder: Path, name: str, lines: Iterable[bytes]) -> None:
    """The copy anew, with these lines alone."""
    replace(path_of(folder, name), b"".join(_digest(line) + b" " + line + b"\n" for line in lines))


def _digest(line: bytes) -> bytes:
    return hashlib.sha256(line).hexdigest()[:16].encode()
