"""Hard-wrapped lines joined by layout evidence: how wide a line is, how it ends, how the next begins.

Text extracted from a PDF has lost its indents; what is left is the width of the type area. A line
that fills it runs on; one that does not ends a paragraph, a title or a heading.
"""

from __future__ import annotations

import re
from collections import Counter

from explorer.text import Traced, join, tidy, width

ENDS = "。！？；：…”）)】!?"
_ALONE = re.compile(r"^【[^】]{2,12}】?$|^[（(](?:[^（）()。]|[（(][^（）()]*[）)]){2,60}[）)]$")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
_INDENT = 2.0
"""First-line indent of Chinese type setting, in characters (GB/T 9704, 7.3.3: 左空二字)."""
_SLACK = 3.5
"""A line this much narrower than the type area is not full: indent plus the marks that may not begin a line."""


def type_width(lines: list[Traced]) -> float | None:
    """Width of the type area in characters if the text is hard-wrapped, else None.

    Wrapped text has many lines of nearly one width that stop in mid-sentence; a web page has
    paragraphs of any length that end in a full stop.
    """
    widths = [width(line.text.strip()) for line in lines if line.text.strip()]
    if len(widths) < 6:
        return _short_width([line.text.strip() for line in lines if line.text.strip()])
    counts = Counter(round(w) for w in widths if w > max(widths) * 0.6)
    full = float(max(counts, key=lambda w: (counts[w] + counts[w - 1] / 2 + counts[w + 1] / 2, w)))
    near = [text for line in lines if (text := line.text.strip()) and full - _SLACK <= width(text) <= full + 2]
    broken = sum(text[-1] not in ENDS for text in near)
    return full if 14 <= full <= 46 and len(near) >= 4 and broken >= len(near) * 0.4 else None


def _short_width(rows: list[str]) -> float | None:
    """The same for a handful of lines: the widest one, if it stops in mid-sentence and another ends it."""
    for at, row in enumerate(rows[:-1]):
        if at and width(row) == max(map(width, rows)) and 20 <= width(row) <= 34 and row[-1] not in ENDS:
            return width(row) + _INDENT
    return None


def paragraphs(lines: list[Traced]) -> list[Traced]:
    """Lines (blank ones included) as paragraphs, titles and headings, tidied, in order."""
    full = type_width(lines)
    if full is None:
        return [tidy(line) for line in lines if line.text.strip()]
    rows = [stripped for line in lines if (stripped := line.strip()).text]
    groups: list[list[Traced]] = []
    for row in rows:
        if groups and _runs_on(groups[-1], row, full):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [tidy(_rejoin(group)) for group in groups]


def _runs_on(group: list[Traced], line: Traced, full: float) -> bool:
    """Whether `line` continues the paragraph whose lines so far are `group`."""
    last = group[-1].text
    if _open(last) or last[-1] in "，、":
        return True
    if _ALONE.match(line.text) or _ALONE.match(last) or line.text.startswith("——"):
        return False
    room = full - width(last) - (_INDENT if len(group) == 1 else 0)
    if last[-1] in "。！？；" or _closes(last):
        return room < 1.5 and not _HEADING.match(line.text) and not _may_begin(line, full)
    return room < (_SLACK if len(group) > 1 else _SLACK - 1)


def _may_begin(line: Traced, full: float) -> bool:
    """Whether a line is as narrow as the indented first line of a paragraph that goes on below it."""
    return width(line.text) < full - 1 and line.text[-1] not in "。！？）"


def _open(text: str) -> bool:
    """Whether a line stops inside a title or a bracket."""
    return any(text.rfind(left) > text.rfind(right) for left, right in ("《》", "（）", "〈〉", "()"))


def _closes(last: str) -> bool:
    return bool(re.search(r"[。！？”]\s*[（(][^（）()]{2,40}[）)]$", last))


def _rejoin(group: list[Traced]) -> Traced:
    """Lines in one; a space only where two Latin words or numbers would run together."""
    result = group[0]
    for line in group[1:]:
        latin = result.text[-1].isascii() and line.text[0].isascii() and result.text[-1].isalpha() and line.text[0].isalpha()
        result = join((result, line), " " if latin else "")
    return result
