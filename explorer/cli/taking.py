"""Commands that take data out: export, chronicle."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from explorer.cli.terminal import answers, json_option, show_json
from explorer.errors import Unwritable

output_option = click.option("--output", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="写入这个文件（默认为标准输出）。")


@click.command()
@click.option("--format", "form", required=True, type=click.Choice(["graphml", "gexf", "pajek", "csv", "jsonld", "cypher"]), help="格式；csv 为 ZIP，内含三张表。")
@click.option("--entity", default="", help="只取这个条目（编号或名称）周围的关系。")
@click.option("--hops", default=1, show_default=True, type=click.IntRange(1, 4), help="周围几步以内。")
@click.option("--kind", "kinds", multiple=True, help="只取这种关系，如 endorsed；可重复。")
@click.option("--from", "first", default="", metavar="DATE", help="不早于（2020、2020-07 或 2020-07-16）。")
@click.option("--to", "last", default="", metavar="DATE", help="不晚于。")
@click.option("--confidence", default=0.0, type=click.FloatRange(0, 1), help="可信度不低于。")
@output_option
@click.pass_obj
def export(data: Path, form: str, entity: str, hops: int, kinds: tuple[str, ...], first: str, last: str, confidence: float, output: Path | None) -> None:
    """导出关系网络或其中一部分，每条关系附原句、日期、出处和可信度。"""
    from explorer.answers.network_export import title_of
    from graph.export.part import Wanted
    from graph.ontology import BY_NAME

    for kind in kinds:
        if kind not in BY_NAME:
            raise click.UsageError(f"没有这种关系：{kind}。可用：{'、'.join(BY_NAME)}")
    for day in (first, last):
        _checked(day)
    with answers(data) as opened:
        centre = opened.named(entity) if entity else None
        wanted = Wanted(kinds, first, last, confidence, centre.id if centre else "", hops)
        outward = opened.outward()
        write(outward.write(wanted, form, title_of(wanted, centre.name if centre else "")), output)
        if output:
            count = outward.count(wanted)
            click.echo(f"{count.nodes} 个条目，{count.edges} 条关系　{output}", err=True)


def _checked(day: str) -> None:
    import re

    if day and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", day, re.ASCII):
        raise click.UsageError(f"日期应写成 2020、2020-07 或 2020-07-16：{day}")


def write(pieces: Any, output: Path | None) -> None:
    """To standard output, or beside the file and then in its place: an interrupted run leaves no half file."""
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    beside = output.with_name(output.name + ".part")
    try:
        with open(beside, "wb") as file:
            for piece in pieces:
                file.write(piece)
        beside.replace(output)
    except OSError as error:
        raise Unwritable(f"无法写入文件（{error.strerror}）", place=str(output)) from error
    finally:
        with suppress(OSError):
            beside.unlink()


@click.command()
@click.argument("name")
@click.option("--with", "other", default="", help="只取与这个条目（编号或名称）有关的。")
@click.option("--year", default=None, type=click.IntRange(1000, 2999), help="只取这一年。")
@click.option("--format", "form", default="md", show_default=True, type=click.Choice(["md", "csv", "docx"]), help="格式。")
@output_option
@json_option
@click.pass_obj
def chronicle(data: Path, name: str, other: str, year: int | None, form: str, output: Path | None, as_json: bool) -> None:
    """一个条目（编号或名称），或两个条目之间的大事记。"""
    from explorer.answers import chronicle_files as files
    from explorer.answers.plain import plain

    with answers(data) as opened:
        entity, pair = opened.named(name), opened.named(other).id if other else ""
        chosen = str(year) if year else None
        page, entries = opened.chronicle(entity.id, pair, chosen), opened.chronicle_entries(entity.id, pair, chosen)
        if as_json:
            show_json({"title": page.title, "entity": plain(page.entity), "other": plain(page.other), "entries": [plain(entry) for entry in entries]})
        elif form == "docx":
            write([files.as_docx(page.title, entries)], output)
        elif form == "csv":
            write((piece.encode("utf-8", "replace") for piece in ("\ufeff", *files.as_rows(entries))), output)
        else:
            write((piece.encode("utf-8", "replace") for piece in files.markdown(page.title, entries)), output)
