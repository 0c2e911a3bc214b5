"""A parsed page as lines: blocks and <br> end a line, a table's row is one; with the boxes that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from explorer.readers.web import names as html_names

_UNSEEN = frozenset("script style noscript template iframe frame object embed select button textarea input svg math canvas audio video head rt rp map".split())
_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hgroup hr legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul ucapcontent ucaptitle".split()
)
_HEADINGS = frozenset("h1 h2 h3 ucaptitle".split())
_WIDE = r"\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_SOFT = re.compile(rf"(?<=[{_WIDE}])[ \t\f]*+[\r\n][ \t\r\n\f]*+(?=[{_WIDE}])")
"""A line break in the source between Chinese characters is no blank (CSS Text 3, segment breaks)."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SEPARATORS = dict.fromkeys(map(ord, "\x0b\x1c\x1d\x1e\x85\u2028\u2029"), " ")
"""What Python takes for line ends and HTML does not."""
_PROSE = re.compile(r"[。！？；]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OWN_TEXT = 120
"""A box with more prose than this is no page furniture, whatever its name."""
_CELL, _ROW = 40, 2_000
"""Longest line of a cell that has several, longest row, in characters; beyond them a table is there for the layout."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, how many of its characters are links, and its weight as prose."""

    text: str
    linked: int
    weight: float


@dataclass(frozen=True, slots=True)
class Box:
    """A block that holds `lines[start:end]`, by what its template calls it."""

    start: int
    end: int
    content: bool


@dataclass(slots=True)
class Page:
    """The lines of a page in order, its boxes (inner ones first), and lines that are furniture or headings."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    noise: list[tuple[int, int]] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)


def read(body) -> Page:  # type: ignore[no-untyped-def]  # a selectolax.lexbor.LexborNode
    """The lines below a node; walked without recursion, for pages are nested as deep as their makers like."""
    gathered, open_ = _Gathering(), []
    node = body
    while node is not None:
        child = gathered.enter(node)
        if child is not None:
            open_.append(node)
            node = child
            continue
        while node.next is None or not open_:
            if not open_:
                return gathered.finish()
            node = open_.pop()
            gathered.leave(node.tag)
        node = node.next
    return gathered.finish()


@dataclass(slots=True)
class _Open:
    """A block being read: where its lines begin, how much prose was before it, and the cells of a row."""

    start: int
    prose: float
    marks: str = ""
    hidden: bool = False
    cells: list[int] = field(default_factory=list)


class _Gathering:
    def __init__(self) -> None:
        self._page = Page()
        self._blocks: list[_Open] = []
        self._buffer: list[str] = []
        self._linked = self._links = self._pres = 0
        self._prose = 0.0

    def enter(self, node):  # type: ignore[no-untyped-def]
        """Takes in a node; gives its first child if it is to be walked. A block without children is closed at once."""
        tag = node.tag
        if tag == "-text":
            self._text(node.text_content or "")
            return None
        if tag is None or tag in _UNSEEN or tag.startswith(("-", "!")):  # None: <?xml:namespace …?>, as Word leaves it
            return None
        if tag == "br":
            self._flush()
            return None
        self._open(tag, node)
        child = node.child
        if child is None:
            self.leave(tag)
        return child

    def _text(self, text: str) -> None:
        if self._pres:
            *rows, text = re.split(r"\r\n|\r|\n", text)
            for row in rows:
                self._buffer.append(row)
                self._flush()
        self._buffer.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _open(self, tag: str, node) -> None:  # type: ignore[no-untyped-def]
        self._links += tag == "a"
        if tag not in _BLOCK:
            return
        self._flush()
        self._pres += tag == "pre"
        if tag in ("td", "th") and self._blocks:
            self._blocks[-1].cells.append(len(self._page.lines))
        attributes = node.attributes
        marks = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"[:200]
        hidden = "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))
        self._blocks.append(_Open(len(self._page.lines), self._prose, marks if marks != " " else "", hidden))

    def leave(self, tag: str) -> None:
        """Closes an element, of which all children were taken in."""
        self._links -= tag == "a"
        if tag not in _BLOCK:
            return
        self._flush()
        self._pres -= tag == "pre"
        block, lines = self._blocks.pop(), self._page.lines
        if tag == "tr" and len(block.cells) > 1:
            self._join_row(block)
        if block.start < len(lines):
            self._note(tag, block, len(lines))

    def _note(self, tag: str, block: _Open, end: int) -> None:
        content = tag == "ucapcontent" or html_names.is_content(block.marks)
        named = tag in ("nav", "footer", "aside") or html_names.is_noise(block.marks)
        if not content and (block.hidden or named and self._prose - block.prose <= _OWN_TEXT):
            self._page.noise.append((block.start, end))
        elif tag in _HEADINGS or end - block.start <= 4 and html_names.is_title(block.marks):
            self._page.headings.append((block.start, end))
        if tag not in ("p", "li", "tr"):
            self._page.boxes.append(Box(block.start, end, content))

    def _join_row(self, row: _Open) -> None:
        """The cells of a row of data in one line; a row that lays out the page stays as it is."""
        lines, ends = self._page.lines, [*row.cells[1:], len(self._page.lines)]
        cells = [lines[a:b] for a, b in zip(row.cells, ends, strict=True) if b > a]
        texts = [" ".join(line.text for line in cell) for cell in cells]
        broken = any(len(line.text) > _CELL for cell in cells if len(cell) > 1 for line in cell)
        if len(cells) < 2 or broken or any(len(cell) > 3 for cell in cells) or sum(map(len, texts)) > _ROW:
            return
        linked = sum(line.linked for cell in cells for line in cell)
        del lines[row.start :]
        for ranges in (self._page.noise, self._page.headings):
            while ranges and ranges[-1][1] > row.start:
                ranges.pop()
        while self._page.boxes and self._page.boxes[-1].end > row.start:
            self._page.boxes.pop()
        self._prose = row.prose
        self._add("\t".join(texts), linked)

    def _flush(self) -> None:
        if self._buffer:
            text = _BLANKS.sub(" ", _SOFT.sub("", "".join(self._buffer).translate(_SEPARATORS))).strip()
            if text:
                self._add(text, self._linked)
            self._buffer.clear()
            self._linked = 0

    def _add(self, text: str, linked: int) -> None:
        own = max(0, len(text) - 2 * linked)
        weight = float(own) if _PROSE.search(text) else own / 10
        self._prose += weight if _PROSE.search(text) else 0.0
        self._page.lines.append(Line(text, linked, weight))

    def finish(self) -> Page:
        """The page, when all was taken in."""
        while self._blocks:
            self.leave("div")
        self._flush()
        return self._page
