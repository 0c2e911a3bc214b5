"""Schemathesis on the JSON interface: does every address answer as its OpenAPI description says, whatever it is asked?

    python benchmarks/contract.py --cases 10000          a table as in docs/reliability.md
    python benchmarks/contract.py --cases 500 --seed 7   quick; the same seed asks the same

The demo is asked in process. Half of the questions keep the description, half break it; where an id or a name is asked for, half of those
that keep it are of something that is there. A 5xx, a status that is not described, or an answer of another form than described is
printed and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from explorer.app import create_app
from explorer.config import load
from explorer.pipeline import ingest
from explorer.workspace import Workspace

SAMPLES = Path(__file__).parents[1] / "explorer" / "samples"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
QUERIES = ("年鉴", "“持续创新”", "cjc", "川渝 NOT 年鉴", "title:年鉴", "年鉴~3", "方志*", "date:2020..2021")
Known = dict[str, tuple[str, ...]]
Forms = dict[tuple[str, int], Draft202012Validator]


@dataclass
class Report:
    """What a run gave: how often each status, and the faults with an example of each."""

    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    faults: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """How many questions were asked."""
        return sum(counter.total() for counter in self.statuses.values())


def known(app: Flask) -> Known:
    """Parameter → values that mean something in the workspace."""
    answers = app.extensions["answers"]
    issues = [issue.id for issue, _ in answers.issues().issues]
    articles = [part.id for issue in issues for part in answers.issue(issue).articles]
    nodes = [node for kind in ("person", "office", "document", "event") for node in list(answers.network().nodes(kind))[:20]]
    ids, names = tuple(node.id for node in nodes), tuple(node.name for node in nodes)
    return {
        "issue_id": tuple(issues), "article_id": tuple(articles), "entity_id": ids, "code": ("51", "5117", "511724", "50", "11"), "q": (*QUERIES, *names),
        "entity": ids + names, "with": ids + names, "focus": ids, "leader": names, "office": ids + names, "person": ids, "id": ids,
    }  # fmt: skip


def run(app: Flask, cases: int, start: int = 0) -> Report:
    """Ask `cases` questions, as many of each address."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    report, values, forms = Report(), known(app), answer_forms(app)
    varied = [operation for operation in operations if list(operation.query) or list(operation.path_parameters)]
    for operation in operations:
        for mode in MODES if operation in varied else MODES[:1]:
            _ask(operation, mode, -(-cases // len(varied) // len(MODES)), start, values, lambda case: _judge(case, forms, report))
    return report


def answer_forms(app: Flask) -> Forms:
    """(operation, status) → a validator of the answer. Schemathesis' own takes pairs in arrays for the tuples of older drafts, and
    refuses the document."""
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    found = {}
    for path, item in document["paths"].items():
        for status, response in item["get"]["responses"].items():
            response = document["components"]["responses"][response["$ref"].rsplit("/", 1)[1]] if "$ref" in response else response
            schema = response["content"]["application/json"]["schema"]
            found[f"GET {path}", int(status)] = Draft202012Validator({**schema, "components": document["components"]})
    return found


def _ask(operation: Any, mode: GenerationMode, count: int, start: int, values: Known, judge: Callable[[Case], None]) -> None:
    """The questions of one address. Nothing is raised, so that one fault does not hide the next."""

    @seed(start)
    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode), st.data())
    def asked(case: Case, data: st.DataObject) -> None:
        if mode is GenerationMode.POSITIVE:
            _meant(case, values, data.draw)
        judge(case)

    asked()


def _meant(case: Case, values: Known, draw: Callable[[Any], Any]) -> None:
    """Some of what may be left out is left out, and some values become those of things that are there: else hardly a question is
    answered."""
    required = {one.name for one in case.operation.query if one.is_required}
    for name in sorted(set(case.query or ()) - required):
        if draw(st.booleans()):
            del case.query[name]
    places = [(case.path_parameters, name) for name in case.path_parameters or ()] + [(case.query, name) for name in case.query or ()]
    for place, name in places:
        asked = values["entity_id"] if name in ("from", "to") and case.operation.path.endswith("/path") else values.get(name, ())
        if asked and draw(st.booleans()):
            one = draw(st.sampled_from(asked))
            place[name] = [one] if isinstance(place[name], list) else one


def _judge(case: Case, forms: Forms, report: Report) -> None:
    response, label = case.call(), case.operation.label
    report.statuses[label][response.status_code] += 1
    faults: list[str] = []
    try:
        case.validate_response(response, checks=CHECKS)
    except (FailureGroup, Failure) as error:
        faults = [type(fault).__name__ for fault in getattr(error, "exceptions", (error,))]
    form = forms.get((label, response.status_code))
    faults += [f"{error.instance_path}: {error.message}"[:300] for error in form.iter_errors(response.json())] if form and not faults else []
    for fault in faults:
        report.faults.setdefault((label, f"{response.status_code} {fault}"), case.as_curl_command())


@contextmanager
def demo() -> Iterator[Flask]:
    """The application over the samples."""
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder), create=True) as workspace:
        ingest(workspace, sorted(SAMPLES.glob("*.txt")), load({}))
        app = create_app(workspace, load({}))
        try:
            yield app
        finally:
            app.extensions["answers"].close()


def main() -> int:
    """Run, print the table, and say whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given_ = parser.parse_args()
    with demo() as app:
        began = time.perf_counter()
        report = run(app, given_.cases, given_.seed)
        seconds = time.perf_counter() - began
    for label, counter in sorted(report.statuses.items()):
        print(f"{label:48}" + "  ".join(f"{status}: {count}" for status, count in sorted(counter.items())))
    print(f"{report.cases} cases in {seconds:.0f} s, {len(report.faults)} faults")
    for (label, fault), example in sorted(report.faults.items()):
        print(f"{label}: {fault}\n    {example}")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
