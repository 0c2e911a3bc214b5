"""The picture of the network: its whole state is in the address, and each thing done to it is a link."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from urllib.parse import parse_qs, urlsplit

import pytest

from explorer.answers.drawn import Looking, Step
from explorer.answers.picture import MOST, picture
from graph.network import Edge, Network, Node
from graph.scope import Scope

OFFICE, PERSON = "四川省地方志工作办公室", "陈建春"


@pytest.fixture
def office(id_of):
    return id_of(OFFICE)


def nodes(page):
    """Id → place of the nodes drawn."""
    return {values["data-id"]: (values["data-x"], values["data-y"]) for values in page.all("g", class_="node")}


def lit(page):
    return [values["data-id"] for values in page.all("g", class_="node") if "off" not in values["class"].split()]


def swaps(page, **wanted):
    """Addresses of the links that change the picture, by the key they are found by."""
    return {values.get("data-key"): values["href"] for values in page.all("a", **wanted) if "data-swap" in values}


def test_each_thing_done_is_an_address(get, office, id_of):
    page = get(f"/entity/{office}/network")
    before = nodes(page)
    page = get(f"/network?id={office}&focus={id_of(PERSON)}")
    assert nodes(page) == before
    opening = next(url for key, url in swaps(page).items() if key and key.startswith("open-"))
    page = get(opening)
    assert nodes(page).items() > before.items()
    hidden = get(swaps(page)["hide"])
    assert set(nodes(page)) - set(nodes(hidden)) == {id_of(PERSON)} and nodes(hidden).items() < nodes(page).items()
    assert nodes(get(swaps(hidden)["undo"])) == nodes(page)
    assert nodes(get(swaps(hidden)[f"back-{id_of(PERSON)}"])) == nodes(page)
    pinned = get(swaps(page)["pin"])
    assert nodes(pinned)[id_of(PERSON)] == nodes(page)[id_of(PERSON)]
    moved = nodes(get(swaps(pinned)["left"]))
    assert int(moved[id_of(PERSON)][0]) == int(nodes(pinned)[id_of(PERSON)][0]) - 40
    assert nodes(get(swaps(pinned)["close"])).keys() == before.keys()


def test_a_year_hides_and_moves_nothing(get, office):
    page = get(f"/network?id={office}")
    year = get(swaps(page)["year-2025"])
    assert nodes(year) == nodes(page)
    assert 1 < len(lit(year)) < len(lit(page)) == len(nodes(page))
    shown = [values for values in year.all("a", class_="edge-link") if "off" not in values["class"].split()]
    assert shown and all("2025" in values["data-years"].split() for values in shown)
    listed = [values for values in year.all("li") if "data-years" in values and "off" not in values.get("class", "").split()]
    assert len(listed) == len(shown)


def test_what_is_chosen_is_drawn(get, office, answers):
    page = get(f"/network?id={office}&kind=holds_post&from=2020&to=2020")
    found = answers.look(Looking((office,), scope=Scope(("holds_post",), 2020, 2020)))
    assert set(nodes(page)) == {dot.node.id for dot in found.dots}
    assert {line.edge.kind for line in found.lines} == {"holds_post"} and {line.edge.year for line in found.lines} == {2020}
    empty = get(f"/network?id={office}&kind=seconded")
    assert "请放宽" in empty.text and set(nodes(empty)) == {office}


def test_size_and_colour(get, office):
    plain = get(f"/network?id={office}")
    for size in ("degree", "pagerank"):
        page = get(f"/network?id={office}&size={size}")
        scales = {values["transform"] for values in page.all("path", class_="dot")}
        assert len(scales) > 1 and nodes(page) == nodes(plain)
    groups = get(f"/network?id={office}&colour=community")
    assert len({values["class"].split()[-1] for values in groups.all("path", class_="dot")}) > 1
    assert "群组 1" in groups.text


def test_from_a_search(get, answers):
    page = get("/network?q=年鉴")
    ids = answers.named_in_hits("年鉴")
    assert set(nodes(page)) == set(ids)
    opening = next(values["href"] for values in page.all("a", class_="more"))
    assert parse_qs(urlsplit(opening).query)["q"] == ["年鉴"]
    assert set(nodes(get(opening))) > set(ids)
    assert any(link.startswith("/network?q=") for link in get("/search?q=年鉴").links)
    assert set(nodes(get("/network?q=年鉴&year=2020"))) < set(ids) | set(answers.named_in_hits("年鉴", {"year": ["2020"]}))


def test_where_there_is_nothing(get, client):
    assert "没有可画的条目" in client.get("/api/v1/network?q=此句简报中并无").json["error"]["reason"]
    assert client.get("/network.svg").status_code == 404
    assert "从一次检索开始" in get("/network").text
    assert "没有可画的条目" in get("/network?q=此句简报中并无").text


def test_the_file_shows_what_the_page_shows(client, get, office):
    page, response = get(f"/network?id={office}&at=2025"), client.get(f"/network.svg?id={office}&at=2025")
    assert response.mimetype == "image/svg+xml" and "attachment" in response.headers["Content-Disposition"]
    svg = ET.fromstring(response.text)
    space = "{http://www.w3.org/2000/svg}"
    assert len(svg.findall(f"{space}g[@transform]")) == len(lit(page))
    assert f"/network.svg?id={office}&at=2025" in page.links


def test_the_same_as_data(client, get, office, answers):
    told = client.get(f"/api/v1/network?id={office}&size=degree").json
    assert [dot["node"]["id"] for dot in told["dots"]] == list(nodes(get(f"/network?id={office}&size=degree")))
    assert {line["edge"]["quote"] for line in told["lines"]} == {line.edge.quote for line in answers.picture(office).lines}


WRONG = (
    "id=none", "id={}&kind=ship", "id={}&from=20", "id={}&from=2025&to=2020", "id={}&do=fly.x", "id={}&do=open.x.ship", "id={}&do=pin.x.1",
    "id={}&size=huge", "id={}&colour=red", "id={}&n=0", "id={}&n=301", "id={}&n=x", "id={}&at=x", "id={}&focus=" + "x" * 300,
    "id={}&" + "&".join(["do=hide.x"] * 201), "&".join(f"id=x{number}" for number in range(1000)), "q=" + "长" * 1001, "q=(",
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("address", ["/network", "/network.svg", "/api/v1/network"])
def test_nonsense_is_answered_with_help(client, office, address, wrong):
    response = client.get(f"{address}?{wrong.format(office)}")
    assert response.status_code in (400, 404), wrong[:60]
    assert "error" in response.json if address.startswith("/api") else response.mimetype == "text/html"


def test_steps_on_what_is_not_there_are_passed_over(get, office):
    plain = nodes(get(f"/network?id={office}"))
    assert nodes(get(f"/network?id={office}&do=open.p-none&do=hide.p-none&do=pin.p-none.5.5&focus=p-none")) == plain
    assert nodes(get(f"/network?id={office}&do=pin.{office}.99999.-99999"))[office] == ("99999", "-99999")


def test_it_is_the_same_from_an_other_process(answers, office):
    code = (
        "import sys; from explorer.config import load; from explorer.workspace import Workspace; from explorer.answers import Answers\n"
        "with Workspace.open(__import__('pathlib').Path(sys.argv[1])) as w, Answers(w, load({})) as a:\n"
        "    print([(dot.node.id, dot.x, dot.y, dot.tier) for dot in a.picture(sys.argv[2]).dots])"
    )
    told = subprocess.run([sys.executable, "-c", code, answers.workspace.path, office], capture_output=True, text=True, check=True, timeout=120)
    assert told.stdout.strip() == str([(dot.node.id, dot.x, dot.y, dot.tier) for dot in answers.picture(office).dots])


@pytest.fixture(scope="module")
def hub():
    """One office with 5,000 neighbours, each with three more."""
    ids = ["hub", *(f"o{number}" for number in range(5000))]
    made = [Node(node, "office", f"第{node}县地方志办") for node in ids]
    spokes = [("hub", node) for node in ids[1:]] + [(ids[at], ids[(at * 7 + step) % 5000 + 1]) for at in range(1, 5000) for step in (1, 2, 3)]
    return Network(made, [Edge(f"e{at}", "attended", a, b, f"{2010 + at % 12}", "a", "", 1.0, False, "") for at, (a, b) in enumerate(spokes) if a != b])


def test_at_most_three_hundred_and_the_rest_is_counted(hub):
    steps = tuple(Step("open", f"o{number}") for number in range(5000))[:150]
    found = picture(hub, Looking(("hub",), steps, most=300))
    assert len(found.dots) == MOST
    assert found.left_out >= 5001 - MOST
    small = picture(hub, Looking(("hub",), most=40))
    assert len(small.dots) == 41 and small.left_out == 5000 - 40 == small.focus.hidden["attended"] == small.dots[0].hidden


def test_expanding_moves_nothing_and_hiding_neither(hub):
    first = picture(hub, Looking(("hub",), most=80))
    opened = picture(hub, Looking(("hub",), (Step("open", "hub"), Step("open", first.dots[5].node.id), Step("hide", first.dots[9].node.id)), most=80))
    place = {dot.node.id: (dot.x, dot.y) for dot in opened.dots}
    stood = {dot.node.id: (dot.x, dot.y) for dot in first.dots if dot.node.id != first.dots[9].node.id}
    assert place.items() > stood.items()
    assert [node.id for node in opened.put_away] == [first.dots[9].node.id]


def test_measures(get, client):
    page, told = get("/measures"), client.get("/api/v1/measures").json
    assert told["nodes"] > 50 and told["rows"][0]["pagerank"] >= told["rows"][1]["pagerank"]
    assert len(page.all("tr")) == min(100, len(told["rows"])) + 1
    degrees = re.findall(r'aria-label="关系图 (\d+)"', get("/measures?sort=degree").html)
    assert degrees == sorted(degrees, key=int, reverse=True)
    assert client.get("/api/v1/measures?kind=holds_post&from=2020&to=2020").json["nodes"] < told["nodes"]
    assert "所选范围里没有关系" in get("/measures?from=1900&to=1901").text
    for wrong in ("kind=ship", "from=x", "sort=beauty", "from=2021&to=2020"):
        assert client.get(f"/measures?{wrong}").status_code == 400
