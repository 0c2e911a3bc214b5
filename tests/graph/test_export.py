"""Each file is opened by another program's reader, and says what was put in; names are as nasty as they come."""

import ast
import io
import json
import re

import networkx as nx
import pytest

from graph.errors import UnknownNode
from graph.export import WRITERS
from graph.export.jsonld import LINKS, TYPES
from graph.export.part import Columns, Tie, Wanted
from graph.export.rows import EDGE_FIELDS, EdgeRow, NodeRow
from graph.model import KINDS
from graph.ontology import BY_NAME

NASTY = '李\x00静\x1b "的" <b>&\'"\\u0027 \\\\\n}); MATCH (n) DETACH DELETE n //\ud800'


def node(id, label="名", kind="person"):
    return NodeRow(id, kind, label, "51", "别名、又名", False, f"/entity/{id}")


def edge(id, source, target, kind="endorsed", **more):
    values = dict(label="批示", date="2020-07-16", wording="7月16日", quote="批示肯定", article="x-1", title="题", told="2020-07-20", issue="简报第1期",
                  start=3, end=9, rule="act.named", confidence=0.95, implied=False, decided=False, address="/article/x-1?fact=1#quote")  # fmt: skip
    return EdgeRow(id=id, kind=kind, source=source, target=target, **(values | more))


NODES = (node("p-1", NASTY), node("p-2", "李静"), node("p-3", "李静"), node("o-1", "省志办", "office"), node("d-1", " 空 格 ", "document"))
EDGES = (
    edge("e1", "p-1", "o-1", quote=NASTY, label=NASTY, title=NASTY, issue=NASTY, wording=NASTY), edge("e2", "p-1", "o-1"), edge("e3", "p-2", "o-1", "holds_post"),
    edge("e4", "p-2", "p-3", "possibly_same", date="", implied=True, confidence=0.3), edge("e5", "o-1", "d-1", "compiled", date="2020"),
)  # fmt: skip


def written(form, nodes=NODES, edges=EDGES):
    return "".join(WRITERS[form]("题 \x07<名>", nodes, edges)).encode()


def read(form, content):
    opened = io.BytesIO(content)
    return {"graphml": nx.read_graphml, "gexf": nx.read_gexf, "pajek": nx.read_pajek}[form](opened)


@pytest.mark.parametrize("form", ["graphml", "gexf", "pajek"])
def test_networkx_reads_the_same_nodes_and_edges(form):
    graph = read(form, written(form))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(NODES), len(EDGES))
    assert graph.is_directed() and graph.is_multigraph()


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_every_field_of_an_edge_comes_back_with_its_type(form):
    graph = read(form, written(form))
    found = next(values for a, b, values in graph.edges(data=True) if (a, b) == ("p-2", "o-1"))
    for name, _ in EDGE_FIELDS:
        assert found[name] == getattr(EDGES[2], name), name
    assert graph.nodes["o-1"]["label"] == "省志办" and graph.nodes["o-1"]["inferred"] is False


def test_pajek_keeps_every_field_and_tells_namesakes_apart():
    graph = read("pajek", written("pajek"))
    assert {"李静", "李静 [p-3]", "空 格", "省志办"} < set(graph.nodes)
    found = next(values for a, b, values in graph.edges(data=True) if (a, b) == ("李静", "省志办"))
    assert found["l"] == "批示" and found["id"] == "e3" and found["weight"] == 1
    for name, _ in EDGE_FIELDS:
        assert found[name] == str(getattr(EDGES[2], name)), name


def test_pajek_gives_no_two_vertices_one_label():
    twins = (node("p-1", "甲"), node("p-2", "甲 [p-3]"), node("p-3", "甲"), node("p-4", "\x01"))
    assert len(set(read("pajek", written("pajek", twins, ())).nodes)) == 4


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_an_empty_network_is_a_whole_file(form):
    content = written(form, (), ())
    if form in ("graphml", "gexf", "pajek"):
        assert read(form, content).number_of_nodes() == 0


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_no_control_character_reaches_a_file(form):
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", written(form))


def test_json_ld_names_every_node_and_edge_once():
    graph = json.loads(written("jsonld"))["@graph"]
    ids = [item["id"] for item in graph]
    assert len(ids) == len(set(ids)) == 1 + len(NODES) + len(EDGES)
    assert sum(id.startswith("urn:jianbao:relation:") for id in ids) == len(EDGES)


