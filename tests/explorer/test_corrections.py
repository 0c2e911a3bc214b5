"""Corrections: applied at once, kept through every re-reading, taken back without a trace."""

import datetime
import os
import random
import shutil
from importlib import resources
from pathlib import Path

import pytest

from explorer.answers import Answers
from explorer.answers.checking import check
from explorer.config import load
from explorer.corrections import log
from explorer.corrections.making import Maker
from explorer.errors import CorrectionRefused, NotFound
from explorer.pipeline import correct, ingest, rebuild
from explorer.store import corrected, entities, queries
from explorer.workspace import Workspace
from graph.corrections.model import ACCEPT, DATE, REJECT, UNDO, Correction, active

AT = "2026-01-02T03:04:05+08:00"


def later():
    """A moment of its own: the same entry at the same moment would be one."""
    return datetime.datetime.now().astimezone().isoformat(timespec="microseconds")


@pytest.fixture(scope="session")
def samples():
    return sorted(Path(str(resources.files("explorer") / "samples")).glob("*.txt"))


@pytest.fixture(scope="session")
def original(tmp_path_factory, samples):
    path = tmp_path_factory.mktemp("corrections") / "data"
    with Workspace.open(path, create=True) as workspace:
        ingest(workspace, samples, load())
    return path


@pytest.fixture
def workspace(original, tmp_path):
    shutil.copytree(original, tmp_path / "data")
    with Workspace.open(tmp_path / "data") as workspace:
        yield workspace


def decide(workspace, make, by="甲"):
    """Makes one entry and applies it."""
    made = correct(workspace, load(), lambda before: [make(Maker(workspace.store(), by, later()))])
    return made[0]


def undo(workspace, one):
    return correct(workspace, load(), lambda before: [Correction(later(), "甲", UNDO, of=one.id)])[0]


def named(workspace, name, kind=None):
    return next(match.id for match in entities.find(workspace.store(), name, kind=kind) if match.exact)


def knowledge(workspace):
    """All that pages show, without the ids of corrections."""
    store = workspace.store()
    parts = [part.id for issue in queries.issues(store, limit=1000) for part in queries.articles(store, issue.id)]
    facts = {fact for part in parts for one in entities.relations_of_article(store, part) for fact in [(one.id, one.subject, one.object, one.date, one.confidence, bool(one.decided))]}
    mentions = {(part, one.start, one.end, one.entity, bool(one.decided)) for part in parts for one in entities.mentions(store, part)}
    return entities.entities(store), facts, mentions, sorted(map(repr, queries.parts(store)))


def test_a_merge_moves_all_facts_and_the_old_id_leads_to_the_new(workspace):
    store = workspace.store()
    before = knowledge(workspace)
    first, second = _two_offices(store)
    merged = decide(workspace, lambda make: make.merge(first, [second], "同一机构"))
    assert entities.entity(store, second) is None and corrected.now(store, second) == first
    names = {name for name, _ in entities.aliases(store, first)}
    assert before[0] and next(one.name for one in before[0] if one.id == second) in names
    assert not any(second in (fact[1].id, fact[2].id) for fact in knowledge(workspace)[1])
    undo(workspace, merged)
    assert knowledge(workspace) == before and corrected.now(store, second) == second


def _two_offices(store):
    ids = [line.id for line in entities.most_connected(store, "office", limit=4)]
    return ids[1], ids[2]


def test_what_is_refused_never_comes_back_by_itself(workspace, samples):
    store = workspace.store()
    before = knowledge(workspace)
    fact = _some_fact(store)
    entry = decide(workspace, lambda make: make.decide(fact.id, REJECT, "并非如此"))
    assert not entities.relations(store, [fact.id])
    rebuild(workspace, load())
    assert not entities.relations(store, [fact.id])
    shutil.rmtree(workspace.path / "fulltext")
    (workspace.path / "store.sqlite").unlink()
    for name in ("store.sqlite-wal", "store.sqlite-shm"):
        (workspace.path / name).unlink(missing_ok=True)
    workspace.close()
    with Workspace.open(workspace.path, create=True) as again:
        ingest(again, reversed(samples), load())
        assert not entities.relations(again.store(), [fact.id])
        undo(again, entry)
        assert knowledge(again) == before


