"""Small conversions that templates ask for: dates, bands of confidence, addresses of what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from flask import Flask, url_for

from explorer.answers.walk import edge_label
from explorer.store.rows import Fact
from explorer.web import words
from explorer.web.i18n import language, word
from explorer.web.picture import colour, ink, shape, target
from graph import confidence as bands
from graph.network import Edge
from graph.ontology import BY_NAME, RELATIONS

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class _Sure(Protocol):
    @property
    def confidence(self) -> float: ...


def install(app: Flask) -> None:
    """Gives templates the filters and the tables of words."""
    app.jinja_env.filters.update(
        day=day, moment=moment, ranges=ranges, band=band, kind=kind, relation=relation, edge_words=edge_words, edge_label=edge_label,
        fact_url=fact_url, edge_url=edge_url, entity_url=entity_url, shape=shape, target=target, colour=colour, ink=ink, relation_name=relation_name,
    )  # fmt: skip
    app.jinja_env.globals.update(words=words)


def day(value: str) -> str:
    """An ISO date, perhaps partial, as one writes it: 2020年7月16日, 16 July 2020."""
    year, month, date = (*value.split("-"), "", "")[:3] if value else ("", "", "")
    if language() == "zh":
        return "".join(f"{int(part)}{unit}" for part, unit in ((year, "年"), (month, "月"), (date, "日")) if part)
    return " ".join(part for part in (date.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year) if part)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in order as runs: 1, 3–5, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def moment(value: str) -> str:
    """An ISO date, perhaps partial or missing, as the date and time that a feed wants (RFC 3339)."""
    year, month, date = (*value.split("-"), "", "")[:3] if value else ("1970", "", "")
    return f"{year}-{month or '01'}-{date or '01'}T00:00:00Z"


def band(fact: _Sure) -> tuple[str, str]:
    """How sure a fact is: the name of its band, and the word for it."""
    name = bands.band(fact.confidence)
    return name, word(words.BANDS[name])


def kind(name: str) -> str:
    """The word for a kind of entity."""
    return word(words.KINDS.get(name, name))


def relation(fact: Fact) -> str:
    """What a fact says of its subject, in a word: 任职 with the post, 批示肯定 with the form."""
    return word(BY_NAME[fact.kind].label) if fact.kind in BY_NAME else fact.kind


def relation_name(kind: str) -> str:
    """The word for a kind of relation, or for one form of an act."""
    name, _, form = kind.partition(":")
    return word(words.FORMS.get(form, form)) if form else word(BY_NAME[name].label) if name in BY_NAME else kind


def edge_words(label: str) -> list[tuple[str, bool]]:
    """The parts of an edge's label, each with whether it is printed in a bulletin (the title of a post) or a word
    of the interface (a form, the name of a relation)."""
    own = {*words.FORMS, *(row.label for row in RELATIONS)}
    return [(word(part), False) if part in own else (part, True) for part in label.split("、")]


def fact_url(fact: Fact) -> str:
    """The article with the sentence that says so marked."""
    place = {"from": fact.start, "to": fact.end}
    return url_for("pages.article", article_id=fact.article_id, **place, _anchor="quote")


def edge_url(edge: Edge) -> str:
    """The same for an edge of the network, which knows its fact by id only."""
    return url_for("pages.article", article_id=edge.article_id, fact=edge.fact or edge.id, _anchor="quote")


def entity_url(entity_id: str) -> str:
    """The page of an entity."""
    return url_for("pages.entity", entity_id=entity_id)
