"""The demo as a person has it: the installed command, a real server, a real Chromium."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
JIANBAO = Path(sys.executable).with_name("jianbao.exe" if os.name == "nt" else "jianbao")


@pytest.fixture(scope="session")
def address():
    """Address of a running `jianbao demo` that all read."""
    yield from running_demo()


@pytest.fixture(scope="session")
def own_address():
    """Address of another one, for those who write."""
    yield from running_demo()


def running_demo():
    flags = subprocess.CREATE_NEW_PROCESS_GROUP if os.name == "nt" else 0  # type: ignore[attr-defined]
    process = subprocess.Popen(
        [JIANBAO, "demo", "--no-browser", "--port", "0"],
        stdout=subprocess.PIPE, text=True, encoding="utf-8", creationflags=flags,
    )  # fmt: skip
    assert process.stdout
    found = next((match[0] for line in process.stdout if (match := re.search(r"http://\S+", line))), None)
    assert found, "the demo did not start"
    yield found.rstrip("/")
    process.send_signal(signal.CTRL_BREAK_EVENT if os.name == "nt" else signal.SIGINT)  # type: ignore[attr-defined]
    assert process.wait(20) == 0
    process.stdout.close()


@pytest.fixture(scope="session")
def chromium():
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    executable = os.environ.get("JIANBAO_BROWSER") or next((path for name in names if (path := shutil.which(name))), None)
    assert executable, "no Chromium found: install it (make test does on Debian), or set JIANBAO_BROWSER"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, address):
    """A page at 1280 × 900 that fails the test if the browser's console reports an error."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", base_url=address)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints, complaints


@pytest.fixture
def keep(request):
    """Keep a screenshot of a page under tests/screenshots."""
    SCREENSHOTS.mkdir(exist_ok=True)

    def shoot(page, name):
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return shoot
