"""Word, WPS and OFD files: the same articles as the plain text, what is printed and nothing else, hostile files."""

import importlib.util
import random
import shutil
import struct
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import parsing
from explorer.errors import EmptyFile, FileTooLarge, InputError, NotText, UnreadableFile
from explorer.readers.office import doc, docx, package as office_package, ofd
from explorer.readers.base import Limits, Reading
from explorer.readers.office.numerals import number_in, printed
from explorer.readers.office.text import row_lines

SOURCE = (Path(parsing.__file__).parents[1] / "samples" / "2020-07-20-issue.txt").read_text("utf-8")
LIMITS = Limits()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice (soffice) is not installed")
needs_docx = pytest.mark.skipif(not importlib.util.find_spec("docx"), reason="python-docx is not installed")


def articles(text):
    """What is told of each article, without the spaces that a PDF had put into the sample."""
    found = parsing.parse(text, b"x", "x").articles
    return [(a.part, a.section, a.title, a.attribution, a.date, a.text[a.body_start :]) for a in found]


EXPECTED = articles(SOURCE)


def typed():
    """The issue as a writer has typed it: a paragraph a line."""
    lines, section = [], ""
    for part, here, title, _, _, body in EXPECTED:
        if part == "article":
            lines += [f"【{here}】"] * (here != section) + [title]
            section = here
        lines += body.split("\n")
    return lines


# ------------------------------------------------------------------------------------------------ DOCX


