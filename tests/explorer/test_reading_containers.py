"""Archives, letters, saved pages and rows of a database: what is in them, by which names, and what hostile ones do."""

import json
import random
import struct
import time
import zipfile
import zlib
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import parsing
from explorer.errors import EmptyFile, FileTooLarge, InputError, NotText, UnreadableFile
from explorer.model import ARTICLE
from explorer.readers import archive, jsonl
from explorer.readers.base import Limits, Member
from explorer.readers.web import html, mail, mhtml

SAMPLE = next((Path(parsing.__file__).parents[1] / "samples").glob("*issue.txt")).read_text("utf-8")
ISSUE = parsing.parse(SAMPLE, b"-", "a.txt")
ARTICLES = [article for article in ISSUE.articles if article.part == ARTICLE]
SITE = "某某市地方志编纂中心"
PAGE = f"""<html><head><meta charset="gb2312"><title>{ARTICLES[1].title}-{SITE}</title></head><body><div class="nav"><a href="/">首页</a></div>
<h1>{ARTICLES[1].title}</h1><div>来源：{SITE} 发布时间：2020-07-20</div><div id="zoom">{"".join(f"<p>{p}</p>" for p in ARTICLES[1].body.split(chr(10)))}</div>
<div class="foot">蜀ICP备05001234号</div></body></html>"""


def facts(text):
    return [(a.section, a.title, a.attribution, a.date, a.body) for a in parsing.parse(text, b"-", "a").articles if a.part == ARTICLE]


def opened(form, content, limits=None):
    return list(form.open(content, limits or Limits()))


def names(found):
    return [one.name if isinstance(one, Member) else (one.place, type(one)) for one in found]


def mutated(content, rng):
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 20))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed[: rng.choice((len(changed), rng.randrange(1, len(changed))))])


# ---- ZIP -----------------------------------------------------------------------------------------------------------------------


def zipped(files, method=zipfile.ZIP_DEFLATED):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def with_raw_name(raw, extra=b""):
    """An archive of one stored file, whose name is these bytes, without the mark of UTF-8."""
    data = SAMPLE.encode()
    fixed = struct.pack("<HHHHHLLLHH", 20, 0, 0, 0, 0x5021, zlib.crc32(data), len(data), len(data), len(raw), len(extra))
    local = b"PK\x03\x04" + fixed + raw + extra
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + fixed + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + raw + extra
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(entry), len(local) + len(data), 0)
    return local + data + entry + end


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_gives_its_files_in_order(method):
    files = {"简报/b.txt": SAMPLE.encode(), "简报/a.html": PAGE.encode("gb18030"), "c.docx": b"PK"}
    assert opened(archive.FORMAT, zipped(files, method)) == [Member(name, content) for name, content in files.items()]


@pytest.mark.parametrize("name", ["工作简报第18期.txt", "简报/诚信—方志.txt", "總第850期.txt"])
def test_names_in_the_encodings_of_windows_and_macos(name):
    for raw in (name.encode("gb18030"), name.encode("utf-8")):
        assert names(opened(archive.FORMAT, with_raw_name(raw))) == [name]
    field = b"\x01" + struct.pack("<L", zlib.crc32(b"?.txt")) + name.encode()
    assert names(opened(archive.FORMAT, with_raw_name(b"?.txt", struct.pack("<HH", 0x7075, len(field)) + field))) == [name]
    stale = b"\x01" + struct.pack("<L", 1) + "别的.txt".encode()
    assert names(opened(archive.FORMAT, with_raw_name(name.encode("gb18030"), struct.pack("<HH", 0x7075, len(stale)) + stale))) == [name]


def test_names_are_never_paths_out_of_the_archive():
    found = names(opened(archive.FORMAT, zipped({"../../etc/a.txt": "甲", "/b.txt": "乙", "..\\c.txt": "丙", "x/./../d.txt": "丁", "e\x01.txt": "戊"})))
    assert found == ["etc/a.txt", "b.txt", "c.txt", "x/d.txt", "e�.txt"]


def test_links_folders_and_what_systems_leave_are_passed_over():
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(link, "/etc/passwd")
        for name in ("folder/", "__MACOSX/._a.txt", ".DS_Store", "图片/Thumbs.db", "~$报.docx", "影像.MP4", "a.txt"):
            made.writestr(name, b"x")
    assert names(opened(archive.FORMAT, stream.getvalue())) == ["a.txt"]


