"""Commands that answer: search, show, path, stats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from explorer.cli.terminal import answers, configured, json_option, reported, show_json


@click.command()
@click.argument("query")
@click.option("--page", default=1, show_default=True, help="第几页。")
@click.option("--size", default=None, type=click.IntRange(1, 1000), help="每页条数（默认见设置 page_size）。")
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest", "issue"]), default="relevance", show_default=True, help="排序。")
@click.option("--filter", "filters", multiple=True, metavar="NAME=VALUE", help="筛选，如 year=2020、section=市州动态；可重复。")
@click.option("--exact", is_flag=True, help="名称只按所输字样，不兼查别名。")
@click.option("--format", "form", type=click.Choice(["gb7714", "bibtex", "ris"]), help="把所有结果（至多一千篇）输出为引文。")
@json_option
@click.pass_obj
def search(
    data: Path, query: str, page: int, size: int | None, sort: str, filters: tuple[str, ...], exact: bool, form: str | None, as_json: bool
) -> None:
    """全文检索。加引号（“…”）时按原文逐字查找；检索式的写法见 docs/reference.md。"""
    from explorer.answers.citing import citations
    from explorer.answers.plain import search as as_plain

    chosen: dict[str, list[str]] = {}
    for item in filters:
        name, _, value = item.partition("=")
        chosen.setdefault(name, []).append(value)
    with answers(data) as opened:
        if form:
            click.echo(citations(opened.sources(query, chosen, sort=sort, expand=not exact), form), nl=False)
            return
        found = opened.search(query, chosen, sort=sort, page=page, size=size, expand=not exact)
        if as_json:
            show_json(as_plain(found))
            return
        click.echo(f"{'至少 ' if found.at_least else ''}{found.total} 篇　第 {found.page}/{found.pages} 页")
        if found.instead:
            click.echo(f"您要找的是不是：{found.instead}")
        for hit in found.hits:
            _hit(hit)


def _matched(hit: Any) -> str:
    printed = "：" + "、".join(hit.printed) if hit.printed else ""
    return f"　[{hit.matched_label}{printed}]" if hit.matched_label else ""


def _hit(hit: Any) -> None:
    line = hit.article
    click.echo()
    click.echo(click.style(line.title, bold=True) + _matched(hit))
    click.echo("　".join(part for part in (line.date, hit.issue_label, line.section, line.id) if part))
    for snippet in hit.snippets:
        click.echo("　…" + "".join(click.style(p.text, underline=True) if p.marked else p.text for p in snippet) + "…")


@click.command()
@click.argument("name")
@json_option
@click.pass_obj
def show(data: Path, name: str, as_json: bool) -> None:
    """显示一篇文章（编号），或一个人物、机构、文件（编号或名称）。"""
    from explorer.answers.plain import plain
    from explorer.errors import NotFound

    with answers(data) as opened:
        try:
            found = opened.article(name)
        except NotFound:
            found = opened.entity(opened.named(name).id)
        if as_json:
            show_json(plain(found))
        elif hasattr(found, "article"):
            _article(found)
        else:
            _entity(found)


def _article(page: Any) -> None:
    click.echo(click.style(page.article.title, bold=True))
    click.echo("　".join(part for part in (page.article.date, page.issue_label, page.article.section, page.place) if part))
    click.echo()
    click.echo(page.article.body)
    for kind, names in page.names:
        click.echo(f"\n{kind}: " + "、".join(named.name for named in names))


def _entity(page: Any) -> None:
    entity = page.entity
    click.echo(click.style(entity.name, bold=True) + f"　{entity.kind}　{entity.id}" + ("　（推定名称）" if entity.inferred else ""))
    if len(page.names) > 1:
        click.echo("又作：" + "、".join(f"{name}（{count}）" for name, count in page.names if name != entity.name and count))
    for title, posts in (("任职", page.posts), ("任职者", page.holders)):
        for post in posts:
            span = post.first if post.first == post.last else f"{post.first} 至 {post.last}"
            click.echo(f"{title}　{post.other.name}　{post.title}　{span}")
            _quote(post.facts[0])
    for title, acts in (("批示肯定", page.acts_done), ("受到批示肯定", page.acts_received)):
        for act in acts:
            click.echo(f"{title}　{act.fact.date}　{act.form}　{act.fact.subject.name} → {act.fact.object.name}")
            _quote(act.fact)
    for group in page.groups:
        for line in group.lines:
            click.echo(f"{group.label}　{line.other.name}")
            _quote(line.facts[0])
        if group.total > len(group.lines):
            click.echo(f"{group.label}　另有 {group.total - len(group.lines)} 个条目，见网页")


def _quote(fact: Any) -> None:
    click.echo(f"　　“{fact.quote}”　{fact.article_title}（{fact.article_id}，{fact.start}–{fact.end}）")


@click.command()
@click.argument("gold", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--files", type=click.Path(path_type=Path, exists=True, file_okay=False), help="标注文件中各简报所在的文件夹。")
@click.option("--from-decisions", type=click.Path(path_type=Path, file_okay=False), help="把数据目录中人工核定的事实写成标注，连同原文件放进这个空文件夹。")
@json_option
@click.pass_obj
def evaluate(data: Path, gold: Path | None, files: Path | None, from_decisions: Path | None, as_json: bool) -> None:
    """用人工标注（GOLD.json）评测抽取：准确率、召回率、F1、遗漏与误报。"""
    if from_decisions:
        _write_gold(data, from_decisions)
        return
    if not gold or not files:
        raise click.UsageError("请给出 GOLD.json 和 --files，或 --from-decisions。")
    from explorer.evaluate import as_plain
    from explorer.evaluate import evaluate as run

    with reported(), configured() as config:
        report = as_plain(run(gold, files, config))
    if as_json:
        show_json(report)
        return
    _figures(report)


def _write_gold(data: Path, folder: Path) -> None:
    from explorer.evaluate import decided
    from explorer.workspace import Workspace

    with reported(), configured(), Workspace.open(data) as workspace:
        count = decided.write(workspace, folder)
    click.echo(f"已写 {count} 篇文章的标注：jianbao evaluate {folder / decided.GOLD} --files {folder}")


def _figures(report: Any) -> None:
    click.echo(f"{'kind':20}{'precision':>10}{'recall':>10}{'F1':>10}{'support':>9}")
    for kind, row in report["kinds"].items():
        shown = "".join(f"{row[key]:10.3f}" if row[key] is not None else f"{'–':>10}" for key in ("precision", "recall", "f1"))
        click.echo(f"{kind:20}{shown}{row['support']:9}")
    for name, row in report["bands"].items():
        click.echo(f"confidence {name:9}{row['right']:8} / {row['facts']:<8}" + (f"{row['share']:.3f}" if row["facts"] else "–"))
    for kind, row in report["kinds"].items():
        for title, lines in (("遗漏", row["misses"]), ("误报", row["false"])):
            for line in lines:
                click.echo(f"{kind} {title}　{line}")
    for problem in report["problems"]:
        click.echo(f"未能读取　{problem}", err=True)


@click.command()
@json_option
@click.pass_obj
def stats(data: Path, as_json: bool) -> None:
    """数据概况：期数、篇数、各类条目与关系。"""
    from explorer.answers.plain import plain

    with answers(data) as opened:
        found = opened.stats()
        if as_json:
            show_json(plain(found))
            return
        click.echo(f"简报 {found.bulletins} 期，文章 {found.articles} 篇，名称 {found.mentions} 处")
        click.echo("条目：" + "，".join(f"{kind} {count}" for kind, count in found.entities.items()))
        click.echo("关系：" + "，".join(f"{kind} {count}" for kind, count in found.relations.items()))
