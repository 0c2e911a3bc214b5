"""Where the body begins below a headline that is nearly as wide as the type area.

Width alone cannot tell such a line from the first line of a paragraph; its place and what follows can.
"""

from __future__ import annotations

import re

from explorer.parsing.marks import is_title, opens_news, section_of
from explorer.text import Traced, tidy, width

_MOST = 4
"""Lines of a title: three and a line that begins with ——."""
_LEANS = tuple("年月日于在至到从自与和及、，—对向由的")
"""No title line ends so before a date: the date belongs to the sentence (定于 | 5月9日)."""
_PURPOSE = re.compile(r"^为[^。]{4,40}，")
_STOPS = re.compile(r"[。，；]")
_EVEN = 0.75
"""How far from the indented measure a first line may be set: digits do not fill whole squares."""


def body_below(rows: list[Traced], at: int, measure: float, fresh: bool) -> int:
    """Number of the first row of the body below a title that begins at row `at`; -1 where that is not evident.

    `measure` is the width of an indented line. `fresh` says that a title is due: after a section head
    or an attribution, or at the beginning. Where none is due only an opening that dates news is enough.
    """
    dated = _dated(rows, at, fresh)
    return dated if dated >= 0 or not fresh else _indented(rows, at, measure)


def _dated(rows: list[Traced], at: int, fresh: bool) -> int:
    """The first row that opens news, if all rows above it may be of a title."""
    for below in range(at + 1, min(at + 1 + _MOST, len(rows))):
        above, text = tidy(rows[below - 1]).text, tidy(rows[below]).text
        if opens_news(above) or not _title_row(above, fresh):
            return -1
        sure = opens_news(text) or _PURPOSE.match(text) if fresh else opens_news(text) and "，" in text and len(above) >= 8
        if sure and not above.endswith(_LEANS):
            return below
    return -1


def _indented(rows: list[Traced], at: int, measure: float) -> int:
    """The first row that is set as a first line of a paragraph, if all rows above it may be of a title."""
    for below in range(at + 1, min(at + 1 + _MOST, len(rows) - 1)):
        if not _title_row(tidy(rows[below - 1]).text, comma=False):
            return -1
        if _first_line(rows[below].text, rows[below + 1].text, measure):
            return below
    return -1


def _first_line(row: str, after: str, measure: float) -> bool:
    """Whether a row is set as an indented first line that runs on: as wide as one, or narrower above a full line."""
    wide = width(row)
    if row[-1] in "。！？；：”）" or wide > measure + _EVEN:
        return False
    return wide >= measure - _EVEN or wide >= measure - 3 and (width(after) > measure + _EVEN or "。" in after)


def _title_row(text: str, comma: bool) -> bool:
    """Whether a row may be of a title; a comma is believed only where a date below it proves the title."""
    return is_title(text) and not section_of(text) and not _STOPS.search(text.replace("，", "") if comma else text)