def test_a_name_given_twice_means_two_files():
    stream = BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(stream, "w") as made:
        for content in ("甲", "乙", "丙"):
            made.writestr("a.txt", content)
    found = opened(archive.FORMAT, stream.getvalue())
    assert names(found) == ["a.txt", "a~2.txt", "a~3.txt"]
    assert [one.content.decode() for one in found] == ["甲", "乙", "丙"]


def test_an_encrypted_or_damaged_member_is_named_and_the_others_go_on():
    content = bytearray(zipped({"a.txt": SAMPLE, "b.txt": SAMPLE, "c.txt": SAMPLE}))
    first = content.index(b"PK\x01\x02")
    content[first + 8] |= 1  # encrypted
    second = content.index(b"PK\x03\x04", 10) + 30 + 5
    content[second : second + 40] = bytes(40)
    encrypted, damaged, fine = opened(archive.FORMAT, bytes(content))
    assert (encrypted.place, damaged.place, fine.name) == ("a.txt", "b.txt", "c.txt")
    assert "加密" in encrypted.reason and "损坏" in damaged.reason and encrypted.remedy and damaged.remedy


def test_bombs_are_refused_before_they_are_unpacked():
    start = time.perf_counter()
    found = opened(archive.FORMAT, zipped({"bomb.txt": bytes(150_000_000), "a.txt": SAMPLE}))
    assert names(found) == [("bomb.txt", FileTooLarge), "a.txt"]
    assert time.perf_counter() - start < 5


def test_what_is_unpacked_counts_in_all():
    found = opened(archive.FORMAT, zipped({f"{n}.txt": random.Random(n).randbytes(40_000) for n in range(4)}), Limits(bytes=100_000))
    assert names(found) == ["0.txt", "1.txt", ("2.txt", FileTooLarge), ("3.txt", FileTooLarge)]


def test_a_directory_that_lies_about_sizes_does_no_harm():
    content = bytearray(zipped({"a.txt": bytes(3_000_000)}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<L", 10)
    (found,) = opened(archive.FORMAT, bytes(content), Limits(bytes=100_000))
    assert isinstance(found, InputError)


def test_too_many_members_and_none():
    with pytest.raises(FileTooLarge):
        opened(archive.FORMAT, zipped({f"{n}.txt": "x" for n in range(20)}), Limits(members=10))
    for content in (zipped({}), zipped({"__MACOSX/a.txt": "x"})):
        with pytest.raises(EmptyFile):
            opened(archive.FORMAT, content)
    with pytest.raises(UnreadableFile):
        opened(archive.FORMAT, zipped({"a.txt": SAMPLE})[:-30])


def test_documents_that_are_zip_files_are_not_taken_for_archives():
    assert archive.FORMAT.recognises(zipped({"a.txt": "x"}))
    assert archive.FORMAT.recognises(zipped({"a.docx": zipped({"[Content_Types].xml": "x"})}, zipfile.ZIP_STORED))
    for part in ("[Content_Types].xml", "OFD.xml", "mimetype"):
        whole = zipped({part: "x", "a.xml": "x"})
        assert not archive.FORMAT.recognises(whole)
        assert not archive.FORMAT.recognises(whole[:-20])


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=12), st.binary(max_size=60), max_size=6))
def test_any_archive_gives_each_file_or_an_error_once(files):
    try:
        found = opened(archive.FORMAT, zipped(files))
    except InputError as error:
        assert error.reason and error.remedy
        return
    given_ = [one.name for one in found if isinstance(one, Member)]
    assert len(given_) == len(set(given_)) <= len(files)
    assert all(name and not name.startswith("/") and ".." not in name.split("/") for name in given_)
    assert {one.content for one in found if isinstance(one, Member)} <= set(files.values())


# ---- Letters -------------------------------------------------------------------------------------------------------------------


def letter(text, subject="简报投稿", sender="某县地方志办公室 <a@example.gov.cn>", **more):
    made = EmailMessage()
    made["Subject"], made["From"], made["To"], made["Date"] = subject, sender, "b@example.gov.cn", "Mon, 20 Jul 2020 09:00:00 +0800"
    made.set_content(text, **more)
    return made


def test_a_whole_issue_in_a_letter():
    for charset in ("utf-8", "gb18030"):
        (only,) = opened(mail.FORMAT, letter(SAMPLE, charset=charset).as_bytes())
        assert only.name == "简报投稿.txt" and facts(only.content.decode()) == facts(SAMPLE)


