"""The picture and the path: how entities are linked, with the sentence for each link."""


def test_the_picture_and_its_list_say_the_same(get, answers, id_of):
    office = id_of("四川省地方志工作办公室")
    picture, page = answers.picture(office), get(f"/entity/{office}/network")
    assert len(page.all("line", class_="edge")) == len(picture.lines)
    assert len(page.all("path", class_="dot")) == len(picture.dots)
    assert len(page.all("p", class_="triple")) == len(picture.lines)
    for line in picture.lines:
        assert page.links.count(f"/article/{line.edge.article_id}?fact={line.edge.id}#quote") == 2
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
