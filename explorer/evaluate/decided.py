"""Gold made of decisions: what people accepted and added in a workspace, with the files it is said in, to be evaluated anywhere.

An article all of whose posts, roles and acts were decided is scored as a whole: what is found beyond it is false. One that was decided in
part is marked `cut`: there only what was accepted can be missed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from explorer.errors import NotFound, Unwritable
from explorer.evaluate.gold import ROLES
from explorer.model import ARTICLE, Article
from explorer.store import corrected, entities, queries
from explorer.store.database import Database
from explorer.store.rows import Fact, Issue
from explorer.workspace import Workspace
from graph.model import PERSON
from graph.ontology import ENDORSED, POST

GOLD = "gold.json"
_EVERY = 1_000_000


def write(workspace: Workspace, folder: Path) -> int:
    """Writes GOLD and the files that it names into a new or empty folder; the number of articles in it.

    Raises NotFound if nothing was decided, Unwritable.
    """
    store = workspace.store()
    issues = [row for issue in queries.issues(store, limit=_EVERY) if (row := _issue(store, issue))]
    if not issues:
        raise NotFound("还没有核定过的事实", remedy="先在“待核事项”中核定，或在文章中补录。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Unwritable("文件夹不是空的", place=str(folder))
        for sha256, row in issues:
            (folder / str(row["file"])).write_bytes(workspace.read_original(sha256))
        (folder / GOLD).write_text(json.dumps([row for _, row in issues], ensure_ascii=False, indent=1), "utf-8")
    except OSError as error:
        raise Unwritable(f"无法写入文件（{error.strerror}）", place=str(folder)) from error
    return sum(len(row["articles"]) for _, row in issues)  # type: ignore[arg-type, misc]


def _issue(store: Database, issue: Issue) -> tuple[str, dict[str, object]] | None:
    parts = [part for part in queries.articles(store, issue.id) if part.part == ARTICLE]
    files = corrected.files_of(store, [part.id for part in parts])
    articles = [row for part in parts if part.id in files and (row := _article(store, part))]
    if not articles:
        return None
    sha256 = next(iter(files.values()))
    return sha256, {"file": sha256[:16] + Path(issue.source_name).suffix, "articles": articles}


def _article(store: Database, article: Article) -> dict[str, object] | None:
    facts = [fact for fact in entities.relations_of_article(store, article.id) if not fact.implied and _kind(fact)]
    decided = [fact for fact in facts if fact.decided]
    if not decided and (facts or not corrected.of_article(store, article.id)):  # where all was refused, nothing should be found
        return None
    return {"title": article.title, "posts": _posts(decided), "roles": _roles(decided), "endorsements": _acts(decided), "cut": len(decided) < len(facts)}


def _kind(fact: Fact) -> bool:
    return fact.kind in (POST, ENDORSED) or fact.kind in ROLES and fact.subject.kind == PERSON


def _posts(facts: Sequence[Fact]) -> list[dict[str, object]]:
    return [{"who": fact.subject.name, "title": fact.attrs.get("title", ""), "office": fact.object.name} for fact in facts if fact.kind == POST]


def _roles(facts: Sequence[Fact]) -> list[dict[str, object]]:
    return [{"who": fact.subject.name, "role": ROLES[fact.kind], "date": fact.date} for fact in facts if fact.kind in ROLES]


def _acts(facts: Sequence[Fact]) -> list[dict[str, object]]:
    acts = [fact for fact in facts if fact.kind == ENDORSED]
    return [{"who": fact.subject.name, "whom_or_what": fact.object.name, "how": fact.attrs["form"], "date": fact.date} for fact in acts]
