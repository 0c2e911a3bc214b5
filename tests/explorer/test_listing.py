"""A page on an entity shows the first of much; the rest is on pages of its own, and nothing is lost between the two."""

import pytest

from explorer import config, pipeline
from explorer.answers import Answers
from explorer.answers import dossier as dossiers
from explorer.answers import listing as listings
from explorer.errors import NotFound
from explorer.store import briefs, entities
from explorer.workspace import Workspace

CONFIG = config.load({})
HEAD = "四川省地方志工作简报2018年第{n}期（总第{n}期）\n\n四川省地方志工作办公室 2018年 3月 {day}日\n\n绵阳市召开修志工作会{n}\n\n"
BODY = "3月{day}日，绵阳市委书记裴向远对绵阳市地方志办公室工作作出批示：“第{n}次肯定。”绵阳市地方志办公室主任柯砚青主持会议。（绵阳市地方志办公室）\n"
COUNT = 60


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("listing")
    for number in range(1, COUNT + 1):
        (folder / f"{number}.txt").write_text((HEAD + BODY).format(n=number, day=number % 28 + 1), "utf-8")
    with Workspace.open(folder / "data", create=True) as workspace:
        pipeline.ingest(workspace, [folder], CONFIG)
        with Answers(workspace, CONFIG) as opened:
            yield opened


def test_what_is_said_in_brief_is_what_is_said(answers):
    for line in entities.most_connected(answers.store, "office", limit=5) + entities.most_connected(answers.store, "person", limit=5):
        said, whole = briefs.briefs(answers.store, line.id), entities.relations_of_entity(answers.store, line.id)
        assert [brief.id for brief in said] == [fact.id for fact in whole]
        for brief, fact in zip(said, whole):
            assert (brief.other, bool(brief.out), brief.date, brief.told) == (fact.other(line.id), fact.outgoing(line.id), fact.date, fact.article_date)
            assert (brief.title, bool(brief.former)) == (fact.attrs.get("title", "") if fact.kind == "holds_post" else "", bool(fact.attrs.get("former")))


def test_a_page_is_bounded_and_tells_how_many_there_are(answers):
    page = answers.entity(answers.named("绵阳市地方志办公室").id)
    assert len(page.acts_received) == len(page.articles) == dossiers.LINES
    assert page.totals.acts_received == page.totals.articles == COUNT
    (post,) = page.holders
    assert (post.count, len(post.facts) < COUNT) == (COUNT, True)
    group = next(group for group in page.groups if group.kind == "reported_by")
    assert (len(group.lines), group.total) == (dossiers.OTHERS, COUNT)
    assert next(row for row in page.axis.rows if row.title == "受到批示肯定").left_out > 0
    assert sum(count for _, count in page.reports) == COUNT


@pytest.mark.parametrize(("of", "back"), [("endorsed", True), ("holds_post", True), ("reported_by", True), ("endorsed", False)])
def test_all_pages_together_are_all_facts(answers, of, back):
    office = answers.named("绵阳市地方志办公室").id
    wanted = [fact.id for fact in entities.relations_of_entity(answers.store, office) if fact.kind == of and fact.outgoing(office) != back]
    first = answers.listing(office, of, back)
    found = [fact.id for number in range(first.pages) for fact in answers.listing(office, of, back, number + 1).facts]
    assert found == wanted
    assert first.total == len(wanted)


def test_all_articles(answers):
    office = answers.named("绵阳市地方志办公室").id
    found = [line.id for number in (1, 2) for line in answers.listing(office, listings.ARTICLES, page=number).articles]
    assert len(set(found)) == COUNT
    assert answers.listing(office, listings.ARTICLES, page=999).page == 2
    sender = answers.named("四川省地方志工作办公室").id
    assert answers.listing(sender, listings.FRAMES).total == COUNT


def test_who_is_not_there_has_no_list(answers):
    with pytest.raises(NotFound):
        answers.listing("p-none", listings.ARTICLES)
