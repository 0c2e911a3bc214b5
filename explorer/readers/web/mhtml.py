"""Web archives (MHTML, RFC 2557): the page as a browser saved it with its pictures; read as the page alone."""

from __future__ import annotations

import re
from dataclasses import replace

from explorer.errors import EmptyFile, UnreadableFile
from explorer.readers.base import Format, Limits, Reading
from explorer.readers.web import html, mime

_PAGES = ("text/html", "application/xhtml+xml")
_FRAMES = 20
"""Pages looked at where the first one has no text because its frames have it."""
_LONGEST_HEAD = 65_536
"""Bytes; what servers add to a letter (signatures, stations) stands before the lines its sender wrote."""
_HEAD = re.compile(rb"(?:From [^\r\n]*\r?\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+")
_SAVED = re.compile(
    rb"""^(?:Snapshot-Content-Location:|From:\s*["<]?(?:Saved\ by|=\?[^\r\n]*\?=["\s]*$
    |[^\r\n]*(?:\xe4\xbf\x9d\xe5\xad\x98|\xb1\xa3\xb4\xe6)[">\s]*$))""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
"""Blink, Internet Explorer in English, as an encoded word without an address, and in Chinese (…保存 in UTF-8 or GBK)."""
_FROM = re.compile(rb"^From:", re.IGNORECASE | re.MULTILINE)
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(rb"^Content-Type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:Received|To|Message-ID|Return-Path|X-Mailer):", re.IGNORECASE | re.MULTILINE)


def read(content: bytes, limits: Limits) -> Reading:
    """The text of the page. Raises UnreadableFile, and what `html.read` raises."""
    head, parts = mime.parts(content, limits)
    pages = sorted((part for part in parts if part.kind in _PAGES), key=lambda part: not _is_main(part, head))
    if not pages:
        raise UnreadableFile("网页存档里没有网页", remedy="请在浏览器中打开该页，另存为“网页，仅 HTML”后重试。")
    reading = _first(pages)
    place = mime.value(head, "snapshot-content-location") or mime.value(pages[0].head, "content-location")
    return replace(reading, steps=(*reading.steps, f"网页保存自 {place[:500]}")) if place else reading


def _is_main(part: mime.Part, head: mime.Message) -> bool:
    """Whether the head of the archive says that this is the page; the first one is, if it says of none."""
    start = mime.parameter(head, "content-type", "start").strip("<> ")
    place = mime.value(head, "snapshot-content-location")
    return part.identity == start if start else bool(place) and mime.value(part.head, "content-location") == place


def _first(pages: list[mime.Part]) -> Reading:
    """The page; where it has no text because its frames have it, the frame with the most."""
    try:
        return _reading(pages[0])
    except EmptyFile:
        framed = [reading for page in pages[1:_FRAMES] if (reading := _if_any(page))]
        if not framed:
            raise
        return max(framed, key=lambda reading: len(reading.text))


def _if_any(page: mime.Part) -> Reading | None:
    try:
        return _reading(page)
    except EmptyFile:
        return None


def _reading(page: mime.Part) -> Reading:
    return html.reading(page.content, charset=page.charset, form="mhtml")


def head_of(content: bytes) -> bytes:
    """The header lines that a file begins with; b'' if it does not begin with any."""
    match = _HEAD.match(content[:_LONGEST_HEAD].lstrip(b"\r\n"))
    return match[0] if match else b""


def is_saved_page(head: bytes) -> bool:
    """Whether header lines are those of a page that a browser saved, and of no letter that was sent."""
    saved = _SAVED.search(head) or _VERSION.search(head) and not _FROM.search(head)  # Word names nobody
    return bool(saved and _RELATED.search(head) and not _SENT.search(head))


FORMAT = Format("mhtml", (".mhtml", ".mht"), lambda content: is_saved_page(head_of(content)), read)
