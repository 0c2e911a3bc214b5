"""Mending what `check` finds wrong, from the least derived to the most: second copies, originals, the store, the index."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from explorer import collections, ledger
from explorer.accounts.book import Book
from explorer.answers import Answers
from explorer.answers.checking import Check, check, differing_originals
from explorer.config import Config
from explorer.corrections import log
from explorer.errors import JianbaoError, WorkspaceDamaged, WorkspaceError
from explorer.intake import Progress
from explorer.ledger import Kept
from explorer.pipeline import regain, reindex
from explorer.readers.files import printable
from explorer.safety.backup import extract, open_backup, read_manifest
from explorer.store import opening
from explorer.workspace import Workspace

DAMAGED = "damaged"
"""Folder in the data folder for what was put aside."""


def check_folder(folder: Path, config: Config) -> tuple[Check, ...]:
    """All checks of a data folder and its collections, also of one whose store cannot be opened."""
    rows = list(_own(folder, config))
    for name in _collections(folder):
        rows += [Check(f"{name}：{row.name}", row.wrong) for row in _own(folder / collections.FOLDER / name, config)]
    return tuple(rows)


def _own(folder: Path, config: Config) -> Iterator[Check]:
    yield Check("更正记录及其副本", tuple(_said(lambda: log.differences(folder))))
    yield Check("账户及其副本", tuple(_said(lambda: Book(folder).wrong())))
    try:
        with Workspace.open(folder) as workspace, Answers(workspace, config) as answers:
            yield from check(answers)
    except WorkspaceError as error:
        yield Check("数据库文件", (str(error),))


def _said(run: Callable[[], list[str]]) -> list[str]:
    try:
        return run()
    except JianbaoError as error:
        return [str(error)]


def _collections(folder: Path) -> list[str]:
    """Those whose store is gone too."""
    root = folder / collections.FOLDER
    return sorted(one.name for one in root.iterdir() if one.is_dir() and any(one.iterdir())) if root.is_dir() else []


def repair(folder: Path, config: Config, source: Path | None = None, progress: Progress | None = None) -> Iterator[str]:
    """Mends a data folder and its collections, telling each step. `source`: a backup that lost originals may be taken from.

    Raises WorkspaceBusy if another process writes, DiskFull. What cannot be mended stays, and `check_folder` names it.
    """
    yield from _mend(folder, config, source, "", progress)
    for name in _collections(folder):
        for line in _mend(folder / collections.FOLDER / name, config, source, f"{collections.FOLDER}/{name}/", progress):
            yield f"{name}：{line}"


def _mend(folder: Path, config: Config, source: Path | None, prefix: str, progress: Progress | None) -> Iterator[str]:
    aside = folder / DAMAGED / time.strftime("%Y%m%dT%H%M%S")
    if log.differences(folder):
        yield f"更正记录已由原件和副本补全：{log.mend(folder)} 条"
    book = Book(folder)
    if book.wrong():
        book.mend(aside)
        yield "账户文件已由原件或副本恢复"
    if source:
        yield from _originals(folder, source, prefix)
    if reason := _store_is_wrong(folder, config):
        _put_aside(folder, aside)
        with Workspace.open(folder, create=True) as workspace:
            summary = regain(workspace, _all_originals(folder), config, progress)
        yield f"数据库（{reason}）已由原文件重建：{len(summary.added)} 个文件、{summary.articles} 篇文章；旧文件在 {DAMAGED}/{aside.name}"
        yield from (f"{problem.path}：{problem.reason}" for problem in summary.problems)
    with Workspace.open(folder) as workspace:
        if behind := ledger.mend(workspace, workspace.store()):
            yield f"收录台账已补 {behind} 个文件"
        lost = ledger.missing(workspace, workspace.store())
        if lost:
            summary = regain(workspace, lost, config, progress)
            yield f"数据库缺少的 {len(lost)} 个文件已重新收录"
        if _index_is_wrong(workspace, config):
            yield f"全文索引已重建：{reindex(workspace, config, progress)} 篇"


def _originals(folder: Path, source: Path, prefix: str) -> Iterator[str]:
    """Those that are gone or changed, from the backup."""
    with open_backup(source) as archive:
        manifest = read_manifest(archive, printable(source))
        for sha256 in differing_originals(folder, ledger.read(folder)):
            name, path = f"{prefix}originals/{sha256[:2]}/{sha256}", folder / "originals" / sha256[:2] / sha256
            if name in manifest.members:
                draft = path.with_name(f".draft-{sha256}")
                draft.unlink(missing_ok=True)
                extract(archive, manifest, name, draft, printable(source))
                os.replace(draft, path)
                yield f"原文件 {sha256[:12]} 已由备份恢复"


def _store_is_wrong(folder: Path, config: Config) -> str:
    """Why the store must be made anew; '' if it need not."""
    try:
        with Workspace.open(folder) as workspace, Answers(workspace, config) as answers:
            found = next((row for row in check(answers, derived=False) if not row.holds), None)
            return f"{found.name}：{found.wrong[0]}" if found else ""
    except WorkspaceDamaged as error:
        return error.reason
    except WorkspaceError:
        if opening.present(folder):
            raise
        return "不存在"


def _index_is_wrong(workspace: Workspace, config: Config) -> bool:
    with Answers(workspace, config) as answers:
        return any(not row.holds for row in check(answers))


def _put_aside(folder: Path, aside: Path) -> None:
    if server := opening.elsewhere(folder):  # what is damaged stays in its schema for whoever can read it
        opening.point(folder, server.address, opening.server(folder, server.address).schema)
    for end in ("", "-wal", "-shm"):
        path = folder / f"store.sqlite{end}"
        if path.exists():
            aside.mkdir(parents=True, exist_ok=True)
            os.replace(path, aside / path.name)


def _all_originals(folder: Path) -> list[Kept]:
    """What the ledger says was taken in; and what it knows nothing of, taken in just before the damage."""
    known = ledger.read(folder)
    heard = ledger.heard_of(folder)
    there = (path.name for path in sorted((folder / "originals").glob("??/" + "?" * 64)))
    return [*(known[one] for one in sorted(known)), *(Kept(one, one[:12]) for one in there if one not in heard)]
