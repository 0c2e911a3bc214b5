"""Nothing is lost: backups that can be relied on, upgrades with a copy, and what is damaged mended."""

import io
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from explorer import collections, copies, ledger
from explorer.accounts import people
from explorer.accounts.book import Book
from explorer.config import load
from explorer.corrections import log
from explorer.corrections.making import Maker
from explorer.errors import BackupRefused
from explorer.pipeline import correct, ingest
from explorer.safety import backup, repairing, restoring
from explorer.store import doubts, migrations, queries
from explorer.store.database import SCHEMA_VERSION, Database
from explorer.workspace import Workspace

CONFIG = load({}, workers=1)
ISSUE = (
    "四川省地方志工作简报\n2018年第{n}期（总第{total}期）\n四川省地方志工作办公室　2018年3月{n}日\n\n【市州动态】\n绵阳市召开第{n}次修志工作会\n"
    "3月{n}日，绵阳市地方志办公室主任柯砚青主持会议，学会会长展檀致辞，绵阳市副市长尤墨川充分肯定市地方志办公室工作。（绵阳市地方志办公室）\n"
)


def decided(folder, number=0):
    """Somebody decides about one doubtful fact."""
    with Workspace.open(folder) as workspace:
        fact = doubts.relations(workspace.store(), offset=number)[0]
        correct(workspace, CONFIG, lambda before: [Maker(workspace.store(), "甲", f"2026-01-01T00:00:0{number}+08:00").decide(fact, "accept")])


@pytest.fixture
def folder(tmp_path):
    """A data folder with three issues, two decisions, an account and a collection."""
    files = tmp_path / "files"
    files.mkdir()
    for n in (1, 2, 3):
        (files / f"{n}.txt").write_text(ISSUE.format(n=n, total=n + 200), "utf-8")
    private = tmp_path / "内部.txt"
    private.write_text(ISSUE.format(n=9, total=209), "utf-8")
    with Workspace.open(tmp_path / "data", create=True) as workspace:
        ingest(workspace, [files], CONFIG)
        collections.create(workspace, "内部", CONFIG)
        collections.add(workspace, "内部", [private], CONFIG)
        people.add(Book(workspace.path), "王编辑", "editor", "a sentence of some length")
    decided(tmp_path / "data")
    decided(tmp_path / "data", 1)
    return tmp_path / "data"


def state(folder):
    """What must not be lost: articles with their words, decisions, accounts, of the folder and its collections."""
    found = []
    for one in (folder, *(folder / "collections" / name for name in collections.names(folder))):
        with Workspace.open(one) as workspace:
            texts = [queries.article(workspace.store(), row.id) for row in sorted(queries.parts(workspace.store(), None), key=lambda row: row.id)]
        found.append((texts, [entry.id for entry in log.read(one).entries], people.accounts(Book(one)), ledger.read(one).keys()))
    return found


def sound(folder):
    return [(row.name, row.wrong) for row in repairing.check_folder(folder, CONFIG) if not row.holds]


def test_a_backup_gives_everything_back(folder, tmp_path):
    before = state(folder)
    with Workspace.open(folder) as workspace:
        made = backup.backup(workspace, tmp_path / "one.zip")
    assert list(backup.wrong(tmp_path / "one.zip")) == [] and "accounts.sqlite" in made.members
    restoring.restore(tmp_path / "one.zip", tmp_path / "again" / "data", CONFIG)
    assert state(tmp_path / "again" / "data") == before and sound(tmp_path / "again" / "data") == []
    assert oct((tmp_path / "one.zip").stat().st_mode & 0o777) == "0o600"
    with Workspace.open(folder) as workspace, pytest.raises(BackupRefused, match="同名"):
        backup.backup(workspace, tmp_path / "one.zip")
    with pytest.raises(BackupRefused, match="不是空的"):
        restoring.restore(tmp_path / "one.zip", folder, CONFIG)


