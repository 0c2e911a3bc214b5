"""The page of acts, its JSON, its files and its command say the same; every cell opens its rows; odd addresses are told kindly."""

import csv
import io
import json
import re
import zipfile
from html import unescape
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from explorer import pipeline
from explorer.cli import main
from explorer.config import load
from explorer.workspace import Workspace
from graph.ontology import FORMS

LEADER, OFFICE = "李志超", "大竹县地方志办"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def run(workspace):
    return lambda *arguments: CliRunner().invoke(main, ["--data", str(workspace.path), *arguments])


def counted(page):
    return int(re.search(r"共 (\d+) 次", page.words)[1])


def rows(client, query=""):
    text = client.get(f"/acts/export?format=csv{query}").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_who_endorsed_an_office_and_in_which_words(get):
    page = get(f"/acts?office={OFFICE}")
    assert counted(page) == 2 and LEADER in page.words
    assert "好，工作持续创新。转方志办。" in page.words and "县方志办创新工作，值得肯定。" in page.words and "刊发后 11 天" in page.words


def test_each_row_opens_its_sentence_and_what_it_was_written_on(get, client):
    page = get("/acts")
    quotes = [link for link in page.links if link.endswith("#quote")]
    assert len(quotes) == counted(page) == len(rows(client))
    for link in quotes:
        assert 'id="quote"' in client.get(link.partition("#")[0]).text
    written = get(f"/acts?leader={LEADER}")
    assert any("/entity/d-" in link for link in written.links) and any("/entity/i-" in link for link in written.links)


def test_a_facet_toggles_and_counts(get):
    page = get("/acts?kind=批示")
    html = page.html[page.html.index('id="facets"') :]
    for url, count in re.findall(r'<a href="([^"]+)" rel="nofollow"><span>.*?</span><span class="number">(\d+)</span>', html):
        if "kind=%E6%89%B9%E7%A4%BA" in url and url.count("kind=") == 1:
            assert counted(get(unescape(url))) == int(count)
    assert any(link == "/acts" for link in page.links)  # the filter can be taken away


@pytest.mark.parametrize("query", ["", "&year=2020", "&leader=none", "&place=51", "&from=2020&to=2020"])
@pytest.mark.parametrize("view", ["totals", "heat"])
def test_every_number_of_a_table_opens_as_many_rows(get, view, query):
    page = get(f"/acts?view={view}{query}")
    found = [(unescape(url), int(number)) for url, number in re.findall(r'<td[^>]*><a href="([^"]+)" rel="nofollow">(\d+)</a></td>', page.html)]
    assert len(found) > 3
    for url, number in dict.fromkeys(found):
        assert counted(get(url)) == number, url


def test_the_matrices_are_tables_shaded_in_eight_steps(get):
    page = get("/acts?view=heat")
    shades = {cell["class"] for cell in page.all("td") if "class" in cell}
    assert "h8" in shades and shades <= {f"h{step}" for step in range(9)} and not page.all("svg", class_="heat")
    assert "2020" in page.words and "第三季度" in get("/acts?view=heat&year=2020").words


def test_json_and_the_command_say_the_same(get, client, run):
    for query, options in (("", []), (f"?leader={LEADER}", ["--leader", LEADER]), ("?kind=批示&kind=要求&from=2020", ["--kind", "批示", "--kind", "要求", "--from", "2020"])):
        told = client.get(f"/api/v1/acts{query}").get_json()
        assert told["total"] == counted(get(f"/acts{query}")) == len(told["rows"])
        assert json.loads(run("acts", *options, "--json").output) == told
    assert told["rows"][0]["act"]["fact"]["band"] in ("high", "middle", "low")
    assert f"{LEADER} 批示 → {OFFICE}" in run("acts", "--office", OFFICE).output


