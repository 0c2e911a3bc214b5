"""The chronicle and the export page as a person has them: reached by links, by keyboard, in both widths."""

import json
import urllib.parse
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe


@pytest.fixture(scope="module")
def office(address):
    query = urllib.parse.urlencode({"q": "四川省地方志工作办公室", "kind": "office"})
    with urllib.request.urlopen(f"{address}/api/v1/find?{query}") as response:
        return json.load(response)["matches"][0]["id"]


def test_from_an_entity_to_its_chronicle_and_to_a_sentence(page, office, keep):
    page.goto(f"/entity/{office}")
    page.get_by_role("link", name="带日期的句子").click()
    keep(page, "chronicle")
    page.locator("a.quotation").first.click()
    assert page.locator("mark").first.is_visible()


def test_a_file_is_asked_for_by_keyboard_alone(page, office):
    page.goto(f"/entity/{office}/network")
    page.get_by_role("link", name="导出关系网络").click()
    page.get_by_role("button", name="GraphML").focus()
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    assert waited.value.suggested_filename == "jianbao-network.graphml"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_is_cut_and_axe_finds_nothing(chromium, address, office, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=address, color_scheme=scheme)
    page = context.new_page()
    for path in (f"/entity/{office}/chronicle", f"/entity/{office}/chronicle?with=陈建春", "/network/export", "/network/export?from=1990&to=1991"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        found = Axe().run(page)
        assert not found.violations_count, found.generate_report()
    context.close()


def test_it_works_without_javascript(chromium, address, office):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto(f"/entity/{office}/chronicle")
    page.get_by_label("只看与谁有关的").fill("陈建春")
    page.get_by_role("button", name="查看").click()
    assert page.get_by_role("status").inner_text().startswith("共 ")
    context.close()
