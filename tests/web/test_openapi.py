"""The description of the JSON interface is whole, sound, and true of what the interface answers."""

import json
import re
from urllib.parse import urlencode

import pytest
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import validate

from benchmarks import contract
from explorer.app import create_app
from explorer.config import load
from explorer.web.openapi import ROOT
from explorer.web.openapi_schema import Schemas
from explorer.workspace import Workspace


@pytest.fixture(scope="module")
def described(app):
    return app.test_client().get("/api/v1/openapi.json").get_json()


def judge(described, schema):
    """A validator of one schema of the document."""
    return Draft202012Validator({**schema, "components": described["components"]})


def test_the_document_is_sound(described):
    validate(described)
    assert described["openapi"].startswith("3.1")


def test_every_address_is_described(app, described):
    """Whoever adds an address under /api/v1 adds a row to openapi_operations."""
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules() if rule.rule.startswith(ROOT)}
    assert set(described["paths"]) == rules - {"/api/v1/openapi.json"}


def test_no_operation_is_described_twice(described):
    ids = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(set(ids)) == len(ids)


def opened(path, operation, every=False):
    """The address with the examples of its parameters; of those that may be left out only if `every`."""
    kept = [one for one in operation["parameters"] if one["required"] or (every and "example" in one)]
    values = {one["name"]: one["example"] for one in kept}
    query = {one["name"]: one["example"] for one in kept if one["in"] == "query"}
    return path.format(**values) + (f"?{urlencode(query, doseq=True)}" if query else "")


@pytest.mark.parametrize("every", [False, True])
def test_the_examples_are_answered_as_described(client, described, every):
    for path, item in described["paths"].items():
        response = client.get(opened(path, item["get"], every))
        assert response.status_code == (404 if path == "/api/v1/network" and not every else 200), path  # nothing to draw
        wanted = item["get"]["responses"][str(response.status_code)]
        if "$ref" in wanted:
            wanted = described["components"]["responses"][wanted["$ref"].rsplit("/", 1)[1]]
        faults = list(judge(described, wanted["content"]["application/json"]["schema"]).iter_errors(response.get_json()))
        assert not faults, (path, faults[0].message, faults[0].instance_path)


def test_examples_keep_their_own_bounds(described):
    for item in described["paths"].values():
        for one in item["get"]["parameters"]:
            if "example" in one:
                assert Draft202012Validator(one["schema"]).is_valid(one["example"]), one


def test_errors_have_the_form_that_is_described(client, described):
    failure = judge(described, {"$ref": "#/components/schemas/Failure"})
    for response in described["components"]["responses"].values():
        assert failure.is_valid(response["content"]["application/json"]["example"])
    for address in ("/api/v1/search?page=x", "/api/v1/entity/none", "/api/v1/path?from=李志超&to=大竹县", "/api/v1/nothing", "/api/"):
        assert failure.is_valid(client.get(address).get_json()), address
    assert failure.is_valid(client.post("/api/v1/stats").get_json())


def test_every_schema_forbids_what_it_does_not_name(described):
    for name, schema in described["components"]["schemas"].items():
        assert schema["additionalProperties"] is False and schema["required"] == list(schema["properties"]), name


def test_what_has_no_form_in_json_is_refused():
    with pytest.raises(TypeError, match="complex"):
        Schemas([complex]).of(complex)


def test_an_empty_workspace_is_described_too(tmp_path):
    with Workspace.open(tmp_path, create=True) as workspace:
        app = create_app(workspace, load({}))
        found = app.test_client().get("/api/v1/openapi.json").get_json()
        page = app.test_client().get("/api")
        app.extensions["answers"].close()
    validate(found)
    assert page.status_code == 200 and "/api/v1/entity/{entity_id}" in page.text


def test_the_page_tells_every_address_and_its_examples_open(client, get, described):
    page = get("/api")
    assert all(path in page.text for path in described["paths"])
    links = [link for link in page.links if link.startswith(ROOT)]
    assert len(links) >= len(described["paths"])
    assert {client.get(link).status_code for link in links} == {200}
    assert not page.unclosed


def test_the_document_speaks_the_language_of_the_reader(app):
    client = app.test_client()
    client.set_cookie("language", "en")
    found = client.get("/api/v1/openapi.json").get_json()
    summaries = [item["get"]["summary"] for item in found["paths"].values()]
    assert json.dumps(summaries).isascii() and "Search of articles" in summaries


def test_whatever_is_asked_is_answered_as_described(app):
    """Schemathesis: no 5xx, no status and no form of an answer that is not described (10,000 cases: benchmarks/contract.py)."""
    report = contract.run(app, 700)
    assert not report.faults, next(iter(report.faults.items()))
    assert report.cases > 500
    answered = {label for label, statuses in report.statuses.items() if statuses[200]}
    assert answered == set(report.statuses)


@pytest.mark.parametrize("told", [{"bulletins": "many"}, None])
def test_an_answer_that_is_not_as_described_is_found(workspace, told):
    app = create_app(workspace, load({}))
    app.view_functions["api.stats"] = lambda: told if told else 1 / 0
    report = contract.run(app, 1)
    app.extensions["answers"].close()
    assert {label for label, _ in report.faults} == {"GET /api/v1/stats"}
