"""The arithmetic of issue numbers: 总期 − 期 is constant within a year, so a number tells the year."""

from __future__ import annotations

import tomllib
from importlib import resources

from explorer.model import Masthead


def year_of(head: Masthead) -> str:
    """The year of an issue of a known series from its two numbers, '' if they do not tell."""
    if head.year:
        return str(head.year)
    if head.issue_no is None or head.total_no is None:
        return ""
    table = tomllib.loads(resources.files("explorer.parsing").joinpath("series.toml").read_text(encoding="utf-8"))
    years = table.get(head.series, {})
    return next((year for year, offset in years.items() if head.total_no - head.issue_no == offset), "")
