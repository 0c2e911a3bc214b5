"""What is said of a report of known vulnerabilities."""

import importlib.util
import json
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", Path(__file__).with_name("audit.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(*packages):
    return json.dumps({"dependencies": list(packages), "fixes": []})


SOUND = {"name": "flask", "version": "3.1.2", "vulns": []}
FLAWED = {"name": "jinja2", "version": "2.10", "vulns": [{"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"], "aliases": [], "description": ""}]}
UNKNOWN = {"name": "whoosh3", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        (report(SOUND), 0, "1 packages audited"),
        (report(SOUND, UNKNOWN), 0, "1 have none"),
        (report(SOUND, FLAWED), 1, "jinja2 2.10: PYSEC-2019-217, mended in 2.10.1"),
        (report(UNKNOWN), 0, "nothing was audited"),
        ("", 0, "nothing was audited"),
        ("[]", 0, "nothing was audited"),
    ],
)
def test_a_finding_is_an_error_and_silence_is_no_praise(audit, text, code, word):
    found = audit.verdict(text)
    assert found[0] == code and word in found[1]
