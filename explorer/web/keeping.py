"""What a reader keeps: a search as a feed, hits as a file, an article as a citation, searches on one's own machine."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, url_for

from explorer.answers import Answers, plain
from explorer.answers.citing import FORMS, Source, citations
from explorer.answers.concordance import CONTEXT_SORTS
from explorer.answers.tabular import as_csv
from explorer.errors import QueryError
from explorer.web import params, shelf
from explorer.web.i18n import word

keeping = Blueprint("keeping", __name__)

MOST = 1_000
"""Hits in a file."""
_FEED = 50
_TYPES = {
    "csv": ("text/csv", "csv"), "json": ("application/json", "json"), "gb7714": ("text/plain", "txt"), "bibtex": ("application/x-bibtex", "bib"),
    "ris": ("application/x-research-info-systems", "ris"),
}  # fmt: skip
_COLUMNS = (
    ("title", "题名"), ("date", "日期"), ("series", "刊名"), ("issue_no", "期"), ("total_no", "总期"), ("section", "栏目"),
    ("attribution", "供稿单位"), ("article", "编号"), ("address", "地址"),
)  # fmt: skip
_LINES = (("date", "日期"), ("left", "前文"), ("word", "字句"), ("right", "后文"), ("title", "题名"), ("article", "编号"), ("start", "起"), ("end", "止"))
_BOM = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for the local encoding."""


def answers() -> Answers:
    """The answers of this application."""
    return shelf.answers()


@keeping.get("/searches")
def searches() -> str:
    """Saved searches and history; the browser alone knows them."""
    return render_template("searches.html")


@keeping.get("/feed")
def feed() -> Response:
    """The newest hits of a search as an Atom feed (RFC 4287)."""
    page = answers().search(**params.searching(answers().config.max_query_chars), sort="newest", size=_FEED)
    # Only what is known: url_for takes a parameter that is called _external or _anchor for one of its own.
    kept: dict[str, Any] = {"q": page.query or None, "exact": None if page.expand else "1", **page.filters}
    shown = render_template(
        "feed.xml", page=page, address=url_for("keeping.feed", _external=True, **kept), html=url_for("pages.search", _external=True, **kept)
    )
    return Response(shown, mimetype="application/atom+xml")


@keeping.get("/export")
def export() -> Response:
    """The hits of a search as a file: CSV, JSON or citations; at most MOST."""
    form = params.choice("format", tuple(_TYPES), "csv")
    sources = answers().sources(**params.searching(answers().config.max_query_chars), sort=params.sort(), size=MOST)
    return _file(_content(_addressed(sources), form), form, "jianbao-search")


@keeping.get("/concordance/export")
def concordance() -> Response:
    """The lines of a concordance as CSV."""
    asked = params.searching(answers().config.max_query_chars)
    page = answers().concordance(**asked, sort=params.choice("sort", tuple(CONTEXT_SORTS), "newest"), size=MOST * 10)
    rows = [
        {"date": line.article.date, "left": line.left, "word": line.word, "right": line.right, "title": line.article.title,
         "article": line.article.id, "start": line.start, "end": line.end}
        for line in page.lines
    ]  # fmt: skip
    return _file(_BOM + as_csv(rows, [(name, word(label)) for name, label in _LINES]), "csv", "jianbao-concordance")


@keeping.get("/article/<article_id>/citation")
def citation(article_id: str) -> Response:
    """One article as a citation."""
    form = params.choice("format", FORMS, "gb7714")
    return _file(_content(_addressed([answers().source(article_id)]), form), form, article_id)


def _addressed(sources: list[Source]) -> list[Source]:
    return [replace(source, address=url_for("pages.article", article_id=source.article, _external=True)) for source in sources]


def _content(sources: list[Source], form: str) -> str:
    if form == "json":
        return jsonify({"articles": plain.plain(sources)}).get_data(as_text=True)
    if form == "csv":
        return _BOM + as_csv((plain.plain(source) for source in sources), [(name, word(label)) for name, label in _COLUMNS])  # type: ignore[misc]
    return citations(sources, form, accessed=datetime.date.today().isoformat())


def _file(content: str, form: str, name: str) -> Response:
    mimetype, ending = _TYPES[form]
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={name}.{ending}"
    return response
