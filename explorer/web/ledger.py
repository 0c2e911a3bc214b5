"""The ledger of acts of endorsement: rows, totals and matrices, the same as JSON, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil, sqrt
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from explorer.answers import Answers, acts_files, plain
from explorer.answers.heat import Matrix
from explorer.answers.ledger import NONE, OWN, YEARS, within
from explorer.answers.ledger_filters import NAMES, narrowed
from explorer.answers.ledger_page import HEAT, ROWS, SORTS, TOTALS, VIEWS, LedgerPage
from explorer.answers.ledger_reading import UNRESOLVED
from explorer.store.rows import Fact
from explorer.web import params, results, shelf, words
from explorer.web.i18n import N_, word

ledger = Blueprint("ledger", __name__)

LABELS = {
    "leader": N_("领导"), "office": N_("机构或作品"), "post": N_("职务"), "place": N_("地区"), "kind": N_("方式"), "year": N_("年份"),
    "quarter": N_("季度"), "from": N_("起始年份"), "to": N_("截止年份"), "confidence": N_("可信度"),
}  # fmt: skip
SORT_LABELS = {"newest": N_("日期由近及远"), "oldest": N_("日期由远及近"), "leader": N_("按领导"), "days": N_("按距刊发天数")}
VIEW_LABELS = {ROWS: N_("台账"), TOTALS: N_("合计"), HEAT: N_("矩阵")}
_UNKNOWN = {
    "leader": N_("未具名"), "office": N_("未写明机构"), "kind": N_("未写明方式"), "place": N_("地区不详"), "year": N_("日期不详"), "quarter": N_("月份不详"),
}  # fmt: skip
_QUARTERS = {"1": N_("第一季度"), "2": N_("第二季度"), "3": N_("第三季度"), "4": N_("第四季度")}
_REST = N_("其余")
_WORDS: Mapping[str, Mapping[str, str]] = {"kind": words.FORMS, "quarter": _QUARTERS, "confidence": words.BANDS}
_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_PATH = "/acts"
_SHADES = 8
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Named:
    """A value as it is shown: `printed` if a bulletin prints it, else a word of the interface; `own` for a division itself."""

    label: str
    printed: bool
    own: bool = False


@dataclass(frozen=True, slots=True)
class Toggle:
    """A value of a filter, and the address at which it is chosen if it is not, or not if it is."""

    name: Named
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, how dark it is shown (0 to 8), and the address of the rows it counts, '' where nothing can ask for them."""

    number: int
    shade: int
    url: str


def answers() -> Answers:
    """The answers of this application."""
    return shelf.answers()


@ledger.get(_PATH)
def acts() -> str:
    """The acts that pass the filters: one by one, summed up, or as matrices."""
    page = _page()
    to = lambda **changed: address(page, **changed)  # noqa: E731
    return render_template(
        "acts.html", page=page, to=to, labels=LABELS, named=lambda name, value: named(page, name, value),
        facets=[(facet, [toggle(page, facet.name, value) for value in facet.values]) for facet in page.facets if facet.values],
        chips=[(name, named(page, name, value), to(filters=_toggled(page, name, value))) for name, values in page.filters.items() for value in values],
        hidden=[(name, value) for name, values in page.filters.items() if name not in ("from", "to") for value in values],
        views=[(label, to(view=view), view == page.view) for view, label in VIEW_LABELS.items()],
        sorts=[(label, to(sort=sort), sort == page.sort) for sort, label in SORT_LABELS.items()],
        turning=results.turning(page.page, page.pages, lambda number: to(number=number)),
        cells=lambda matrix: cells(page, matrix), opened=opener(page),
        files=[(label, url_for("ledger.export", **page.filters, sort=page.sort, format=form)) for form, label in (("csv", "CSV"), ("xlsx", "Excel"))],
        json=url_for("ledger.as_json", **page.filters, sort=page.sort, view=page.view, page=page.page),
    )  # fmt: skip


@ledger.get("/acts/export")
def export() -> Response:
    """All acts that pass the filters as a file."""
    form = params.choice("format", tuple(_TYPES), "csv")
    page = _page()
    entries = answers().act_entries(page.filters, page.sort)
    if form == "xlsx":
        pieces = acts_files.as_xlsx(entries, _sentence())
    else:
        pieces = chain([_BOM], (piece.encode("utf-8", "replace") for piece in acts_files.as_rows(entries, _sentence())))
    response = Response(pieces, mimetype=_TYPES[form])
    response.headers["Content-Disposition"] = f"attachment; filename=jianbao-acts.{form}"
    return response


