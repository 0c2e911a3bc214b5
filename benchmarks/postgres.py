"""A real PostgreSQL server on this machine, for tests and measurements: its own data in a temporary folder, on loopback, gone in the end.

The programs come from the system (on Debian, the package postgresql). They refuse to run as root, so root starts them as `nobody`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_USER = "jianbao"
_NOBODY = "nobody"


class PostgresUnavailable(Exception):
    """No server can be had here; the message says what is missing."""


@dataclass
class Server:
    """One server process over its own data."""

    programs: Path
    data: Path
    port: int

    @property
    def url(self) -> str:
        """The address of its one database, as store.txt has it."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/jianbao"

    def start(self) -> None:
        """Until it answers. Raises PostgresUnavailable."""
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data} -c max_connections=200"
        self.control("start", "-w", "-l", str(self.data / "log"), "-o", settings)

    def stop(self, how: str = "immediate") -> None:
        """`immediate` is what a kill of all its processes is: no shutdown, a recovery at the next start."""
        self.control("stop", "-m", how, "-w")

    def control(self, *words: str) -> None:
        """pg_ctl."""
        _run([str(self.programs / "pg_ctl"), "-D", str(self.data), *words])


@contextmanager
def running() -> Iterator[Server]:
    """A new server with one empty database in UTF-8 that sorts by code point; gone after the block. Raises PostgresUnavailable."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="jianbao-postgres-", dir="/var/tmp" if _is_root() else None, ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        if _is_root():
            shutil.chown(data, _NOBODY, "nogroup")
        _run([str(programs / "initdb"), "-D", str(data), "-E", "UTF8", "--locale=C", "-A", "trust", "-U", _USER])
        server = Server(programs, data, _free_port())
        server.start()
        try:
            _run([str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(server.port), "-U", _USER, "jianbao"])
            yield server
        finally:
            server.stop()


def _programs() -> Path:
    """Where initdb is: on the path, or where Debian keeps it."""
    found = [Path(path) for path in (shutil.which("initdb"),) if path] + sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    for one in found:
        folder = one.resolve().parent
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "createdb")):
            return folder
        if all((one.parent / name).exists() for name in ("initdb", "pg_ctl", "createdb")):
            return one.parent
    raise PostgresUnavailable("initdb, pg_ctl and createdb are needed: on Debian, apt-get install postgresql")


def _run(command: list[str]) -> None:
    as_nobody = {"user": _NOBODY, "group": "nogroup", "extra_groups": []} if _is_root() else {}
    with tempfile.TemporaryFile() as output:  # a pipe would be held open by the server that pg_ctl leaves behind
        done = subprocess.run(command, stdout=output, stderr=output, check=False, cwd="/", **as_nobody)  # type: ignore[call-overload]
        if done.returncode:
            output.seek(0)
            raise PostgresUnavailable(f"{Path(command[0]).name}: {output.read().decode(errors='replace')[-800:]}")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
