"""The JSON interface: the answers that the pages show, under /api/v1/."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from explorer.answers import Answers, plain
from explorer.web import params
from explorer.web.i18n import N_
from graph.model import KINDS

api = Blueprint("api", __name__, url_prefix="/api/v1")

_MOST = 100


def answers() -> Answers:
    """The answers of this application."""
    return current_app.extensions["answers"]


@api.get("/stats")
def stats() -> Response:
    """What is in the workspace."""
    return jsonify(plain.plain(answers().stats()))


@api.get("/search")
def search() -> Response:
    """Hits and facets: q, page, sort, and any filter, as on the page."""
    query = params.query(answers().config.max_query_chars)
    page = answers().search(query, params.filters(), sort=params.sort(), page=params.whole("page", 1))
    return jsonify(plain.search(page))


@api.get("/issue/<issue_id>")
def issue(issue_id: str) -> Response:
    """One issue with its parts."""
    return jsonify(plain.plain(answers().issue(issue_id)))


@api.get("/article/<article_id>")
def article(article_id: str) -> Response:
    """One article; from and to, fact, and q mark what they mark on the page."""
    query = params.query(answers().config.max_query_chars)
    page = answers().article(article_id, params.offsets(), query, fact=params.name("fact"))
    return jsonify(plain.plain(page))


@api.get("/entity/<entity_id>")
def entity(entity_id: str) -> Response:
    """Everything known of one entity."""
    return jsonify(plain.plain(answers().entity(entity_id)))


@api.get("/path")
def path() -> Response:
    """The ways between two entities, given as from and to by id or by a name that only one bears."""
    start, goal = params.name("from"), params.name("to")
    if not (start and goal):
        raise params.odd("缺少起点或终点", "", N_("请给出 from 和 to：名称或编号。"))
    return jsonify(plain.plain(answers().path(start, goal)))


@api.get("/find")
def find() -> Response:
    """Entities by name: q, and if wanted kind and limit."""
    kind, limit = params.name("kind"), params.whole("limit", 20)
    if kind and kind not in KINDS:
        raise params.odd("没有这种条目", kind[:30], N_("请改正参数 kind，或不用它。"))
    if not 1 <= limit <= _MOST:
        raise params.odd("条数超出范围", str(limit), params.WHOLE)
    return jsonify({"matches": plain.plain(answers().find(params.name("q"), kind or None, limit))})
