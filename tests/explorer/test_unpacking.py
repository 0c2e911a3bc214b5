"""Files within files: in order, as deep as allowed, within one allowance for all of it."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from explorer.crew import Job, Opener, Terms
from explorer.errors import EmptyFile, FileTooLarge, InputError
from explorer.readers import Limits
from explorer.unpacking import unpacked

TEXT = "某县召开年鉴工作会。".encode()


def zipped(**files):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


@pytest.fixture
def found(tmp_path):
    def find(content, name="a.zip", **limits):
        given = replace(Limits(), **limits)
        with Opener(Terms(tmp_path, limits=given)) as opener:
            return list(unpacked(Job(name, name, content), opener, given))

    return find


def test_a_plain_file_is_itself(found):
    (only,) = found(TEXT, "a.txt")
    assert (only.path, only.content) == ("a.txt", TEXT)


def test_files_come_in_order_from_all_levels_with_the_way_to_them(found):
    inner = zipped(b__txt=TEXT, c__txt=TEXT)
    assert [one.path for one in found(zipped(a__txt=TEXT, x__zip=inner, z__txt=TEXT))] == [
        "a.zip › a.txt", "a.zip › x.zip › b.txt", "a.zip › x.zip › c.txt", "a.zip › z.txt",
    ]  # fmt: skip


def test_what_no_reader_knows_is_passed_over(found):
    assert [one.path for one in found(zipped(a__css=b"p {}", a__txt=TEXT))] == ["a.zip › a.txt"]


def test_an_archive_without_anything_to_read_says_so(found):
    (only,) = found(zipped(a__css=b"p {}", b__zip=zipped(c__css=b"p {}")))
    assert isinstance(only, EmptyFile) and only.place == "a.zip"


def test_a_damaged_archive_within_is_named_and_the_others_go_on(found):
    broken, fine = found(zipped(a__zip=zipped(b__txt=TEXT)[:-30], c__txt=TEXT))
    assert isinstance(broken, InputError) and broken.place == "a.zip › a.zip" and fine.path == "a.zip › c.txt"


def test_too_deep(found):
    content = TEXT
    for _ in range(4):
        content = zipped(a__zip=content) if content is not TEXT else zipped(a__txt=TEXT)
    (deep,) = found(content, depth=2)
    assert isinstance(deep, FileTooLarge) and deep.place.count("›") == 2


def test_many_archives_within_share_one_allowance(found):
    inner = zipped(a__txt=b"a" * 60_000)
    *files, last = found(zipped(a__zip=inner, b__zip=inner, c__zip=inner), bytes=100_000)
    assert len(files) < 3 and isinstance(last, FileTooLarge) and last.place == "a.zip"
