"""Word lists: packaged ones, and what a user adds without touching code."""

import pytest

from graph import lexicon
from graph.errors import DataFault
from graph.extract import Extractor


def test_the_packaged_lists():
    lists = lexicon.load()
    assert {"王", "欧阳", "司马"} <= lists.surnames and lists.titles["县长"] == "县" and lists.titles["主任"] == ""
    assert "合作" in lists.common_words and ("511521", "宜宾县") in lists.former_divisions
    assert "方志" in lists.no_names and not [word for word in lists.no_names if len(word) != 2]


def test_a_user_adds_to_them(tmp_path):
    (tmp_path / "titles.txt").write_text("# 校园\n荣誉馆长\n旗长 旗\n", "utf-8")
    lists = lexicon.load(tmp_path)
    assert lists.titles["荣誉馆长"] == "" and lists.titles["旗长"] == "旗" and "主任" in lists.titles
    assert lists.fingerprint != lexicon.load().fingerprint


def test_other_lists_make_another_version(tmp_path):
    before = Extractor(tmp_path).version
    (tmp_path / "surnames.txt").write_text("霴\n", "utf-8")
    assert Extractor(tmp_path).version != before == Extractor().version


def test_a_list_that_is_no_text_is_one_clear_error(tmp_path):
    (tmp_path / "surnames.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(DataFault, match="surnames.txt"):
        lexicon.load(tmp_path)


def test_longer_titles_are_tried_first():
    assert lexicon.alternation(["主任", "副主任", "常务副主任"]).startswith("常务副主任")
