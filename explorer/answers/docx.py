"""A plain DOCX: a title, headings and paragraphs in Chinese type, with links (ECMA-376, transitional).

Four small parts are all that such a document needs; a library for it would bring lxml, and leave the Chinese fonts to us.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = f"{_PACKAGE}/relationships/metadata/core-properties"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STYLES = (
    # id, name, based on, font, half-points, bold, outline level, paragraph properties
    ("Normal", "Normal", "", "宋体", 24, False, None, {"line": "420", "after": "60"}),
    ("Title", "Title", "Normal", "黑体", 40, True, None, {"jc": "center", "after": "240"}),
    ("Heading1", "heading 1", "Normal", "黑体", 30, True, 0, {"before": "300", "after": "120", "keep": "1"}),
    ("Source", "Source", "Normal", "楷体", 20, False, None, {"left": "480", "after": "160"}),
    ("Note", "Note", "Normal", "楷体", 20, False, None, {"after": "200"}),
)
_DATE = (1980, 1, 1, 0, 0, 0)
"""The same chronicle is the same file."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one of the styles; runs are (text, bold, address to link to or '')."""

    style: str
    runs: tuple[tuple[str, bool, str], ...]


def document(title: str, paragraphs: Iterable[Paragraph]) -> bytes:
    """The file; its body is written paragraph by paragraph. Characters that XML cannot hold are left out."""
    links: dict[str, str] = {}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        # The types come first: by them a program knows what the package is.
        _put(package, "[Content_Types].xml", _content_types())
        _put(package, "_rels/.rels", _relations((("rId1", f"{_R}/officeDocument", "word/document.xml", False), ("rId2", _CORE, "docProps/core.xml", False))))
        _put(package, "docProps/core.xml", _core(title))
        _put(package, "word/styles.xml", _styles())
        with package.open(_info("word/document.xml"), "w") as part:
            for piece in _body(paragraphs, links):
                part.write(piece.encode())
        outside = ((id, f"{_R}/hyperlink", address, True) for address, id in links.items())
        _put(package, "word/_rels/document.xml.rels", _relations((("rId0", f"{_R}/styles", "styles.xml", False), *outside)))
    return file.getvalue()


def _put(package: zipfile.ZipFile, name: str, tree: ET.Element) -> None:
    package.writestr(_info(name), ET.tostring(tree, encoding="UTF-8", xml_declaration=True))


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _body(paragraphs: Iterable[Paragraph], links: dict[str, str]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>'
    for paragraph in paragraphs:
        runs = (_run(text, bold, links.setdefault(address, f"rId{len(links) + 1}") if address else "") for text, bold, address in paragraph.runs if text)
        yield f'<w:p><w:pPr><w:pStyle w:val="{paragraph.style}"/></w:pPr>{"".join(runs)}</w:p>'
    yield (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1588" w:bottom="1440" w:left="1588" w:header="851"'
        ' w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _run(text: str, bold: bool, link: str) -> str:
    look = ("<w:b/>" if bold else "") + ('<w:color w:val="1D4F7C"/><w:u w:val="single"/>' if link else "")
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(_clean(text))}</w:t></w:r>'
    return f'<w:hyperlink r:id="{link}">{run}</w:hyperlink>' if link else run


def _styles() -> ET.Element:
    root = ET.Element(f"{{{_W}}}styles")
    for style, name, base, font, size, bold, level, layout in _STYLES:
        shown = _add(root, "style", type="paragraph", styleId=style, **({"default": "1"} if style == "Normal" else {}))
        _add(shown, "name", val=name)
        if base:
            _add(shown, "basedOn", val=base)
        _add(shown, "qFormat")
        _layout(_add(shown, "pPr"), layout, level)
        properties = _add(shown, "rPr")
        _add(properties, "rFonts", ascii="Times New Roman", hAnsi="Times New Roman", eastAsia=font, cs="Times New Roman")
        if bold:
            _add(properties, "b")
        _add(properties, "sz", val=str(size))
        _add(properties, "lang", val="en-US", eastAsia="zh-CN")
    return root


def _layout(properties: ET.Element, layout: dict[str, str], level: int | None) -> None:
    """In the order that the schema wants."""
    if "keep" in layout:
        _add(properties, "keepNext")
    spacing = {name: layout[name] for name in ("before", "after", "line") if name in layout}
    _add(properties, "spacing", **spacing)
    if "left" in layout:
        _add(properties, "ind", left=layout["left"])
    if "jc" in layout:
        _add(properties, "jc", val=layout["jc"])
    if level is not None:
        _add(properties, "outlineLvl", val=str(level))


def _content_types() -> ET.Element:
    root = ET.Element("Types", xmlns=f"{_PACKAGE}/content-types")
    ET.SubElement(root, "Default", Extension="rels", ContentType="application/vnd.openxmlformats-package.relationships+xml")
    for part, kind in (("/word/document.xml", f"{_TYPES}.document.main+xml"), ("/word/styles.xml", f"{_TYPES}.styles+xml"),
                       ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")):  # fmt: skip
        ET.SubElement(root, "Override", PartName=part, ContentType=kind)
    return root


def _core(title: str) -> ET.Element:
    root = ET.Element(f"{{{_PACKAGE}/metadata/core-properties}}coreProperties")
    for name, value in (("title", title), ("language", "zh-CN")):
        ET.SubElement(root, f"{{http://purl.org/dc/elements/1.1/}}{name}").text = _clean(value)
    return root


def _relations(rows: Iterable[tuple[str, str, str, bool]]) -> ET.Element:
    root = ET.Element("Relationships", xmlns=f"{_PACKAGE}/relationships")
    for id, kind, target, outside in rows:
        ET.SubElement(root, "Relationship", {"Id": id, "Type": kind, "Target": target, **({"TargetMode": "External"} if outside else {})})
    return root


def _add(parent: ET.Element, tag: str, **values: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_W}}}{tag}", {f"{{{_W}}}{name}": value for name, value in values.items()})


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
