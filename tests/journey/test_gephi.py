"""What is exported opens in Gephi, by its own importers, with the counts that the page tells.

Needs Java and the toolkit of Gephi (Maven Central: org.gephi:gephi-toolkit:0.10.1, classifier `all`), whose path is in
JIANBAO_GEPHI; 80 MB under the GPL, so it is not installed with the project.
"""

import os
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from explorer import config, pipeline
from explorer.answers import Answers
from explorer.workspace import Workspace
from graph.export.part import Wanted

TOOLKIT = os.environ.get("JIANBAO_GEPHI", "")
pytestmark = pytest.mark.skipif(not (TOOLKIT and shutil.which("java")), reason="JIANBAO_GEPHI does not name Gephi's toolkit, or there is no java")
FORMATS = {"graphml": "graphml", "gexf": "gexf", "pajek": "net"}


def test_gephi_opens_what_is_exported(tmp_path):
    with Workspace.open(tmp_path / "data", create=True) as workspace, resources.as_file(resources.files("explorer") / "samples") as samples:
        pipeline.ingest(workspace, sorted(samples.glob("*.txt")), config.load({}))
        with Answers(workspace, config.load({})) as answers:
            count = answers.outward().count(Wanted())
    jianbao = Path(sys.executable).with_name("jianbao")
    for form, suffix in FORMATS.items():
        subprocess.run([jianbao, "--data", tmp_path / "data", "export", "--format", form, "--output", tmp_path / f"net.{suffix}"], check=True, capture_output=True)
    java = ["java", "-cp", TOOLKIT, str(Path(__file__).parent / "gephi" / "Count.java"), *(str(tmp_path / f"net.{suffix}") for suffix in FORMATS.values())]
    told = subprocess.run(java, check=True, capture_output=True, text=True).stdout
    assert [line for line in told.splitlines() if line.startswith("COUNT")] == [f"COUNT {count.nodes} {count.edges}"] * len(FORMATS)
