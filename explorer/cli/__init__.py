"""The command line: a thin shell over the library. The only place that prints or draws progress.

Every command imports what it needs when it runs: `jianbao --help` must not load a dictionary.
"""

from __future__ import annotations

from pathlib import Path

import click

from explorer import __version__
from explorer.cli.collecting import collection
from explorer.cli.correcting import corrections
from explorer.cli.ledger import acts
from explorer.cli.looking import coverage, inspect, place, unread
from explorer.cli.peopling import audit, user
from explorer.cli.reading import evaluate, search, show, stats
from explorer.cli.safety import backup, check, move_store, repair, restore
from explorer.cli.serving import demo, serve
from explorer.cli.taking import chronicle, export
from explorer.cli.walking import measures, network, path
from explorer.cli.writing import ingest, rebuild, watch
from explorer.config import default_data_dir


class _Group(click.Group):
    """Commands in the order one uses them in, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jianbao")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="数据目录（默认为用户数据目录，或环境变量 JIANBAO_DATA）。")
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """简报检索：政府工作简报的全文检索与知识图谱。

    Full-text search and knowledge graph for work bulletins.
    """
    context.obj = data or default_data_dir()


for _command in (demo, ingest, watch, serve, search, show, path, network, measures, acts, place, chronicle, export, coverage, inspect, unread, corrections, collection, user, audit, check, repair, backup, restore, move_store, rebuild, stats, evaluate):
    main.add_command(_command)
