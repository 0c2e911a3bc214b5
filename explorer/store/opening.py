"""Which store a data folder has: an SQLite file in it, or, where the file store.txt says so, a schema on a PostgreSQL server.

store.txt is one line: the server's address as libpq takes it, and the name of the schema, parted by a blank.
"""

from __future__ import annotations

import re
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import ConfigurationError, WorkspaceDamaged
from explorer.store.database import Database

if TYPE_CHECKING:
    from explorer.store.postgres.database import PostgresDatabase

FILE, ADDRESS = "store.sqlite", "store.txt"
_ADDRESS = re.compile(r"postgres(?:ql)?://\S+")
_PASSWORD = re.compile(r"//[^/@\s]*:[^/@\s]*@")


def present(folder: Path) -> bool:
    """Whether there is a store, of either kind, whole or not."""
    return (folder / FILE).is_file() or (folder / ADDRESS).is_file()


def created(folder: Path) -> Database:
    """The store of a folder, made if there is none yet: an SQLite file, unless store.txt says otherwise."""
    if server := elsewhere(folder):
        server.create()
        return server  # type: ignore[return-value]  # the same calls
    return Database.create(folder / FILE)


def opened(folder: Path, *, read_only: bool = False) -> Database:
    """The store that a folder has, taken to this version first. Raises WorkspaceDamaged, StoreUnavailable, WorkspaceError."""
    if server := elsewhere(folder, read_only=read_only):
        server.check_version()
        return server  # type: ignore[return-value]
    if not read_only:
        Database.upgrade(folder / FILE)
    database = Database(folder / FILE, read_only=read_only)
    with database.read():
        pass  # a damaged or newer store is reported here, not on the first page
    return database


def elsewhere(folder: Path, *, read_only: bool = False) -> PostgresDatabase | None:
    """The store on a server that store.txt names; None where there is no such file."""
    file = folder / ADDRESS
    if not file.is_file():
        return None
    words = file.read_text("utf-8").split()
    if len(words) != 2 or not _ADDRESS.fullmatch(words[0]):
        raise WorkspaceDamaged("数据库地址文件应为一行：地址和模式名", place=str(file), remedy="请改正该文件，或恢复备份。")
    return server(folder, words[0], words[1], read_only=read_only)


def server(folder: Path, address: str, schema: str = "", *, read_only: bool = False) -> PostgresDatabase:
    """The store in a schema (a new one unless named) at an address; nothing is asked of the server yet. Raises ConfigurationError."""
    if not _ADDRESS.fullmatch(address):
        raise ConfigurationError("数据库地址应写成 postgresql://用户@主机:端口/库名 的形式")
    if _PASSWORD.search(address):
        raise ConfigurationError("数据库地址中不能有密码", remedy="请把密码写入 ~/.pgpass（或 PGPASSFILE 指定的文件），地址中只写用户名。")
    if find_spec("psycopg") is None or find_spec("sqlglot") is None:
        raise ConfigurationError("没有安装 PostgreSQL 客户端", remedy="请安装：pip install 'jianbao-explorer[cluster]'。")
    from explorer.store.postgres.database import PostgresDatabase  # an install without the extra has no client to import

    return PostgresDatabase(folder, address, schema or f"jianbao_{secrets.token_hex(8)}", read_only=read_only)


def point(folder: Path, address: str, schema: str) -> None:
    """From now on the folder's store is this one. One line, written whole or not at all."""
    draft = folder / f"{ADDRESS}.draft"
    draft.write_text(f"{address} {schema}\n", "utf-8")
    draft.replace(folder / ADDRESS)