def test_json_ld_says_employment_with_date_source_and_words():
    graph = {item["id"]: item for item in json.loads(written("jsonld"))["@graph"]}
    said = graph["urn:jianbao:relation:e3"]
    assert said["type"] == ["schema:OrganizationRole", "ftm:Employment"]
    assert said["ftm:employee"] == {"id": "urn:jianbao:entity:p-2"} and said["ftm:employer"] == {"id": "urn:jianbao:entity:o-1"}
    assert said["ftm:date"] == "2020-07-16" and said["ftm:summary"] == "批示肯定" and said["jb:confidence"] == 0.95 and said["jb:rule"] == "act.named"
    assert said["schema:subjectOf"]["schema:isPartOf"]["schema:headline"] == "题"
    assert "ftm:date" not in graph["urn:jianbao:relation:e4"]


def test_json_ld_is_rdf_with_every_node_and_edge():
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=written("jsonld"), format="json-ld")
    ftm = "https://schema.followthemoney.tech/#"
    kinds = [str(kind).removeprefix(ftm) for kind in graph.objects(None, rdflib.RDF.type) if str(kind).startswith(ftm)]
    assert kinds.count("Person") == 3 and kinds.count("PublicBody") == 1 and kinds.count("Employment") == 1 and kinds.count("UnknownLink") == 2
    quoted = set(graph.subjects(rdflib.URIRef("https://schema.org/subjectOf"), None))
    assert len(quoted) == len(EDGES)


def test_the_mapping_names_kinds_that_there_are():
    assert set(TYPES) == set(KINDS)
    assert set(LINKS) <= set(BY_NAME)


def strings(script):
    """The string literals of a Cypher script, read as Cypher reads them."""
    return [ast.literal_eval(match) for match in re.findall(r"'(?:[^'\\]|\\.)*'", script)]


def test_cypher_escapes_what_would_end_a_string():
    script = written("cypher").decode()
    assert script.count("MERGE (n:Entity") == 3 and script.count("MERGE (a)-[r:") == 4
    bare = re.sub(r"'(?:[^'\\]|\\.)*'", "''", script)
    assert "DETACH" not in bare and "李" not in bare
    assert "DETACH" in "".join(strings(script))
    assert not re.search(r"\\[uU]", script), "some versions resolve \\u before they look for the end of a string"


def test_cypher_holds_every_edge_with_its_ends():
    script = written("cypher").decode()
    pairs = re.findall(r"\{a: '([^']+)', b: '([^']+)', r: \{id: '([^']+)'", script)
    assert sorted(pairs) == sorted((one.source, one.target, one.id) for one in EDGES)


def test_cypher_takes_a_label_from_nothing_but_letters():
    script = written("cypher", (node("x", kind="a`b) DELETE"),), ()).decode()
    assert "n:A_b__delete;" in script


TIES = (
    Tie("1", "endorsed", "a", "b", "2020-07-16", 0.9), Tie("2", "endorsed", "b", "c", "2021", 0.5), Tie("3", "attended", "c", "d", "", 0.8),
    Tie("4", "endorsed", "a", "c", "--07-16", 0.9), Tie("5", "endorsed", "a", "a", "2020", 0.9),
)  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "nodes", "edges"),
    [
        (Wanted(), "abcde", "1234"),
        (Wanted(centre="a"), "abc", "124"),
        (Wanted(centre="d", hops=2), "abcd", "1234"),
        (Wanted(centre="e"), "e", ""),
        (Wanted(kinds=("attended",)), "cd", "3"),
        (Wanted(kinds=("attended", "nothing")), "cd", "3"),
        (Wanted(kinds=("nothing",)), "", ""),
        (Wanted(confidence=0.85), "abc", "14"),
        (Wanted(first="2020-07", last="2020-07"), "ab", "1"),
        (Wanted(first="2021-05-01"), "bc", "2"),
        (Wanted(last="2020"), "ab", "1"),
        (Wanted(first="2020", last="2021"), "abc", "12"),
        (Wanted(centre="a", hops=2, kinds=("endorsed",), confidence=0.9), "abc", "14"),
    ],
)
def test_a_part_is_what_fits_and_its_ends(wanted, nodes, edges):
    columns = Columns("abcde", TIES)
    part = columns.choose(wanted)
    assert "".join(columns.node_ids(part)) == nodes
    assert "".join(columns.edge_ids(part)) == edges


def test_a_network_without_edges_and_an_unknown_centre():
    columns = Columns((), ())
    assert len(columns) == 0 and len(columns.choose(Wanted()).nodes) == 0 and columns.kinds == ()
    with pytest.raises(UnknownNode):
        columns.choose(Wanted(centre="x"))
    with pytest.raises(UnknownNode):
        Columns("a", (Tie("1", "endorsed", "a", "z", "", 1.0),))
