"""What the program can do stands in the reference, and what stands there exists."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from explorer.app import create_app
from explorer.cli import main
from explorer.config import SETTINGS, Config, load
from explorer.workspace import Workspace

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_and_option_is_documented(name):
    command = main.commands[name]
    for words, one in {f"{name} {sub}": sub_command for sub, sub_command in getattr(command, "commands", {}).items()}.items() or {name: command}.items():
        (line,) = [line for line in REFERENCE.splitlines() if re.match(rf"\| `{words}\b", line)]
        for parameter in one.params:
            if isinstance(parameter, click.Option):
                assert f"`{parameter.opts[0]}" in line, parameter.opts


def test_the_options_of_the_program_itself():
    for parameter in main.params:
        assert f"`{parameter.opts[0]}" in REFERENCE


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_each_setting_is_documented_with_its_default(row):
    assert re.search(rf"\| {row.name} \| `{row.variable}` \| {row.default} \|", REFERENCE)


def test_settings_and_configuration_agree():
    assert [row.name for row in SETTINGS] == [field.name for field in fields(Config)]


def test_each_route_is_documented_and_exists(tmp_path):
    with Workspace.open(tmp_path, create=True) as workspace:
        app = create_app(workspace, load({}))
        routes = {rule.rule for rule in app.url_map.iter_rules()}
        app.extensions["answers"].close()
    documented = set(re.findall(r"^\| `(/[^`]*)` \|", REFERENCE, re.MULTILINE))
    assert documented == routes


def test_the_readme_shows_commands_that_exist():
    for command in re.findall(r"^\$ jianbao ([a-z]+)", README, re.MULTILINE):
        assert command in main.commands


def test_the_readme_picture_is_there():
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures and all((ROOT / picture).is_file() for picture in pictures)


def test_links_between_documents_lead_somewhere():
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), (document.name, target)


def test_no_registry_or_machine_in_the_lock_files():
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text("utf-8")
        assert "--hash=sha256:" in text and "://" not in text and "index-url" not in text