def part(body, extra=""):
    """The main part of a Word file around XML in w:."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>{body}</w:body></w:document>{extra}'
    )


def zipped(**parts):
    return zipped_files({name.replace("__", "/").replace("_", "."): text for name, text in parts.items()})


def zipped_files(files, method=zipfile.ZIP_DEFLATED):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, text in files.items():
            file.writestr(name, text)
    return out.getvalue()


def word(body, extra="", **parts):
    files = {"[Content_Types].xml": "<Types/>", "word/document.xml": part(body, extra)}
    relations = "".join(
        f'<Relationship Id="r{n}" Type="http://x/relationships/{name}" Target="{name}.xml"/>' for n, name in enumerate(parts)
    )
    files |= {f"word/{name}.xml": text for name, text in parts.items()}
    files["word/_rels/document.xml.rels"] = f"<Relationships>{relations}</Relationships>"
    return zipped_files(files)


def p(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(*lines):
    return f"<w:tc>{''.join(map(p, lines))}</w:tc>"


def lines(content, reader=docx):
    return reader.read(content, LIMITS).text.splitlines()


def made_docx(paragraphs):
    import docx as library

    document = library.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def issue_docx():
    return made_docx(typed())


@needs_docx
def test_a_word_file_gives_the_same_articles(issue_docx):
    assert docx.recognises(issue_docx)
    assert articles(docx.read(issue_docx, LIMITS).text) == EXPECTED


@needs_docx
def test_hard_wrapped_lines_in_a_word_file_give_the_same_articles():
    assert articles(docx.read(made_docx(SOURCE.split("\n")), LIMITS).text) == EXPECTED


@needs_docx
def test_a_masthead_in_a_table_and_the_tables_of_a_layout():
    import docx as library

    document = library.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "四川省地方志工作办公室", "2020年7月20日"
    for text in typed()[1:]:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = "页眉不算"
    document.sections[0].footer.paragraphs[0].text = "页脚不算"
    out = BytesIO()
    document.save(out)
    text = docx.read(out.getvalue(), LIMITS).text
    assert "不算" not in text
    found = parsing.parse(text, b"x", "x")
    assert (found.masthead.issuer, found.masthead.printed) == ("四川省地方志工作办公室", "2020-07-20")
    assert articles(text)[1:] == EXPECTED[1:]


def test_cells_of_a_row_stand_side_by_side_and_long_cells_alone():
    row = f"<w:tr>{cell('甲')}{cell('')}{cell('乙')}</w:tr><w:tr>{cell('一', '二')}{cell('三')}</w:tr>"
    assert lines(word(p("前") + f"<w:tbl>{row}</w:tbl>" + p("后"))) == ["前", "甲\t乙", "一", "二", "三", "后"]


def test_a_cell_merged_over_columns_is_read_once_and_nested_tables_too():
    inner = f"<w:tbl><w:tr>{cell('内')}{cell('里')}</w:tr></w:tbl>"
    row = f"<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{p('宽')}{inner}</w:tc></w:tr>"
    assert lines(word(f"<w:tbl>{row}</w:tbl>")) == ["宽", "内\t里"]


def test_a_text_box_is_read_once_and_before_its_paragraph():
    box = f"<w:txbxContent>{p('工作简报')}{p('第3期')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert lines(word(f"<w:p><w:r>{both}<w:t>省志办</w:t></w:r></w:p>")) == ["工作简报", "第3期", "省志办"]
    alone = f"<mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    assert lines(word(f"<w:p><w:r>{alone}</w:r></w:p>"))[:2] == ["工作简报", "第3期"]


def test_revisions_are_read_as_accepted():
    run = "<w:r><w:t>{}</w:t></w:r>"
    moved = f"<w:moveFrom>{run.format('搬')}</w:moveFrom><w:moveTo>{run.format('迁')}</w:moveTo>"
    text = f"<w:p>{run.format('甲')}<w:ins>{run.format('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>{moved}</w:p>"
    assert lines(word(text)) == ["甲乙迁"]
    gone = "<w:rPr><w:del/></w:rPr>"
    assert lines(word(p("前半", gone) + p("后半") + p("末", gone))) == ["前半后半", "末"]


def test_fields_hidden_text_and_signs():
    run = "<w:r>{}</w:r>"
    field = "".join(
        run.format(x)
        for x in ("<w:fldChar w:fldCharType='begin'/>", "<w:instrText>PAGE</w:instrText>", "<w:fldChar w:fldCharType='separate'/>", "<w:t>7</w:t>")
    )
    signs = run.format("<w:t>方</w:t><w:softHyphen/><w:t>志</w:t><w:noBreakHyphen/><w:tab/><w:br/><w:t>年鉴</w:t>")
    hidden = run.format("<w:rPr><w:vanish/></w:rPr><w:t>密</w:t>") + run.format("<w:rPr><w:vanish w:val='0'/></w:rPr><w:t>明</w:t>")
    ruby = run.format("<w:ruby><w:rt><w:r><w:t>zhì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>志</w:t></w:r></w:rubyBase></w:ruby>")
    assert lines(word(f"<w:p>{field}{signs}{hidden}{ruby}</w:p>")) == ["7方志-\t", "年鉴明志"]


def test_pages_begin_behind_page_breaks():
    found = docx.read(word(p("一") + "<w:p><w:r><w:br w:type='page'/><w:t>二</w:t></w:r></w:p>" + p("三", "<w:pageBreakBefore/>")), LIMITS)
    assert [found.text[at] for at in found.pages] == ["一", "二", "三"]
    with pytest.raises(FileTooLarge):
        docx.read(word("<w:p><w:r>" + "<w:br w:type='page'/>" * 20 + "<w:t>完</w:t></w:r></w:p>"), Limits(pages=10))


def test_notes_stand_at_the_end():
    notes = f"<w:footnotes xmlns:w='{W}'><w:footnote w:type='separator'>{p('线')}</w:footnote><w:footnote>{p('注一')}</w:footnote></w:footnotes>"
    assert lines(word(p("正文"), footnotes=notes)) == ["正文", "注一"]


NUMBERING = f"""<w:numbering xmlns:w='{W}'><w:abstractNum w:abstractNumId='0'>
<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:suff w:val='nothing'/><w:lvlText w:val='%1、'/></w:lvl>
<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCountingThousand'/><w:lvlText w:val='（%2）'/></w:lvl>
<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:isLgl/><w:lvlText w:val='%1.%3'/></w:lvl>
<w:lvl w:ilvl='3'><w:numFmt w:val='bullet'/><w:lvlText w:val='&#xF06C;'/></w:lvl></w:abstractNum>
<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>
<w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles xmlns:w='{W}'><w:style w:styleId='a'><w:basedOn w:val='b'/></w:style>
<w:style w:styleId='b'><w:basedOn w:val='a'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style></w:styles>"""


def test_numbers_that_word_prints_are_put_before_the_text():
    def item(text, level, number=1):
        return p(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>")

    body = item("甲", 0) + item("乙", 1) + item("丙", 1) + item("丁", 0) + item("戊", 1) + item("己", 2) + item("点", 3)
    body += item("庚", 0, 2) + p("风格", "<w:pStyle w:val='a'/>") + item("无", 0, 0) + item("缺", 0, 99)
    found = lines(word(body, numbering=NUMBERING, styles=STYLES))
    assert found == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "2.1 己", "点", "五、庚", "六、风格", "无", "缺"]


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("chineseCounting", 10, "十"), ("chineseCounting", 11, "十一"), ("chineseCounting", 20, "二十"), ("chineseCountingThousand", 103, "一百零三"),
        ("chineseCountingThousand", 110, "一百一十"), ("chineseCountingThousand", 10_020, "一万零二十"), ("chineseLegalSimplified", 12, "拾贰"),
        ("ideographDigital", 2020, "二〇二〇"), ("ideographTraditional", 11, "甲"), ("ideographZodiac", 2, "丑"), ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"), ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("decimalFullWidth", 12, "１２"), ("upperRoman", 44, "XLIV"),
        ("lowerLetter", 27, "aa"), ("none", 3, ""), ("unheard-of", 3, "3"), ("chineseCounting", 0, "0"),
    ],
)  # fmt: skip
def test_numbers_as_lists_write_them(form, number, expected):
    assert number_in(form, number) == expected


@given(st.integers(1, 9999))
def test_chinese_numbers_are_read_back_by_the_parser(number):
    from explorer.text import number as read_back

    assert read_back(number_in("chineseCountingThousand", number)) == number


@given(st.text(max_size=5), st.text(max_size=9))
def test_a_number_never_changes_the_words(label, text):
    assert printed(label, text).endswith(text.lstrip()) and printed("", text) == text


@given(st.lists(st.lists(st.sampled_from(["", " ", "志", "年鉴"]), max_size=3), max_size=4))
def test_no_cell_is_lost(cells):
    kept = [line for one in cells for line in one if line.strip()]
    assert [word for line in row_lines(cells) for word in line.split("\t")] == kept


def test_strict_files_other_names_and_utf16():
    main = part(p("正文")).replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace("UTF-8", "UTF-16").encode("utf-16")
    relations = '<Relationships><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    content = zipped_files({"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "word\\document2.xml": main})
    assert lines(content) == ["正文"] and docx.recognises(content)


# ------------------------------------------------------------------------------------------------ hostile ZIP files


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(encoding):
    main = part(p("&b;")).replace("?>", "?>" + BOMB, 1).replace("UTF-8", encoding).encode(encoding)
    content = zipped_files({"[Content_Types].xml": "<Types/>", "word/document.xml": main})
    with pytest.raises(UnreadableFile, match="DTD"):
        docx.read(content, LIMITS)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (lambda: word(p("0" * 3_000_000)), FileTooLarge),
        (lambda: word("<w:p/>" * 2_100_000), FileTooLarge),
        (lambda: word("<w:p>" * 300 + "</w:p>" * 300), UnreadableFile),
        (lambda: zipped_files({f"{n}": "" for n in range(2_000)}), FileTooLarge),
        (lambda: zipped_files({"a.txt": "x"}), UnreadableFile),
        (lambda: word("", numbering="<"), UnreadableFile),
        (lambda: word("<w:p/>"), EmptyFile),
        (lambda: zipped_files({"word/document.xml": part(p("文"))}, zipfile.ZIP_BZIP2), UnreadableFile),
    ],
    ids=["unpacked", "elements", "depth", "members", "no-part", "numbering", "empty", "method"],
)
def test_hostile_word_files(content, error):
    content, start = content(), perf_counter()
    with pytest.raises(error) as caught:
        docx.read(content, Limits(bytes=2_000_000 if error is FileTooLarge and len(content) < 10_000 else 200_000_000, members=1_000))
    assert caught.value.reason and caught.value.remedy and perf_counter() - start < 10


def test_a_size_that_the_directory_understates_is_not_believed():
    content = bytearray(word(p("0" * 1_000_000)))
    at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    with pytest.raises(InputError):
        docx.read(bytes(content), LIMITS)


def test_parts_read_again_and_again_are_counted():
    package = office_package.Package(zipped_files({"a": "x" * 600}), Limits(bytes=1_000))
    package.read("a")
    with pytest.raises(FileTooLarge):
        package.read("a")


def test_targets_outside_of_the_package_lead_nowhere():
    package = office_package.Package(zipped_files({"word/a.xml": "", "b.xml": ""}), LIMITS)
    assert package.resolve("word/document.xml", "a.xml") == "word/a.xml"
    assert package.resolve("word/document.xml", "/b.xml") == package.resolve("word/document.xml", "..\\b.xml") == "b.xml"
    assert [package.resolve("word/document.xml", t) for t in ("../../b.xml", "", "/../../etc/passwd", "c.xml")] == [""] * 4


def test_a_zip_with_a_password_is_told():
    content = bytearray(word(p("文")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := content.find(sign, place + 1)) >= 0:
            content[place + at] |= 1
    with pytest.raises(UnreadableFile, match="加密"):
        docx.read(bytes(content), LIMITS)


def test_a_zip_in_which_a_word_file_lies_is_none():
    content = zipped_files({"简报.docx": word(p("文"))}, zipfile.ZIP_STORED)
    assert b"word/document.xml" in content and not docx.recognises(content) and not ofd.recognises(content)


# ------------------------------------------------------------------------------------------------ DOC, WPS


@pytest.fixture(scope="module")
def to_doc(tmp_path_factory):
    def convert(content, suffix="docx"):
        folder = tmp_path_factory.mktemp("doc")
        (folder / f"a.{suffix}").write_bytes(content)
        command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "doc:MS Word 97", "--outdir", folder, folder / f"a.{suffix}"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (folder / "a.doc").read_bytes()

    return convert


@pytest.fixture(scope="module")
def issue_doc(to_doc, issue_docx):
    return to_doc(issue_docx)


@needs_office
@needs_docx
def test_a_doc_file_gives_the_same_articles(issue_doc):
    assert doc.recognises(issue_doc) and not docx.recognises(issue_doc)
    assert articles(doc.read(issue_doc, LIMITS).text) == EXPECTED


TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PART = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def complete(content):
    """A Word file of ours with all that LibreOffice asks for."""
    files = stored(content)
    numbering = f'<Relationship Id="a" Type="{KIND}numbering" Target="numbering.xml"/>' * ("word/numbering.xml" in files)
    types = f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{PART}document.main+xml"/>'
    types += f'<Override PartName="/word/numbering.xml" ContentType="{PART}numbering+xml"/>' * ("word/numbering.xml" in files)
    files["[Content_Types].xml"] = f'<Types xmlns="{TYPES}">{types}</Types>'
    files["_rels/.rels"] = f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{KIND}officeDocument" Target="word/document.xml"/></Relationships>'
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{numbering}</Relationships>'
    return zipped_files(files)


@needs_office
def test_numbers_of_a_doc_file(to_doc):
    def item(text, level):
        return p(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>")

    body = p("前") + item("甲", 0) + item("乙", 1) + item("丙", 1) + item("丁", 0) + item("点", 3) + p("后")
    content = to_doc(complete(word(body, numbering=NUMBERING)))
    assert lines(content, doc) == ["前", "一、甲", "（一）乙", "（二）丙", "二、丁", "点", "后"]
    for changed in mutations(content):
        survives(doc, changed)


@needs_office
def test_tables_boxes_revisions_and_fields_of_a_doc_file(to_doc):
    run = "<w:r><w:t>{}</w:t></w:r>"
    table = f"<w:tbl><w:tr>{cell('甲')}{cell('')}{cell('乙')}</w:tr><w:tr>{cell('一', '二')}{cell('三')}{cell('四')}</w:tr></w:tbl>"
    edited = f"<w:p>{run.format('留')}<w:del w:id='1' w:author='a'><w:r><w:delText>删</w:delText></w:r></w:del><w:ins w:id='2' w:author='a'>{run.format('增')}</w:ins></w:p>"
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:t>明</w:t><w:noBreakHyphen/><w:t>志</w:t></w:r></w:p>"
    field = "<w:p><w:fldSimple w:instr='AUTHOR'><w:r><w:t>某</w:t></w:r></w:fldSimple><w:r><w:br/><w:t>行</w:t></w:r></w:p>"
    paged = "<w:p><w:r><w:br w:type='page'/><w:t>次页𠮷</w:t></w:r></w:p>"
    shape = f"<v:shape style='width:200pt;height:50pt' type='#_x0000_t202'><v:textbox><w:txbxContent>{p('红头')}{p('第3期')}</w:txbxContent></v:textbox></v:shape>"
    boxed = f"<w:p><w:r><w:t>箱下</w:t></w:r><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    source = word(p("前") + table + p("后") + edited + boxed + hidden + field + paged)
    found = doc.read(to_doc(complete(source)), LIMITS)
    assert [line.strip("\f") for line in found.text.splitlines() if line.strip()] == [
        "前", "甲\t乙", "一", "二", "三", "四", "后", "留增", "红头", "第3期", "箱下", "明-志", "某", "行", "次页𠮷",
    ]  # fmt: skip
    assert len(found.pages) == 2 and found.text[found.pages[1]] == "次"


def cfb(streams):
    """An OLE file (MS-CFB) with these streams, each padded to 4,096 bytes so that no small sectors are needed."""
    blocks, fat, entries = [], [], []
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        data += bytes(-len(data) % 512)
        start = len(fat)
        fat += [*range(start + 1, start + len(data) // 512), 0xFFFFFFFE]
        blocks.append(data)
        entries.append((name, 2, start, len(data)))
    directory = len(fat)
    count = (len(entries) + 1 + 3) // 4
    fat += [*range(directory + 1, directory + count), 0xFFFFFFFE]
    out = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    for n, (name, kind, start, size) in enumerate(entries, 1):
        out += _entry(name, kind, start, size, right=n + 1 if n < len(entries) else 0xFFFFFFFF)
    blocks.append(out.ljust(512 * count, b"\0"))
    table = len(fat)
    assert table < 127
    fat.append(0xFFFFFFFD)
    blocks.append(struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat))))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109I", table, *[0xFFFFFFFF] * 108)
    return head + b"".join(blocks)


def _entry(name, kind, start, size, right=0xFFFFFFFF, child=0xFFFFFFFF):
    raw = (name + "\0").encode("utf-16-le")
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def made_doc(pieces, flags=0x0200, magic=0xA5EC, counts=None, extra=b""):
    """A Word file by hand: its text in pieces, str in two bytes a character, bytes in one; the last piece stands first."""
    main, cps, places = bytearray(2048), [0], [0] * len(pieces)
    for n, piece in reversed(list(enumerate(pieces))):
        narrow = isinstance(piece, bytes)
        places[n] = len(main) * 2 | 0x40000000 if narrow else len(main)
        main += piece + bytes(len(piece) % 2) if narrow else piece.encode("utf-16-le")
    for piece in pieces:
        cps.append(cps[-1] + (len(piece) if isinstance(piece, bytes) else len(piece.encode("utf-16-le")) // 2))
    table = struct.pack(f"<{len(cps)}I", *cps) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01\x02\x00ab" + b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<HH", main, 0, magic, 0xC1)
    struct.pack_into("<II", main, 0x18, 2048, len(main))
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<8I", main, 0x4C, *(counts or [cps[-1]] + [0] * 7))
    struct.pack_into("<II", main, 0x9A + 33 * 8, 0, len(clx))
    return cfb({"WordDocument": bytes(main), "1Table": clx + extra})


def test_text_in_several_pieces_of_two_widths():
    """As Word saves after changes: pieces in another order than they are stored in, Latin ones in one byte a character."""
    content = made_doc(["四川省地方志\r", b"Sichuan \x93Annals\x94\r", "第", b"18", "期\r"])
    assert doc.recognises(content) and lines(content, doc) == ["四川省地方志", "Sichuan “Annals”", "第18期"]


def test_fields_pages_notes_and_marks_of_a_doc_by_hand():
    text = "甲\x13 HYPERLINK \x13 QUOTE \x14内\x15 \x14链接\x15乙\x13 PAGE \x15\x01\x08\r丙\x1e\x1f丁\x0b戊\x0c己\r"
    content = made_doc([text, "\x02 注\r", "页眉\r"], counts=[len(text), 4, 3, 0, 0, 0, 0, 0])
    found = doc.read(content, LIMITS)
    assert found.text.splitlines() == ["甲链接乙", "丙-丁", "戊", "己", " 注"] and found.text[found.pages[1]] == "己"
    assert lines(made_doc(["甲\x13乙\x14丙\r丁\x15\x15\x14戊\r"]), doc)[0].startswith("甲丙")


def test_wps_files_are_the_same_form():
    assert ".wps" in doc.FORMAT.suffixes and {".docx", ".doc", ".ofd"} <= {*docx.FORMAT.suffixes, *doc.FORMAT.suffixes, *ofd.FORMAT.suffixes}


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (made_doc(["密\r"], flags=0x0300), UnreadableFile, "加密"),
        (cfb({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), UnreadableFile, "加密"),
        (made_doc(["旧\r"], magic=0xA5DC), UnreadableFile, "Word 95"),
        (made_doc(["坏\r"], magic=0), UnreadableFile, "损坏"),
        (cfb({"Workbook": b"x"}), NotText, "不是 Word"),
        (made_doc(["\r\r"]), EmptyFile, "没有文字"),
        (b"{\\rtf1 \\ansi}", NotText, "RTF"),
        (b"<html>", NotText, "不是 Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UnreadableFile, "损坏"),
    ],
    ids=["encrypted", "encrypted-docx", "word95", "magic", "excel", "empty", "rtf", "html", "cut"],
)
def test_doc_files_that_cannot_be_read(content, error, said):
    with pytest.raises(error, match=said) as caught:
        doc.read(content, LIMITS)
    assert caught.value.remedy


def test_what_is_told_by_content():
    assert not doc.recognises(b"{\\rtf1}") and not doc.recognises(b"<html>") and not doc.recognises(cfb({"Workbook": b"x"}))
    assert doc.recognises(cfb({"EncryptedPackage": b"x"}))


def test_pieces_that_overlap_do_not_multiply():
    content = bytearray(made_doc(["志" * 1500 + "\r"] * 3))
    with pytest.raises(InputError):
        doc.read(bytes(content), Limits(bytes=8_000))


# ------------------------------------------------------------------------------------------------ OFD


NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text_object(text, x, y, size=5.0, extra="", inner=""):
    return f'<ofd:TextObject ID="1" Boundary="{x} {y} 180 {size}" Size="{size}" {extra}><ofd:TextCode X="0" Y="{size * 0.8}" {inner}>{text}</ofd:TextCode></ofd:TextObject>'


def page_xml(objects, before=""):
    return f'<ofd:Page {NS}>{before}<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def made_ofd(pages, common="", **parts):
    files = {
        "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    files |= {f"Doc_0/Pages/Page_{n}/Content.xml": text for n, text in enumerate(pages)}
    return zipped_files(files | {f"Doc_0/{name}.xml": text for name, text in parts.items()})


def issue_ofd():
    rows = [line.strip().replace("&", "&amp;") for line in SOURCE.splitlines() if line.strip()]
    pages = [rows[at : at + 22] for at in range(0, len(rows), 22)]
    return made_ofd([page_xml("".join(text_object(row, 20, 20 + 10 * n) for n, row in enumerate(page))) for page in pages])


def test_an_ofd_file_gives_the_same_articles_and_its_pages():
    content = issue_ofd()
    found = ofd.read(content, LIMITS)
    assert ofd.recognises(content) and not docx.recognises(content)
    assert articles(found.text) == EXPECTED
    rows = [line.strip() for line in SOURCE.splitlines() if line.strip()]
    assert len(found.pages) == 3 and all(found.text[at:].startswith(rows[22 * n]) for n, at in enumerate(found.pages))


def test_an_ofd_file_reads_as_by_ofdkit():
    ofdkit = pytest.importorskip("ofdkit")
    content = issue_ofd()
    theirs = ofdkit.extract_text(content)
    assert "".join(theirs.split()) == "".join(ofd.read(content, LIMITS).text.split())


def test_lines_are_set_by_place_whatever_the_order():
    objects = text_object("第二行", 20, 40) + text_object("2020年7月20日", 120, 20) + text_object("省志办", 20, 20.4)
    objects += text_object("省志办", 20.1, 20.4) + "<ofd:PageBlock>" + text_object("第三行", 20, 60) + "</ofd:PageBlock>"
    assert lines(made_ofd([page_xml(objects)]), ofd) == ["省志办\t2020年7月20日", "第二行", "第三行"]


def test_steps_matrices_and_marks():
    spread = text_object("简报", 20, 20, inner='DeltaX="g 1 12"') + text_object("放大", 20, 40, 1, 'CTM="5 0 0 5 0 0"', 'DeltaX="1"')
    spread += text_object("两端对齐", 20, 60, inner='DeltaX="g 3 6.5"') + text_object("水印", 20, 80, extra='CTM="0.7 0.7 -0.7 0.7 0 0"')
    spread += text_object("不见", 20, 100, extra='Visible="false"') + text_object("A &amp; B", 20, 120) + text_object("坏", 20, 140, inner='DeltaX="g x" DeltaY="?"')
    found = ofd.read(made_ofd([page_xml(spread)]), LIMITS)
    assert found.text.splitlines() == ["简 报", "放大", "两端对齐", "A & B", "坏"] and "水印" in found.steps[0]


def test_a_template_is_read_once_and_units_where_they_are_used():
    common = '<ofd:TemplatePage ID="9" BaseLoc="Tpl.xml"/><ofd:PublicRes>Res.xml</ofd:PublicRes>'
    resources = f'<ofd:Res {NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>{text_object("图元", 0, 0)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>'
    use = '<ofd:Template TemplateID="9"/>'
    pages = [page_xml(text_object("一", 20, 40), use), page_xml(text_object("二", 20, 40) + '<ofd:CompositeObject ResourceID="7" Boundary="20 80 9 9"/>', use)]
    content = made_ofd(pages, common, Tpl=page_xml(text_object("红头", 20, 10)), Res=resources)
    assert [line.strip("\f") for line in ofd.read(content, LIMITS).text.splitlines() if line] == ["红头", "一", "二", "图元"]


def test_gb_encoded_parts_are_read():
    page = ('<?xml version="1.0" encoding="GB2312"?>' + page_xml(text_object("地方志", 20, 20))).encode("gb18030")
    assert lines(made_ofd([page]), ofd) == ["地方志"]


def units_bomb():
    use = '<ofd:CompositeObject ResourceID="{0}"/>' * 2
    units = "".join(f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>{use.format(n + 1)}{text_object("x", 0, 0)}</ofd:Content></ofd:CompositeGraphicUnit>' for n in range(40))
    resources = f"<ofd:Res {NS}><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    return made_ofd([page_xml('<ofd:CompositeObject ResourceID="0"/>' * 40)], "<ofd:PublicRes>Res.xml</ofd:PublicRes>", Res=resources)


def pages_bomb():
    """One large page, referred to by 4,000."""
    content = made_ofd([page_xml(text_object("志" * 300_000, 20, 20))])
    files = {name: zipfile.ZipFile(BytesIO(content)).read(name) for name in zipfile.ZipFile(BytesIO(content)).namelist()}
    one = b'<ofd:Page ID="0" BaseLoc="Pages/Page_0/Content.xml"/>'
    files["Doc_0/Document.xml"] = files["Doc_0/Document.xml"].replace(one, one * 4_000)
    return zipped_files(files)


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (units_bomb, FileTooLarge, "过多"),
        (pages_bomb, UnreadableFile, "反复"),
        (lambda: made_ofd([page_xml("")] * 3), EmptyFile, "扫描"),
        (lambda: made_ofd([]), EmptyFile, "没有文字"),
        (lambda: made_ofd([BOMB + page_xml("&b;")]), UnreadableFile, "DTD"),
        (lambda: made_ofd([page_xml("<ofd:PageBlock>" * 999 + "</ofd:PageBlock>" * 999)]), UnreadableFile, "过深"),
        (lambda: zipped_files({"OFD.xml": "<OFD><DocBody><DocRoot>../../etc/passwd</DocRoot></DocBody></OFD>"}), UnreadableFile, "Document"),
        (lambda: zipped_files({"Encryptions.xml": "", "OFD.xml": "<OFD/>"}), UnreadableFile, "加密"),
        (lambda: made_ofd([page_xml(text_object("志", 20, 20, inner='DeltaX="g 999999999 1" DeltaY="g 1e300 nan"'))] * 11), FileTooLarge, "页"),
    ],
    ids=["units", "pages", "pictures", "none", "entities", "depth", "outside", "encrypted", "count"],
)
def test_hostile_ofd_files(content, error, said):
    content, start = content(), perf_counter()
    with pytest.raises(error, match=said):
        ofd.read(content, Limits(pages=10) if said == "页" else LIMITS)
    assert perf_counter() - start < 20


# ------------------------------------------------------------------------------------------------ damage


def mutations(content, count=200):
    chance = random.Random(20200720)
    for n in range(count):
        changed = bytearray(content)
        if n % 4 == 0:
            del changed[chance.randrange(len(changed)) :]
        for _ in range(chance.randrange(1, 12)):
            if changed:
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        yield bytes(changed)


def survives(reader, content):
    try:
        assert isinstance(reader.read(content, LIMITS), Reading)
    except InputError as error:
        assert error.reason and error.remedy
    assert reader.recognises(content) in (True, False)


def stored(content):
    """The same ZIP file unpacked, so that damage meets the XML rather than the checksums."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


