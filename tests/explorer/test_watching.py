"""Folders that are watched: nothing is taken in before it lies still."""

import pytest

from explorer.watching import changes


class Stop(Exception):
    pass


def looks(folder, *acts):
    """How often something was taken in, while between the looks one act after the other happens."""
    left, taken = list(acts), []

    def wait(_):
        if not left:
            raise Stop
        act = left.pop(0)
        if act:
            act()

    with pytest.raises(Stop):
        for _ in changes([folder], 1, wait):
            taken.append(len(acts) - len(left))
    return taken


def test_new_and_changed_files_are_taken_once_they_lie_still(tmp_path):
    (tmp_path / "a.txt").write_text("一")

    def grow():
        with (tmp_path / "b.txt").open("a") as file:
            file.write("二")

    assert looks(tmp_path, None, None) == [0]
    assert looks(tmp_path, grow, grow, grow, None, None) == [0, 4]
    assert looks(tmp_path, lambda: (tmp_path / "a.txt").unlink(), None, None, lambda: (tmp_path / "c.txt").write_text("三"), None) == [0, 2, 5]


def test_what_no_reader_knows_is_no_news(tmp_path):
    (tmp_path / "a.txt").write_text("一")
    assert looks(tmp_path, lambda: (tmp_path / "a.tmp").write_text("x"), None, None) == [0]
