"""Folders that are looked at again and again: what is new or has changed is taken in once it lies still."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from explorer.errors import InputError
from explorer.readers import files

State = dict[str, tuple[int, int]]
"""Path → (size, time of change in nanoseconds)."""


def changes(folders: Sequence[Path], seconds: float, wait: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Once at the beginning, then whenever files have come, changed or gone and have lain still for one look: a file that is
    being copied grows from look to look. `wait` may raise to end it."""
    taken = before = state(folders)
    yield
    while True:
        wait(seconds)
        now = state(folders)
        if now == before and now != taken:
            taken = now
            yield
        before = now


def state(folders: Sequence[Path]) -> State:
    """What the folders hold; a file that goes away while it is looked at is not in it."""
    found: State = {}
    for path in files.candidates(folders):
        if isinstance(path, InputError):
            continue
        try:
            told = path.stat()
        except OSError:
            continue
        found[str(path)] = told.st_size, told.st_mtime_ns
    return found
