"""What else might be meant: suggestions while one types, and another query where one finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explorer.fulltext import Fulltext
from explorer.pinyin import is_spelling, spellings
from explorer.store import entities, names
from explorer.store.database import Database
from explorer.store.rows import Match
from graph.model import AGREEMENT, DOCUMENT
from index.analysis import fold
from index.errors import QueryFault
from index.names import Names
from index.parser import parse
from index.query import Chunk, Facet, Leaf, leaves

_TRIED = 4
"""Other names that are tried in place of one."""
_TITLES = 4
MOST = 6
"""Entities that are shown above the hits of a query."""
_SHORTEST, _LONGEST = 4, 60
"""Characters of a query that may be short for a title."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that the letters typed so far may mean: an entity, or an article by its title."""

    id: str
    kind: str
    name: str
    note: str = ""
    """For an article its date; for an entity the form that was typed, where it is not its name."""


def suggestions(store: Database, text: str, limit: int) -> list[Suggestion]:
    """Entities with a name that begins so, in Chinese or in pinyin, then articles; at most `limit`."""
    text = text.strip()
    if not fold(text):
        return []
    matches = names.typed(store, text, limit) if is_spelling(text) else []
    matches += entities.find(store, fold(text), limit=limit)
    known = {m.id: Suggestion(m.id, m.kind, m.name, m.surface if m.surface != m.name else "") for m in matches if m.kind != "candidate"}
    titles = [Suggestion(t.id, "article", t.title, t.date) for t in names.titles(store, text, _TITLES)] if len(text) > 1 else []
    return [*list(known.values())[: limit - min(len(titles), 2)], *titles][:limit]


def in_short(store: Database, query: str) -> list[Match]:
    """Documents and agreements whose title has the characters of the query in this order; a title is seldom typed out."""
    text = fold(query)
    return names.called_in_short(store, text, (AGREEMENT, DOCUMENT), MOST) if _SHORTEST <= len(text) <= _LONGEST else []


def instead(searcher: Fulltext, known: Names, query: str) -> str:
    """A query that finds something, with one name changed for one that is nearly the same or sounds the same; '' if none."""
    try:
        wanted = leaves(parse(query))
    except QueryFault:
        return ""
    for leaf in wanted:
        for other in _others(leaf, known):
            changed = _changed(query, leaf, other)
            if changed and searcher.search(changed, size=1, facet_sizes={}).total:
                return changed
    return ""


def _others(leaf: Leaf, known: Names) -> Iterator[str]:
    text = leaf.text if isinstance(leaf, Chunk) else leaf.value if isinstance(leaf, Facet) else ""
    if len(fold(text)) < 2:
        return
    found = list(known.alike(text))[:_TRIED]
    sounds = {way.full for way in spellings(text, person=True)}
    found += [name for sound in sorted(sounds) for same in known.known(sound) for name in same.names[:1] if fold(name) != fold(text)]
    yield from dict.fromkeys(found)


def _changed(query: str, leaf: Leaf, other: str) -> str:
    text = leaf.text if isinstance(leaf, Chunk) else leaf.value if isinstance(leaf, Facet) else ""
    end = leaf.position + len(text)
    return query[: leaf.position] + other + query[end:] if query[leaf.position : end] == text else ""
