"""The log of corrections on the command line: list, export, import, undo."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from explorer.cli.taking import write
from explorer.cli.terminal import configured, json_option, reported, show_json


@click.group()
def corrections() -> None:
    """更正记录：列出、导出、导入、撤销。"""


@corrections.command("list")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1))
@json_option
@click.pass_obj
def list_(data: Path, page: int, as_json: bool) -> None:
    """列出更正，新的在前，并说明是否已生效。"""
    from explorer.answers.doubts import STATES, log_page
    from explorer.answers.plain import plain
    from explorer.workspace import Workspace

    with reported(), configured(), Workspace.open(data) as workspace:
        found = log_page(workspace, page)
    if as_json:
        show_json(plain(found))
        return
    for entry in found.entries:
        click.echo(f"{entry.correction.id}  {entry.correction.at[:16]}  {entry.correction.by}  {STATES[entry.state]}  {_told(entry.correction)}")
    click.echo(f"共 {found.total} 条，第 {found.page} 页，共 {found.pages} 页；{found.orphaned} 条找不到原文。")


@corrections.command()
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="写入文件；不填则写到标准输出。")
@click.pass_obj
def export(data: Path, output: Path | None) -> None:
    """导出全部更正（JSON Lines），供另一处 import。"""
    from explorer.corrections import log
    from explorer.workspace import Workspace
    from graph.corrections.model import dumps

    with reported(), configured(), Workspace.open(data) as workspace:
        write(((dumps(one) + "\n").encode() for one in log.read(workspace.path).entries), output)


@corrections.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--theirs", is_flag=True, help="与本处相抵触的，也采用对方的。")
@json_option
@click.pass_obj
def import_(data: Path, file: Path, theirs: bool, as_json: bool) -> None:
    """导入另一处导出的更正（FILE）；已有的不重复，与本处相抵触的列出，不采用。"""
    from explorer.corrections import exchange
    from explorer.collections import follow_all
    from explorer.pipeline import correct
    from explorer.workspace import Workspace

    with reported(), configured() as config, Workspace.open(data) as workspace:
        taken = exchange.read(file)
        found: list[Any] = []

        def chosen(before: Any) -> Sequence[Any]:
            found.append(exchange.compare(before, taken, theirs_win=theirs))
            return found[0].added

        correct(workspace, config, chosen)
        follow_all(workspace, config)
    outcome = found[0]
    if as_json:
        show_json({"added": [one.id for one in outcome.added], "known": outcome.known, "unreadable": taken.unreadable,
                   "conflicts": [{"ours": one.ours.id, "theirs": one.theirs.id} for one in outcome.conflicts]})  # fmt: skip
    else:
        for one in outcome.conflicts:
            click.echo(f"抵触 本处 {one.ours.id} {_told(one.ours)}；对方 {one.theirs.id} {_told(one.theirs)}", err=True)
        click.echo(f"导入 {len(outcome.added)} 条；已有 {outcome.known} 条；抵触 {len(outcome.conflicts)} 条；无法读取 {taken.unreadable} 行。")
    raise SystemExit(1 if taken.unreadable or outcome.conflicts and not theirs else 0)


@corrections.command()
@click.argument("correction")
@click.option("--why", default="", help="理由。")
@click.pass_obj
def undo(data: Path, correction: str, why: str) -> None:
    """撤销一条更正（CORRECTION 为编号）；撤销一条撤销，则恢复。"""
    from explorer.errors import NotFound
    from explorer.collections import follow_all
    from explorer.pipeline import correct
    from explorer.workspace import Workspace
    from graph.corrections.model import UNDO, Correction

    at = datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")

    def made(before: Any) -> list[Correction]:
        if before.entry(correction) is None:
            raise NotFound("没有这条更正", place=correction[:20])
        return [Correction(at, getpass.getuser(), UNDO, why[:500], of=correction)]

    with reported(), configured() as config, Workspace.open(data) as workspace:
        entries = correct(workspace, config, made)
        follow_all(workspace, config)
    click.echo(f"已撤销 {correction}（{entries[0].id}）")


def _told(one: Any) -> str:
    """An entry in one line."""
    from explorer.answers.doubts import WHAT

    names = "、".join(who.name for who in one.entities) or one.of
    if one.claim:
        names = " ".join(ref.name for ref in (one.claim.subject, one.claim.object) if ref)
    return " ".join(filter(None, (WHAT[one.what], names, one.value, f"“{one.claim.passage.quote[:40]}”" if one.claim else "")))