def test_a_letter_that_only_says_what_is_attached_is_left_out():
    made = letter("各位领导：\n附件是本期简报，请查收。")
    made.add_attachment(SAMPLE.encode("gb18030"), maintype="text", subtype="plain", filename="第18期简报.txt")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="../../第18期简报.pdf")
    found = opened(mail.FORMAT, made.as_bytes())
    assert names(found) == ["第18期简报.txt", "第18期简报.pdf"]
    assert found[0].content == SAMPLE.encode("gb18030")


def test_pictures_illustrate_an_article_that_is_the_letter():
    article = ARTICLES[1]
    made = letter(article.body, subject=article.title, sender="a@example.gov.cn")
    made.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="现场.jpg")
    (only,) = opened(mail.FORMAT, made.as_bytes())
    assert facts(only.content.decode()) == [("", article.title, article.attribution, "2020-07-20", article.body)]
    note = letter("请查收。")
    note.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="扫描.jpg")
    assert names(opened(mail.FORMAT, note.as_bytes())) == ["扫描.jpg"]


def test_an_article_without_a_title_takes_that_of_the_letter_and_its_day():
    article = ARTICLES[1]
    for subject in (f"转发：Fw: {article.title}", article.title):
        (only,) = opened(mail.FORMAT, letter(article.body, subject=subject).as_bytes())
        assert facts(only.content.decode()) == [("", article.title, article.attribution, "2020-07-20", article.body)]
    (titled,) = opened(mail.FORMAT, letter(f"{article.title}\n{article.body}").as_bytes())
    assert facts(titled.content.decode()) == [("", article.title, article.attribution, "2020-07-20", article.body)]


def test_the_page_of_a_letter_is_read_rather_than_its_copy_and_its_pictures_are_no_files():
    made = letter("（请用支持网页的程序阅读）")
    made.add_alternative("".join(f"<p>{p}</p>" for p in (ARTICLES[1].title, *ARTICLES[1].body.split("\n"))) + "<img src='cid:logo@x'>", subtype="html")
    made.get_payload()[1].add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo@x>", filename="logo.png")
    (only,) = opened(mail.FORMAT, made.as_bytes())
    assert facts(only.content.decode())[0][1:3] == (ARTICLES[1].title, ARTICLES[1].attribution)


def test_a_letter_in_a_letter_is_a_file():
    inner = letter(SAMPLE, subject="原信")
    made = letter("请查收。")
    made.add_attachment(inner)
    (only,) = opened(mail.FORMAT, made.as_bytes())
    assert only.name.endswith(".eml") and mail.FORMAT.recognises(only.content)
    assert facts(opened(mail.FORMAT, only.content)[0].content.decode()) == facts(SAMPLE)


def test_what_a_program_writes_when_it_forwards_is_no_text():
    text = "-----原始邮件-----\n发件人: 张三 <a@x.cn>\n发送时间: 2020年7月20日 9:00\n主题: 简报\n\n> " + SAMPLE.replace("\n", "\n> ") + "\n-- \n某某单位\n电话：1234"
    (only,) = opened(mail.FORMAT, letter(text).as_bytes())
    assert facts(only.content.decode()) == facts(SAMPLE)


def test_lines_that_flow_are_joined():
    raw = "From: a@x.cn\nMIME-Version: 1.0\nSubject: x\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n会议总结上半年 \n工作。\n第二段。\n"
    (only,) = opened(mail.FORMAT, raw.encode())
    assert "会议总结上半年工作。\n第二段。" in only.content.decode()


@pytest.mark.parametrize("name", ["工作简报（总第850期）.docx", "a.docx"])
@pytest.mark.parametrize("how", ["encoded", "rfc2231", "raw", "in the type"])
def test_names_of_attachments_in_the_ways_of_many_programs(name, how):
    import base64
    from urllib.parse import quote

    word = "=?gb18030?B?" + base64.b64encode(name.encode("gb18030")).decode() + "?="
    said = {
        "encoded": f'Content-Disposition: attachment; filename="{word}"'.encode(),
        "rfc2231": f"Content-Disposition: attachment; filename*=gb2312''{quote(name.encode('gb18030'))}".encode(),
        "raw": f'Content-Disposition: attachment; filename="{name}"'.encode("gb18030"),
        "in the type": f'Content-Type: application/octet-stream; name="{word}"'.encode(),
    }[how]
    raw = b"From: a@x.cn\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + said + b"\r\n\r\nPK\r\n--b--\r\n"
    assert opened(mail.FORMAT, raw) == [Member(name, b"PK")]


