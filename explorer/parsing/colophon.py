"""The printed foot of an issue (版记, GB/T 9704): disclosure, recipients, printer, date, copies."""

from __future__ import annotations

import re

from explorer.model import Colophon, Recipients
from explorer.parsing import dates
from explorer.parsing.clean import is_furniture
from explorer.text import Traced, join, number, tidy

_DISCLOSURE = re.compile(r"^信息公开选项\s*[:：]\s*(.+)$")
_MODE = re.compile(r"^(?P<mode>主报|主送|抄报|抄送|报送|报|送|发)\s*[:：]\s*(?P<names>.*)$")
_PRINTED = re.compile(r"^(?P<printer>.{2,40}?)\s*(?P<date>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)\s*印(?:发|制)?$")
_COPIES = re.compile(r"[（(]?\s*共印\s*(?P<n>[0-9〇零一二三四五六七八九十百千]+)\s*份\s*[）)]?")
_STAFF = re.compile(r"^(?:终审|签发|编辑|责任编辑|责编|主编|审核|校对|编校|撰稿)\s*[:：]")
_LONGEST = 30
"""Lines with text that follow the first line of a foot at most."""
_HEADS = tuple("省市州县区各")
"""An office begins with its level; other words after 、 continue the name before (党史、地方志机构)."""


def split(lines: list[Traced]) -> tuple[list[Traced], Colophon]:
    """The lines before the foot, and the foot. A foot begins at a line that only a foot can have."""
    start = _start(lines)
    foot = [tidy(line) for line in lines[start:]]
    foot = [line for line in foot if line.text and not is_furniture(line.text)]
    return lines[:start], _read(foot)


def _start(lines: list[Traced]) -> int:
    """Where the foot begins: the first line of its kind after which no section or long prose follows."""
    start, below = len(lines), 0
    for at in range(len(lines) - 1, -1, -1):  # from below: the foot is short, the issue may be long
        text = tidy(lines[at]).text
        if not text:
            continue
        if _DISCLOSURE.match(text) or _MODE.match(text) or _PRINTED.match(text):
            start = at
        below += 1
        if below > _LONGEST or text.startswith("【") and not is_furniture(text):
            break
    return start


def _read(foot: list[Traced]) -> Colophon:
    disclosure, printer, printed, copies = "", "", "", None
    lists: list[tuple[str, str]] = []
    for text in (line.text for line in foot):
        if match := _DISCLOSURE.match(text):
            disclosure = match[1].strip()
        elif match := _MODE.match(text):
            lists.append((match["mode"], match["names"]))
        elif match := _PRINTED.match(text):
            printer, printed = match["printer"].strip(), dates.find(text)
        elif match := _COPIES.search(text):
            copies = number(match["n"])
        elif lists and not printer and not _STAFF.match(text):
            lists[-1] = (lists[-1][0], lists[-1][1] + text)
    recipients = tuple(Recipients(mode, _names(names)) for mode, names in lists)
    return Colophon(disclosure, recipients, printer, printed, copies, join(foot, "\n"))


def _names(text: str) -> tuple[str, ...]:
    """Recipients as printed; a comma inside brackets does not part them."""
    names, start, depth = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "（(") - (sign in "）)")
        if depth == 0 and (sign in "，。；,;" or sign == "、" and text[at + 1 : at + 2] in _HEADS):
            names.append(text[start:at])
            start = at + 1
    names.append(text[start:])
    return tuple(name.strip() for name in names if name.strip())
