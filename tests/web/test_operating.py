"""What those who run a server ask of it: is it ready, how does it do, what did it write, who is held up."""

import io
import json
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from explorer.app import create_app
from explorer.config import load
from explorer.errors import ConfigurationError
from explorer.workspace import Workspace

AWAY = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def made(workspace):
    apps = []

    def make(**settings):
        apps.append(create_app(workspace, load({}, **settings)))
        return apps[-1]

    yield make
    for app in apps:
        app.extensions["answers"].close()


def figures(response):
    assert response.status_code == 200
    return {(sample.name, *sorted(sample.labels.items())): sample.value for family in text_string_to_metric_families(response.text) for sample in family.samples}


def test_ready_is_one_line(client, answers):
    response = client.get("/healthz")
    assert response.status_code == 200 and response.json == {"status": "ready", "revision": answers.ready()}
    assert response.text.count("\n") <= 1 and response.headers["Cache-Control"] == "no-cache"


def test_a_store_that_cannot_be_read_is_told(tmp_path):
    workspace = Workspace.open(tmp_path, create=True)
    workspace.close()
    (tmp_path / "store.sqlite").write_bytes(b"no database" * 1000)
    for path in tmp_path.glob("store.sqlite-*"):
        path.unlink()
    from explorer.store.database import Database

    app = create_app(Workspace(tmp_path, Database(tmp_path / "store.sqlite")), load({}))
    response = app.test_client().get("/healthz")
    assert response.status_code == 503 and response.json["status"] == "unavailable" and response.json["remedy"]
    assert figures(app.test_client().get("/metrics"))[("jianbao_ready",)] == 0


def test_figures_count_endpoints_and_never_addresses(made, answers):
    client = made().test_client()
    for address in ("/search?q=地方志", "/search?q=年鉴", "/nothing/秘密", "/article/unknown"):
        client.get(address)
    client.open("/", method="BREW")
    response = client.get("/metrics")
    found = figures(response)
    key = ("endpoint", "pages.search"), ("method", "GET"), ("status", "200")
    assert found[("jianbao_requests_total", *key)] == 2
    assert found[("jianbao_requests_total", ("endpoint", "none"), ("method", "GET"), ("status", "404"))] == 1
    assert found[("jianbao_request_seconds_count", ("endpoint", "pages.search"))] == 2
    assert found[("jianbao_articles",)] == answers.stats().articles and found[("jianbao_index_bytes",)] > 1000
    assert found[("jianbao_revision",)] == answers.ready()
    assert "BREW" not in response.text and "unknown" not in response.text and "%" not in response.text and "秘密" not in response.text


@pytest.mark.parametrize("environ", [AWAY, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}])
def test_figures_are_for_this_machine(made, environ):
    assert made().test_client().get("/metrics", environ_overrides=environ).status_code == 403
    assert made(metrics_open=1).test_client().get("/metrics", environ_overrides=environ).status_code == 200


def test_a_proxy_on_this_machine_does_not_make_a_reader_local(client):
    assert client.get("/upload").status_code == 200
    assert client.get("/upload", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403


def test_a_line_for_each_request_without_what_was_asked(made, monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    client = made(log="json").test_client()
    client.set_cookie("language", "zh")
    client.get("/search?q=秘密检索&year=2020", headers={"X-Request-ID": "abc-1"})
    client.get("/nothing/路径")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [(line["method"], line["endpoint"], line["status"]) for line in lines] == [("GET", "pages.search", 200), ("GET", "none", 404)]
    assert lines[0]["request"] == "abc-1" and re.fullmatch(r"[0-9a-f]{16}", lines[1]["request"]) and lines[0]["ms"] > 0
    assert set(lines[0]) == {"time", "level", "method", "endpoint", "status", "ms", "request"}
    assert not any(word in written.getvalue() for word in ("秘密", "2020&", "%E", "路径", "language"))


def test_an_error_is_a_line_too_with_its_request(made, monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    app = made(log="json")
    monkeypatch.setattr(app.extensions["answers"], "home", lambda: 1 / 0)
    response = app.test_client().get("/?q=秘密")
    error, request = (json.loads(line) for line in written.getvalue().splitlines())
    assert response.status_code == 500 and "ZeroDivisionError" in error["traceback"] and error["level"] == "error"
    assert error["request"] == request["request"] == response.headers["X-Request-ID"]
    assert "秘密" not in written.getvalue() and "ZeroDivision" not in response.text


def test_a_request_id_that_could_break_a_line_is_replaced(client):
    for given in ("a b", "x" * 65, "例", '"}'):
        assert re.fullmatch(r"[0-9a-f]{16}", client.get("/healthz", headers={"X-Request-ID": given.encode()}).headers["X-Request-ID"])


def test_who_asks_too_often_is_told_so_in_the_one_form(made):
    client = made(rate_limit="3/minute").test_client()
    assert [client.get("/api/v1/stats", environ_overrides=AWAY).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/v1/stats", environ_overrides=AWAY)
    assert refused.json["error"]["status"] == 429 and refused.json["error"]["remedy"] and int(refused.headers["Retry-After"]) <= 61
    page = client.get("/", environ_overrides=AWAY)
    assert page.status_code == 429 and "请求太频繁" in page.text and page.headers["Content-Security-Policy"]
    assert client.get("/healthz", environ_overrides=AWAY).status_code == 200
    assert client.get("/", environ_overrides={"REMOTE_ADDR": "192.0.2.8"}).status_code == 200


def test_nobody_on_this_machine_is_held_up_but_those_behind_its_proxy_are(made):
    client = made(rate_limit="2/minute").test_client()
    assert {client.get("/api/v1/stats").status_code for _ in range(6)} == {200}
    statuses = [client.get("/api/v1/stats", headers={"X-Forwarded-For": f"10.9.9.9, 192.0.2.{n}"}).status_code for n in (1, 1, 1, 2)]
    assert statuses == [200, 200, 429, 200]


@pytest.mark.parametrize("settings", [{"rate_limit": "many"}, {"log": "xml"}])
def test_a_setting_that_cannot_be_understood_is_refused_at_the_start(workspace, settings):
    with pytest.raises(ConfigurationError):
        create_app(workspace, load({}, **settings))


def test_without_a_bound_nobody_is_held_up(made):
    client = made(rate_limit="").test_client()
    assert {client.get("/api/v1/stats", environ_overrides=AWAY).status_code for _ in range(5)} == {200}