def test_empty_and_sealed_letters_say_so():
    with pytest.raises(EmptyFile):
        opened(mail.FORMAT, letter("\n").as_bytes())
    sealed = MIMEBase("application", "pkcs7-mime", name="smime.p7m")
    sealed.set_payload("xx")
    with pytest.raises(UnreadableFile, match="加密"):
        opened(mail.FORMAT, sealed.as_bytes())


def test_what_begins_a_letter_is_recognised():
    assert mail.FORMAT.recognises(letter("x").as_bytes())
    assert mail.FORMAT.recognises(b"Received: from a\r\n by b\r\nDate: Mon\r\nSubject: x\r\n\r\nx")
    for other in (SAMPLE.encode(), PAGE.encode(), b"", b"Title: x\nText: y\n", saved_page(), b"From here on: nothing"):
        assert not mail.FORMAT.recognises(other)


# ---- Saved pages ---------------------------------------------------------------------------------------------------------------


def saved_page(page=PAGE, charset="utf-8", sender="<Saved by Blink>", place="http://www.example.gov.cn/jb/1.html"):
    made = MIMEMultipart("related", type="text/html")
    made["From"], made["Subject"], made["Snapshot-Content-Location"] = sender, "x", place
    advert = MIMEText("<html><body><p>广告一则，与正文无关。</p></body></html>", "html", charset)
    advert["Content-Location"] = "http://www.example.gov.cn/ad.html"
    part = MIMEText(page, "html", charset)
    part["Content-Location"] = place
    for one in (advert, part):
        made.attach(one)
    return made.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_saved_page_says_what_the_page_says(charset):
    reading = mhtml.FORMAT.read(saved_page(charset=charset), Limits())
    assert reading.text == html.FORMAT.read(PAGE.encode("gb18030"), Limits()).text
    assert facts(reading.text)[0][1:] == (ARTICLES[1].title, ARTICLES[1].attribution, "2020-07-20", ARTICLES[1].body)
    assert "网页保存自 http://www.example.gov.cn/jb/1.html" in reading.steps


def test_a_saved_page_with_the_habits_of_other_programs():
    import quopri

    body = quopri.encodestring(PAGE.encode("gb18030"))
    sender = "From: <由 Microsoft Internet Explorer 5 保存>".encode("gbk")
    explorer = sender + b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="b";\r\n\ttype="text/html"\r\n\r\n--b\r\nContent-Type: text/html;\r\n\tcharset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n' + body + b"\r\n--b--\r\n"
    single = b"MIME-Version: 1.0\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: quoted-printable\n\n" + body
    for content in (explorer, single):
        assert mhtml.FORMAT.recognises(content) and not mail.FORMAT.recognises(content)
        assert ARTICLES[1].body in mhtml.FORMAT.read(content, Limits()).text


def test_the_text_in_a_frame_is_found():
    frames = "<html><frameset><frame src='a.htm'><frame src='b.htm'></frameset></html>"
    made = MIMEMultipart("related", start="<main@x>")
    for name, page in (("menu", "<html><body><p>菜单</p></body></html>"), ("text", PAGE), ("main", frames)):
        part = MIMEText(page, "html", "utf-8")
        part["Content-ID"] = f"<{name}@x>"
        made.attach(part)
    assert ARTICLES[1].body in mhtml.FORMAT.read(made.as_bytes(), Limits()).text


def test_an_archive_without_a_page_says_so():
    with pytest.raises(UnreadableFile):
        mhtml.FORMAT.read(b"MIME-Version: 1.0\nContent-Type: image/png\n\nxx", Limits())
    with pytest.raises(EmptyFile):
        mhtml.FORMAT.read(b"MIME-Version: 1.0\nContent-Type: text/html\n\n<html></html>", Limits())


# ---- Hostile letters -----------------------------------------------------------------------------------------------------------


