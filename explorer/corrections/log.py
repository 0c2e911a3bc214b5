"""The log of corrections: a file of JSON Lines in the data folder, to which lines are added and in which none is changed.

    corrections.jsonl     one entry a line, in the order they were made; see graph/corrections/model.py

It is the one thing beside the originals that cannot be derived: it outlives the store.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from explorer import copies
from explorer.errors import WorkspaceDamaged
from explorer.workspace import usable
from graph.corrections.model import Correction, dumps, loads
from graph.errors import BadCorrection

NAME = "corrections.jsonl"
_MOST = 200_000_000


@dataclass(frozen=True, slots=True)
class Log:
    """The entries, oldest first, and how many lines could not be read: they stay in the file."""

    entries: tuple[Correction, ...] = ()
    unreadable: int = 0
    digest: str = ""
    """Of the file: another one means that something was added. '' for an empty log."""

    def entry(self, correction_id: str) -> Correction | None:
        """The entry with an id."""
        return next((one for one in self.entries if one.id == correction_id), None)


def read(folder: Path) -> Log:
    """The log of the data folder. Raises WorkspaceError, WorkspaceDamaged (far too large)."""
    path = folder / NAME
    with usable(path):
        if not path.is_file():
            return Log()
        if path.stat().st_size > _MOST:
            raise WorkspaceDamaged("更正记录过大", place=str(path), remedy="请核对该文件。")
        content = path.read_bytes()
    entries, unreadable = _parsed(content)
    return Log(entries, unreadable, hashlib.sha256(content).hexdigest() if content else "")


def parse(content: bytes) -> Log:
    """Entries from elsewhere, of the same form."""
    return Log(*_parsed(content), hashlib.sha256(content).hexdigest())


def append(folder: Path, entries: Iterable[Correction]) -> None:
    """Adds entries at the end, on the disk before this returns; a line that a crash cut off before is ended first.

    For the one writer of the workspace. Raises DiskFull, WorkspaceError; then nothing was added that counts.
    """
    written = [dumps(one).encode() for one in entries]
    lines = b"".join(line + b"\n" for line in written)
    path = folder / NAME
    _catch_up(folder)
    with usable(path), path.open("a+b") as stream:
        size = stream.seek(0, os.SEEK_END)
        if size:
            stream.seek(size - 1)
            lines = lines if stream.read(1) == b"\n" else b"\n" + lines
        try:
            stream.write(lines)
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            stream.truncate(size)
            raise
    copies.append(folder, copies.CORRECTIONS, written)


def _catch_up(folder: Path) -> None:
    """Lines that a crash kept from the copy, or that are older than it."""
    known, _ = copies.read(folder, copies.CORRECTIONS)
    if behind := [line for line in _sound(_content(folder)) if line not in set(known)]:
        copies.append(folder, copies.CORRECTIONS, behind)


def differences(folder: Path) -> list[str]:
    """What the log and its copy do not agree in, a line each; nothing if both are whole. Raises WorkspaceError."""
    content = _content(folder)
    lines, (known, damaged) = _sound(content), copies.read(folder, copies.CORRECTIONS)
    unreadable = sum(bool(line.strip()) for line in content.split(b"\n")) - len(lines)
    lost, alone = len(set(known) - set(lines)), len(set(lines) - set(known))
    found = ((unreadable, "更正记录有 {} 行无法读取"), (lost, "更正记录缺少副本中的 {} 条"), (alone, "副本缺少更正记录中的 {} 条"), (damaged, "更正记录的副本有 {} 行已损坏"))
    return [text.format(count) for count, text in found if count]


def mend(folder: Path) -> int:
    """Makes log and copy whole from what is sound of either; how many entries there are. Raises WorkspaceError, DiskFull."""
    lines, (known, _) = _sound(_content(folder)), copies.read(folder, copies.CORRECTIONS)
    lost = [line for line in known if line not in set(lines)]
    # with something lost of the log, what the copy does not know may be a line that was changed: only what came after the last common one counts
    last = max((number for number, line in enumerate(lines) if line in set(known)), default=-1)
    whole = lines if not lost else [*known, *(line for line in lines[last + 1 :] if line not in set(known) and not known[-1:] == lost[-1:])]
    if whole or (folder / NAME).is_file():
        copies.replace(folder / NAME, b"".join(line + b"\n" for line in whole))
        copies.rewrite(folder, copies.CORRECTIONS, whole)
    return len(whole)


def _content(folder: Path) -> bytes:
    path = folder / NAME
    with usable(path):
        return path.read_bytes() if path.is_file() else b""


def _sound(content: bytes) -> list[bytes]:
    """The lines that can be read as entries."""
    return [line for line in content.split(b"\n") if line.strip() and _parsed(line)[0]]


def _parsed(content: bytes) -> tuple[tuple[Correction, ...], int]:
    entries: dict[str, Correction] = {}
    unreadable = 0
    for line in content.split(b"\n"):
        if not line.strip():
            continue
        try:
            one = loads(line.decode("utf-8"))
        except (BadCorrection, UnicodeDecodeError):
            unreadable += 1
            continue
        entries.setdefault(one.id, one)  # the same entry twice is one: it was imported again
    return tuple(entries.values()), unreadable
