"""The network and the chronicle as pages, as JSON, as files."""

import csv
import io
import json
import re
import zipfile

import networkx as nx
import pytest
from click.testing import CliRunner

from explorer.answers import walk
from explorer.cli import main

READERS = {"graphml": nx.read_graphml, "gexf": nx.read_gexf, "pajek": nx.read_pajek}
NAME = "陈建春"


@pytest.fixture(scope="module")
def whole(answers):
    """Nodes and edges of the network that the pages walk."""
    net = answers.network()
    return len(list(net.nodes())), net.graph.number_of_edges()


def counted(page):
    return tuple(int(number) for number in re.search(r"(\d+) 个条目，(\d+) 条关系", page.words).groups())


def test_the_page_counts_what_the_network_holds(get, whole):
    assert counted(get("/network/export")) == whole


@pytest.mark.parametrize("form", sorted(READERS))
def test_networkx_opens_the_file_with_the_counts_of_the_page(client, whole, form):
    response = client.get(f"/network/export?format={form}")
    graph = READERS[form](io.BytesIO(response.data))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == whole
    assert response.headers["Content-Disposition"].startswith("attachment; filename=jianbao-network.")


def test_each_edge_carries_its_sentence_and_where_to_read_it(client):
    graph = nx.read_graphml(io.BytesIO(client.get("/network/export?format=graphml").data))
    for _, _, edge in graph.edges(data=True):
        assert edge["quote"] and edge["article"] and edge["title"] and edge["issue"] and edge["rule"] and 0 < edge["confidence"] <= 1
    address = edge["address"].removeprefix("http://localhost")
    page = client.get(address.partition("#")[0])
    assert page.status_code == 200 and "<mark" in page.text


def test_csv_is_three_tables_that_hold_together(client, whole):
    archive = zipfile.ZipFile(io.BytesIO(client.get("/network/export?format=csv").data))
    nodes, edges, evidence = (list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")))) for name in ("nodes.csv", "edges.csv", "evidence.csv"))
    assert archive.testzip() is None and (len(nodes), len(edges), len(evidence)) == (*whole, whole[1])
    ids = {row["Id"] for row in nodes}
    assert all(row["Source"] in ids and row["Target"] in ids and row["Type"] == "Directed" for row in edges)
    assert [row["Id"] for row in edges] == [row["edge"] for row in evidence]


def test_json_ld_and_cypher_hold_every_edge(client, whole):
    graph = json.loads(client.get("/network/export?format=jsonld").data)["@graph"]
    assert len(graph) == 1 + sum(whole)
    script = client.get("/network/export?format=cypher").text
    assert len(re.findall(r"\{a: '[^']+', b: '[^']+', r: ", script)) == whole[1]


@pytest.mark.parametrize("hops", [1, 2, 3])
def test_the_part_around_an_entity_is_its_neighbourhood(client, get, answers, id_of, hops):
    around = answers.network().neighbourhood(id_of(NAME), 10**6, hops)
    page = get(f"/network/export?entity={NAME}&hops={hops}")
    assert counted(page) == (len(around.nodes), len(around.edges))
    graph = nx.read_graphml(io.BytesIO(client.get(f"/network/export?entity={id_of(NAME)}&hops={hops}&format=graphml").data))
    assert set(graph.nodes) == {node.id for node in around.nodes} and graph.number_of_edges() == len(around.edges)


def test_filters_narrow_the_part(get, client):
    query = "kind=endorsed&kind=holds_post&from=2020-09&to=2020&confidence=high"
    page = get(f"/network/export?{query}")
    graph = nx.read_graphml(io.BytesIO(client.get(f"/network/export?{query}&format=graphml").data))
    assert counted(page) == (graph.number_of_nodes(), graph.number_of_edges())
    edges = [edge for _, _, edge in graph.edges(data=True)]
    assert edges and all(edge["kind"] in ("endorsed", "holds_post") and edge["confidence"] >= 0.9 for edge in edges)
    assert all((edge.get("date") or edge["told"])[:4] == "2020" for edge in edges)
    chosen = [box["value"] for box in page.all("input", type="checkbox") if "checked" in box]
    assert set(chosen) == {"endorsed", "holds_post"}


def test_a_part_without_edges_says_what_to_do_and_is_still_a_file(get, client):
    page = get("/network/export?from=1990&to=1991")
    assert counted(page) == (0, 0) and "请放宽" in page.words and not page.all("button", name="format")
    assert nx.read_gexf(io.BytesIO(client.get("/network/export?from=1990&to=1991&format=gexf").data)).number_of_nodes() == 0


def test_namesakes_are_linked_as_on_the_pages(answers):
    assert walk.network(answers.store).graph.number_of_edges() == answers.outward().count(_all()).edges


def _all():
    from graph.export.part import Wanted

    return Wanted()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("entity=nobody", 404), ("entity=<script>alert(1)</script>", 404), ("hops=0", 400), ("hops=5", 400), ("hops=-1", 400), ("hops=x", 400),
        ("kind=unknown", 400), ("kind=%00", 400), ("from=2020-13", 400), ("from=2020-02-99", 400), ("from=2021&to=2020", 400), ("from=x", 400),
        ("confidence=2", 400), ("confidence=nan", 400), ("confidence=-1", 400), ("format=exe", 400), ("entity=" + "x" * 300, 400),
        ("&".join(["kind=endorsed"] * 1000), 200), ("&".join(f"kind=k{n}" for n in range(1000)), 400), ("from=２０２０", 400),
    ],
)  # fmt: skip
def test_odd_parts_get_a_helpful_answer(client, query, status):
    for address in ("/network/export", "/api/v1/network/export"):
        if "format" in query and "api" in address:
            continue
        response = client.get(f"{address}?{query}")
        assert response.status_code == status and (response.is_json or "<script>alert" not in response.text)
        if status >= 400 and "api" in address:
            assert response.json["error"]["remedy"]