@needs_docx
def test_damaged_word_files(issue_docx):
    for content in mutations(issue_docx):
        survives(docx, content)


def test_damaged_parts_of_word_files():
    listed = p("文", "<w:numPr><w:numId w:val='1'/></w:numPr>") + p("体", "<w:pStyle w:val='a'/>")
    files = stored(word(listed + f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr></w:tbl>", numbering=NUMBERING, styles=STYLES))
    for name in files:
        for changed in mutations(files[name], 100):
            survives(docx, zipped_files(files | {name: changed}, zipfile.ZIP_STORED))


def test_damaged_ofd_files():
    content = issue_ofd()
    files = stored(content)
    for n, changed in enumerate(mutations(content)):
        survives(ofd, changed)
        name = list(files)[n % len(files)]
        survives(ofd, zipped_files(files | {name: next(mutations(files[name], 1 + n % 3))}, zipfile.ZIP_STORED))


@needs_office
@needs_docx
def test_damaged_doc_files(issue_doc):
    for content in mutations(issue_doc):
        survives(doc, content)


def test_damaged_doc_files_by_hand():
    content = made_doc(["四川省\x13 A \x14志\x15\r", b"Annals\r", "甲\x07乙\x07\x07\r"], extra=bytes(range(256)) * 4)
    for changed in mutations(content, 400):
        survives(doc, changed)


@settings(max_examples=150, deadline=None)
@given(st.integers(0x18, 0x9A + 93 * 8 - 4), st.integers(0, 2**32 - 1))
def test_any_number_in_the_header_of_a_doc_file(at, value):
    content = bytearray(made_doc(["四川省地方志\r", b"Annals\r"], extra=bytes(range(256)) * 4))
    struct.pack_into("<I", content, 512 + at, value)
    survives(doc, bytes(content))


@settings(max_examples=150, deadline=None)
@given(st.integers(24, 120), st.integers(0, 2**32 - 1))
def test_any_number_in_the_header_of_an_ole_file(at, value):
    content = bytearray(made_doc(["四川省地方志\r"]))
    struct.pack_into("<I", content, at, value)
    survives(doc, bytes(content))
