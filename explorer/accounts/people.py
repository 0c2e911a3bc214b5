"""Accounts: who there is, what each may do, which collections each may see."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from explorer.accounts.book import Book
from explorer.errors import BadName, NotFound
from explorer.text import comparable

READER, EDITOR, ADMINISTRATOR = ROLES = ("reader", "editor", "administrator")
"""Each may do what the ones before may: read; correct and take in; see the record of what was done."""
LEAST, MOST = 12, 200
"""Characters of a password. Length counts, and no rule about its signs (NIST SP 800-63B, 5.1.1.2)."""
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Account:
    """One person; `collections` are those that he may see, sorted."""

    id: int
    name: str
    role: str
    disabled: bool
    collections: tuple[str, ...]

    def may(self, role: str) -> bool:
        """Whether his role holds what this one may do."""
        return not self.disabled and ROLES.index(self.role) >= ROLES.index(role)


def hashed(password: str) -> str:
    """Argon2id with the library's parameters (RFC 9106, low memory). Raises BadName for one that is too short or too long."""
    from argon2 import PasswordHasher

    if not LEAST <= len(password) <= MOST:
        raise BadName(f"密码须有 {LEAST} 至 {MOST} 个字符", remedy="请换一个更长的密码，如一句话。")
    return PasswordHasher().hash(password)


def add(book: Book, name: str, role: str, password: str) -> None:
    """A new account. Raises BadName."""
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable() or role not in ROLES:
        raise BadName(f"名称须为 1 至 {_LONGEST_NAME} 个可见的字", place=name[:_LONGEST_NAME])
    made = hashed(password)
    with book.write(keep=True) as connection:
        if connection.execute("SELECT 1 FROM accounts WHERE key = ?", (key(name),)).fetchone():
            raise BadName("已有同名的账户", place=name)
        connection.execute("INSERT INTO accounts (name, key, role, hash) VALUES (?, ?, ?, ?)", (name.strip(), key(name), role, made))


def accounts(book: Book) -> list[Account]:
    """All of them, by name."""
    if not book.is_kept:
        return []
    with book.read() as connection:
        return [account(connection, row) for row in connection.execute("SELECT * FROM accounts ORDER BY key").fetchall()]


def account(connection: sqlite3.Connection, row: sqlite3.Row) -> Account:
    """One account from its row."""
    found = connection.execute("SELECT collection FROM members WHERE account_id = ? ORDER BY 1", (row["id"],))
    return Account(row["id"], row["name"], row["role"], bool(row["disabled"]), tuple(member["collection"] for member in found))


def set_password(book: Book, name: str, password: str) -> None:
    """A new password; whoever is signed in with the old one no longer is. Raises NotFound, BadName."""
    made = hashed(password)
    with _one(book, name) as (connection, number):
        connection.execute("UPDATE accounts SET hash = ? WHERE id = ?", (made, number))
        connection.execute("DELETE FROM sessions WHERE account_id = ?", (number,))


def set_role(book: Book, name: str, role: str) -> None:
    """Another role; signs out. Raises NotFound."""
    with _one(book, name) as (connection, number):
        connection.execute("UPDATE accounts SET role = ? WHERE id = ?", (role, number))
        connection.execute("DELETE FROM sessions WHERE account_id = ?", (number,))


def set_disabled(book: Book, name: str, disabled: bool) -> None:
    """Whether he may sign in; signs out. Raises NotFound."""
    with _one(book, name) as (connection, number):
        connection.execute("UPDATE accounts SET disabled = ? WHERE id = ?", (int(disabled), number))
        connection.execute("DELETE FROM sessions WHERE account_id = ?", (number,))


def set_collections(book: Book, name: str, collections: Iterable[str]) -> None:
    """Which collections he may see, from now on. Raises NotFound."""
    with _one(book, name) as (connection, number):
        connection.execute("DELETE FROM members WHERE account_id = ?", (number,))
        connection.executemany("INSERT INTO members (account_id, collection) VALUES (?, ?)", [(number, one) for one in sorted(set(collections))])


def remove(book: Book, name: str) -> None:
    """Takes an account away; what he has done stays in the record under his name. Raises NotFound."""
    with _one(book, name) as (connection, number):
        connection.execute("DELETE FROM accounts WHERE id = ?", (number,))


def key(name: str) -> str:
    """What names are compared by."""
    return comparable(name).casefold()


@contextmanager
def _one(book: Book, name: str) -> Iterator[tuple[sqlite3.Connection, int]]:
    """The connection and the number of the account of this name, in one transaction. Raises NotFound."""
    if not book.is_kept:
        raise NotFound("没有这个账户", place=name[:_LONGEST_NAME])
    with book.write(keep=True) as connection:
        row = connection.execute("SELECT id FROM accounts WHERE key = ?", (key(name),)).fetchone()
        if row is None:
            raise NotFound("没有这个账户", place=name[:_LONGEST_NAME])
        yield connection, int(row["id"])