def test_the_files_hold_every_row(client, run, tmp_path):
    told = rows(client)
    assert {form for row in told for form in row["方式"].split("、")} <= set(FORMS)
    assert [row["日期"] for row in told if row["日期"]] == sorted((row["日期"] for row in told if row["日期"]), reverse=True)
    row = next(row for row in rows(client, f"&leader={LEADER}") if row["日期"] == "2020-06-16")
    assert (row["职务"], row["批语"], row["距刊发天数"], row["可信度"]) == ("县委副书记、县长", "好，工作持续创新。转方志办。", "11", "高")
    assert "/article/" in row["地址"] and row["地址"].endswith("#quote")
    file = tmp_path / "acts.xlsx"
    assert run("acts", "--format", "xlsx", "--output", str(file)).exit_code == 0 and list(tmp_path.iterdir()) == [file]
    for book in (file.read_bytes(), client.get("/acts/export?format=xlsx").data):
        sheet = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml"))
        assert len(sheet.findall(f".//{SHEET}row")) == len(told) + 1
        assert not sheet.findall(f".//{SHEET}f")  # nothing is computed


def test_a_cell_that_begins_like_a_formula_stays_text(tmp_path):
    text = (
        "四川省地方志工作简报2022年第3期（总第398期）\n\n四川省地方志工作办公室 2022年 1月 28日\n\n犍为县史志工作获肯定\n\n"
        "1月20日，犍为县委副书记、县长卜知秋对犍为县地方志办公室工作作出批示：“=HYPERLINK(1)<b>好</b>。”（犍为县地方志办公室）\n"
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    with Workspace.open(tmp_path / "data", create=True) as opened:
        assert not pipeline.ingest(opened, [tmp_path / "a.txt"], load({})).problems
        written = CliRunner().invoke(main, ["--data", str(opened.path), "acts", "--format", "csv"]).output
        book = CliRunner().invoke(main, ["--data", str(opened.path), "acts", "--format", "xlsx"]).stdout_bytes
    assert "=HYPERLINK" in written and '"=HYPERLINK' not in written
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("leader=查无此人", 404), ("office=o-0000000000", 404), ("place=999999", 404), ("place=<b>", 404), ("kind=x", 400), ("year=1e9", 400),
        ("year=none", 200), ("from=2022&to=2020", 400), ("from=2020&from=2021", 400), ("quarter=9", 400), ("confidence=0.5", 400), ("sort=x", 400),
        ("view=x", 400), ("page=x", 400), ("page=-1", 400), ("page=0", 200), ("page=999999", 200), ("post=<script>alert(1)</script>", 200),
        ("leader=" + "长" * 201, 400), ("&".join(["leader=李志超"] * 1000), 400), ("leader=%00", 404), ("leader=%ED%A0%80", 404), ("leader=&office=&from=", 200),
    ],
)  # fmt: skip
def test_odd_addresses_are_told_kindly(client, query, status):
    for address in ("/acts", "/api/v1/acts", "/acts/export"):
        response = client.get(f"{address}?{query}")
        assert response.status_code == status, address
        assert response.mimetype != "text/html" or "<script>alert" not in response.text
    assert client.get("/acts/export?format=exe").status_code == 400


def test_what_finds_nothing_says_what_to_do(get, tmp_path):
    page = get("/acts?post=宇航员")
    assert "没有符合的批示与肯定" in page.words and "/acts" in page.links
    assert "没有这一页" in get("/acts?page=99").words


def test_menu_and_entities_lead_there(get, id_of):
    leader, office = id_of(LEADER), id_of(OFFICE)
    assert "/acts" in get("/").links
    assert f"/acts?leader={leader}" in get(f"/entity/{leader}").links
    assert f"/acts?office={office}" in get(f"/entity/{office}").links


def test_the_form_works_without_a_script_and_keeps_what_is_chosen(get):
    page = get(f"/acts?kind=批示&leader={LEADER}&sort=days")
    hidden = {(field["name"], field["value"]) for field in page.all("input", type="hidden")}
    assert ("kind", "批示") in hidden and ("sort", "days") in hidden and any(name == "leader" for name, _ in hidden)
    labels = {label["for"] for label in page.all("label")}
    assert {field["id"] for field in page.all("input", type="text")} <= labels
