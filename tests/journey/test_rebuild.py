"""Derived things can be thrown away: a rebuild gives the same knowledge, each quote at its place."""

import shutil

from explorer.store import entities, queries
from explorer.workspace import Workspace


def knowledge(data):
    """All that was derived, as plain values."""
    with Workspace.open(data) as workspace:
        store = workspace.store()
        parts = [part.id for issue in queries.issues(store, limit=100) for part in queries.articles(store, issue.id)]
        facts = [fact for part in parts for fact in entities.relations_of_article(store, part)]
        mentions = [(part, mention) for part in parts for mention in entities.mentions(store, part)]
        return queries.stats(store), entities.entities(store), facts, mentions, list(queries.parts(store))


def test_a_rebuild_gives_the_same_knowledge(program, tmp_path):
    copy = type(program)(tmp_path / "data")
    shutil.copytree(program.data, copy.data)
    before = knowledge(copy.data)
    hits = copy.json("search", "年鉴")
    shutil.rmtree(copy.data / "fulltext")
    copy.run("rebuild")
    assert knowledge(copy.data) == before
    assert copy.json("search", "年鉴") == hits


def test_the_order_of_files_does_not_matter(program, fresh, samples):
    fresh.run("ingest", *reversed(samples))
    assert knowledge(fresh.data)[1] == knowledge(program.data)[1]


def test_each_quote_is_where_its_offsets_say(program):
    with Workspace.open(program.data) as workspace:
        store = workspace.store()
        checked = 0
        for issue in queries.issues(store, limit=100):
            for part in queries.articles(store, issue.id):
                for fact in entities.relations_of_article(store, part.id):
                    assert part.text[fact.start : fact.end] == fact.quote
                    checked += 1
                for mention in entities.mentions(store, part.id):
                    assert part.text[mention.start : mention.end] == mention.surface
        assert checked > 100
