"""What the JSON interface wraps around an answer, where it is not the answer alone."""

from __future__ import annotations

from typing import TypedDict

from explorer.answers.coverage import SeriesCoverage
from explorer.store.rows import Match
from explorer.web.errors import Problem


class Suggested(TypedDict):
    """An entity or an article that may be meant; `note` tells it from its namesakes, `address` is its page."""

    id: str
    kind: str
    kind_label: str
    name: str
    note: str
    address: str


class Suggestions(TypedDict):
    """What the letters typed so far may mean, the likeliest first."""

    suggestions: list[Suggested]


class Matches(TypedDict):
    """Entities that bear a name, or whose name begins so."""

    matches: list[Match]


class Coverage(TypedDict):
    """Issues held and missing, by series."""

    series: list[SeriesCoverage]


class NetworkPart(TypedDict):
    """How large a part of the network is, and the formats in which /network/export gives it."""

    part: str
    nodes: int
    edges: int
    kinds: list[str]
    formats: list[str]


class Failure(TypedDict):
    """The one form of an error: what is wrong, where, and what to do next."""

    error: Problem
