"""How a name is typed on a keyboard without Chinese: its pinyin without tones, and the initials of its syllables.

Readings are those of pypinyin; the table explorer/data/readings.txt sets right surnames (单 shan, 曾 zeng) and places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product

_LONGEST = 60
"""Characters of a name or title that are spelled: nobody types more."""
_MOST = 4
"""Spellings kept of one name."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """`chenjianchun` and `cjc`."""

    full: str
    initials: str


@dataclass(frozen=True, slots=True)
class _Readings:
    surnames: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    pattern: re.Pattern[str]


def spellings(name: str, *, person: bool = False) -> tuple[Spelling, ...]:
    """The spellings of a name or title, several where a character has several readings; none without Chinese."""
    kept = "".join(re.findall(r"[\w]", name))[:_LONGEST].lower()
    if not re.search(r"[\u4e00-\u9fff]", kept):
        return ()
    parts = list(_parts(kept, person))
    found = [Spelling("".join(" ".join(way).split()), "".join(s[0] for s in " ".join(way).split())) for way in product(*parts)]
    return tuple(dict.fromkeys(found[:_MOST]))


def is_spelling(text: str) -> bool:
    """Whether a text may be pinyin: Latin letters alone."""
    return len(text) > 1 and text.isascii() and text.isalpha()


def _parts(name: str, person: bool) -> Iterator[Sequence[str]]:
    """The ways to read each part of a name, syllables parted by blanks."""
    readings = _readings()
    if person:
        surname = next((name[:n] for n in (2, 1) if name[:n] in readings.surnames), "")
        if surname:
            yield readings.surnames[surname]
        name = name[len(surname) :]
    at = 0
    for match in readings.pattern.finditer(name):
        yield from _read(name[at : match.start()])
        yield readings.words[match[0]]
        at = match.end()
    yield from _read(name[at:])


def _read(text: str) -> Iterator[Sequence[str]]:
    from pypinyin import lazy_pinyin  # its dictionary takes a tenth of a second

    if text:
        yield [" ".join(lazy_pinyin(text))]


@cache
def _readings() -> _Readings:
    surnames, words = {}, {}
    for line in (resources.files("explorer") / "data" / "readings.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, rest = line.partition(" ")
            table, (word, _, ways) = (surnames, rest.partition(" ")) if kind == "surname" else (words, line.partition(" "))
            table[word] = tuple(ways.split("|"))
    return _Readings(surnames, words, re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True))))
