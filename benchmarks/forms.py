"""One bulletin in every form that offices keep: for tests of the readers, for the ingest table, for the fuzz run.

Word and PDF are made by python-docx and LibreOffice, scans by poppler from the PDF: other hands than those that read them.
"""

from __future__ import annotations

import html
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

from explorer import parsing
from explorer.model import COLOPHON, MASTHEAD

TITLE = "四川省地方志工作简报"


def has_office() -> bool:
    """Whether LibreOffice and poppler are on this machine."""
    return bool(shutil.which("soffice") and shutil.which("pdftoppm"))


@dataclass(frozen=True, slots=True)
class Typed:
    """A paragraph as a writer types it: BODY is indented, HEADING stands in the middle, LINE at the margin."""

    kind: str
    text: str


BODY, HEADING, LINE = "body", "heading", "line"


def typed(text: str) -> list[Typed]:
    """The paragraphs of a bulletin in plain text, its hard wraps undone."""
    paragraphs, section = [], ""
    for part in parsing.parse(text, text.encode(), "issue.txt").articles:
        if part.part in (MASTHEAD, COLOPHON):
            paragraphs += [Typed(LINE, line) for line in part.text.split("\n")]
            continue
        if part.section != section:
            section = part.section
            paragraphs.append(Typed(LINE, f"【{section}】"))
        paragraphs.append(Typed(HEADING, part.title))
        paragraphs += [Typed(BODY, line) for line in part.body.split("\n")]
    return paragraphs


def plain(paragraphs: Sequence[Typed]) -> str:
    """As plain text, a line a paragraph."""
    return "".join(("　　" if one.kind == BODY else "") + one.text + "\n" for one in paragraphs)


def text_born(paragraphs: Sequence[Typed]) -> dict[str, bytes]:
    """Name → content of the forms that need no office program."""
    text, page = plain(paragraphs), web_page(paragraphs)
    return {
        "issue.txt": text.encode("utf-8"),
        "issue-gb.txt": text.encode("gb18030"),
        "issue.html": page.encode("utf-8"),
        "issue-gb.html": page.replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030"),
        "issue.mhtml": web_archive(page),
        "issue.eml": mail(text),
        "issue.zip": zipped({"工作简报/issue.txt": text.encode("utf-8")}),
        "issue.docx": word(paragraphs),
    }


def word(paragraphs: Sequence[Typed], *, columns: int = 1, head: str = "") -> bytes:
    """A Word file; `head`: a running head, and page numbers at the foot, as bulletins have."""
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.size = Pt(14)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
    style.paragraph_format.space_after = Pt(0)
    for one in paragraphs:
        paragraph = document.add_paragraph(one.text)
        paragraph.alignment = 1 if one.kind == HEADING else 3
        paragraph.paragraph_format.first_line_indent = Pt(28) if one.kind == BODY else None
    section = document.sections[0]
    if columns > 1:
        layout = section._sectPr.find(qn("w:cols"))
        if layout is None:
            layout = OxmlElement("w:cols")
            section._sectPr.append(layout)
        layout.set(qn("w:num"), str(columns))
        layout.set(qn("w:space"), "425")
    if head:
        section.header.paragraphs[0].text = head
        _number_pages(section.footer.paragraphs[0], OxmlElement, qn)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _number_pages(paragraph: Any, element: Any, qn: Any) -> None:
    paragraph.alignment = 1
    paragraph.add_run("— ")
    field = element("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")


def converted(files: Mapping[str, bytes], to: str) -> dict[str, bytes]:
    """Files in another form by LibreOffice: 'pdf', 'doc', 'html'; by their names with the new suffix."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, "--outdir", f"{folder}/out"]
        subprocess.run([*command, *(f"{folder}/{name}" for name in files)], check=True, capture_output=True, timeout=180)
        return {path.name: path.read_bytes() for path in sorted((Path(folder) / "out").iterdir())}


def scanned(pdf: bytes, dpi: int) -> list[bytes]:
    """The pages of a PDF as pictures (PNG, grey)."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in.pdf").write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-png", f"{folder}/in.pdf", f"{folder}/page"], check=True, timeout=120)
        return [path.read_bytes() for path in sorted(Path(folder).glob("page*.png"))]


def scanned_pdf(pages: list[bytes], dpi: int) -> bytes:
    """A PDF of pictures alone."""
    from PIL import Image

    first, *others = (Image.open(io.BytesIO(page)).convert("L") for page in pages)
    saved = io.BytesIO()
    first.save(saved, "PDF", save_all=True, append_images=others, resolution=dpi)
    return saved.getvalue()


def web_page(paragraphs: Sequence[Typed]) -> str:
    """As a government site shows an issue: way to it, title, posting line, text, share bar, neighbours, foot."""
    style = {BODY: "text-indent:2em", HEADING: "text-align:center", LINE: ""}
    body = "\n".join(f'<p style="{style[one.kind]}">{html.escape(one.text)}</p>' for one in paragraphs)
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{TITLE}-工作简报</title></head><body>
<div class="top"><a href="/">首页</a> | <a href="/wza">无障碍</a> | <a href="/login">登录</a></div>
<div class="nav">您的位置：<a href="/">首页</a>&gt;<a href="/news">新闻中心</a>&gt;<a href="/jb">工作简报</a>&gt;详细内容</div>
<div class="article"><div class="content">{body}</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<div class="near"><p>上一篇：<a href="/1">没有了</a></p><p>下一篇：<a href="/2">没有了</a></p></div></div>
<div class="foot"><p>主办单位：某某办公室　网站标识码：5100000000</p><p>蜀ICP备00000000号</p></div>
</body></html>"""


def web_archive(page: str) -> bytes:
    """A page as browsers save it in one file."""
    archive = MIMEMultipart("related", type="text/html")
    part = MIMEText(page, "html", "utf-8")
    part["Content-Location"] = "http://www.example.gov.cn/jb/1.html"
    archive.attach(part)
    archive["From"] = "<Saved by Blink>"
    archive["Snapshot-Content-Location"] = "http://www.example.gov.cn/jb/1.html"
    archive["Subject"] = TITLE
    return archive.as_bytes()


def mail(text: str) -> bytes:
    """A letter with the issue as an attachment."""
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = TITLE, "a@example.gov.cn", "b@example.gov.cn"
    letter.set_content("请查收。")
    letter.add_attachment(text.encode("gb18030"), maintype="text", subtype="plain", filename="简报.txt")
    return letter.as_bytes()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return saved.getvalue()


def json_lines(rows: list[dict[str, Any]]) -> bytes:
    """Rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
