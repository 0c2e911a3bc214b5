"""Writing, as both engines do it."""

import threading

import pytest

from index.cutter import Cutter
from index.errors import IndexBusy, IndexFault, IndexMissing


def test_a_document_is_replaced_by_id(seed, doc):
    seed.put(doc("a", "新标题", "新正文"))
    assert seed.find('"两全目标"') == []
    assert seed.find("新标题") == ["a"]
    assert seed.searcher.count() == 4


def test_the_last_of_one_id_wins_within_a_session(library_of, doc):
    library = library_of(doc("x", "甲"), doc("y", "乙"), doc("x", "丙"))
    library.put(doc("y", "丁"), doc("z", "戊"), doc("y", "己"))
    assert library.searcher.count() == 3
    assert {d: library.find(f'"{d}"') for d in "甲乙丙丁戊己"} == {
        "甲": [], "乙": [], "丙": ["x"], "丁": [], "戊": ["z"], "己": ["y"]
    }


def test_delete(seed, cutter):
    with seed.engine.writer(cutter) as writer:
        assert writer.delete(["a", "a", "nobody"]) == 1
    assert seed.searcher.count() == 3
    assert seed.find("川渝") == []
    assert seed.search("").facets["person"] == [("李国能", 1)]


def test_what_was_put_can_be_deleted_in_the_same_session(seed, cutter, doc):
    with seed.engine.writer(cutter) as writer:
        assert writer.put([doc("a", "改"), doc("n", "新")]) == 2
        assert writer.delete(["a", "n"]) == 2
    assert set(seed.find("")) == {"b", "c", "d"}


def test_many_commits_are_merged_and_stay_right(library_of, doc):
    library = library_of()
    for n in range(30):
        library.put(doc(f"d{n % 20}", f"第{n}期", f"年鉴{'鉴' * n}编纂", year=str(n % 3)))
    assert library.searcher.count() == len(library.find("年鉴")) == 20
    assert library.find('"第5期"') == []
    assert library.find('"第25期"') == ["d5"]
    assert sum(count for _, count in library.search("").facets["year"]) == 20


def test_an_error_leaves_the_index_as_it_was(seed, cutter, doc):
    with pytest.raises(RuntimeError), seed.engine.writer(cutter) as writer:
        writer.put([doc("a", "新标题")])
        raise RuntimeError
    assert seed.find("川渝") == ["a"]
    seed.put(doc("e", "之后"))
    assert seed.find("之后") == ["e"]


def test_a_writer_makes_a_missing_index(tmp_path, cutter, doc, open_engine):
    engine = open_engine(tmp_path / "new")
    with engine.writer(cutter) as writer:
        writer.put([doc("a", "年鉴")])
    searcher = engine.searcher(lambda ids: {"a": ("年鉴", "")}, cutter)
    assert searcher.count() == 1 and searcher.ids() == ["a"]
    searcher.close()
    engine.remove()


def test_one_writer_at_a_time(seed, cutter):
    with seed.engine.writer(cutter):
        with pytest.raises(IndexBusy), seed.engine.writer(cutter):
            pass
        with pytest.raises(IndexBusy):
            seed.engine.build([], cutter)
    with seed.engine.writer(cutter):
        pass


def test_a_writer_is_used_in_a_with_block(tmp_path, cutter, open_engine):
    with pytest.raises(IndexFault):
        open_engine(tmp_path).writer(cutter).put([])


def test_a_failed_build_leaves_the_index_as_it_was(seed, cutter, doc):
    def broken():
        yield doc("n", "新")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        seed.engine.build(broken(), cutter)
    assert seed.find("川渝") == ["a"]
    seed.engine.build([doc("n", "新")], cutter)
    assert seed.find("新") == ["n"]


def test_progress_is_told_to_the_end(tmp_path, cutter, doc, open_engine):
    engine, seen = open_engine(tmp_path / "new"), []
    assert engine.build((doc(str(n), "年鉴") for n in range(1_250)), cutter, seen.append) == 1_250
    assert seen == sorted(seen) and seen[-1] == 1_250 and len(seen) > 2
    engine.remove()


def test_a_live_searcher_follows_a_swap(seed, cutter, doc):
    assert seed.find("年鉴")
    seed.texts["n"] = ("新年鉴", "")
    assert seed.engine.build([doc("n", "新年鉴")], cutter) == 1
    assert seed.find('"新年鉴"') == ["n"]


def test_a_live_searcher_takes_over_the_word_list_of_a_rebuild(library_of, doc):
    library = library_of(doc("a", "李国纂"))
    other = Cutter(["李国纂"], library.directory)
    library.engine.build([doc("a", "李国纂"), doc("b", "李国、纂")], other)
    assert library.find("李国纂") == ["a"]


def test_another_word_list_needs_a_rebuild(seed, doc):
    with pytest.raises(IndexMissing):
        seed.engine.searcher(seed.source, ["别的词"])
    with pytest.raises(IndexMissing), seed.engine.writer(["别的词"]):
        pass
    seed.engine.build([doc("n", "新")], ["别的词"])
    seed.engine.searcher(seed.source, ["别的词"]).close()


def test_threads_get_right_answers_while_the_index_is_rebuilt(seed, cutter, doc):
    expected = {'"两全目标"': ["a"], "陈建春": ["a"], "成都市": ["b"], '"卷"': ["c"], "无日期": ["d"]}
    docs = [doc(doc_id, *text) for doc_id, text in seed.texts.items()]
    wrong, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            wrong.extend((q, found) for q, ids in expected.items() if (found := seed.find(q)) != ids)

    def guarded():
        try:
            ask()
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        seed.engine.build(docs, cutter)
        with seed.engine.writer(cutter) as writer:
            writer.put(docs[:2])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
