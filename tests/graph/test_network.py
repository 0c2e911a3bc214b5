import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownNode
from graph.network import Edge, Network, Node
from graph.ontology import BY_NAME
from graph.paths import WORTH
from graph.scope import Scope

PEOPLE = {"li": "李志超", "song": "宋开慧", "chen": "陈建春", "deng": "邓瑜"}
OFFICES = {"sheng": "四川省地方志工作办公室", "dazhu": "大竹县地方志编纂中心", "dazhou": "达州市地方志办公室"}
NODES = [
    *(Node(key, "person", name) for key, name in PEOPLE.items()),
    *(Node(key, "office", name) for key, name in OFFICES.items()),
    Node("hui", "event", "全省地方志工作会议"),
    Node("qi", "issue", "四川地方志工作简报第30期"),
    Node("nianjian", "document", "《大竹年鉴》"),
]


def edge(edge_id, kind, source, target, date="2020-07-20", confidence=1.0, implied=False):
    return Edge(edge_id, kind, source, target, date, "a1", f"{source}与{target}", confidence, implied, "")


EDGES = [
    edge("e01", "holds_post", "chen", "sheng"),
    edge("e02", "endorsed", "li", "dazhu", "2020-06-01"),
    edge("e03", "endorsed", "li", "dazhu", "2020-07-01"),
    edge("e04", "attended", "li", "dazhu", "2020-08-01"),
    edge("e05", "belongs_to", "dazhu", "dazhou"),
    edge("e06", "holds_post", "song", "dazhou"),
    edge("e07", "spoke_at", "chen", "hui"),
    edge("e08", "attended", "dazhu", "hui"),
    edge("e09", "distributed_to", "qi", "dazhu"),
    edge("e10", "distributed_to", "qi", "sheng"),
]


@pytest.fixture
def network():
    return Network(NODES, EDGES)


def ways(paths):
    return [[path.steps[0].source.id, *(step.target.id for step in path.steps)] for path in paths]


def names(neighbourhood):
    return [node.name for node in neighbourhood.nodes]


def with_hub(leaves):
    """Two people of one provincial office with `leaves` more neighbours; and a chain of four small ties."""
    nodes = [Node(f"l{number}", "office", f"第{number}县地方志办") for number in range(leaves)]
    tail = [edge(f"h{number}", "belongs_to", node.id, "sheng") for number, node in enumerate(nodes)]
    both = [edge("p1", "holds_post", "li", "sheng"), edge("p2", "holds_post", "song", "sheng")]
    return Network([*NODES, *nodes], [*EDGES[1:], *tail, *both])


def test_nodes_and_degree(network):
    assert network.node("li").name == "李志超"
    assert network.degree("dazhu") == 4  # three edges from one person are one neighbour
    assert network.degree("deng") == 0
    assert {node.id for node in network.nodes("person")} == set(PEOPLE)


@pytest.mark.parametrize(
    "ask",
    [
        lambda network: network.node("none"),
        lambda network: network.degree("none"),
        lambda network: network.edges_between("li", "none"),
        lambda network: network.neighbourhood("none", 5),
        lambda network: network.paths("li", "none", 3),
        lambda network: network.paths("none", "li", 3),
    ],
)
def test_an_unknown_id(network, ask):
    with pytest.raises(UnknownNode, match="none"):
        ask(network)


def test_an_edge_needs_both_ends():
    with pytest.raises(UnknownNode, match="e1"):
        Network(NODES, [edge("e1", "endorsed", "li", "none")])


def test_an_unnamed_relation_is_as_weak_as_the_weakest():
    assert edge("e", "好奇", "li", "song").distance == max(kind.distance for kind in BY_NAME.values())


def test_best_evidence_first():
    between = [
        edge("e1", "attended", "li", "dazhu"),
        edge("e2", "endorsed", "li", "dazhu", implied=True),
        edge("e3", "endorsed", "li", "dazhu", confidence=0.6),
        edge("e4", "endorsed", "li", "dazhu", date="2019"),
        edge("e5", "signed", "dazhu", "li", date="2021"),
    ]
    found = Network(NODES, between).edges_between("dazhu", "li")
    assert [item.id for item in found] == ["e5", "e4", "e3", "e2", "e1"]


def test_a_relation_with_itself_is_no_neighbour():
    network = Network(NODES, [edge("e1", "belongs_to", "sheng", "sheng")])
    assert network.degree("sheng") == 0
    assert network.neighbourhood("sheng", 5).edges == ()
    assert [item.id for item in network.edges_between("sheng", "sheng")] == ["e1"]


def test_the_strongest_neighbours_come_first(network):
    found = network.neighbourhood("dazhu", 10)
    assert names(found) == [OFFICES["dazhu"], "李志超", "达州市地方志办公室", "全省地方志工作会议", "四川地方志工作简报第30期"]
    assert (found.left_out, found.hidden["dazhou"], found.hidden["dazhu"]) == (0, 1, 0)


