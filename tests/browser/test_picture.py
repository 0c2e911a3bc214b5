"""The picture of the network in a real browser: by keyboard alone, by mouse, by touch, without JavaScript."""

import re
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CENTRE, NEIGHBOUR = "四川省地方志工作办公室", "陈建春"


@pytest.fixture
def start(page):
    """Address of the picture of the provincial office."""
    page.goto(f"/search?q={CENTRE}")
    return page.locator(".matches a[href^='/entity/o-']").first.get_attribute("href") + "/network"


def done(page):
    return parse_qs(urlsplit(page.url).query).get("do", [])


def places(page):
    return {id: (x, y) for id, x, y in page.locator("#drawing .node").evaluate_all("all => all.map(n => [n.dataset.id, n.dataset.x, n.dataset.y])")}


def press_until(page, test, most=150):
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const now = document.activeElement; return Boolean({test}); }})()"):
            return
    raise AssertionError(test)


def test_by_keyboard_alone(page, start):
    page.goto(start)
    before = places(page)
    press_until(page, f"now.closest('#drawing') && now.textContent.includes('{NEIGHBOUR}')")
    page.keyboard.press("Enter")
    page.locator("#chosen", has_text=NEIGHBOUR).wait_for()
    press_until(page, "now.closest('.openings')")
    page.keyboard.press("Enter")
    page.wait_for_url("**do=open.*")
    after = places(page)
    assert len(after) > len(before) and {id: after[id] for id in before} == before
    assert "图中" in page.locator("#heard").inner_text()
    press_until(page, "now.dataset.key === 'undo'")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "do=" not in url)
    assert places(page) == before
    press_until(page, "now.dataset.key === 'hide'")
    page.keyboard.press("Enter")
    page.wait_for_url("**do=hide.*")
    assert len(places(page)) == len(before) - 1
    press_until(page, "now.dataset.key && now.dataset.key.startsWith('back-')")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "do=" not in url)
    assert places(page) == before


def test_a_number_expands_and_back_goes_back(page, start, keep):
    page.goto(start)
    before = places(page)
    page.locator("#drawing .node", has_text=NEIGHBOUR).locator(".more").click()
    page.wait_for_url("**do=open.*")
    assert page.locator("#chosen").inner_text() == NEIGHBOUR
    after = places(page)
    assert len(after) > len(before) and {id: after[id] for id in before} == before
    keep(page, "picture-expanded")
    page.go_back()
    expect(page.locator("#drawing .node")).to_have_count(len(before))
    assert places(page) == before


def test_a_year_by_slider_and_by_playing(page, start):
    page.goto(start)
    every = page.locator("#drawing .edge-link:visible").count()
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**at=2020*")
    assert 0 < page.locator("#drawing .edge-link:visible").count() < every
    shown = page.locator("#drawing .node:visible").count()
    page.reload()
    assert page.locator("#drawing .node:visible").count() == shown
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "2020"
    page.get_by_role("button", name="播放").click()
    page.get_by_role("button", name="暂停").wait_for()
    expect(page.get_by_role("slider")).not_to_have_value("1")
    page.get_by_role("button", name="暂停").click()
    page.wait_for_url(re.compile(r"at=20(23|24|25)"))


def test_what_is_dragged_is_pinned(page, start):
    page.goto(start)
    node = page.locator("#drawing .node", has_text=NEIGHBOUR)
    box = node.locator(".dot").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 30, steps=5)
    page.mouse.up()
    page.wait_for_url("**do=pin.*")
    (step,) = done(page)
    _, id, *place = step.split(".")
    assert list(places(page)[id]) == place
    page.get_by_role("link", name="松开").click()
    page.wait_for_url(lambda url: "do=" not in url)


def test_files(page, start):
    page.goto(start)
    with page.expect_download() as saved:
        page.get_by_role("link", name="下载 SVG").click()
    assert saved.value.suggested_filename == "jianbao-network.svg"
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载 PNG").click()
    assert saved.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


