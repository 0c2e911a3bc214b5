"""Scans and pictures: what the engine reads, and what is made of where the words stand."""

import random
import shutil
import struct
import subprocess
import sys
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import parsing
from explorer.errors import EmptyFile, FileTooLarge, InputError, NotText, UnreadableFile
from explorer.readers.base import Limits
from explorer.readers.printed import layout
from explorer.readers.printed.layout import Sheet
from explorer.readers.printed.words import Word
from explorer.readers.scan import images, ocr
from explorer.readers.scan import paper as ocr_paper
from explorer.readers.scan.folding import folded

Image = pytest.importorskip("PIL.Image", reason="Pillow is missing (extra [ocr])")
ISSUE = Path(parsing.__file__).parents[1] / "samples" / "2020-07-20-issue.txt"
EM, LEFT, WIDE, HIGH = 30.0, 150.0, 1140.0, 1600.0
FULL = 28


def word(text, left, row, em=EM, sure=0.99):
    middle = 200 + row * 54
    steps = [left + em * (at + 0.5) for at in range(len(text))]
    right = left + em * len(text)
    corners = ((left, middle - em / 2), (right, middle - em / 2), (right, middle + em / 2), (left, middle + em / 2))
    return Word(corners, 0.0, text, (sure,) * len(text), tuple(steps))


def sheet(rows, head="", foot="", full=FULL):
    """A page set like a bulletin: (indent, text) by row; texts are one line each."""
    words = [word(text, LEFT + indent * EM, row) for row, (indent, text) in enumerate(rows)]
    words += [word(head, 470, -1.8, em=20)] if head else []
    words += [word(foot, 540, 24.2)] if foot else []
    return Sheet(WIDE, HIGH, words)


def wrapped(paragraph, full=FULL):
    """A paragraph in rows, its first line indented by two characters."""
    rows = [(2, paragraph[: full - 2])]
    rest = paragraph[full - 2 :]
    return rows + [(0, rest[at : at + full]) for at in range(0, len(rest), full)]


def texts(*sheets):
    return [page.text for page in layout.pages(sheets)]


FIRST = "半年总结会七月十六日举行由办党组成员机关党委书记主持办党组书记主任讲话到会的有办党组成员副主任以及全体干部。"
SECOND = "会议总结上半年工作志鉴编纂与开发利用并重三项主业和三个服务都有进展全省两全目标的完成进度在全国靠前有关领导给予肯定。"


def test_hard_wraps_are_joined_and_paragraphs_kept():
    assert texts(sheet(wrapped(FIRST) + wrapped(SECOND))) == [f"{FIRST}\n{SECOND}\n"]


def test_a_paragraph_that_ends_at_the_margin_ends_before_an_indent():
    full = FIRST[: FULL * 2 - 2]
    assert texts(sheet(wrapped(full) + wrapped(SECOND))) == [f"{full}\n{SECOND}\n"]


def test_a_paragraph_goes_on_over_the_page():
    rows = wrapped(FIRST + SECOND)
    assert "".join(texts(sheet(rows[:2] + []), sheet(rows[2:]))) == f"{FIRST}{SECOND}\n"


def test_a_section_and_a_title_stand_alone():
    rows = [(0, "【市州动态】"), (6, "大竹县地方志工作获批示"), *wrapped(FIRST)]
    assert texts(sheet(rows)) == [f"【市州动态】\n大竹县地方志工作获批示\n{FIRST}\n"]


def test_running_heads_and_page_numbers_go_but_the_head_of_the_first_page_stays():
    made = texts(*(sheet(wrapped(FIRST), "四川省地方志工作简报第18期", f"—{at}—") for at in range(1, 5)))
    assert made == [f"四川省地方志工作简报第18期\n{FIRST}\n"] + [f"{FIRST}\n"] * 3


def test_heads_of_left_and_right_pages_differ():
    heads = ["四川省地方志工作", "第三期简报"] * 3
    made = texts(*(sheet(wrapped(FIRST), head) for head in heads))
    assert made[2:] == [f"{FIRST}\n"] * 4


def test_a_line_at_the_edge_that_does_not_repeat_stays():
    assert texts(sheet(wrapped(FIRST), "内部资料"), sheet(wrapped(SECOND), "注意保存")) == [f"内部资料\n{FIRST}\n", f"注意保存\n{SECOND}\n"]


