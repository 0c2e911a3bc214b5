"""MIME, as far as letters and saved pages need it: the parts of a file, their contents decoded (RFC 2045–2047, 2231).

The headers are read by the standard library, the structure here: its parser matches each line against all boundaries that are open,
which takes minutes on a file made for that, and its newer policies need seconds for one long header. This takes the time of
reading the file once for each level, and levels are limited.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from email.message import Message

from explorer.errors import BrokenEncoding, FileTooLarge, NotText, UnreadableFile
from explorer.readers.base import Limits
from explorer.readers.naming import decoded
from explorer.readers.web.decoding import decode

_DEPTH = 20
_HEAD = 200_000
"""Longest head of a part, in bytes; that of a letter that went through many servers has 20,000."""
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_VALUE = 4_000
"""Characters of a header that are looked at: the standard library takes quadratic time for its parameters."""
_BROKEN = "邮件或网页存档的结构已损坏"


@dataclass(frozen=True, slots=True)
class Part:
    """A part without parts: its content decoded, and what its head says."""

    head: Message
    content: bytes

    @property
    def kind(self) -> str:
        """The type, text/html say, in lower case."""
        return self.head.get_content_type()

    @property
    def charset(self) -> str:
        """The encoding as declared, '' if none is."""
        return parameter(self.head, "content-type", "charset")

    @property
    def name(self) -> str:
        """The name of the file, '' if it has none."""
        return parameter(self.head, "content-disposition", "filename") or parameter(self.head, "content-type", "name")

    @property
    def attached(self) -> bool:
        """Whether it is a file rather than something to be shown in the letter."""
        return self.head.get_content_disposition() == "attachment" or bool(self.name)

    @property
    def identity(self) -> str:
        """What other parts call it (cid:…)."""
        return value(self.head, "content-id").strip("<> ")


def parts(content: bytes, limits: Limits) -> tuple[Message, list[Part]]:
    """The head of a file and its parts, in order. Raises UnreadableFile, FileTooLarge."""
    head, body = _cut(content.lstrip(b"\r\n"))
    waiting, found = [(head, body, 0)], list[Part]()
    while waiting:
        one, body, depth = waiting.pop()
        bounds = parameter(one, "content-type", "boundary") if one.get_content_maintype() == "multipart" else ""
        if not bounds:
            found.append(Part(one, _content(body, value(one, "content-transfer-encoding"))))
        elif depth >= _DEPTH:
            raise UnreadableFile("邮件的各部分嵌套过深", remedy="请把正文或附件单独保存后重试。")
        else:
            inner = _between(body, bounds)
            if len(inner) + len(found) + len(waiting) > limits.members:
                raise FileTooLarge(f"邮件或网页存档的部分超过 {limits.members:,} 个", remedy="请把附件单独保存后重试。")
            waiting += [(*_cut(part), depth + 1) for part in reversed(inner)]
    return head, found


def value(head: Message, name: str) -> str:
    """A header on one line, its encoded words decoded; '' if there is none."""
    from email.errors import HeaderParseError
    from email.header import decode_header

    raw = str(head.get(name) or "")
    try:
        words = [word if isinstance(word, str) else _word(word, charset) for word, charset in decode_header(raw)]
    except (HeaderParseError, ValueError, LookupError):
        words = [raw]
    return " ".join("".join(words).encode("utf-8", "replace").decode("utf-8").split())


def parameter(head: Message, header: str, name: str) -> str:
    """A parameter of a header (RFC 2231, or with encoded words, which many programs write); '' if there is none."""
    try:
        found = head.get_param(name, "", header)
    except (ValueError, LookupError, TypeError):  # numbers of thousands of digits, encodings that are none
        return ""
    if isinstance(found, tuple):
        charset, _, text = found
        return _word(str(text).encode("latin-1", "replace"), charset)
    holder = Message()
    holder["X"] = str(found)
    return value(holder, "X")


def _word(raw: bytes, charset: str | None) -> str:
    try:
        return decode(raw, charset or "").text
    except (BrokenEncoding, NotText):
        return decoded(raw)


def _cut(content: bytes) -> tuple[Message, bytes]:
    """Head and body of a part. Raises UnreadableFile."""
    from email.parser import HeaderParser

    if content.startswith((b"\n", b"\r\n")):
        return Message(), content.removeprefix(b"\r").removeprefix(b"\n")
    match = _BLANK_LINE.search(content, 0, _HEAD)
    if match is None and len(content) > _HEAD:
        raise UnreadableFile(_BROKEN, remedy="请重新导出或下载该文件。")
    raw, body = (content[: match.start()], content[match.end() :]) if match else (content, b"")
    head = Message()
    for name, text in HeaderParser().parsestr(decoded(raw.replace(b"\x00", b"")) + "\n\n").raw_items():
        head[name] = str(text)[:_VALUE]
    return head, body


def _between(body: bytes, boundary: str) -> list[bytes]:
    """The parts between the boundaries; what stands before the first and after the closing one is for old programs."""
    line = re.compile(b"--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    found, start = list[bytes](), -1
    for match in line.finditer(body):
        if match.start() and body[match.start() - 1] != 0x0A:
            continue
        if start >= 0:
            found.append(body[start : max(start, match.start())].removesuffix(b"\n").removesuffix(b"\r"))
        start = match.end()
        if match[1]:
            return found
    return [*found, body[start:]] if start >= 0 else found


def _content(body: bytes, encoding: str) -> bytes:
    """The bytes that were sent; of a damaged encoding what can be had."""
    encoding = encoding.lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding != "base64":
        return body
    dense = _NOT_BASE64.sub(b"", body)
    dense = dense[:-1] if len(dense) % 4 == 1 else dense
    return binascii.a2b_base64(dense + b"=" * (-len(dense) % 4))
