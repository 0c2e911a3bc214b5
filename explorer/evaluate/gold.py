"""Gold files: a list of issues with their articles' facts, or the annotated form of one whole issue."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from explorer.errors import InputError
from explorer.evaluate.names import whole
from explorer.text import comparable
from graph.gazetteer import Gazetteer

ROLES = {"presided": "主持", "spoke_at": "讲话", "attended": "出席", "reported_at": "汇报", "accompanied": "陪同"}
FORMS = {"endorsed": "肯定", "heard_report_from": "听取汇报", "instructed": "要求"}


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """The facts of one article; a field that is None is not scored."""

    title: str | None
    section: str | None = None
    attribution: str | None = None
    people: set[str] | None = None
    posts: set[tuple[str, str, str | None]] | None = None
    offices: set[str] | None = None
    documents: set[str] | None = None
    agreements: set[str] | None = None
    events: set[str] | None = None
    roles: set[tuple[str, str, str | None]] | None = None
    endorsements: list[tuple[str, str, str | None, str | None]] | None = None
    """(who, how, date, whom or what)"""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class GoldIssue:
    """One file of the gold."""

    file: str
    date: str | None
    issue_no: int | None = None
    total_no: int | None = None
    articles: list[GoldArticle] = field(default_factory=list)


def load(path: Path, gazetteer: Gazetteer) -> list[GoldIssue]:
    """The issues of a gold file, offices with their place written in full. Raises InputError when it is not one."""
    try:
        data = json.loads(path.read_text("utf-8"))
        issues = [_annotated(data)] if isinstance(data, dict) else [_simple(issue) for issue in data]
        return [replace(issue, articles=[_whole(article, gazetteer) for article in issue.articles]) for issue in issues]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"不是评测用的标注文件（{type(error).__name__}: {error}）", place=str(path)) from error


def _whole(article: GoldArticle, gazetteer: Gazetteer) -> GoldArticle:
    return replace(
        article,
        offices=None if article.offices is None else {whole(name, gazetteer) for name in article.offices},
        posts=None if article.posts is None else {(who, title, office and whole(office, gazetteer)) for who, title, office in article.posts},
    )


def _simple(issue: Mapping[str, Any]) -> GoldIssue:
    articles = [_simple_article(article) for article in issue["articles"]]
    return GoldIssue(issue["file"], issue.get("date"), issue.get("issue_no"), issue.get("total_no"), articles)


def _simple_article(row: Mapping[str, Any]) -> GoldArticle:
    people = row.get("people")
    posts = None
    if people is not None and any(person.get("posts") is not None for person in people):
        posts = {
            (comparable(person["name"]), comparable(post["title"]), _text(post.get("office")))
            for person in people for post in person.get("posts") or ()
        }  # fmt: skip
    if row.get("posts") is not None:
        posts = {(comparable(post["who"]), comparable(post["title"]), _text(post.get("office"))) for post in row["posts"]}
    roles, acts = row.get("roles"), row.get("endorsements")
    return GoldArticle(
        title=_text(row.get("title")), section=_text(row.get("section")), attribution=_text(row.get("attribution")),
        people=None if people is None else {comparable(person["name"]) for person in people}, posts=posts,
        offices=_names(row.get("offices")), documents=_names(row.get("documents")),
        agreements=_names(row.get("agreements")), events=_names(row.get("events")),
        roles=None if roles is None else {(comparable(r["who"]), r["role"], r.get("date")) for r in roles},
        endorsements=None if acts is None else [_act(a) for a in acts], cut=bool(row.get("cut")),
    )  # fmt: skip


def _act(row: Mapping[str, Any]) -> tuple[str, str, str | None, str | None]:
    return comparable(row.get("who") or ""), row["how"], row.get("date"), _text(row.get("whom_or_what"))


def bare(name: str) -> str:
    """A name as it is compared: without the book marks that enclose the whole of it."""
    name = comparable(name)
    whole = name.startswith("《") and name.endswith("》") and name.count("《") == 1
    return name[1:-1] if whole else name


def _text(value: Any) -> str | None:
    return bare(str(value)) if value is not None else None


def _names(values: Iterable[Any] | None) -> set[str] | None:
    """Names; an entry may be an object with a name (an event with its date)."""
    if values is None:
        return None
    return {bare(str(v["name"] if isinstance(v, Mapping) else v)) for v in values}


def _annotated(data: Mapping[str, Any]) -> GoldIssue:
    """The form that marks entities with offsets and relations by id (one issue a file)."""
    entities = {entity["id"]: entity for entity in data["entities"]}
    events = {event["id"]: event for event in data.get("events", ())}
    head = next((e["date"] for e in events.values() if e["type"] == "issue"), None)
    articles = [_annotated_article(a, data, entities, events) for a in data["articles"] if a.get("title")]
    return GoldIssue(data["file"], head, articles=articles)


def _annotated_article(article: Mapping[str, Any], data: Mapping[str, Any], entities: dict, events: dict) -> GoldArticle:
    here = article["id"]

    def named(*types: str) -> set[str]:
        return {
            comparable(e["name"]) for e in entities.values()
            if e["type"] in types and any(m["article"] == here for m in e["mentions"])
        }  # fmt: skip

    relations = [r for r in data["relations"] if r["evidence"]["article"] == here]
    name = lambda key: comparable(entities[key]["name"]) if key in entities else comparable(key)  # noqa: E731
    posts = {(name(r["subject"]), r["title"], name(r["object"])) for r in relations if r["type"] == "holds_post"}
    roles = {
        (name(r["subject"]), ROLES[r["type"]], events[r["object"]]["date"])
        for r in relations if r["type"] in ROLES and not r.get("implied") and entities[r["subject"]]["type"] == "person"
    }  # fmt: skip
    acts = [
        (name(r["subject"]), r.get("form", FORMS[r["type"]]), r.get("date"), name(r["object"]))
        for r in relations if r["type"] in FORMS
    ]  # fmt: skip
    meetings = {comparable(e["name"]) for e in events.values() if e["type"] == "meeting" and e["evidence"]["article"] == here}
    return GoldArticle(
        title=comparable(article["title"]), section=article["section"], attribution=comparable(article["reported_by_mention"] or ""),
        people=named("person"), posts=posts, offices=named("office") | {office for _, _, office in posts},
        documents=named("document", "periodical", "article"), agreements=named("agreement"), events=meetings,
        roles=roles, endorsements=acts,
    )  # fmt: skip
