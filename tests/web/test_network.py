"""The path, and what the picture and its list have in common: how entities are linked, with the sentence for each link."""

import pytest


def test_the_picture_and_its_list_say_the_same(get, answers, id_of):
    office = id_of("四川省地方志工作办公室")
    picture, page = answers.picture(office), get(f"/entity/{office}/network")
    assert len(page.all("line", class_="edge")) == len(picture.lines)
    assert len(page.all("path", class_="dot")) == len(picture.dots)
    assert len(page.all("p", class_="triple")) == len(picture.lines)
    for line in picture.lines:
        own = office in (line.source.id, line.target.id)  # then it stands beside the picture too
        assert page.links.count(f"/article/{line.edge.article_id}?fact={line.edge.id}#quote") == 2 + own
    shapes = {kind: page.all("path", class_=f"k-{kind}")[0]["d"] for kind in ("person", "office", "document")}
    assert len(set(shapes.values())) == 3


def test_a_path_is_a_chain_with_a_quote_on_each_hop(get, answers):
    route = answers.path("邓瑜", "四川省地方志工作办公室")
    page = get("/path?from=邓瑜&to=四川省地方志工作办公室")
    assert len(page.all("section", class_="route")) == len(route.paths) > 0
    assert len(page.all("a", class_="quotation")) == sum(len(path.steps) for path in route.paths)


def test_no_path_is_said_plainly(get):
    assert "没有值得一读的路径" in get("/path?from=李志超&to=宋开慧").text
    assert "同一个条目" in get("/path?from=李志超&to=李志超").text


def test_ends_of_a_path_that_are_unclear_are_asked_for(get):
    page = get("/path?from=李志超&to=大竹县")
    assert "请选定" in page.text
    assert any("to=o-" in link for link in page.links)
    assert "没有这个名称或编号" in get("/path?from=李志超&to=查无此人", 404).text


def test_a_path_over_chosen_relations(get, answers):
    posts = get("/path?from=邓瑜&to=四川省地方志工作办公室&kind=holds_post&since=2020&until=2026")
    assert posts.all("section", class_="route") and posts.all("input", value="holds_post", checked="")
    nothing = get("/path?from=邓瑜&to=四川省地方志工作办公室&kind=seconded")
    assert "没有值得一读的路径" in nothing.text and "不限种类和年份" in nothing.text
    assert "没有值得一读的路径" in get("/path?from=邓瑜&to=四川省地方志工作办公室&until=1990").text


@pytest.mark.parametrize("wrong", ["kind=ship", "since=20", "since=2025&until=2020", "until=x"])
def test_a_path_over_nonsense(client, wrong):
    assert client.get(f"/path?from=邓瑜&to=赵行&{wrong}").status_code == 400
    assert client.get(f"/api/v1/path?from=邓瑜&to=赵行&{wrong}").status_code == 400


def test_forms_of_an_act_can_be_chosen(get):
    page = get("/path?from=李志超&to=大竹县地方志办")
    offered = [values["value"] for values in page.all("input", type="checkbox", name="kind")]
    assert "endorsed" in offered and any(value.startswith("endorsed:") for value in offered)
    written = get("/path?from=李志超&to=大竹县地方志办&kind=endorsed:批示")
    assert "路径 1" in written.text
    assert "路径 1" not in get("/path?from=李志超&to=大竹县地方志办&kind=endorsed:贺信").text
