"""PDF: text in its places, whatever the order in the file; scans known; damage and hostile files."""

import random
import zlib
from io import BytesIO

import pytest

from explorer.errors import EmptyFile, FileTooLarge, InputError, NotText, UnreadableFile
from explorer.readers import format_of
from explorer.readers.base import Limits
from explorer.readers.pdf import pdf
from explorer.readers.pdf.radicals import meant
from explorer.readers.scan import ocr

A4 = (595, 842)
WITHOUT_OCR = Limits(ocr=False)


def line(text, x, y, size=16, turn=(1, 0, 0, 1)):
    """The operators that print a text with its first character at a place, from the upper left."""
    a, b, c, d = turn
    return f"BT /F1 {size} Tf {a} {b} {c} {d} {x} {A4[1] - y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def made(*pages, size=A4, extra="", images=()):
    """A PDF by hand: pages of operators, one font that stands in every reader (Adobe-GB1), pictures by name."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
        4: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor 5 0 R>>",
        5: b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>",
    }
    named = " ".join(f"/I{at} {6 + at} 0 R" for at, _ in enumerate(images))
    for at, grey in enumerate(images):
        data = zlib.compress(bytes([grey]) * 10_000)
        objects[6 + at] = f"<</Type/XObject/Subtype/Image/Width 100/Height 100/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"
    kids = []
    for content in pages:
        number = max(objects) + 1
        stream = zlib.compress(content.encode())
        objects[number] = f"<</Filter/FlateDecode/Length {len(stream)}>>stream\n".encode() + stream + b"\nendstream"
        objects[number + 1] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Resources<</Font<</F1 3 0 R>>/XObject<<{named}>>>>/Contents {number} 0 R{extra}>>"
        ).encode()
        kids.append(f"{number + 1} 0 R")
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return written(objects)


def written(objects):
    out, starts = BytesIO(), {}
    out.write(b"%PDF-1.7\n")
    for number, body in sorted(objects.items()):
        starts[number] = out.tell()
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    at = out.tell()
    rows = "".join(f"{starts[n]:010} 00000 n \n" if n in starts else "0000000000 65535 f \n" for n in range(max(objects) + 1))
    out.write(f"xref\n0 {max(objects) + 1}\n{rows}trailer\n<</Size {max(objects) + 1}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF".encode())
    return out.getvalue()


def text(content, limits=WITHOUT_OCR):
    return pdf.read(content, limits).text


FIRST = "七月十六日，某县召开年鉴编纂工作会，县地方志办主任主持会议，各乡镇和县级部门分管领导参加。会议传达了市上的会议精神。"
FULL = 28


def paragraph(words, top, left=80, full=FULL, size=16):
    """A paragraph with an indent of two characters, set in full lines."""
    rows = [(2, words[: full - 2])] + [(0, words[at : at + full]) for at in range(full - 2, len(words), full)]
    return [line(row, left + indent * size, top + n * 28, size) for n, (indent, row) in enumerate(rows)]


def test_a_paragraph_is_one_line_whatever_the_order_of_its_lines():
    lines = paragraph(FIRST, 200) + paragraph(FIRST[::-1], 320)
    random.Random(1).shuffle(lines)
    assert text(made("".join(lines))) == f"{FIRST}\n{FIRST[::-1]}\n"


def test_characters_printed_one_by_one_in_any_order():
    chars = [line(char, 80 + at * 16, 200) for at, char in enumerate(FIRST[:24])]
    random.Random(2).shuffle(chars)
    assert text(made("".join(chars))) == FIRST[:24] + "\n"


def test_heads_and_numbers_of_pages_go_and_paragraphs_go_on_over_the_page():
    def page(number, body):
        return line("某县工作简报", 250, 50, 10) + body + line(f"— {number} —", 270, 800, 12)

    words = FIRST * 10
    rows = [words[:26]] + [words[at : at + FULL] for at in range(26, len(words), FULL)]
    pages = [page(n + 1, "".join(line(row, 80 + (32 if n == 0 and not at else 0), 100 + at * 28) for at, row in enumerate(rows[n * 8 : n * 8 + 8]))) for n in range(3)]
    assert text(made(*pages)) == "某县工作简报\n" + "".join("".join(rows[:24])) + "\n"


def test_two_columns_are_read_one_after_the_other():
    left = [line(FIRST[at : at + 14], 60, 200 + at * 2) for at in range(0, 56, 14)]
    right = [line(FIRST[at : at + 14], 320, 200 + at * 2) for at in range(0, 56, 14)]
    assert text(made("".join(a + b for a, b in zip(left, right, strict=True)))).replace("\n", "") == FIRST[:56] * 2


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_when_shown(turn):
    where = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[turn]
    step = {90: (0, -1), 180: (-1, 0), 270: (0, 1)}[turn]
    start = {90: (200, 700), 180: (500, 300), 270: (300, 200)}[turn]
    chars = "".join(line(char, start[0] + step[0] * 16 * at, start[1] + step[1] * 16 * at, 16, where) for at, char in enumerate(FIRST[:20]))
    assert text(made(chars, extra=f"/Rotate {turn}")) == FIRST[:20] + "\n"
    assert text(made(chars)) == FIRST[:20] + "\n"  # lying on its side, and shown so


def test_a_watermark_is_left_out():
    mark = line("内部资料", 200, 500, 60, (0.7, 0.7, -0.7, 0.7))
    assert text(made("".join(paragraph(FIRST, 200)) + mark)) == FIRST + "\n"


def test_what_is_printed_twice_to_look_bold_is_read_once():
    assert text(made(line(FIRST[:20], 80, 200) + line(FIRST[:20], 80.4, 200))) == FIRST[:20] + "\n"


def test_radicals_and_compatibility_forms_are_the_characters_that_are_meant():
    assert text(made(line("⽅志⼯作", 80, 200))) in ("方志工作\n", "志作\n")  # a font need not have them


def test_every_radical_in_use_is_its_character_and_other_forms_stay_as_printed():
    assert [meant(char) for char in "⻓⻔⻢⻩⺠⽅"] == list("长门马黄民方")
    assert [meant(char) for char in "（①Ⅳ㎡，。"] == list("（①Ⅳ㎡，。")


def test_blanks_between_words_of_letters_that_the_file_leaves_out():
    assert text(made(line("Local", 80, 100) + line("History", 80 + 5 * 16 + 5, 100))) == "Local History\n"
    assert text(made(line("地方", 80, 100) + line("志", 80 + 2 * 16 + 5, 100))) == "地方志\n"


def test_words_set_apart_have_a_blank_between():
    assert text(made(line("某县地方志办", 80, 200) + line("2020年7月", 400, 200))) == "某县地方志办 2020年7月\n"


def picture(grey=200):
    return f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /I0 Do Q\n"


def test_a_page_that_is_a_picture_is_a_scan_and_an_empty_one_is_not():
    content = made("".join(paragraph(FIRST, 200)), picture(), "", picture() + line("3", 290, 800), images=[255])
    assert pdf.pages_without_text(content, WITHOUT_OCR) == [1, 3]
    reading = pdf.read(content, WITHOUT_OCR)
    assert reading.text.startswith(FIRST) and "第2、4页没有文字层" in reading.steps[0] and len(reading.pages) == 4


def test_scans_alone_without_ocr_say_how_to_get_it(monkeypatch):
    with pytest.raises(NotText) as caught:
        text(made(picture(), images=[255]))
    assert "[ocr]" in caught.value.remedy


def test_the_pages_of_a_scan_are_read_by_the_engine_and_told_of(monkeypatch):
    told = []
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "sheet", lambda image: pdf.Sheet(image.width, image.height, []))
    with pytest.raises(EmptyFile):
        pdf.read(made(picture(), picture(), images=[255]), Limits(told=lambda done, pages: told.append((done, pages))))
    assert told == [(1, 2), (2, 2)]


def test_an_encrypted_file():
    content = made("".join(paragraph(FIRST, 200)))
    key = b"<</Filter/Standard/V 1/R 2/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">/P -4>>"
    broken = content.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Encrypt 99 0 R/ID[<00><00>]>>").replace(b"xref\n", b"99 0 obj\n" + key + b"\nendobj\nxref\n", 1)
    with pytest.raises(UnreadableFile) as caught:
        text(broken)
    assert caught.value.remedy


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-" + b"\x00" * 999])
def test_no_pdf_behind_its_mark(content):
    with pytest.raises(InputError):
        text(content)


def test_too_many_pages():
    with pytest.raises(FileTooLarge):
        text(made(*["".join(paragraph(FIRST, 200))] * 6), Limits(pages=5, ocr=False))


def test_a_file_without_anything():
    with pytest.raises(EmptyFile):
        text(made("", ""))


def test_it_is_known_by_its_content():
    content = made(line(FIRST[:20], 80, 200))
    assert format_of("a.txt", content).name == format_of("a.pdf", b"x").name == format_of("a", b"\n\n" + content).name == "pdf"


def test_damage_gives_an_error_of_ours_or_a_reading():
    content = made(*["".join(paragraph(FIRST, 200)), picture()], images=[255])
    rng = random.Random(5)
    for _ in range(300):
        changed = bytearray(content)
        for _ in range(rng.choice((1, 5, 40))):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        changed = changed[: rng.randrange(20, len(changed))] if rng.random() < 0.3 else changed
        try:
            pdf.read(bytes(changed), WITHOUT_OCR)
        except InputError as error:
            assert error.reason and error.remedy
