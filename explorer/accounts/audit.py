"""The record: who did what, when, from where. It is added to, and nothing in it is changed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from explorer.accounts.book import Book

PAGE = 50
SIGNED_IN, REFUSED, SIGNED_OUT, CHANGED, TAKEN_OUT, READ, MANAGED = "sign-in", "refused", "sign-out", "change", "export", "read", "account"
"""What is recorded: signing in, being refused, signing out; changes; exports; pages read, if that is switched on; accounts managed."""
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `at` is UTC, to the second; `about` an address on the site, or a name."""

    at: str
    who: str
    address: str
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some lines, newest first."""

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int


def note(book: Book, who: str, address: str, what: str, about: str, log: str = "") -> None:
    """Adds a line, if accounts are kept; also to a file of JSON lines, if one is named."""
    if not book.is_kept:
        return
    at = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = Entry(at, _plain(who), _plain(address), what, _plain(about))
    with book.write() as connection:
        connection.execute("INSERT INTO audit (at, who, address, what, about) VALUES (:at, :who, :address, :what, :about)", asdict(entry))
    if log:
        with Path(log).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")


def page(book: Book, number: int) -> AuditPage:
    """Page `number`, from 1; the last if there are fewer."""
    if not book.is_kept:
        return AuditPage((), 0, 1, 1)
    with book.read() as connection:
        total = int(connection.execute("SELECT count(*) FROM audit").fetchone()[0])
        pages = max(1, -(-total // PAGE))
        number = min(max(number, 1), pages)
        rows = connection.execute("SELECT at, who, address, what, about FROM audit ORDER BY id DESC LIMIT ? OFFSET ?", (PAGE, (number - 1) * PAGE))
        return AuditPage(tuple(Entry(*row) for row in rows), total, number, pages)


def entries(book: Book) -> Iterator[Entry]:
    """All lines, oldest first."""
    if book.is_kept:
        with book.read() as connection:
            for row in connection.execute("SELECT at, who, address, what, about FROM audit ORDER BY id"):
                yield Entry(*row)


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in text[:_LONGEST])