def test_two_columns_under_a_title_are_read_one_after_the_other():
    left = [word(text, 150, 1 + row) for row, text in enumerate(["左边第一行文字共十二字", "左边第二行文字共十二字", "左边第三行文字共十二字", "左边第四行文字完。"])]
    right = [word(text, 620, 1 + row) for row, text in enumerate(["右边第一行文字共十二字", "右边第二行文字共十二字", "右边第三行文字共十二字", "右边第四行文字完。"])]
    title = word("横跨两栏的标题横跨两栏的标题", 300, 0)
    words = [word for pair in zip(right, left, strict=True) for word in pair] + [title]
    text = texts(Sheet(WIDE, HIGH, words))[0]
    assert text.startswith("横跨两栏的标题横跨两栏的标题\n左边第一行") and text.index("左边第四行") < text.index("右边第一行")


def test_a_title_spread_over_its_width_has_no_blanks():
    spread = word("四川省地方志工作简报", 150, 0)
    spread = Word(spread.corners, 0.0, spread.text, spread.scores, tuple(LEFT + EM * 2.5 * at for at in range(10)))
    apart = [word(char, 150 + at * 120, 2) for at, char in enumerate("工作简报")]
    assert texts(Sheet(WIDE, HIGH, [spread])) == ["四川省地方志工作简报\n"]
    assert texts(Sheet(WIDE, HIGH, apart)) == ["工作简报\n"]


def test_a_blank_and_a_double_dash_are_seen_by_their_width():
    text = "新时代脱贫攻坚在四川生命至上—四川抗击"
    places, at = [], LEFT
    for char in text:
        at += EM * (2 if char == "脱" else 1.5 if char == "—" else 1)
        places.append(at)
        at += EM * 0.5 if char == "—" else 0
    made = word(text, LEFT, 0)
    made = Word(made.corners, 0.0, text, made.scores, tuple(places))
    assert texts(Sheet(WIDE, HIGH, [made])) == ["新时代 脱贫攻坚在四川生命至上——四川抗击\n"]


def test_widths_are_as_printed():
    made = texts(Sheet(WIDE, HIGH, folded([word("２０２０年Ａ馆(总第275期),完:10,000册", LEFT, 0)])))
    assert made == ["2020年A馆（总第275期），完：10,000册\n"]


def test_look_alikes_are_mended_on_a_simplified_page_alone():
    assert texts(Sheet(WIDE, HIGH, folded([word("【特別关注】", LEFT, 0)]))) == ["【特别关注】\n"]
    assert texts(Sheet(WIDE, HIGH, folded([word("四川省地方誌辦公室關於特別關注", LEFT, 0)]))) == ["四川省地方誌辦公室關於特別關注\n"]


def test_unclear_places_are_named_with_their_line():
    made = word("副主任赵行陶利辉", LEFT, 1)
    made = Word(made.corners, 0.0, made.text, (0.99, 0.99, 0.99, 0.99, 0.3, 0.99, 0.99, 0.99), made.places)
    (page,) = layout.pages([Sheet(WIDE, HIGH, [word("第一行的文字", LEFT, 0), made])])
    assert page.notes == ("第2行不清楚：“任赵行陶利”",) and 0.8 < page.confidence < 0.99


def test_a_sheet_that_lay_aslant():
    import math

    slope = math.tan(0.03)
    words = []
    for made in sheet(wrapped(FIRST) + wrapped(SECOND)).words:
        corners = tuple((x, y + x * slope) for x, y in made.corners)
        words.append(Word(corners, 0.03, made.text, made.scores, made.places))
    assert texts(Sheet(WIDE, HIGH, words)) == [f"{FIRST}\n{SECOND}\n"]


def test_pages_come_one_by_one():
    taken = []

    def sheets():
        for number in range(10):
            taken.append(number)
            yield sheet(wrapped(FIRST))

    next(layout.pages(sheets()))
    assert len(taken) == 3
    assert list(layout.pages([])) == []


