"""Pages of divisions: the numbers are those of the searches they open, silence is named, the denominator is honest."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest


def links(html):
    table = html[html.index('<table class="matrix">') : html.index("</table>")]
    return re.findall(r'<td class="s(\d)"><a href="([^"]+)">(\d+)</a>', table)


@pytest.mark.parametrize("address", ["/place/", "/place/51", "/place/51?of=acts", "/place/5117?of=批示", "/place/51?year=2020", "/place/51?year=2020&of=acts"])
def test_a_cell_opens_as_many_articles_as_it_says(client, address):
    found = links(client.get(address).text)
    assert found
    for shade, url, number in found:
        asked = parse_qs(urlsplit(url.replace("&amp;", "&")).query)
        answer = client.get("/api/v1/search", query_string=asked).get_json()
        assert answer["total"] == int(number) and 1 <= int(shade) <= 5


def test_silence_is_named_and_the_division_itself_is_told_apart(client):
    page = client.get("/api/v1/place/51").get_json()
    own, *below = page["rows"]
    assert own["own"] and len(below) == 21
    silent = {row["code"] for row in page["silent"]}
    assert silent == {row["code"] for row in below if not any(row["cells"])} and 0 < len(silent) < 21
    assert sum(sum(row["cells"]) for row in page["rows"]) == client.get("/api/v1/search?place=51").get_json()["total"]


def test_the_denominator_is_what_the_running_total_says(client):
    held = {column["period"]: (column["held"], column["known"]) for column in client.get("/api/v1/place/51").get_json()["columns"]}
    for series in client.get("/api/v1/coverage").get_json()["series"]:
        for year in series["years"]:
            assert held[str(year["year"])][0] >= len(year["held"]) and held[str(year["year"])][1] >= year["known"]


def test_the_months_of_a_year_sum_to_the_year(client):
    years = client.get("/api/v1/place/51").get_json()
    at = [column["period"] for column in years["columns"]].index("2020")
    by_code = {row["code"]: row["cells"][at] for row in years["rows"]}
    for row in client.get("/api/v1/place/51?year=2020").get_json()["rows"]:
        assert sum(row["cells"]) <= by_code[row["code"]]


@pytest.mark.parametrize("address", ["/place/99", "/place/511x", "/place/<b>", "/place/51?of=x", "/place/51?year=-1", "/place/51?year=1e9"])
def test_odd_addresses_are_told_kindly(client, address):
    assert client.get(address).status_code in (400, 404)


def test_a_year_without_issues_is_empty_and_says_so(client):
    page = client.get("/place/51?year=1850")
    assert page.status_code == 200 and not links(page.text)
