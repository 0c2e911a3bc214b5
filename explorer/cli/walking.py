"""Commands that walk the network: path, network, measures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from explorer.cli.terminal import answers, json_option, show_json


def scope_options(command: Callable[..., None]) -> Callable[..., None]:
    """The kinds of relation and the years that count."""
    for option in (
        click.option("--to", "last", default=0, type=click.IntRange(0, 2999), metavar="YEAR", help="不晚于这一年。"),
        click.option("--from", "first", default=0, type=click.IntRange(0, 2999), metavar="YEAR", help="不早于这一年。"),
        click.option("--kind", "kinds", multiple=True, help="只取这种关系，如 endorsed，或其一种方式，如 endorsed:批示；可重复。"),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("start")
@click.argument("goal")
@scope_options
@json_option
@click.pass_obj
def path(data: Path, start: str, goal: str, kinds: tuple[str, ...], first: int, last: int, as_json: bool) -> None:
    """两个人物、机构或文件之间的联系，每一步附原文。"""
    from explorer.answers.plain import plain

    with answers(data) as opened:
        route = opened.path(start, goal, _scope(kinds, first, last))
    if as_json:
        show_json(plain(route))
        return
    if not route.paths:
        click.echo(f"{route.start.name} 与 {route.goal.name} 之间没有值得一读的路径。")
    for number, found in enumerate(route.paths, 1):
        click.echo(click.style(f"路径 {number}（{len(found.steps)} 步）", bold=True))
        for step in found.steps:
            _step(step)


@click.command()
@click.argument("name")
@click.option("--most", default=40, show_default=True, type=click.IntRange(1, 300), help="最多几个相连条目。")
@scope_options
@json_option
@click.pass_obj
def network(data: Path, name: str, most: int, kinds: tuple[str, ...], first: int, last: int, as_json: bool) -> None:
    """一个条目（编号或名称）周围的关系图，写成一行一条关系。"""
    from explorer.answers.drawn import Looking
    from explorer.answers.plain import plain

    with answers(data) as opened:
        found = opened.look(Looking((opened.named(name).id,), scope=_scope(kinds, first, last), most=most))
    if as_json:
        show_json(plain(found))
        return
    for line in found.lines:
        click.echo(f"{line.source.name} —{line.label}→ {line.target.name}　“{line.edge.quote}”　{line.edge.date}　{line.edge.article_id}")
    if found.left_out:
        click.echo(f"另有 {found.left_out} 个相连条目没有列出。")


@click.command()
@click.option("--top", default=20, show_default=True, type=click.IntRange(1, 300), help="列出前几个。")
@scope_options
@json_option
@click.pass_obj
def measures(data: Path, top: int, kinds: tuple[str, ...], first: int, last: int, as_json: bool) -> None:
    """谁的联系最多、谁居于其间、谁与谁成群。"""
    from explorer.answers.plain import plain

    with answers(data) as opened:
        found = opened.measures(_scope(kinds, first, last))
    if as_json:
        show_json(plain(found))
        return
    click.echo("相连条目数\tPageRank\t居间度\t群组\t条目")
    for row in found.rows[:top]:
        click.echo(f"{row.degree}\t{row.pagerank:.5f}\t{row.between:.4f}\t{row.community}\t{row.node.name}（{row.node.id}）")


def _scope(kinds: tuple[str, ...], first: int, last: int) -> Any:
    from graph.ontology import CHOICES
    from graph.scope import Scope

    for kind in kinds:
        if kind not in CHOICES:
            raise click.BadParameter(f"没有这种关系：{kind}。可用：{'、'.join(CHOICES)}", param_hint="--kind")
    if first and last and first > last:
        raise click.BadParameter("起止年份颠倒", param_hint="--from")
    return Scope(tuple(sorted(set(kinds))), first, last)


def _step(step: Any) -> None:
    from explorer.answers.walk import edge_label

    arrow = f"—{edge_label(step.edge)}→" if step.forward else f"←{edge_label(step.edge)}—"
    click.echo(f"{step.source.name} {arrow} {step.target.name}" + (f"（另有 {step.others} 处）" if step.others else ""))
    click.echo(f"　　“{step.edge.quote}”　{step.edge.date}　{step.edge.article_id}")
