"""The table of settings: complete, overridable, clear when a value is wrong."""

from dataclasses import fields
from pathlib import Path

import pytest

from explorer.config import SETTINGS, Config, default_data_dir, load


def test_defaults_are_those_of_the_table():
    config = load({})
    assert {row.name: row.default for row in SETTINGS} == {field.name: getattr(config, field.name) for field in fields(Config)}


def test_every_setting_says_what_it_is_for():
    assert all(row.help.endswith(".") and len(row.help) > 10 for row in SETTINGS)
    assert len({row.variable for row in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_a_variable_overrides_the_default_and_keeps_its_type(row):
    given = "7" if isinstance(row.default, int) else "en"
    value = getattr(load({row.variable: given}), row.name)
    assert value == type(row.default)(given) and type(value) is type(row.default)


def test_an_argument_overrides_the_variable_and_none_is_no_argument():
    assert load({"JIANBAO_PORT": "9000"}, port=9100).port == 9100
    assert load({"JIANBAO_PORT": "9000"}, port=None).port == 9000


@pytest.mark.parametrize("value", ["", "eight", "8.5", "八千"])
def test_a_number_that_is_none_is_refused_by_name(value):
    with pytest.raises(ValueError, match="JIANBAO_PORT"):
        load({"JIANBAO_PORT": value})


def test_a_stranger_variable_changes_nothing():
    assert load({"JIANBAO_COLOUR": "red", "PORT": "1"}) == load({})


def test_the_server_listens_on_this_machine_alone_unless_told_otherwise():
    assert load({}).host in ("127.0.0.1", "localhost", "::1")


def test_the_data_folder(tmp_path):
    assert default_data_dir({"JIANBAO_DATA": str(tmp_path)}) == tmp_path
    assert default_data_dir({}).is_absolute() and default_data_dir({}).name == "jianbao"
    assert isinstance(default_data_dir({"JIANBAO_DATA": ""}), Path) and default_data_dir({"JIANBAO_DATA": ""}) == default_data_dir({})
