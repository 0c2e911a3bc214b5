"""A few of the bad days of benchmarks/disasters.py, each with its own seed."""

import os
import random

import pytest

from benchmarks import disasters

KINDS = [kind for kind in disasters.KINDS if kind not in ("disk full", "disk read-only", "two at once", "clock set back or ahead")]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("disasters")
    disasters.sound_folder(folder)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="kills the group of a process")
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost(template, tmp_path, kind):
    row = disasters.Row()
    disasters.trial(kind, template, tmp_path / "day", random.Random(kind), row)
    assert row.lost == [] and row.at_once + row.mended == row.trials == 1


def test_a_loss_would_be_seen(template, tmp_path, monkeypatch):
    def loses(day):
        (day.data / "accounts.sqlite").unlink()
        (day.data / "copies" / "accounts.sqlite").unlink()

    monkeypatch.setitem(disasters.KINDS, "both copies gone", (1, loses))
    row = disasters.Row()
    disasters.trial("both copies gone", template, tmp_path / "day", random.Random(1), row)
    assert row.lost
