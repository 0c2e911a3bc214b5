"""Articles as sources to cite."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.answers.citing import Source
from explorer.store import queries
from explorer.store.database import Database


def sources(store: Database, ids: Sequence[str]) -> list[Source]:
    """The articles of these ids that are there, in this order, without an address."""
    articles = queries.articles_of(store, ids)
    issues = queries.issues_of(store, {article.bulletin_id for article in articles.values()})
    found = []
    for article in (articles[id] for id in ids if id in articles):
        issue = issues[article.bulletin_id]
        found.append(
            Source(
                article=article.id, title=article.title, series=issue.series, issuer=issue.issuer, issue_no=issue.issue_no,
                total_no=issue.total_no, year=issue.year, date=article.date, section=article.section, attribution=article.attribution, address="",
            )  # fmt: skip
        )
    return found
