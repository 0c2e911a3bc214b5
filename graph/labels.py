"""Names in a picture: how they are cut, how much room they take, and which can be read when the picture is made small."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

WIDE, NARROW, LABEL_HEIGHT = 14, 8, 20
"""Estimated pixels of a Chinese character, of an ASCII one, and of a line of text."""

LABEL_MOST = 16 * WIDE
"""Widest label. Titles of documents run to forty characters; sixty of those fit on no screen."""

RADIUS, GAP = 13, 3
"""Of the largest mark of a node; and between two neighbours, a label and its mark, anything and the rim."""

FOOTPRINT = 2 * RADIUS + GAP + LABEL_HEIGHT
"""Height of a mark with its label."""

ZOOMS = (1, 2, 4)
"""By how much labels are enlarged to be read when the picture is made smaller by as much."""

Reals = NDArray[np.float64]


@lru_cache(maxsize=4_000)
def label(name: str) -> str:
    """The name as a picture shows it: cut, with an ellipsis, where it is wider than LABEL_MOST."""
    if label_width(name) <= LABEL_MOST:
        return name
    kept = name
    while label_width(kept) + WIDE > LABEL_MOST:
        kept = kept[:-1]
    return kept + "…"


@lru_cache(maxsize=4_000)
def label_width(text: str) -> int:
    """Estimated width of a text in pixels."""
    return sum(NARROW if char.isascii() else WIDE for char in text)


def label_box(name: str, x: float, y: float, zoom: float = 1) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the label of a node that stands at (x, y): centred under its mark."""
    half, top = label_width(label(name)) * zoom / 2, y + RADIUS + GAP
    return x - half, top, x + half, top + LABEL_HEIGHT * zoom


def tiers(names: Sequence[str], places: Sequence[tuple[float, float]]) -> list[int]:
    """For each node, given the most telling first, the largest of ZOOMS at which its label covers none that is kept before it,
    nor reaches beyond the rest."""
    if not names:
        return []
    found = [ZOOMS[0]] * len(names)
    plain = _boxes(names, places, ZOOMS[0])
    for before, zoom in pairwise(ZOOMS):
        boxes = _boxes(names, places, zoom)
        inside = (boxes[:, :2] >= plain[:, :2].min(axis=0) - RADIUS).all(axis=1)
        inside &= (boxes[:, 2:] <= plain[:, 2:].max(axis=0) + RADIUS).all(axis=1)
        for at in _apart(boxes, [at for at, tier in enumerate(found) if tier == before and inside[at]]):
            found[at] = zoom
    return found


def _boxes(names: Sequence[str], places: Sequence[tuple[float, float]], zoom: int) -> Reals:
    return np.array([label_box(name, x, y, zoom) for name, (x, y) in zip(names, places, strict=True)]).reshape(-1, 4)


def _apart(boxes: Reals, ranked: Sequence[int]) -> list[int]:
    """Those of the ranked that cover none kept before them."""
    kept: list[int] = []
    for at in ranked:
        left, top, right, bottom = boxes[at]
        others = boxes[kept]
        covered = (others[:, 0] < right) & (left < others[:, 2]) & (others[:, 1] < bottom) & (top < others[:, 3])
        if not covered.any():
            kept.append(at)
    return kept
