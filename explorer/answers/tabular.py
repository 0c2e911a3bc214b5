"""Rows as CSV that a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a cell a formula (OWASP, CSV Injection); some locales read the full-width signs as the others."""


def as_csv(rows: Iterable[Mapping[str, object]], columns: Sequence[tuple[str, str]]) -> str:
    """Rows under a line of headers (RFC 4180, CRLF); `columns` are (field, header). Raises KeyError if a row lacks a field.

    Numbers stay numbers and None is an empty cell; all else is text, and text that a spreadsheet would take for a formula
    begins with an apostrophe. The byte order mark is the caller's matter.
    """
    file = io.StringIO(newline="")
    # All text is quoted: where the semicolon separates, a bare `a;=1` would be cut and its second half run.
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([_cell(header) for _, header in columns])
    writer.writerows([_cell(row[field]) for field, _ in columns] for row in rows)
    return file.getvalue()


def csv_chunks(rows: Iterable[Mapping[str, object]], columns: Sequence[tuple[str, str]], size: int = 1_000) -> Iterator[str]:
    """`as_csv` in pieces, the header first: for more rows than memory should hold."""
    header = as_csv((), columns)
    yield header
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield as_csv(batch, columns)[len(header) :]


def _cell(value: object) -> str | int | float:
    if isinstance(value, (int, float)):
        return value
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