def _some_fact(store, kind="endorsed"):
    parts = [part.id for issue in queries.issues(store, limit=100) for part in queries.articles(store, issue.id)]
    return next(fact for part in parts for fact in entities.relations_of_article(store, part) if fact.kind == kind)


def test_accepted_and_dated_facts_are_those_of_people(workspace):
    store = workspace.store()
    fact = _some_fact(store)
    decide(workspace, lambda make: make.decide(fact.id, ACCEPT))
    now = entities.relations(store, [fact.id])[fact.id]
    assert now.decided and now.confidence == 1.0
    decide(workspace, lambda make: make.decide(fact.id, DATE, date="2020-01-02"))
    dated = [one for one in entities.relations_of_article(store, fact.article_id) if one.decided]
    assert [one.date for one in dated if one.kind == fact.kind and one.subject == fact.subject] == ["2020-01-02"]


def test_a_sentence_marked_by_a_person_is_a_fact(workspace):
    store = workspace.store()
    fact = _some_fact(store, "holds_post")
    office = next(line.id for line in entities.most_connected(store, "office", limit=10) if line.id != fact.object.id)
    entry = decide(workspace, lambda make: make.add(fact.article_id, fact.start, fact.end, "holds_post", fact.subject.id, office, detail="顾问"))
    added = [one for one in entities.relations_of_entity(store, office) if one.decided == entry.id]
    assert [(one.subject.id, one.attrs["title"], one.quote) for one in added] == [(fact.subject.id, "顾问", fact.quote)]
    rebuild(workspace, load())
    assert [one.id for one in entities.relations_of_entity(store, office) if one.decided] == [one.id for one in added]


def test_a_namesake_in_one_article_is_split_off(workspace):
    store = workspace.store()
    before = knowledge(workspace)
    person = next(line.id for line in entities.most_connected(store, "person", limit=20) if len(entities.articles_naming(store, line.id)) > 1)
    article = entities.articles_naming(store, person)[0].id
    entry = decide(workspace, lambda make: make.split(person, [article], "另一人"))
    assert article not in {line.id for line in entities.articles_naming(store, person)}
    namesakes = [match for match in entities.find(store, entities.entity(store, person).name, kind="person") if match.exact]
    assert len(namesakes) == 2
    undo(workspace, entry)
    assert knowledge(workspace) == before


def test_names_given_and_taken(workspace):
    store = workspace.store()
    person = named(workspace, "陈建春", "person")
    decide(workspace, lambda make: make.rename(person, "陈建春（省志办）"))
    decide(workspace, lambda make: make.alias(person, "老陈"))
    assert entities.entity(store, person).name == "陈建春（省志办）" and named(workspace, "老陈") == person and named(workspace, "陈建春") == person
    decide(workspace, lambda make: make.alias(person, "老陈", remove=True))
    assert not entities.find(store, "老陈")


def test_a_mention_refused_takes_its_facts_along(workspace):
    store = workspace.store()
    fact = _some_fact(store, "holds_post")
    at = next(one.start for one in entities.mentions(store, fact.article_id) if one.entity == fact.subject)
    for one in [one for one in entities.mentions(store, fact.article_id) if one.entity == fact.subject]:
        decide(workspace, lambda make, start=one.start: make.decide_mention(fact.article_id, start, REJECT))
    assert fact.subject.id not in {end.id for one in entities.relations_of_article(store, fact.article_id) for end in (one.subject, one.object)}
    with pytest.raises(NotFound):
        Maker(store, "甲", AT).decide_mention(fact.article_id, at, ACCEPT)


def test_the_index_follows(workspace):
    store = workspace.store()
    person = named(workspace, "陈建春", "person")
    article = entities.articles_naming(store, person)[0].id
    decide(workspace, lambda make: make.split(person, [article]))
    with Answers(workspace, load()) as answers:
        assert [one for one in check(answers) if not one.holds] == []
        found = answers.search("", filters={"person": [person]}, size=100)
        assert article not in {line.article.id for line in found.hits} and found.total


