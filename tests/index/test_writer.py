import multiprocessing
import os
import subprocess
import sys
import threading

import pytest

from index import layout
from index import writer as writer_module
from index.cutter import Cutter
from index.errors import IndexBusy, IndexFault, IndexMissing
from index.search import Searcher
from index.writer import IndexWriter, build


def generations(directory):
    return [path.name for path in directory.glob("generation-*")]


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
    with IndexWriter(seed.directory, cutter) as writer:
        assert writer.delete(["a", "a", "nobody"]) == 1
    assert seed.searcher.count() == 3
    assert seed.find("川渝") == []
    assert seed.search("").facets["person"] == [("李国能", 1)]


def test_what_was_put_can_be_deleted_in_the_same_session(seed, cutter, doc):
    with IndexWriter(seed.directory, cutter) as writer:
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
    with pytest.raises(RuntimeError), IndexWriter(seed.directory, cutter) as writer:
        writer.put([doc("a", "新标题")])
        raise RuntimeError
    assert seed.find("川渝") == ["a"]
    seed.put(doc("e", "之后"))
    assert seed.find("之后") == ["e"]


def test_a_writer_makes_a_missing_index(tmp_path, cutter, doc):
    with IndexWriter(tmp_path / "new", cutter) as writer:
        writer.put([doc("a", "年鉴")])
    assert Searcher(tmp_path / "new", lambda ids: {"a": ("年鉴", "")}, cutter).count() == 1


def test_one_writer_at_a_time(seed, cutter):
    with IndexWriter(seed.directory, cutter):
        with pytest.raises(IndexBusy), IndexWriter(seed.directory, cutter):
            pass
        with pytest.raises(IndexBusy):
            build(seed.directory, [], cutter)
    with IndexWriter(seed.directory, cutter):
        pass


def test_a_writer_is_used_in_a_with_block(tmp_path, cutter):
    with pytest.raises(IndexFault):
        IndexWriter(tmp_path, cutter).put([])


def test_a_failed_build_leaves_the_old_index(seed, cutter, doc):
    def broken():
        yield doc("n", "新")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        build(seed.directory, broken(), cutter)
    assert seed.find("川渝") == ["a"]
    assert len(generations(seed.directory)) == 1


KILLED = """
import os, sys
from pathlib import Path
from index.schema import IndexDoc
from index.writer import build

def docs():
    yield IndexDoc("n", "新", "", "", 0, {})
    os._exit(9)

build(Path(sys.argv[1]), docs(), [])
"""


def test_a_killed_build_leaves_the_old_index_and_is_swept(seed, cutter, doc):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", KILLED, str(seed.directory)], env=environment, check=False)
    assert done.returncode == 9
    assert len(generations(seed.directory)) == 2
    assert seed.find("川渝") == ["a"]
    build(seed.directory, [doc("n", "新")], cutter)
    assert len(generations(seed.directory)) == 1


def test_a_live_searcher_follows_a_swap(seed, cutter, doc):
    assert seed.find("年鉴")
    seed.texts["n"] = ("新年鉴", "")
    assert build(seed.directory, [doc("n", "新年鉴")], cutter) == 1
    assert seed.find('"新年鉴"') == ["n"]


def test_a_call_under_way_ends_on_its_own_revision(seed, cutter, doc):
    def rebuild_meanwhile(ids):
        if not rebuilt:
            rebuilt.append(build(seed.directory, [doc("n", "新")], cutter))
        return seed.source(ids)

    rebuilt = []
    searcher = Searcher(seed.directory, rebuild_meanwhile, cutter)
    assert [hit.id for hit in searcher.search('"两全目标"').hits] == ["a"]
    assert searcher.count() == 1
    searcher.close()


def test_a_live_searcher_takes_over_the_word_list_of_a_rebuild(library_of, doc):
    library = library_of(doc("a", "李国纂"))
    other = Cutter(["李国纂"], library.directory)
    build(library.directory, [doc("a", "李国纂"), doc("b", "李国、纂")], other)
    assert library.find("李国纂") == ["a"]


def test_another_word_list_needs_a_rebuild(seed, doc):
    with pytest.raises(IndexMissing):
        Searcher(seed.directory, seed.source, ["别的词"])
    with pytest.raises(IndexMissing), IndexWriter(seed.directory, ["别的词"]):
        pass
    build(seed.directory, [doc("n", "新")], ["别的词"])
    Searcher(seed.directory, seed.source, ["别的词"]).close()


def test_another_version_needs_a_rebuild(seed, cutter, monkeypatch):
    monkeypatch.setattr(layout, "schema_fingerprint", lambda: "another")
    with pytest.raises(IndexMissing):
        Searcher(seed.directory, seed.source, cutter)
    with pytest.raises(IndexMissing), IndexWriter(seed.directory, cutter):
        pass


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"generation": 1}'])
def test_a_damaged_pointer_is_a_missing_index(seed, cutter, content):
    (seed.directory / "current.json").write_text(content)
    with pytest.raises(IndexMissing):
        Searcher(seed.directory, seed.source, cutter)
    with pytest.raises(IndexMissing), IndexWriter(seed.directory, cutter):
        pass


def test_progress(tmp_path, cutter, doc):
    seen = []
    assert build(tmp_path, (doc(str(n), "年鉴") for n in range(250)), cutter, seen.append) == 250
    assert seen == [100, 200, 250]


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
        build(seed.directory, docs, cutter)
        with IndexWriter(seed.directory, cutter) as writer:
            writer.put(docs[:2])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_of_several_segments_is_one_index(library_of, doc, monkeypatch, workers):
    monkeypatch.setattr(writer_module, "SEGMENT", 3)
    docs = [doc(f"d{n % 9}", f"第{n}期", "年鉴编纂", year=str(n)) for n in range(13)]
    library = library_of(*docs)
    told = []
    build(library.directory, docs, library.cutter, told.append, workers)
    assert told[-1] == 13 and told == sorted(told)
    assert library.searcher.count() == library.search('"年鉴编纂"').total == 9
    assert library.find('"第0期"') == []
    assert library.find("第9期", filters={"year": ["9"]}) == ["d0"]
    library.put(doc("d0", "终"))
    assert library.searcher.count() == 9


def test_a_process_that_dies_leaves_the_old_index(seed, doc, monkeypatch):
    def docs():
        for n in range(2_000):
            if n == 20:
                for child in multiprocessing.active_children():
                    child.kill()
            yield doc(str(n), "年鉴", "")

    monkeypatch.setattr(writer_module, "SEGMENT", 2)
    with pytest.raises(IndexFault, match="has died"):
        build(seed.directory, docs(), seed.cutter, None, 2)
    assert seed.find("来信") == ["d"]
    assert len(generations(seed.directory)) == 1
