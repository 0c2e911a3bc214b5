"""Whatever an address says, the answer is a page or the one form of an error: never a 5xx, nothing unescaped, always the headers.

Routes and the parameters that they read are found by asking the application, so that a new one is tested without being named here.
"""

import re
from urllib.parse import quote, urlencode

import pytest
from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

from explorer.app import create_app
from explorer.config import load
from explorer.web.security import CONTENT_SECURITY_POLICY

MARKER = "<b id=x>"
MARKED = ("text/html", "application/xml", "application/atom+xml", "image/svg+xml")
"""Types in which a mark would be one; elsewhere it is text."""

VALUES = [
    quote(value, safe="")
    for value in (
        MARKER, f"'\">{MARKER}", f"</script>{MARKER}", "\0", "年\0鉴", "长" * 5_000, "a" * 201, "-1", "0", "1e9", "999999999", "9" * 19, "9" * 400,
        "２０２０", "²", "NaN", "inf", "true", "none", "2020-13-45", "0000", "../../etc/passwd", "' OR 1=1 --", "{{7*7}}%s", "\r\nX-Evil: 1",
        "((((", '"', "“", "title:", "*" * 40, "a NEAR b ~", "\u202e\ufeff\u200d", "\U0010ffff", " ", "p-", "open.x.y", "pin.x.1.1",
    )
] + ["%ED%A0%80", "%FF%FE", "%", "%zz"]
"""Among them a lone surrogate and bytes that are no text, which `quote` cannot make."""
NAMES = ("_external", "_anchor", "_scheme", "_method", "endpoint", "self", "format", quote(MARKER), "q[]", "", "%ED%A0%80")


@pytest.fixture(scope="module")
def read():
    """Names of the parameters that were read since it was cleared."""
    return set()


@pytest.fixture(scope="module")
def watched(workspace, read):
    """The application; what it reads of an address is written down."""

    class Noting(ImmutableMultiDict):
        def get(self, key, *rest, **kept):
            read.add(key)
            return super().get(key, *rest, **kept)

        def getlist(self, key, *rest, **kept):
            read.add(key)
            return super().getlist(key, *rest, **kept)

    app = create_app(workspace, load({}))
    app.request_class = type("Watched", (Request,), {"parameter_storage_class": Noting})
    yield app
    app.extensions["answers"].close()


@pytest.fixture(scope="module")
def sound(watched, seed_issue):
    """Part of a path → a value that means something."""
    answers = watched.extensions["answers"]
    person = answers.home().people[0][0].id
    fact = answers.entity(person).posts[0].facts[0].id
    return {"issue_id": seed_issue, "article_id": f"{seed_issue}-5", "entity_id": person, "fact_id": fact, "upload_id": "0" * 16, "code": "51", "filename": "jianbao.css"}


def routes(app):
    """The rules that answer GET."""
    return sorted((rule for rule in app.url_map.iter_rules() if "GET" in rule.methods), key=lambda rule: rule.rule)


def filled(rule, values):
    """The path of a rule. Raises KeyError for a part that nothing is known for: add it to `sound`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: values[part[1]], rule.rule)


def judge(response, address):
    """What holds for every answer."""
    shown = address[:200]
    assert response.status_code < 500, shown
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, shown
    assert response.headers["X-Content-Type-Options"] == "nosniff", shown
    assert "X-Evil" not in response.headers, shown
    text = response.get_data(as_text=True) if response.mimetype in MARKED or response.status_code >= 400 else ""
    assert MARKER not in text or response.mimetype not in MARKED, shown
    if response.status_code >= 400 and address.startswith("/api/"):
        error = response.get_json()["error"]
        assert error["status"] == response.status_code and error["title"] and error["remedy"], shown
    elif response.status_code >= 400:
        assert response.mimetype == "text/html", shown
        assert '<section class="error">' in text or address.startswith("/path?"), shown  # the form of a path stays, and says it there


def asked(client, address):
    with client.get(address) as response:
        judge(response, address)
        return response.status_code


def parameters(client, read, path):
    """What the address reads, found by asking it until it reads nothing new."""
    found = set()
    while True:
        read.clear()
        asked(client, path + "?" + urlencode({name: "none" for name in found}))
        asked(client, path + "?" + urlencode({name: "" for name in found}))
        if read <= found:
            return sorted(found)
        found |= read


def test_every_route_is_sound_with_sound_values(watched, sound):
    client = watched.test_client()
    wanted = {"/api/v1/network": 404, "/api/v1/path": 400, "/language/<code>": 404, "/network.svg": 404, "/upload/<upload_id>": 404, "/account": 401, "/audit": 401, "/audit/export": 401}
    for rule in routes(watched):
        assert asked(client, filled(rule, sound)) == wanted.get(rule.rule, 200), rule.rule


def test_hostile_parameters(watched, sound, read):
    client, pairs = watched.test_client(), 0
    for rule in routes(watched):
        path = filled(rule, sound)
        for name in parameters(client, read, path):
            pairs += 1
            for value in VALUES:
                asked(client, f"{path}?{quote(name)}={value}")
    assert pairs > 200


def test_a_thousand_values_of_each_parameter(watched, sound, read):
    client = watched.test_client()
    for rule in routes(watched):
        path = filled(rule, sound)
        for name in parameters(client, read, path):
            for value in ("x", "2020", sound["entity_id"]):
                asked(client, f"{path}?{'&'.join(f'{quote(name)}={value}' for _ in range(1000))}")
                asked(client, f"{path}?{'&'.join(f'{quote(name)}={value}{number}' for number in range(1000))}")


def test_hostile_parts_of_a_path(watched, sound):
    client = watched.test_client()
    for rule in routes(watched):
        for part in rule.arguments:
            for value in VALUES:
                asked(client, filled(rule, {**sound, part: value}))


def test_names_of_parameters_that_mean_something_to_the_program(watched, sound):
    client = watched.test_client()
    for rule in routes(watched):
        for name in NAMES:
            asked(client, f"{filled(rule, sound)}?{name}={quote(MARKER)}&{name}=1")


def test_other_methods_are_refused_in_the_one_form(watched, sound):
    client = watched.test_client()
    taken = {}
    for rule in watched.url_map.iter_rules():
        taken.setdefault(rule.rule, set()).update(rule.methods)
    for rule in routes(watched):
        address = filled(rule, sound)
        for method in {"POST", "PUT", "PATCH", "DELETE", "TRACE"} - taken[rule.rule]:
            with client.open(address, method=method, data=MARKER) as response:
                judge(response, address)
                assert response.status_code == 405 and "GET" in response.headers["Allow"], (method, address)


@pytest.mark.parametrize("host", ["evil.example", MARKER, 'a"b', "a b", "例子", "[::1", "x" * 3_000, ":99999", ""])
def test_hostile_hosts_and_cookies(watched, sound, host):
    client = watched.test_client()
    client.set_cookie("language", quote(MARKER))
    for rule in routes(watched):
        address = filled(rule, sound)
        with client.get(address, headers={"Host": host, "Accept-Language": MARKER, "Referer": MARKER}) as response:
            judge(response, address)
