"""OFD files (GB/T 33190-2016, the national format for fixed pages): the lines of print, page by page.

Read from the XML by the standard library. ofdkit (measured, Apache-2.0) gives the same lines, but takes time without bound on hostile
files: 40 composite units that each draw the next one twice are drawn 2^32 times, and 800 single characters on a page take seconds.
The tests compare with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from explorer.errors import EmptyFile, FileTooLarge, UnreadableFile
from explorer.readers.base import Format, Limits, Reading
from explorer.readers.office.package import Package, attribute, child, children, holds
from explorer.readers.office.text import pages as text_and_pages
from explorer.readers.office.ofd_page import Page, Pen, units_of, words

_ROOT = "OFD.xml"


def read(content: bytes, limits: Limits) -> Reading:
    """The text of all pages; a template's text (a letterhead, a running head) once, on the first page that has it.

    Raises UnreadableFile, FileTooLarge, or EmptyFile if the pages are pictures.
    """
    package = Package(content, limits)
    _require_open(package)
    pen = Pen(package)
    lines: list[str] = []
    for number, page in enumerate(_pages(package, limits)):
        found = pen.lines(page)
        lines += [("\f" if number and not n else "") + line for n, line in enumerate(found or [""])]
    if not any(map(str.strip, lines)):
        raise EmptyFile("OFD 文件里没有文字，可能是扫描件", remedy="请对图片作文字识别后另存为文本。")
    text, starts = text_and_pages(lines, limits.pages)
    steps = (f"倾斜的文字略去 {pen.slanted} 处（多为水印）",) if pen.slanted else ()
    return Reading(text, "ofd", starts, steps=steps)


def _require_open(package: Package) -> None:
    if "Encryptions.xml" in package or _ROOT not in package and "EncryptInfo.xml" in package:
        raise UnreadableFile("OFD 文件已加密", remedy="请去除密码后重试。")


def _pages(package: Package, limits: Limits) -> Iterator[Page]:
    """The pages of all documents in the file, with the templates and drawing units that they may refer to."""
    count = 0
    for body in children(package.tree(_ROOT), "DocBody"):
        path = package.resolve(_ROOT, words(child(body, "DocRoot")))
        if not path:
            raise UnreadableFile("OFD 文件缺少正文（Document.xml）", remedy="请重新下载或导出该文件。")
        document = package.tree(path)
        common = child(document, "CommonData")
        templates = {attribute(t, "ID"): package.resolve(path, attribute(t, "BaseLoc")) for t in children(common, "TemplatePage")}
        units = units_of(package, [package.resolve(path, words(r)) for kind in ("PublicRes", "DocumentRes") for r in children(common, kind)])
        for page in children(child(document, "Pages"), "Page"):
            count += 1
            if count > limits.pages:
                raise FileTooLarge(f"超过 {limits.pages:,} 页的上限")
            yield Page(package.resolve(path, attribute(page, "BaseLoc")), templates, units)


def recognises(content: bytes) -> bool:
    """Whether content is a ZIP file with the root part of an OFD file."""
    return holds(content, _ROOT)


FORMAT = Format("ofd", (".ofd",), recognises, read)
