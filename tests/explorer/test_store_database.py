"""Connections, transactions, versions and what is said of a file that is no store."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from explorer.errors import WorkspaceBusy, WorkspaceDamaged
from explorer.store import database as database_module
from explorer.store import state
from explorer.store.database import SCHEMA_VERSION, Database


@pytest.fixture
def database(tmp_path: Path):
    found = Database.create(tmp_path / "store.sqlite")
    yield found
    found.close()


def _words(database: Database) -> list[str]:
    return state.index_words(database)


def test_each_writing_transaction_raises_the_revision(database):
    assert state.revision(database) == 0
    with database.write():
        pass
    with database.write(revise=False):
        pass
    assert state.revision(database) == 1


def test_after_an_error_nothing_is_written(database):
    with pytest.raises(RuntimeError), database.write() as connection:
        state.mark_indexed(connection, 7, ["甲"])
        raise RuntimeError
    assert (_words(database), state.revision(database)) == ([], 0)


def test_index_is_current_until_something_is_written(database):
    assert state.index_is_current(database)
    with database.write():
        pass
    assert not state.index_is_current(database)
    with database.write(revise=False) as connection:
        state.mark_indexed(connection, 1, ["甲办", "乙"])
    assert state.index_is_current(database)
    assert _words(database) == ["甲办", "乙"]


def test_a_reader_neither_waits_for_a_writer_nor_sees_half(database):
    with database.write() as connection:
        state.mark_indexed(connection, 1, ["甲"])
        assert _words(database) == []
    assert _words(database) == ["甲"]


def test_a_read_sees_one_state(database):
    with database.read() as connection:
        query = "SELECT value FROM meta WHERE key = 'revision'"
        before = connection.execute(query).fetchone()[0]
        with database.write():
            pass
        assert connection.execute(query).fetchone()[0] == before
    assert state.revision(database) == 1


def test_a_read_connection_cannot_write(database):
    with pytest.raises(Exception, match="只读"), database.read() as connection:
        connection.execute("DELETE FROM meta")


def test_foreign_keys_hold(database):
    with pytest.raises(sqlite3.IntegrityError), database.write() as connection:
        connection.execute("INSERT INTO appearances VALUES ('none-1', 1)")


def test_threads_share_the_database(database):
    seen: list[int] = []

    def look() -> None:
        for _ in range(20):
            seen.append(state.revision(database))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [0] * 160


def test_two_writers_at_once_is_busy(database, monkeypatch):
    monkeypatch.setattr(database_module, "_BUSY_SECONDS", 0.05)
    with database.write(), pytest.raises(WorkspaceBusy), database.write():
        pass


def test_creating_twice_keeps_what_is_there(tmp_path):
    path = tmp_path / "store.sqlite"
    for expected in (0, 1):
        database = Database.create(path)
        assert state.revision(database) == expected
        with database.write():
            pass
        database.close()


@pytest.mark.parametrize("name", ["a?b.sqlite", "c#d e%20.sqlite", "数据.sqlite"])
def test_any_file_name_is_that_file(tmp_path, name):
    Database.create(tmp_path / name).close()
    assert (tmp_path / name).is_file()


def test_a_newer_store_is_refused_both_ways(tmp_path):
    path = tmp_path / "store.sqlite"
    Database.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(WorkspaceDamaged, match="更新的版本") as caught:
        Database.create(path)
    assert "升级" in caught.value.remedy
    database = Database(path)
    with pytest.raises(WorkspaceDamaged, match="更新的版本"):
        state.revision(database)
    database.close()


def test_a_file_that_is_no_database_is_damaged(tmp_path):
    path = tmp_path / "store.sqlite"
    path.write_bytes("这不是数据库".encode() * 500)
    with pytest.raises(WorkspaceDamaged, match="已损坏"):
        Database.create(path)
    with pytest.raises(WorkspaceDamaged, match="已损坏"):
        state.revision(Database(path))
    path.write_bytes(b"")
    with pytest.raises(WorkspaceDamaged, match="空的"):
        state.revision(Database(path))


def test_a_closed_database_opens_nothing(database):
    database.close()
    with pytest.raises(ValueError, match="closed"):
        state.revision(database)


def test_an_older_store_is_brought_up(tmp_path):
    path = tmp_path / "store.sqlite"
    Database.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE entity_pinyin; DROP TABLE title_pinyin; PRAGMA user_version = 1")
    Database.upgrade(path)
    with Database(path).read() as connection:
        assert connection.execute("SELECT count(*) FROM title_pinyin").fetchone()[0] == 0
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
