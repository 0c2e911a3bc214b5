"""Hard-wrapped lines joined by layout evidence: how wide a line is, how it ends, how the next begins.

Text extracted from a PDF has lost its indents; what is left is the width of the type area. A line
that fills it runs on; one that does not ends a paragraph, a title or a heading.
"""

from __future__ import annotations

import re
from collections import Counter

from explorer.parsing import headline
from explorer.parsing.marks import attribution_of, bullet, closes_article, heads_contents, opens_news, section_of, sent_by
from explorer.text import Traced, join, tidy, width

ENDS = "。！？；：…”）)】!?"
_NESTED = r"(?:[^（）()。]|[（(][^（）()]*[）)]){2,60}"
_ALONE = re.compile(rf"^【[^】]{{2,12}}】?$|^[（(]{_NESTED}[）)]$")
_CLOSED = re.compile(rf"(?P<stop>[。！？”])(?P<quote>”?)\s*[（(]{_NESTED}[）)]$")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
_BRACKETS = re.compile(r"[《》〈〉（）()]")
_OPENED_BY = {"》": "《", "〉": "〈", "）": "（", ")": "（"}
_INDENT = 2.0
"""First-line indent of Chinese type setting, in characters (GB/T 9704, 7.3.3: 左空二字)."""
_SLACK = 3.5
"""A line this much narrower than the type area is not full: indent plus the marks that may not begin a line."""


_SHARE = 0.4
"""Of short paragraphs first lines are the most; full ones, wider by the indent, are still many."""


def type_width(lines: list[Traced]) -> float | None:
    """Width of the type area in characters if the text is hard-wrapped, else None.

    Wrapped text has many lines of nearly one width that stop in mid-sentence; a web page has
    paragraphs of any length that end in a full stop.
    """
    rows = [(text, width(text)) for line in lines if (text := line.text.strip())]
    if len(rows) < 6:
        return _short_width([text for text, _ in rows])
    widest = max(w for _, w in rows)
    counts = Counter(round(w) for _, w in rows if w > widest * 0.6)
    usual = max(counts, key=lambda w: (counts[w] + counts[w - 1] / 2 + counts[w + 1] / 2, w))
    full = float(max(w for w in counts if usual <= w <= usual + _INDENT and counts[w] >= counts[usual] * _SHARE))
    near = [text for text, w in rows if full - _SLACK <= w <= full + 2]
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
    rows = [stripped for line in lines if (stripped := line.strip()).text]
    if full is None:
        return [tidy(row) for row in rows]
    groups: list[list[Traced]] = []
    body = -1
    for at, row in enumerate(rows):
        if groups and at != body and _runs_on(groups[-1], row, full):
            groups[-1].append(row)
            continue
        if at > body:
            fresh = not groups or bool(section_of(groups[-1][0].text)) or closes_article(_tail(groups[-1]))
            body = headline.body_below(rows, at, full - _INDENT, fresh)
        groups.append([row])
    return [tidy(_rejoin(group)) for group in groups]


def _runs_on(group: list[Traced], line: Traced, full: float) -> bool:
    """Whether `line` continues the paragraph whose lines so far are `group`."""
    last = group[-1].text
    if _open(last) or last[-1] in "，、":
        return True
    if bullet(line.text) or heads_contents(line.text) or _ALONE.match(line.text) or _ALONE.match(last) or line.text.startswith("——") or sent_by(line.text):
        return False
    closed = _CLOSED.search(_tail(group)) if last[-1] in "）)" else None
    if closed and (closed["stop"] != "”" or closed["quote"]) and attribution_of(_tail(group)):
        return False
    if len(group) == 1 and opens_news(tidy(group[0]).text) and "，" in last and last[-1] not in "。！？：；）)":
        return True  # 6月27日，《…》: no sentence that begins with a date ends so, however short the line
    room = full - width(last) - (_INDENT if len(group) == 1 else 0)
    if last[-1] in "。！？；" or closed:
        return room < 1.5 and not _HEADING.match(line.text) and not _may_begin(line, full)
    return room < (_SLACK if len(group) > 1 else _SLACK - 1)


def _tail(group: list[Traced]) -> str:
    """The last lines of a paragraph in one: an attribution may be broken over them."""
    return "".join(row.text for row in group[-3:])


def _may_begin(line: Traced, full: float) -> bool:
    """Whether a line is as narrow as the indented first line of a paragraph that goes on below it."""
    return width(line.text) < full - 1 and line.text[-1] not in "。！？）"


def _open(text: str) -> bool:
    """Whether a line stops inside a title or a bracket. Brackets closed but never opened are of the line above."""
    waiting: list[str] = []
    for sign in _BRACKETS.findall(text.replace("(", "（")):
        if sign not in _OPENED_BY:
            waiting.append(sign)
        elif waiting and waiting[-1] == _OPENED_BY[sign]:
            waiting.pop()
    return bool(waiting)


def _rejoin(group: list[Traced]) -> Traced:
    """Lines in one; a space only where two Latin words or numbers would run together."""
    parts = group[:1]
    for before, line in zip(group, group[1:], strict=False):
        latin = before.text[-1].isascii() and line.text[0].isascii() and before.text[-1].isalpha() and line.text[0].isalpha()
        parts += [_SPACE, line] if latin else [line]
    return join(parts)


_SPACE = join((Traced("", ()), Traced("", ())), " ")
