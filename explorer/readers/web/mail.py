"""Letters (EML, RFC 5322): what the letter says as a text, and the files attached to it.

Where files are attached, a letter that only says so is left out; where the letter is the matter, pictures are its illustrations and
are left out instead. Pictures shown in the letter (cid:…) are, like those of a signature, never files of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.errors import EmptyFile, InputError, UnreadableFile
from explorer.readers.base import Format, Limits, Member
from explorer.readers.naming import as_name, distinct
from explorer.readers.web import html, mhtml, mime
from explorer.readers.web.decoding import decode

_SUFFIXES = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml"}
_NO_FILES = frozenset(
    "application/pkcs7-signature application/x-pkcs7-signature application/pgp-signature text/calendar text/vcard text/x-vcard"
    " message/delivery-status message/disposition-notification text/rfc822-headers".split()
)
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_LETTER = 200
"""Characters; a note that says what is attached has fewer, an article in print mostly more."""
_HEADER = 500
"""Longest line that may be one of the head of a letter that was forwarded."""
_OF_BULLETIN = re.compile(
    r"第\s*\d{1,4}\s*期\s*[（(]|^【[^】]{2,12}】$|^.{40,}[（(][^（）()]{2,30}(?:办公室|办|中心|室|馆|局|委|院|社)[）)]$", re.MULTILINE
)
"""Number and total, a section, a paragraph with its attribution: a letter with these is no note, however short."""
_FORWARDED = re.compile(
    r"^\s*(?:-{3,}.{0,40}-{3,}|(?:发件人|寄件者|收件人|抄送|发送时间|发送日期|日期|主题|From|To|Cc|Sent|Date|Subject)\s*[:：].*)$"
)
_SENDER = re.compile(r"^\s*(?:发件人|寄件者|From)\s*[:：]")
_SIGNATURE = re.compile(r"^-- ?$")
_REPLY = re.compile(r"^(?:\s*(?:re|fw|fwd|回复|答复|转发|轉寄|回覆)\s*[:：])+\s*", re.IGNORECASE)
_PLACE = re.compile(r"[\u3400-\u9fff（）()]{4,40}")
_LETTERS_HEAD = re.compile(rb"^(?:From|Sender|Received|Return-Path|Delivered-To):", re.IGNORECASE | re.MULTILINE)
_LETTERS_REST = re.compile(rb"^(?:To|Date|Subject|Message-ID|MIME-Version):", re.IGNORECASE | re.MULTILINE)


def open_(content: bytes, limits: Limits) -> Iterator[Member | InputError]:
    """What the letter says (a .txt in UTF-8, whatever it was), then the files attached, in order.

    An attached letter is a file (.eml). What cannot be read is yielded as the error. Raises UnreadableFile, FileTooLarge, EmptyFile.
    """
    head, parts = mime.parts(content, limits)
    if any(part.kind in _SEALED for part in parts):
        raise UnreadableFile("邮件已加密或签封", remedy="请在邮件程序中打开，另存正文或附件后重试。")
    shown = [part for part in parts if part.kind.startswith("text/") and not part.attached and part.kind not in _NO_FILES]
    files = _files(parts, shown)
    try:
        text: str | InputError = _text(shown)
    except InputError as error:
        error.place, text = "邮件正文", error
    if not files and not text:
        raise EmptyFile("邮件里没有文字，也没有附件")
    return _members(head, text, files)


def _files(parts: list[mime.Part], shown: list[mime.Part]) -> list[mime.Part]:
    """The parts that somebody attached."""
    pages = b"".join(part.content for part in shown if part.kind == "text/html")
    cited = set(re.findall(rb"cid:([^\s\"'<>)]{1,200})", pages))
    own = set(map(id, shown))
    others = [part for part in parts if id(part) not in own and part.kind not in _NO_FILES and not part.kind.startswith("multipart/")]
    return [part for part in others if part.content and not (part.kind.startswith("image/") and part.identity.encode() in cited)]


def _text(shown: list[mime.Part]) -> str:
    """What the letter says: its pages, for plain text is their copy, wrapped at 76 columns; else the plain text. Raises InputError."""
    pages = [part for part in shown if part.kind == "text/html" and part.content.strip()]
    texts = [found for part in pages if (found := _page(part))]
    if not texts:
        texts = [_plain(part) for part in shown if part.kind == "text/plain"]
    lines = "\n".join(texts).split("\n")
    end = next((at for at, line in enumerate(lines) if _SIGNATURE.match(line)), len(lines))
    forwarded = any(map(_SENDER.match, lines))
    return "\n".join(line for line in lines[:end] if not (forwarded and len(line) <= _HEADER and _FORWARDED.match(line))).strip("\n")


def _page(part: mime.Part) -> str:
    try:
        return html.reading(part.content, charset=part.charset, whole=True).text
    except EmptyFile:
        return ""


def _plain(part: mime.Part) -> str:
    """Plain text, without the marks of quotation; lines that flow (RFC 3676) are joined as their sender meant them."""
    text = decode(part.content, part.charset).text.replace("\r\n", "\n")
    text = re.sub(r"^(?:> ?)+", "", text, flags=re.MULTILINE)
    if mime.parameter(part.head, "content-type", "format").lower() == "flowed":
        space = "" if mime.parameter(part.head, "content-type", "delsp").lower() == "yes" else " "
        text = re.sub(r"(?<!^--) \n(?=\S)", space, text, flags=re.MULTILINE)
    return text


def _members(head: mime.Message, text: str | InputError, files: list[mime.Part]) -> Iterator[Member | InputError]:
    used, subject = set[str](), _REPLY.sub("", mime.value(head, "subject"))
    if isinstance(text, InputError):
        yield text
    elif text and (not files or len(text) >= _LETTER or _OF_BULLETIN.search(text)):
        files = [part for part in files if not part.kind.startswith("image/")]
        yield Member(distinct(as_name(subject, ".txt") or "邮件正文.txt", used), (_headed(text, subject, head) + "\n").encode())
    for number, part in enumerate(files, 1):
        yield Member(distinct(_named(part, number), used), part.content)


def _named(part: mime.Part, number: int) -> str:
    """The last part of the name the file was sent with; one without a name is called by its place."""
    name = as_name(re.split(r"[\\/]", part.name)[-1])
    suffix = _SUFFIXES.get(part.kind, "")
    return name if "." in name or name and not suffix else f"{name or f'附件{number}'}{suffix}"


def _headed(text: str, subject: str, head: mime.Message) -> str:
    """The text with title and posting line, if it is an article that is sent without them: then the letter's head has them.

    A text that begins with anything but a paragraph, or a title over one (a number, an office and a date, a section, 各位领导：) is left alone.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    at = next((at for at, line in enumerate(lines) if "。" in line), 3)
    if at > 2 or any(re.search(r"[：:，【]|\d月\d|第.{1,9}期", line) for line in lines[:at]) or at == 0 and not subject:
        return text
    posting = _posting(head)
    return "\n".join([*(lines[:at] or [subject]), *([posting] if posting else []), *lines[at:]])


def _posting(head: mime.Message) -> str:
    from email.utils import parseaddr, parsedate_to_datetime

    sender = parseaddr(mime.value(head, "from"))[0].strip()
    source = [f"来源：{sender}"] if _PLACE.fullmatch(sender) else []
    try:
        day = [f"发布时间：{parsedate_to_datetime(mime.value(head, 'date')).date().isoformat()}"]
    except (ValueError, TypeError, IndexError, OverflowError):
        day = []
    return " ".join(source + day)


def _recognises(content: bytes) -> bool:
    head = mhtml.head_of(content)
    return bool(_LETTERS_HEAD.search(head) and _LETTERS_REST.search(head)) and not mhtml.is_saved_page(head)


FORMAT = Format("eml", (".eml",), _recognises, open=open_)
