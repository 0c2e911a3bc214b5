"""The store of a data folder, and of its collections, taken to a PostgreSQL server and back. Articles, facts and ids stay what they are."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from explorer import collections
from explorer.errors import ConfigurationError
from explorer.store import migrations, opening
from explorer.workspace import Workspace, usable


def to_server(folder: Path, address: str) -> Iterator[str]:
    """Copies each store into a schema of its own, then points the folder there, telling each step; the SQLite file of before is kept in
    backups/. Raises ConfigurationError (a bad address, a store that is there already), StoreUnavailable, WorkspaceBusy."""
    for path in _folders(folder):
        if opening.elsewhere(path):
            raise ConfigurationError("数据库已在服务器上", place=str(path))
        with Workspace.open(path) as workspace, workspace.writing() as store:
            from explorer.store.postgres import moving  # an install without the extra has no client to import

            server = opening.server(path, address)
            counts = moving.to_server(store, server)
            server.close()
        with usable(path):
            opening.point(path, address, server.schema)
            _put_away(path)
        yield f"{path.name}：{counts['articles']} 篇文章、{counts['relations']} 条关系已迁至 {server.schema}"


def to_folder(folder: Path) -> Iterator[str]:
    """The way back: each store becomes an SQLite file in its folder. The schemas stay on the server until somebody drops them."""
    for path in _folders(folder):
        server = opening.elsewhere(path)
        if server is None:
            raise ConfigurationError("数据库不在服务器上", place=str(path))
        with Workspace.open(path) as workspace, workspace.writing(), usable(path):
            from explorer.store.postgres import moving

            draft = path / f"{opening.FILE}.draft"
            draft.unlink(missing_ok=True)
            counts = moving.to_file(server, draft)
            server.close()
            os.replace(draft, path / opening.FILE)
            (path / opening.ADDRESS).unlink()
        yield f"{path.name}：{counts['articles']} 篇文章、{counts['relations']} 条关系已迁回；服务器上的模式 {server.schema} 未删除"


def _folders(folder: Path) -> list[Path]:
    """The collections first: when the workspace itself has moved, all have."""
    return [*(collections.path_of(folder, name) for name in collections.names(folder)), folder]


def _put_away(folder: Path) -> None:
    kept = folder / migrations.FOLDER
    kept.mkdir(exist_ok=True)
    os.replace(folder / opening.FILE, kept / f"store-{time.strftime('%Y%m%dT%H%M%S')}-before-moving.sqlite")
    for end in ("-wal", "-shm"):
        (folder / f"{opening.FILE}{end}").unlink(missing_ok=True)
