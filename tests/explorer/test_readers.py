"""From a path to text: encodings, damage, files that are none."""

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import readers
from explorer.errors import BrokenEncoding, EmptyFile, FileTooLarge, InputError, NotText, UnreadableFile
from explorer.readers import files, load
from explorer.readers import read as reading


def read(name, content):
    return reading(name, content).text


TEXT = "乐山市地方志工作简报第3期\n\n3月5日，市地方志办召开修志工作会，研究村志编纂事宜。（乐山市地方志办）\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8-bom", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_encodings_give_the_same_text(content):
    assert read("a.txt", content) == TEXT


TRADITIONAL = "四川省地方誌工作辦公室\n\n雅安市召開修誌會議\n\n7月3日，雅安市地方誌編纂中心主任柯硯青主持會議。（雅安市地方誌編纂中心）\n"


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "gb18030", "utf-8"])
def test_traditional_text_in_its_encodings(encoding):
    assert read("a.txt", TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_every_line_of_an_issue_is_known_by_itself(encoding):
    import opencc

    folder = Path(readers.__file__).parents[1] / "samples"
    lines = {line.strip() for path in folder.glob("*.txt") for line in path.read_text("utf-8").split("\n") if len(line.strip()) > 12}
    convert = opencc.OpenCC("s2t").convert if encoding == "big5" else str
    texts = [text for line in sorted(lines) if (text := convert(line)).encode(encoding, "replace").decode(encoding) == text]
    assert len(texts) > 40
    wrong = [text for text in texts if read("a.txt", text.encode(encoding)) != text]
    assert not wrong


def test_characters_that_only_gb18030_has_survive():
    text = TEXT + "㑇峃𠮷"
    assert read("a.txt", text.encode("gb18030")) == text


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "a.text", "a"])
def test_suffixes_of_plain_text(name):
    assert read(name, TEXT.encode()) == TEXT


@pytest.mark.parametrize("name", ["a.html.exe", "a.exe", "a.xyz"])
def test_a_suffix_without_a_reader(name):
    with pytest.raises(NotText) as caught:
        read(name, TEXT.encode())
    assert caught.value.remedy and str(caught.value)


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", "　　\n　".encode(), codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n \n"])
def test_nothing_but_white_space(content):
    with pytest.raises(EmptyFile):
        read("a.txt", content)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        TEXT.encode() + b"\x00\x01",
        bytes(range(256)) * 4,
    ],
    ids=["pdf", "docx", "png", "doc", "nul", "bytes"],
)
def test_binary_content(content):
    with pytest.raises((NotText, UnreadableFile)):  # what its first bytes say is believed, not its suffix
        read("a.txt", content)


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_cut_in_a_character_is_named_and_not_guessed(cut):
    content = (TEXT * 3).encode().rstrip(b"\n")[: -3 - 3 + cut]
    with pytest.raises(BrokenEncoding) as caught:
        read("a.txt", content)
    assert "字节" in caught.value.reason


def test_one_bad_byte_in_utf8_is_an_error_at_its_place():
    content = TEXT.encode()
    at = content.index("召".encode())
    with pytest.raises(BrokenEncoding, match=str(at)):
        read("a.txt", content[:at] + b"\xff" + content[at + 1 :])


def test_gb18030_cut_in_a_character():
    content = (TEXT * 3).rstrip().encode("gb18030")
    with pytest.raises(BrokenEncoding):
        read("a.txt", content[:-1])


def test_utf16_cut_in_a_character():
    with pytest.raises(BrokenEncoding):
        read("a.txt", TEXT.encode("utf-16")[:-1])


@given(st.binary(max_size=400))
def test_reading_gives_text_or_an_input_error(content):
    try:
        assert read("a.txt", content).strip()
    except InputError as error:
        assert error.reason and error.remedy


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=80))
def test_utf8_is_never_taken_for_something_else(text):
    assert read("a.txt", text.encode()) == text


def test_load_gives_the_bytes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    assert load(path, 10_000) == TEXT.encode()


def test_the_limit_is_the_largest_size_allowed(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    assert len(load(path, 100)) == 100
    with pytest.raises(FileTooLarge) as caught:
        load(path, 99)
    assert str(path) in str(caught.value)


def test_an_empty_file(tmp_path):
    path = tmp_path / "a.txt"
    path.touch()
    with pytest.raises(EmptyFile):
        load(path, 100)


def test_a_missing_path_and_a_folder(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(UnreadableFile):
            load(path, 100)


def test_a_file_in_place_of_a_folder(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    with pytest.raises(UnreadableFile):
        load(tmp_path / "a.txt" / "b.txt", 100)


def test_a_name_that_no_file_can_bear():
    from pathlib import Path

    for name in ("x" * 5000, "a\x00b"):
        with pytest.raises(UnreadableFile):
            load(Path(name), 100)


@pytest.mark.skipif(not hasattr(os, "mkfifo") or os.name == "nt", reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile):
        load(tmp_path / "pipe.txt", 100)


def test_candidates_are_files_as_given_and_those_of_folders_sorted(tmp_path):
    for name in ("b.txt", "a.TXT", "c.exe", ".hidden.txt", "sub/d.txt", ".git/e.txt", "none"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT)
    single = tmp_path / "c.exe"
    found = list(files.candidates([single, tmp_path]))
    assert [path.name for path in found] == ["c.exe", "a.TXT", "b.txt", "d.txt"]


def test_a_folder_without_a_readable_file_is_an_error_in_its_place(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    found = list(files.candidates([tmp_path / "empty", tmp_path / "a.txt", tmp_path / "missing.txt"]))
    assert isinstance(found[0], InputError) and found[0].remedy
    assert found[1:] == [tmp_path / "a.txt", tmp_path / "missing.txt"]


def test_links_in_folders_are_left_out(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    (tmp_path / "outside.txt").write_text(TEXT)
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "outside.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert [path.name for path in files.candidates([tmp_path / "in"])] == ["a.txt"]


def test_names_of_any_bytes_can_be_printed(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")
    files.printable(path).encode("utf-8")
