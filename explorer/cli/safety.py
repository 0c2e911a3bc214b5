"""Backups, their restoring, checking and mending."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from explorer.cli.terminal import Progress, configured, json_option, reported, show_json

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@json_option
@click.pass_obj
def check(data: Path, as_json: bool) -> None:
    """核对原文件、数据库、更正、账户、索引和网络是否一致；不一致时退出码为 1。"""
    from explorer.answers.plain import plain
    from explorer.safety.repairing import check_folder
    from explorer.store.opening import present
    from explorer.workspace import Workspace

    with reported(), configured() as config:
        if not present(data):
            Workspace.open(data)  # says that there is none
        rows = check_folder(data, config)
    if as_json:
        show_json(plain(rows))
    else:
        for row in rows:
            click.echo(("✓ " if row.holds else "✗ ") + row.name)
            for line in row.wrong:
                click.echo(f"    {line}")
    sys.exit(0 if all(row.holds for row in rows) else 1)


@click.command()
@click.option("--from", "source", type=_FILE, help="丢失的原文件从这个备份中取回。")
@click.pass_obj
def repair(data: Path, source: Path | None) -> None:
    """修复 check 发现的问题，逐步说明；不能修复的留着，退出码为 1。"""
    from explorer.safety import repairing

    progress = Progress()
    with reported(), configured() as config:
        try:
            for line in repairing.repair(data, config, source, progress):
                progress.finish()
                click.echo(line)
        finally:
            progress.finish()
        left = [f"{row.name}：{line}" for row in repairing.check_folder(data, config) for line in row.wrong]
    for line in left:
        click.echo(f"✗ {line}", err=True)
    click.echo("数据完好。" if not left else f"还有 {len(left)} 处未能修复。")
    sys.exit(1 if left else 0)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--verify", is_flag=True, help="不写备份，只核对 FILE 中的每个校验和。")
@click.pass_obj
def backup(data: Path, file: Path, verify: bool) -> None:
    """把数据目录备份到 FILE（一个 ZIP 文件）；服务运行、收录进行时也可以。"""
    from explorer.safety import backup as safety
    from explorer.workspace import Workspace

    with reported():
        if verify:
            wrong = list(safety.wrong(file))
            for name in wrong:
                click.echo(f"✗ {name}")
            click.echo("备份完好。" if not wrong else f"备份中有 {len(wrong)} 个文件已损坏。")
            sys.exit(1 if wrong else 0)
        with Workspace.open(data) as workspace:
            made = safety.backup(workspace, file)
    click.echo(f"已备份到 {file}：{len(made.members)} 个文件，{sum(size for size, _ in made.members.values()) / 1e6:.1f} MB。")


@click.command("move-store")
@click.argument("address", required=False)
@click.option("--back", is_flag=True, help="迁回数据目录中的文件。")
@click.pass_obj
def move_store(data: Path, address: str | None, back: bool) -> None:
    """把数据库迁到 PostgreSQL 服务器（ADDRESS，如 postgresql://用户@主机/库名），或用 --back 迁回。"""
    from explorer.safety import moving

    if bool(address) == back:
        raise click.UsageError("请给出 ADDRESS，或者 --back。")
    with reported():
        for line in moving.to_folder(data) if back else moving.to_server(data, address or ""):
            click.echo(line)


@click.command()
@click.argument("file", type=_FILE)
@click.pass_obj
def restore(data: Path, file: Path) -> None:
    """由备份 FILE 恢复到数据目录（--data），该目录须为空或不存在。"""
    from explorer.safety.restoring import restore as run

    progress = Progress()
    with reported(), configured() as config:
        try:
            made = run(file, data, config, progress)
        finally:
            progress.finish()
    click.echo(f"已恢复 {made.made} 的备份：{len(made.members)} 个文件。")
