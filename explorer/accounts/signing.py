"""Signing in and out. After some failures one waits, longer each time; what is kept of a session is a digest of its token."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Callable

from explorer.accounts.book import Book
from explorer.accounts.people import Account, account, key
from explorer.errors import LoginRefused

IDLE, LONGEST = 12 * 3600, 7 * 24 * 3600
"""Seconds without a request after which a session ends, and seconds after which it ends in any case."""
FREE = {"name": 5, "address": 20}
"""Failures that cost nothing: of one name, and from one address."""
_FIRST, _LONGEST_WAIT, _FORGOTTEN = 30, 15 * 60, 24 * 3600
_TOUCHED = 60
"""Seconds between two notes that a session is in use."""
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$MDAwMDAwMDAwMDAwMDAwMA$c2hhcGUgb2YgYSBoYXNoLCBubyBoYXNoIG9mIGFueQ"
"""Checked where there is no such account: it takes as long, and never fits."""

Clock = Callable[[], float]


def sign_in(book: Book, name: str, password: str, address: str, now: Clock = time.time) -> str:
    """The token of a new session. Raises LoginRefused: for a wrong name or password alike, a disabled account, or too many failures."""
    tried = [("name", _digest(f"name:{key(name)}")), ("address", _digest(f"address:{address}"))]
    with book.write() as connection:
        wait = max(_wait(connection, kind, what, now()) for kind, what in tried)
        row = connection.execute("SELECT * FROM accounts WHERE key = ?", (key(name),)).fetchone()
    if wait > 0:
        raise LoginRefused(f"失败次数过多，请在 {max(1, round(wait / 60))} 分钟后再试")
    better = _fits(row["hash"] if row else _NOBODY, password)
    with book.write() as connection:
        if row is None or better is None or row["disabled"]:
            for _, what in tried:
                _failed(connection, what, now())
        else:
            connection.executemany("DELETE FROM failures WHERE what = ?", [(what,) for _, what in tried])
            connection.execute("UPDATE accounts SET hash = ? WHERE id = ?", (better or row["hash"], row["id"]))
            return _begun(connection, row["id"], now())
    raise LoginRefused("名称或密码不对")


def who(book: Book, token: str, now: Clock = time.time) -> Account | None:
    """Whose session a token is of, if it goes on."""
    if not token or not book.is_kept:
        return None
    with book.read() as connection:
        row = connection.execute(
            "SELECT a.*, s.made, s.seen FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.token = ? AND a.disabled = 0", (_digest(token),)
        ).fetchone()
        if row is None or now() - row["seen"] > IDLE or now() - row["made"] > LONGEST:
            return None
        found = account(connection, row)
    if now() - row["seen"] > _TOUCHED:
        with book.write() as connection:
            connection.execute("UPDATE sessions SET seen = ? WHERE token = ?", (now(), _digest(token)))
    return found


def named(book: Book, name: str) -> Account | None:
    """The account of somebody whom a proxy has let in; none if there is none, or it is disabled."""
    if not name or not book.is_kept:
        return None
    with book.read() as connection:
        row = connection.execute("SELECT * FROM accounts WHERE key = ? AND disabled = 0", (key(name),)).fetchone()
        return account(connection, row) if row else None


def sign_out(book: Book, token: str) -> None:
    """Ends a session."""
    with book.write() as connection:
        connection.execute("DELETE FROM sessions WHERE token = ?", (_digest(token),))


def sign_out_everywhere(book: Book, account: Account) -> None:
    """Ends all sessions of an account."""
    with book.write() as connection:
        connection.execute("DELETE FROM sessions WHERE account_id = ?", (account.id,))


def _begun(connection: sqlite3.Connection, number: int, now: float) -> str:
    token = secrets.token_urlsafe(32)
    connection.execute("DELETE FROM sessions WHERE made < ? OR seen < ?", (now - LONGEST, now - IDLE))
    connection.execute("INSERT INTO sessions (token, account_id, made, seen) VALUES (?, ?, ?, ?)", (_digest(token), number, now, now))
    return token


def _fits(made: str, password: str) -> str | None:
    """None if the password is another one; '' if it fits, or a hash with newer parameters."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = PasswordHasher()
    try:
        hasher.verify(made, password)
    except (VerificationError, InvalidHashError):
        return None
    return hasher.hash(password) if hasher.check_needs_rehash(made) else ""


def _wait(connection: sqlite3.Connection, kind: str, what: str, now: float) -> float:
    """Seconds still to wait: half a minute after one failure too many, then twice as long each time."""
    row = connection.execute("SELECT count, last FROM failures WHERE what = ?", (what,)).fetchone()
    over = row["count"] - FREE[kind] if row and now - row["last"] < _FORGOTTEN else -1
    return row["last"] + min(_FIRST * 2 ** min(over, 20), _LONGEST_WAIT) - now if over >= 0 else 0.0


def _failed(connection: sqlite3.Connection, what: str, now: float) -> None:
    connection.execute("DELETE FROM failures WHERE last < ?", (now - _FORGOTTEN,))
    connection.execute(
        "INSERT INTO failures (what, count, last) VALUES (?, 1, ?) ON CONFLICT (what) DO UPDATE SET count = count + 1, last = excluded.last", (what, now)
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
