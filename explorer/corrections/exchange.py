"""Corrections between installations: what another one's log brings, and where it disagrees."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explorer.corrections import log
from explorer.corrections.log import Log
from explorer.errors import NotText, UnreadableFile
from graph.corrections.conflicts import Conflict, conflicts
from graph.corrections.model import Correction

_MOST = 200_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is taken in (`added`), how many entries are here already, and the disagreements."""

    added: tuple[Correction, ...]
    known: int
    conflicts: tuple[Conflict, ...]


def read(path: Path) -> Log:
    """The entries of an exported log. Raises NotText for a file that holds none, or is far too large."""
    try:
        content = path.read_bytes() if path.stat().st_size <= _MOST else b""
    except OSError as error:
        raise UnreadableFile(f"无法读取（{error.strerror or error}）", place=str(path)) from error
    found = log.parse(content)
    if not found.entries:
        raise NotText("不是导出的更正记录", place=str(path))
    return found


def compare(ours: Log, theirs: Log, *, theirs_win: bool = False) -> Outcome:
    """The entries to be added to ours: all that are new; those that disagree only if `theirs_win`."""
    here = {one.id for one in ours.entries}
    found = tuple(conflicts(ours.entries, theirs.entries))
    refused = set() if theirs_win else {one.theirs.id for one in found}
    added = tuple(one for one in theirs.entries if one.id not in here and one.id not in refused)
    return Outcome(added, sum(one.id in here for one in theirs.entries), found)
