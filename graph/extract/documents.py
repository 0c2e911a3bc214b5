"""Documents in 《》, agreements with or without it, and cited issues of a bulletin."""

from __future__ import annotations

import re

from graph.extract.reading import DocumentHit, Reading
from graph.model import AGREEMENT, DOCUMENT, ISSUE, Ref
from graph.patterns import HAN, Span, plain_name

_AGREEMENT = re.compile(r"(?:协议|协议书|备忘录|合同|意向书|公约|合作协定)(?:[（(].{1,20}[）)])?$")
_SIGN = re.compile(r"(?:签署|签订|签下|签约|续签|共同签)[^，。；]{0,12}$")
_UNTITLED = re.compile(rf"(?:签署|签订|签下|续签)(?:了)?(?:《)?(?P<name>{HAN}{{4,40}}?(?:协议书?|备忘录))(?!》)")
_ISSUE = re.compile(
    r"《(?P<series>[^《》]{3,30})》\s*(?:(?P<year>(?:19|20)\d\d)年)?\s*(?:总第\s*(?P<only>\d+)\s*期|第\s*(?P<no>\d+)\s*期"
    r"(?:\s*[（(]总第?\s*(?P<total>\d+)\s*期?[）)])?)"
)


def find(reading: Reading) -> None:
    """Fill `reading.documents`, in text order."""
    hits = [DocumentHit(span.start, span.end, _ref(reading, span)) for span in reading.titles]
    for match in _UNTITLED.finditer(reading.text):
        if not reading.in_title(match.start("name")):
            hits.append(DocumentHit(*match.span("name"), _agreement(reading, match["name"], Span(*match.span("name")))))
    reading.documents = sorted(hits, key=lambda hit: hit.start)


def _ref(reading: Reading, span: Span) -> Ref:
    name = plain_name(reading.text[span.start + 1 : span.end - 1])
    if _AGREEMENT.search(name) or _SIGN.search(reading.text[max(0, span.start - 20) : span.start]):
        return _agreement(reading, name, span)
    return Ref(DOCUMENT, name)


def _agreement(reading: Reading, name: str, span: Span) -> Ref:
    """An agreement is known by title and day: one title can be signed again years later (修订).

    Scope: (day of the signing if it is printed here, else '', date of the source).
    """
    before, behind = reading.text[max(0, span.start - 40) : span.start], reading.text[span.end : span.end + 10]
    signed = reading.day_in_sentence(span.start) if re.search(r"签|修订|续", before) or re.match(r"[^。，]{0,4}(?:修订|签|续)", behind) else ""
    return Ref(AGREEMENT, plain_name(name), (signed, reading.source.date))


def issues(reading: Reading) -> list[tuple[int, int, Ref]]:
    """The issues of a bulletin that are cited: (start, end, ref)."""
    found = []
    for match in _ISSUE.finditer(reading.text):
        total = match["total"] or match["only"] or ""
        when = reading.date_at(match.start())
        year = match["year"] or (when.date[:4] if when else "") or reading.source.date[:4]
        found.append((*match.span(), issue_ref(match["series"], match["no"] or "", total, year)))
    return found


def issue_ref(series: str, number: str, total: str, year: str) -> Ref:
    """One issue: known by series and running total where it is printed, else by year and number.

    The year is left out of the key when a total is there: it is inferred and may be wrong.
    """
    printed = f"第{number}期" if number else ""
    name = f"《{series}》{printed}" + (f"（总第{total}期）" if total else "")
    if total:
        return Ref(ISSUE, name, (series, f"总{total}"))
    return Ref(ISSUE, f"《{series}》{year}年{printed}", (series, f"{year}-{number}"))
