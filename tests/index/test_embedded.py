"""What is particular to the embedded engine: its files, its segments, its processes."""

import multiprocessing
import os
import subprocess
import sys

import pytest

from index import layout
from index import writer as writer_module
from index.errors import IndexFault, IndexMissing
from index.search import Searcher
from index.writer import IndexWriter, build


def generations(directory):
    return [path.name for path in directory.glob("generation-*")]


def test_a_failed_build_leaves_the_old_index(embedded_seed, cutter, doc):
    def broken():
        yield doc("n", "新")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        build(embedded_seed.directory, broken(), cutter)
    assert embedded_seed.find("川渝") == ["a"]
    assert len(generations(embedded_seed.directory)) == 1


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


def test_a_killed_build_leaves_the_old_index_and_is_swept(embedded_seed, cutter, doc):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", KILLED, str(embedded_seed.directory)], env=environment, check=False)
    assert done.returncode == 9
    assert len(generations(embedded_seed.directory)) == 2
    assert embedded_seed.find("川渝") == ["a"]
    build(embedded_seed.directory, [doc("n", "新")], cutter)
    assert len(generations(embedded_seed.directory)) == 1


def test_a_call_under_way_ends_on_its_own_revision(embedded_seed, cutter, doc):
    def rebuild_meanwhile(ids):
        if not rebuilt:
            rebuilt.append(build(embedded_seed.directory, [doc("n", "新")], cutter))
        return embedded_seed.source(ids)

    rebuilt = []
    searcher = Searcher(embedded_seed.directory, rebuild_meanwhile, cutter)
    assert [hit.id for hit in searcher.search('"两全目标"').hits] == ["a"]
    assert searcher.count() == 1
    searcher.close()


def test_another_version_needs_a_rebuild(embedded_seed, cutter, monkeypatch):
    monkeypatch.setattr(layout, "schema_fingerprint", lambda: "another")
    with pytest.raises(IndexMissing):
        Searcher(embedded_seed.directory, embedded_seed.source, cutter)
    with pytest.raises(IndexMissing), IndexWriter(embedded_seed.directory, cutter):
        pass


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"generation": 1}'])
def test_a_damaged_pointer_is_a_missing_index(embedded_seed, cutter, content):
    (embedded_seed.directory / "current.json").write_text(content)
    with pytest.raises(IndexMissing):
        Searcher(embedded_seed.directory, embedded_seed.source, cutter)
    with pytest.raises(IndexMissing), IndexWriter(embedded_seed.directory, cutter):
        pass


def test_progress(tmp_path, cutter, doc):
    seen = []
    assert build(tmp_path, (doc(str(n), "年鉴") for n in range(250)), cutter, seen.append) == 250
    assert seen == [100, 200, 250]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_of_several_segments_is_one_index(embedded_library_of, doc, monkeypatch, workers):
    monkeypatch.setattr(writer_module, "SEGMENT", 3)
    docs = [doc(f"d{n % 9}", f"第{n}期", "年鉴编纂", year=str(n)) for n in range(13)]
    library = embedded_library_of(*docs)
    told = []
    build(library.directory, docs, library.cutter, told.append, workers)
    assert told[-1] == 13 and told == sorted(told)
    assert library.searcher.count() == library.search('"年鉴编纂"').total == 9
    assert library.find('"第0期"') == []
    assert library.find("第9期", filters={"year": ["9"]}) == ["d0"]
    library.put(doc("d0", "终"))
    assert library.searcher.count() == 9


def test_a_process_that_dies_leaves_the_old_index(embedded_seed, doc, monkeypatch):
    def docs():
        for n in range(2_000):
            if n == 20:
                for child in multiprocessing.active_children():
                    child.kill()
            yield doc(str(n), "年鉴", "")

    monkeypatch.setattr(writer_module, "SEGMENT", 2)
    with pytest.raises(IndexFault, match="has died"):
        build(embedded_seed.directory, docs(), embedded_seed.cutter, None, 2)
    assert embedded_seed.find("来信") == ["d"]
    assert len(generations(embedded_seed.directory)) == 1
