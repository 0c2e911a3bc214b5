"""Readers: one file a format, one signature; this registry lists them.

A package can add a format: an entry point in the group `jianbao.readers` that loads to a `Format`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path, PurePath

from explorer.errors import EmptyFile, FileTooLarge, InputError, NotText, UnreadableFile
from explorer.readers import plain
from explorer.readers.base import Format, Limits, Member, Reading

__all__ = ["Format", "Limits", "Member", "Reading", "format_of", "formats", "load", "members", "read", "suffixes"]

GROUP = "jianbao.readers"


@cache
def formats() -> tuple[Format, ...]:
    """All formats, those of other packages first; plain text, which anything might be, last."""
    return (*(point.load() for point in sorted(entry_points(group=GROUP))), *_own(), plain.FORMAT)


def _own() -> tuple[Format, ...]:
    """Imported when first asked for: a reader that nobody needs costs nothing."""
    from explorer.readers import archive, jsonl
    from explorer.readers.office import doc, docx, ofd
    from explorer.readers.pdf import pdf
    from explorer.readers.scan import images
    from explorer.readers.web import html, mail, mhtml

    return pdf.FORMAT, images.FORMAT, docx.FORMAT, doc.FORMAT, ofd.FORMAT, archive.FORMAT, mail.FORMAT, mhtml.FORMAT, html.FORMAT, jsonl.FORMAT


def suffixes() -> frozenset[str]:
    """The suffixes that some reader is registered for, in lower case, with their dot."""
    return frozenset(suffix for form in formats() for suffix in form.suffixes)


def load(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; raises UnreadableFile, EmptyFile, FileTooLarge."""
    try:
        if not path.is_file():
            raise UnreadableFile("不存在，或不是普通文件", place=str(path))
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise UnreadableFile(f"无法读取（{error.strerror or error}）", place=str(path)) from error
    if len(content) > limit:
        raise FileTooLarge(f"超过 {limit:,} 字节的上限", place=str(path))
    if not content.strip():
        raise EmptyFile("文件为空", place=str(path))
    return content


def format_of(name: str, content: bytes) -> Format:
    """The format that the content shows, else the one that the suffix of `name` says; raises NotText if there is none.

    Where several recognise the content (a Word file is a ZIP file too) the one with the suffix is taken.
    """
    suffix = PurePath(name).suffix.lower()
    shown = [form for form in formats() if form.recognises(content)]
    named = [form for form in formats() if suffix in form.suffixes]
    for form in (*(form for form in shown if form in named), *shown, *named):
        return form
    raise NotText(f"暂不支持 {suffix} 格式")


def is_worth_reading(name: str, content: bytes) -> bool:
    """Whether a file that came along in a container is one to read; a picture of a signature or a style sheet is none."""
    suffix = PurePath(name).suffix.lower()
    return suffix in suffixes() - {""} or any(form.recognises(content) for form in formats())


def read(name: str, content: bytes, limits: Limits | None = None) -> Reading:
    """What a file says; raises an InputError. A container has no text of its own: see `members`."""
    form = format_of(name, content)
    if form.read is None:
        raise NotText("压缩包或邮件里还有文件，须先展开")
    return form.read(content, limits or Limits())


def members(name: str, content: bytes, limits: Limits | None = None) -> Iterator[Member | InputError] | None:
    """The files within a container; None for a file that is none."""
    form = format_of(name, content)
    return form.open(content, limits or Limits()) if form.open else None
