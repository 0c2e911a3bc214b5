"""What reading and parsing make: a text, a bulletin and its parts. Plain data; ids are derived from content alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from explorer.text import Traced

ARTICLE, NOTE, MASTHEAD, COLOPHON = "article", "note", "masthead", "colophon"
"""Parts of an issue: 文章, 编者按, 报头, 版记 (GB/T 9704 calls the printed foot of a document 版记)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file as it stands on its pages: a line of print is a line, a paragraph of a web page is one too.

    Running heads, page numbers and page furniture that the form itself marks as such are left out; all else is the matter of
    `explorer.parsing`. `pages[n]` is the offset in `text` at which page n + 1 begins; forms without pages have one.
    """

    text: str
    form: str
    pages: tuple[int, ...] = (0,)
    confidence: tuple[float, ...] = ()
    """For each page, 0 to 1, how sure the characters are; empty where they are certain."""
    steps: tuple[str, ...] = field(default=())
    """How it was read, a line each, for the one who looks into a bad parse."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """One line of the distribution list: mode 报, 送 or 发, and the names as printed."""

    mode: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the head of the file says of itself; an empty string or None where it says nothing."""

    series: str = ""
    issue_no: int | None = None
    total_no: int | None = None
    year: int | None = None
    issuer: str = ""
    printed: str = ""
    """Date printed in the masthead, ISO."""
    posted: str = ""
    """Date of the web page, ISO."""
    contributor: str = ""
    """Who sent the text in (来源: X供稿)."""
    author: str = ""
    title: Traced = field(default_factory=lambda: Traced("", ()))
    """Title of a single-article page."""
    text: Traced = field(default_factory=lambda: Traced("", ()))


@dataclass(frozen=True, slots=True)
class Colophon:
    """The printed foot: disclosure, recipients, who printed when, how many copies."""

    disclosure: str = ""
    recipients: tuple[Recipients, ...] = ()
    printer: str = ""
    printed: str = ""
    copies: int | None = None
    text: Traced = field(default_factory=lambda: Traced("", ()))


@dataclass(frozen=True, slots=True)
class Article:
    """One part of an issue. `text` is title, line break, paragraphs (attribution included), cleaned once."""

    id: str
    bulletin_id: str
    position: int
    part: str
    section: str
    title: str
    text: str
    body_start: int
    """Offset in `text` at which the body begins."""
    attribution: str
    date: str
    """ISO date of the issue or posting: what dates without a year are read against."""
    issuer: str
    origins: tuple[tuple[int, int, int], ...] = ()
    mended: tuple[tuple[int, int], ...] = ()
    """Characters that the source had lost and the posting date proved: (start, end) in `text`."""

    @property
    def body(self) -> str:
        """The text without its title."""
        return self.text[self.body_start :]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One issue, or one single-article page."""

    id: str
    sha256: str
    source_name: str
    masthead: Masthead
    colophon: Colophon
    date: str
    date_source: str
    """printed (报头), colophon (印发), posted (网页发布日期), number (the year alone, computed from
    the running total), or '' when none is known."""
    articles: tuple[Article, ...]
    """All parts in printed order; `part` tells which are articles."""

    @property
    def year(self) -> int | None:
        """Year of the issue: printed with the number, else of its date."""
        return self.masthead.year or (int(self.date[:4]) if self.date else None)


def bulletin_id(content: bytes) -> str:
    """Twelve hexadecimal digits of the file's SHA-256: the same file has the same id everywhere."""
    return hashlib.sha256(content).hexdigest()[:12]


def article_id(bulletin: str, position: int) -> str:
    """`<bulletin>-<position>`; position 0 is the masthead."""
    return f"{bulletin}-{position}"