def test_what_cannot_be_is_refused(workspace):
    make = Maker(workspace.store(), "甲", AT)
    person, office = named(workspace, "陈建春", "person"), entities.most_connected(workspace.store(), "office")[0].id
    for refused in (
        lambda: make.merge(person, [office]), lambda: make.merge(person, [person]), lambda: make.rename(person, "  "),
        lambda: make.split(person, []), lambda: make.distinct(person, person), lambda: make.decide(_some_fact(workspace.store()).id, DATE, date="七月"),
    ):  # fmt: skip
        with pytest.raises(CorrectionRefused):
            refused()
    with pytest.raises(NotFound):
        make.merge("p-0000000000", [person])


def test_a_line_cut_off_by_a_crash_harms_no_other(workspace):
    person = named(workspace, "陈建春", "person")
    decide(workspace, lambda make: make.rename(person, "甲"))
    with (workspace.path / log.NAME).open("ab") as stream:
        stream.write(b'{"at": "2026", "by"')
    decide(workspace, lambda make: make.rename(person, "乙"))
    found = log.read(workspace.path)
    assert [one.value for one in found.entries] == ["甲", "乙"] and found.unreadable == 1
    assert entities.entity(workspace.store(), person).name == "乙"


def test_what_was_logged_before_a_crash_is_applied_by_the_next_writer(workspace):
    person = named(workspace, "陈建春", "person")
    entry = Maker(workspace.store(), "甲", AT).rename(person, "甲")
    log.append(workspace.path, [entry])
    ingest(workspace, [], load())
    assert entities.entity(workspace.store(), person).name == "甲"
    assert corrected.states(workspace.store()) == {entry.id: "applied"}


@pytest.mark.parametrize("seed", range(int(os.environ.get("JIANBAO_SEEDS", "6"))))
def test_random_corrections_give_the_same_graph_in_whatever_order_files_are_read(workspace, samples, tmp_path, seed):
    """Applied one by one beside undo and rebuilds, or all at once to files read in another order into an empty workspace."""
    chance = random.Random(seed)
    for _ in range(8):
        step = chance.random()
        entries = log.read(workspace.path).entries
        if step < 0.2 and entries:
            undo(workspace, chance.choice(entries))
        elif step < 0.25:
            rebuild(workspace, load())
        else:
            decide(workspace, lambda make: drawn(make, chance), by=f"编辑{chance.randrange(3)}")
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(workspace.path / log.NAME, other)
    with Workspace.open(other, create=True) as again:
        for sample in chance.sample(samples, len(samples)):
            ingest(again, [sample], load())
        assert knowledge(again) == knowledge(workspace)
        assert corrected.states(again.store()) == corrected.states(workspace.store())
        for entry in active(log.read(again.path).entries):
            undo(again, entry)
        with Workspace.open(tmp_path / "clean", create=True) as clean:
            ingest(clean, samples, load())
            assert knowledge(again) == knowledge(clean)


def drawn(make, chance):
    """A correction of what is there at the moment, at random."""
    store = make.store
    people, offices = ([line.id for line in entities.most_connected(store, kind, limit=30)] for kind in ("person", "office"))
    some = chance.choice([people, offices])
    article = chance.choice([line.id for line in entities.articles_naming(store, chance.choice(some))])
    facts, mentions = entities.relations_of_article(store, article), entities.mentions(store, article)
    choices = [
        lambda: make.merge(*(lambda pair: (pair[0], pair[1:]))(chance.sample(some, 2))),
        lambda: (lambda one: make.split(one, [chance.choice(entities.articles_naming(store, one)).id]))(chance.choice(some)),
        lambda: make.rename(chance.choice(some), f"名称{chance.randrange(50)}"),
        lambda: make.alias(chance.choice(some), f"别名{chance.randrange(50)}"),
        lambda: (lambda one: make.alias(one, chance.choice(entities.aliases(store, one))[0], remove=True))(chance.choice(some)),
        lambda: make.distinct(*chance.sample(some, 2)),
        lambda: make.decide_mention(article, chance.choice(mentions).start, chance.choice([ACCEPT, REJECT])),
    ]
    if facts:
        choices += [
            lambda: make.decide(chance.choice(facts).id, chance.choice([ACCEPT, REJECT])),
            lambda: make.decide(chance.choice(facts).id, DATE, date="2019-12"),
        ]
    while True:
        try:
            return chance.choice(choices)()
        except CorrectionRefused:  # an article that names it by implication only
            continue