def test_a_damaged_backup_is_refused_and_leaves_nothing(folder, tmp_path):
    with Workspace.open(folder) as workspace:
        backup.backup(workspace, tmp_path / "one.zip")
    content = bytearray((tmp_path / "one.zip").read_bytes())
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        first = next(one for one in archive.infolist() if one.filename == "store.sqlite")
    content[first.header_offset + 200] ^= 0xFF
    (tmp_path / "bad.zip").write_bytes(content)
    assert list(backup.wrong(tmp_path / "bad.zip")) == ["store.sqlite"]
    for name, data in (("bad.zip", bytes(content)), ("cut.zip", bytes(content[: len(content) // 2])), ("none.zip", b"nothing")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BackupRefused):
            restoring.restore(tmp_path / name, tmp_path / "new", CONFIG)
    assert not (tmp_path / "new").exists() and not list(tmp_path.glob(".new*"))


@pytest.mark.parametrize("name", ["../out.txt", "/etc/x", "a/../../x", "C:x", "a\\b", "a//b", "lexicon/\n.txt"])
def test_no_name_in_a_backup_leads_out_of_the_folder(tmp_path, name):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for one in (name, "store.sqlite"):
            archive.writestr(one, b"x")
        archive.writestr("manifest.json", json.dumps({"format": 1, "made": "", "program": "", "members": {name: [1, ""], "store.sqlite": [1, ""]}}))
    (tmp_path / "hostile.zip").write_bytes(stream.getvalue())
    with pytest.raises(BackupRefused, match="不是完整的备份"):
        restoring.restore(tmp_path / "hostile.zip", tmp_path / "new", CONFIG)


def test_no_more_is_unpacked_than_is_said(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("store.sqlite", bytes(50_000_000))
        archive.writestr("manifest.json", json.dumps({"format": 1, "made": "", "program": "", "members": {"store.sqlite": [10, "0" * 64]}}))
    (tmp_path / "bomb.zip").write_bytes(stream.getvalue())
    assert list(backup.wrong(tmp_path / "bomb.zip")) == ["store.sqlite"]
    with pytest.raises(BackupRefused, match="已损坏"):
        restoring.restore(tmp_path / "bomb.zip", tmp_path / "new", CONFIG)


def test_an_older_store_is_copied_and_brought_up_with_all_it_holds(folder):
    before = state(folder)
    path = folder / "store.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE sketches; DROP TABLE unread; DROP TABLE digests; DELETE FROM meta WHERE key = 'linked'; PRAGMA user_version = 6")
    assert state(folder) == before
    (kept,) = (folder / migrations.FOLDER).glob("store-v6-*.sqlite")
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 6
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    list(repairing.repair(folder, CONFIG))
    assert sound(folder) == []


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "store.sqlite"
    Database.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE unread; PRAGMA user_version = 7")
    monkeypatch.setitem(migrations.STEPS, 8, ("INSERT INTO meta VALUES ('half', '1')", "SELECT * FROM nowhere"))
    with pytest.raises(sqlite3.OperationalError):
        Database.upgrade(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 7
        assert not connection.execute("SELECT * FROM meta WHERE key = 'half'").fetchall()


def test_three_copies_stay(tmp_path):
    path = tmp_path / "store.sqlite"
    Database.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        names = [migrations.keep(connection, path, 7).name for _ in range(5)]
    assert sorted(one.name for one in (tmp_path / migrations.FOLDER).iterdir()) == sorted(names[2:])


def flip(path: Path, at: float = 0.5):
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 0x55
    path.write_bytes(content)


def checkpointed(folder):
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


DAMAGES = {
    "a log line changed": lambda folder: flip(folder / "corrections.jsonl", 0.3),
    "the log cut": lambda folder: os.truncate(folder / "corrections.jsonl", 40),
    "the log gone": lambda folder: (folder / "corrections.jsonl").unlink(),
    "its copy changed": lambda folder: flip(folder / "copies" / "corrections.jsonl", 0.7),
    "accounts cut": lambda folder: os.truncate(folder / "accounts.sqlite", 5_000),
    "accounts gone": lambda folder: [path.unlink() for path in folder.glob("accounts.sqlite*")],
    "copy of the accounts gone": lambda folder: (folder / "copies" / "accounts.sqlite").unlink(),
    "store cut": lambda folder: (checkpointed(folder), os.truncate(folder / "store.sqlite", 20_000)),
    "store gone": lambda folder: [path.unlink() for path in folder.glob("store.sqlite*")],
    "store zeroed": lambda folder: (checkpointed(folder), (folder / "store.sqlite").write_bytes(bytes(200_000))),
    "an article gone from the store": lambda folder: _sql(folder, "PRAGMA foreign_keys = ON; DELETE FROM bulletins WHERE issue_no = 2"),
    "a letter of an article": lambda folder: _sql(folder, "UPDATE articles SET text = replace(text, '学习', '学刁') || '。' WHERE position = 1"),
    "index changed": lambda folder: flip(max((folder / "fulltext").glob("generation-*/*.seg"), key=lambda path: path.stat().st_size)),
    "index gone": lambda folder: [path.unlink() for path in (folder / "fulltext").glob("generation-*/*")],
    "the ledger's line changed": lambda folder: flip(folder / "copies" / "originals.jsonl", 0.2),
    "the collection's store gone": lambda folder: [path.unlink() for path in (folder / "collections" / "内部").glob("store.sqlite*")],
}


def _sql(folder, script):
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection:
        connection.executescript(script)


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_seen_and_mended(folder, damage):
    before = state(folder)
    assert sound(folder) == []
    DAMAGES[damage](folder)
    assert sound(folder), "the damage is not seen"
    told = list(repairing.repair(folder, CONFIG))
    assert told and sound(folder) == []
    assert state(folder) == before


def test_an_original_that_is_gone_comes_from_a_backup(folder, tmp_path):
    with Workspace.open(folder) as workspace:
        backup.backup(workspace, tmp_path / "one.zip")
    first, second, *_ = sorted((folder / "originals").glob("??/*"))
    first.unlink()
    flip(second)
    list(repairing.repair(folder, CONFIG))
    assert [name for name, _ in sound(folder)] == ["原文件"]  # nobody can make it up
    list(repairing.repair(folder, CONFIG, tmp_path / "one.zip"))
    assert sound(folder) == []


def test_what_was_withdrawn_stays_so_when_the_store_is_made_anew(folder, tmp_path):
    (tmp_path / "files" / "2.txt").unlink()
    with Workspace.open(folder) as workspace:
        ingest(workspace, [tmp_path / "files"], CONFIG, withdraw=True)
    before = state(folder)
    for path in folder.glob("store.sqlite*"):
        path.unlink()
    list(repairing.repair(folder, CONFIG))
    assert state(folder)[0] == before[0] and len(before[0][0]) < 12


def test_lines_that_a_bad_disk_changed_are_known(tmp_path):
    copies.append(tmp_path, "one", [b"a", b"b", b"c"])
    flip(copies.path_of(tmp_path, "one"), 0.5)
    assert copies.read(tmp_path, "one") == ([b"a", b"c"], 1)
