"""What an address asks for, read with care: anything odd is a QueryError, which becomes a helpful 400."""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from explorer.answers.facets import FACET_LABELS
from explorer.errors import QueryError
from explorer.web.i18n import N_

LARGEST, LONGEST_NAME = 999_999_999, 200
_DIGITS = len(str(LARGEST))
WHOLE, SHORTER = N_("请改正地址中的数字。"), N_("请缩短名称，或改用编号。")


def odd(reason: str, place: str, remedy: str) -> QueryError:
    """An error about a parameter, with what to do about this one."""
    error = QueryError(reason, place=place)
    error.remedy = remedy
    return error


def whole(name: str, default: int) -> int:
    """A number without sign, in plain digits."""
    given = request.args.get(name, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS):
        raise odd("这个参数应是整数", f"{name}={given[:30]}", WHOLE)
    return int(given)


def offsets() -> tuple[int, int] | None:
    """`from` and `to` of a quotation; both or neither."""
    start, end = whole("from", -1), whole("to", -1)
    if start == end == -1:
        return None
    if not 0 <= start < end:
        raise odd("引文的起止位置不成对", f"from={start}, to={end}", WHOLE)
    return start, end


def query(limit: int) -> str:
    """The query, as typed."""
    given = request.args.get("q", "").strip()
    if len(given) > limit:
        raise QueryError("检索式太长", position=limit, place=given[:30] + "…")
    return given


def name(parameter: str) -> str:
    """A name or an id."""
    given = request.args.get(parameter, "").strip()
    if len(given) > LONGEST_NAME:
        raise odd("名称太长", given[:30] + "…", SHORTER)
    return given


def filters() -> dict[str, list[str]]:
    """What the results are narrowed to; parameters of other names are no filters."""
    return {facet: values for facet in FACET_LABELS if (values := [v for v in request.args.getlist(facet) if v])}


def sort() -> str:
    """The order of the results."""
    return request.args.get("sort", "") or "relevance"


def searching(limit: int) -> dict[str, object]:
    """What every view of a search is given: query, filters, and whether names stand as they are typed (`exact=1`)."""
    return {"query": query(limit), "filters": filters(), "expand": choice("exact", ("0", "1"), "0") == "0"}


def choice(name: str, values: Collection[str], default: str) -> str:
    """One of a closed set of values."""
    given = request.args.get(name, "") or default
    if given not in values:
        raise odd("这个参数没有这种取值", f"{name}={given[:30]}", N_("请改正地址中的参数。"))
    return given
