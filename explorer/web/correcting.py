"""Corrections in the browser: forms beside what they correct, the queue of doubtful facts, the log with its way back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from explorer.answers import Answers
from explorer.answers.doubts import KINDS, STATES, WHAT
from explorer.answers.plain import plain
from explorer.collections import follow_all
from explorer.corrections import log
from explorer.corrections.log import Log
from explorer.corrections.making import Maker
from explorer.errors import AmbiguousName, CorrectionRefused, NotFound
from explorer.pipeline import correct, see_to
from explorer.web import access, params, results, shelf, words
from explorer.web.i18n import local
from graph.corrections.model import ACCEPT, DATE, REJECT, UNDO, Correction
from graph.ontology import RELATIONS

correcting = Blueprint("correcting", __name__)

_LONGEST = 1_000
_PATH = 5_000


def answers() -> Answers:
    """The answers of this application."""
    return shelf.answers()


@correcting.get("/review")
def review() -> str:
    """The queue of doubtful facts: one at a time, decided by one key."""
    access.writer()
    kind = params.choice("kind", KINDS, KINDS[0])
    doubt = answers().doubt(kind, params.whole("at", 0))
    skip = url_for("correcting.review", kind=kind, at=doubt.position + 1)
    here = url_for("correcting.review", kind=kind, at=doubt.position)
    return render_template("review.html", doubt=doubt, skip=skip, here=here, last=_last(), what=WHAT)


@correcting.get("/corrections")
def corrections() -> str:
    """The log, newest first."""
    page = answers().log_page(params.whole("page", 1))
    turning = results.turning(page.page, page.pages, lambda number: url_for("correcting.corrections", page=number))
    return render_template("corrections.html", page=page, turning=turning, states=STATES, what=WHAT)


@correcting.get("/corrections/export")
def export() -> Response:
    """The log as a file, to be taken in elsewhere by `jianbao corrections import`."""
    path = answers().workspace.path / log.NAME
    response = Response(path.read_bytes() if path.is_file() else b"", mimetype="application/jsonl")
    response.headers["Content-Disposition"] = "attachment; filename=jianbao-corrections.jsonl"
    return response


@correcting.get("/api/v1/corrections")
def as_json() -> Response:
    """The log, newest first, 50 entries a page."""
    return jsonify(plain(answers().log_page(params.whole("page", 1))))


@correcting.get("/entity/<entity_id>/correct")
def entity(entity_id: str) -> str:
    """What can be put right about an entity."""
    access.writer()
    return render_template("correct_entity.html", page=answers().entity(entity_id), articles=answers().naming(entity_id))


@correcting.get("/fact/<fact_id>")
def fact(fact_id: str) -> str:
    """One fact, and what can be decided about it."""
    access.writer()
    return render_template("correct_fact.html", fact=answers().fact(fact_id))


@correcting.get("/article/<article_id>/mark")
def mark(article_id: str) -> str:
    """A relation that a sentence of the article says, to be put down."""
    access.writer()
    page = answers().article(article_id, params.offsets(), "")
    return render_template("correct_mark.html", page=page, sentences=answers().sentences(article_id), relations=RELATIONS, forms=words.FORMS)


@correcting.post("/corrections")
def make() -> Redirect:
    """Makes one correction of a form, and goes back to where it was filled in (`next`)."""
    by = access.writer()
    what = _given("what")
    if what not in (*_MAKERS, "host", UNDO):
        raise CorrectionRefused("不认识这种更正", place=what[:20])
    at = datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")
    maker = Maker(answers().store, by, at)
    made = correct(answers().workspace, answers().config, lambda before: _made(what, maker, before))
    follow_all(answers().workspace, answers().config)
    response = redirect(local(_given("next") or url_for("correcting.corrections")), 303)
    if what == UNDO:
        response.delete_cookie("corrected")
    else:
        response.set_cookie("corrected", "-".join(one.id for one in made), max_age=3600, samesite="Strict", httponly=True, secure=request.is_secure)
    return response


@correcting.post("/unread")
def unread() -> Redirect:
    """A file that could not be read (`path`) has been seen to."""
    access.writer()
    see_to(answers().workspace, request.form.get("path", "")[:_PATH])
    return redirect(local(_given("next") or url_for("correcting.review", kind="unread")), 303)


def _made(what: str, maker: Maker, before: Log) -> Sequence[Correction]:
    if what == "host":
        return maker.host(_given("fact"), _entity("office"), _given("why"))
    return _undone(maker, before) if what == UNDO else [_MAKERS[what](maker, before)]


def _given(name: str) -> str:
    given = request.form.get(name, "").strip()
    if len(given) > _LONGEST:
        raise CorrectionRefused("填写的内容太长", place=given[:20] + "…")
    return given


def _number(name: str) -> int:
    given = _given(name)
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise CorrectionRefused("这里应是整数", place=given[:20])
    return int(given)


def _entity(name: str) -> str:
    """The id of whom a field names. Raises CorrectionRefused if that is not clear."""
    try:
        return answers().named(_given(name)).id
    except (NotFound, AmbiguousName) as error:
        raise CorrectionRefused(error.reason, place=error.place, remedy=error.remedy) from error


def _undone(maker: Maker, before: Log) -> list[Correction]:
    """Takes back one, or those that were made together (`of`: their ids with - between), the last first."""
    wanted = _given("of").split("-")[::-1]
    for one in wanted:
        if before.entry(one) is None:
            raise NotFound("没有这条更正", place=one[:20])
    return [Correction(maker.at, maker.by, UNDO, _given("why"), of=one) for one in wanted]


def _decide(what: str) -> Callable[[Maker, Log], Correction]:
    """About a relation, or about a name at a place of an article."""

    def made(maker: Maker, before: Log) -> Correction:
        if _given("article"):
            return maker.decide_mention(_given("article"), _number("start"), what, _given("why"))
        return maker.decide(_given("fact"), what, _given("why"), date=_given("date"))

    return made


def _add(maker: Maker, before: Log) -> Correction:
    start, _, end = _given("sentence").partition("-")
    if not (start.isdigit() and end.isdigit()):
        raise CorrectionRefused("请标出原文中的一句话")
    ends = _entity("subject"), _entity("object")
    return maker.add(_given("article"), int(start[:9]), int(end[:9]), _given("kind"), *ends, _given("why"), date=_given("date"), detail=_given("detail"))


_MAKERS: dict[str, Callable[[Maker, Log], Correction]] = {
    "merge": lambda maker, before: maker.merge(_given("entity"), [_entity("other")], _given("why")),
    "split": lambda maker, before: maker.split(
        _given("entity"), request.form.getlist("articles"), _given("why"), name=_given("name"), target=_entity("other") if _given("other") else "",
    ),
    "rename": lambda maker, before: maker.rename(_given("entity"), _given("name"), _given("why")),
    "alias": lambda maker, before: maker.alias(_given("entity"), _given("name"), _given("why")),
    "unalias": lambda maker, before: maker.alias(_given("entity"), _given("name"), _given("why"), remove=True),
    "distinct": lambda maker, before: maker.distinct(_given("entity"), _entity("other"), _given("why")),
    "accept": _decide(ACCEPT), "reject": _decide(REJECT), "date": _decide(DATE), "add": _add,
}  # fmt: skip


def _last() -> list[Correction]:
    """What this browser corrected last, at one stroke, to be taken back at once."""
    wanted = request.cookies.get("corrected", "")
    before = log.read(answers().workspace.path) if wanted else Log()
    found = [entry for one in wanted.split("-")[:2] if (entry := before.entry(one))]
    return found if wanted == "-".join(one.id for one in found) else []
