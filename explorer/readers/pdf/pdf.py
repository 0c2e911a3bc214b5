"""PDF: pages with a text layer are read from it, to the character; the others are scans, for OCR.

How characters become lines and paragraphs is `explorer.readers.printed`, the same as for a scan.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from explorer.errors import EmptyFile, FileTooLarge, NotText, UnreadableFile
from explorer.readers.base import Format, Limits, Reading
from explorer.readers.pdf.characters import readable, written
from explorer.readers.printed import layout
from explorer.readers.printed.layout import Sheet

if TYPE_CHECKING:
    from PIL import Image

_MARK, _HEAD = b"%PDF-", 1024
_CHARACTERS = 20_000_000
_FEW = 20
"""Characters; a page that has no more, and a picture, is a scan with a number or a stamp on it."""
_COVERED = 0.4
"""Share of a page that the picture of a scan covers at least."""
_READABLE = 0.7
_DPI, _PIXELS = 300, 20_000_000
_SCAN = "扫描件没有文字层，要先识别文字"
_WITHOUT = "请安装文字识别组件：pip install \"jianbao-explorer[ocr]\"，或先用别的软件识别成文本（.txt，UTF-8）。"


def read(content: bytes, limits: Limits) -> Reading:
    """The text of a file, page by page; pages without text by OCR, where it is installed and not switched off.

    Raises UnreadableFile (damaged, encrypted), FileTooLarge (pages, characters), NotText (scans alone, and no OCR), EmptyFile.
    """
    with _opened(content, limits) as document:
        pages = _Pages(document, limits)
        found = list(layout.pages(pages.sheets()))
    if pages.scans and not pages.recognised and len(pages.scans) + len(pages.broken) == len(found):
        raise NotText(_SCAN, remedy=_WITHOUT)
    text = "".join(page.text for page in found)
    if not text.strip():
        raise EmptyFile("PDF 里没有文字")
    starts, at = [], 0
    for page in found:
        starts.append(at)
        at += len(page.text)
    sure = tuple(round(page.confidence, 4) for page in found) if pages.recognised else ()
    unclear = [f"第{number}页{note}" for number, page in enumerate(found, 1) for note in page.notes][:_FEW]
    return Reading(text, "pdf", tuple(starts), sure, (*pages.steps(), *unclear))


def pages_without_text(content: bytes, limits: Limits) -> list[int]:
    """The pages, from 0, that are scans: a picture, and no text to speak of. Raises as `read`."""
    with _opened(content, limits) as document:
        return [number for number in range(len(document)) if _is_scan(document[number], written(document[number])[0].words)]


def render(document: Any, number: int) -> Image.Image:
    """A page of an open document as a picture: 300 dpi, and no more pixels than a sheet of A4 has there twice over."""
    page = document[number]
    width, height = page.get_size()
    scale = min(_DPI / 72, (_PIXELS / max(width * height, 1.0)) ** 0.5)
    return page.render(scale=scale, may_draw_forms=False).to_pil()


class _Pages:
    """The sheets of a document, and what happened on the way."""

    def __init__(self, document: Any, limits: Limits) -> None:
        self._document, self._limits, self._characters = document, limits, 0
        self.scans: list[int] = []
        self.broken: list[int] = []
        self.mended = 0
        self.recognised = False

    def sheets(self) -> Iterator[Sheet]:
        """One for each page, in order; a damaged page is an empty one. Raises FileTooLarge."""
        from explorer.readers.scan import ocr

        self.recognised = self._limits.ocr and ocr.available()
        total = len(self._document)
        for number in range(total):
            sheet = self._sheet(number)
            if self.scans and self.recognised:
                self._limits.told(number + 1, total)
            yield sheet
        self.recognised = self.recognised and bool(self.scans)

    def _sheet(self, number: int) -> Sheet:
        from pypdfium2 import PdfiumError

        try:
            page = self._document[number]
            sheet, mended = written(page)
            if not _is_scan(page, sheet.words):
                self._count(sheet.words)
                self.mended += mended
                return sheet
            self.scans.append(number)
            return self._seen(number) if self.recognised else Sheet(sheet.width, sheet.height, [])
        except (PdfiumError, ValueError, OverflowError, ArithmeticError):
            self.broken.append(number)
            return Sheet(1.0, 1.0, [])

    def _seen(self, number: int) -> Sheet:
        from explorer.readers.scan import ocr

        return ocr.sheet(render(self._document, number))

    def _count(self, found: list[Any]) -> None:
        self._characters += sum(len(word.text) for word in found)
        if self._characters > min(_CHARACTERS, self._limits.bytes):
            raise FileTooLarge(f"PDF 里的文字超过 {_CHARACTERS:,} 字", remedy="请拆分该文件。")

    def steps(self) -> Iterator[str]:
        """How it was read, a line each."""
        if self.scans:
            done = "文字识别 rapidocr" if self.recognised else "没有识别（未装文字识别组件或已关闭）"
            yield f"第{_numbers(self.scans)}页没有文字层：{done}"
        if self.broken:
            yield f"第{_numbers(self.broken)}页已损坏，没有读出"
        if self.mended:
            yield f"字体中的部首、兼容字形换作通用字 {self.mended} 处"


def _numbers(pages: list[int]) -> str:
    shown = "、".join(str(page + 1) for page in pages[:_FEW])
    return shown if len(pages) <= _FEW else f"{shown}…（共 {len(pages)} 页）"


def _is_scan(page: Any, found: list[Any]) -> bool:
    """Whether a page is a picture of text: little or no text that means something, and a picture over much of it."""
    from pypdfium2 import raw

    characters = sum(len(word.text) for word in found)
    if characters > _FEW and readable(found) >= _READABLE:
        return False
    width, height = page.get_size()
    covered = 0.0
    for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = part.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return covered >= _COVERED * width * height or bool(found) and readable(found) < _READABLE


@contextmanager
def _opened(content: bytes, limits: Limits) -> Iterator[Any]:
    """A document, closed in the end. Raises UnreadableFile, FileTooLarge."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise UnreadableFile("PDF 已加密", remedy="请去掉打开密码后重新保存，再收录。") from error
        raise UnreadableFile("PDF 的结构已损坏", remedy="请重新下载或导出该文件。") from error
    try:
        if len(document) > limits.pages:
            raise FileTooLarge(f"超过 {limits.pages:,} 页的上限", remedy="请拆分该文件。")
        yield document
    finally:
        document.close()


def _recognises(content: bytes) -> bool:
    return _MARK in content[:_HEAD]


FORMAT = Format("pdf", (".pdf",), _recognises, read)
