"""Terms of office as far as the bulletins let them be seen: nothing here is stored, all is computed from observations."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from explorer.store import briefs, entities
from explorer.store.briefs import Brief, Term
from explorer.store.database import Database
from explorer.store.rows import Fact, Named
from graph.model import PERSON
from graph.ontology import POST

SHOWN = 6
"""Facts of a post that its line carries."""

_GAP = 730
"""Days without an observation that are worth pointing at: two years of a bulletin of some fifty issues a year."""
_SHARED = ("副", "委员", "常委", "成员", "调研员", "巡视员", "代表", "秘书", "干部", "编辑", "记者", "专家", "教授")
"""Titles that several hold at once: nobody follows anybody in them."""


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post as observed: who (or where), which title, from the first day seen to the last."""

    title: str
    other: Named
    first: str
    last: str
    facts: tuple[Fact, ...]
    """The newest of them; `count` are all."""
    count: int
    gaps: tuple[tuple[str, str], ...] = ()
    """(last day seen before, first day seen after) of each long silence."""
    before: Named | None = None
    """Who was seen in the same post before, and after."""
    after: Named | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A post with everything that is said of it, without the words: what a line is made of."""

    title: str
    other: Named
    days: tuple[str, ...]
    said: tuple[Brief, ...]

    @property
    def first(self) -> str:
        """The first day seen, '' if none is known."""
        return self.days[0] if self.days else ""

    @property
    def last(self) -> str:
        """The last day seen."""
        return self.days[-1] if self.days else ""

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """The long silences."""
        return _gaps(self.days)


def held(said: Iterable[Brief]) -> list[Held]:
    """The posts among what is said of a person, or of an office, newest first.

    A post called 原 or 时任 was held before the day it is told of: it dates nothing.
    """
    groups: dict[tuple[str, str], list[Brief]] = {}
    for brief in said:
        if brief.kind == POST:
            groups.setdefault((brief.title, brief.other_id or ""), []).append(brief)
    made = [Held(title, group[0].other, tuple(sorted({b.date for b in group if b.date and not b.former})), tuple(group)) for (title, _), group in groups.items()]
    return sorted(made, key=lambda post: (post.last, post.first), reverse=True)


def lines(store: Database, entity: Named, posts: Sequence[Held]) -> tuple[PostLine, ...]:
    """The posts of an entity as they are shown."""
    whole = entities.relations(store, [brief.id for post in posts for brief in post.said[:SHOWN]])
    offices = {office for post in posts if is_single(post.title) and (office := _ends(entity, post)[0])}
    terms: dict[tuple[str, str], list[Term]] = {}
    for term in briefs.terms(store, offices) if offices else ():
        terms.setdefault((term.office, term.title), []).append(term)
    return tuple(_line(entity, post, whole, terms) for post in posts)


def _ends(entity: Named, post: Held) -> tuple[str | None, str | None]:
    """(office, holder) of a post."""
    return (post.other.id, entity.id) if entity.kind == PERSON else (entity.id, post.other.id)


def _line(entity: Named, post: Held, whole: Mapping[str, Fact], terms: Mapping[tuple[str, str], Sequence[Term]]) -> PostLine:
    office, holder = _ends(entity, post)
    before, after = _neighbours(terms.get((office or "", post.title), ()), holder) if is_single(post.title) else (None, None)
    facts = tuple(whole[brief.id] for brief in post.said[:SHOWN] if brief.id in whole)
    return PostLine(post.title, post.other, post.first, post.last, facts, len(post.said), post.gaps, before, after)


def _gaps(days: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The silences of more than two years between days that are known whole."""
    whole = [day for day in days if len(day) == 10]
    apart = lambda one, other: datetime.date.fromisoformat(other) - datetime.date.fromisoformat(one)  # noqa: E731
    return tuple((one, other) for one, other in zip(whole, whole[1:]) if apart(one, other).days > _GAP)


def is_single(title: str) -> bool:
    """Whether one person at a time holds a post of this title."""
    return bool(title) and not any(word in title.replace("常务副", "") for word in _SHARED)


def _neighbours(terms: Sequence[Term], holder: str | None) -> tuple[Named | None, Named | None]:
    """Who was seen in the post last before this person was first seen, and first after this one was last seen."""
    own = next((term for term in terms if term.holder == holder), None)
    if own is None:
        return None, None
    earlier = [term for term in terms if term.last < own.first]
    later = [term for term in terms if term.first > own.last]
    return (_named(max(earlier, key=lambda t: t.last)) if earlier else None), (_named(min(later, key=lambda t: t.first)) if later else None)


def _named(term: Term) -> Named:
    return Named(term.holder, PERSON, term.name)
