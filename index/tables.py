"""What is known of each document of a segment, as arrays, kept beside it: a revision is opened by joining those of its segments.

    SEGMENT.table.npz    numbers; ids; for each facet its values, and rows (document, code of a value)

A segment never changes, so its table does not either. One without a table (few documents, put in one by one) is read from its rows.
"""

import os
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.fields import NUMBERS, unpack_row
from index.schema import FACETS, MONTH

_SUFFIX = ".table.npz"
_BETWEEN = "\x1f"  # never in a value or an id, see index/fields.py
Integers = NDArray[np.int64]
Codes = NDArray[np.int32]


class Valued(NamedTuple):
    """The values of a facet, sorted, and a row for each (document, value), by document."""

    values: list[str]
    documents: Codes
    codes: Codes


@dataclass(frozen=True, slots=True)
class Table:
    """Position n is document n; `numbers` has a row for each: day YYYYMMDD (0: undated), then those of `pack_row`."""

    ids: list[str]
    numbers: Integers
    facets: dict[str, Valued]

    @classmethod
    def of(cls, rows: Iterable[bytes]) -> Self:
        """From rows as `index.fields.pack_row` made them."""
        ids: list[str] = []
        numbers = array("q")
        facets = {name: _Gathered() for name in (*FACETS, MONTH)}
        for number, packed in enumerate(rows):
            doc_id, date, told, values = unpack_row(packed)
            ids.append(doc_id)
            numbers.append(int(date.replace("-", "")) if date else 0)
            numbers.extend(map(int, told))
            for name, several in zip(FACETS, values):
                facets[name].add(number, several)
            facets[MONTH].add(number, (date[:7],) if date else ())
        table = np.frombuffer(numbers, np.int64).reshape(len(ids), NUMBERS + 1) if ids else np.zeros((0, NUMBERS + 1), np.int64)
        return cls(ids, table, {name: gathered.valued() for name, gathered in facets.items()})

    @classmethod
    def joined(cls, tables: Sequence[Self]) -> Self:
        """One table after the other."""
        if len(tables) == 1:
            return tables[0]
        ids = [doc_id for table in tables for doc_id in table.ids]
        begins = np.cumsum([0, *(len(table.ids) for table in tables)])
        numbers = np.concatenate([np.zeros((0, NUMBERS + 1), np.int64), *(table.numbers for table in tables)])
        return cls(ids, numbers, {name: _joined([table.facets[name] for table in tables], begins) for name in (*FACETS, MONTH)})

    def save(self, folder: Path, segment: str) -> None:
        """Beside the segment of this name."""
        arrays: dict[str, NDArray[np.generic]] = {"ids": _bytes(self.ids), "numbers": self.numbers}
        for name, valued in self.facets.items():
            arrays |= {f"{name}.values": _bytes(valued.values), f"{name}.documents": valued.documents, f"{name}.codes": valued.codes}
        draft = folder / (segment + _SUFFIX + ".new")
        with draft.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        os.replace(draft, folder / (segment + _SUFFIX))

    @classmethod
    def load(cls, folder: Path, segment: str) -> Self | None:
        """That of a segment; None if it has none."""
        try:
            with np.load(folder / (segment + _SUFFIX), allow_pickle=False) as arrays:
                facets = {name: Valued(_strings(arrays[f"{name}.values"]), arrays[f"{name}.documents"], arrays[f"{name}.codes"]) for name in (*FACETS, MONTH)}
                ids = _strings(arrays["ids"])
                return cls(ids or [""] * len(arrays["numbers"]), arrays["numbers"], facets)
        except FileNotFoundError:
            return None


class _Gathered:
    """Values are told by a code as they come, so that no list of strings is as long as the index."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._documents, self._rows = array("i"), array("i")

    def add(self, number: int, values: Sequence[str]) -> None:
        for value in values:
            self._documents.append(number)
            self._rows.append(self._codes.setdefault(value, len(self._codes)))

    def valued(self) -> Valued:
        values = sorted(self._codes)
        places = np.empty(len(values), np.int32)
        places[[self._codes[value] for value in values]] = np.arange(len(values), dtype=np.int32)
        return Valued(values, np.array(self._documents, np.int32), places[np.array(self._rows, np.int32)])


def _joined(parts: Sequence[Valued], begins: Integers) -> Valued:
    values = sorted(set().union(*(part.values for part in parts)))
    place = {value: at for at, value in enumerate(values)}
    codes = [np.array([place[value] for value in part.values], np.int32)[part.codes] for part in parts]
    documents = [part.documents + np.int32(begin) for part, begin in zip(parts, begins)]
    empty = np.zeros(0, np.int32)
    return Valued(values, np.concatenate([empty, *documents]), np.concatenate([empty, *codes]))


def _bytes(strings: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer(_BETWEEN.join(strings).encode(), np.uint8)


def _strings(data: NDArray[np.uint8]) -> list[str]:
    text = data.tobytes().decode()
    return text.split(_BETWEEN) if text else []
