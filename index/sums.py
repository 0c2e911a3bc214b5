"""Checksums of an index's files: Whoosh keeps none, and a changed posting would only be a wrong answer.

    generation-<random>/sums.json    {file: [size, time of change, SHA-256]}, written with each commit
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

_NAME = "sums.json"
_BLOCK = 1 << 20


def record(folder: Path) -> None:
    """Writes down the files of a generation as they are; those that have not changed since are not read again. Raises OSError."""
    before, now = _read(folder), {}
    for path in _files(folder):
        about = path.stat()
        known = before.get(path.name)
        same = known is not None and known[:2] == [about.st_size, about.st_mtime_ns]
        now[path.name] = known if same and known else [about.st_size, about.st_mtime_ns, _digest(path)]
    draft = folder / (_NAME + ".new")
    draft.write_text(json.dumps(now), "utf-8")
    draft.replace(folder / _NAME)


def differing(folder: Path) -> Iterator[str]:
    """Names of the files that are not as they were written, are gone, or were never written down. Raises OSError."""
    known = _read(folder)
    there = {path.name: path for path in _files(folder)}
    for name in sorted(known.keys() | there.keys()):
        if name not in known or name not in there or _digest(there[name]) != known[name][2]:
            yield name


def _read(folder: Path) -> dict[str, list]:
    try:
        return dict(json.loads((folder / _NAME).read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(_NAME) and not path.name.endswith("LOCK"))


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
