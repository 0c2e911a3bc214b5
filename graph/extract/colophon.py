"""The printed head and foot of an issue: who issues it, who printed it, to whom it is sent."""

from __future__ import annotations

import re

from graph.extract import works
from graph.extract.documents import issue_ref
from graph.extract.reading import Reading
from graph.model import DOCUMENT, ISSUE, Ref
from graph.patterns import HAN, paragraphs

_OWN = re.compile(
    rf"^(?P<series>{HAN}{{3,24}}?)\s*(?:[〔(（]?(?P<year>(?:19|20)\d\d)[年〕)）])?\s*第\s*(?P<no>\d+)\s*期\s*(?:[（(]\s*总第?\s*(?P<total>\d+)\s*期?\s*[）)])?",
    re.MULTILINE,
)
_MODE = re.compile(r"^(?P<mode>主报|主送|抄报|抄送|报送|报|送|发)\s*[:：]", re.MULTILINE)


def find(reading: Reading) -> None:
    """Record what head or foot say of the issue itself."""
    own = own_issue(reading)
    if reading.source.part == "masthead":
        for article in (s for s in reading.siblings if s.part == "article" and s.attribution not in s.text):
            works.reported(reading, article, article.attribution)
    if own is None:
        return
    if reading.source.part == "masthead":
        match = _OWN.search(reading.text)
        if match:
            reading.mention(own, *match.span(), "issue.own", 0.99)
            reading.relate("part_of", own, Ref(DOCUMENT, own.scope[0]), *match.span(), rule="issue.own", confidence=0.99, date="")
        for hit in reading.offices[:1]:
            reading.relate("issued", hit.ref, own, hit.start, hit.end, rule="issue.masthead", confidence=0.95, date=reading.source.date)
    else:
        _distribution(reading, own)


def own_issue(reading: Reading) -> Ref | None:
    """The issue itself: by its number if the head prints one, else by issuing office and date."""
    head = next((s for s in (reading.source, *reading.siblings) if s.part == "masthead"), None)
    match = _OWN.search(head.text) if head else None
    date = reading.source.date
    if match:
        return issue_ref(match["series"], match["no"], match["total"] or "", match["year"] or date[:4])
    if head and reading.source.issuer and len(date) == 10:
        return Ref(ISSUE, f"{reading.source.issuer}简报（{date}）", (reading.source.issuer, date))
    return None


def _distribution(reading: Reading, own: Ref) -> None:
    """报, 送, 发: each office on the line, and on the lines that carry it on."""
    mode = ""
    for line in paragraphs(reading.text):
        match = _MODE.match(reading.text, line.start)
        mode = match["mode"] if match else mode
        printed = re.search(r"印发\s*$", reading.text[line.start : line.end])
        if mode and not printed and not reading.text[line.start : line.end].startswith(("（共印", "(共印")):
            for hit in reading.offices_in(line.start, line.end):
                reading.relate("distributed_to", own, hit.ref, hit.start, hit.end, rule="issue.recipients", confidence=0.95, date=reading.source.date, mode=mode)
        elif printed:
            for hit in reading.offices_in(line.start, line.end)[:1]:
                reading.relate("issued", hit.root, own, line.start, line.end, rule="issue.printed", confidence=0.95, date=reading.source.date)
