import logging
import subprocess
import sys

import jieba
import pytest

from index.cutter import Cutter, Part


def test_listed_words_stay_whole(cutter):
    assert "四川省地方志工作办公室" in cutter.terms("四川省地方志\n工作办公室印发通知")
    assert cutter.parts("四川省地方志工作办公室") == [Part("四川省地方志工作办公室", is_word=True)]


def test_a_long_word_also_gives_the_words_inside(cutter):
    assert {"办公", "工作"} & set(cutter.terms("四川省地方志工作办公室"))


def test_unknown_neighbours_are_one_run(cutter):
    assert cutter.parts("李國纂调研") == [Part("李国纂", is_word=False), Part("调研", is_word=True)]


def test_punctuation_parts_runs(cutter):
    assert cutter.parts("鉴、纂") == [Part("鉴", is_word=True), Part("纂", is_word=True)]


def test_digits_are_words(cutter):
    assert {"2020", "7", "16"} <= set(cutter.terms("2020年7月16日"))


def test_the_order_of_the_list_does_not_matter():
    assert Cutter(["雅安市", "陳建春"]).fingerprint == Cutter(["陈建春", "雅安市", "雅安市"]).fingerprint
    assert Cutter(["雅安市"]).fingerprint != Cutter([]).fingerprint


def test_jieba_itself_is_left_alone(cutter):
    cutter.terms("四川省地方志工作办公室")
    assert not jieba.dt.initialized
    assert "四川省地方志工作办公室" not in jieba.dt.FREQ


def test_a_cache_that_cannot_be_written_is_no_matter(tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        assert Cutter([], tmp_path / "not there").terms("年鉴编纂")
    assert not caplog.records


@pytest.mark.parametrize("module", ["index.schema", "index.errors", "index.cutter", "index.analysis", "index.query"])
def test_importing_a_lower_floor_loads_no_engine(module):
    code = f"import sys, {module}; print(sorted({{'whoosh', 'jieba', 'opencc', 'numpy'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