def test_what_is_not_shown_is_counted(network):
    found = network.neighbourhood("dazhu", 2)
    assert names(found)[1:] == ["李志超", "达州市地方志办公室"]
    assert found.hidden == {"dazhu": 2, "li": 0, "dazhou": 1}
    assert found.left_out == 2
    assert {item.id for item in found.edges} == {"e02", "e03", "e04", "e05"}


def test_two_rings(network):
    found = network.neighbourhood("li", 3, depth=2)
    assert names(found) == ["李志超", OFFICES["dazhu"], "达州市地方志办公室", "全省地方志工作会议"]
    assert found.left_out == 1  # the issue
    assert network.neighbourhood("li", 1, depth=2).left_out == 3


def test_only_some_relations(network):
    found = network.neighbourhood("dazhu", 10, kinds={"endorsed", "belongs_to"})
    assert names(found) == [OFFICES["dazhu"], "李志超", "达州市地方志办公室"]
    assert {item.kind for item in found.edges} == {"endorsed", "belongs_to"}
    assert (found.hidden["dazhu"], found.left_out) == (0, 0)


@pytest.mark.parametrize("limit", [0, -3])
def test_no_room_for_neighbours(network, limit):
    found = network.neighbourhood("dazhu", limit, depth=2)
    assert (names(found), found.edges, found.left_out) == ([OFFICES["dazhu"]], (), 7)


def test_a_path_with_its_evidence(network):
    (path,) = network.paths("li", "song", 4)
    assert ways([path]) == [["li", "dazhu", "dazhou", "song"]]
    first, second, last = path.steps
    assert (first.forward, first.edge.id, first.others) == (True, "e03", 2)
    assert (second.forward, second.edge.kind) == (True, "belongs_to")
    assert (last.forward, last.edge.id, last.source.name) == (False, "e06", "达州市地方志办公室")


def test_a_path_reads_the_same_from_both_ends(network):
    there, back = network.paths("li", "chen", 5), network.paths("chen", "li", 5)
    assert ways(there) == [way[::-1] for way in ways(back)]
    assert [path.cost for path in there] == [path.cost for path in back]


def test_direct_neighbours_cost_their_distance(network):
    best = network.paths("chen", "sheng", 1)[0]
    assert (best.cost, len(best.steps)) == (1.0, 1)


@pytest.mark.parametrize(("a", "b", "hops"), [("li", "song", 2), ("li", "deng", 6), ("li", "li", 3), ("li", "song", 0)])
def test_no_path(network, a, b, hops):
    assert network.paths(a, b, hops) == []


def test_a_mailing_list_links_nobody(network):
    assert network.paths("qi", "sheng", 3) == []
    assert ways(network.paths("dazhu", "sheng", 5)) == [["dazhu", "hui", "chen", "sheng"]]


def test_a_hub_is_weighed_down():
    through_hub, around = ["li", "sheng", "song"], ["li", "dazhu", "dazhou", "song"]
    assert ways(with_hub(0).paths("li", "song", 3)) == [through_hub, around]
    assert ways(with_hub(500).paths("li", "song", 3)) == [around, through_hub]


def test_beyond_what_is_worth_reading():
    assert ways(with_hub(300).paths("li", "song", 2)) == [["li", "sheng", "song"]]
    assert with_hub(30_000).paths("li", "song", 2) == []


def test_the_hub_itself_may_be_asked_for():
    assert with_hub(500).paths("li", "sheng", 3)[0].cost == 1.0


def test_hops_and_count_are_kept():
    network = with_hub(500)
    assert ways(network.paths("li", "song", 2)) == [["li", "sheng", "song"]]  # though three hops cost less
    assert ways(network.paths("li", "song", 3, count=1)) == [["li", "dazhu", "dazhou", "song"]]
    assert network.paths("li", "song", 3, count=0) == []


def test_ties_go_by_name():
    middle = [Node("z", "event", "甲会"), Node("y", "event", "乙会"), Node("x", "event", "甲会")]
    edges = [edge(f"{one}{two}", "attended", one, two) for one in ("li", "song") for two in "zyx"]
    found = Network([*NODES, *middle], edges)
    assert [way[1] for way in ways(found.paths("li", "song", 2))] == ["y", "x", "z"]
    assert [node.id for node in found.neighbourhood("li", 2).nodes] == ["li", "y", "x"]


@settings(deadline=None, max_examples=30)
@given(st.permutations(NODES), st.permutations(EDGES))
def test_the_order_of_reading_changes_nothing(nodes, edges):
    one, other = Network(NODES, EDGES), Network(nodes, edges)
    assert one.paths("li", "chen", 6) == other.paths("li", "chen", 6)
    assert one.neighbourhood("dazhu", 2, 2) == other.neighbourhood("dazhu", 2, 2)
    assert one.edges_between("li", "dazhu") == other.edges_between("li", "dazhu")


