"""What every format is given: nodes and edges as flat rows, and the table of their fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class NodeRow:
    """An entity. `address` is its page, '' where there is none."""

    id: str
    kind: str
    label: str
    place: str
    aliases: str
    """Its other names, 、 between them."""
    inferred: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One observation, source –kind→ target, and the sentence that says so."""

    id: str
    kind: str
    label: str
    """What it says in a word: 批示, 党组书记."""
    source: str
    target: str
    date: str
    """ISO, perhaps partial, or ''."""
    wording: str
    quote: str
    article: str
    title: str
    told: str
    """Date of the article."""
    issue: str
    start: int
    end: int
    rule: str
    confidence: float
    implied: bool
    decided: bool
    """Whether a person accepted, changed or added it."""
    address: str = ""


NODE_FIELDS: tuple[tuple[str, str], ...] = (
    ("kind", "string"), ("place", "string"), ("aliases", "string"), ("inferred", "boolean"), ("address", "string"),
)  # fmt: skip
"""(field, type) of what a node has beside id and label."""

EDGE_FIELDS: tuple[tuple[str, str], ...] = (
    ("kind", "string"), ("date", "string"), ("wording", "string"), ("quote", "string"), ("article", "string"), ("title", "string"),
    ("told", "string"), ("issue", "string"), ("start", "integer"), ("end", "integer"), ("rule", "string"), ("confidence", "double"),
    ("implied", "boolean"), ("decided", "boolean"), ("address", "string"),
)  # fmt: skip
"""The same of an edge, beside id, label and its two ends."""


def clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold (control characters, lone surrogates)."""
    return text if text.isprintable() else _NO_XML.sub("", text)


def shown(value: object) -> str:
    """A value as XML writes it."""
    return str(value).lower() if isinstance(value, bool) else clean(str(value))
