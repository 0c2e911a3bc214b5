from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownNode
from graph.layout import LABEL_MOST, label, label_box, label_width, place
from graph.network import Edge, Network, Node

NAMES = (
    "四川省地方志工作办公室",
    "李志超",
    "大竹县地方志编纂中心",
    "《四川年鉴》",
    "川渝两地地方志工作合作框架协议",
    "宋开慧",
    "全省地方志工作会议暨年鉴编纂培训班开班仪式在成都召开",
    "达州市人民政府办公室",
)


def part(count, *links):
    """A network of `count` nodes, all of it around n0, linked as given."""
    nodes = [Node(f"n{number}", "office", NAMES[number % len(NAMES)]) for number in range(count)]
    edges = [Edge(f"e{a}-{b}", "attended", f"n{a}", f"n{b}", "", "a1", "", 1.0, False, "") for a, b in links]
    return Network(nodes, edges).neighbourhood("n0", count, depth=2)


def star(count):
    return part(count, *((0, number) for number in range(1, count)))


def two_hubs(count):
    spokes = [(number % 2, number) for number in range(2, count)]
    return part(count, (0, 1), *spokes, *((1 - number % 2, number) for number in range(2, count, 5)))


def boxes(neighbourhood, places):
    return [label_box(node.name, *places[node.id]) for node in neighbourhood.nodes]


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("shape", [star, two_hubs])
@pytest.mark.parametrize("count", [2, 7, 25, 40, 60])
@pytest.mark.parametrize("canvas", [(960, 640), (1200, 800)])
def test_no_label_covers_another(shape, count, canvas):
    neighbourhood = shape(count)
    places = place(neighbourhood, "n0", *canvas)
    assert len(places) == count
    assert not [pair for pair in combinations(boxes(neighbourhood, places), 2) if overlap(*pair)]


@pytest.mark.parametrize("canvas", [(960, 640), (360, 640), (1600, 1000)])
def test_all_is_on_the_canvas(canvas):
    neighbourhood = two_hubs(60)
    places = place(neighbourhood, "n0", *canvas)
    assert places["n0"] == (canvas[0] / 2, canvas[1] / 2)
    for left, top, right, bottom in boxes(neighbourhood, places):
        assert left >= 0 and top >= 0 and right <= canvas[0] and bottom <= canvas[1]


def test_a_phone_holds_twenty():
    neighbourhood = star(20)
    found = boxes(neighbourhood, place(neighbourhood, "n0", 360, 640))
    assert not [pair for pair in combinations(found, 2) if overlap(*pair)]


def test_one_alone_stands_in_the_middle():
    assert place(part(1), "n0", 300, 200) == {"n0": (150, 100)}


@pytest.mark.parametrize("canvas", [(1, 1), (50, 10), (0, 0)])
def test_a_canvas_far_too_small(canvas):
    assert len(place(star(12), "n0", *canvas)) == 12


def test_a_centre_that_is_not_shown():
    with pytest.raises(UnknownNode):
        place(star(5), "n9", 300, 200)


def test_another_centre_is_pinned_as_well():
    assert place(two_hubs(9), "n1", 800, 600)["n1"] == (400, 300)


LINKS = [(0, number) for number in range(1, 12)] + [(1, 2), (3, 4)]


@settings(deadline=None, max_examples=20)
@given(st.permutations(LINKS))
def test_the_order_of_edges_changes_nothing(links):
    assert place(part(12, *links), "n0", 640, 480) == place(part(12, *LINKS), "n0", 640, 480)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李志超", "李志超"),
        ("四川省地方志工作办公室机关党委", "四川省地方志工作办公室机关党委"),
        ("全省地方志工作会议暨年鉴编纂培训班开班仪式", "全省地方志工作会议暨年鉴编纂培…"),
        ("", ""),
    ],
)
def test_label(name, shown):
    assert label(name) == shown


@given(st.text(max_size=80))
def test_no_label_is_wider_than_the_widest(name):
    assert label_width(label(name)) <= LABEL_MOST


def test_label_width():
    assert label_width("总第278期") == 3 * 14 + 3 * 8
