"""Every page of the site, whichever routes there are: sound for axe and for the eye's room, light and dark, wide and narrow, and
without JavaScript.

A new route that shows a page fails here until `PAGES` has an address for it.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from explorer.app import create_app
from explorer.config import load
from explorer.workspace import Workspace

pytestmark = pytest.mark.browser

PAGES = {
    "/": ("/",),
    "/search": ("/search", "/search?q=年鉴&year=2020", "/search?q=年鉴&group=office", "/search?q=查无此词甲乙丙"),
    "/concordance": ("/concordance?q=年鉴", "/concordance"),
    "/searches": ("/searches",),
    "/issues": ("/issues",),
    "/issue/<issue_id>": ("/issue/{issue}",),
    "/issue/<issue_id>/source": ("/issue/{issue}/source",),
    "/coverage": ("/coverage",),
    "/article/<article_id>": ("/article/{article}", "/article/{article}?from=0&to=5"),
    "/entity/<entity_id>": ("/entity/{person}", "/entity/{office}"),
    "/entity/<entity_id>/all": ("/entity/{person}/all?of=holds_post", "/entity/{office}/all", "/entity/{office}/all?of=seconded"),
    "/entity/<entity_id>/network": ("/entity/{office}/network",),
    "/entity/<entity_id>/chronicle": ("/entity/{office}/chronicle",),
    "/network": ("/network", "/network?id={person}&focus={person}", "/network?q=年鉴"),
    "/network/export": ("/network/export", "/network/export?entity={person}"),
    "/measures": ("/measures",),
    "/acts": ("/acts", "/acts?view=totals", "/acts?view=heat", "/acts?year=1000"),
    "/place/": ("/place/",),
    "/place/<code>": ("/place/51", "/place/51?of=acts&year=2020"),
    "/path": ("/path", "/path?from={person}&to={office}", "/path?from=查无此人&to={office}"),
    "/api": ("/api",),
    "/corrections": ("/corrections",),
    "/review": ("/review", "/review?kind=post", "/review?kind=candidate", "/review?kind=namesake", "/review?kind=unread"),
    "/fact/<fact_id>": ("/fact/{fact}",),
    "/entity/<entity_id>/correct": ("/entity/{person}/correct",),
    "/article/<article_id>/mark": ("/article/{article}/mark",),
    "/upload": ("/upload",),
    "/login": ("/login",),
}
"""Route → addresses of it; {person} and the like are ids that the demo has."""

NO_PAGES = {"/language/<code>", "/feed", "/export", "/concordance/export", "/acts/export", "/article/<article_id>/citation", "/network.svg",
            "/entity/<entity_id>/chronicle/export", "/corrections/export", "/account", "/audit", "/audit/export", "/upload/<upload_id>", "/healthz", "/metrics", "/static/<path:filename>"}  # fmt: skip
"""Routes that give a file, or lead on; what waits to be taken in is looked at by test_uploading, what needs an account by test_login."""
ERRORS = ("/nowhere", "/article/none", "/search?page=x")


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    """The rules of the application that answer GET, those of the JSON interface left out."""
    with Workspace.open(tmp_path_factory.mktemp("routes"), create=True) as workspace:
        app = create_app(workspace, load({}))
        app.extensions["answers"].close()
    return {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.rule.startswith("/api/")}


@pytest.fixture(scope="module")
def addresses(chromium, address):
    """Every address of `PAGES`, its ids filled in, and some errors."""
    context = chromium.new_context(base_url=address)
    ask = lambda path: context.request.get(path).json()  # noqa: E731
    article = ask("/api/v1/search?q=“持续创新”")["hits"][0]["article"]
    found = {"article": article, "issue": article.rsplit("-", 1)[0]}
    for kind, name in (("person", "李志超"), ("office", "大竹县地方志办")):
        found[kind] = ask(f"/api/v1/find?q={name}&kind={kind}")["matches"][0]["id"]
    found["fact"] = ask(f"/api/v1/entity/{found['person']}")["posts"][0]["facts"][0]["id"]
    context.close()
    return [one.format(**found) for several in PAGES.values() for one in several] + list(ERRORS)


def test_every_route_that_shows_a_page_is_looked_at(routes):
    assert set(PAGES) == routes - NO_PAGES


def kept(url):
    """A short name for a file."""
    return re.sub(r"\W+", "-", url).strip("-") or "home"


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(chromium, address, addresses, keep, scheme, width):
    context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=address, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for target in addresses:
        page.goto(target)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        violations = [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]]
        if wide > 0 or violations:
            found[target] = (wide, violations)
        if target == "/api":
            keep(page, f"api-{scheme}-{width}")
    context.close()
    assert not found


def test_every_page_is_whole_without_javascript(chromium, address, addresses):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    for target in addresses:
        response = page.goto(target)
        assert response.status == 200 or target in ERRORS or "查无此人" in target, target
        main = page.locator("main")
        assert main.locator("h1").first.is_visible() and len(main.inner_text()) > 15, target
        links = [link.get_attribute("href") for link in main.locator("a[href^='/']").all()[:4] if link.is_visible()]
        links += [link.get_attribute("href") for link in page.locator("nav a[href^='/']:not([hreflang]), footer a[href^='/']").all()[::3]]
        for link in links:
            assert context.request.get(link.partition("#")[0]).ok, (target, link)
    context.close()


def test_links_and_forms_are_followed_without_javascript(chromium, address, addresses):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/")
    page.locator("main input[type=search]").fill("年鉴")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    page.locator("main a[href^='/article/']").first.click()
    page.wait_for_url("**/article/*")
    assert page.locator("h1").first.is_visible()
    page.locator("main a[href^='/entity/']").first.click()
    page.wait_for_url("**/entity/*")
    page.locator("main a[href*='#quote']").first.click()
    assert page.locator("#quote").is_visible()
    context.close()
