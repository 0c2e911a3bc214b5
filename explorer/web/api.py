"""The JSON interface: the answers that the pages show, under /api/v1/."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, url_for

from explorer.answers import Answers, plain
from explorer.answers.concordance import CONTEXT_SORTS
from explorer.answers.listing import ARTICLES
from explorer.answers.listing import KINDS as OF
from explorer.answers.meant import Suggestion
from explorer.web import params, shelf, words
from explorer.web.i18n import N_, word
from explorer.web.looking import scope
from graph.model import KINDS

api = Blueprint("api", __name__, url_prefix="/api/v1")

MOST = 100


def answers() -> Answers:
    """The answers of this application."""
    return shelf.answers()


@api.get("/stats")
def stats() -> Response:
    """What is in the workspace."""
    return jsonify(plain.plain(answers().stats()))


@api.get("/search")
def search() -> Response:
    """Hits and facets: q, page, sort, and any filter, as on the page."""
    asked = params.searching(answers().config.max_query_chars)
    page = answers().search(**asked, sort=params.sort(), page=params.whole("page", 1), group=request.args.get("group", ""))
    return jsonify(plain.search(page))


@api.get("/concordance")
def concordance() -> Response:
    """Every place that prints what q asks for: sort (newest, left, right), page, and any filter."""
    asked = params.searching(answers().config.max_query_chars)
    page = answers().concordance(**asked, sort=params.choice("sort", tuple(CONTEXT_SORTS), "newest"), page=params.whole("page", 1))
    return jsonify(plain.plain(page))


@api.get("/suggest")
def suggest() -> Response:
    """What the letters typed so far (q) may mean: entities with their kind, then articles."""
    rows = [
        {"id": one.id, "kind": one.kind, "kind_label": word(words.KINDS.get(one.kind, words.PARTS.get(one.kind, ""))), "name": one.name,
         "note": one.note, "address": _page(one)}
        for one in answers().suggest(params.name("q"))
    ]  # fmt: skip
    return jsonify({"suggestions": rows})


def _page(one: Suggestion) -> str:
    if one.kind == "article":
        return url_for("pages.article", article_id=one.id)
    return url_for("pages.entity", entity_id=one.id)


@api.get("/issue/<issue_id>")
def issue(issue_id: str) -> Response:
    """One issue with its parts."""
    return jsonify(plain.plain(answers().issue(issue_id)))


@api.get("/coverage")
def coverage() -> Response:
    """Which issues of each series are held, and which are missing."""
    return jsonify({"series": plain.plain(answers().coverage())})


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


@api.get("/entity/<entity_id>/all")
def listing(entity_id: str) -> Response:
    """All facts of one kind of an entity, or all articles that name it: of, back, page as on the page."""
    of, back = params.choice("of", OF, ARTICLES), params.choice("back", ("", "1"), "") == "1"
    return jsonify(plain.plain(answers().listing(entity_id, of, back, params.whole("page", 1))))


@api.get("/path")
def path() -> Response:
    """The ways between two entities, given as from and to by id or by a name that only one bears; kind, since and until
    choose relations."""
    start, goal = params.name("from"), params.name("to")
    if not (start and goal):
        raise params.odd("缺少起点或终点", "", N_("请给出 from 和 to：名称或编号。"))
    return jsonify(plain.plain(answers().path(start, goal, scope("since", "until"))))


@api.get("/find")
def find() -> Response:
    """Entities by name: q, and if wanted kind and limit."""
    kind, limit = params.name("kind"), params.whole("limit", 20)
    if kind and kind not in KINDS:
        raise params.odd("没有这种条目", kind[:30], N_("请改正参数 kind，或不用它。"))
    if not 1 <= limit <= MOST:
        raise params.odd("条数超出范围", str(limit), params.WHOLE)
    return jsonify({"matches": plain.plain(answers().find(params.name("q"), kind or None, limit))})
