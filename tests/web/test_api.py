"""The JSON interface gives the same data as the pages."""

import json

import pytest

from explorer.answers import plain


@pytest.fixture
def fetched(client):
    def get(address, status=200):
        response = client.get(address)
        assert response.status_code == status, address
        assert response.mimetype == "application/json"
        return response.get_json()

    return get


def same(value):
    """As it looks after a journey through JSON."""
    return json.loads(json.dumps(value))


def test_stats(fetched, answers):
    assert fetched("/api/v1/stats") == same(plain.plain(answers.stats()))


def test_search(fetched, answers, get):
    found = fetched("/api/v1/search?q=地方志&year=2020&sort=newest")
    assert found == same(plain.search(answers.search("地方志", {"year": ["2020"]}, sort="newest")))
    page = get("/search?q=地方志&year=2020&sort=newest")
    assert f"共 {found['total']} 篇" in page.text
    assert all(hit["title"] in page.text for hit in found["hits"])


def test_an_issue(fetched, answers, seed_issue):
    assert fetched(f"/api/v1/issue/{seed_issue}") == same(plain.plain(answers.issue(seed_issue)))


def test_an_article_with_its_quotation(fetched, answers, seed_issue):
    found = fetched(f"/api/v1/article/{seed_issue}-5?from=0&to=5")
    assert found == same(plain.plain(answers.article(f"{seed_issue}-5", (0, 5))))
    assert found["quote"] == found["article"]["text"][:5]


def test_an_entity(fetched, answers, id_of):
    person = id_of("李志超")
    assert fetched(f"/api/v1/entity/{person}") == same(plain.plain(answers.entity(person)))


def test_a_path(fetched, answers):
    assert fetched("/api/v1/path?from=邓瑜&to=赵行") == same(plain.plain(answers.path("邓瑜", "赵行")))


def test_find(fetched, id_of):
    found = fetched("/api/v1/find?q=李志超&kind=person")["matches"]
    assert [match["id"] for match in found] == [id_of("李志超")]
    assert fetched("/api/v1/find?q=李志超&kind=office")["matches"] == []


def test_chinese_is_not_escaped(client):
    assert "李志超".encode() in client.get("/api/v1/find?q=李志超").data


def test_each_page_leads_to_its_data(every_page, client):
    links = {link for page in every_page.values() for link in page.links if link.startswith("/api/")}
    assert {link.split("/")[3].split("?")[0] for link in links} == {"stats", "search", "issue", "article", "entity", "coverage", "place", "network", "acts", "measures", "openapi.json", "path", "suggest", "concordance", "find", "corrections"}
    assert all(client.get(link).status_code == 200 for link in sorted(links)[::7])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/issue/none", 404), ("/api/v1/article/none", 404), ("/api/v1/entity/none", 404),
        ("/api/v1/path?from=查无此人&to=李志超", 404), ("/api/v1/path?from=李志超&to=大竹县", 409),
        ("/api/v1/path?from=李志超", 400), ("/api/v1/find?q=x&kind=ship", 400), ("/api/v1/find?q=x&limit=0", 400),
        ("/api/v1/search?page=x", 400), ("/api/v1/nothing", 404), ("/api/", 404),
    ],
)  # fmt: skip
def test_errors_have_one_form(fetched, address, status):
    error = fetched(address, status)["error"]
    assert error["status"] == status
    assert error["title"]
    assert error["remedy"]
