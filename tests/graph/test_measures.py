import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.measures import betweenness, communities, linked, measures, most_connected
from graph.network import Edge, Network, Node
from graph.scope import Scope


def network(*pairs, nodes=(), kind="attended", date=""):
    ids = dict.fromkeys([*nodes, *(name for pair in pairs for name in pair)])
    made = [Node(name, "person" if len(name) == 3 else "office", name) for name in ids]
    edges = [Edge(f"e{n:03}", kind, a, b, date, "a1", "", 1.0, False, "") for n, (a, b) in enumerate(pairs)]
    return Network(made, edges)


CORPUS = network(
    ("李志超", "四川省方志办"),
    ("李志超", "四川省方志办"),
    ("李志超", "大竹县方志办"),
    ("陈建春", "四川省方志办"),
    ("陈建春", "达州市方志办"),
    ("宋开慧", "达州市方志办"),
    nodes=("邓瑜瑜",),
)


def listed(kind, limit):
    return [(node.name, count) for node, count in most_connected(CORPUS, kind, limit)]


def test_most_connected_counts_neighbours_not_edges():
    assert listed("person", 3) == [("李志超", 2), ("陈建春", 2), ("宋开慧", 1)]
    assert listed("office", 2) == [("四川省方志办", 2), ("达州市方志办", 2)]


@pytest.mark.parametrize(("kind", "limit", "count"), [("person", 10, 4), ("person", 0, 0), ("issue", 5, 0)])
def test_how_many(kind, limit, count):
    assert len(listed(kind, limit)) == count


GRAPHS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25)


@settings(deadline=None, max_examples=40)
@given(GRAPHS)
def test_betweenness_is_that_of_networkx(pairs):
    net = network(*((str(a), str(b)) for a, b in sorted(pairs) if a != b), nodes=map(str, range(10)))
    graph = nx.Graph((edge.source, edge.target) for _, _, edge in net.graph.edges(data="edge"))
    part = net.part([str(number) for number in range(10)])
    found = dict(zip([node.id for node in part.nodes], betweenness(linked(part)), strict=True))
    full = nx.Graph(graph)
    full.add_nodes_from(map(str, range(10)))
    assert found == pytest.approx(nx.betweenness_centrality(full))


@settings(deadline=None, max_examples=40)
@given(GRAPHS)
def test_pagerank_solves_its_equation(pairs):
    net = network(*((str(a), str(b)) for a, b in sorted(pairs) if a != b), nodes=map(str, range(10)))
    weights = np.zeros((10, 10))
    for _, _, edge in net.graph.edges(data="edge"):
        weights[int(edge.source), int(edge.target)] += 1 / edge.distance
        weights[int(edge.target), int(edge.source)] += 1 / edge.distance
    some = weights.sum(axis=1) > 0
    shares = weights / np.where(some, weights.sum(axis=1), 1)[:, None]
    expected = np.linalg.solve(np.eye(10) - 0.85 * shares.T, 0.15 * some / max(some.sum(), 1))
    assert list(net.ranks(map(str, range(10))).values()) == pytest.approx(list(expected), abs=1e-4)


def test_measures_count_only_what_is_chosen():
    found = measures(CORPUS)
    assert (found.nodes, found.pairs, found.core) == (6, 5, 6)
    assert [row.degree for row in found.rows] == [2, 2, 2, 2, 1, 1]
    assert sum(row.pagerank for row in found.rows) == pytest.approx(1, abs=1e-4)
    assert measures(CORPUS, Scope(("endorsed",))).rows == ()
    assert measures(CORPUS, Scope(first=2020)).nodes == 0


def test_measures_by_period():
    old, new = Edge("e1", "attended", "a", "b", "2019-05", "x", "", 1.0, False, ""), Edge("e2", "attended", "a", "c", "", "x", "", 1.0, False, "", told="2021-01-02")
    net = Network([Node(name, "office", name) for name in "abc"], [old, new])
    assert {row.node.id for row in measures(net, Scope(first=2021, last=2021)).rows} == {"a", "c"}
    assert {row.node.id for row in measures(net, Scope(last=2020)).rows} == {"a", "b"}
    assert net.years == (2019, 2021)


def test_communities_are_those_who_keep_together():
    left, right = [("甲一", "甲二"), ("甲二", "甲三"), ("甲一", "甲三")], [("乙一", "乙二"), ("乙二", "乙三"), ("乙一", "乙三")]
    net = network(*left, *right, ("甲一", "乙一"), nodes=("丙",))
    found = communities(net.part([node.id for node in net.nodes()]))
    assert len({found[name] for name in ("甲一", "甲二", "甲三")}) == len({found[name] for name in ("乙一", "乙二", "乙三")}) == 1
    assert found["甲一"] != found["乙一"]
    assert found["丙"] == 3
    assert communities(net.part([])) == {}
