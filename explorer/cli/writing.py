"""Commands that write: ingest, rebuild."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from explorer.cli.terminal import Progress, configured, json_option, reported, show_json


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--withdraw", is_flag=True, help="文件夹中已不存在的文件，撤回由它们收录的内容。")
@click.option("--collection", help="收入这个专题库，而不公开。")
@json_option
@click.pass_obj
def ingest(data: Path, paths: tuple[Path, ...], withdraw: bool, collection: str | None, as_json: bool) -> None:
    """收录简报文件或文件夹（PATH…）。

    有文件未能收录时逐条列出原因，退出码为 1；其余文件照常收录。
    """
    from explorer.collections import add, follow_all
    from explorer.pipeline import ingest as run
    from explorer.workspace import Workspace

    progress = Progress()
    with reported(), configured() as config, Workspace.open(data, create=not collection) as workspace:
        try:
            if collection:
                summary = add(workspace, collection, paths, config, progress, withdraw=withdraw)
            else:
                summary = run(workspace, paths, config, progress, withdraw=withdraw)
                follow_all(workspace, config, progress)
        finally:
            progress.finish()
    _report(summary, as_json)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--every", default=30.0, show_default=True, type=click.FloatRange(0.1), help="每隔多少秒看一次。")
@click.pass_obj
def watch(data: Path, folders: tuple[Path, ...], every: float) -> None:
    """盯住文件夹（DIR…）：新增或改动的文件自动收录，直到按 Ctrl-C。"""
    from explorer.collections import follow_all
    from explorer.pipeline import ingest as run
    from explorer.watching import changes
    from explorer.workspace import Workspace

    with reported(), configured() as config:
        try:
            for _ in changes(folders, every):
                with Workspace.open(data, create=True) as workspace:
                    _told(run(workspace, folders, config))
                    follow_all(workspace, config)
        except KeyboardInterrupt:
            click.echo("已停止。")


@click.command()
@json_option
@click.pass_obj
def rebuild(data: Path, as_json: bool) -> None:
    """由保存的原文件重新解析、抽取并建立索引；结果与收录时相同。"""
    from explorer.pipeline import rebuild as run
    from explorer.workspace import Workspace

    progress = Progress()
    with reported(), configured() as config, Workspace.open(data) as workspace:
        try:
            summary = run(workspace, config, progress)
        finally:
            progress.finish()
    _report(summary, as_json)


def _report(summary: Any, as_json: bool) -> None:
    """The summary, the problems with file and reason, and the exit code."""
    from explorer.answers.plain import plain

    if as_json:
        show_json(plain(summary))
    else:
        _told(summary)
    sys.exit(1 if summary.problems else 0)


def _told(summary: Any) -> None:
    """What a run did, in lines."""
    for path, issue, articles in summary.added:
        click.echo(f"已收录 {path}：{articles} 篇（{issue}）")
    for path in summary.replaced:
        click.echo(f"内容已变，已替换 {path}")
    for path in summary.removed:
        click.echo(f"文件已不存在 {path}")
    for problem in summary.problems:
        click.echo(f"未收录 {problem.path}：{problem.reason.rstrip('。')}。{problem.remedy}", err=True)
    click.echo(
        f"共收录 {len(summary.added)} 个文件、{summary.articles} 篇文章，"
        f"识别名称 {summary.mentions} 处、关系 {summary.relations} 条；{len(summary.problems)} 个文件未收录。"
        + (f"未变动 {summary.unchanged} 个文件。" if summary.unchanged else "")
        + (f"撤回 {summary.withdrawn} 篇文章。" if summary.withdrawn else "")
    )
