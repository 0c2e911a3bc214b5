"""Files that came by the browser and wait for a person's word: kept by their SHA-256, with a report on how each would be read.

    uploads/SHA256          the content
    uploads/SHA256.json     what it was called, when it came, the report

Nothing of a file's own name is part of a path.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from explorer.answers.plain import plain
from explorer.errors import EmptyFile, FileTooLarge, NotFound
from explorer.inspecting import FileReport, PartReport
from explorer.workspace import usable

MOST = 200
"""Files that may wait at a time."""
MOST_BYTES = 2_000_000_000
"""And their size together."""
DAYS = 7
"""A file that nobody has taken in after so many days is dropped at the next upload."""
_CHUNK = 1 << 20
_NAME = 120
_ID = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits. `problem`: why it could not be taken in when that was tried."""

    id: str
    name: str
    size: int
    at: float
    reports: tuple[FileReport, ...] = ()
    problem: str = ""

    @property
    def readable(self) -> bool:
        """Whether anything of it can be taken in."""
        return any(not report.problem for report in self.reports)


class Uploads:
    """The waiting files of one data folder."""

    def __init__(self, folder: Path) -> None:
        """`folder`: the data folder."""
        self._folder = folder / "uploads"

    def keep(self, stream: BinaryIO, name: str, limit: int) -> Waiting:
        """Keeps a file of at most `limit` bytes; what it is called is data. Raises EmptyFile, FileTooLarge, DiskFull, WorkspaceError."""
        name = shown_name(name)
        self._sweep()
        waiting = self.all()
        room = MOST_BYTES - sum(one.size for one in waiting)
        if len(waiting) >= MOST:
            raise FileTooLarge("等待收录的文件已满", place=name, remedy=f"至多 {MOST} 个；请先收录或移除一些。")
        with usable(self._folder):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            draft = self._folder / f".draft-{secrets.token_hex(8)}"
            try:
                sha256, size = _copy(stream, draft, min(limit, room), name)
                os.replace(draft, self._folder / sha256)
            finally:
                draft.unlink(missing_ok=True)
        found = Waiting(sha256, name, size, time.time())
        self.note(found)
        return found

    def note(self, waiting: Waiting) -> None:
        """Writes down what is known of a waiting file, whole or not at all."""
        with usable(self._folder):
            draft = self._folder / f".draft-{secrets.token_hex(8)}"
            draft.write_text(json.dumps(plain(waiting), ensure_ascii=False), "utf-8")
            os.replace(draft, self._folder / f"{waiting.id}.json")

    def all(self) -> list[Waiting]:
        """Those that wait, the first that came first."""
        with usable(self._folder):
            found = [self._read(path) for path in self._folder.glob("*.json")] if self._folder.is_dir() else []
        return sorted((one for one in found if one), key=lambda one: (one.at, one.name, one.id))

    def get(self, upload_id: str) -> Waiting:
        """One that waits. Raises NotFound."""
        found = self._read(self._folder / f"{upload_id}.json") if _ID.fullmatch(upload_id) else None
        if found is None:
            raise NotFound("没有这个等待收录的文件", place=upload_id[:20])
        return found

    def content(self, waiting: Waiting) -> bytes:
        """Its bytes. Raises WorkspaceError."""
        with usable(self._folder):
            return (self._folder / waiting.id).read_bytes()

    def drop(self, waiting: Waiting) -> None:
        """It waits no longer."""
        with usable(self._folder):
            (self._folder / f"{waiting.id}.json").unlink(missing_ok=True)
            (self._folder / waiting.id).unlink(missing_ok=True)

    def _read(self, path: Path) -> Waiting | None:
        """None for what a crash left half done."""
        try:
            row = json.loads(path.read_text("utf-8"))
            reports = tuple(map(_report, row["reports"]))
            found = Waiting(row["id"], row["name"], row["size"], row["at"], reports, row["problem"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if path.stem == found.id and (self._folder / found.id).is_file() else None

    def _sweep(self) -> None:
        """Drops what has waited too long, and what is left of what was broken off."""
        for one in self.all():
            if time.time() - one.at > DAYS * 86_400:
                self.drop(one)
        kept = {one.id for one in self.all()}
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            with suppress(OSError):
                if path.name.split(".")[0] not in kept and time.time() - path.stat().st_mtime > 3600:
                    path.unlink()


def inspected(waiting: Waiting, reports: Sequence[FileReport]) -> Waiting:
    """With the report on how it would be read."""
    return replace(waiting, reports=tuple(reports))


def shown_name(name: str) -> str:
    """The last part of a path of any system, of printable characters, not too long; its suffix is kept."""
    last = re.split(r"[\\/]", name)[-1]
    last = "".join(c for c in last if c.isprintable() and not 0xD800 <= ord(c) < 0xE000).strip(". ") or "未命名"
    stem, dot, suffix = last.rpartition(".")
    return last if len(last) <= _NAME else f"{stem[: _NAME - len(suffix[:10]) - 1]}{dot}{suffix[:10]}"


def _copy(stream: BinaryIO, draft: Path, limit: int, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with draft.open("xb") as kept:
        for chunk in _chunks(stream):
            size += len(chunk)
            if size > limit:
                raise FileTooLarge("文件过大", place=name)
            digest.update(chunk)
            kept.write(chunk)
        kept.flush()
        os.fsync(kept.fileno())
    if not size:
        raise EmptyFile("文件是空的", place=name)
    return digest.hexdigest(), size


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _report(row: dict[str, object]) -> FileReport:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name in FileReport.__slots__}
    head = tuple((str(name), str(value)) for name, value in row["head"])  # type: ignore[attr-defined]
    parts = tuple(PartReport(**part) for part in row["parts"])  # type: ignore[attr-defined]
    return FileReport(**{**values, "head": head, "parts": parts})  # type: ignore[arg-type]
