"""Which leaders endorsed 大竹县地方志办, and in which words: from the front page by keyboard alone, in three steps at most."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

VIEWS = ("/acts", "/acts?view=totals", "/acts?view=heat", "/acts?view=heat&year=2020", "/acts?leader=李志超", "/acts?post=宇航员", "/acts?kind=x")


def tab_to(page, wanted, most=60):
    """Presses Tab until the focus is on what the expression on `document.activeElement` (as `e`) says."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const e = document.activeElement; return {wanted} }})()"):
            return
    raise AssertionError(f"not reached by Tab: {wanted}")


def test_who_endorsed_an_office_in_two_steps_by_keyboard(page, keep):
    page.goto("/")
    tab_to(page, "e.getAttribute('href') === '/acts'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/acts")
    tab_to(page, "e.id === 'office'")
    page.keyboard.type("大竹县地方志办")
    page.keyboard.press("Enter")
    page.wait_for_url("**/acts?*")
    table = page.locator("table.ledger")
    assert table.locator("tbody tr").count() == 2
    assert table.locator("tbody th").all_inner_texts()[0].startswith("李志超")
    assert set(table.locator("blockquote").all_inner_texts()) == {"好，工作持续创新。转方志办。", "县方志办创新工作，值得肯定。"}
    keep(page, "acts")
    tab_to(page, "e.classList.contains('quotation')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/*")
    assert page.locator("#quote").first.is_visible()


def test_a_cell_of_the_matrix_opens_its_rows_by_keyboard(page, keep):
    page.goto("/acts?view=heat")
    keep(page, "acts-matrix")
    tab_to(page, "e.matches('.heat td a')")
    number = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_url("**/acts?*office=*")
    assert page.locator("table.ledger tbody tr").count() == int(number)


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_and_axe_finds_nothing(chromium, address, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=address, reduced_motion="reduce", color_scheme=scheme)
    page = context.new_page()
    for view in VIEWS:
        page.goto(view)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
        result = Axe().run(page)
        assert result.violations_count == 0, (view, result.generate_report())
    context.close()


def test_it_works_without_javascript(chromium, address):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/acts")
    page.locator("#leader").fill("陈建春")
    page.keyboard.press("Enter")
    page.wait_for_url("**/acts?*")
    assert page.locator("table.ledger tbody th").first.inner_text().startswith("陈建春")
    context.close()
