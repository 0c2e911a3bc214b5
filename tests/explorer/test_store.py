"""What is written is what is read; names are resolved without touching what was observed."""

from dataclasses import replace
from pathlib import Path

import pytest

from explorer import parsing
from explorer.model import Article, Bulletin
from explorer.store import bulletins, entities, knowledge, queries
from explorer.store.database import Database
from explorer.store.rows import Named
from graph.model import Entity, Extraction, Mention, Ref, Relation

FIRST = """四川省地方志工作办公室 2020年 7月 20日

【特别关注】

省地方志办召开半年工作总结会

7月16日，省地方志办召开会议。陈建春讲话，邓瑜主持。（省地方志办）

【市州动态】

雅安市地方志编纂中心完成审查

近日，雅安市地方志编纂中心完成审查工作。（雅安市地方志编纂中心）

报：省委办公厅
送：各市（州）地方志工作机构
（共印25份）
"""
SECOND = FIRST.replace("2020年 7月 20日", "2021年 3月 2日").replace("邓瑜主持", "赵行主持")
CHEN, DENG = Ref("person", "陈建春", ("四川",)), Ref("person", "邓瑜")
OFFICE, CITY = Ref("office", "四川省地方志办", ("510000", "方志")), Ref("office", "雅安市地方志编纂中心")
SURFACES = {"陈建春": CHEN, "邓瑜": DENG, "省地方志办": OFFICE, "雅安市地方志编纂中心": CITY}


def parsed(source: str, name: str = "一.txt") -> Bulletin:
    return parsing.parse(source, source.encode(), name)


def extraction(article: Article) -> Extraction:
    """Each known name once; whoever speaks holds a post; where he sits is implied."""
    mentions = tuple(
        Mention(article.id, at, at + len(surface), surface, ref, "test", 0.9)
        for surface, ref in SURFACES.items()
        if (at := article.text.find(surface)) >= 0
    )
    if "陈建春讲话" not in article.text:
        return Extraction(article.id, "511800", mentions, ())
    at = article.text.index("陈建春讲话")
    post = Relation(
        "holds_post", CHEN, OFFICE, article.id, at, at + 5, "陈建春讲话", "2020-07-16", "7月16日",
        {"title": "主任", "form": "批示"}, "post", 0.8,
    )  # fmt: skip
    return Extraction(article.id, "510000", mentions, (post, replace(post, kind="belongs_to", object=CITY, implied=True)))


def store(database: Database, source: str) -> Bulletin:
    bulletin = parsed(source)
    with database.write() as connection:
        bulletins.write_bulletin(connection, bulletin, "t1")
        for article in bulletin.articles:
            knowledge.write_extraction(connection, article, extraction(article))
    return bulletin


def as_entity(ref: Ref) -> Entity:
    return Entity(f"{ref.kind}:{ref.name}", ref.kind, ref.name, aliases=("四川方志办",) if ref == OFFICE else ())


def resolve_all(database: Database, **others: Entity) -> set[str]:
    with database.write() as connection:
        knowledge.sweep(connection)
        refs = {ref for ref, _, _ in knowledge.usages(connection)}
        return knowledge.write_entities(connection, {ref: others.get(ref.name, as_entity(ref)) for ref in refs})


@pytest.fixture
def database(tmp_path: Path):
    found = Database.create(tmp_path / "store.sqlite")
    yield found
    found.close()


@pytest.fixture
def bulletin(database) -> Bulletin:
    stored = store(database, FIRST)
    resolve_all(database)
    return stored


def test_parts_come_back_as_they_were(database, bulletin):
    assert queries.articles(database, bulletin.id) == bulletin.articles
    assert queries.article(database, bulletin.articles[1].id) == bulletin.articles[1]
    assert queries.article(database, "none-1") is None


def test_issue_comes_back_flat(database, bulletin):
    issue = queries.issue(database, bulletin.id)
    assert (issue.sha256, issue.date, issue.year, issue.articles) == (bulletin.sha256, "2020-07-20", 2020, 2)
    assert issue.recipients == bulletin.colophon.recipients
    assert issue.recipients
    assert queries.issue(database, "none") is None
    assert queries.issue_with_content(database, bulletin.sha256) == bulletin.id
    assert queries.issue_with_content(database, "0" * 64) is None
    assert queries.outdated(database, "t1") == []
    assert queries.outdated(database, "t2") == queries.originals(database) == [(bulletin.sha256, "一.txt")]


