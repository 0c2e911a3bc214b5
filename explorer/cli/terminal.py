"""What commands share: output, errors as one line, progress bars."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from explorer.config import load
from explorer.errors import JianbaoError

STAGES = {"reading": "读取", "resolving": "归并", "indexing": "索引"}

_PARTS = 100
"""Steps of the bar for a file: one whose pages are recognised one by one moves it too."""

json_option = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")


def show_json(value: object) -> None:
    """A value as JSON on standard output, Chinese characters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def reported() -> Iterator[None]:
    """An error of ours is one line on standard error and exit code 1; nobody sees a traceback."""
    try:
        yield
    except JianbaoError as error:
        click.echo(f"错误：{str(error).rstrip('。')}。{error.remedy}", err=True)
        sys.exit(1)


@contextmanager
def configured(**overrides: Any) -> Iterator[Any]:
    """The settings in force; a bad environment variable is one line and exit code 2."""
    try:
        config = load(**overrides)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    yield config


@contextmanager
def answers(data: Path) -> Iterator[Any]:
    """The `Answers` of the workspace in `data`."""
    from explorer.answers import Answers
    from explorer.workspace import Workspace

    with reported(), configured() as config, Workspace.open(data, read_only=bool(config.read_only)) as workspace, Answers(workspace, config) as opened:
        yield opened


class Progress:
    """A bar for each stage, on a terminal only: a log file gets no control characters."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: Any = None

    def __call__(self, stage: str, done: float, total: int) -> None:
        """Report that `done` of `total` are done in `stage`; the bar says how long the rest will take."""
        if not sys.stderr.isatty():
            return
        if stage != self._stage:
            self.finish()
            self._stage = stage
            self._bar = click.progressbar(length=total * _PARTS, label=STAGES.get(stage, stage), file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(max(0, int(done * _PARTS) - self._bar.pos))

    def finish(self) -> None:
        """End the bar that is drawn, if any."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
