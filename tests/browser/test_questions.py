"""Four questions that people in these offices ask, each answered from the first page by keyboard alone in at most three steps.

A step is a page: typing a query and following a link are one each.
"""

import pytest

pytestmark = pytest.mark.browser

MOST_STEPS, MOST_TABS = 3, 60


@pytest.fixture
def hands(page):
    """Somebody at the keyboard on the first page; the mouse is never touched."""
    page.goto("/")
    return Hands(page)


class Hands:
    """Keys pressed, and pages seen."""

    def __init__(self, page):
        self.page, self.steps = page, 0

    def to(self, selector):
        """Tab until what has the focus is `selector`."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return self
        raise AssertionError(f"{selector} is not reached by {MOST_TABS} tabs")

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    def enter(self, address):
        """Enter, and wait for the page that comes."""
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(address)
        self.steps += 1
        return self

    def search(self, text):
        return self.past_the_top().to("main input[type=search]").type(text).enter("**/search?*")

    def past_the_top(self):
        """By the link that stands first on each page."""
        self.to("a.skip")
        self.page.keyboard.press("Enter")
        return self

    def open(self, selector, address):
        return self.past_the_top().to(selector).enter(address)


def section(page, title):
    """The text of the section under a heading."""
    return page.locator("main section", has=page.get_by_role("heading", name=title, exact=True)).last.inner_text()


def test_which_leaders_endorsed_an_office_and_in_which_words(hands, page, keep):
    hands.search("大竹县地方志办").open("main a[href^='/entity/o-']", "**/entity/o-*")
    told = section(page, "所受批示肯定")
    assert "李志超" in told
    assert "好，工作持续创新。转方志办。" in told
    assert hands.steps <= MOST_STEPS
    keep(page, "question-endorsed")


def test_what_posts_a_person_has_held(hands, page, keep):
    hands.search("邓瑜").open("main a[href^='/entity/p-']", "**/entity/p-*")
    assert "邓瑜" in page.locator("h1").inner_text()
    told = section(page, "任职")
    assert "四川省地方志工作办公室" in told
    assert "“" in told, "each post is told with its sentence"
    assert hands.steps <= MOST_STEPS
    keep(page, "question-posts")


def test_the_difference_between_two_agreements(hands, page, keep):
    hands.search("川渝地方志合作协议").open("main a[href^='/entity/a-']", "**/entity/a-*")
    told = section(page, "同名文件对照")
    assert "2020" in told and "2025" in told
    assert page.locator("table.compared .differs").count() >= 2
    assert hands.steps <= MOST_STEPS
    keep(page, "question-agreements")


def test_how_two_are_linked(hands, page, keep):
    hands.to("nav a[href='/path']").enter("**/path")
    hands.past_the_top().to("#from").type("李志超").to("#to").type("四川省地方志工作办公室").enter("**/path?*")
    told = page.locator("main").inner_text()
    assert "路径 1" in told
    assert page.locator(".route .hop .source a").count() >= 1
    assert hands.steps <= MOST_STEPS
    keep(page, "question-path")
