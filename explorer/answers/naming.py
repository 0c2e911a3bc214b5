"""What full-text search asks of those who know names: people, offices, documents, places, issues and posts of the store."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from explorer.answers import tenure
from explorer.store import entities, names
from explorer.store.database import Database
from explorer.store.rows import Observation
from explorer.text import comparable
from graph.gazetteer import Gazetteer
from graph.model import AGREEMENT, DOCUMENT, OFFICE, PERSON
from graph.ontology import FORMS
from index.analysis import fold
from index.names import Known, Term

KINDS: Mapping[str, tuple[str, ...]] = {"person": (PERSON,), "office": (OFFICE,), "document": (DOCUMENT, AGREEMENT)}
"""Facet → the kinds of entity that it counts."""

_BEARERS = 3
"""Entities that a bare name may mean before it is too common to stand for them (市志办 in every city)."""
_FOREVER = 99_999_999
_PARTY = re.compile(r"^中(?:国)?共(?:产党)?(.+)委员会$")
_NUMBERS = re.compile(r"(?P<first>\d{1,6})?(?P<dots>\.\.)?(?P<last>\d{1,6})?", re.ASCII)


class StoredNames:
    """`index.names.Names`, answered by the store and the table of divisions."""

    def __init__(self, store: Database, gazetteer: Gazetteer) -> None:
        self._store, self._gazetteer = store, gazetteer

    def values(self, facet: str, text: str) -> Collection[str]:
        """Ids, codes or values that a name, a number or a range means; a name that nothing bears is a beginning."""
        if facet in KINDS:
            return self._entities(facet, text)
        if facet in ("issue", "total"):
            return [text] if text.startswith("b-") else self._numbered("issue_no" if facet == "issue" else "total_no", text)
        if facet == "place":
            return [text] if text in self._gazetteer.by_code else [division.code for division in self._gazetteer.named(fold(text))]
        if facet == "year":
            return [str(year) for year in _range(text)]
        if facet == "section":
            return [section for section in names.sections(self._store) if comparable(text) in comparable(section)]
        return [form for form in FORMS if form == fold(text)] if facet == "act" else [text]

    def known(self, text: str) -> Sequence[Known]:
        """People, offices and documents that are called so, or typed so in pinyin; none if they are too many."""
        found = [
            Known(facet, bearer.id, bearer.printed)
            for facet, kinds in KINDS.items()
            for bearer in names.bearers(self._store, _bare(text), kinds, _BEARERS + 1)
        ]
        return found if len(found) <= _BEARERS else []

    def alike(self, text: str) -> Collection[str]:
        """Printed names with one character more, less, or another one; those printed most often first."""
        key = comparable(fold(text))
        kinds = [kind for several in KINDS.values() for kind in several]
        near = names.near_spelled(self._store, fold(text), kinds)
        return [surface for surface, _ in near if comparable(surface) != key and one_apart(key, comparable(surface))]

    def holders(self, post: str) -> Sequence[Term]:
        """Who was seen in a post: from the first day on which each was seen to the day on which the next one was, if one
        person holds it at a time; else to the last day told of."""
        return [term for title, seen in self._in_post(comparable(fold(post))).items() for term in _terms(title, seen)]

    def surfaces(self, facet: str, values: Collection[str] | None, ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Document → the forms in which it prints names of these entities, or of any."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for article, surface in names.surfaces(self._store, KINDS[facet], values, ids):
            found[article].append(surface)
        return found

    def _entities(self, facet: str, text: str) -> list[str]:
        text = _bare(text)
        if facet == "person" or not text.endswith("*"):
            found = [bearer.id for bearer in names.bearers(self._store, text, KINDS[facet], -1)]
            found += [text] if entities.entity(self._store, text) else []
            if found:
                return found
        return [entity for kind in KINDS[facet] for entity in names.beginning(self._store, kind, text.rstrip("*"))]

    def _numbered(self, column: names.Number, text: str) -> list[str]:
        numbers = _range(text)
        return names.numbered(self._store, column, numbers.start, numbers.stop - 1) if numbers else []

    def _in_post(self, post: str) -> Mapping[tuple[str | None, str], Sequence[Observation]]:
        """(office, title) → those seen in it, where office and title together are the post."""
        seen: defaultdict[tuple[str | None, str], list[Observation]] = defaultdict(list)
        for one in names.observed(self._store, post):
            place = post[: -len(one.title)]
            forms = comparable(one.office_name), comparable(_PARTY.sub(r"\1委", one.office_name).replace("人民政府", "政府"))
            if any(form.startswith(place) for form in forms) or self._is_called(one.office, place):
                seen[one.office, one.title].append(one)
        longest = max((len(title) for _, title in seen), default=0)  # 副市长 is not asked for by 常务副市长
        return {post: found for post, found in seen.items() if len(post[1]) == longest}

    def _is_called(self, office: str | None, name: str) -> bool:
        return office is not None and any(comparable(surface) == name for surface, _ in entities.aliases(self._store, office))


def one_apart(one: str, other: str) -> bool:
    """Whether two strings differ by one character: another one, one more, or one less."""
    if len(one) > len(other):
        one, other = other, one
    at = next((n for n, (a, b) in enumerate(zip(one, other)) if a != b), len(one))
    same = len(one) == len(other)
    return len(other) - len(one) <= 1 and one != other and one[at + same :] == other[at + 1 :]


def _bare(text: str) -> str:
    """A name without the marks around it, folded: 《雅安年鉴》 is 雅安年鉴."""
    return fold(text).strip("《》")


def _range(text: str) -> range:
    """24, 20..24, ..24 or 20..: the whole numbers meant; none if it is no number."""
    match = _NUMBERS.fullmatch(fold(text))
    if not match or not (match["first"] or match["last"]):
        return range(0)
    first = int(match["first"] or 0)
    last = int(match["last"] or 999_999) if match["dots"] else first
    return range(first, min(last, first + 100_000) + 1)


def _terms(post: tuple[str | None, str], seen: Sequence[Observation]) -> list[Term]:
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for one in sorted(seen, key=lambda one: (one.date, one.person)):
        first.setdefault(one.person, one.date)
        last[one.person] = max(last.get(one.person, ""), one.told)
    if tenure.is_single(post[1]):
        for person, following in zip(first, [*list(first)[1:], ""]):
            last[person] = max(last[person], first[following]) if following else "9999"
    return [Term(person, _day(first[person], "01"), _day(last[person], "31")) for person in first]


def _day(date: str, filling: str) -> int:
    parts = [*date.split("-"), filling, filling][:3] if date else []
    return int("".join(parts)) if parts else (0 if filling == "01" else _FOREVER)