def test_the_count_as_json(client, whole):
    told = client.get("/api/v1/network/export").json
    assert (told["nodes"], told["edges"]) == whole and set(told["formats"]) >= set(READERS) and "endorsed" in told["kinds"]


def test_the_chronicle_page_opens_each_sentence(get, id_of, client):
    page = get(f"/entity/{id_of(NAME)}/chronicle")
    quotes = page.all("a", class_="quotation")
    assert quotes and "2020年" in page.words and "共 4 条" in page.words
    for quote in quotes:
        assert "<mark" in client.get(quote["href"].partition("#")[0]).text


def test_the_chronicle_of_two_by_name_or_id(get, id_of):
    person, office = id_of(NAME), id_of("四川省地方志工作办公室")
    page = get(f"/entity/{person}/chronicle?with={office}")
    assert "共 3 条" in page.words and get(f"/entity/{person}/chronicle?with=四川省地方志工作办公室").words == page.words
    assert "共 4 条" in get(f"/entity/{person}/chronicle?with={person}").words


def test_one_year_of_a_chronicle(get, id_of):
    assert "共 1 条" in get(f"/entity/{id_of(NAME)}/chronicle?year=2023").words
    assert "没有带日期的句子" in get(f"/entity/{id_of(NAME)}/chronicle?year=none").words


def test_the_chronicle_as_json_counts_as_the_page(client, id_of):
    told = client.get(f"/api/v1/entity/{id_of(NAME)}/chronicle").json
    assert told["total"] == len(told["entries"]) == 4 and told["entries"][0]["sources"][0]["telling"]["article_id"]


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("md", "# 陈建春大事记".encode()), ("csv", b"\xef\xbb\xbf\"")])
def test_the_chronicle_as_a_file(client, id_of, form, begins):
    response = client.get(f"/entity/{id_of(NAME)}/chronicle/export?format={form}")
    assert response.status_code == 200 and response.data.startswith(begins)
    assert re.fullmatch(rf"attachment; filename=jianbao-chronicle-[\w-]+\.{form}", response.headers["Content-Disposition"])
    if form != "docx":
        assert "http://localhost/article/" in response.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/entity/nobody/chronicle", 404), ("/entity/{id}/chronicle?with=nobody", 404), ("/entity/{id}/chronicle?year=20", 400), ("/entity/{id}/chronicle?page=0", 404),
        ("/entity/{id}/chronicle?page=9", 404), ("/entity/{id}/chronicle?page=x", 400), ("/entity/{id}/chronicle/export?format=exe", 400),
        ("/entity/nobody/chronicle/export", 404), ("/entity/{id}/chronicle?year=２０２０", 400), ("/api/v1/entity/nobody/chronicle", 404),
    ],
)  # fmt: skip
def test_odd_chronicles_get_a_helpful_answer(client, id_of, path, status):
    assert client.get(path.format(id=id_of(NAME))).status_code == status


def test_the_pages_lead_there(get, id_of):
    person = id_of(NAME)
    assert f"/entity/{person}/chronicle" in get(f"/entity/{person}").links
    assert f"/network/export?entity={person}" in get(f"/entity/{person}/network").links


@pytest.fixture
def run(workspace):
    return lambda *arguments: CliRunner().invoke(main, ["--data", str(workspace.path), *arguments])


def test_the_commands_write_the_same(run, client, whole, id_of, tmp_path):
    file = tmp_path / "network.csv.zip"
    told = run("export", "--format", "csv", "--output", str(file))
    assert told.exit_code == 0 and f"{whole[0]} 个条目，{whole[1]} 条关系" in told.stderr and list(tmp_path.iterdir()) == [file]
    assert zipfile.ZipFile(file).testzip() is None
    around = nx.read_graphml(io.BytesIO(run("export", "--format", "graphml", "--entity", NAME).stdout_bytes))
    assert around.number_of_nodes() == client.get(f"/api/v1/network/export?entity={id_of(NAME)}").json["nodes"]
    assert "## 2020年" in run("chronicle", NAME).output
    assert len(json.loads(run("chronicle", NAME, "--json").output)["entries"]) == 4


def test_the_commands_say_what_is_wrong(run, tmp_path):
    assert run("export", "--format", "gexf", "--kind", "nothing").exit_code == 2
    assert run("export", "--format", "gexf", "--from", "x").exit_code == 2
    assert run("chronicle", "nobody").exit_code == 1
    told = run("export", "--format", "gexf", "--output", str(tmp_path / "missing" / "x.gexf"))
    assert told.exit_code == 1 and "无法写入文件" in told.stderr and "Traceback" not in told.stderr
