import logging
import math
import subprocess
import sys
from pathlib import Path

import jieba
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import fold_spaced
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


def test_jieba_itself_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setattr("index.cutter._has_rust", lambda: False)
    Cutter(["四川省地方志工作办公室"], tmp_path).terms("四川省地方志工作办公室")
    assert not jieba.dt.initialized
    assert "四川省地方志工作办公室" not in jieba.dt.FREQ


def test_a_cache_that_cannot_be_written_is_no_matter(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr("index.cutter._has_rust", lambda: False)
    with caplog.at_level(logging.WARNING):
        assert Cutter([], tmp_path / "not there").terms("年鉴编纂")
    assert not caplog.records


@pytest.mark.parametrize("module", ["index.schema", "index.errors", "index.cutter", "index.analysis", "index.query"])
def test_importing_a_lower_floor_loads_no_engine(module):
    code = f"import sys, {module}; print(sorted({{'whoosh', 'jieba', 'opencc', 'numpy'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


WORDS = ["四川省地方志工作办公室", "陈建春", "泽仁拥措", "oa系统", "a股上市", "川渝年鉴", "建设", "年鉴编"]


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    pytest.importorskip("rjieba", reason="no wheel for this machine: jieba alone is used")
    from index.cutter import _Python, _Rust

    pair = _Python(tmp_path_factory.mktemp("dictionary")), _Rust()
    for word in WORDS:
        for dictionary in pair:
            dictionary.add(word)
    return pair


def same(both, text):
    """Equal, but for ties: where two cuts are equally likely (一|一一, 一一|一) rounding decides."""
    python, rust = both
    ours, reference = list(rust.cut(text)), list(python.cut(text))
    if ours == reference:
        assert list(rust.cut_for_search(text)) == list(python.cut_for_search(text))
    assert "".join(ours) == "".join(reference)
    likely = lambda cut: sum(math.log(python._jieba.FREQ.get(word) or 1) - math.log(python._jieba.total) for word in cut)  # noqa: E731
    assert ours == reference or math.isclose(likely(ours), likely(reference), rel_tol=1e-12)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from([*WORDS, "地方志", "工作", "的", "2020年", "A-1", "《", "》", "，"]), st.characters(), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5))))
def test_both_implementations_cut_the_same(both, pieces):
    same(both, fold_spaced("".join(pieces)))


def test_both_cut_the_samples_the_same(both):
    for path in (Path(__file__).parents[2] / "explorer" / "samples").glob("*.txt"):
        same(both, fold_spaced(path.read_text("utf-8")))


def test_without_the_quick_one_jieba_does_it(tmp_path, monkeypatch):
    quick = Cutter(WORDS)
    monkeypatch.setattr("index.cutter._has_rust", lambda: False)
    slow = Cutter(WORDS, tmp_path)
    text = "四川省地方志工作办公室主任陈建春谈川渝年鉴编纂"
    assert slow.terms(text) == quick.terms(text) and slow.parts(text) == quick.parts(text)
