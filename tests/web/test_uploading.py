"""Uploading: files wait with a preview, are taken in or dropped by a person on this machine, and no name of theirs is ever a path."""

import io
import re
import zipfile
from importlib import resources

import pytest

from explorer import uploads
from explorer.app import create_app
from explorer.config import load
from explorer.uploads import Uploads, shown_name
from explorer.workspace import Workspace

SAMPLE = (resources.files("explorer") / "samples" / "2020-07-20-issue.txt").read_bytes()
OTHER = sorted(path for path in (resources.files("explorer") / "samples").iterdir() if path.name.endswith(".txt"))[-1].read_bytes()


@pytest.fixture
def client(tmp_path):
    with Workspace.open(tmp_path / "data", create=True) as workspace:
        app = create_app(workspace, load({"JIANBAO_MAX_FILE_BYTES": "300000"}))
        yield app.test_client()
        app.extensions["answers"].close()


@pytest.fixture
def waiting(client):
    return lambda: Uploads(client.application.extensions["answers"].workspace.path).all()


def token(client):
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get("/upload").text)[1]


def send(client, *files, status=303, **more):
    data = {"csrf_token": token(client), "file": [(io.BytesIO(content), name) for name, content in files], **more}
    response = client.post("/upload", data=data, content_type="multipart/form-data")
    assert response.status_code == status, response.text
    return response


def press(client, action, status=303, **fields):
    response = client.post(f"/upload/{action}", data={"csrf_token": token(client), **fields})
    assert response.status_code == status, response.text
    return response


def test_a_file_waits_is_previewed_and_taken_in(client, waiting):
    send(client, ("第18期.txt", SAMPLE))
    (one,) = waiting()
    assert one.name == "第18期.txt" and one.readable and client.get("/api/v1/stats").json["bulletins"] == 0
    listed, page = client.get("/upload").text, client.get(f"/upload/{one.id}").text
    assert "第18期.txt" in listed and "5 篇" in listed
    assert "编发单位" in page and "2020-07-20" in page and page.count('class="part"') >= 5 and "还没有收录" in page
    done = press(client, "accept", id=one.id)
    assert "added=" in done.location and waiting() == [] and client.get("/api/v1/stats").json["articles"] >= 5
    assert "已收录" in client.get(done.location).text
    assert client.get("/api/v1/search?q=“两全目标”").json["total"] >= 1
    send(client, ("again.txt", SAMPLE))
    assert "内容与已收录的一份相同" in client.get(f"/upload/{waiting()[0].id}").text
    press(client, "accept")
    assert "相同" in waiting()[0].problem


def test_dropped_files_leave_nothing(client, waiting, tmp_path):
    send(client, ("a.txt", SAMPLE))
    press(client, "drop", id=waiting()[0].id)
    assert waiting() == [] and list((tmp_path / "data" / "uploads").iterdir()) == []
    assert client.get("/api/v1/stats").json["bulletins"] == 0


def test_an_archive_is_previewed_by_its_files_and_taken_in_as_one(client, waiting):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("一.txt", SAMPLE)
        archive.writestr("../../二.txt", OTHER)
        archive.writestr("坏.pdf", b"%PDF-1.4 broken")
    send(client, ("旧刊.zip", packed.getvalue()))
    (one,) = waiting()
    assert [bool(report.problem) for report in one.reports].count(True) == 1 and len(one.reports) == 3
    press(client, "accept")
    assert waiting() == [] and client.get("/api/v1/stats").json["bulletins"] == 2


def test_a_bad_file_says_why_and_the_others_go_on(client, waiting):
    send(client, ("坏.pdf", b"%PDF-1.4 nothing"), ("好.txt", SAMPLE))
    bad, good = sorted(waiting(), key=lambda one: one.readable)
    assert bad.reports[0].problem and bad.reports[0].problem.split("。")[0] in client.get("/upload").text
    press(client, "accept")
    assert [one.id for one in waiting()] == [bad.id] and client.get("/api/v1/stats").json["bulletins"] == 1
    press(client, "accept", id=bad.id)
    assert waiting()[0].problem


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\x.txt", "/abs/x.txt", "a\x00b.txt", "\u202egpj.txt", '<img src=x onerror=alert(1)>.txt', "长" * 500 + ".txt", "."])
def test_no_name_is_a_path_or_a_tag(client, waiting, tmp_path, name):
    send(client, (name, SAMPLE))
    (one,) = waiting()
    assert len(one.name) <= 120 and "/" not in one.name and "\\" not in one.name and one.name.isprintable()
    assert {path.name.split(".")[0] for path in (tmp_path / "data" / "uploads").iterdir()} == {one.id}
    for address in ("/upload", f"/upload/{one.id}"):
        assert "<img src=x" not in client.get(address).text


def test_names_keep_their_suffix():
    assert shown_name("C:\\a\\简报.docx") == "简报.docx" and shown_name("") == shown_name("/") == "未命名"
    assert shown_name("长" * 500 + ".docx").endswith("长.docx")


def test_what_is_too_large_is_refused_in_one_line(client, waiting):
    assert "太大" in send(client, ("a.txt", b"x" * 2_000_000), status=413).text
    assert "文件过大" in send(client, ("a.txt", b"x" * 400_000), status=400).text
    assert "文件是空的" in send(client, ("a.txt", b""), ("b.txt", SAMPLE), status=400).text
    assert [one.name for one in waiting()] == ["b.txt"]
    big = client.post("/corrections", data={"csrf_token": token(client), "why": "x" * 1_100_000})
    assert big.status_code == 413


def test_without_a_token_or_from_elsewhere_nothing_is_kept(client, waiting):
    sent = lambda: {"file": (io.BytesIO(SAMPLE), "a.txt")}  # noqa: E731
    assert client.post("/upload", data=sent()).status_code == 403
    for where in ({"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_HOST": "evil.example"}):
        assert client.get("/upload", environ_overrides=where).status_code == 403
        assert client.post("/upload", data={**sent(), "csrf_token": "x"}, environ_overrides=where).status_code == 403
        assert "/upload" not in client.get("/", environ_overrides=where).text
    assert waiting() == []


@pytest.mark.parametrize("id", ["x", "../store.sqlite", "0" * 64])
def test_an_unknown_one_is_a_404(client, id):
    assert client.get(f"/upload/{id}").status_code == 404
    press(client, "accept", status=404, id=id)
    press(client, "drop", status=404, id=id)


def test_while_another_writes_the_file_goes_on_waiting(client, waiting):
    send(client, ("a.txt", SAMPLE))
    with Workspace.open(client.application.extensions["answers"].workspace.path) as other, other.writing():
        assert "另一个任务正在写入" in press(client, "accept", status=503).text
    assert len(waiting()) == 1
    press(client, "accept")
    assert waiting() == []


def test_what_nobody_wants_is_gone_after_a_week(client, waiting, monkeypatch):
    send(client, ("a.txt", SAMPLE))
    now = uploads.time.time()
    monkeypatch.setattr(uploads.time, "time", lambda: now + 8 * 86_400)
    send(client, ("b.txt", OTHER))
    assert [one.name for one in waiting()] == ["b.txt"]


def test_what_a_crash_left_is_not_shown(client, waiting, tmp_path):
    send(client, ("a.txt", SAMPLE))
    folder = tmp_path / "data" / "uploads"
    (folder / ("0" * 64)).write_bytes(b"half")
    (folder / f"{'1' * 64}.json").write_text("{")
    (folder / f"{'2' * 64}.json").write_text('{"id": "x", "name": 1}')
    assert [one.name for one in waiting()] == ["a.txt"] and client.get("/upload").status_code == 200