def _hostile():
    start = b"From: a@x.cn\nSubject: x\nMIME-Version: 1.0\n"
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000))
    return {
        "nested": start + nested + b"\n" + b"x\n" * 500_000,
        "letters": start + b"Content-Type: message/rfc822\n\n" * 50_000,
        "parts": start + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 500_000,
        "boundaries": start + b"Content-Type: multipart/mixed; boundary=-\n\n" + b"--" * 2_000_000,
        "headers": start + b"A: b\n" * 500_000,
        "a long header": start + b"Content-Type: text/plain; " + b';"' * 90_000 + b"\n\nx",
        "names": start + b"Content-Disposition: attachment; filename=" + b"=?utf-8?b?5Zub?= " * 9_000 + b"\n\nx",
        "rfc2231": start + b"Content-Disposition: attachment" + b"".join(b"; filename*%d*=a" % n for n in range(9_000)) + b"\n\nx",
        "a number": start + b"Content-Disposition: attachment; filename*" + b"9" * 3_000 + b"*=a\n\nx",
        "charset": start + b"Content-Type: text/plain; charset=rot13\n\nx",
        "folded": start + b" x\n" * 60_000 + b"\nx",
        "base64": start + b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + b"=" * 3_000_000,
        "own boundary": start + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n",
        "quotes": start + b"\n" + b"> " * 1_000_000,
        "lines": start + b"Content-Type: text/plain; format=flowed\n\n" + b" \n" * 1_000_000,
        "dashes": start + "\n发件人：\n".encode() + b"-" * 1_000_000 + b"x",
        "many letters": start + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 9_999,
        "header lines": b"From: a@x.cn\n" * 20_000,
        "senders": start + b"\n" + "发件人：\n".encode() * 200_000,
    }


@pytest.mark.parametrize("form", [mail.FORMAT, mhtml.FORMAT], ids=lambda form: form.name)
@pytest.mark.parametrize("name", list(_hostile()))
def test_hostile_letters_take_no_unbounded_time(form, name):
    content, start = _hostile()[name], time.perf_counter()
    try:
        form.recognises(content)
        list(form.open(content, Limits())) if form.open else form.read(content, Limits())
    except InputError as error:
        assert error.reason and error.remedy
    assert time.perf_counter() - start < 5


# ---- Rows of a database --------------------------------------------------------------------------------------------------------


def rows(*entries):
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries).encode()


def row(article, **more):
    return {"title": article.title, "text": article.body, "section": article.section, "date": "2020-07-20", **more}


def test_the_lines_of_an_issue_are_one_file_that_reads_as_the_issue():
    of_issue = {"series": "四川省地方志工作简报", "issue_no": 18, "total_no": "269", "source": "四川省地方志工作办公室"}
    (only,) = opened(jsonl.FORMAT, rows(*(row(article, **of_issue) for article in ARTICLES)))
    bulletin = parsing.parse(only.content.decode(), b"-", only.name)
    assert (bulletin.masthead.series, bulletin.masthead.issue_no, bulletin.masthead.total_no, bulletin.date) == ("四川省地方志工作简报", 18, 269, "2020-07-20")
    assert facts(only.content.decode()) == facts(SAMPLE)


def test_a_line_of_no_issue_is_a_page():
    article = ARTICLES[1]
    body = article.body.removesuffix(f"（{article.attribution}）").strip()
    single = {"title": article.title, "body": body, "date": "2020-07-20", "attribution": article.attribution, "url": "http://www.example.gov.cn/1.html", "id": 7, "tags": []}
    (only,) = opened(jsonl.FORMAT, rows(single))
    (found,) = facts(only.content.decode())
    assert found[:4] == ("", article.title, article.attribution, "2020-07-20") and found[4].startswith(body)


def test_a_body_in_html_is_read_as_such():
    article = ARTICLES[1]
    entry = row(article, section="", text="".join(f"<p>&emsp;&emsp;{p}</p>" for p in article.body.split("\n")))
    (only,) = opened(jsonl.FORMAT, rows(entry))
    assert facts(only.content.decode())[0][4] == article.body


def test_articles_of_several_issues_and_of_no_section():
    first, second = ({"series": "某县方志简报", "issue_no": n} for n in (1, 2))
    lines = [row(ARTICLES[0], **first), row(ARTICLES[2], **second), row(ARTICLES[1], **first, section=""), row(ARTICLES[3], **second)]
    one, other = opened(jsonl.FORMAT, rows(*lines))
    assert [found[:2] for found in facts(one.content.decode())] == [("", ARTICLES[1].title), (ARTICLES[0].section, ARTICLES[0].title)]
    assert [found[1] for found in facts(other.content.decode())] == [ARTICLES[2].title, ARTICLES[3].title]


