"""Word files (DOCX, DOCM): the text in its order, as it is printed.

Read from the XML by the standard library. python-docx (measured, MIT) leaves out inserted text, text boxes, notes and numbers,
knows nothing of strict files, unpacks every picture, and walks hostile relations recursively; what is left of it is the XML.
ECMA-376 part 1, 17: paragraphs, tables, revisions, fields; part 3: AlternateContent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.errors import EmptyFile
from explorer.readers.base import Format, Limits, Reading
from explorer.readers.office.docx_numbers import Numbering
from explorer.readers.office.numerals import printed
from explorer.readers.office.package import Package, attribute, child, children, holds, local
from explorer.readers.office.text import pages, row_lines

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAIN = "word/document.xml"
_OUT = frozenset(
    "del moveFrom delText instrText delInstrText pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr rt rubyPr"
    " footnoteRef endnoteRef annotationRef commentReference".split()
)
"""What is not printed, or not as text: deletions, the code of fields, properties, the sound above a character."""
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(content: bytes, limits: Limits) -> Reading:
    """Body with tables and text boxes, then foot and end notes; page heads and feet are left out.

    Raises UnreadableFile (damaged, encrypted, DTD), FileTooLarge, or EmptyFile if there are only pictures.
    """
    package = Package(content, limits)
    main = _main(package)
    related = _related(package, main)

    def part(kind: str) -> Element | None:
        return package.tree(related[kind]) if kind in related else None

    body = child(package.tree(main), "body")
    story = _Story(Numbering(part("numbering"), lambda: part("styles")))
    lines = story.lines(body) + story.rest()
    for kind in ("footnotes", "endnotes"):
        for note in children(part(kind), kind[:-1]):
            lines += [] if attribute(note, "type") else story.lines(note)  # with a type it is the rule above the notes
    if not any(map(str.strip, lines)):
        raise EmptyFile("Word 文件里没有文字，可能只有图片", remedy="请对图片作文字识别后另存为文本。")
    text, starts = pages(lines, limits.pages)
    return Reading(text, "docx", starts, steps=story.steps())


def _main(package: Package) -> str:
    """The part with the text; its usual name where the relations do not say."""
    return _related(package, "").get("officeDocument", _MAIN)


def _related(package: Package, part: str) -> dict[str, str]:
    """Parts that a part refers to, by the last word of the kind of relation."""
    folder, slash, name = part.rpartition("/")
    relations = f"{folder}{slash}_rels/{name}.rels"
    if relations not in package:
        return {}
    found: dict[str, str] = {}
    for relation in package.tree(relations):
        target = package.resolve(part, attribute(relation, "Target"))
        if target and attribute(relation, "TargetMode") != "External":
            found.setdefault(attribute(relation, "Type").rpartition("/")[2], target)
    return found


class _Story:
    """Lines of a part. Depth was bounded when it was parsed, so that recursion is."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._boxes = self._deleted = self._numbered = 0
        self._carried: list[str] = []

    def steps(self) -> tuple[str, ...]:
        """What was done, for the one who looks into a bad parse."""
        counts = (
            ("文本框 {} 个", self._boxes),
            ("自动编号 {} 处", self._numbered),
            ("修订中已删除的文字略去 {} 处", self._deleted),
        )
        return tuple(text.format(count) for text, count in counts if count)

    def lines(self, element: Element | None) -> list[str]:
        """The lines of a body, a cell, a text box or a note; `\\f` within one begins a page."""
        found: list[str] = []
        for item in element if element is not None else ():
            name = local(item)
            if name == "p":
                found += self._paragraph(item)
            elif name == "tbl":
                found += self._table(item)
            elif name == "AlternateContent":
                found += self._alternate(item)
            elif name not in _OUT:  # a content control, an insertion, custom XML
                found += self.lines(item)
        return found

    def _table(self, table: Element) -> list[str]:
        found: list[str] = []
        for row in _within(table, "tr"):
            if child(row, "trPr", "del") is None:
                found += row_lines([self.lines(cell) for cell in _within(row, "tc")])
        return found

    def _paragraph(self, paragraph: Element) -> list[str]:
        """The text boxes that hang on a paragraph, then its own lines; none where its end was deleted: the next goes on."""
        properties = child(paragraph, "pPr")
        boxes: list[str] = []
        parts: list[str] = []
        carried, self._carried = self._carried, []
        for item in paragraph:
            self._inline(item, parts, boxes)
        own, label = "".join(parts), self._numbering.label(properties)
        if own.strip() and label:
            own = printed(label, own)
            self._numbered += 1
        if child(properties, "rPr", "del") is not None:
            carried.append(own)
            self._carried = carried
            return boxes
        broken = child(properties, "pageBreakBefore")
        first = "\f" if broken is not None and _on(broken) else ""
        return [*boxes, *"".join((first, *carried, own)).split("\n")]

    def rest(self) -> list[str]:
        """What was to go on in a paragraph that did not come."""
        return ["".join(self._carried)] if self._carried else []

    def _inline(self, item: Element, parts: list[str], boxes: list[str]) -> None:
        name = local(item)
        if name == "t":
            parts.append((item.text or "").replace("\n", " "))
        elif name == "br" and attribute(item, "type") == "page":
            parts.append("\f")
        elif name == "br" and attribute(item, "type") == "column":
            parts.append("\n")
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
        elif name == "txbxContent":
            self._boxes += 1
            boxes += self.lines(item)
        elif name == "AlternateContent":
            self._choice(item, parts, boxes)
        elif name in ("del", "moveFrom"):
            self._deleted += 1
        elif name not in _OUT and not (name == "r" and _hidden(item)):
            for inner in item:
                self._inline(inner, parts, boxes)

    def _choice(self, item: Element, parts: list[str], boxes: list[str]) -> None:
        """One of the forms of a thing: the first that has words; the same stands again in the fallback."""
        for form in item:
            before = len(parts), len(boxes)
            for inner in form:
                self._inline(inner, parts, boxes)
            if before != (len(parts), len(boxes)):
                return

    def _alternate(self, item: Element) -> list[str]:
        return next((lines for form in item if (lines := self.lines(form))), [])


def _within(element: Element, name: str) -> list[Element]:
    """Rows of a table, cells of a row: also those inside content controls and revisions."""
    found: list[Element] = []
    for item in element:
        if local(item) == name:
            found.append(item)
        elif local(item) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            found += _within(item, name)
    return found


def _hidden(run: Element) -> bool:
    mark = child(run, "rPr", "vanish")
    return mark is not None and _on(mark)


def _on(mark: Element) -> bool:
    return attribute(mark, "val", "1") not in ("0", "false", "off")


def recognises(content: bytes) -> bool:
    """Whether content is a ZIP file with the parts of a Word file; the main one has other names too (document2.xml)."""
    return holds(content, "word/") and holds(content, "[Content_Types].xml")


FORMAT = Format("docx", (".docx", ".docm", ".dotx"), recognises, read)
