"""The generator of the benchmarks' corpus: seeded, of the promised shape, and growing as real text does."""

import statistics

import pytest

from benchmarks.bulletins import LONGEST, SHORTEST, Article, articles, known_items
from graph.gazetteer import Gazetteer

COUNT, SEED = 300, 7


@pytest.fixture(scope="module")
def corpus() -> list[Article]:
    return list(articles(COUNT, SEED))


def test_a_seed_gives_one_corpus_and_another_seed_another(corpus):
    assert list(articles(COUNT, SEED)) == corpus
    assert list(articles(20, SEED)) == corpus[:20]
    assert list(articles(20, SEED + 1)) != corpus[:20]


def test_bodies_have_the_length_of_real_ones(corpus):
    lengths = [len(article.doc.body) for article in corpus]
    assert SHORTEST <= min(lengths) and max(lengths) <= LONGEST
    assert 650 <= statistics.mean(lengths) <= 750


def test_every_slot_is_filled(corpus):
    assert not [article.doc.id for article in corpus if set("{}") & set(article.doc.title + article.doc.body)]


def test_ids_dates_and_facets(corpus):
    assert len({article.doc.id for article in corpus}) == COUNT
    divisions = Gazetteer()
    for article in corpus:
        facets = article.doc.facets
        assert "2011-01-01" <= article.doc.date <= "2026-12-31" and facets["year"] == (article.doc.date[:4],)
        assert facets["place"] == divisions.path(facets["place"][-1]) and facets["place"][0] == "51"
        assert all(facets[name] for name in ("section", "person", "office", "document", "act", "issue"))


def test_people_come_again_and_new_ones_keep_coming(corpus):
    half = {person for article in corpus[: COUNT // 2] for person in article.doc.facets["person"]}
    second = [set(article.doc.facets["person"]) for article in corpus[COUNT // 2 :]]
    assert any(people & half for people in second)
    assert len(set().union(*second) - half) > COUNT // 10


def test_what_is_asked_for_singles_out_its_article(corpus):
    items = known_items(COUNT, SEED, wanted=60)
    assert len(items) == 60 and len({item.kind for item in items}) == 3
    for item in items:
        assert [a.doc.id for a in corpus if all(word in a.doc.title + a.doc.body for word in item.words)] == [item.id]
