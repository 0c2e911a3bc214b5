"""An editor at work in a real browser: doubtful facts by keyboard, a merge and its undoing, seen in search and in the picture at once."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(chromium, own_address):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", base_url=own_address)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints, complaints


def waiting(page):
    return int(page.locator(".sorts .current .count").inner_text())


def test_ten_doubtful_facts_by_keyboard_and_the_last_one_undone(editor, keep):
    editor.goto("/")
    editor.get_by_role("link", name="待核事项").click()
    before = waiting(editor)
    keep(editor, "review")
    for number in range(10):
        told = editor.locator(".doubt").inner_text()
        editor.keyboard.press("a" if number % 3 else "r")
        editor.wait_for_function("told => document.querySelector('.doubt').innerText !== told", arg=told)
    assert waiting(editor) <= before - 10
    left = waiting(editor)
    editor.keyboard.press("u")
    editor.wait_for_function(f"() => document.querySelector('.sorts .current .count').textContent.trim() !== '{left}'")
    assert waiting(editor) == left + 1 and editor.locator("[data-key=u]").count() == 0
    editor.keyboard.press("s")
    editor.wait_for_url("**at=1*")
    editor.goto("/corrections")
    assert editor.locator("tbody tr").count() == 11
    keep(editor, "corrections")


def test_a_merge_is_seen_in_search_and_in_the_picture_and_undone(editor, keep):
    editor.goto("/search?q=邓瑜")
    old = editor.locator(".matches a[href^='/entity/p-']").first.get_attribute("href")
    editor.goto("/search?q=赵行")
    new = editor.locator(".matches a[href^='/entity/p-']").first.get_attribute("href")
    editor.goto(new)
    editor.get_by_role("link", name="合并、改名、别名、拆分").click()
    keep(editor, "correct")
    editor.get_by_label("另一条目").fill("邓瑜")
    editor.get_by_role("button", name="并入此条目").first.click()
    editor.wait_for_url(f"**{new}")
    assert "邓瑜" in editor.locator(".record").inner_text()
    editor.goto("/search?q=邓瑜")
    assert editor.locator(f".matches a[href='{new}']").count() == 1 and editor.locator(f".matches a[href='{old}']").count() == 0
    editor.goto(old + "/network")
    assert editor.url.split("?")[0].endswith(new + "/network") and editor.locator(f"#drawing [data-id='{new.rpartition('/')[2]}']").count() == 1
    editor.goto("/corrections")
    editor.get_by_role("button", name="撤销").first.click()
    editor.wait_for_load_state()
    editor.goto("/search?q=邓瑜")
    assert editor.locator(f".matches a[href='{old}']").count() == 1
    editor.goto(old)
    assert editor.locator("h1").inner_text().strip() == "邓瑜"


@pytest.mark.parametrize("width", [1280, 375])
def test_the_forms_are_accessible_and_nothing_is_cut(editor, width):
    editor.set_viewport_size({"width": width, "height": 800})
    editor.goto("/search?q=大竹县地方志")
    office = editor.locator(".matches a[href^='/entity/o-']").first.get_attribute("href")
    article = editor.locator(".hits h3 a").first.get_attribute("href").split("?")[0].split("#")[0]
    editor.goto(article)
    fact = editor.locator("a.correct").first.get_attribute("href")
    for address in ("/review", "/review?kind=namesake", "/corrections", office + "/correct", article + "/mark", fact):
        editor.goto(address)
        assert editor.evaluate("document.documentElement.scrollWidth") <= width, address
        found = Axe().run(editor)
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
