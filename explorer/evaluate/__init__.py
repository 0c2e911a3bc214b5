"""How right the extraction is: the real pipeline over files, compared with facts annotated by hand.

Names compare after normalising width, brackets and white space. A field that is left out or null is
not scored, an unknown one is ignored; in an article marked `cut` nothing beyond the gold is false.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from explorer.config import Config
from explorer.evaluate import found, gold, score
from explorer.evaluate.bands import Bands
from explorer.evaluate.score import Tally
from explorer.pipeline import ingest
from explorer.workspace import Workspace
from graph.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Report:
    """Tallies by kind, and the files that could not be read."""

    kinds: Mapping[str, Tally]
    problems: tuple[str, ...]
    bands: Bands


def evaluate(gold_file: Path, files: Path, config: Config) -> Report:
    """The report of one gold file over the files it names, looked for in the folder `files`.

    Each file is read into a workspace of its own, so that names are resolved by what that issue says.
    Raises InputError if the gold cannot be read.
    """
    tallies = {kind: Tally(kind) for kind in score.KINDS}
    problems: list[str] = []
    gazetteer, bands = Gazetteer(), Bands()
    for issue in gold.load(gold_file, gazetteer):
        with tempfile.TemporaryDirectory(prefix="jianbao-evaluate-") as folder:
            with Workspace.open(Path(folder), create=True) as workspace:
                summary = ingest(workspace, [files / Path(issue.file).name], config)
                problems += [f"{problem.path}：{problem.reason}" for problem in summary.problems]
                for pair in score.compare(issue, found.articles(workspace.store(), gazetteer), tallies):
                    bands.add(*pair)
    return Report(tallies, tuple(problems), bands)


def as_plain(report: Report) -> dict[str, object]:
    """`{"kinds": {KIND: {"precision", "recall", "f1", "support", …}}, "problems": […], "bands": {BAND: {"facts", "right", "share", "interval"}}, "rules": {…}}`."""
    return {"kinds": {kind: tally.figures() for kind, tally in report.kinds.items()}, "problems": list(report.problems), **report.bands.figures()}