def test_issues_newest_first_and_paged(database, bulletin):
    later = store(database, SECOND)
    assert [issue.id for issue in queries.issues(database)] == [later.id, bulletin.id]
    assert [issue.id for issue in queries.issues(database, offset=1, limit=1)] == [bulletin.id]


def test_stats(database, bulletin):
    stats = queries.stats(database)
    assert (stats.bulletins, stats.articles, stats.mentions) == (1, 2, 4)
    assert dict(stats.entities) == {"office": 2, "person": 2}
    assert dict(stats.relations) == {"belongs_to": 1, "holds_post": 1}
    assert stats.years == ((2020, 2),)
    assert stats.sections == (("市州动态", 1), ("特别关注", 1))


def test_neighbours_stay_in_the_issue_and_in_searchable_parts(database, bulletin):
    _, first, second, _ = bulletin.articles
    before, after = queries.neighbours(database, first.id)
    assert (before, after.id, after.place) == (None, second.id, "511800")
    assert queries.neighbours(database, second.id)[1] is None
    assert queries.article_line(database, first.id).place == "510000"


def test_texts_and_searchable_parts(database, bulletin):
    first = bulletin.articles[1]
    assert queries.texts(database, [first.id, "none-1"]) == {first.id: (first.title, first.body)}
    parts = list(queries.parts(database))
    assert [part.id for part in parts] == queries.searchable_ids(database) == [a.id for a in bulletin.articles[1:3]]
    assert parts[0].persons == ("person:邓瑜", "person:陈建春")
    assert parts[0].offices == ("office:四川省地方志办",), "what is only implied is not named"
    assert (parts[0].body, parts[0].year, parts[0].place) == (first.body, 2020, "510000")
    assert [part.id for part in queries.parts(database, [first.id, bulletin.articles[0].id])] == [first.id]


def test_mentions_are_where_they_say(database, bulletin):
    article = bulletin.articles[1]
    rows = entities.mentions(database, article.id)
    assert [article.text[row.start : row.end] for row in rows] == [row.surface for row in rows]
    assert rows[0].entity == Named("office:四川省地方志办", "office", "四川省地方志办")
    assert [row.start for row in rows] == sorted(row.start for row in rows)


def test_relations_from_both_ends(database, bulletin):
    article = bulletin.articles[1]
    implied, fact = entities.relations_of_article(database, article.id)
    assert article.text[fact.start : fact.end] == fact.quote == "陈建春讲话"
    assert (fact.attrs["title"], fact.article_title, fact.article_date) == ("主任", article.title, "2020-07-20")
    assert (fact.implied, implied.implied) == (False, True)
    assert entities.relations_of_entity(database, "office:四川省地方志办") == [fact]
    assert not fact.outgoing("office:四川省地方志办")
    assert fact.other("office:四川省地方志办").name == "陈建春"
    assert fact.other("person:陈建春").name == "四川省地方志办"
    assert {row.kind for row in entities.relations_of_entity(database, "person:陈建春")} == {"holds_post", "belongs_to"}


def test_links_for_the_network(database, bulletin):
    link = next(link for link in entities.links(database) if link.kind == "holds_post")
    assert (link.subject, link.object, link.form, link.title) == ("person:陈建春", "office:四川省地方志办", "批示", "主任")
    assert {entity.id for entity in entities.entities(database)} >= {link.subject, link.object}


def test_entity_with_aliases(database, bulletin):
    office = entities.entity(database, "office:四川省地方志办")
    assert office.aliases == ("省地方志办", "四川方志办", "四川省地方志办")
    assert entities.aliases(database, office.id) == [("省地方志办", 1), ("四川方志办", 0), ("四川省地方志办", 0)]
    assert entities.entity(database, "none") is None
    assert entities.words(database, ["person"]) == ["邓瑜", "陈建春"]


def test_find_by_name_alias_and_beginning(database, bulletin):
    assert [match.id for match in entities.find(database, " 省地方 志办")] == ["office:四川省地方志办"]
    found = entities.find(database, "雅安")
    assert [(match.id, match.exact, match.surface) for match in found] == [
        ("office:雅安市地方志编纂中心", False, "雅安市地方志编纂中心")
    ]
    assert entities.find(database, "陈建春")[0].exact
    assert entities.find(database, "陈建春", kind="office") == entities.find(database, "%") == []
    assert entities.find(database, "  ") == []


