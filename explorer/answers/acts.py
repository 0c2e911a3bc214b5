"""One act of endorsement as it is shown: what the ontology declares of it, and the days from print to act."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from explorer.store import acts
from explorer.store.database import Database
from explorer.store.rows import Fact
from graph.ontology import ENDORSED

Dates = Mapping[str, str]
_TEXTS = ("form", "post", "words", "about", "issue", "what", "on")


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act of endorsement, with what the ontology declares of it taken out of `attrs`."""

    fact: Fact
    form: str
    post: str
    words: str
    points: tuple[str, ...]
    about: str
    issue: str
    what: str
    on: str
    """Whose endorsement it answers, '' if none."""
    generic: bool
    days: int | None = None
    """From the day the issue or article it is written on was printed to the act, where both are known."""


def lines(store: Database, facts: Sequence[Fact]) -> tuple[ActLine, ...]:
    """The acts among the facts, in their order."""
    told = [line(fact) for fact in facts if fact.kind == ENDORSED]
    dates = acts.printed(store, [act.issue for act in told], [act.about for act in told])
    return tuple(replace(act, days=days(act.issue, act.about, act.fact.date, *dates)) for act in told)


def line(fact: Fact, days: int | None = None) -> ActLine:
    """One act."""
    text = {name: str(fact.attrs.get(name) or "") for name in _TEXTS}
    listed = fact.attrs.get("points")
    points = tuple(map(str, listed)) if isinstance(listed, list) else ()
    return ActLine(fact, points=points, generic=bool(fact.attrs.get("generic")), days=days, **text)


def days(issue: str, about: str, day: str, issues: Dates, titles: Dates) -> int | None:
    """Days from print to act: by the issue's own date if that issue is here, else by the article's; None if neither is, if the
    day is not known, or if it lies before."""
    printed = issues.get(issue) or titles.get(about) or ""
    if len(printed) != 10 or len(day) != 10:
        return None
    found = (datetime.date.fromisoformat(day) - datetime.date.fromisoformat(printed)).days
    return found if found >= 0 else None
