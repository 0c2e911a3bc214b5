"""A file within a segment is read in place, exactly as Whoosh's copy of it would be."""

import io
import os

import pytest
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage

from index.mapped import MappedFile, opened

CONTENT = os.urandom(10_000)


@pytest.fixture
def storage(tmp_path):
    files = FileStorage(str(tmp_path))
    for name in ("a", "b"):
        with files.create_file(name) as file:
            file.write(CONTENT + name.encode())
    CompoundStorage.assemble(files.create_file("whole"), files, ["a", "b"])
    return CompoundStorage(files.open_file("whole"))


def test_it_reads_as_the_copy_does(storage):
    ours, copy = opened(storage, "b"), storage.open_file("b")
    assert isinstance(ours, MappedFile)
    for file in (ours, copy):
        file.seek(5)
    assert ours.read(7) == copy.read(7) and ours.tell() == copy.tell() == 12
    assert ours.get(3, 9) == copy.get(3, 9) == CONTENT[3:12]
    assert ours.get_uint(8) == copy.get_uint(8) and ours.get_array(0, "i", 5) == copy.get_array(0, "i", 5)
    for file in (ours, copy):
        file.seek(-3, io.SEEK_END)
    assert ours.read(99) == copy.read(99) == CONTENT[-2:] + b"b"
    ours.close()
    copy.close()


def test_it_lets_go_of_the_mapping(storage):
    file = opened(storage, "a")
    source = storage._source
    file.close()
    storage.close()
    assert source.closed


def test_a_file_that_is_not_mapped_is_opened_by_its_storage(tmp_path):
    files = FileStorage(str(tmp_path))
    with files.create_file("a") as file:
        file.write(b"abc")
    with opened(files, "a") as file:
        assert not isinstance(file, MappedFile) and file.read(3) == b"abc"
