"""The characters of a web page: byte-order mark, declared encoding, then what its bytes allow."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from explorer.errors import BrokenEncoding, NotText
from explorer.readers import chinese

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,30})|<\?xml\b[^>]{0,80}encoding\s*=\s*["']([\w-]{2,30})""", re.IGNORECASE
)
_HEAD = 8_192
"""Bytes within which a page says how it is encoded; browsers look at 1,024, old templates put styles first."""
_SAMPLE = 100_000
_KNOWN = {"big5": "big5hkscs", "big5hkscs": "big5hkscs", "utf8": "utf-8", "utf16": "utf-8", "unicode": "utf-8", "cp936": "gb18030", "xgbk": "gb18030"}
"""A page whose declaration can be read as ASCII is not in UTF-16, whatever it says (WHATWG Encoding)."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters, the encoding they were in, and the first byte that had no meaning in it (-1: all had)."""

    text: str
    encoding: str
    broken_at: int = -1


def decode(content: bytes, charset: str = "") -> Decoded:
    """A page as text. `charset` is what came with it (HTTP, mail), which goes before what it says itself.

    A declaration is believed where the result reads like Chinese: pages in UTF-8 that say gb2312 are common, and
    GB18030 gives a meaning to almost any bytes. Bytes without a meaning become U+FFFD, and the first is reported, for
    they are mostly outside of the text. Raises NotText, BrokenEncoding.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _lenient(content, encoding)
    if b"\x00" in content:
        raise NotText("含有二进制内容")
    said = known(charset) or _declared(content)
    for encoding in dict.fromkeys((said or "utf-8", "utf-8")):
        text = _strict(content, encoding)
        if text is not None and (encoding == "utf-8" or text.isascii() or chinese.reads_like_chinese(text)):
            return Decoded(text, encoding)
    if found := chinese.best(content, ("gb18030", "big5hkscs")):
        return Decoded(*found)
    if said and (text := _strict(content, said)) is not None:
        return Decoded(text, said)
    return _lenient(content, said or _likeliest(content))


def known(charset: str) -> str:
    """The codec for a declared name; '' for one that no Chinese page is in, and for servers' default of Latin-1."""
    name = re.sub(r"[^a-z0-9]", "", charset.lower())
    return "gb18030" if name.startswith("gb") else _KNOWN.get(name, "")


def _declared(content: bytes) -> str:
    match = _DECLARED.search(content[:_HEAD])
    return known((match[1] or match[2]).decode("ascii", "replace")) if match else ""


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likeliest(content: bytes) -> str:
    """For bytes that no encoding fits: the one in which the fewest are lost."""
    lost = {encoding: content[:_SAMPLE].decode(encoding, "replace").count("\ufffd") for encoding in ("utf-8", "gb18030")}
    return min(lost, key=lambda encoding: lost[encoding])


def _lenient(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        text = content.decode(encoding, "replace")
        if not chinese.reads_like_chinese(text) or text.count("\ufffd") * 20 > len(text):
            raise BrokenEncoding(f"第 {error.start} 字节处不是有效的 {encoding} 文字") from error
        return Decoded(text, encoding, error.start)
