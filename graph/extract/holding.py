"""From the titles of a chain to posts: each with its office, and the title as it is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.extract import hosts, offices
from graph.extract.hosts import Held
from graph.extract.offices import PARTY
from graph.extract.reading import OfficeHit, PersonHit, PostHit, Reading
from graph.extract.titles import Item
from graph.model import Ref

_PARTY_TITLES = ("常委", "书记", "副书记", "委员", "第一书记")
_BRANCH = re.compile(r"(?:机关|直属机关)?(?:党组|党委|党支部|党总支|党工委)$|纪委$")
"""Bodies of the party whose name belongs to the title: 党支部书记, 机关党委专职副书记."""


def posts(reading: Reading, hit: PersonHit, items: Iterable[Item], held: Held) -> tuple[list[PostHit], Held]:
    """The posts that some titles name, left to right, and what a further title inherits."""
    found = []
    for item in items:
        for office in item.offices or (None,):
            body = hosts.body(reading, item, office, held)
            if body:
                found.append(_post(reading, hit, item, office, body))
                unit = body.office if body.office != body.root and body.office.name.endswith(("处", "科", "股")) else None  # 综合处处长、二级调研员
                held = Held(body.root, body.root.scope[0] if len(body.root.scope) > 1 else held.code, unit)
    return found, held


def _post(reading: Reading, hit: PersonHit, item: Item, office: OfficeHit | None, body: hosts.Body) -> PostHit:
    title = _spoken(reading, item, office, body.office)
    target = offices.unit_of(body.root, "党组") if title.startswith("党组") and body.office == body.root else body.office
    surface = reading.text[item.start : item.end]
    return PostHit(hit.name, title, surface, target, body.root, item.start, hit.end, body.rule, body.confidence * hit.confidence, item.former)


def _spoken(reading: Reading, item: Item, office: OfficeHit | None, target: Ref) -> str:
    """The title as it is spoken: 市委常委, 机关党委书记, 党组书记; elsewhere the bare word."""
    if office and office.field == PARTY and office.ref == office.root and item.title in _PARTY_TITLES:
        sign = office.code.split("/")[1][-1] + "党" if "/" in office.code else reading.context.name(office.code)[-1]
        return sign + "委" + item.title
    unit = target.scope[2] if len(target.scope) > 2 else target.name
    branch = _BRANCH.search(unit) if item.title in (*_PARTY_TITLES, "成员", "专职副书记") else None
    return (branch[0] if branch else "") + item.title
