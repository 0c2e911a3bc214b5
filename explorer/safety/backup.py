"""A backup: one ZIP file with everything that cannot be derived, and the store as it was at one moment, each with its checksum.

    manifest.json           what is in it: {"format", "made", "program", "members": {name: [size, SHA-256]}}, written last
    store.sqlite, corrections.jsonl, accounts.sqlite, lexicon/…, originals/ab/abcd…
    collections/NAME/…      each collection, of the same form

The index is not in it: it is made of pickles, which nobody should take from elsewhere, and is written anew when the backup is restored.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO

from explorer import collections
from explorer.accounts.book import NAME as ACCOUNTS
from explorer.accounts.book import Book
from explorer.corrections.log import NAME as CORRECTIONS
from explorer.errors import BackupRefused, InputError
from explorer.readers.files import printable
from explorer.store import queries
from explorer.workspace import Workspace, usable

MANIFEST, STORE, FORMAT = "manifest.json", "store.sqlite", 1
_BLOCK = 1 << 20
_MANIFEST_MOST = 200_000_000


@dataclass(slots=True)
class Manifest:
    """What a backup holds: name → (bytes, SHA-256)."""

    made: str = ""
    program: str = ""
    members: dict[str, tuple[int, str]] = field(default_factory=dict)


def backup(workspace: Workspace, target: Path) -> Manifest:
    """Writes a backup while others read and write; the file is there when it is whole. Raises BackupRefused if there is a file of that
    name, DiskFull, WorkspaceError.

    The store is copied first: the log of corrections and the originals, which only grow, then hold all that it rests on.
    """
    if target.exists():
        raise BackupRefused("已有同名的文件", place=printable(target), remedy="请换一个文件名。")
    made = Manifest(datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"), version("jianbao-explorer"))
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with usable(target):
            with draft.open("xb") as stream:
                os.chmod(draft, 0o600)
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                    _folder(workspace, archive, made, "")
                    for name in collections.names(workspace.path):
                        with Workspace.open(collections.path_of(workspace.path, name)) as own:
                            _folder(own, archive, made, f"{collections.FOLDER}/{name}/")
                    archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "made": made.made, "program": made.program, "members": made.members}, ensure_ascii=False))
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return made


def _folder(workspace: Workspace, archive: zipfile.ZipFile, made: Manifest, prefix: str) -> None:
    with tempfile.TemporaryDirectory(dir=workspace.path, prefix=".backup-") as temporary:
        copy = Path(temporary) / STORE
        workspace.store().copy_to(copy)
        _add(archive, made, copy, prefix + STORE)
        book = Book(workspace.path)
        if book.is_kept:
            book.copy_to(Path(temporary) / ACCOUNTS)
            _add(archive, made, Path(temporary) / ACCOUNTS, prefix + ACCOUNTS)
    if (workspace.path / CORRECTIONS).is_file():
        _add(archive, made, workspace.path / CORRECTIONS, prefix + CORRECTIONS)
    for path in sorted(workspace.lexicon.glob("*.txt")):
        _add(archive, made, path, f"{prefix}lexicon/{path.name}")
    for sha256, _ in queries.originals(workspace.store()):
        _add(archive, made, workspace.original(sha256), f"{prefix}originals/{sha256[:2]}/{sha256}")


def _add(archive: zipfile.ZipFile, made: Manifest, path: Path, name: str) -> None:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), "w", force_zip64=True) as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    made.members[name] = size, digest.hexdigest()


def read_manifest(archive: zipfile.ZipFile, place: str) -> Manifest:
    """What a file says it holds. Raises BackupRefused if it is no backup of ours, or names of its members are none of ours."""
    try:
        if archive.getinfo(MANIFEST).file_size > _MANIFEST_MOST:
            raise ValueError
        row = json.loads(archive.read(MANIFEST))
        found = Manifest(str(row["made"]), str(row["program"]), {str(name): (int(size), str(digest)) for name, (size, digest) in row["members"].items()})
        if row["format"] != FORMAT or STORE not in found.members or not all(_is_ours(name) for name in found.members):
            raise ValueError
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise BackupRefused("不是完整的备份文件", place=place) from error
    return found


def _is_ours(name: str) -> bool:
    """A relative path of plain names: nothing is ever written outside of the folder that is restored."""
    parts = name.split("/")
    return all(part not in ("", ".", "..") and "\\" not in part and ":" not in part and part.isprintable() for part in parts) and len(parts) <= 6


def open_backup(path: Path) -> zipfile.ZipFile:
    """The file, open. Raises BackupRefused."""
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, InputError) as error:
        raise BackupRefused("不是完整的备份文件", place=printable(path)) from error


def wrong(path: Path) -> Iterator[str]:
    """Members that are not as the manifest says, a line each; nothing if the backup is sound. Raises BackupRefused."""
    with open_backup(path) as archive:
        manifest = read_manifest(archive, printable(path))
        for name, (size, digest) in manifest.members.items():
            if not _extract(archive, name, size, digest, None):
                yield name


def extract(archive: zipfile.ZipFile, manifest: Manifest, name: str, target: Path, place: str) -> None:
    """Writes one member to a new file. Raises BackupRefused if it is not as the manifest says, DiskFull, WorkspaceError."""
    size, digest = manifest.members[name]
    with usable(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            os.chmod(target, 0o600)
            sound = _extract(archive, name, size, digest, stream)
            stream.flush()
            os.fsync(stream.fileno())
    if not sound:
        raise BackupRefused(f"备份中的 {name[:80]} 已损坏", place=place, remedy="请换一个备份；可用 jianbao backup --verify 核对。")


def _extract(archive: zipfile.ZipFile, name: str, size: int, digest: str, target: IO[bytes] | None) -> bool:
    """Whether the member is as it should be; never more of it is unpacked than it says."""
    found, left = hashlib.sha256(), size
    try:
        with archive.open(name) as source:
            while left >= 0 and (block := source.read(min(_BLOCK, left + 1))):
                left -= len(block)
                found.update(block)
                if target:
                    target.write(block)
    except (KeyError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zipfile.zlib.error):  # type: ignore[attr-defined]
        return False
    return left == 0 and found.hexdigest() == digest


def sweep(folder: Path) -> None:
    """Removes what a killed restoring left beside the folder."""
    for rest in folder.parent.glob(f".{folder.name}.restoring-*"):
        shutil.rmtree(rest, ignore_errors=True)