@ledger.get("/api/v1/acts")
def as_json() -> Response:
    """The page as JSON: the same filters, sort, view and page."""
    return jsonify(plain.plain(_page()))


def _page() -> LedgerPage:
    given = {name: request.args.getlist(name) for name in NAMES}
    sort, view = params.choice("sort", SORTS, "newest"), params.choice("view", VIEWS, ROWS)
    return answers().acts(given, sort=sort, page=max(params.whole("page", 1), 1), view=view)


def address(
    page: LedgerPage, *, filters: Mapping[str, Sequence[str]] | None = None, sort: str | None = None, view: str | None = None, number: int = 1
) -> str:
    """The page with something changed; any change begins at its first page."""
    sort, view = sort or page.sort, view or page.view
    values: dict[str, object] = {**(page.filters if filters is None else filters)}
    values |= {"sort": None if sort == SORTS[0] else sort, "view": None if view == ROWS else view, "page": number if number > 1 else None}
    # Not url_for: a matrix has some hundred cells, and what is asked of Flask for each would take half of its time.
    query = urlencode([(name, one) for name, several in values.items() if several for one in (several if isinstance(several, (list, tuple)) else [several])])
    return f"{request.script_root}{_PATH}?{query}" if query else f"{request.script_root}{_PATH}"


def opener(page: LedgerPage) -> Callable[..., str]:
    """The address of the rows that a cell, or a line of a table, counts; '' if it sums up values that are not shown."""
    passing = answers().ledger().passing

    def opened(**cell: str) -> str:
        return address(page, filters=narrowed(passing, page.filters, **cell), view=ROWS) if all(cell.values()) else ""

    return opened


def cells(page: LedgerPage, matrix: Matrix) -> list[tuple[str, list[Cell], int, str]]:
    """(value, cells, sum, address of the whole row) of each row."""
    highest, opened = matrix.highest, opener(page)

    def cell(row: str, column: str, number: int) -> Cell:
        # By the root: one busy leader would else leave all others in the lightest shade.
        shade = min(_SHADES, ceil(_SHADES * sqrt(number / highest))) if number and highest else 0
        return Cell(number, shade, opened(**{matrix.down: row, matrix.across: column}) if number else "")

    return [
        (row.value, [cell(row.value, column, number) for column, number in zip(matrix.columns, row.cells, strict=True)], row.total, opened(**{matrix.down: row.value}))
        for row in matrix.rows
    ]  # fmt: skip


def toggle(page: LedgerPage, name: str, value: object) -> Toggle:
    """One value of a facet."""
    given, count, chosen = (getattr(value, field) for field in ("value", "count", "chosen"))
    return Toggle(named(page, name, given), count, chosen, address(page, filters=_toggled(page, name, given)))


def named(page: LedgerPage, name: str, value: str) -> Named:
    """How a value is called."""
    if value in page.names:
        return Named(page.names[value], True, value.endswith(OWN))
    if not value:
        return Named(word(_REST), False)
    known = (_UNKNOWN if value == NONE else _WORDS).get(name, "")
    label = known if isinstance(known, str) else known.get(value, "")
    if label:
        return Named(word(label), False)
    return Named(value.removeprefix(UNRESOLVED), name not in YEARS)


def _toggled(page: LedgerPage, name: str, value: str) -> dict[str, Sequence[str]]:
    """The filters with a value chosen, or no longer; a place takes the stead of those around it and within it."""
    chosen = page.filters.get(name, ())
    if value in chosen:
        kept = [one for one in chosen if one != value]
    else:
        kept = [one for one in chosen if name != "place" or not (within(one, value) or within(value, one))] + [value]
    return {**page.filters, name: kept}


def _sentence() -> Callable[[Fact], str]:
    """Built from one pattern, because a file may have some ten thousand of them; ids are hexadecimal."""
    pattern = url_for("pages.article", article_id="ARTICLE", fact="FACT", _anchor="quote", _external=True)
    head, mark, tail = pattern.partition("/article/")
    return lambda fact: head + mark + tail.replace("ARTICLE", fact.article_id, 1).replace("FACT", fact.id, 1)
