"""From a file to a page, to JSON and to the command line: the same facts everywhere."""

import json
import re

import pytest

from explorer.app import create_app
from explorer.config import load
from explorer.workspace import Workspace


@pytest.fixture(scope="module")
def client(program):
    with Workspace.open(program.data) as workspace:
        app = create_app(workspace, load({}))
        yield app.test_client()
        app.extensions["answers"].close()


def test_all_samples_are_taken_in(program, samples):
    stats = program.json("stats")
    assert stats["bulletins"] == len(samples) >= 8
    assert stats["entities"]["person"] >= 10 and stats["relations"]["endorsed"] >= 5


def test_search_says_the_same_on_the_page_in_json_and_in_the_terminal(program, client):
    answer = program.json("search", '"两全目标"')
    assert answer["total"] == len(answer["hits"]) >= 3
    assert set(answer["hits"][0]) >= {"article", "title", "date", "section", "snippet", "matched"}
    assert client.get("/api/v1/search", query_string={"q": '"两全目标"'}).json == answer
    page = client.get("/search", query_string={"q": '"两全目标"'}).text
    for hit in answer["hits"]:
        assert f'/article/{hit["article"]}' in page
        assert hit["article"] in program.run("search", '"两全目标"').stdout


def test_from_a_leader_to_an_office_to_the_sentence(program, client):
    person = client.get("/api/v1/find", query_string={"q": "李志超", "kind": "person"}).json["matches"][0]
    dossier = client.get(f"/api/v1/entity/{person['id']}").json
    act = next(a for a in dossier["acts_done"] if a["fact"]["date"] == "2020-06-16")
    assert act["words"] == "好，工作持续创新。转方志办。" and act["fact"]["object"]["name"] == "大竹县地方志办"
    fact = act["fact"]
    page = client.get(f"/article/{fact['article_id']}?from={fact['start']}&to={fact['end']}").text
    assert 'id="quote"' in page
    assert fact["quote"] in client.get(f"/api/v1/article/{fact['article_id']}").json["article"]["text"]
    assert "大竹县地方志办" in program.run("show", "李志超").stdout


def test_one_person_in_several_years(program):
    posts = {(p["title"], p["first"][:4]) for p in program.json("show", "邓瑜")["posts"]}
    assert ("机关党委书记", "2020") in posts and ("副主任", "2025") in posts
    assert {p["first"][:4] for p in program.json("show", "陈建春")["posts"]} == {"2020"}
    assert {p["last"][:4] for p in program.json("show", "陈建春")["posts"]} == {"2023"}


def test_one_title_that_is_two_agreements(client):
    matches = client.get("/api/v1/find", query_string={"q": "深化川渝地方志工作合作", "kind": "agreement"}).json["matches"]
    assert len(matches) == 2
    signed = {client.get(f"/api/v1/entity/{m['id']}").json["entity"]["attrs"]["signed"] for m in matches}
    assert signed == {"2020-06-19", "2025-06-23"}


def test_one_office_in_several_short_forms(program):
    names = {name for name, _ in program.json("show", "四川省地方志工作办公室")["names"]}
    assert {"省地方志办", "四川省地方志办", "省志办", "四川省地方志工作办公室"} <= names


def test_an_issue_that_an_endorsement_cites_leads_to_the_issue(program):
    issue = program.json("show", "《四川省地方志工作简报》第24期（总第275期）")
    assert issue["printed_in"] is not None
    cited = program.json("show", "大竹县紧扣“三个动作”主动服务大局")
    assert cited["printed_in"]["title"] == "大竹县紧扣“三个动作” 主动服务大局"


def test_path_gives_a_quote_on_each_hop_or_says_there_is_none(program):
    route = program.json("path", "李志超", "大竹县地方志办")
    assert route["paths"] and all(step["edge"]["quote"] for step in route["paths"][0]["steps"])
    printed = program.run("path", "李志超", "宋开慧").stdout
    assert "“" in printed or "没有值得一读的路径" in printed


def test_every_page_one_can_reach_opens(client):
    seen, todo = set(), ["/"]
    while todo and len(seen) < 400:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address, follow_redirects=True)
        assert response.status_code == 200, address
        if response.mimetype == "text/html":
            found = re.findall(r'href="(/[^"#]*)', response.text)
            todo += [link.replace("&amp;", "&") for link in found if not link.startswith("/language/")]
    assert len(seen) > 60


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "文件为空"),
        ("binary.txt", bytes(range(256)) * 30, "二进制"),
        ("prose.txt", "今天天气很好，我们去公园散步。\n".encode() * 5, "没有找到简报"),
        ("broken.txt", "四川省地方志工作办公室 2020年7月20日\n".encode()[:-3] + b"\xe5\x9c" * 3, "文字"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "图片已损坏"),
        ("film.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 64, "格式"),
    ],
)
def test_bad_input_is_one_clear_line_and_the_others_go_on(fresh, samples, tmp_path, name, content, reason):
    bad = tmp_path / name
    bad.write_bytes(content)
    again = tmp_path / "again.txt"
    again.write_bytes(samples[0].read_bytes())
    done = fresh.run("ingest", bad, samples[0], tmp_path / "missing.txt", again, samples[0], code=1)
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 3
    assert reason in lines[0] and name in lines[0]
    assert "missing.txt" in lines[1] and "内容与已收录的文件相同" in lines[2]
    assert "未变动 1 个文件" in done.stdout
    assert fresh.json("stats")["bulletins"] == 1


def test_errors_of_the_reader_are_one_line(program, fresh):
    assert "没有这个名称" in program.run("show", "查无此人", code=1).stderr
    assert "jianbao ingest" in fresh.run("search", "年鉴", code=1).stderr
    assert "1000" in program.run("search", "志" * 1001, code=1).stderr
    assert len(program.run("path", "李志超", "无", code=1).stderr.splitlines()) == 1


def test_json_is_plain_utf8(program):
    text = program.run("search", "陳建春", "--json").stdout
    assert "\\u" not in text and json.loads(text)["total"] >= 3


def test_a_word_list_of_ones_own_and_a_broken_one(fresh, tmp_path):
    lists = fresh.data / "lexicon"
    lists.mkdir(parents=True)
    (lists / "titles.txt").write_text("首席编纂\n", "utf-8")
    file = tmp_path / "a.txt"
    file.write_text("大竹县地方志办 2020年7月20日\n【动态】\n大竹县开展培训\n7月1日，大竹县地方志办首席编纂林楠英主持会议。（大竹县地方志办）\n", "utf-8")
    fresh.run("ingest", file)
    assert [post["title"] for post in fresh.json("show", "林楠英")["posts"]] == ["首席编纂"]
    (lists / "titles.txt").write_bytes(b"\xff\xff")
    assert "titles.txt" in fresh.run("rebuild", code=1).stderr
