"""The picture of the network as a page, as a file and as data; and the measures of the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, Response, jsonify, render_template, url_for

from explorer.answers import Answers, plain
from explorer.answers.drawn import Line, Picture, Step
from explorer.answers.picture import HITS, MOST
from explorer.store.rows import Match
from explorer.web import looking as states
from explorer.web import params, shelf
from explorer.web.looking import COUNTS, State
from explorer.web.picture import LABEL_BASE, addresses, legend

networks = Blueprint("networks", __name__)

_LISTED = 60
"""Relations that the list gives in full; the rest are a line each."""

_NUDGE = 40
"""Pixels by which a node is moved by a link."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Addresses of what can be done next; '' where it cannot."""

    undo: str
    every_year: str
    years: tuple[tuple[int, int, str, bool], ...]
    """(year, observations, address, whether it is the one looked at)"""
    opened: tuple[tuple[str, int, str], ...]
    """(kind or '', neighbours not shown, address): expansions of the focus"""
    hide: str
    pin: str
    unpin: str
    nudges: tuple[tuple[str, str], ...]
    """(way, address)"""
    close: str
    """Without what the focus was expanded by."""
    restored: tuple[tuple[str, str, str], ...]
    """(id, name, address) of what is hidden"""


def answers() -> Answers:
    """The answers of this application."""
    return shelf.answers()


@networks.get("/network")
def network() -> str:
    """The picture around one entity or several, or of those named in the hits of a search; without any, where to begin."""
    state = _state()
    if not state.looking.starts:
        return render_template("network_start.html", query=state.query, named=_named(state), searched=bool(state.query))
    return _page(state)


@networks.get("/entity/<entity_id>/network")
def around(entity_id: str) -> str:
    """The picture of an entity's neighbourhood."""
    return _page(states.state((entity_id,)))


@networks.get("/network.svg")
def drawing() -> Response:
    """The same picture as a file that any program can show."""
    state = _state()
    picture = answers().look(state.looking)
    svg = render_template("network.svg", picture=picture, label_base=LABEL_BASE, community=state.looking.colour == "community")
    response = Response(svg, mimetype="image/svg+xml")
    response.headers["Content-Disposition"] = "attachment; filename=jianbao-network.svg"
    return response


@networks.get("/api/v1/network")
def data() -> Response:
    """The picture as data: the same parameters as the page."""
    return jsonify(plain.plain(answers().look(_state().looking)))


@networks.get("/measures")
def measures() -> str:
    """Who is best connected, over the kinds and years chosen."""
    scope, sort = states.scope(), params.choice("sort", _SORTS, "pagerank")
    found = answers().measures(scope)
    rows = sorted(found.rows, key=lambda row: (row.community, -row.pagerank) if sort == "community" else (-getattr(row, sort), -row.pagerank))
    kept = {"kind": scope.kinds or None, "from": scope.first or None, "to": scope.last or None}
    years = [(year, url_for("networks.measures", **{**kept, "from": year, "to": year, "sort": sort})) for year in answers().network().years]
    sorts = {name: url_for("networks.measures", **kept, sort=name) for name in _SORTS}
    return render_template(
        "measures.html", found=found, rows=rows[:_ROWS], scope=scope, kinds=answers().network().choices, sort=sort, sorts=sorts, years=years,
        all_years=url_for("networks.measures", **{**kept, "from": None, "to": None, "sort": sort}), json=url_for("networks.measures_data", **kept),
    )  # fmt: skip


@networks.get("/api/v1/measures")
def measures_data() -> Response:
    """The measures as data: kind, from, to."""
    return jsonify(plain.plain(answers().measures(states.scope())))


_SORTS, _ROWS = ("pagerank", "degree", "between", "community"), 100


def _state() -> State:
    """What the address asks for, the entities of a search among its starts."""
    state = states.state()
    asked = params.searching(answers().config.max_query_chars)
    query, filters = str(asked["query"]), params.filters()
    if state.starts or not (query or filters):
        return replace(state, query="" if state.starts else query)
    found = answers().named_in_hits(query, filters, most=state.looking.most)
    return State(replace(state.looking, starts=tuple(found), alone=True), (), query, filters)


def _named(state: State) -> list[Match]:
    return answers().find(state.query, limit=8) if state.query else []


def _page(state: State) -> str:
    picture = answers().look(state.looking)
    fact, dot = addresses(), state.url(focus="")
    return render_template(
        "network.html", picture=picture, state=state, looking=state.looking, legend=legend(picture), label_base=LABEL_BASE, counts=COUNTS,
        kinds=answers().network().choices, spans=answers().network().years, fact=fact, offers=_offers(state, picture),
        select=lambda node_id: f"{dot}&focus={node_id}", more=f"{dot}&focus=ID&do=open.ID", line_class=_line_class,
        svg=state.url("networks.drawing"), json=state.url("networks.data"), here_url=state.url(), settled=not state.looking.scope.whole, hits=HITS, full=len(picture.dots) >= MOST, listed=_listed(picture), shown=_LISTED, steps=[states.told(step) for step in state.looking.steps],
    )  # fmt: skip


def _listed(picture: Picture) -> list[Line]:
    """The lines as the list has them: those of the focus first."""
    first = {id(line) for line in picture.focus.lines} if picture.focus else set()
    return sorted(picture.lines, key=lambda line: (id(line) not in first, line.edge.implied, line.edge.distance))


def _line_class(line: Line) -> str:
    return ("" if line.on else " off") + (" implied" if line.edge.implied else "")


def _offers(state: State, picture: Picture) -> Offers:
    now, focus = state.looking, picture.focus
    undone = state.undone()
    node_id = focus.dot.node.id if focus else ""
    here = state.but(focus=node_id)
    return Offers(
        undone.url() if undone else "", state.but(at=0).url() if now.at else "",
        tuple((year, count, state.but(at=year).url(), year == now.at) for year, count in picture.years),
        tuple(_openings(here, picture)), state.done(Step("hide", node_id)).but(focus="").url() if focus and len(picture.dots) > 1 else "",
        here.done(Step("pin", node_id, x=focus.dot.x, y=focus.dot.y)).url() if focus and not focus.dot.pinned else "",
        here.without("pin", node_id).url() if focus and focus.dot.pinned else "", tuple(_nudges(here, picture)),
        here.without("open", node_id).url() if any(step.what == "open" and step.id == node_id for step in now.steps) else "",
        tuple((node.id, node.name, state.without("hide", node.id).url()) for node in picture.put_away),
    )  # fmt: skip


def _openings(here: State, picture: Picture) -> Iterator[tuple[str, int, str]]:
    focus = picture.focus
    if not focus or not focus.dot.hidden:
        return
    node_id = focus.dot.node.id
    if len(focus.hidden) > 1:
        yield "", focus.dot.hidden, here.done(Step("open", node_id)).url()
    for kind, count in focus.hidden.items():
        yield kind, count, here.done(Step("open", node_id, kind)).url()


def _nudges(here: State, picture: Picture) -> Iterator[tuple[str, str]]:
    if not picture.focus:
        return
    dot = picture.focus.dot
    for way, x, y in (("left", -_NUDGE, 0), ("up", 0, -_NUDGE), ("down", 0, _NUDGE), ("right", _NUDGE, 0)):
        yield way, here.done(Step("pin", dot.node.id, x=dot.x + x, y=dot.y + y)).url()
