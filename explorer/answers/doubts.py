"""The queue of doubtful facts, one at a time, and the log of corrections."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.answers.dossier import telling
from explorer.corrections import log
from explorer.corrections.log import Log
from explorer.store import corrected, doubts, entities, queries, unread
from explorer.store.database import Database
from explorer.store.rows import ArticleLine, Fact, Named
from explorer.store.unread import Unread
from explorer.workspace import Workspace
from graph.corrections.model import OF_FACTS, UNDO, Correction, active
from graph.corrections.naming import ORPHANED
from graph.model import OFFICE, Entity

KINDS = ("relation", "post", "candidate", "namesake", "unread")
STATES = {"applied": "已生效", "idle": "无须处理", "orphaned": "找不到原文", "undone": "已撤销"}
WHAT = {
    "merge": "合并", "split": "拆分", "rename": "改名", "alias": "加别名", "unalias": "去别名", "distinct": "不是同一个",
    "accept": "确认", "reject": "驳回", "add": "补录", "date": "改日期", "undo": "撤销", "host": "改所属机构",
}  # fmt: skip
PAGE = 50
_AROUND = 60
"""Characters shown on each side of a name."""
_OFFERED = 5
"""Offices offered for a post without one."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to decide: a fact, with the offices it may be about where that is the doubt; a name with what stands around it; two
    people of one name with a sentence on each; or a file that could not be read."""

    kind: str
    position: int
    """From 0, in the queue of its kind."""
    counts: dict[str, int]
    fact: Fact | None = None
    name: doubts.Name | None = None
    around: tuple[str, str] = ("", "")
    article: ArticleLine | None = None
    pair: tuple[tuple[Entity, Fact | None], ...] = ()
    file: Unread | None = None
    offices: tuple[Named, ...] = ()
    """Named in the article, the nearest first."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing (more) to decide of this kind."""
        return self.fact is None and self.name is None and self.file is None and not self.pair


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction as the log shows it: what became of it ('undone', 'applied', 'idle', 'orphaned')."""

    id: str
    state: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some entries of the log, newest first."""

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int
    orphaned: int
    unreadable: int


def doubt(store: Database, counts: dict[str, int], kind: str, position: int) -> Doubt:
    """What stands at a position of the queue of a kind; the first if the position is beyond its end. `counts`: how many wait, by kind."""
    counts = counts | {"unread": unread.count(store)}
    position = position if position < counts[kind] else 0
    if kind in ("relation", "post"):
        ids = (doubts.relations if kind == "relation" else doubts.posts)(store, offset=position)
        fact = next(iter(entities.relations(store, ids).values()), None)
        return Doubt(kind, position, counts, fact=fact, offices=_near(store, fact) if fact and kind == "post" else ())
    if kind == "unread":
        return Doubt(kind, position, counts, file=next(iter(unread.waiting(store, offset=position, limit=1)), None))
    if kind == "candidate":
        return _candidate(store, position, counts)
    pairs = doubts.namesakes(store, offset=position)
    pair = tuple((entity, telling(store, one)) for one in (pairs[0] if pairs else ()) if (entity := entities.entity(store, one)))
    return Doubt(kind, position, counts, pair=pair)


def _near(store: Database, fact: Fact) -> tuple[Named, ...]:
    """Offices that the article of a post names, the nearest to its sentence first."""
    offices = [one for one in entities.mentions(store, fact.article_id) if one.entity.kind == OFFICE and one.entity.id]
    offices.sort(key=lambda one: max(fact.start - one.end, one.start - fact.end, 0))
    return tuple(dict.fromkeys(one.entity for one in offices))[:_OFFERED]


def _candidate(store: Database, position: int, counts: dict[str, int]) -> Doubt:
    found = doubts.candidates(store, offset=position)
    article = queries.article(store, found[0].article_id) if found else None
    if article is None:
        return Doubt("candidate", position, counts)
    name = found[0]
    around = article.text[max(0, name.start - _AROUND) : name.start], article.text[name.end : name.end + _AROUND]
    return Doubt("candidate", position, counts, name=name, around=around, article=queries.article_line(store, article.id))


def log_page(workspace: Workspace, page: int) -> LogPage:
    """A page of the log, from 1."""
    kept = log.read(workspace.path)
    rows = entries(workspace.store(), kept)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    shown = tuple(reversed(rows))[(page - 1) * PAGE : page * PAGE]
    return LogPage(shown, len(rows), page, pages, sum(row.state == ORPHANED for row in rows), kept.unreadable)


def entries(store: Database, kept: Log) -> list[Entry]:
    """All entries, oldest first, each with what became of it. One of a fact that found no place has lost its document."""
    states = corrected.states(store)
    standing = {one.id for one in active(kept.entries)}
    undone = {one.of for one in kept.entries if one.what == UNDO}
    found = []
    for one in kept.entries:
        if one.what == UNDO:
            state = "undone" if one.id in undone else "applied"
        else:
            state = states.get(one.id, ORPHANED if one.what in OF_FACTS else "idle") if one.id in standing else "undone"
        found.append(Entry(one.id, state, one))
    return found
