"""The files for those who run a server agree with the program, and with the tools that read them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from explorer.config import SETTINGS

DEPLOY = Path(__file__).parents[2] / "deploy"
FILES = ("jianbao.service", "Containerfile", "nginx.conf")


@pytest.mark.parametrize("name", FILES)
def test_settings_that_are_named_exist(name):
    named = set(re.findall(r"\bJIANBAO_[A-Z_]+", (DEPLOY / name).read_text("utf-8")))
    assert named <= {row.variable for row in SETTINGS} | {"JIANBAO_DATA"}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_the_unit_and_finds_it_tight(tmp_path):
    text = (DEPLOY / "jianbao.service").read_text("utf-8").replace("/opt/jianbao/bin/jianbao", shutil.which("true"))
    unit = tmp_path / "jianbao.service"
    unit.write_text(text, "utf-8")
    found = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert found.returncode == 0 and found.stderr == ""
    told = subprocess.run(["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True).stdout
    level = re.search(r"exposure level for jianbao.service: ([\d.]+)", told)
    assert level is None or float(level[1]) < 2.5


def test_a_proxy_tells_who_asks_and_keeps_the_figures_in():
    """Without the first of these readers from elsewhere would count as callers on this machine."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;" in text and "proxy_set_header Host $host;" in text
    assert re.search(r"location = /metrics \{ return 404; \}", text)


def test_the_container_does_not_run_as_root():
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert re.findall(r"^USER (\d+)$", text, re.MULTILINE)[-1] != "0" and "/healthz" in text
