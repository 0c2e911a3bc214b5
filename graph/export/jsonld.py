"""JSON-LD in the terms of schema.org and FollowTheMoney; docs/export.md has the mapping.

A relation is a thing of its own, because it has a date, a source and a confidence: an interval of FollowTheMoney with its two
roles, and an action or a role of schema.org. What neither has words for (rule, confidence) is in our own terms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from graph.export.rows import EdgeRow, NodeRow, clean
from graph.model import AGREEMENT, CANDIDATE, DOCUMENT, EVENT, GROUP, ISSUE, OFFICE, PERSON, WORK
from graph.ontology import ENDORSED, POSSIBLY_SAME, POST

CONTEXT: Mapping[str, object] = {
    "schema": "https://schema.org/",
    "ftm": "https://schema.followthemoney.tech/#",
    "jb": "urn:jianbao:term:",
    "id": "@id",
    "type": "@type",
}

TYPES: Mapping[str, tuple[str, str]] = {
    PERSON: ("schema:Person", "ftm:Person"),
    OFFICE: ("schema:GovernmentOrganization", "ftm:PublicBody"),
    DOCUMENT: ("schema:CreativeWork", "ftm:Document"),
    AGREEMENT: ("schema:CreativeWork", "ftm:Document"),
    ISSUE: ("schema:PublicationIssue", "ftm:Document"),
    EVENT: ("schema:Event", "ftm:Event"),
    GROUP: ("schema:Organization", "ftm:LegalEntity"),
    WORK: ("schema:Thing", "ftm:Thing"),
    CANDIDATE: ("schema:Thing", "ftm:Thing"),
}
"""Kind of entity → type of schema.org, schema of FollowTheMoney."""

_DOCUMENTED = ("ftm:Documentation", "entity", "document")
LINKS: Mapping[str, tuple[str, str, str]] = {
    POST: ("ftm:Employment", "employee", "employer"),
    "belongs_to": ("ftm:Membership", "member", "organization"),
    POSSIBLY_SAME: ("ftm:Similar", "candidate", "match"),
    "reported_by": ("ftm:Documentation", "document", "entity"),
    **dict.fromkeys(("signed", "compiled", "issued", "implements", "revised", "brought_out", "awarded"), _DOCUMENTED),
}
"""Kind of relation → schema of FollowTheMoney, and the roles of subject and object in it."""
_LINK = ("ftm:UnknownLink", "subject", "object")


def jsonld(title: str, nodes: Iterable[NodeRow], edges: Iterable[EdgeRow]) -> Iterator[str]:
    """The file in pieces: one object a line under `@graph`."""
    yield f'{{"@context": {_json(CONTEXT)},\n"@graph": [\n'
    yield _json({"id": "urn:jianbao:network", "type": "schema:Dataset", "schema:name": clean(title)})
    for row in nodes:
        yield ",\n" + _json(_node(row))
    for edge in edges:
        yield ",\n" + _json(_edge(edge))
    yield "\n]}\n"


def _node(node: NodeRow) -> dict[str, object]:
    names = [name for name in clean(node.aliases).split("、") if name]
    return _filled({
        "id": entity(node.id), "type": list(TYPES.get(node.kind, TYPES[WORK])),
        "schema:name": clean(node.label), "ftm:name": clean(node.label), "schema:alternateName": names, "ftm:alias": names,
        "schema:url": node.address, "ftm:sourceUrl": node.address, "jb:kind": node.kind, "jb:place": node.place,
        "jb:inferred": node.inferred or None,
    })  # fmt: skip


def _edge(edge: EdgeRow) -> dict[str, object]:
    schema, subject, object_ = LINKS.get(edge.kind, _LINK)
    source, target = {"id": entity(edge.source)}, {"id": entity(edge.target)}
    said: dict[str, object] = {
        "id": f"urn:jianbao:relation:{edge.id}", "type": [_type(edge.kind), schema], f"ftm:{subject}": source, f"ftm:{object_}": target,
        **_ends(edge, source, target),
        "jb:kind": edge.kind, "jb:rule": edge.rule, "jb:confidence": edge.confidence, "jb:implied": edge.implied or None,
        "jb:decided": edge.decided or None,
        "jb:wording": clean(edge.wording), "schema:subjectOf": _quotation(edge),
    }  # fmt: skip
    if edge.kind == POSSIBLY_SAME:
        return _filled(said | {"ftm:confidenceScore": edge.confidence, "ftm:criteria": edge.rule})
    told = {"ftm:role": clean(edge.label), "ftm:date": "" if edge.date.startswith("--") else edge.date, "ftm:summary": clean(edge.quote), "ftm:recordId": edge.id}
    return _filled(said | told | {"ftm:proof": {"id": _article(edge)}, "ftm:publisher": clean(edge.issue), "ftm:sourceUrl": edge.address})


def _type(kind: str) -> str:
    return {POST: "schema:OrganizationRole", ENDORSED: "schema:EndorseAction", POSSIBLY_SAME: "schema:Thing"}.get(kind, "schema:Action")


def _ends(edge: EdgeRow, source: dict[str, str], target: dict[str, str]) -> dict[str, object]:
    """The two ends in schema.org: a role stands between person and office, an action has an agent and an object."""
    if edge.kind == POSSIBLY_SAME:
        return {}
    if edge.kind == POST:
        return {"schema:roleName": clean(edge.label), "schema:memberOf": target, "@reverse": {"schema:memberOf": source}}
    return {"schema:name": clean(edge.label), "schema:agent": source, "schema:object": target}


def _quotation(edge: EdgeRow) -> dict[str, object]:
    article = {
        "id": _article(edge), "type": ["schema:Article", "ftm:Article"], "schema:headline": clean(edge.title), "ftm:name": clean(edge.title),
        "schema:datePublished": edge.told, "schema:isPartOf": {"type": "schema:PublicationIssue", "schema:name": clean(edge.issue)} if edge.issue else "",
    }  # fmt: skip
    return _filled({
        "type": "schema:Quotation", "schema:text": clean(edge.quote), "schema:url": edge.address, "jb:start": edge.start, "jb:end": edge.end,
        "schema:isPartOf": _filled(article),
    })  # fmt: skip


def entity(id: str) -> str:
    """The name of an entity, the same in every file."""
    return f"urn:jianbao:entity:{id}"


def _article(edge: EdgeRow) -> str:
    return f"urn:jianbao:article:{edge.article}"


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
