"""Entries of the log made of what a person sees: ids and places become words in documents."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from explorer.errors import CorrectionRefused, NotFound
from explorer.model import Article
from explorer.store import corrected, entities, queries
from explorer.store.database import Database
from graph.corrections.locate import passage
from graph.corrections.model import (
    ACCEPT, ADD, ALIAS, DATE, DISTINCT, MERGE, NAMED, REJECT, RENAME, SPLIT, UNALIAS, Claim, Correction, Passage, Who,
)  # fmt: skip
from graph.model import CANDIDATE, OFFICE, PERSON, Entity, Ref
from graph.ontology import BY_NAME, FORMS

_SEEN = 6
"""Passages kept of an entity, of as many articles."""
_NAME = 80
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes entries by one person, at one time (ISO, with the zone)."""

    store: Database
    by: str
    at: str

    def merge(self, keep: str, others: Sequence[str], why: str = "") -> Correction:
        """`others` are the same as `keep`. Raises NotFound, CorrectionRefused (another kind, itself)."""
        found = [self._entity(one) for one in dict.fromkeys((keep, *others))]
        if len(found) < 2:
            raise CorrectionRefused("要合并的是同一个条目")
        if len({one.kind for one in found}) > 1:
            raise CorrectionRefused("不同类的条目不能合并")
        return Correction(self.at, self.by, MERGE, why, tuple(map(self._who, found)))

    def split(self, entity_id: str, articles: Sequence[str], why: str = "", *, name: str = "", target: str = "") -> Correction:
        """In these articles another one is meant: a namesake, or `target`. Raises NotFound, CorrectionRefused."""
        entity = self._entity(entity_id)
        if entity.kind not in (PERSON, OFFICE):
            raise CorrectionRefused("只有人物和机构可以拆分")
        places = tuple(place for article in dict.fromkeys(articles) for place in self._passages(entity_id, [article])[:1])
        if not places:
            raise CorrectionRefused("请选择要分开的文章", remedy="至少勾选一篇提到它的文章。")
        others = (self._who(self._entity(target)),) if target else ()
        return Correction(self.at, self.by, SPLIT, why, (self._who(entity), *others), passages=places, value=_name(name) if name else "")

    def rename(self, entity_id: str, name: str, why: str = "") -> Correction:
        """Raises NotFound, CorrectionRefused (an empty or overlong name)."""
        return Correction(self.at, self.by, RENAME, why, (self._who(self._entity(entity_id)),), value=_name(name))

    def alias(self, entity_id: str, name: str, why: str = "", *, remove: bool = False) -> Correction:
        """Another name of it, or no name of it. Raises NotFound, CorrectionRefused."""
        return Correction(self.at, self.by, UNALIAS if remove else ALIAS, why, (self._who(self._entity(entity_id)),), value=_name(name))

    def distinct(self, one: str, other: str, why: str = "") -> Correction:
        """Two that are not the same. Raises NotFound, CorrectionRefused."""
        if one == other:
            raise CorrectionRefused("这是同一个条目")
        return Correction(self.at, self.by, DISTINCT, why, (self._who(self._entity(one)), self._who(self._entity(other))))

    def decide(self, relation_id: str, what: str, why: str = "", *, date: str = "") -> Correction:
        """ACCEPT or REJECT a relation, or give it a DATE. Raises NotFound, CorrectionRefused."""
        claim = self._claim(relation_id)
        if what == DATE and not _is_date(date):
            raise CorrectionRefused("日期应写作 2020、2020-07 或 2020-07-16", place=date[:20])
        return Correction(self.at, self.by, what, why, claim=claim, value=date if what == DATE else "")

    def host(self, post_id: str, office_id: str, why: str = "") -> tuple[Correction, Correction]:
        """The post is one of this office: what was said of it is refused, and said anew. Raises NotFound, CorrectionRefused."""
        refused, office = self.decide(post_id, REJECT, why), self._entity(office_id)
        assert refused.claim is not None
        if refused.claim.kind != "holds_post" or office.kind != OFFICE:
            raise CorrectionRefused("只有职务可以改所属机构")
        claim = replace(refused.claim, object=corrected.ref(self.store, office.id))
        return refused, Correction(self.at, self.by, ADD, why, claim=claim)

    def decide_mention(self, article_id: str, start: int, what: str, why: str = "") -> Correction:
        """ACCEPT or REJECT that the words at `start` name somebody. Raises NotFound."""
        article = self._article(article_id)
        with self.store.read() as connection:
            found = [one for one in corrected.read_found(connection, article_id) if one.start == start]
        if not found:
            raise NotFound("这里没有识别出名称", place=f"{article_id} 第 {start} 字")
        one = min(found, key=lambda mention: -mention.end)
        ref = Ref(PERSON, one.ref.name, ()) if one.ref.kind == CANDIDATE and what == ACCEPT else one.ref
        place = passage(article.text, one.start, one.end, self._file(article_id), article.title)
        return Correction(self.at, self.by, what, why, claim=Claim(NAMED, ref, None, place))

    def add(
        self, article_id: str, start: int, end: int, kind: str, subject: str, object_: str, why: str = "", *, date: str = "", detail: str = "",
    ) -> Correction:  # fmt: skip
        """A relation between two entities that `text[start:end]` says. Raises NotFound, CorrectionRefused."""
        article = self._article(article_id)
        row, ends = BY_NAME.get(kind), (self._entity(subject), self._entity(object_))
        if row is None or ends[0].kind not in row.subject or ends[1].kind not in row.object:
            raise CorrectionRefused("这两类条目之间没有这种关系")
        if not 0 <= start < end <= len(article.text) or end - start > 1_000 or not article.text[start:end].strip():
            raise CorrectionRefused("请标出原文中的一句话")
        if date and not _is_date(date):
            raise CorrectionRefused("日期应写作 2020、2020-07 或 2020-07-16", place=date[:20])
        if kind == "endorsed" and detail not in FORMS:
            raise CorrectionRefused("请选择批示、肯定等方式之一")
        attrs = {"form": detail} if kind == "endorsed" else {"title": _name(detail)} if kind == "holds_post" and detail else {}
        place = passage(article.text, start, end, self._file(article_id), article.title)
        refs = [corrected.ref(self.store, entity.id) for entity in ends]
        return Correction(self.at, self.by, ADD, why, claim=Claim(kind, *refs, place, date or article.date, "", attrs))

    def _entity(self, entity_id: str) -> Entity:
        found = entities.entity(self.store, corrected.now(self.store, entity_id))
        if found is None:
            raise NotFound("没有这个条目", place=entity_id[:40])
        return found

    def _article(self, article_id: str) -> Article:
        found = queries.article(self.store, article_id)
        if found is None:
            raise NotFound("没有这篇文章", place=article_id[:40])
        return found

    def _who(self, entity: Entity) -> Who:
        articles = [line.id for line in entities.articles_naming(self.store, entity.id, limit=_SEEN)]
        return Who(entity.id, entity.kind, entity.name, tuple(self._passages(entity.id, articles)))

    def _passages(self, entity_id: str, articles: Sequence[str]) -> list[Passage]:
        """The first place in each of these articles where the entity is named."""
        found = []
        files = corrected.files_of(self.store, articles)
        for article_id in (one for one in articles if one in files):
            article = self._article(article_id)
            mention = next((one for one in entities.mentions(self.store, article_id) if one.entity.id == entity_id), None)
            if mention:
                found.append(passage(article.text, mention.start, mention.end, files[article_id], article.title))
        return found

    def _file(self, article_id: str) -> str:
        return corrected.files_of(self.store, [article_id]).get(article_id, "")

    def _claim(self, relation_id: str) -> Claim:
        fact = entities.relations(self.store, [relation_id]).get(relation_id)
        if fact is None:
            raise NotFound("没有这条关系", place=relation_id[:40])
        article = self._article(fact.article_id)
        place = passage(article.text, fact.start, fact.end, self._file(fact.article_id), article.title)
        return Claim(fact.kind, *corrected.ends(self.store, fact.id), place, fact.date, fact.date_text, dict(fact.attrs))


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= _NAME:
        raise CorrectionRefused(f"名称应为 1 至 {_NAME} 字", place=name[:20])
    return name


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True
