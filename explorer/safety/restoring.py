"""From a backup to a data folder: beside it first, each checksum compared, and put in its place when it is whole."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from explorer.config import Config
from explorer.errors import BackupRefused
from explorer.intake import Progress
from explorer.readers.files import printable
from explorer.safety.backup import Manifest, extract, open_backup, read_manifest, sweep
from explorer.safety.repairing import repair
from explorer.workspace import usable


def restore(path: Path, folder: Path, config: Config, progress: Progress | None = None) -> Manifest:
    """Makes the data folder `folder`, which is empty or not there, of a backup; its index is written anew.

    Raises BackupRefused (no backup, a damaged one, a folder that holds something), DiskFull, WorkspaceError; then the folder is as it was.
    """
    folder = folder.absolute()
    with usable(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BackupRefused("数据目录不是空的", place=str(folder), remedy="请用 --data 指定一个新目录。")
        folder.parent.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    draft = folder.parent / f".{folder.name}.restoring-{secrets.token_hex(6)}"
    try:
        with open_backup(path) as archive:
            manifest = read_manifest(archive, printable(path))
            for name in manifest.members:
                extract(archive, manifest, name, draft / name, printable(path))
        with usable(folder):
            if folder.exists():
                folder.rmdir()
            os.replace(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    for _ in repair(folder, config, progress=progress):
        pass  # second copies and indexes are made
    return manifest
