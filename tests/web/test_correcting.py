"""Corrections on the pages: each form makes one entry, is seen at once, and can be taken back; nobody else can write."""

import re
import shutil
from importlib import resources
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from explorer.answers import Answers
from explorer.app import create_app
from explorer.config import load
from explorer.corrections import log
from explorer.pipeline import ingest
from explorer.store import entities
from explorer.web import access
from explorer.workspace import Workspace


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = tmp_path_factory.mktemp("correcting") / "data"
    with Workspace.open(path, create=True) as workspace:
        ingest(workspace, sorted(Path(str(resources.files("explorer") / "samples")).glob("*.txt")), load({}))
    return path


@pytest.fixture
def client(original, tmp_path):
    shutil.copytree(original, tmp_path / "data")
    with Workspace.open(tmp_path / "data") as workspace:
        app = create_app(workspace, load({}))
        yield app.test_client()
        app.extensions["answers"].close()


@pytest.fixture
def answers(client) -> Answers:
    return client.application.extensions["answers"]


def token(client: FlaskClient, address="/review"):
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)[1]


def send(client, status=303, at="/review", **fields):
    response = client.post("/corrections", data={"csrf_token": token(client, at), **fields})
    assert response.status_code == status, response.text
    return response


def kept(answers):
    return log.read(answers.workspace.path).entries


def test_a_doubtful_relation_is_decided_and_the_next_one_stands_there(client, answers):
    first, before = answers.doubt("relation", 0).fact, answers.doubt("relation", 0).counts["relation"]
    assert first and first.quote in client.get("/review").text
    response = send(client, what="reject", fact=first.id, next="/review?kind=relation&at=0")
    assert response.location == "/review?kind=relation&at=0"
    after = answers.doubt("relation", 0)
    assert after.counts["relation"] < before and after.fact and after.fact.id != first.id
    assert client.get(f"/fact/{first.id}").status_code == 404
    page = client.get("/review").text
    assert "刚才" in page and kept(answers)[-1].id in page
    send(client, what="undo", of=kept(answers)[-1].id, next="/review")
    assert answers.doubt("relation", 0).fact.id == first.id and "刚才" not in client.get("/review").text


def test_a_post_is_put_into_its_office_and_out_again_at_one_stroke(client, answers):
    file = Path(answers.workspace.path) / "one.txt"
    file.write_text("四川省地方志工作简报2018年第3期（总第201期）\n\n四川省地方志工作办公室 2018年3月5日\n\n绵阳市召开修志工作会\n\n3月1日，会议由绵阳市地方志办公室主办，学会会长展檀致辞。\n", "utf-8")
    ingest(answers.workspace, [file], load({}))
    at, doubt = next((at, one) for at in range(answers.doubt("post", 0).counts["post"]) if (one := answers.doubt("post", at)).offices)
    fact, office, waiting = doubt.fact, doubt.offices[0], doubt.counts["post"]
    assert fact.kind == "holds_post" and fact.object.kind == "group" and office.kind == "office" and 0 < len(doubt.offices) <= 5
    assert answers.doubt("relation", 0).counts["relation"] and all(answers.doubt("relation", at).fact.id != fact.id for at in range(answers.doubt("relation", 0).counts["relation"]))
    page = client.get(f"/review?kind=post&at={at}").text
    assert office.name in page and 'data-key="1"' in page
    send(client, what="host", fact=fact.id, office=office.id, next="/review?kind=post")
    assert answers.doubt("post", 0).counts["post"] == waiting - 1
    held = [f for term in answers.entity(fact.subject.id).posts for f in term.facts if f.quote == fact.quote and f.attrs["title"] == fact.attrs["title"]]
    assert [f.object.id for f in held] == [office.id] and held[0].decided
    page = client.get("/review?kind=post").text
    assert "改所属机构" in page
    both = re.search(r'name="of" value="([^"]+)"', page)[1]
    assert both.count("-") == 1
    send(client, what="undo", of=both, next="/review?kind=post")
    assert answers.doubt("post", at).fact.id == fact.id and answers.doubt("post", 0).counts["post"] == waiting
    send(client, 404, what="undo", of=both + "-none")
    relation = answers.doubt("relation", 0).fact
    other = next(at for at in range(50) if answers.doubt("relation", at).fact.kind != "holds_post")
    send(client, 400, what="host", fact=answers.doubt("relation", other).fact.id, office=office.id)
    assert relation and len(kept(answers)) == 4


