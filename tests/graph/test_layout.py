from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.labels import LABEL_MOST, ZOOMS, label, label_box, label_width, tiers
from graph.layout import Canvas, bounds, forces

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


def named(count, prefix="n"):
    return {f"{prefix}{number}": NAMES[number % len(NAMES)] for number in range(count)}


def star(count):
    return [("n0", f"n{number}") for number in range(1, count)]


def two_hubs(count):
    spokes = [(f"n{number % 2}", f"n{number}") for number in range(2, count)]
    return [("n0", "n1"), *spokes, *((f"n{1 - number % 2}", f"n{number}") for number in range(2, count, 5))]


def alone(count):
    return []


def drawn(names, links, middle="n0", pinned=None):
    canvas = Canvas(pinned)
    canvas.add(names, links, middle)
    return canvas.places(names)


def overlapping(names, places, zoom=1, only=None):
    boxes = [label_box(names[node], *places[node], zoom) for node in only or names]
    return [(a, b) for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


@pytest.mark.parametrize("shape", [star, two_hubs, alone])
@pytest.mark.parametrize("count", [2, 7, 25, 40, 120, 300])
def test_no_label_covers_another(shape, count):
    names = named(count)
    places = drawn(names, shape(count))
    assert len(places) == count and not overlapping(names, places)


@pytest.mark.parametrize("shape", [star, two_hubs])
def test_nor_where_the_picture_is_made_small(shape):
    names = named(300)
    places = drawn(names, shape(300))
    found = dict(zip(names, tiers(list(names.values()), list(places.values())), strict=True))
    for zoom in ZOOMS:
        kept = [node for node in names if found[node] >= zoom]
        assert kept and not overlapping(names, places, zoom, kept)
    assert len({node for node in names if found[node] == ZOOMS[-1]}) < len(names) / 2


def test_the_first_keeps_its_label_longest():
    places = drawn(named(41), star(41))
    assert tiers(list(named(41).values()), list(places.values()))[0] == ZOOMS[-1]
    assert tiers([], []) == []


def test_what_stands_stays_when_more_is_added():
    names, canvas = named(40), Canvas()
    canvas.add(names, star(40), "n0")
    before = canvas.places(names)
    links = star(40)
    for turn in range(5):
        more = named(12, f"m{turn}-")
        names, links = {**names, **more}, [*links, *((f"n{turn}", node) for node in more)]
        canvas.add(names, links)
    after = canvas.places(names)
    assert {node: after[node] for node in before} == before
    assert not overlapping(names, after)


def test_what_is_added_stands_near_what_it_hangs_on():
    names, canvas = named(20), Canvas()
    canvas.add(names, star(20), "n0")
    more = named(3, "m")
    canvas.add(more, [("n7", node) for node in more])
    (x, y), far = canvas.places(["n7"])["n7"], 300
    assert all(abs(x - a) < far and abs(y - b) < far for a, b in canvas.places(more).values())


def test_what_is_pinned_stands_there_and_the_others_make_room():
    names = named(30)
    there = drawn(names, star(30))["n9"]
    found = drawn(names, star(30), pinned={"n4": (there, names["n4"])})
    assert found["n4"] == there and found["n9"] != there
    assert not overlapping(names, found)


def test_a_pin_of_what_is_not_shown_takes_room_only():
    found = drawn(named(5), star(5), pinned={"other": ((0, 0), "李志超")})
    assert found["n0"] != (0, 0) and len(found) == 5


def test_one_alone_stands_in_the_middle():
    assert drawn(named(1), []) == {"n0": (0, 0)}
    assert Canvas().places([]) == {}


def test_what_is_linked_draws_near():
    linked = np.zeros((20, 20), dtype=bool)
    for a, b in pairwise(range(10)):
        linked[a, b] = linked[b, a] = True
    points = forces(linked)
    near = np.hypot(*(points[:9] - points[1:10]).T).mean()
    far = np.hypot(*(points[10:19] - points[11:20]).T).mean()
    assert near < far


@pytest.mark.parametrize("count", [0, 1, 2, 500])
def test_any_number_of_points(count):
    points = forces(np.zeros((count, count), dtype=bool))
    assert points.shape == (count, 2) and np.isfinite(points).all()


def test_the_paper_holds_everything():
    names = named(60)
    places = drawn(names, two_hubs(60))
    left, top, width, height = bounds(list(names.values()), list(places.values()))
    for node, place in places.items():
        box = label_box(names[node], *place)
        assert left <= box[0] and top <= box[1] and box[2] <= left + width and box[3] <= top + height
    assert width > height
    assert all(side > 0 for side in bounds([], [])[2:])


LINKS = [("n0", f"n{number}") for number in range(1, 12)] + [("n1", "n2"), ("n3", "n4")]


@settings(deadline=None, max_examples=20)
@given(st.permutations(LINKS))
def test_the_order_of_links_changes_nothing(links):
    assert drawn(named(12), links) == drawn(named(12), LINKS)


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
