"""Data out: the network or a part of it as a file, and the chronicle of an entity or of two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain, groupby
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from explorer.answers import Answers, plain
from explorer.answers import chronicle_files as files
from explorer.answers.chronicle import Chronicle
from explorer.answers.network_export import FORMATS, Addresses, title_of
from explorer.errors import AmbiguousName, NotFound
from explorer.store.rows import Match
from explorer.web import params, results, shelf
from explorer.web.i18n import N_
from graph.confidence import BANDS
from graph.export.part import MOST_HOPS, Wanted
from graph.ontology import BY_NAME

exports = Blueprint("exports", __name__)

_NETWORK_TYPES = {
    "graphml": ("application/graphml+xml", "graphml"), "gexf": ("application/gexf+xml", "gexf"), "pajek": ("text/plain", "net"),
    "csv": ("application/zip", "csv.zip"), "jsonld": ("application/ld+json", "jsonld"), "cypher": ("application/x-cypher-query", "cypher"),
}  # fmt: skip
FORM_NAMES = {
    "graphml": "GraphML", "gexf": "GEXF", "csv": "CSV", "pajek": "Pajek", "jsonld": "JSON-LD", "cypher": "Cypher",
}  # fmt: skip
_CHRONICLE_TYPES = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"), "md": ("text/markdown", "md"), "csv": ("text/csv", "csv"),
}  # fmt: skip
_CHRONICLE_NAMES = {"docx": "DOCX", "md": "Markdown", "csv": "CSV"}
_PERIOD = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_SHARE = re.compile(r"0|1|0?\.\d{1,6}|1\.0{1,6}")
_NO_YEAR = "none"
_BOM = b"\xef\xbb\xbf"
_DATES = N_("请写成 2020、2020-07 或 2020-07-16，并使起不晚于止。")


def answers() -> Answers:
    """The answers of this application."""
    return shelf.answers()


@exports.get("/network/export")
def network() -> Response | str:
    """What part of the network is taken out, how large it is, and in which format; with `format` the file."""
    centre, wanted = _wanted()
    if request.args.get("format"):
        form = params.choice("format", FORMATS, "graphml")
        pieces = answers().outward().write(wanted, form, title_of(wanted, centre.name if centre else ""), _addresses())
        return _file(pieces, *_NETWORK_TYPES[form], "jianbao-network")
    count = answers().outward().count(wanted)
    bands = tuple(name for name, least in BANDS if least)
    return render_template(
        "network_export.html", centre=centre, shown=_shown(centre.id, centre.name) if centre else "", wanted=wanted, count=count, forms=FORM_NAMES,
        kinds={kind: BY_NAME[kind].label for kind in count.kinds},
        hops=range(1, MOST_HOPS + 1), bands=bands, band=next((name for name in bands if dict(BANDS)[name] == wanted.confidence), None),
    )  # fmt: skip


@exports.get("/api/v1/network/export")
def network_count() -> Response:
    """How large a part of the network is: entity, hops, kind, from, to, confidence as on the page."""
    centre, wanted = _wanted()
    count = answers().outward().count(wanted)
    part = title_of(wanted, centre.name if centre else "")
    return jsonify({"part": part, "nodes": count.nodes, "edges": count.edges, "kinds": list(count.kinds), "formats": list(FORMATS)})


@exports.get("/entity/<entity_id>/chronicle")
def chronicle(entity_id: str) -> str:
    """The dated sentences on an entity, or on it and another."""
    page = _chronicle(entity_id)
    other, kept = page.other, _kept(page)
    shown = None if page.year is None else page.year or _NO_YEAR
    return render_template(
        "chronicle.html", page=page, shown=_shown(other.id or "", other.name) if other else "",
        groups=[(year, list(entries)) for year, entries in groupby(page.entries, key=lambda entry: entry.year)],
        years=[(name, count, url_for("exports.chronicle", **kept, year=name or _NO_YEAR), name == page.year) for name, count in page.years],
        every=url_for("exports.chronicle", **kept) if page.year is not None and page.whole else "",
        unpaired=url_for("exports.chronicle", entity_id=entity_id),
        turning=results.turning(page.page, page.pages, lambda number: url_for("exports.chronicle", **kept, year=shown, page=number)),
        files=[(name, url_for("exports.chronicle_file", **kept, year=shown, format=form)) for form, name in _CHRONICLE_NAMES.items()],
        json=url_for("exports.chronicle_json", **kept, year=shown, page=page.page),
    )  # fmt: skip


def _kept(page: Chronicle) -> dict[str, Any]:
    """What every address of a chronicle keeps."""
    return {"entity_id": page.entity.id, "with": page.other.id if page.other else None}


@exports.get("/entity/<entity_id>/chronicle/export")
def chronicle_file(entity_id: str) -> Response:
    """The whole of it, or of one year, as a file."""
    form = params.choice("format", tuple(_CHRONICLE_TYPES), "docx")
    page, year = _chronicle(entity_id), _year()
    entries = answers().chronicle_entries(entity_id, page.other.id or "" if page.other else "", year)
    where = _sentences()
    pieces: Iterable[bytes]
    if form == "docx":
        pieces = [files.as_docx(page.title, entries, where)]
    elif form == "md":
        pieces = (piece.encode("utf-8", "replace") for piece in files.markdown(page.title, entries, where))
    else:
        pieces = chain([_BOM], (piece.encode("utf-8", "replace") for piece in files.as_rows(entries, where)))
    return _file(pieces, *_CHRONICLE_TYPES[form], f"jianbao-chronicle-{page.entity.id}")


@exports.get("/api/v1/entity/<entity_id>/chronicle")
def chronicle_json(entity_id: str) -> Response:
    """A page of the chronicle: with, year (none: not known), page."""
    return jsonify(plain.plain(_chronicle(entity_id)))


def _chronicle(entity_id: str) -> Chronicle:
    given = params.name("with")
    other = answers().named(given).id if given else ""
    return answers().chronicle(entity_id, other if other != entity_id else "", _year(), params.whole("page", 1))


def _shown(entity_id: str, name: str) -> str:
    """What a form shows for an entity: its name if that means no other, else its id."""
    try:
        return name if answers().named(name).id == entity_id else entity_id
    except (NotFound, AmbiguousName):
        return entity_id


def _year() -> str | None:
    """'' asks for what has no year."""
    given = request.args.get("year", "")
    if given and given != _NO_YEAR and not re.fullmatch(r"[12]\d{3}", given, re.ASCII):
        raise params.odd("年份应为四位数字", f"year={given[:30]}", params.WHOLE)
    return "" if given == _NO_YEAR else given or None


def _wanted() -> tuple[Match | None, Wanted]:
    """The part that the address asks for, and its centre."""
    given, hops = params.name("entity"), params.whole("hops", 1)
    if not 1 <= hops <= MOST_HOPS:
        raise params.odd("步数超出范围", f"hops={hops}", params.WHOLE)
    kinds = tuple(dict.fromkeys(kind for kind in request.args.getlist("kind") if kind))
    unknown = next((kind for kind in kinds if kind not in BY_NAME), None)
    if unknown is not None:
        raise params.odd("没有这种关系", f"kind={unknown[:30]}", N_("请改正地址中的参数。"))
    first, last = _period("from"), _period("to")
    if first and last and first > last and not first.startswith(last):
        raise params.odd("起止日期颠倒", f"{first}, {last}", _DATES)
    centre = answers().named(given) if given else None
    return centre, Wanted(kinds, first, last, _confidence(), centre.id if centre else "", hops)


def _period(name: str) -> str:
    given = request.args.get(name, "").strip()
    if given and not _PERIOD.fullmatch(given):
        raise params.odd("日期应为年、年月或年月日", f"{name}={given[:30]}", _DATES)
    return given


def _confidence() -> float:
    """The name of a band, or a number from 0 to 1."""
    given = request.args.get("confidence", "").strip()
    if given in dict(BANDS):
        return dict(BANDS)[given]
    if given and not _SHARE.fullmatch(given):
        raise params.odd("可信度应在 0 与 1 之间", f"confidence={given[:30]}", N_("请改正地址中的参数。"))
    return float(given or 0)


def _addresses() -> Addresses:
    """Built from two patterns, because a file may have some hundred thousand of them."""
    entity = url_for("pages.entity", entity_id="ENTITY", _external=True)
    fact = url_for("pages.article", article_id="ARTICLE", fact="FACT", _anchor="quote", _external=True)
    return Addresses(
        lambda id: _filled(entity, {"ENTITY": id}), lambda article, id: _filled(fact, {"ARTICLE": article, "FACT": id})
    )  # fmt: skip


def _sentences() -> files.Address:
    pattern = url_for("pages.article", article_id="ARTICLE", **{"from": "START", "to": "END"}, _anchor="quote", _external=True)
    return lambda article, start, end: _filled(pattern, {"ARTICLE": article, "START": str(start), "END": str(end)})


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    head, mark, tail = pattern.partition("/entity/" if "ENTITY" in values else "/article/")
    for name, value in values.items():
        tail = tail.replace(name, quote(value, safe=""), 1)
    return head + mark + tail


def _file(pieces: Iterable[bytes], mimetype: str, ending: str, name: str) -> Response:
    response = Response(pieces, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={name}.{ending}"
    return response