def test_a_file_that_could_not_be_read_waits_until_it_can_or_somebody_has_seen_to_it(client, answers, tmp_path):
    files = [tmp_path / name for name in ("一.pdf", "二.pdf", "三<b>.txt")]
    for file in files:
        file.write_bytes(b"%PDF-1.4 nothing")
    answers.workspace.path.mkdir(exist_ok=True)
    ingest(answers.workspace, files, load({}))
    found = [answers.doubt("unread", at).file for at in range(3)]
    assert [Path(one.path).name for one in found] == ["一.pdf", "三<b>.txt", "二.pdf"] and all(one.reason and one.remedy for one in found)
    page = client.get("/review?kind=unread&at=1").text
    assert "三&lt;b&gt;.txt" in page and found[1].reason in page
    response = client.post("/unread", data={"csrf_token": token(client), "path": found[0].path, "next": "/review?kind=unread"})
    assert response.status_code == 303 and answers.doubt("unread", 0).counts["unread"] == 2
    ingest(answers.workspace, files, load({}))
    assert answers.doubt("unread", 0).counts["unread"] == 2  # the reason is the same
    files[1].unlink()
    files[2].write_text("四川省地方志工作简报2018年第3期（总第201期）\n\n四川省地方志工作办公室 2018年3月5日\n\n绵阳市召开修志工作会\n\n3月1日，绵阳市召开会议。\n", "utf-8")
    ingest(answers.workspace, files, load({}))
    left = answers.doubt("unread", 0)
    assert left.counts["unread"] == 1 and left.file.path.endswith("二.pdf")  # asked for, and not there
    ingest(answers.workspace, [files[2]], load({}))
    assert answers.doubt("unread", 0).is_empty and "这一类已经核完" in client.get("/review?kind=unread").text
    assert client.post("/unread", data={"csrf_token": token(client), "path": "/etc/passwd"}).status_code == 404
    assert client.post("/unread", data={"path": found[0].path}).status_code == 403


def test_an_accepted_fact_says_so_on_its_page_and_in_every_export(client, answers):
    fact = next(fact for fact in answers.article(answers.doubt("relation", 0).fact.article_id).facts if fact.kind == "endorsed" or not fact.implied)
    send(client, what="accept", fact=fact.id, next="/")
    article = client.get(f"/article/{fact.article_id}").text
    assert article.count('class="tag human"') >= 1
    assert client.get("/api/v1/article/" + fact.article_id).json["facts"]
    decided = [one for one in client.get("/api/v1/article/" + fact.article_id).json["facts"] if one["decided"]]
    assert fact.id in {one["id"] for one in decided}
    exported = client.get("/network/export?format=cypher").text
    assert exported.count("decided: true") == len(answers.fact(fact.id).decided) // 16


def test_a_merge_is_seen_everywhere_and_the_old_address_leads_on(client, answers):
    old, new = answers.named("邓瑜"), answers.named("赵行")
    send(client, at=f"/entity/{new.id}/correct", what="merge", entity=new.id, other="邓瑜", next=f"/entity/{new.id}")
    response = client.get(f"/entity/{old.id}")
    assert response.status_code == 302 and response.location == f"/entity/{new.id}"
    assert client.get(f"/api/v1/entity/{old.id}", follow_redirects=True).json["entity"]["id"] == new.id
    assert client.get(f"/acts?leader={old.id}&sort=oldest").location == f"/acts?leader={new.id}&sort=oldest"
    assert answers.named("邓瑜").id == new.id and any(node.id == new.id for node in answers.network().nodes())
    assert not any(node.id == old.id for node in answers.network().nodes())
    send(client, what="undo", of=kept(answers)[-1].id)
    assert client.get(f"/entity/{old.id}").status_code == 200


