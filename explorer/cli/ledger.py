"""The command for the ledger of acts of endorsement: acts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from explorer.cli.taking import output_option, write
from explorer.cli.terminal import answers, json_option, show_json


@click.command()
@click.option("--leader", multiple=True, help="领导（或机构、群体）：编号或名称；none 为未具名。可重复，下同。")
@click.option("--office", multiple=True, help="受到批示肯定的机构或作品：编号或名称；none 为未写明机构。")
@click.option("--post", multiple=True, help="当日所印职务，如 县长。")
@click.option("--place", multiple=True, help="地区（区划代码或名称），含其下级。")
@click.option("--kind", multiple=True, help="批示、圈阅、肯定、听取汇报、调研、要求、贺信或表扬。")
@click.option("--year", multiple=True, help="年份；none 为日期不详。")
@click.option("--quarter", multiple=True, help="季度：1 至 4。")
@click.option("--from", "first", default="", metavar="YEAR", help="不早于这一年。")
@click.option("--to", "last", default="", metavar="YEAR", help="不晚于这一年。")
@click.option("--confidence", multiple=True, help="可信度：high、middle 或 low。")
@click.option("--sort", default="newest", show_default=True, type=click.Choice(["newest", "oldest", "leader", "days"]), help="次序。")
@click.option("--view", default="rows", show_default=True, type=click.Choice(["rows", "totals", "heat"]), help="--json 时：逐条、合计或矩阵。")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1, 1_000_000), help="第几页。")
@click.option("--format", "form", default="", type=click.Choice(["", "csv", "xlsx"]), show_choices=False, help="全部各条写成文件：csv 或 xlsx。")
@output_option
@json_option
@click.pass_obj
def acts(data: Path, form: str, output: Path | None, as_json: bool, sort: str, view: str, page: int, first: str, last: str, **given: tuple[str, ...]) -> None:
    """批示与肯定的台账：谁在何时、以何职务、就何事、对谁作了批示或肯定，原话如何。"""
    from explorer.answers import acts_files
    from explorer.answers.plain import plain

    asked = {**given, "from": [first] if first else [], "to": [last] if last else []}
    with answers(data) as opened:
        found = opened.acts(asked, sort=sort, page=page, view=view)
        if form == "xlsx":
            write(acts_files.as_xlsx(opened.act_entries(found.filters, sort)), output)
        elif form == "csv":
            rows = acts_files.as_rows(opened.act_entries(found.filters, sort))
            write((piece.encode("utf-8", "replace") for piece in ("\ufeff", *rows)), output)
        elif as_json:
            show_json(plain(found))
        else:
            click.echo(f"共 {found.total} 次，第 {found.page} / {found.pages} 页")
            for entry in found.rows:
                _line(entry)


def _line(entry: Any) -> None:
    act, fact = entry.act, entry.act.fact
    days = f"　刊发后 {act.days} 天" if act.days is not None else ""
    click.echo(click.style(f"{fact.date or '日期未载'}　{act.post}{fact.subject.name} {act.form or '批示肯定'} → {fact.object.name}", bold=True) + days)
    for words in (act.words, *act.points):
        if words:
            click.echo(f"    {words}")
    click.echo(f"    “{fact.quote}”　{entry.told_in}　{fact.article_id}")
