"""What a person does: search, open an article, open a person and the picture; by mouse and by keyboard."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = ("/", "/search?q=年鉴", "/search?q=年鉴&group=person", "/concordance?q=年鉴", "/searches", "/search?q=查无此词甲乙丙", "/issues", "/path", "/nowhere")


def addresses(page):
    """One address of each kind of page, found by walking."""
    page.goto("/search?q=“持续创新”")
    article = page.locator("main a[href^='/article/']").first.get_attribute("href")
    page.goto(article)
    links = {}
    for kind, name in (("person", "李志超"), ("office", "大竹县地方志办")):
        links[kind] = page.locator("main a[href^='/entity/']", has_text=name).first.get_attribute("href")
    issue = page.locator("main a[href^='/issue/']").first.get_attribute("href")
    return {**links, "article": article, "issue": issue, "network": links["office"] + "/network"}


def test_search_article_person_picture(page, keep):
    page.goto("/")
    keep(page, "home")
    page.locator("main input[type=search]").fill("“持续创新”")
    page.keyboard.press("Enter")
    assert page.locator("mark").first.inner_text() == "持续创新"
    keep(page, "results")
    page.locator("main a[href^='/article/']").first.click()
    assert page.locator("h1").inner_text().startswith("大竹县地方志工作获县政府主要领导肯定性批示")
    keep(page, "article")
    page.locator("main a[href^='/entity/']", has_text="李志超").first.click()
    assert "李志超" in page.locator("h1").inner_text()
    assert page.locator(".acts").get_by_text("好，工作持续创新。转方志办。").first.is_visible()
    keep(page, "person")
    page.locator("a[href*='#quote']").first.click()
    assert page.locator("#quote").is_visible() and urlsplit(page.url).fragment == "quote"
    page.go_back()
    page.locator("main a[href$='/network']").first.click()
    assert page.locator("svg a").count() >= 3
    keep(page, "picture")
    page.locator("svg .dot-link", has_text="大竹县").first.click()
    page.locator("#chosen a", has_text="大竹县").click()
    page.wait_for_url("**/entity/o-*")
    assert re.search(r"/entity/o-[0-9a-f]{10}$", page.url)
    keep(page, "office")


def test_the_same_by_keyboard_alone(page):
    page.goto("/")
    for key in ("Tab", "Enter", "Tab"):  # past what stands on top of each page, to the first field of this one
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("李志超")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search*")
    for _ in range(40):
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.getAttribute('href')") or "").startswith("/entity/p-"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/p-*")
    assert "李志超" in page.locator("h1").inner_text()


def test_the_path_form(page, keep):
    page.goto("/path")
    page.locator("main input").nth(0).fill("李志超")
    page.locator("main input").nth(1).fill("四川省地方志工作办公室")
    page.keyboard.press("Enter")
    page.wait_for_url("**/path?*")
    assert page.locator("main").inner_text().count("李志超") >= 1
    keep(page, "path")


def test_english(page, keep):
    page.goto("/")
    page.get_by_role("link", name="English").first.click()
    assert page.locator("html").get_attribute("lang") == "en"
    keep(page, "home-en")
    page.goto("/search?q=年鉴")
    keep(page, "results-en")


@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_is_cut_and_axe_finds_nothing(chromium, address, width):
    context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=address, reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for target in (*PAGES, *addresses(page).values()):
        page.goto(target)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        violations = [v["id"] for v in Axe().run(page).response["violations"]]
        if wide > 0 or violations:
            found[target] = (wide, violations)
    context.close()
    assert not found


def test_it_works_without_javascript(chromium, address):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    for target in addresses(page).values():
        assert page.goto(target).status == 200
    context.close()


def test_nothing_is_fetched_from_elsewhere(chromium, address):
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for target in (*PAGES, *addresses(page).values()):
        page.goto(target)
    context.close()
    assert all(url.startswith((address, "data:")) for url in asked)


def test_suggestions_while_typing(page):
    page.goto("/")
    box = page.locator("main input[type=search]")
    box.press_sequentially("cjc")
    option = page.get_by_role("option").first
    option.wait_for()
    assert option.inner_text().split() == ["陈建春", "人物"] and box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Escape")
    assert not page.get_by_role("listbox").first.is_visible()
    box.press_sequentially(" ")
    option.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/p-*")
    assert "陈建春" in page.locator("h1").inner_text()


def test_searches_are_kept_in_the_browser_alone(page):
    page.goto("/search?q=年鉴&year=2020")
    page.get_by_role("button", name="存为我的检索").click()
    page.goto("/searches")
    saved = page.locator("#saved-list a")
    assert saved.first.inner_text() == "年鉴" and "year=2020" in saved.first.get_attribute("href")
    assert saved.nth(1).get_attribute("href").startswith("/feed?q=")
    assert page.locator("#history-list a").count() == 1
    page.get_by_role("button", name="清除检索记录").click()
    assert page.locator("#history-list a").count() == 0
    page.get_by_role("button", name="删除").click()
    page.reload()
    assert saved.count() == 0


def test_the_histogram_and_a_concordance_lead_to_the_sentence(page):
    page.goto("/search?q=年鉴")
    page.locator(".histogram a", has_text="2020年").click()
    assert "year=2020" in page.url and page.locator(".histogram li").count() == 12
    page.get_by_role("link", name="逐条语境").click()
    page.locator(".kwic mark").first.click()
    assert page.locator("#quote").inner_text() == "年鉴"