def test_every_form_of_an_entity(client, answers):
    person = answers.named("李志超").id
    at = f"/entity/{person}/correct"
    article = answers.naming(person)[0].id
    send(client, at=at, what="alias", entity=person, name="志超同志")
    assert answers.named("志超同志").id == person
    send(client, at=at, what="unalias", entity=person, name="志超同志")
    assert not answers.find("志超同志")
    send(client, at=at, what="rename", entity=person, name="李志超（省志办）")
    assert entities.entity(answers.store, person).name == "李志超（省志办）"
    other = answers.named("陈建春").id
    send(client, at=at, what="distinct", entity=person, other=other)
    send(client, at=at, what="split", entity=person, articles=[article], name="另一位李志超")
    assert answers.named("另一位李志超").id != person
    assert [one.what for one in kept(answers)] == ["alias", "unalias", "rename", "distinct", "split"]
    listed = client.get("/corrections").text
    assert all(one.id in listed for one in kept(answers))
    assert client.get("/api/v1/corrections").json["total"] == 5
    assert client.get("/corrections/export").data == (answers.workspace.path / log.NAME).read_bytes()


def test_a_relation_is_added_by_its_sentence(client, answers):
    line = answers.naming(answers.named("李志超").id)[0]
    start, end, text = answers.sentences(line.id)[1]
    page = client.get(f"/article/{line.id}/mark").text
    assert f'value="{start}-{end}"' in page
    send(client, at=f"/article/{line.id}/mark", what="add", article=line.id, sentence=f"{start}-{end}", subject="李志超", kind="endorsed", object="大竹县地方志办",
         detail="贺信", date="2020-01-02", why="补录")  # fmt: skip
    added = [fact for fact in answers.article(line.id).facts if fact.decided]
    assert [(fact.kind, fact.date, fact.quote, fact.attrs["form"]) for fact in added] == [("endorsed", "2020-01-02", text, "贺信")]
    assert any(entry.act.fact.id == added[0].id for entry in answers.acts({}).rows)


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"what": "none"}, {"what": "merge"}, {"what": "merge", "entity": "x", "other": "y"}, {"what": "accept", "fact": "x"}, {"what": "undo", "of": "x"},
        {"what": "accept", "article": "x", "start": "-1"}, {"what": "add", "sentence": "9-x"}, {"what": "rename", "entity": "邓瑜", "name": "长" * 5000},
        {"what": "split", "entity": "李志超"}, {"what": "date", "fact": "x", "date": "2020-13"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_one_form_and_nothing_is_logged(client, answers, fields):
    response = client.post("/corrections", data={"csrf_token": token(client), **fields})
    assert response.status_code in (400, 404) and "Traceback" not in response.text
    assert kept(answers) == ()


def test_without_a_token_nothing_is_written(client, answers):
    fact = answers.doubt("relation", 0).fact.id
    for given in ({}, {"csrf_token": "x"}):
        response = client.post("/corrections", data={"what": "reject", "fact": fact, **given})
        assert response.status_code == 403 and "表单已过期" in response.text
    assert kept(answers) == ()


@pytest.mark.parametrize("where", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_HOST": "evil.example"}, {"REMOTE_ADDR": "::ffff:192.0.2.7"}])
def test_from_elsewhere_nothing_can_be_changed_nor_is_it_offered(client, answers, where):
    fact = answers.doubt("relation", 0).fact
    csrf = token(client)
    for address in ("/review", f"/fact/{fact.id}", f"/article/{fact.article_id}/mark"):
        assert client.get(address, environ_overrides=where).status_code == 403
    assert client.post("/corrections", data={"csrf_token": csrf, "what": "reject", "fact": fact.id}, environ_overrides=where).status_code == 403
    page = client.get(f"/article/{fact.article_id}", environ_overrides=where).text
    assert "/review" not in page and "/fact/" not in page and "/mark" not in page
    assert client.get("/corrections", environ_overrides=where).status_code == 200 and kept(answers) == ()


def test_the_way_back_stays_on_this_site(client, answers):
    fact = answers.doubt("relation", 0).fact.id
    assert send(client, what="accept", fact=fact, next="//evil.example/x").location == "/"


@pytest.mark.parametrize(("host", "local"), [("127.0.0.1:8765", True), ("localhost", True), ("[::1]:80", True), ("[::1]", True), ("10.0.0.1", False), ("a.example:80", False)])
def test_names_of_this_machine(client, host, local):
    with client.application.test_request_context("/", environ_overrides={"HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1"}):
        assert access.may_write() is local


def test_the_key_is_kept_and_only_the_owner_reads_it(client, answers):
    path = answers.workspace.path / "secret"
    before = path.read_text()
    assert len(before) == 64 and path.stat().st_mode & 0o077 == 0
    create_app(answers.workspace, load({})).extensions["answers"].close()
    assert path.read_text() == before