@pytest.mark.parametrize(
    "line",
    [
        '{"title": "a"', "[1]", "null", '{"title": "某县"}', '{"text": "某县。"}', '{"title": 1.5, "text": "x"}', '{"title": "某县", "text": ["x"]}',
        '{"title": "某县", "text": "x", "date": "七月"}', '{"title": "某县", "text": "x", "date": "2020-13-40"}', '{"title": "某县", "text": "x", "issue_no": "一"}',
        '{"title": "某县", "text": " "}', '{"title": "某县", "text": "<p></p>"}', "[" * 100_000, '{"title": ' + "9" * 5_000 + ', "text": "x"}',
    ],
)  # fmt: skip
def test_a_line_that_is_wrong_is_named_and_the_others_go_on(line):
    fine, wrong, last = opened(jsonl.FORMAT, rows(row(ARTICLES[0])) + b"\n\n" + line.encode() + b"\r\n" + rows(row(ARTICLES[1], section="", date="")))
    assert isinstance(fine, Member) and isinstance(last, Member)
    assert isinstance(wrong, InputError) and wrong.place == "第 3 行" and wrong.remedy


def test_json_lines_of_other_encodings_and_none():
    expected = opened(jsonl.FORMAT, rows(row(ARTICLES[1])))
    for charset in ("gb18030", "utf-8-sig", "utf-16"):
        assert opened(jsonl.FORMAT, rows(row(ARTICLES[1])).decode().encode(charset)) == expected
    with pytest.raises(EmptyFile):
        opened(jsonl.FORMAT, b"\n \n")
    with pytest.raises(FileTooLarge):
        opened(jsonl.FORMAT, b"{}\n" * 11, Limits(members=10))
    (nonsense,) = opened(jsonl.FORMAT, b"\x00\x01\x02")
    assert isinstance(nonsense, NotText)


_words = st.text(alphabet="某县召开地方志年鉴编纂工作会议推进", min_size=8, max_size=20)
_bodies = st.lists(st.text(alphabet="会议要求各乡镇编纂年鉴工作", min_size=40, max_size=90).map(lambda text: text + "。"), min_size=1, max_size=3)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(_words, _bodies, st.sampled_from(["", "特别关注", "市州动态"])), min_size=1, max_size=5))
def test_any_issue_of_signed_articles_comes_out_as_it_went_in(articles):
    lines = [{"title": t, "text": "\n".join(b), "section": s, "attribution": "某某县地方志办公室", "series": "某县简报", "issue_no": 3, "date": "2021-05-06"} for t, b, s in articles]
    (only,) = opened(jsonl.FORMAT, rows(*lines))
    found = sorted((a[1], a[0], a[2]) for a in facts(only.content.decode()))
    assert found == sorted((t, s, "某某县地方志办公室") for t, _, s in articles)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.dictionaries(st.sampled_from(["title", "text", "body", "date", "section", "issue_no", "url", "x"]), inner)).map(lambda data: json.dumps(data).encode()))
def test_any_line_gives_a_file_or_an_error(content):
    try:
        assert all(isinstance(one, InputError) and one.place or one.content for one in opened(jsonl.FORMAT, content))
    except InputError as error:
        assert error.reason and error.remedy


# ---- Damage --------------------------------------------------------------------------------------------------------------------


def _sources():
    made = letter(SAMPLE)
    made.add_alternative(PAGE, subtype="html")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="第18期简报.pdf")
    return {
        "zip": (archive.FORMAT, zipped({"简报.txt": SAMPLE, "b/c.html": PAGE})),
        "eml": (mail.FORMAT, made.as_bytes()),
        "mhtml": (mhtml.FORMAT, saved_page()),
        "jsonl": (jsonl.FORMAT, rows(*(row(article, issue_no=18) for article in ARTICLES))),
    }


@pytest.mark.parametrize("name", ["zip", "eml", "mhtml", "jsonl"])
def test_two_hundred_damaged_files_give_what_is_left_or_an_input_error(name):
    rng, (form, source) = random.Random(11), _sources()[name]
    for _ in range(200):
        content = mutated(source, rng)
        form.recognises(content)
        try:
            if form.open:
                assert all(isinstance(one, Member) or one.reason and one.place for one in form.open(content, Limits()))
            else:
                assert form.read(content, Limits()).text.strip()
        except InputError as error:
            assert error.reason and error.remedy
