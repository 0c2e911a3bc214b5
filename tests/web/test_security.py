"""Nothing that a bulletin or an address contains can run, and nothing is loaded from elsewhere."""

from importlib import resources

import pytest

from explorer.app import create_app
from explorer.config import load
from explorer.pipeline import ingest
from explorer.web.security import CONTENT_SECURITY_POLICY
from explorer.workspace import Workspace

ATTACK = '<script>alert("1")</script>'


@pytest.mark.parametrize(
    "address",
    [
        "/", "/search?q=地方志", "/issues", "/path", "/nothing", "/search?page=x", "/language/en",
        "/api/v1/stats", "/api/v1/entity/x", "/static/jianbao.css", "/static/seal.svg",
    ],
)  # fmt: skip
def test_headers_are_on_every_response(client, address):
    with client.get(address) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"] and "Strict-Transport-Security" not in headers


def test_over_https_alone_the_browser_is_told_to_keep_to_it(workspace):
    app = create_app(workspace, load({"JIANBAO_HTTPS": "1"}))
    with app.test_client().get("/") as response:
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    app.extensions["answers"].close()


def test_the_policy_allows_nothing_inline():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


def test_no_page_has_inline_style_or_script_or_loads_from_elsewhere(every_page):
    for address, page in every_page.items():
        for tag, values in page.elements:
            assert tag != "script" or values in [{"src": f"/static/{name}.js", "defer": ""} for name in ("jianbao", "network", "upload")], address
            assert tag not in ("style", "iframe", "object", "embed", "base"), address
            assert "style" not in values, address
            assert not any(name.startswith("on") for name in values), address
            sources = [values[name] for name in ("src", "href", "action") if name in values]
            assert all(source.startswith(("/", "#")) and not source.startswith("//") for source in sources), address


@pytest.mark.parametrize(
    "address",
    ["/search?q={}", "/concordance?q={}", "/feed?q={}", "/export?q={}&format=json", "/search?q=x&person={}", "/search?page={}", "/path?from={}&to={}", "/network?q={}", "/network?id={}", "/article/{}", "/entity/{}"],
)
def test_what_is_asked_for_is_escaped(client, address):
    text = without_own(client.get(address.replace("{}", ATTACK)).text)
    assert "<script" not in text
    assert 'alert("' not in text


def test_what_a_bulletin_contains_is_escaped(tmp_path):
    sample = (resources.files("explorer") / "samples" / "2020-07-20-issue.txt").read_text("utf-8")
    hostile = sample.replace("宋开慧对雅安市地方志工作提出新要求", f"宋开慧对雅安市{ATTACK}提出新要求")
    hostile = hostile.replace("《巴蜀史志》", "《<img src=x onerror=alert(2)>》")
    assert hostile.count(ATTACK) == 1
    (tmp_path / "issue.txt").write_text(hostile, "utf-8")
    with Workspace.open(tmp_path / "data", create=True) as workspace:
        ingest(workspace, [tmp_path / "issue.txt"], load({}))
        app = create_app(workspace, load({}))
        pages = _everything(app.test_client(), app.extensions["answers"])
        app.extensions["answers"].close()
    assert any("&lt;script&gt;" in page for page in pages)
    assert any("&lt;img" in page for page in pages)
    for page in map(without_own, pages):
        assert "<script" not in page
        assert "<img" not in page


def without_own(page):
    """A page without the scripts that are ours; there is nothing between their tags."""
    return page.replace('<script src="/static/jianbao.js" defer></script>', "").replace('<script src="/static/network.js" defer></script>', "")


def _everything(client, answers):
    issue = answers.issues().issues[0][0].id
    parts = [f"/article/{part.id}" for part in answers.issue(issue).articles]
    named = [node.id for kind in ("person", "office", "document") for node in answers.network().nodes(kind)]
    entities = [f"/entity/{name}{page}" for name in named for page in ("", "/network")]
    others = ("/", "/search", "/search?q=要求", "/issues", f"/issue/{issue}")
    return [client.get(path).text for path in (*others, *parts, *entities)]


def test_a_cache_knows_that_pages_differ_by_language(client):
    assert "Cookie" in client.get("/").headers["Vary"]
