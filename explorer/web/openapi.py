"""The JSON interface described by OpenAPI 3.1, as a document and as a page. Addresses come from the application's own map."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, current_app, jsonify, render_template
from werkzeug.routing import Rule

from explorer.answers import Answers
from explorer.errors import JianbaoError, QueryError, WorkspaceError
from explorer.web import shapes, shelf
from explorer.web.errors import TABLE, Problem, problem_of
from explorer.web.i18n import N_, word
from explorer.web.openapi_operations import Operation, operations
from explorer.web.openapi_parameters import Parameter
from explorer.web.openapi_schema import Schemas

openapi = Blueprint("openapi", __name__)

ROOT = "/api/v1/"
_TITLE, _ALWAYS = N_("简报检索"), (QueryError, WorkspaceError, JianbaoError)
_GIVEN = N_("查询结果")


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter as the page tells it; `chinese` if its values are Chinese words."""

    name: str
    told: str
    bounds: str
    chinese: bool
    required: bool
    many: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An address as the page tells it; `example` is one that can be opened, '' if nothing is here yet."""

    path: str
    summary: str
    example: str
    parameters: tuple[Line, ...]


@openapi.get("/api/v1/openapi.json")
def document() -> Response:
    """The document itself."""
    return jsonify(described())


@openapi.get("/api")
def page() -> str:
    """The addresses of the interface and their parameters, to read."""
    return render_template("api.html", rows=[_row(path, operation) for path, _, operation in _addresses()])


def described() -> dict[str, Any]:
    """The OpenAPI document of this application, in the language of the reader."""
    rows = list(_addresses())
    schemas = Schemas([*(row[2].answer for row in rows), shapes.Failure])
    paths = {path: {"get": _operation(endpoint, operation, schemas)} for path, endpoint, operation in rows}
    return {
        "openapi": "3.1.0", "info": {"title": word(_TITLE), "version": version("jianbao-explorer"), "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths, "components": {"schemas": schemas.components(), "responses": _failures(schemas)},
    }  # fmt: skip


def _addresses() -> Iterator[tuple[str, str, Operation]]:
    """(path, endpoint, operation) of each address under /api/v1 but the document's own; what no row describes is left out."""
    answers: Answers = shelf.answers()
    known, examples = operations(answers.config), _examples(answers)
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.rule.startswith(ROOT) and rule.endpoint in known:
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), rule.endpoint, _of_rule(known[rule.endpoint], rule, examples)


def _of_rule(operation: Operation, rule: Rule, examples: Mapping[str, str]) -> Operation:
    """Of the parameters in the path those that this rule has; ids of what is here stand as their examples."""
    kept = [one for one in operation.parameters if one.place != "path" or one.name in rule.arguments]
    shown = tuple(_filled(one, examples.get(one.name)) if one.identifies else one for one in kept)
    return replace(operation, parameters=shown)


def _filled(one: Parameter, example: str | None) -> Parameter:
    return one.but(example=[example] if example and "items" in one.schema else example)


def _examples(answers: Answers) -> dict[str, str]:
    """Parameter → an id that is in the workspace; none from an empty one."""
    issues, people = answers.issues().issues, answers.home().people
    first, last = (people[0][0].id, people[-1][0].id) if people else ("", "")
    found = {"entity_id": first, "id": first, "from": first, "to": last} if people else {}
    if issues:
        issue = issues[0][0].id
        found |= {"issue_id": issue} | {"article_id": part.id for part in answers.issue(issue).articles[:1]}
    return found


def _operation(endpoint: str, operation: Operation, schemas: Schemas) -> dict[str, Any]:
    answered = {"description": word(_GIVEN), "content": {"application/json": {"schema": schemas.of(operation.answer)}}}
    statuses = sorted({problem_of(kind("")).status for kind in (*_ALWAYS, *operation.errors)})
    failed = {str(status): {"$ref": f"#/components/responses/Error{status}"} for status in statuses}
    in_path = [one.name for one in operation.parameters if one.place == "path"]
    return {
        "operationId": ".".join([endpoint, *in_path]), "summary": word(operation.summary),
        "parameters": [_parameter(one) for one in operation.parameters], "responses": {"200": answered, **failed},
    }  # fmt: skip


def _parameter(one: Parameter) -> dict[str, Any]:
    told: dict[str, Any] = {"name": one.name, "in": one.place, "description": word(one.told), "required": one.required, "schema": one.schema}
    if not one.required:
        told["allowEmptyValue"] = True  # a form sends what was left empty
    return told if one.example is None else {**told, "example": one.example}


def _failures(schemas: Schemas) -> dict[str, Any]:
    """One response for each status that an error can have."""
    kinds = {status: kind for kind, status, _ in reversed(TABLE)}
    return {f"Error{status}": _failure(problem_of(kind("")), schemas) for status, kind in sorted(kinds.items())}


def _failure(problem: Problem, schemas: Schemas) -> dict[str, Any]:
    content = {"schema": schemas.of(shapes.Failure), "example": {"error": asdict(problem)}}
    return {"description": problem.title, "content": {"application/json": content}}


def _row(path: str, operation: Operation) -> Row:
    return Row(path, operation.summary, _opened(path, operation), tuple(map(_line, operation.parameters)))


def _line(one: Parameter) -> Line:
    values = bounds(one)
    chinese = any(ord(letter) > 0x2fff for letter in values)
    return Line(one.name, one.told, values, chinese, one.required, "items" in one.schema)


def _opened(path: str, operation: Operation) -> str:
    """The address filled with the examples of what it needs, or of what it is about; '' if something needed has none."""
    if any(one.required and one.example is None for one in operation.parameters):
        return ""
    told = [one for one in operation.parameters if one.example is not None and (one.required or one.identifies or one.name == "q")]
    filled = path.format_map({one.name: quote(one.example, safe="") for one in told if one.place == "path"})
    query = urlencode([(one.name, one.example) for one in told if one.place == "query"], doseq=True)
    return f"{filled}?{query}" if query else filled


def bounds(one: Parameter) -> str:
    """The values that a parameter takes, in short: `newest | left`, `1–100`, `≤ 200`."""
    schema = one.schema.get("items", one.schema)
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if "anyOf" in schema:
        return " | ".join(bounds(one.but(schema=part)) for part in schema["anyOf"])
    if "minimum" in schema:
        return f"{schema['minimum']}–{schema['maximum']}"
    return f"≤ {schema['maxLength']}" if "maxLength" in schema else schema.get("pattern", "")
