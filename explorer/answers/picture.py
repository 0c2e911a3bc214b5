"""The picture of a part of the network: what is shown, where it stands, what it says, and how much is left out."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.answers.drawn import Dot, Focus, Line, Looking, Picture
from explorer.answers.walk import edge_label
from explorer.errors import NotFound
from graph import labels, layout
from graph.errors import UnknownNode
from graph.measures import communities
from graph.model import AGREEMENT, DOCUMENT, EVENT, OFFICE, PERSON
from graph.network import Edge, Neighbourhood, Network

MOST, STEP = 300, 12
"""Most nodes of a picture, and of one expansion."""

HITS = 50
"""A picture of a search shows who is named in so many of its best hits."""

DRAWN = (PERSON, OFFICE, DOCUMENT, AGREEMENT, EVENT)
"""Kinds that it shows: neither issues, which name everything, nor what belongs to one article alone."""

SIZES, COLOURS = ("same", "degree", "pagerank"), ("kind", "community")
_LEAST, _SAME, _GREATEST = 0.6, 0.85, 1.15
"""Scale of the marks."""


def picture(net: Network, looking: Looking) -> Picture:
    """Raises NotFound for a start that is not there; of steps and focus, what is not there is passed over."""
    if not looking.starts:
        raise NotFound("没有可画的条目")
    try:
        centre = net.node(looking.starts[0])
        stages = _stages(net, looking)
    except UnknownNode as error:
        raise NotFound("没有这个条目", place=str(error)[:40]) from error
    whole = net.part([node_id for stage in stages for node_id in stage], looking.scope)
    away = set(looking.hidden)
    part = net.part([node.id for node in whole.nodes if node.id not in away], looking.scope)
    dots, lines = _drawn(net, looking, part, _places(net, looking, stages, whole))
    return Picture(
        centre, *_paper(dots), dots, lines, _left_out(net, looking, part), tuple(node for node in whole.nodes if node.id in away),
        _years(part.edges), _focus(net, looking, dots, lines),
    )  # fmt: skip


def _stages(net: Network, looking: Looking) -> list[list[str]]:
    """What comes at the beginning, and with each expansion."""
    starts = list(dict.fromkeys(looking.starts))[:MOST]
    most = min(looking.most, MOST - len(starts))
    stages = [starts + ([] if looking.alone else net.strongest(starts, starts, most, looking.scope))]
    shown = set(stages[0])
    for step in looking.steps:
        if step.what == "open" and step.id in shown:
            scope = looking.scope.narrowed(step.kind)
            stages.append(net.strongest([step.id], shown, min(STEP, MOST - len(shown)), scope))
            shown.update(stages[-1])
    return stages


def _places(net: Network, looking: Looking, stages: Sequence[Sequence[str]], whole: Neighbourhood) -> dict[str, layout.Place]:
    names = {node.id: node.name for node in whole.nodes}
    pinned = {node_id: (place, names[node_id]) for node_id, place in looking.pinned.items() if node_id in names}
    links = list(dict.fromkeys((edge.source, edge.target) for edge in whole.edges))
    canvas = layout.Canvas(pinned)
    for stage in stages:
        canvas.add({node_id: names[node_id] for node_id in stage}, links, looking.starts[0] if len(looking.starts) == 1 else "")
    return canvas.places(names)


def _drawn(net: Network, looking: Looking, part: Neighbourhood, places: dict[str, layout.Place]) -> tuple[tuple[Dot, ...], tuple[Line, ...]]:
    lines = _lines(part, places, looking.at)
    lit = {node.id for line in lines if line.on for node in (line.source, line.target)} | (set() if looking.alone else set(looking.starts))
    degrees = {node.id: net.degree(node.id, looking.scope) for node in part.nodes}
    scales = _scales(net, looking, part, degrees)
    centres = () if looking.alone else looking.starts
    groups = communities(part) if looking.colour == "community" else {}
    tiers = _tiers(looking, part, degrees, places)
    dots = tuple(
        Dot(
            node, *places[node.id], part.hidden[node.id], node.id in centres, labels.label(node.name), degrees[node.id], scales[node.id],
            groups.get(node.id, 0), tiers[node.id], node.id in looking.pinned, not looking.at or node.id in lit,
        )
        for node in part.nodes
    )  # fmt: skip
    return dots, lines


def _tiers(looking: Looking, part: Neighbourhood, degrees: dict[str, int], places: dict[str, layout.Place]) -> dict[str, int]:
    ranked = sorted(part.nodes, key=lambda node: (looking.alone or node.id not in looking.starts, -degrees[node.id], node.name, node.id))
    found = labels.tiers([node.name for node in ranked], [places[node.id] for node in ranked])
    return {node.id: tier for node, tier in zip(ranked, found, strict=True)}


def _scales(net: Network, looking: Looking, part: Neighbourhood, degrees: dict[str, int]) -> dict[str, float]:
    """The area of a mark grows with what it stands for."""
    if looking.size == "same":
        return dict.fromkeys(degrees, _SAME)
    worth: dict[str, float] = {**degrees} if looking.size == "degree" else net.ranks(degrees, looking.scope)
    greatest = max(worth.values(), default=0) or 1
    return {node_id: round(_LEAST + (_GREATEST - _LEAST) * (value / greatest) ** 0.5, 2) for node_id, value in worth.items()}


def _lines(part: Neighbourhood, places: dict[str, layout.Place], at: int) -> tuple[Line, ...]:
    """One line a pair: five posts between two dots are one line that says so; in one year, what it says of that year."""
    nodes = {node.id: node for node in part.nodes}
    pairs: dict[tuple[str, str], list[Edge]] = {}
    for edge in part.edges:
        pairs.setdefault((min(edge.source, edge.target), max(edge.source, edge.target)), []).append(edge)
    lines = []
    for group in pairs.values():
        told = [edge for edge in group if edge.year == at] if at else group
        said = told or group
        best = min(said, key=lambda edge: (edge.implied, edge.distance, -edge.confidence, edge.id))
        words = list(dict.fromkeys(edge_label(edge) for edge in said if not edge.implied)) or [edge_label(best)]
        years = tuple(sorted({edge.year for edge in group if edge.year}))
        ends = nodes[best.source], nodes[best.target]
        lines.append(Line(*places[best.source], *places[best.target], *ends, "、".join(words[:3]), best, len(said), years, bool(told)))
    return tuple(lines)


def _paper(dots: Sequence[Dot]) -> tuple[int, int, int, int]:
    left, top, width, height = layout.bounds([dot.node.name for dot in dots], [(dot.x, dot.y) for dot in dots])
    return int(left), int(top), int(width), int(height)


def _left_out(net: Network, looking: Looking, part: Neighbourhood) -> int:
    """Neighbours, of the starts and of what was expanded, that are not shown."""
    shown = {node.id for node in part.nodes}
    asked = [*(() if looking.alone else looking.starts), *(step.id for step in looking.steps if step.what == "open")]
    return net.reaching([node_id for node_id in asked if node_id in shown], shown, looking.scope)


def _years(edges: Sequence[Edge]) -> tuple[tuple[int, int], ...]:
    counts: dict[int, int] = {}
    for edge in edges:
        counts[edge.year] = counts.get(edge.year, 0) + 1
    return tuple((year, count) for year, count in sorted(counts.items()) if year)


def _focus(net: Network, looking: Looking, dots: Sequence[Dot], lines: Sequence[Line]) -> Focus | None:
    """What was asked for; else the only start."""
    wanted = looking.focus or (looking.starts[0] if len(looking.starts) == 1 else "")
    dot = next((dot for dot in dots if dot.node.id == wanted), None)
    if not dot:
        return None
    own = tuple(line for line in lines if line.on and wanted in (line.source.id, line.target.id))
    return Focus(dot, net.hidden_kinds(wanted, {dot.node.id for dot in dots}, looking.scope), own)
