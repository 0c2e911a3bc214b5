"""What a reader takes along: concordance, exports, citations, a feed; and what is offered while typing."""

import csv
import io
import json
import xml.etree.ElementTree as etree

import pytest

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_concordance_has_a_line_for_each_place(get, answers):
    page = get("/concordance?q=年鉴")
    lines = answers.concordance("年鉴").lines
    assert len(page.all("mark")) == len(lines) >= 10
    for line in lines:
        text = answers.article(line.article.id).article.text
        assert text[line.start : line.end].replace("\n", " ") == line.word == "年鉴"
        assert text[: line.start].replace("\n", " ").endswith(line.left)


@pytest.mark.parametrize("sort", ["left", "right"])
def test_a_concordance_is_sorted_by_its_context(answers, sort):
    lines = answers.concordance("年鉴", sort=sort).lines
    keys = [line.right if sort == "right" else line.left[::-1] for line in lines]
    assert [key[:1] for key in keys] == sorted(key[:1] for key in keys)


def test_a_concordance_as_csv(client, answers):
    rows = list(csv.reader(io.StringIO(client.get("/concordance/export?q=年鉴").text.lstrip("\ufeff"))))
    assert len(rows) == answers.concordance("年鉴").total + 1


def test_hits_as_a_file(client, answers):
    total = answers.search("年鉴").total
    table = client.get("/export?q=年鉴&format=csv")
    assert table.text.startswith("\ufeff") and "attachment" in table.headers["Content-Disposition"]
    assert len(list(csv.reader(io.StringIO(table.text)))) == total + 1
    assert len(json.loads(client.get("/export?q=年鉴&format=json").text)["articles"]) == total
    assert client.get("/export?q=年鉴&format=bibtex").text.count("\n}") == total
    assert client.get("/export?q=年鉴&format=ris").text.count("ER  -") == total
    assert client.get("/export?q=年鉴&format=gb7714").text.startswith("[1] ")


def test_the_export_keeps_filters_and_order(client, answers):
    hits = answers.search("年鉴", {"year": ["2020"]}, sort="oldest", size=99).hits
    given = json.loads(client.get("/export?q=年鉴&year=2020&sort=oldest&format=json").text)["articles"]
    assert [row["article"] for row in given] == [hit.article.id for hit in hits]


def test_a_citation_of_one_article(client, answers, get):
    hit = answers.search("大竹县紧扣").hits[0].article
    cited = client.get(f"/article/{hit.id}/citation?format=gb7714").text
    assert hit.title in cited and "2020(24)" in cited and "四川省地方志工作简报" in cited
    assert any(link.endswith("citation?format=ris") for link in get(f"/article/{hit.id}").links)
    assert client.get("/article/nobody/citation").status_code == 404
    assert client.get(f"/article/{hit.id}/citation?format=doc").status_code == 400


def test_a_feed_of_a_search(client, answers):
    response = client.get("/feed?q=职务:雅安市常务副市长")
    assert response.mimetype == "application/atom+xml"
    feed = etree.fromstring(response.text)
    hits = answers.search("职务:雅安市常务副市长", sort="newest").hits
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [hit.article.title for hit in hits] != []
    assert feed.findtext(f"{ATOM}updated") == f"{hits[0].article.date}T00:00:00Z"
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) and all(one.startswith("http") for one in ids)


@pytest.mark.parametrize("typed", ["cjc", "chenjian", "陈建", "陳建春"])
def test_suggestions_name_the_entity_first(client, id_of, typed):
    rows = client.get("/api/v1/suggest", query_string={"q": typed}).json["suggestions"]
    assert rows[0] | {"note": ""} == {
        "id": id_of("陈建春"), "kind": "person", "kind_label": "人物", "name": "陈建春", "note": "", "address": f"/entity/{id_of('陈建春')}"
    }  # fmt: skip


def test_suggestions_go_on_with_titles(client):
    rows = client.get("/api/v1/suggest", query_string={"q": "雅安市完成"}).json["suggestions"]
    assert rows[-1]["kind"] == "article" and rows[-1]["name"].startswith("雅安市完成")
    assert client.get("/api/v1/suggest", query_string={"q": "yaswc"}).json["suggestions"][-1]["kind"] == "article"
    assert client.get("/api/v1/suggest?q=%20").json["suggestions"] == []


def test_another_query_is_offered_where_one_finds_nothing(get):
    page = get("/search?q=陈见春")
    assert "您要找的是不是" in page.text and "陈建春" in page.text
    assert "/search?q=%E9%99%88%E5%BB%BA%E6%98%A5" in page.links


def test_results_by_person(get, answers):
    page = get("/search?q=年鉴&group=person")
    groups = answers.search("年鉴", group="person").groups
    assert len(page.all("section", class_="group")) == len(groups) > 1
    assert all(group.hits and len(group.hits) <= min(group.value.count, 3) for group in groups)


def test_the_line_on_a_hit_says_how_it_matched(get, answers):
    assert "其他名称：四川省地方志办" in get("/search?q=四川省地方志工作办公室").words.replace(" ", "") or any(
        hit.matched == "alias" and hit.printed for hit in answers.search("四川省地方志工作办公室", size=50).hits
    )
    assert answers.search("陳建春", size=50).hits[0].printed == ("陈建春",)
    assert {hit.matched for hit in answers.search("四川省地方志工作办公室", size=50, expand=False).hits} <= {"exact-title", "exact-body", "words"}


def test_places_stand_as_a_tree(answers, get):
    facet = next(facet for facet in answers.search("").facets if facet.name == "place")
    depths = {value.label: value.depth for value in facet.values}
    assert depths["四川省"] == 0 and depths["雅安市"] == 1 and depths["大竹县"] == 2
    order = [value.label for value in facet.values]
    assert order.index("四川省") < order.index("达州市") < order.index("大竹县")
    assert get("/search").all("ul", class_="tree")


def test_the_histogram_counts_every_dated_hit(answers):
    page = answers.search("年鉴")
    assert page.histogram.name == "year"
    assert sum(bar.count for bar in page.histogram.bars) == page.total
    year = answers.search("年鉴", {"year": ["2020"]})
    assert year.histogram.name == "month" and len(year.histogram.bars) % 12 == 0
    assert sum(bar.count for bar in year.histogram.bars) == year.total


@pytest.mark.parametrize("query", ["(川渝 AND", "*" * 500, "鉴" * 10_000, "((((((((", "\x00\x1b", "' OR 1=1 --", "<script>", "NOT " * 300, '"a b"~999', "日期:x"])
@pytest.mark.parametrize("view", ["/search", "/concordance", "/feed", "/export", "/api/v1/search", "/api/v1/suggest", "/api/v1/concordance"])
def test_odd_queries_are_answered_or_refused(client, view, query):
    assert client.get(view, query_string={"q": query}).status_code in (200, 400)