BOXES = """() => [...document.querySelectorAll('#drawing .dot-link text')].filter(text => text.checkVisibility())
  .map(text => text.getBoundingClientRect()).map(box => [box.left, box.top, box.right, box.bottom, box.height])"""


@pytest.mark.parametrize("query", ["年鉴", "批示"])
def test_no_label_covers_another_at_any_zoom(page, query, keep):
    page.goto(f"/network?q={query}&n=300")
    page.evaluate("document.fonts.ready")
    for _ in range(6):
        boxes = page.evaluate(BOXES)
        assert boxes
        for one, other in combinations(boxes, 2):
            slack = one[4] * 0.25  # a line is higher than what is written on it
            across, down = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 1 or down <= slack, (one, other)
        page.get_by_role("button", name="缩小").click()
    keep(page, "picture-of-a-search")


PINCH = """([near, far]) => { const box = document.getElementById('paper'), edge = box.getBoundingClientRect(), middle = edge.left + edge.width / 2;
  const fingers = apart => [-1, 1].map((side, identifier) => new Touch({identifier, target: box, clientX: middle + side * apart / 2, clientY: edge.top + 60}));
  const send = (name, touches) => box.dispatchEvent(new TouchEvent(name, {touches, targetTouches: touches, changedTouches: touches, bubbles: true, cancelable: true}));
  send('touchstart', fingers(near)); send('touchmove', fingers(far)); return document.getElementById('drawing').getBoundingClientRect().width; }"""


def test_by_touch(chromium, address, start):
    context = chromium.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True, base_url=address)
    page = context.new_page()
    page.goto(start)
    plain = page.locator("#drawing").bounding_box()["width"]
    assert page.evaluate(PINCH, [100, 200]) == pytest.approx(2 * plain, rel=0.01)
    assert page.evaluate(PINCH, [200, 50]) == pytest.approx(plain / 2, rel=0.01)
    page.locator("#drawing .node", has_text=NEIGHBOUR).locator(".dot-link").tap()
    page.wait_for_url("**focus=*")
    assert page.locator("#chosen").inner_text() == NEIGHBOUR
    context.close()


def test_without_javascript(chromium, address, start):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto(start)
    count = page.locator("#drawing .node").count()
    page.locator("#drawing .node", has_text=NEIGHBOUR).locator(".dot-link").click()
    assert page.locator("#chosen").inner_text() == NEIGHBOUR
    page.locator(".openings a").first.click()
    assert page.locator("#drawing .node").count() > count
    page.get_by_role("link", name="撤销一步").click()
    assert page.locator("#drawing .node").count() == count
    page.locator(".time a", has_text="2025").click()
    assert page.locator("#drawing .node:visible").count() < count
    page.locator(".settings > summary").click()
    page.locator("#size").select_option("pagerank")
    page.get_by_role("button", name="重画").click()
    assert "size=pagerank" in page.url and "at=" not in page.url
    page.locator("#drawing .edge-link").first.dispatch_event("click")
    page.wait_for_url("**/article/**#quote")
    assert page.locator("#quote").is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_and_nothing_is_cut(chromium, address, start, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=address, reduced_motion="reduce", color_scheme=scheme)
    page, found = context.new_page(), {}
    around = start.removesuffix("/network").rsplit("/", 1)[-1]
    for target in (start, f"/network?id={around}&at=2020&colour=community&size=degree", "/network?q=年鉴", "/network", "/network?q=查无此词甲乙丙", "/measures"):
        page.goto(target)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        violations = [violation["id"] for violation in Axe().run(page).response["violations"]]
        if wide > 0 or violations:
            found[target] = (wide, violations)
    context.close()
    assert not found


def test_the_first_picture_within_a_second(page, start):
    page.goto("/")
    page.goto(start)
    painted = "() => performance.getEntriesByType('paint').filter(one => one.name === 'first-contentful-paint').map(one => one.startTime)"
    for _ in range(50):
        if page.evaluate(painted):
            break
        page.wait_for_timeout(100)
    assert page.evaluate(painted)[0] < 1000
