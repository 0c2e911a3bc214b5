"""The same story twice: from another host, in another form, or in a copy that breaks off.

Candidates come by MinHash over pieces of four characters (Broder, On the Resemblance and Containment of Documents, 1997), cut into
bands so that equal ones are found by a key, and judged by the whole signature; then the texts themselves are compared. Two reports of the same kind from two years or
two counties have much text in common, but other numbers and other titles: those are compared on their own.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.text import comparable

LEAST = 80
"""Characters of a text that can be known again; shorter ones are formulas."""
_PIECE = 4
_BANDS, _ROWS = 24, 3
"""Of the signature: texts with half their pieces in common share a band with a probability of 0.96, with a fifth 0.17."""
_EQUAL = 10
"""Least equal numbers of two signatures whose texts are worth comparing."""
_SEED = 20110601
_ALIKE, _WITHIN = 0.8, 0.92
"""Share of the pieces of both, or of the shorter one, that both have."""
_PART = 0.4
"""The shorter one is at least this share of the longer, or it is a quotation and no version."""
_NUMBERS, _TITLES = 0.85, 0.5


@dataclass(frozen=True, slots=True)
class Text:
    """Title and body of an article."""

    title: str
    body: str


def sketch(body: str) -> bytes:
    """The MinHash signature of a text, 72 numbers of 32 bits, little end first; nothing for a short text."""
    text = comparable(body)
    if len(text) < LEAST:
        return b""
    from rensa import RMinHash

    made = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    made.update(sorted(_pieces(text)))
    return struct.pack(f"<{_BANDS * _ROWS}I", *made.digest())


def bands(sketch: bytes) -> list[int]:
    """Keys of a signature, whole numbers of 63 bits: two texts that are much alike have one in common. None for a short text."""
    values = struct.unpack(f"<{len(sketch) // 4}I", sketch)
    return [_key(at // _ROWS, values[at : at + _ROWS]) for at in range(0, len(values), _ROWS)]


def may_be_alike(one: bytes, others: Sequence[bytes]) -> list[bool]:
    """Of each signature, whether its text could be a version of the one's. A share of equal numbers estimates the share of common
    pieces: of two versions at least 0.37 (`_PART`, `_WITHIN`), so that ten equal ones of 72 are five standard deviations below."""
    here, there = np.frombuffer(one, "<u4"), np.frombuffer(b"".join(others), "<u4").reshape(len(others), -1)
    return ((there == here).sum(axis=1) >= _EQUAL).tolist()


def are_versions(one: Text, other: Text) -> bool:
    """Whether two texts are the same story: as a whole, or one as a part of the other that breaks off."""
    first, second = comparable(one.body), comparable(other.body)
    here, there = _pieces(first), _pieces(second)
    shorter, common = min(len(here), len(there)), len(here & there)
    if min(len(first), len(second)) < LEAST or shorter < _PART * max(len(here), len(there)):
        return False
    alike = common >= _ALIKE * len(here | there) or common >= _WITHIN * shorter
    return alike and _same_numbers(first, second) and _same_title(comparable(one.title), comparable(other.title))


def stories(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The articles that pairs of versions hold together, each story sorted."""
    story: dict[str, list[str]] = {}
    for one, other in pairs:
        here, there = story.setdefault(one, [one]), story.setdefault(other, [other])
        if here is not there:
            here += there
            story.update(dict.fromkeys(there, here))
    return [sorted(members) for name, members in story.items() if name == min(members)]


def _pieces(text: str) -> set[str]:
    return {text[at : at + _PIECE] for at in range(len(text) - _PIECE + 1)}


def _key(band: int, values: Sequence[int]) -> int:
    packed = b"".join(value.to_bytes(4, "little") for value in (band, *values))
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big") >> 1


def _same_numbers(first: str, second: str) -> bool:
    """The shorter text's numbers are in the other's: years, days and amounts tell two reports of a kind apart."""
    short, long = sorted((set(re.findall(r"\d+", first)), set(re.findall(r"\d+", second))), key=len)
    return len(short & long) >= _NUMBERS * len(short)


def _same_title(first: str, second: str) -> bool:
    if not first or not second or first in second or second in first:
        return True
    here, there = ({title[at : at + 2] for at in range(len(title) - 1)} for title in (first, second))
    return len(here & there) >= _TITLES * min(len(here), len(there))
