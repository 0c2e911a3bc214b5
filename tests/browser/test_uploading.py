"""Uploading in a real browser: chosen or dropped, previewed, taken in, found."""

from importlib import resources

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

TEXT = """四川省地方志工作办公室 2031年3月4日
【市州动态】
{title}
3月2日，青神县召开地方志工作会议，县委常委、常务副县长钱某某主持会议。会议学习《地方志工作条例》，部署年度编纂任务，要求各单位按时报送资料。（青神县地方志办）
"""


@pytest.fixture
def files(tmp_path):
    paths = []
    for number, title in enumerate(("青神县召开上传样例会议", "青神县再次召开上传样例会议")):
        path = tmp_path / f"上传{number}.txt"
        path.write_text(TEXT.format(title=title).replace("3月2日", f"3月{number + 1}日"), "utf-8")
        paths.append(path)
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    return [*paths, bad]


@pytest.mark.parametrize("scripts", [True, False])
def test_two_files_are_previewed_and_taken_in(chromium, own_address, files, scripts, keep):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", base_url=own_address, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="上传", exact=True).click()
    page.locator("#files").set_input_files(files)
    page.get_by_role("button", name="上传").click()
    page.locator(".waiting li").nth(2).wait_for()
    assert page.locator(".waiting li").count() == 3 and page.locator(".waiting .bad").count() == 1
    if scripts:
        keep(page, "upload")
        assert Axe().run(page).violations_count == 0
    page.locator(".waiting a", has_text="上传0").click()
    assert "青神县召开上传样例会议" in page.locator(".parts").inner_text()
    if scripts:
        keep(page, "upload-preview")
        assert Axe().run(page).violations_count == 0
        page.set_viewport_size({"width": 375, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.go_back()
    if scripts:
        page.get_by_role("button", name="全部收录").click()
        page.get_by_text("已收录").wait_for()
        page.goto("/search?q=“再次召开上传样例”")
        assert page.locator(".hits h3").first.inner_text().strip() == "青神县再次召开上传样例会议"
        page.goto("/upload")
    for _ in range(page.locator(".waiting li").count()):
        page.get_by_role("button", name="移除").first.click()
        page.wait_for_load_state()
    assert page.locator(".waiting li").count() == 0
    context.close()


def test_a_file_dropped_on_the_page(chromium, own_address, files):
    context = chromium.new_context(locale="zh-CN", base_url=own_address)
    page = context.new_page()
    page.goto("/upload")
    transfer = page.evaluate_handle(
        "text => { const one = new DataTransfer(); one.items.add(new File([text], '拖来.txt', {type: 'text/plain'})); return one; }", files[0].read_text("utf-8")
    )
    page.dispatch_event("#upload", "dragover", {"dataTransfer": transfer})
    assert "over" in page.locator("#upload").get_attribute("class")
    page.dispatch_event("#upload", "drop", {"dataTransfer": transfer})
    page.locator(".waiting a", has_text="拖来").wait_for()
    page.get_by_role("button", name="移除").first.click()
    page.get_by_text("没有等待收录的文件").wait_for()
    context.close()
