"""Commands that look into things: inspect, place, coverage, check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from explorer.cli.terminal import answers, configured, json_option, reported, show_json


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def inspect(data: Path, file: Path, as_json: bool) -> None:
    """逐步显示一个文件是怎样读出来的：格式、页、报头、各篇文章和疑点；不收录。"""
    from explorer import inspecting
    from explorer.answers.plain import plain

    with reported(), configured() as config:
        found = inspecting.inspect(file, data / "lexicon", config)
    if as_json:
        show_json(plain(found))
        return
    for report in found:
        _report(report)


def _report(report: Any) -> None:
    click.echo(click.style(report.path, bold=True))
    if report.problem:
        click.echo(f"  未能读出：{report.problem}")
        return
    click.echo(f"  格式 {report.form}，{report.pages} 页" + (f"，识别可信度 {report.confidence:.2f}" if report.confidence is not None else ""))
    for step in report.steps:
        click.echo(f"  · {step}")
    for name, value in report.head:
        click.echo(f"  {name}：{value}")
    for part in report.parts:
        click.echo(f"  [{part.part}] {part.section + ' / ' if part.section else ''}{part.title}　{part.characters} 字　{part.attribution}")
        click.echo(f"      名称 {part.mentions} 处，关系 {part.relations} 条")
    for doubt in report.doubts:
        click.echo(click.style(f"  疑点：{doubt}", fg="yellow"))


@click.command()
@click.argument("code", default="")
@click.option("--of", default="articles", help="统计内容：articles、acts，或一种批示肯定（如 批示）。")
@click.option("--year", type=int, default=None, help="只看这一年，按月。")
@json_option
@click.pass_obj
def place(data: Path, code: str, of: str, year: int | None, as_json: bool) -> None:
    """一个地区（区划代码，如 51、5118）及其下级历年的记载篇数，以及没有记载的地方。"""
    from explorer.answers.plain import plain

    with answers(data) as opened:
        found = opened.place(code, of, year)
    if as_json:
        show_json(plain(found))
        return
    for row in found.rows:
        told = "，".join(f"{column.period} {cell}" for column, cell in zip(found.columns, row.cells, strict=True) if cell)
        click.echo(f"{row.code} {row.name}{'（本级）' if row.own else ''}　{told or '没有记载'}")


@click.command()
@json_option
@click.pass_obj
def coverage(data: Path, as_json: bool) -> None:
    """各种简报收录到哪些期、缺哪些期，哪些期号可能有误。"""
    from explorer.answers.plain import plain

    with answers(data) as opened:
        found = opened.coverage()
        if as_json:
            show_json(plain(found))
            return
        for series in found:
            click.echo(click.style(series.series, bold=True) + f"　已有 {series.held} 期，已知 {series.known} 期，未标期号 {series.unnumbered} 期")
            for year in series.years:
                _year(year)


def _year(year: Any) -> None:
    known = f"全年 {year.known} 期" if year.proved else f"至少 {year.known} 期"
    click.echo(f"  {year.year}　{known}，已有 {len(year.held)} 期" + (f"，缺第 {_ranges(year.missing)} 期" if year.missing else ""))
    for issue in year.doubtful:
        click.echo(f"    疑点：第{issue.issue_no}期（总第{issue.total_no}期）与同年各期不合　{issue.id}　{issue.source_name}")


def _ranges(numbers: tuple[int, ...]) -> str:
    """1、3–5、9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


@click.command()
@json_option
@click.pass_obj
def unread(data: Path, as_json: bool) -> None:
    """列出未能读取的文件、原因和办法。"""
    from explorer.answers.plain import plain
    from explorer.store.unread import waiting
    from explorer.workspace import Workspace

    with reported(), Workspace.open(data) as workspace:
        rows = waiting(workspace.store())
    if as_json:
        show_json(plain(rows))
        return
    for one in rows:
        click.echo(f"{one.path}：{one.reason}。{one.remedy}")
    click.echo(f"共 {len(rows)} 个文件未能读取。")
