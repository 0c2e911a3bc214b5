"""Members in a real browser: signing in, what only they see, another password, the record of it; each page sound for axe."""

import os
import re
import signal
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

JIANBAO = Path(sys.executable).with_name("jianbao.exe" if os.name == "nt" else "jianbao")
FIRST, SECOND = "地方志 in four volumes", "another sentence of mine"
PRIVATE = """四川省地方志工作办公室 2031年3月4日
【市州动态】
青神县召开内部样例会议
3月2日，青神县召开地方志工作会议，县委常委、常务副县长钱某某主持会议。会议学习《地方志工作条例》，部署年度编纂任务，要求各单位按时报送资料。（青神县地方志办）
"""


def command(data, *words, typed=""):
    done = subprocess.run([JIANBAO, "--data", data, *words], input=typed, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Address of a server that only members may read, with one administrator, one reader and a collection of hers."""
    folder = tmp_path_factory.mktemp("office")
    data, private = folder / "data", folder / "内部.txt"
    private.write_text(PRIVATE, "utf-8")
    with resources.as_file(resources.files("explorer") / "samples") as samples:
        command(data, "ingest", next(samples.glob("2020-07-20*")))
    command(data, "collection", "add", "内部")
    command(data, "ingest", "--collection", "内部", private)
    command(data, "user", "add", "主任", "--role", "administrator", "--password-stdin", typed=FIRST)
    command(data, "user", "add", "读者", "--role", "reader", "--password-stdin", typed=FIRST)
    command(data, "user", "collections", "读者", "内部")
    process = subprocess.Popen(
        [JIANBAO, "--data", data, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, "JIANBAO_READING": "members"}
    )
    assert process.stdout
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    yield found[0].rstrip("/")
    process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
    process.wait(40)
    process.stdout.close()


@pytest.fixture
def visitor(chromium, office):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", base_url=office)
    yield context.new_page()
    context.close()


def sign_in(page, name, password=FIRST):
    page.get_by_label("名称").fill(name)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()


def sound(page, keep, name):
    """No violation for axe, nothing cut, light and dark, wide and narrow."""
    for scheme in ("light", "dark"):
        for width in (1280, 375):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            keep(page, f"{name}-{scheme}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_who_has_not_signed_in_is_led_to_the_form_and_back(visitor, keep):
    visitor.goto("/search?q=年鉴")
    assert visitor.url.split("?")[0].endswith("/login") and "年鉴" not in visitor.locator("body").inner_text()
    sound(visitor, keep, "login")
    sign_in(visitor, "主任", "not this one")
    assert visitor.get_by_role("alert").is_visible() and visitor.get_by_label("名称").input_value() == "主任"
    sound(visitor, keep, "login-refused")
    sign_in(visitor, "主任")
    assert "/search" in visitor.url and visitor.locator(".hits h3").count() > 0


def test_a_member_opens_her_collection_and_the_administrator_finds_nothing_of_it(visitor, chromium, office, keep):
    visitor.goto("/")
    sign_in(visitor, "读者")
    visitor.goto("/search?q=“内部样例会议”")
    assert visitor.locator(".hits h3").count() == 0
    visitor.get_by_role("link", name="读者").click()
    sound(visitor, keep, "account")
    visitor.get_by_label("内部").check()
    visitor.get_by_role("button", name="打开").click()
    visitor.wait_for_load_state()
    visitor.goto("/search?q=“内部样例会议”")
    assert visitor.locator(".hits h3").first.inner_text().strip() == "青神县召开内部样例会议"
    context = chromium.new_context(base_url=office)
    other = context.new_page()
    other.goto("/")
    sign_in(other, "主任")
    other.goto("/search?q=“内部样例会议”")
    assert other.locator(".hits h3").count() == 0 and other.goto("/account").ok and other.get_by_text("专题库").count() == 0
    context.close()


def test_another_password_ends_other_sessions_and_is_on_record(visitor, chromium, office, keep):
    context = chromium.new_context(base_url=office)
    elsewhere = context.new_page()
    for page in (visitor, elsewhere):
        page.goto("/")
        sign_in(page, "主任")
    visitor.get_by_role("link", name="主任").click()
    for label, text in (("现在的密码", FIRST), ("新密码", SECOND), ("再输一遍", SECOND)):
        visitor.get_by_label(label).fill(text)
    visitor.get_by_role("button", name="更换").click()
    visitor.wait_for_load_state()
    assert visitor.goto("/").ok and visitor.get_by_role("link", name="主任").is_visible()
    elsewhere.goto("/")
    assert elsewhere.url.split("?")[0].endswith("/login")
    context.close()
    visitor.get_by_role("link", name="主任").click()
    visitor.get_by_role("link", name="操作记录").click()
    told = visitor.locator("main").inner_text()
    assert "登录失败" in told and "账户管理" in told and FIRST not in told and SECOND not in told
    sound(visitor, keep, "audit")
    visitor.goto("/account")
    visitor.get_by_role("button", name="退出", exact=True).click()
    visitor.wait_for_load_state()
    visitor.goto("/account")
    assert visitor.url.split("?")[0].endswith("/login")
