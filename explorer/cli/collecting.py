"""Collections: issues for one group alone."""

from __future__ import annotations

from pathlib import Path

import click

from explorer.cli.terminal import Progress, configured, json_option, reported, show_json


@click.group()
def collection() -> None:
    """专题库：只供一部分人查阅的简报。每个专题库另含全部公开内容。"""


@collection.command("add")
@click.argument("name")
@click.pass_obj
def add(data: Path, name: str) -> None:
    """新建专题库 NAME；然后用 jianbao ingest --collection NAME 收录。"""
    from explorer.collections import create
    from explorer.workspace import Workspace

    progress = Progress()
    with reported(), configured() as config, Workspace.open(data) as workspace:
        try:
            create(workspace, name, config, progress)
        finally:
            progress.finish()
    click.echo(f"已建专题库 {name}。")


@collection.command("list")
@json_option
@click.pass_obj
def list_(data: Path, as_json: bool) -> None:
    """列出专题库，及各库自有的期数。"""
    from explorer.collections import names, opened
    from explorer.store.files import own_count
    from explorer.workspace import Workspace

    with reported(), Workspace.open(data):
        found = {}
        for name in names(data):
            with opened(data, name) as own:
                found[name] = own_count(own.store())
    if as_json:
        show_json(found)
        return
    for name, count in found.items():
        click.echo(f"{name}　自有 {count} 期")
    click.echo(f"共 {len(found)} 个专题库。")


@collection.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="不再询问。")
@click.pass_obj
def remove(data: Path, name: str, yes: bool) -> None:
    """删除专题库 NAME：只在其中的简报和更正一并删除，不能恢复。"""
    from explorer.collections import path_of
    from explorer.collections import remove as run

    with reported(), configured() as config:
        path_of(data, name)
        if not yes:
            click.confirm(f"删除专题库 {name} 及其中的全部内容？", abort=True)
        run(data, name, config)
    click.echo(f"已删除专题库 {name}。")
