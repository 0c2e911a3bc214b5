"""A disk that fills while bulletins are taken in: one line, nothing half done, and the same command goes on when there is room."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import reliability

JIANBAO = str(Path(sys.executable).with_name("jianbao"))
FILES = 60


@pytest.fixture
def disk(tmp_path):
    """A file system of a given size; a mount is the administrator's to make."""
    place = tmp_path / "disk"
    place.mkdir()

    def make(size, *more):
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join((*more, f"size={size}k")), "tmpfs", place], capture_output=True)
        if done.returncode:
            pytest.skip("no file system can be mounted here")
        return place

    yield make
    subprocess.run(["umount", place], capture_output=True)


def jianbao(data, *arguments):
    return subprocess.run([JIANBAO, "--data", data, *arguments], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})


def used(folder):
    return sum(path.stat().st_blocks for path in folder.rglob("*")) // 2


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")
@pytest.mark.parametrize("share", [0.02, 0.25, 0.5, 0.8, 0.9, 0.95])
def test_it_is_told_in_one_line_and_the_same_command_goes_on(tmp_path, disk, share):
    files, whole = tmp_path / "files", tmp_path / "whole"
    reliability.files(files, FILES)
    assert jianbao(whole, "ingest", files).returncode == 0
    place = disk(int(used(whole) * share))
    data = place / "data"
    full = jianbao(data, "ingest", files)
    if full.returncode:  # SQLite's log may fit where the finished store did not, or the other way round
        assert full.stderr.count("\n") == 1 and "磁盘已满" in full.stderr, full.stderr
    disk(200_000, "remount")
    again = jianbao(data, "ingest", files)
    assert again.returncode == 0, again.stderr
    assert jianbao(data, "check").returncode == 0
    assert f'"bulletins": {FILES}' in jianbao(data, "stats", "--json").stdout
    assert full.returncode or share > 0.9
