"""Which originals were taken in under which name: kept beside them, so that the store can be made anew without it.

A line says the content's SHA-256, the name, and the paths it was read from; a later one of the same content holds; `gone` says that it was
withdrawn on purpose. What the store has lost otherwise is missing, and `jianbao repair` takes it in again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from explorer import copies
from explorer.store import files
from explorer.store.database import Database
from explorer.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """One file that was taken in: its content, its name, where it was found ('' nowhere: it was uploaded)."""

    sha256: str
    name: str
    paths: tuple[str, ...] = ()


def read(folder: Path) -> dict[str, Kept]:
    """SHA-256 → what was taken in and not withdrawn."""
    found: dict[str, Kept] = {}
    for line in copies.read(folder, copies.ORIGINALS)[0]:
        row = json.loads(line)
        if row.get("gone"):
            found.pop(row["sha256"], None)
        else:
            found[row["sha256"]] = Kept(row["sha256"], row["name"], tuple(row.get("paths", ())))
    return found


def heard_of(folder: Path) -> set[str]:
    """SHA-256 of all that was ever taken in, withdrawn or not."""
    return {json.loads(line)["sha256"] for line in copies.read(folder, copies.ORIGINALS)[0]}


def stored(store: Database) -> dict[str, Kept]:
    """The same, of the store."""
    return {sha256: Kept(sha256, name, tuple(paths)) for sha256, name, paths in files.known(store)}


@contextmanager
def followed(workspace: Workspace, store: Database) -> Iterator[None]:
    """Around what takes files in or withdraws them: puts down what came and what went. What the store lacked before is no matter of
    this run, and stays in the ledger."""
    before = stored(store)
    _put(workspace.path, before, {})
    try:
        yield
    finally:
        after = stored(store)
        _put(workspace.path, after, {sha256: one for sha256, one in before.items() if sha256 not in after})


def mend(workspace: Workspace, store: Database) -> int:
    """Drops the lines that a bad disk has changed, and puts down what the store has and the ledger does not; how many files that is."""
    lines, damaged = copies.read(workspace.path, copies.ORIGINALS)
    if damaged:
        copies.rewrite(workspace.path, copies.ORIGINALS, lines)
    behind = len(uncounted(workspace, store))
    _put(workspace.path, stored(store), {})
    return behind


def uncounted(workspace: Workspace, store: Database) -> list[Kept]:
    """What the store has and the ledger does not, or under another name: its line was damaged."""
    known = read(workspace.path)
    return [one for sha256, one in sorted(stored(store).items()) if known.get(sha256) != one]


def missing(workspace: Workspace, store: Database) -> list[Kept]:
    """What was taken in, was not withdrawn, and is not in the store."""
    there = stored(store)
    return [one for sha256, one in sorted(read(workspace.path).items()) if sha256 not in there]


def _put(folder: Path, there: dict[str, Kept], gone: dict[str, Kept]) -> None:
    known = read(folder)
    new = [one for sha256, one in sorted(there.items()) if known.get(sha256) != one]
    rows: list[dict[str, object]] = [{"sha256": one.sha256, "name": one.name, "paths": list(one.paths)} for one in new]
    rows += [{"sha256": sha256, "gone": True} for sha256 in sorted(gone)]
    if rows:
        copies.append(folder, copies.ORIGINALS, [json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") for row in rows])
