"""The same product over a PostgreSQL server: the same rows, the same pages, whatever happens to the server."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from explorer import collections, pipeline
from explorer.app import create_app
from explorer.config import load
from explorer.corrections.making import Maker
from explorer.errors import ConfigurationError, StoreUnavailable, WorkspaceBusy, WorkspaceError
from explorer.safety import backup, moving, repairing, restoring
from explorer.store import entities, opening, state
from explorer.workspace import Workspace
from graph.corrections.model import UNDO, Correction

pytestmark = pytest.mark.cluster
SAMPLES = sorted((Path(__file__).parents[2] / "explorer" / "samples").glob("*.txt"))
JIANBAO = str(Path(sys.executable).with_name("jianbao"))
LOCAL = ("meta", "digests")  # revisions of the index, and each engine's own digest


@pytest.fixture
def folder(tmp_path, postgres):
    """An empty data folder whose store is to be on the server."""
    path = tmp_path / "data"
    path.mkdir()
    opening.point(path, postgres.url, opening.server(path, postgres.url).schema)
    return path


def filled(path, files=SAMPLES):
    workspace = Workspace.open(path, create=True)
    assert not pipeline.ingest(workspace, files, load({})).problems
    return workspace


def rows(workspace):
    """Table → its rows, local numbers of refs told by what they stand for."""
    from explorer.store.postgres.moving import tables

    with workspace.store().read() as connection:
        refs = {row["id"]: (row["kind"], row["name"], row["scope"]) for row in connection.execute("SELECT * FROM refs").fetchall()}
        told = {}
        for table in tables():
            cursor = connection.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            of_ref = {n for n, name in enumerate(names) if name in ("ref_id", "subject_ref", "object_ref") or table == "refs" and name == "id"}
            told[table] = sorted(([refs[v] if n in of_ref else v for n, v in enumerate(tuple(row))] for row in cursor.fetchall()), key=repr)
    return {table: found for table, found in told.items() if table not in LOCAL}


def test_the_same_files_give_the_same_rows(tmp_path, folder):
    with filled(tmp_path / "lite") as lite, filled(folder) as server:
        assert type(server.store()).__name__ == "PostgresDatabase"
        one, other = rows(lite), rows(server)
        assert len(one) > 20 and len(one["relations"]) > 50
        for table in one:
            assert one[table] == other[table], table
        assert state.revision(lite.store()) == state.revision(server.store())


def test_every_page_is_the_same(every_page, folder, app):
    addresses = [*every_page, "/api/v1/stats", "/api/v1/search?q=方志", "/api/v1/network", "/api/v1/suggest?q=li", "/api/v1/suggest?q=李", "/export/network.json"]
    assert len(addresses) > 200
    with filled(folder) as workspace:
        there = create_app(workspace, load({}))
        here, other = app.test_client(), there.test_client()
        for address in addresses:
            one, two = here.get(address), other.get(address)
            assert one.status_code == two.status_code, address
            assert _plain(one.text) == _plain(two.text), address
        there.extensions["answers"].close()


def _plain(text):
    """Without what is of the moment: tokens of forms, the day and hour."""
    return re.sub(r'(name="csrf_token" value|content)="[^"]*"|\d{4}-\d\d-\d\dT\d\d:\d\d[^"<]*', "", text)


def test_corrections_are_replayed_and_undone(tmp_path, folder):
    with filled(tmp_path / "lite") as lite, filled(folder) as server:
        before = rows(server)
        for workspace in (lite, server):
            office = entities.most_connected(workspace.store(), "office", limit=1)[0].id
            made = pipeline.correct(workspace, load({}), lambda log, workspace=workspace, office=office: [Maker(workspace.store(), "甲", "2026-01-01T00:00:00.000+08:00").alias(office, "别名")])
            assert len(made) == 1
        assert rows(lite) == rows(server) != before
        pipeline.correct(server, load({}), lambda log: [Correction("2026-01-01T00:00:01.000+08:00", "甲", UNDO, of=made[0].id)])
        settled = {"corrected", "settled", "found"}
        assert {t: r for t, r in rows(server).items() if t not in settled} == {t: r for t, r in before.items() if t not in settled}


def test_a_store_moves_there_and_back(tmp_path, postgres):
    path = tmp_path / "data"
    with filled(path) as workspace:
        collections.create(workspace, "内部", load({}))
        before = rows(workspace)
    assert len(list(moving.to_server(path, postgres.url))) == 2
    assert not (path / "store.sqlite").exists() and opening.present(path)
    with pytest.raises(ConfigurationError):
        list(moving.to_server(path, postgres.url))
    with Workspace.open(path) as workspace:
        assert rows(workspace) == before and collections.names(path) == ["内部"]
    assert all(check.holds for check in repairing.check_folder(path, load({})))
    assert len(list(moving.to_folder(path))) == 2
    with Workspace.open(path) as workspace:
        assert rows(workspace) == before
    assert all(check.holds for check in repairing.check_folder(path, load({})))


def test_a_collection_is_beside_it_in_a_schema_of_its_own(folder):
    with filled(folder) as workspace:
        collections.create(workspace, "内部", load({}))
        own = opening.elsewhere(collections.path_of(folder, "内部"))
        assert own.schema != opening.elsewhere(folder).schema
        collections.remove(folder, "内部", load({}))
        with pytest.raises(WorkspaceError):
            own.check_version()


def test_a_backup_of_it_is_one_of_any_workspace(tmp_path, folder):
    with filled(folder) as workspace:
        before = rows(workspace)
        backup.backup(workspace, tmp_path / "one.zip")
    restoring.restore(tmp_path / "one.zip", tmp_path / "new", load({}))
    with Workspace.open(tmp_path / "new") as workspace:
        assert type(workspace.store()).__name__ == "Database" and rows(workspace) == before


def test_a_write_is_whole_or_not_at_all_and_waits_for_the_one_before(folder, monkeypatch):
    with filled(folder) as workspace, Workspace.open(folder) as other:
        monkeypatch.setattr("explorer.store.postgres.database._SECONDS", 1)
        before = rows(workspace)
        with pytest.raises(RuntimeError), workspace.store().write() as connection:
            connection.execute("DELETE FROM relations")
            raise RuntimeError
        assert rows(other) == before
        with workspace.store().write(revise=False), pytest.raises(WorkspaceBusy), other.store().write():
            pass


def test_a_snapshot_does_not_change_under_its_reader(folder):
    with filled(folder) as workspace, Workspace.open(folder) as other, other.store().read() as reader:
        count = reader.execute("SELECT count(*) FROM bulletins").fetchone()[0]
        with workspace.store().write() as connection:
            connection.execute("DELETE FROM bulletins WHERE id = (SELECT min(id) FROM bulletins)")
        assert reader.execute("SELECT count(*) FROM bulletins").fetchone()[0] == count


def test_the_server_dies_and_comes_back(folder, postgres):
    with filled(folder) as workspace:
        app = create_app(workspace, load({}))
        client = app.test_client()
        assert client.get("/issues").status_code == 200
        postgres.stop()
        down = client.get("/issues?page=1")
        assert down.status_code == 503 and "数据库服务器没有回应" in down.text
        with pytest.raises(StoreUnavailable):
            Workspace.open(folder)
        postgres.start()
        assert client.get("/issues?page=1").status_code == 200
        app.extensions["answers"].close()
    assert all(check.holds for check in repairing.check_folder(folder, load({})))


def test_killed_while_taking_in_each_file_is_there_once_or_not_at_all(folder, tmp_path, postgres):
    import random
    import time

    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(60):
        text = f"四川省地方志工作简报\n2020年第{number + 1}期（总第{number + 1}期）\n四川省地方志工作办公室　　2020年10月12日\n\n【市州动态】\n遂宁市修志{number}\n10月9日，遂宁市副市长杜海洋批示：“很好”。（遂宁市地方志办公室）\n"
        (texts / f"{number:03}.txt").write_text(text, "utf-8")
    for number in range(4):
        process = subprocess.Popen([JIANBAO, "--data", str(folder), "ingest", str(texts)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.Random(number).uniform(0.8, 2.5))
        process.kill()
        process.wait()
    assert subprocess.run([JIANBAO, "--data", str(folder), "ingest", str(texts)], capture_output=True, check=False).returncode == 0
    told = json.loads(subprocess.run([JIANBAO, "--data", str(folder), "stats", "--json"], capture_output=True, text=True, check=True).stdout)
    assert told["bulletins"] == 60
    assert subprocess.run([JIANBAO, "--data", str(folder), "check"], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("address", ["postgresql://someone:secret@127.0.0.1/db", "mysql://127.0.0.1/db", "postgresql://nobody@127.0.0.1:1/none"])
def test_an_address_that_is_no_good_is_told_in_one_line(tmp_path, address):
    filled(tmp_path / "data", SAMPLES[:1]).close()
    done = subprocess.run([JIANBAO, "--data", str(tmp_path / "data"), "move-store", address], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr and "secret" not in done.stderr and len(done.stderr.strip().splitlines()) <= 2
    with Workspace.open(tmp_path / "data"):
        assert (tmp_path / "data" / "store.sqlite").exists()


def test_a_database_that_sorts_otherwise_is_refused(tmp_path, postgres):
    import psycopg

    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    path = tmp_path / "data"
    path.mkdir()
    opening.point(path, postgres.url.removesuffix("jianbao") + "latin", "jianbao_latin")
    with pytest.raises(WorkspaceError, match="编码或排序规则"):
        Workspace.open(path, create=True)
