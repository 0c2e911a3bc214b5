"""Where each node of a picture stands, so that every label can be read. Pure data: nothing is drawn here.

A picture grows: what is added finds its place beside what it hangs on, and what stands stays where it is. So the
same steps always give the same picture, and a step more changes nothing of what was there.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.labels import FOOTPRINT, GAP, LABEL_HEIGHT, RADIUS, label, label_width

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))

ROUNDS, GRAVITY = 40, np.float32(3)
"""Of forces; and how strongly everything is drawn to the middle, that parts which nothing links stay near."""

ROOM = 2.4
"""Area given to a node with its label, in times of what it covers."""

FLAT = 1.5
"""Pages are wider than high."""

MARGIN = 12
"""Around everything, in pixels."""

_STEP, _TOGETHER, _AROUND = 12, 4, 24
"""Places looked at: rings so many pixels apart, some rings at a time, and so many places on each."""

_ROOM_FOR = 320

Points = NDArray[np.float64]
Place = tuple[int, int]


class Canvas:
    """The places taken so far, around (0, 0)."""

    def __init__(self, pinned: Mapping[str, tuple[Place, str]] | None = None) -> None:
        """`pinned`: id → place and name of what stands where a person put it, shown already or not."""
        self._at: dict[str, int] = {}
        self._x, self._y, self._widths = (np.empty(_ROOM_FOR) for _ in range(3))
        self._pinned = set(pinned or ())
        for node_id, (place, name) in (pinned or {}).items():
            self._keep(node_id, place, _width(name))

    def places(self, ids: Iterable[str]) -> dict[str, Place]:
        """Where these stand; KeyError for one that was never added."""
        return {node_id: (round(float(self._x[at])), round(float(self._y[at]))) for node_id in ids for at in (self._at[node_id],)}

    def add(self, names: Mapping[str, str], links: Collection[tuple[str, str]], middle: str = "") -> None:
        """Places what does not stand yet (id → name, the most telling first); `links` are the pairs linked among all.

        The first come apart by forces, with `middle` in the middle; what comes later goes beside what it is linked with.
        """
        new = [node_id for node_id in names if node_id not in self._at]
        if not new:
            return
        if set(self._at) <= self._pinned:
            tied = {end for link in links for end in link if link[0] != link[1]} | {middle}
            for node_id, wish in self._forced({node_id: name for node_id, name in names.items() if node_id in tied}, links, middle).items():
                if node_id not in self._at:
                    self._put(node_id, wish, _width(names[node_id]))
        new = [node_id for node_id in new if node_id not in self._at]
        for node_id, wish in self._beside(new, links).items():
            self._put(node_id, wish, _width(names[node_id]))

    def _forced(self, names: Mapping[str, str], links: Collection[tuple[str, str]], middle: str) -> dict[str, Points]:
        if not names:
            return {}
        ids = list(names)
        rank = {node_id: at for at, node_id in enumerate(ids)}
        linked = np.zeros((len(ids), len(ids)), dtype=bool)
        for a, b in links:
            if a in rank and b in rank and a != b:
                linked[rank[a], rank[b]] = linked[rank[b], rank[a]] = True
        points = forces(linked, rank.get(middle, -1))
        area = sum(_width(name) * FOOTPRINT for name in names.values()) * ROOM
        reach = np.sqrt(np.maximum((points**2).mean(axis=0), 1e-9)) * 2  # where most of them are
        points = points / reach * (math.sqrt(area * FLAT) / 2, math.sqrt(area / FLAT) / 2)
        return dict(zip(ids, points, strict=True))

    def _beside(self, new: Sequence[str], links: Collection[tuple[str, str]]) -> dict[str, Points]:
        """Around what each is linked with, in turn; the outer side is freer."""
        near: dict[str, list[int]] = {node_id: [] for node_id in new}
        for a, b in links:
            for one, other in ((a, b), (b, a)):
                if one in near and other in self._at:
                    near[one].append(self._at[other])
        wishes = {}
        for turn, node_id in enumerate(new):
            anchor = np.array([self._x[near[node_id]].mean(), self._y[near[node_id]].mean()]) if near[node_id] else np.zeros(2)
            outward = anchor / max(float(np.hypot(*anchor)), 1.0)
            angle = turn * GOLDEN_ANGLE
            wishes[node_id] = anchor + outward * 2 * FOOTPRINT + np.array([math.cos(angle) * FLAT, math.sin(angle)]) * FOOTPRINT
        return wishes

    def _put(self, node_id: str, wish: Points, width: float) -> None:
        """At the free place nearest to the wish."""
        self._keep(node_id, self._free(float(wish[0]), float(wish[1]), width), width)

    def _keep(self, node_id: str, place: Place, width: float) -> None:
        count = len(self._at)
        if count == len(self._x):
            self._x, self._y, self._widths = (np.concatenate([row, np.empty(count)]) for row in (self._x, self._y, self._widths))
        self._at[node_id] = count
        self._x[count], self._y[count], self._widths[count] = *place, width

    def _free(self, x: float, y: float, width: float) -> Place:
        """Rings around the wish are looked at from the inside; of what stands only what is near enough to be in the way."""
        taken, tall = slice(0, len(self._at)), FOOTPRINT + GAP
        across, down = self._x[taken] - round(x), self._y[taken] - round(y)
        apart = (self._widths[taken] + width) / 2 + GAP
        if not ((np.abs(across) < apart) & (np.abs(down) < tall)).any():
            return round(x), round(y)
        for outer, offset_x, offset_y in _OFFSETS:
            near = (np.abs(across) < apart + outer * FLAT) & (np.abs(down) < tall + outer)
            free = (np.abs(offset_x - across[near]) >= apart[near]) | (np.abs(offset_y - down[near]) >= tall)
            found = free.all(axis=1)
            if found.any():
                first = int(np.argmax(found))
                return round(x) + int(offset_x[first, 0]), round(y) + int(offset_y[first, 0])
        return round(x), round(y)


def forces(linked: NDArray[np.bool_], middle: int = -1) -> Points:
    """Points around (0, 0): what is linked draws near, everything else apart (Fruchterman and Reingold 1991).

    They start from sunflower seeds (Vogel 1979), the first inside, so nothing is left to chance; a slight pull to the
    middle keeps parts together that nothing links. `middle` is the one that does not move.
    """
    count = len(linked)
    rank = np.arange(count)
    radius, angle = np.sqrt(rank / max(count, 1)), rank * GOLDEN_ANGLE
    x, y = (radius * np.cos(angle)).astype(np.float32), (radius * np.sin(angle)).astype(np.float32)
    if middle >= 0:
        x, y = x - x[middle], y - y[middle]
    ideal = np.float32(1 / math.sqrt(max(count, 1)))
    for heat in np.linspace(0.15, 0.005, ROUNDS, dtype=np.float32):
        across, down = x[:, None] - x, y[:, None] - y
        away = across * across + down * down + np.float32(1e-6)
        push = ideal * ideal / away
        push[linked] -= np.sqrt(away[linked]) / ideal
        # sum of (x - others) * push, without the table of differences
        move_x = x * push.sum(axis=1) - push @ x - x * ideal * GRAVITY
        move_y = y * push.sum(axis=1) - push @ y - y * ideal * GRAVITY
        length = np.maximum(np.hypot(move_x, move_y), np.float32(1e-6))
        step = np.minimum(length, heat) / length
        if middle >= 0:
            step[middle] = 0
        x, y = x + move_x * step, y + move_y * step
    return np.column_stack([x, y]).astype(np.float64)


def bounds(names: Sequence[str], places: Sequence[Place]) -> tuple[float, float, float, float]:
    """Left, top, width, height of the paper on which all marks and labels are; at least a mark's own."""
    half = np.array([_width(name) / 2 for name in names] or [RADIUS])
    points = np.array(places or [(0.0, 0.0)])
    left, right = (points[:, 0] - half).min() - MARGIN, (points[:, 0] + half).max() + MARGIN
    top, bottom = points[:, 1].min() - 2 * RADIUS - MARGIN, points[:, 1].max() + RADIUS + GAP + LABEL_HEIGHT + MARGIN
    return math.floor(left), math.floor(top), math.ceil(right - left), math.ceil(bottom - top)


def _width(name: str) -> float:
    return max(float(label_width(label(name))), 4.0 * RADIUS)  # a number stands beside the mark


def _offsets(inner: int) -> tuple[int, Points, Points]:
    """How far the outermost of some rings is, and the places on them, the nearest first, in whole pixels."""
    radius = np.repeat(inner + np.arange(_TOGETHER) * _STEP, _AROUND)
    angle = np.tile(np.arange(_AROUND) * (2 * math.pi / _AROUND), _TOGETHER)
    places = np.round(np.cos(angle) * radius * FLAT), np.round(np.sin(angle) * radius)
    return inner + _STEP * _TOGETHER, places[0][:, None], places[1][:, None]


_OFFSETS = tuple(_offsets(inner) for inner in range(_STEP, 4000, _STEP * _TOGETHER))