numbers = st.floats(-10, 3000, allow_nan=False)
anyword = st.builds(
    lambda x, y, w, h, text, slope, exact: Word(
        ((x, y), (x + w, y), (x + w, y + h), (x, y + h)), slope, text, (0.5,) * len(text), tuple(x + at for at in range(len(text))) if exact else ()
    ),
    numbers, numbers, st.floats(0, 500), st.floats(0, 100), st.text("年会，—（）()12 aＡ別", min_size=1, max_size=12), st.floats(-2, 2), st.booleans(),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(anyword, max_size=12), max_size=6))
def test_words_anywhere_give_as_many_pages_as_sheets(made):
    assert len(list(layout.pages(Sheet(1000, 1400, words) for words in made))) == len(made)


def picture(form="PNG", size=(300, 200), mode="L", **options):
    buffer = BytesIO()
    made = Image.effect_noise(size, 60).convert(mode)
    made.save(buffer, form, **options)
    return buffer.getvalue()


def amid(image):
    return word("四川省地方志工作简报", 100, (image.height / 2 - 200) / 54)


@pytest.fixture
def fake(monkeypatch):
    """In place of the engine: one line of text for each picture, which counts for the size it has."""
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "_read", lambda image, top: [amid(image)])


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_forms_are_known_by_their_first_bytes(form, fake):
    content = picture(form)
    assert images.FORMAT.recognises(content)
    reading = images.read(content, Limits())
    assert reading.text == "四川省地方志工作简报\n" and reading.form == "image" and len(reading.confidence) == 1


def test_other_contents_are_not_taken_for_pictures():
    for content in (b"BM is short for bulletin mail", b"RIFF\x00\x00\x00\x00WAVE", b"%PDF-1.7", b"", b"GIF89a"):
        assert not images.FORMAT.recognises(content)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "I", "F", "YCbCr", "RGB", "LAB", "HSV"])
def test_every_mode_becomes_colour_on_paper(mode):
    made = ocr_paper.plain(Image.new(mode, (200, 100)))
    assert made.mode == "RGB" and min(made.size) >= 32


def test_what_is_transparent_is_paper():
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert ocr_paper.plain(clear).getextrema() == ((255, 255),) * 3


def test_sixteen_bit_scans_keep_their_greys():
    made = Image.new("I;16", (300, 300), 60000)
    made.paste(20000, (0, 0, 100, 100))
    assert ocr_paper.plain(made).getextrema() == ((0, 255),) * 3


def test_the_picture_stands_as_the_camera_held_it(fake):
    exif = Image.Exif()
    exif[0x0112] = 6
    (made,) = images.pictures(picture("JPEG", exif=exif), Limits())
    assert made.size == (200, 300)


def test_tall_pictures_are_read_in_slices_cut_at_blank_rows():
    tall = Image.new("RGB", (400, 3000), "black")
    tall.paste(Image.effect_noise((400, 3000), 90).convert("RGB"))
    tall.paste("white", (0, 700, 400, 720))
    found = list(ocr_paper.cuts(tall))
    assert found[0][0] == 0 and 700 <= found[0][1] <= 720 and found[-1][1] == 3000
    assert all(a[1] == b[0] for a, b in zip(found, found[1:], strict=False)) and all(b - a <= 800 for a, b in found)


def test_a_picture_without_end_is_refused():
    with pytest.raises(FileTooLarge):
        ocr_paper.plain(Image.new("L", (300, 20_000)))


