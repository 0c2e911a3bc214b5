import math

import pytest

from graph.errors import UnknownNode
from graph.measures import FORCES_MOST, most_connected, spring
from graph.network import Edge, Network, Node


def network(*pairs, nodes=()):
    ids = dict.fromkeys([*nodes, *(name for pair in pairs for name in pair)])
    made = [Node(name, "person" if len(name) == 3 else "office", name) for name in ids]
    edges = [Edge(f"e{n}", "attended", a, b, "", "a1", "", 1.0, False, "") for n, (a, b) in enumerate(pairs)]
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


def test_spring_keeps_the_centre():
    found = spring(CORPUS.neighbourhood("李志超", 10, 2), "李志超")
    assert found["李志超"] == (0, 0)
    assert len(set(found.values())) == len(found) == 4


def test_spring_of_one():
    assert spring(CORPUS.neighbourhood("邓瑜瑜", 5), "邓瑜瑜") == {"邓瑜瑜": (0, 0)}


def test_spring_of_a_stranger():
    with pytest.raises(UnknownNode):
        spring(CORPUS.neighbourhood("李志超", 5), "邓瑜瑜")


def test_more_than_forces_can_place():
    star = network(*(("省方志办", f"{number}号方志办") for number in range(FORCES_MOST + 1)))
    found = spring(star.neighbourhood("省方志办", 1000), "省方志办")
    assert len(set(found.values())) == FORCES_MOST + 2
    assert max(math.hypot(x, y) for x, y in found.values()) < 1
