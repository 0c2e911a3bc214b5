"""Word lists read from data files. A user adds to them with files of the same names in one folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from graph.errors import DataFault


@dataclass(frozen=True)
class Lexicon:
    """The lists in force.

    `titles` maps a title to the level of government it implies ('' for none).
    """

    surnames: frozenset[str]
    titles: dict[str, str]
    units: tuple[str, ...]
    suffixes: tuple[str, ...]
    common_words: frozenset[str]
    """Short place names that are ordinary words."""
    no_names: frozenset[str]
    """Words that begin with a surname and are no person."""
    former_divisions: tuple[tuple[str, str], ...]
    """(code of its day, name)"""
    transliteration: frozenset[str]
    """Characters of Tibetan and Yi names."""
    callings: frozenset[str]
    """What people without a post are called by (村民, 退休教师)."""

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits of all lists together."""
        lists = (sorted(self.surnames), sorted(self.titles.items()), self.units, self.suffixes, sorted(self.common_words),
                 sorted(self.no_names), self.former_divisions, sorted(self.transliteration), sorted(self.callings))  # fmt: skip
        return hashlib.sha256(repr(lists).encode()).hexdigest()[:8]

    @cached_property
    def title_pattern(self) -> str:
        """Alternation of all titles, longest first."""
        return alternation(self.titles)

    @cached_property
    def calling_pattern(self) -> str:
        """Alternation of all callings, longest first."""
        return alternation(self.callings)


def load(extra: Path | None = None) -> Lexicon:
    """The packaged lists, with those of the folder `extra` added. Raises DataFault."""
    titles: dict[str, str] = {}
    for line in _lines("titles.txt", extra):
        title, _, level = line.partition(" ")
        titles[title] = level.strip()
    return Lexicon(
        surnames=_words("surnames.txt", extra),
        titles=titles,
        units=tuple(_lines("office_units.txt", extra)),
        suffixes=tuple(_lines("org_suffixes.txt", extra)),
        former_divisions=tuple((line.split()[0], line.split()[1]) for line in _lines("former_divisions.txt", extra)),
        transliteration=frozenset(c for line in _lines("transliteration.txt", extra) for c in line),
        common_words=_words("common_words.txt", extra),
        no_names=_words("no_names.txt", extra),
        callings=_words("callings.txt", extra),
    )


def _words(name: str, extra: Path | None) -> frozenset[str]:
    return frozenset(word for line in _lines(name, extra) for word in line.split())


def _lines(name: str, extra: Path | None) -> list[str]:
    try:
        text = resources.files("graph").joinpath("data", name).read_text(encoding="utf-8")
        if extra is not None and (extra / name).is_file():
            text += "\n" + (extra / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFault(f"{name}: {error}") from error
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
