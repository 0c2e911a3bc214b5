"""Where each node of a picture stands, so that every label can be read. Pure data: nothing is drawn here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.measures import spring
from graph.network import Neighbourhood

WIDE, NARROW, LABEL_HEIGHT = 14, 8, 20
"""Estimated pixels of a Chinese character, of an ASCII one, and of a line of text."""

LABEL_MOST = 16 * WIDE
"""Widest label. Titles of documents run to forty characters; sixty of those fit on no screen."""

RADIUS, GAP = 10, 3
"""Of the mark of a node; and between two neighbours, a label and its mark, anything and the rim."""

FOOTPRINT = 2 * RADIUS + GAP + LABEL_HEIGHT
"""Height of a mark with its label."""

ROUNDS, PAIRS = 80, 300_000
"""Bounds on pushing apart: rounds, and pairs looked at in all of them (some 50 ms). What still overlaps then
does so for want of room nearby, and is moved further."""

SLOT = (14, 8)
"""Step in pixels, across and down, at which free places are looked for."""

Points = NDArray[np.float64]


def label(name: str) -> str:
    """The name as a picture shows it: cut, with an ellipsis, where it is wider than LABEL_MOST."""
    if label_width(name) <= LABEL_MOST:
        return name
    kept = name
    while label_width(kept) + WIDE > LABEL_MOST:
        kept = kept[:-1]
    return kept + "…"


def label_width(text: str) -> int:
    """Estimated width of a text in pixels."""
    return sum(NARROW if char.isascii() else WIDE for char in text)


def label_box(name: str, x: float, y: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the label of a node that stands at (x, y): centred under its mark."""
    half, top = label_width(label(name)) / 2, y + RADIUS + GAP
    return x - half, top, x + half, top + LABEL_HEIGHT


def place(
    neighbourhood: Neighbourhood, centre: str, width: float, height: float
) -> dict[str, tuple[float, float]]:
    """Pixels from the top left for each node, `centre` in the middle; UnknownNode if it is not shown.

    Springs first, then labels are pushed apart, and what finds no room nearby is moved to the
    nearest free place. On a canvas too small for all labels some still overlap.
    """
    found = spring(neighbourhood, centre)
    ids = [centre, *(node.id for node in neighbourhood.nodes if node.id != centre)]
    names = {node.id: node.name for node in neighbourhood.nodes}
    widths = np.array([max(label_width(label(names[node_id])), 2 * RADIUS) for node_id in ids], dtype=float)
    room = _room(widths, width, height)
    points = _scale(np.array([found[node_id] for node_id in ids]), room, width, height)
    points = _settle(_push_apart(points, widths, room), widths, room)
    return {node_id: (round(float(x), 1), round(float(y), 1)) for node_id, (x, y) in zip(ids, points, strict=True)}


def _room(widths: Points, width: float, height: float) -> tuple[Points, Points]:
    """Lowest and highest place of each node at which mark and label are on the canvas."""
    side = np.minimum(widths / 2 + GAP, width / 2)
    top, bottom = min(RADIUS + GAP, height / 2), max(height - RADIUS - 2 * GAP - LABEL_HEIGHT, height / 2)
    low = np.column_stack([side, np.full(len(widths), top)])
    high = np.column_stack([width - side, np.full(len(widths), bottom)])
    middle = np.array([width / 2, height / 2])
    low[0] = high[0] = middle  # the centre has one place only
    return low, high


def _scale(points: Points, room: tuple[Points, Points], width: float, height: float) -> Points:
    """Stretch to the whole canvas, each way by itself: pages are wider than high."""
    reach = np.abs(points).max(axis=0)
    reach[reach == 0] = 1
    return np.clip(points / reach * (width / 2, height / 2) + (width / 2, height / 2), *room)


def _overlaps(points: Points, widths: Points) -> Points:
    """How deep each footprint reaches into each other one, across and down; clear if either is ≤ 0."""
    apart = np.abs(points[:, None] - points)
    return np.stack([(widths[:, None] + widths) / 2 + GAP - apart[..., 0], FOOTPRINT + GAP - apart[..., 1]], axis=-1)


def _push_apart(points: Points, widths: Points, room: tuple[Points, Points]) -> Points:
    """Part each overlapping pair the shorter way, both by half, again and again (no source; by trial)."""
    points, count = points.copy(), len(points)
    # Of two on one spot the earlier goes left and up.
    order = np.sign(np.arange(count)[:, None] - np.arange(count))[:, :, None]
    for _ in range(min(ROUNDS, PAIRS // count**2)):
        depth = _overlaps(points, widths)
        clash = (depth > 0).all(axis=-1) & ~np.eye(count, dtype=bool)
        if not clash.any():
            break
        apart = points[:, None] - points
        way = np.where(apart == 0, order, np.sign(apart))
        shorter = depth == depth.min(axis=-1, keepdims=True)
        points += (way * depth * shorter * clash[:, :, None]).sum(axis=1) / 2
        points = np.clip(points, *room)
    return points


def _settle(points: Points, widths: Points, room: tuple[Points, Points]) -> Points:
    """Move each node that still overlaps to the nearest free place; those that do not, stay."""
    points, count = points.copy(), len(points)
    clash = (_overlaps(points, widths) > 0).all(axis=-1).sum(axis=1) > 1
    order = sorted(range(count), key=lambda rank: (rank > 0 and bool(clash[rank]), rank))
    for done, rank in enumerate(order):
        if clash[rank] and rank > 0:
            points[rank] = _free_place(points[rank], rank, order[:done], points, widths, room)
    return points


def _free_place(
    wish: Points, rank: int, settled: list[int], points: Points, widths: Points, room: tuple[Points, Points]
) -> Points:
    """Nearest place clear of all settled marks and labels, or else of labels only, or else the wish."""
    (left, top), (right, bottom) = room[0][rank], room[1][rank]
    across, down = np.arange(left, right + 1, SLOT[0]), np.arange(top, bottom + 1, SLOT[1])
    away = (down[:, None] - wish[1]) ** 2 + (across - wish[0]) ** 2
    for tall in (FOOTPRINT, LABEL_HEIGHT):
        free = _free(across, down, points[settled], (widths[settled] + widths[rank]) / 2 + GAP, tall + GAP)
        if free.any():
            row, column = np.unravel_index(np.argmin(np.where(free, away, np.inf)), away.shape)
            return np.array([across[column], down[row]])
    return wish


def _free(across: Points, down: Points, taken: Points, wide: Points, tall: float) -> NDArray[np.bool_]:
    """Which places of the grid are at least `wide` or `tall` away from each place taken."""
    free = np.ones((len(down), len(across)), dtype=bool)
    first = np.searchsorted(across, taken[:, 0] - wide, side="right")
    last = np.searchsorted(across, taken[:, 0] + wide, side="left")
    upper = np.searchsorted(down, taken[:, 1] - tall, side="right")
    lower = np.searchsorted(down, taken[:, 1] + tall, side="left")
    for a, b, c, d in zip(upper, lower, first, last, strict=True):
        free[a:b, c:d] = False
    return free