@settings(deadline=None, max_examples=60)
@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20), st.integers(1, 5))
def test_paths_are_the_cheapest_of_all(pairs, hops):
    nodes = [Node(str(number), "office", f"第{number}办") for number in range(8)]
    kinds = ("holds_post", "attended", "belongs_to")
    edges = [edge(f"{a}-{b}", kinds[(a + b) % 3], str(a), str(b)) for a, b in pairs if a != b]
    network = Network(nodes, edges)
    expected = sorted(walk(network, ["0"], hops))[:3]
    found = [path.cost for path in network.paths("0", "7", hops)]
    assert found == pytest.approx(expected)


def walk(network, way, hops):
    """Every loopless path from the way's end to node 7 that is worth reading: tried one by one."""
    if way[-1] == "7":
        cost = price(network, way)
        return [cost] if cost <= WORTH else []
    around = network.neighbourhood(way[-1], 10).nodes[1:]
    return [cost for node in around if hops and node.id not in way for cost in walk(network, [*way, node.id], hops - 1)]


def price(network, way):
    """As documented: distances, plus for each one passed the log of its degree times the mean of its two ties."""
    ties = [network.edges_between(a, b)[0].distance for a, b in pairwise(way)]
    passed = zip(way[1:-1], ties, ties[1:])
    return sum(ties) + sum(math.log(network.degree(node_id)) * (one + two) / 2 for node_id, one, two in passed)


def test_only_the_kinds_and_years_of_a_scope(network):
    posts = Scope(("holds_post", "belongs_to"))
    assert network.paths("li", "song", 4, scope=posts) == []
    assert ways(network.paths("dazhu", "song", 4, scope=posts)) == [["dazhu", "dazhou", "song"]]
    june = [edge("e1", "endorsed", "li", "dazhu", "2019-06"), edge("e2", "attended", "li", "dazhu", "2021"), edge("e3", "attended", "li", "dazhou", "")]
    dated = Network(NODES, june)
    assert dated.years == (2019, 2021)
    assert [item.id for item in dated.edges_between("li", "dazhu", Scope(last=2020))] == ["e1"]
    assert dated.degree("li") == 2 and dated.degree("li", Scope(first=2019)) == 1
    assert dated.paths("li", "dazhu", 1, scope=Scope(first=2020))[0].steps[0].edge.id == "e2"
    assert dated.paths("li", "dazhou", 3, scope=Scope(first=2000)) == []


def test_the_year_of_the_article_stands_in(network):
    told = Edge("e", "attended", "li", "dazhu", "--07-16", "a1", "", 1.0, False, "", told="2022-08-01")
    assert told.year == 2022
    assert edge("e", "attended", "li", "dazhu", "").year == 0


def test_what_is_hidden_is_counted_by_kind(network):
    assert network.hidden_kinds("dazhu", ["dazhu", "li"]) == {"attended": 1, "belongs_to": 1, "distributed_to": 1}
    assert network.hidden_kinds("dazhu", ["dazhu"], Scope(("endorsed",))) == {"endorsed": 1}
    assert network.hidden_kinds("deng", []) == {}


def test_many_scopes_are_asked_in_turn(network):
    for year in range(2000, 2030):
        assert network.degree("dazhu", Scope(first=year)) == (4 if year <= 2020 else 0)
    assert network.degree("dazhu") == 4


@pytest.fixture
def forms():
    """Three acts upon one office, in one form or in two."""
    told = {"f1": ("li", "批示"), "f2": ("song", "批示、肯定"), "f3": ("chen", "调研")}
    return Network(NODES, [Edge(key, "endorsed", who, "dazhu", "2020-07-20", "a1", "", 1.0, False, form) for key, (who, form) in told.items()])


@pytest.mark.parametrize(
    ("kinds", "found"),
    [(("endorsed:批示",), {"li", "song"}), (("endorsed:肯定",), {"song"}), (("endorsed:肯定", "endorsed:调研"), {"song", "chen"}), (("endorsed",), {"li", "song", "chen"})],
)
def test_a_scope_may_name_the_forms_of_an_act(forms, kinds, found):
    scope = Scope(kinds)
    assert {node.id for node in forms.neighbourhood("dazhu", 10, scope=scope).nodes} - {"dazhu"} == found
    assert {one for one in PEOPLE if forms.edges_between(one, "dazhu", scope)} == found
    assert bool(forms.paths("li", "song", 4, scope=scope)) == ({"li", "song"} <= found)


def test_the_forms_that_occur_can_be_chosen(forms, network):
    assert forms.choices == ("endorsed", "endorsed:批示", "endorsed:肯定", "endorsed:调研")
    assert set(network.choices) == set(network.kinds)


def test_following_a_kind_keeps_to_the_forms_chosen():
    scope = Scope(("attended", "endorsed:批示"), 2020)
    assert scope.narrowed("endorsed") == Scope(("endorsed:批示",), 2020)
    assert scope.narrowed("attended") == Scope(("attended",), 2020)
    assert scope.narrowed("signed") == scope
