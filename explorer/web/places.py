"""The pages of divisions: what is told of each, and when nothing is; the same as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, render_template, url_for

from explorer.answers import Answers, plain
from explorer.answers.places import ACTS, ARTICLES, PlacePage
from explorer.web import params, shelf, words
from explorer.web.i18n import N_, word
from explorer.web.looking import year

places = Blueprint("places", __name__)

_SHADES = 5
_MEASURES = {ARTICLES: N_("全部文章"), ACTS: N_("批示与肯定"), **words.FORMS}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, how dark it is shown (0 to 5), and where what is counted is listed; '' where a search cannot ask for it alone."""

    number: int
    shade: int
    url: str


def answers() -> Answers:
    """The answers of this application."""
    return shelf.answers()


@places.get("/place/")
@places.get("/place/<code>")
def place(code: str = "") -> str:
    """A division: the matrix of what is told of those below it, by year or month."""
    page = _page(code)
    own = {"of": page.of if page.of != ARTICLES else None, "year": page.year}
    measures = tuple((word(label), url_for("places.place", code=code or None, of=of, year=page.year), of == page.of) for of, label in _MEASURES.items())
    totals = tuple(map(sum, zip(*(row.cells for row in page.rows), strict=True)))
    return render_template("place.html", page=page, kept=own, measures=measures, cells=cells(page), totals=totals)


@places.get("/api/v1/place/")
@places.get("/api/v1/place/<code>")
def as_json(code: str = "") -> Response:
    """The same as JSON: of (articles, acts, or a form of act), year."""
    return jsonify(plain.plain(_page(code)))


def _page(code: str) -> PlacePage:
    return answers().place(code, params.choice("of", tuple(_MEASURES), ARTICLES), year("year") or None)


def cells(page: PlacePage) -> dict[str, tuple[Cell, ...]]:
    """Code of a division → its cells."""
    acts = {ARTICLES: (), ACTS: tuple(words.FORMS)}.get(page.of, (page.of,))
    period = "year" if page.year is None else "month"

    def cell(code: str, own: bool, at: int, number: int) -> Cell:
        shade = -(-number * _SHADES // page.highest) if number else 0
        url = url_for("pages.search", place=code, act=acts or None, **{period: page.columns[at].period}) if number and not own else ""
        return Cell(number, shade, url)

    return {row.code: tuple(cell(row.code, row.own, at, number) for at, number in enumerate(row.cells)) for row in page.rows}
