"""The samples of the package, ingested by the program itself."""

import json
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

JIANBAO = Path(sys.executable).with_name("jianbao.exe" if os.name == "nt" else "jianbao")


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    return sorted(Path(str(resources.files("explorer") / "samples")).glob("*.txt"))


class Program:
    """The installed command, run as a person runs it, on one workspace."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def run(self, *arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [JIANBAO, "--data", self.data, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", timeout=120
        )
        assert done.returncode == code, (done.stdout, done.stderr)
        assert "Traceback" not in done.stdout + done.stderr
        return done

    def json(self, *arguments: object):
        return json.loads(self.run(*arguments, "--json").stdout)


@pytest.fixture(scope="session")
def program(tmp_path_factory, samples) -> Program:
    program = Program(tmp_path_factory.mktemp("journey") / "data")
    program.run("ingest", *samples)
    return program


@pytest.fixture
def fresh(tmp_path) -> Program:
    return Program(tmp_path / "data")
