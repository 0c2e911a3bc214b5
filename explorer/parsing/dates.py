"""Dates in mastheads, posting lines and colophons: always with a year."""

from __future__ import annotations

import datetime
import re

from explorer.text import number

_DIGIT = r"[0-9〇○零一二三四五六七八九十]"
WRITTEN = rf"[12一二]{_DIGIT}{{3}}年\s*{_DIGIT}{{1,3}}月\s*{_DIGIT}{{1,3}}日"
"""A whole date with its signs, as part of a pattern."""
DATE = re.compile(
    rf"(?P<y>(?:19|20)\d\d|[一二]{_DIGIT}{{3}})\s*[年./-]\s*(?P<m>{_DIGIT}{{1,3}})\s*[月./-]\s*(?P<d>{_DIGIT}{{1,3}})\s*日?"
)
"""A whole date: 2020年7月20日, 2020-07-20, 2020.7.20, 二〇二〇年七月二十日."""


def find(text: str) -> str:
    """The first valid whole date in `text`, as ISO, or ''."""
    for match in DATE.finditer(text):
        year, month, day = (number(match[part]) or 0 for part in "ymd")
        try:
            return datetime.date(year, month, day).isoformat()
        except ValueError:
            continue
    return ""
