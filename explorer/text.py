"""Text that remembers where it comes from, and the few facts about Chinese type setting we use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
MENDED = -1
"""Origin of a character that is not in the source: it was lost there and put back."""

_GAP = re.compile(
    rf"""(?<=[{CJK}（）()《》“”—·.:：/-])[ \t]+(?=\d)|(?<=\d)[ \t]+(?=[{CJK}（）()《》“”—·.:：%％/-])
    |(?<=[。，；：！？、（《])[ \t]+|[ \t]+(?=[。，；：！？、）》])|(?<=[ ])[ ]+""",
    re.VERBOSE,
)
"""Spaces around digits, behind and before marks, and all but the first of a run: in one pass, for speed."""
_ODD_SPACE = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000\t"), " ")


@dataclass(frozen=True, slots=True)
class Traced:
    """A string with the source offset of each of its characters (`MENDED` where it has none)."""

    text: str
    origins: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.origins):
            raise ValueError("one origin a character is needed")

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> Traced:
        return Traced(self.text[part], self.origins[part])

    def __add__(self, other: Traced) -> Traced:
        return Traced(self.text + other.text, self.origins + other.origins)

    def strip(self) -> Traced:
        """Without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : len(self.text.rstrip())] if self.text.strip() else Traced("", ())

    def without(self, pattern: re.Pattern[str]) -> Traced:
        """Without each match of `pattern`."""
        kept, last = [], 0
        for match in pattern.finditer(self.text):
            kept.append((last, match.start()))
            last = match.end()
        if not kept:
            return self
        kept.append((last, len(self.text)))
        return Traced(
            "".join(self.text[a:b] for a, b in kept),
            tuple(origin for a, b in kept for origin in self.origins[a:b]),
        )

    def segments(self) -> list[list[int]]:
        """Run-length form of the origins: [[start in text, origin, length], …]."""
        runs: list[list[int]] = []
        for at, origin in enumerate(self.origins):
            step = 0 if origin == MENDED else 1
            if runs and origin == runs[-1][1] + step * runs[-1][2] and (origin == MENDED) == (runs[-1][1] == MENDED):
                runs[-1][2] += 1
            else:
                runs.append([at, origin, 1])
        return runs


def from_segments(text: str, segments: Iterable[Iterable[int]]) -> Traced:
    """The inverse of `Traced.segments`."""
    origins: list[int] = []
    for _, origin, length in segments:
        origins.extend([MENDED] * length if origin == MENDED else range(origin, origin + length))
    return Traced(text, tuple(origins))


def join(parts: Iterable[Traced], separator: str = "") -> Traced:
    """Parts in one; the separator's characters have no origin."""
    gap = (MENDED,) * len(separator)
    texts: list[str] = []
    origins: list[int] = []
    for part in parts:
        if texts:
            origins.extend(gap)
        texts.append(part.text)
        origins.extend(part.origins)
    return Traced(separator.join(texts), tuple(origins))


def lines_of(source: str) -> list[Traced]:
    """The source cut at line and page breaks, odd spaces made plain, invisible characters dropped.

    A form feed is a line break: text extracted from a PDF carries one a page.
    """
    found, at = [], 0
    for raw in source.translate(_ODD_SPACE).splitlines(keepends=True):
        text = raw.rstrip("\r\n\f")
        found.append(Traced(text, tuple(range(at, at + len(text)))).without(_INVISIBLE))
        at += len(raw)
    return found


_INVISIBLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u200b-\u200f\u2028\u2029\u2060\ufeff]")


def tidy(line: Traced) -> Traced:
    """Without the spaces that a PDF puts around digits and marks; one space elsewhere.

    A space between two Chinese characters stays: it separates the halves of a title.
    """
    return line.strip().without(_GAP)


def width(text: str) -> float:
    """Printed width in full-width characters.

    Quotation marks are set half as wide in the bulletins' type area, and a space beside a digit is
    a quarter (the automatic space between Chinese and digits).
    """
    return sum(map(_SHARES.__getitem__, text))


class _Shares(dict[str, float]):
    """Width of a character, worked out once: the same few thousand come again and again."""

    def __missing__(self, c: str) -> float:
        wide = c not in "“”‘’" and unicodedata.east_asian_width(c) in "WFA"
        self[c] = 0.25 if c == " " else 1.0 if wide else 0.5
        return self[c]


_SHARES = _Shares()


_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number(text: str) -> int | None:
    """A whole number in digits, Chinese numerals (二十四) or Chinese digits (二〇二〇); None if it is neither."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text.isdecimal():
        return int(text)
    if not text or any(c not in _NUMERALS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_NUMERALS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[c], 0
        else:
            digit = _NUMERALS[c]
    return total + digit


_HALF_TO_FULL = str.maketrans("():;,!?<>", "（）：；，！？〈〉")


def comparable(text: str) -> str:
    """For comparing names and titles: full-width marks, no white space, plain digits and Latin letters."""
    text = unicodedata.normalize("NFKC", text).translate(_HALF_TO_FULL)
    return re.sub(r"\s+", "", text)
