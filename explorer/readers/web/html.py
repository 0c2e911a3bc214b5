"""Web pages: saved, downloaded, or written by an office program.

The page is decoded here (see decoding) and parsed by selectolax (MIT; the engine is Lexbor, Apache-2.0), which was measured
to be the fastest and to leave the characters as they are; lxml and bs4 turn —— into ―― on pages in gb2312.
"""

from __future__ import annotations

import re

from explorer.errors import BrokenEncoding, EmptyFile, FileTooLarge
from explorer.readers.web import lines as html_lines
from explorer.readers.base import Format, Limits, Reading
from explorer.readers.web.decoding import Decoded, decode
from explorer.readers.web.page import Head, text_of
from explorer.readers.web.taming import tame, without_self_closing

_SAVED = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)\s*(\S{1,500})\s*-->", re.IGNORECASE)
_START = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body|meta\s)", re.IGNORECASE | re.DOTALL)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NAMES = {
    "articletitle": "title", "ucaptitle": "title", "og:title": "title",
    "pubdate": "posted", "publishdate": "posted", "firstpublishedtime": "posted", "article:published_time": "posted",
    "contentsource": "source", "source": "source",
}  # fmt: skip
"""Meta names of government sites (网站信息标签), and those that others took over."""
_DAY = re.compile(r"(?:19|20)\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_BREAKS_AT_BLANKS = re.compile(r"""<meta\s[^>]{0,40}\bgenerator["'][^>]{0,40}\b(?:Libre|Open)Office""", re.IGNORECASE)
"""These wrap the source at blanks alone; Word and most others wrap Chinese anywhere (see lines)."""
_MOST_TAGS = 1_000_000
"""A tree of these takes some 300 MB and 8 s; pages of 50 MB with text in them have a third of that."""
_EMPTY = "网页里没有文字，正文可能由脚本生成或在框架里"


def read(content: bytes, limits: Limits) -> Reading:
    """The text of a page: title, posting line, main block. Raises NotText, BrokenEncoding, EmptyFile or FileTooLarge."""
    return reading(content)


def reading(content: bytes, *, charset: str = "", whole: bool = False, form: str = "html") -> Reading:
    """As `read`; with the encoding that came with the page, and, if `whole`, with all its lines (the body of a mail)."""
    if content.count(b"<") > _MOST_TAGS:
        raise FileTooLarge(f"网页的标签超过 {_MOST_TAGS:,} 个", remedy="请把该页的文字另存为文本文件。")
    decoded = decode(content, charset)
    source = without_self_closing(decoded.text) if decoded.text[:5] == "<?xml" else decoded.text
    source, dropped = tame(source.replace("\n", " ") if _BREAKS_AT_BLANKS.search(source[:4_000]) else source)
    tree = _parse(source)
    page = html_lines.read(tree.body) if tree.body is not None else html_lines.Page()
    lines, how = ([line.text for line in page.lines], ("全部取用",)) if whole else text_of(page, _head(tree))
    text = "\n".join(lines)
    if not text.strip():
        raise EmptyFile(_EMPTY, remedy="请在浏览器中打开该页，另存为“网页，全部”后重试。")
    _require_sound(text, decoded)
    steps = [f"编码 {decoded.encoding}", *how]
    steps += [f"嵌套过深或过长的标签，略去 {dropped} 个"] if dropped else []
    steps += [f"网页保存自 {saved[1]}"] if (saved := _SAVED.search(decoded.text[:4_000])) else []
    return Reading(text + "\n", form, steps=tuple(steps))


def _parse(source: str):  # type: ignore[no-untyped-def]
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(source)


def _require_sound(text: str, decoded: Decoded) -> None:
    """Bytes without a meaning do no harm outside of the text; in it they are an error, as in any other file."""
    if decoded.broken_at >= 0 and "\ufffd" in text:
        raise BrokenEncoding(f"第 {decoded.broken_at} 字节处不是有效的 {decoded.encoding} 文字")


def _head(tree) -> Head:  # type: ignore[no-untyped-def]
    """What title and meta elements say."""
    found: dict[str, list[str]] = {"title": [], "posted": [], "source": []}
    for node in tree.css("meta[content]")[:200]:
        attributes = node.attributes
        kind = _NAMES.get((attributes.get("name") or attributes.get("property") or "").strip().lower())
        value = " ".join((attributes.get("content") or "").split())[:300]
        if kind and value:
            found[kind].append(value)
    window = tree.css_first("title")
    day = _DAY.search(" ".join(found["posted"]))
    shown = " ".join(window.text().split())[:300] if window is not None else ""
    return Head(tuple(found["title"]), shown, day[0].replace("T", " ") if day else "", "".join(found["source"][:1]))


def _recognises(content: bytes) -> bool:
    start = content[:4_096]
    if start.startswith(_MARKS[1:]):
        start = start.replace(b"\x00", b"")
    return bool(_START.match(start.removeprefix(_MARKS[0]).lstrip(b"\xff\xfe")))


FORMAT = Format("html", (".html", ".htm", ".shtml", ".xhtml"), _recognises, read)