def test_articles_naming_and_most_connected(database, bulletin):
    assert [line.id for line in entities.articles_naming(database, "person:陈建春")] == [bulletin.articles[1].id]
    (most,) = entities.most_connected(database, "person")
    assert (most.id, most.relations) == ("person:陈建春", 2)


def test_an_unresolved_name_is_shown_and_links_nothing(database, bulletin):
    with database.write() as connection:
        knowledge.write_entities(connection, {CHEN: as_entity(CHEN)})
    rows = entities.mentions(database, bulletin.articles[1].id)
    assert Named(None, "person", "邓瑜") in [row.entity for row in rows]
    assert entities.links(database) == []
    assert entities.relations_of_entity(database, "person:陈建春")[0].object.id is None


def test_resolving_again_names_the_articles_that_changed(database, bulletin):
    assert resolve_all(database) == set()
    other = Entity("person:x", "person", "邓瑜")
    assert resolve_all(database, 邓瑜=other) == {bulletin.articles[1].id}
    assert entities.entity(database, "person:邓瑜") is None


def test_usages_count_surfaces(database, bulletin):
    store(database, SECOND)
    with database.write() as connection:
        usages = knowledge.usages(connection)
    assert (CHEN, "陈建春", 2) in usages
    assert (DENG, "邓瑜", 1) in usages


def test_a_ref_without_a_mention_is_given_too(database):
    bulletin = parsed(FIRST)
    article = bulletin.articles[1]
    found = replace(extraction(article), mentions=())
    with database.write() as connection:
        bulletins.write_bulletin(connection, bulletin, "t1")
        knowledge.write_extraction(connection, article, found)
        assert (CITY, "", 0) in knowledge.usages(connection)


def test_deleting_an_issue_leaves_nothing_of_it(database, bulletin):
    with database.write() as connection:
        assert bulletins.delete_bulletin(connection, bulletin.id)
        assert not bulletins.delete_bulletin(connection, bulletin.id)
    resolve_all(database)
    with database.read() as connection:
        for table in ("bulletins", "articles", "mentions", "relations", "appearances", "refs", "entities", "aliases"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table


def test_deleting_one_issue_keeps_names_that_another_uses(database, bulletin):
    later = store(database, SECOND)
    with database.write() as connection:
        bulletins.delete_bulletin(connection, bulletin.id)
    resolve_all(database)
    assert {entity.name for entity in entities.entities(database)} == {"陈建春", "四川省地方志办", "雅安市地方志编纂中心"}
    assert [line.bulletin_id for line in entities.articles_naming(database, "person:陈建春")] == [later.id]


def test_writing_an_issue_again_replaces_it_and_keeps_ids(database, bulletin):
    before = entities.links(database), entities.entities(database)
    store(database, FIRST)
    assert (entities.links(database), entities.entities(database)) == before, "readers miss nothing meanwhile"
    assert resolve_all(database) == set()
    assert (entities.links(database), entities.entities(database)) == before
    assert queries.stats(database).mentions == 4


@pytest.mark.parametrize("shift", [1, -1, 500])
def test_a_quote_that_is_elsewhere_is_refused(database, shift):
    bulletin = parsed(FIRST)
    article = bulletin.articles[1]
    mention = extraction(article).mentions[0]
    moved = replace(mention, start=mention.start + shift, end=mention.end + shift)
    with pytest.raises(ValueError, match="is not at"), database.write() as connection:
        bulletins.write_bulletin(connection, bulletin, "t1")
        knowledge.write_extraction(connection, article, Extraction(article.id, "", (moved,), ()))
    assert queries.stats(database).bulletins == 0


def test_relation_ids_depend_on_what_is_said_alone(database):
    relation = extraction(parsed(FIRST).articles[1]).relations[0]
    assert knowledge.relation_id(relation) == knowledge.relation_id(replace(relation, confidence=0.1, rule="other"))
    assert knowledge.relation_id(relation) != knowledge.relation_id(replace(relation, attrs={"title": "副主任"}))


def test_many_parts_are_read_in_batches(database, bulletin, monkeypatch):
    monkeypatch.setattr(queries, "_BATCH", 1)
    assert len(list(queries.parts(database))) == 2
