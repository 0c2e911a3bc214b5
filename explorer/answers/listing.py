"""All that a page on an entity shows the first of: the facts of one kind, or the articles that name it, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.answers.dossier import label
from explorer.errors import NotFound
from explorer.store import briefs, entities
from explorer.store.database import Database
from explorer.store.rows import ArticleLine, Fact
from graph.model import Entity
from graph.ontology import BY_NAME

PAGE = 50
ARTICLES, FRAMES = "articles", "frames"
KINDS = (ARTICLES, FRAMES, *BY_NAME)


@dataclass(frozen=True, slots=True)
class Listing:
    """Fifty of `total`, newest first: facts of the kind `of`, this entity their object if `back`; or articles."""

    entity: Entity
    of: str
    back: bool
    label: str
    facts: tuple[Fact, ...]
    articles: tuple[ArticleLine, ...]
    total: int
    page: int
    pages: int


def listing(store: Database, entity_id: str, of: str, back: bool, page: int) -> Listing:
    """One page, from 1; the last if there are fewer. Raises NotFound."""
    entity = entities.entity(store, entity_id)
    if entity is None:
        raise NotFound("没有这个条目", place=entity_id[:40])
    if of in (ARTICLES, FRAMES):
        total = entities.articles_counted(store, entity_id)[of == FRAMES]
        page, pages = _turned(page, total)
        found = entities.articles_naming(store, entity_id, offset=(page - 1) * PAGE, limit=PAGE, framing=of == FRAMES)
        return Listing(entity, of, False, "", (), tuple(found), total, page, pages)
    ids = [brief.id for brief in briefs.briefs(store, entity_id) if brief.kind == of and bool(brief.out) != back]
    page, pages = _turned(page, len(ids))
    chosen = ids[(page - 1) * PAGE : page * PAGE]
    whole = entities.relations(store, chosen)
    return Listing(entity, of, back, label(of, back), tuple(whole[one] for one in chosen if one in whole), (), len(ids), page, pages)


def _turned(page: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    return min(max(page, 1), pages), pages