def pages_of(count, **options):
    first, *others = (Image.effect_noise((120, 80), 50 + at) for at in range(count))
    buffer = BytesIO()
    first.save(buffer, "TIFF", save_all=True, append_images=others, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate"])
def test_a_tiff_has_its_pages(fake, compression):
    reading = images.read(pages_of(4, compression=compression), Limits())
    assert len(reading.pages) == len(reading.confidence) == 4 and reading.pages[0] == 0


def test_the_pages_of_a_tiff_are_counted(fake):
    with pytest.raises(FileTooLarge):
        images.read(pages_of(4), Limits(pages=3))
    assert len(images.read(pages_of(3), Limits(pages=3)).pages) == 3


def test_a_tiff_whose_pages_go_in_a_circle_ends(fake):
    content = bytearray(pages_of(2))
    start = struct.unpack_from("<I", content, 4)[0]
    entries = struct.unpack_from("<H", content, start)[0]
    second = struct.unpack_from("<I", content, start + 2 + 12 * entries)[0]
    entries = struct.unpack_from("<H", content, second)[0]
    struct.pack_into("<I", content, second + 2 + 12 * entries, start)
    assert len(images.read(bytes(content), Limits()).pages) == 2


def test_bombs_are_refused_before_they_are_unpacked(fake):
    content = bytearray(picture("PNG"))
    struct.pack_into(">II", content, 16, 60_000, 60_000)
    import zlib

    struct.pack_into(">I", content, 29, zlib.crc32(bytes(content[12:29])))
    with pytest.raises(FileTooLarge):
        images.read(bytes(content), Limits())
    with pytest.raises(FileTooLarge):
        images.read(picture("PNG", (400, 400)), Limits(bytes=100_000))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_truncated_files_are_an_error(fake, form):
    content = picture(form)
    for share in (2, 20):
        with pytest.raises(UnreadableFile) as caught:
            images.read(content[: len(content) // share], Limits())
        assert caught.value.reason and caught.value.remedy


def test_damage_gives_an_error_of_ours_or_a_reading(fake):
    chance = random.Random(7)
    whole = [picture("PNG"), picture("JPEG"), picture("BMP"), picture("WEBP"), pages_of(3, compression="tiff_lzw")]
    for turn in range(200):
        content = bytearray(whole[turn % len(whole)])
        for _ in range(chance.choice((1, 3, 20))):
            content[chance.randrange(min(len(content), chance.choice((60, 10**9))))] ^= 1 << chance.randrange(8)
        if turn % 4 == 0:
            del content[chance.randrange(len(content)) :]
        try:
            assert images.read(bytes(content), Limits(pages=20)).text
        except InputError as error:
            assert error.reason and error.remedy


def test_without_the_engine_a_picture_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    for call in (lambda: images.read(picture(), Limits()), lambda: ocr.recognise(iter(())), lambda: ocr.reading([], "image")):
        with pytest.raises(NotText) as caught:
            call()
        assert "[ocr]" in caught.value.remedy


def test_ocr_can_be_switched_off():
    with pytest.raises(NotText) as caught:
        images.read(picture(), Limits(ocr=False))
    assert "JIANBAO_OCR" in caught.value.remedy


def test_looking_for_the_engine_does_not_load_it():
    code = "import sys; from explorer.readers.scan import images, ocr; ocr.available(); print([n for n in ('rapidocr', 'PIL', 'numpy', 'cv2') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(parsing.__file__).parents[2])
    assert done.stdout.strip() == "[]", done.stderr


def test_a_page_the_engine_fails_on_does_not_stop_the_others(monkeypatch, fake):
    def read(image, top):
        if image.width == 77:
            raise RuntimeError("onnxruntime")
        return [amid(image)]

    monkeypatch.setattr(ocr, "_read", read)
    sizes = ((120, 100), (77, 70), (120, 100))
    reading = ocr.reading((Image.effect_noise(size, 50) for size in sizes), "image")
    assert reading.confidence[1] == 0 and "第2页无法识别" in reading.steps and len(reading.pages) == 3


def test_a_picture_without_a_word(monkeypatch, fake):
    monkeypatch.setattr(ocr, "_read", lambda image, top: [])
    with pytest.raises(EmptyFile):
        images.read(picture(), Limits())


# With the engine: slow (about five seconds of one core a page), so the pages are read once.

needs_engine = pytest.mark.skipif(not ocr.available(), reason="the extra [ocr] is not installed")


def parsed():
    content = ISSUE.read_bytes()
    return parsing.parse(content.decode(), content, ISSUE.name)


def style(font, name, size, align, indent=0):
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties fo:text-align="{align}" fo:text-indent="{indent}pt"'
        f' fo:line-height="28pt" fo:orphans="0" fo:widows="0"/><style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt"'
        f' style:font-name="{font}" style:font-name-asian="{font}"/></style:style>'
    )


def document(bulletin, font):
    """The issue as a flat OpenDocument: titles in the middle, indented paragraphs, a running head and page numbers."""
    rows, section = [("M", "四川省地方志工作办公室　　　　2020年7月20日")], ""
    for article in bulletin.articles[1:]:
        kind = "P" if article.part == "colophon" else "B"
        if article.section != section and kind == "B":
            section = article.section
            rows.append(("S", f"【{section}】"))
        rows += [("T", article.title)] if kind == "B" else []
        rows += [(kind, text) for text in article.text[article.body_start :].split("\n")]
    body = "".join(f'<text:p text:style-name="{name}">{escape(text.replace(" ", "　"))}</text:p>' for name, text in rows)
    spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")))  # fmt: skip
    kinds = ("B", 16, "justify", 32), ("T", 20, "center"), ("S", 16, "start"), ("H", 10.5, "center"), ("M", 16, "center"), ("P", 14, "start")
    styles = "".join(style(font, *kind) for kind in kinds)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>'
        f'<style:font-face style:name="{font}" svg:font-family="\'{font}\'"/></office:font-face-decls><office:automatic-styles>'
        '<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.5cm"'
        ' fo:margin-bottom="1.5cm" fo:margin-left="2.8cm" fo:margin-right="2.6cm"/><style:header-style><style:header-footer-properties'
        ' fo:min-height="1cm" fo:margin-bottom="0.5cm"/></style:header-style><style:footer-style><style:header-footer-properties'
        f' fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>{styles}</office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm"><style:header><text:p text:style-name="H">'
        '四川省地方志工作简报</text:p></style:header><style:footer><text:p text:style-name="H">— <text:page-number'
        ' text:select-page="current">1</text:page-number> —</text:p></style:footer></style:master-page></office:master-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The issue printed by LibreOffice, as a PDF."""
    office, fonts = shutil.which("soffice"), shutil.which("fc-list")
    if not (office and fonts and shutil.which("pdftoppm")):
        pytest.skip("LibreOffice, poppler or fontconfig is missing: no scan can be made")
    known = subprocess.run([fonts, ":lang=zh-cn", "family"], capture_output=True, text=True).stdout
    font = next((name for name in ("Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei") if name in known), "")
    if not font:
        pytest.skip("no Chinese font is installed")
    folder = tmp_path_factory.mktemp("scan")
    (folder / "issue.fodt").write_text(document(parsed(), font), "utf-8")
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run([office, home, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "issue.fodt"], capture_output=True, timeout=120, check=True)
    return folder / "issue.pdf"


def scanned(pdf, dpi, *options):
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-png", *options, pdf, pdf.with_name(f"s{dpi}")], check=True)
    return [Image.open(BytesIO(path.read_bytes())) for path in sorted(pdf.parent.glob(f"s{dpi}-*.png"))]


def dense(text):
    return "".join(text.split())


def wrong(expected, found):
    """Share of characters wrong: an upper bound of the edit distance, by the longest common blocks."""
    steps = SequenceMatcher(None, expected, found, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in steps if kind != "equal") / len(expected)


@needs_engine
def test_a_scanned_issue_gives_the_articles_of_the_text(printed):
    buffer = BytesIO()
    first, *others = scanned(printed, 300)
    first.save(buffer, "TIFF", save_all=True, append_images=others, compression="tiff_adobe_deflate")
    reading = images.read(buffer.getvalue(), Limits())
    assert len(reading.pages) == len(others) + 1 and min(reading.confidence) > 0.95
    found, expected = parsing.parse(reading.text, b"scan", "issue.tif"), parsed()
    wanted = [article for article in expected.articles if article.part == "article"]
    got = [article for article in found.articles if article.part == "article"]
    assert [(a.title, a.section, a.attribution, a.date) for a in got] == [(a.title, a.section, a.attribution, a.date) for a in wanted]
    assert [a.text.count("\n") for a in got] == [a.text.count("\n") for a in wanted]
    assert all(wrong(dense(a.text), dense(b.text)) < 0.02 for a, b in zip(wanted, got, strict=True))
    assert wrong("".join(dense(a.text) for a in wanted), "".join(dense(a.text) for a in got)) < 0.005


@needs_engine
def test_a_page_at_150_dpi_that_lay_on_its_head_and_aslant(printed):
    (page,) = scanned(printed, 150, "-f", "3", "-l", "3")
    page = page.convert("L").rotate(1.2, fillcolor=255, resample=Image.Resampling.BICUBIC).rotate(180)
    ((text, sure),) = ocr.recognise(iter([page]))
    assert sure > 0.95 and "县委副书记、县长李志超再次批示：县方志办创新工作，值得肯定。" in text
    assert text.splitlines()[-1].replace(" ", "") == "（共印25份）"
