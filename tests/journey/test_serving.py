"""The real server as a real process: it stops in order, reads from a disk that cannot be written to, and reads on while another writes."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import pytest

from explorer.config import load
from explorer.pipeline import ingest
from explorer.workspace import Workspace

PROGRAM = "from explorer.cli import main; main()"
COMMAND = (sys.executable, "-c", PROGRAM)
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="one process serves where the system cannot fork")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with resources.as_file(resources.files("explorer") / "samples") as samples, Workspace.open(folder, create=True) as workspace:
        ingest(workspace, [next(samples.glob("2020-07-20*"))], load({}))
    return folder


@contextmanager
def serving(data, *options, program=PROGRAM, **environment):
    process = subprocess.Popen(
        [sys.executable, "-c", program, "--data", str(data), "serve", "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    try:
        found = re.search(r"http://\S+?/", process.stdout.readline())
        assert found, process.stderr.read()
        yield found[0], process
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=60)


def get(address):
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_in_order_and_says_nothing(data, number):
    with serving(data) as (address, process):
        assert get(address + "healthz")[0] == 200
        process.send_signal(number)
        _, errors = process.communicate(timeout=40)
        assert process.returncode == 0 and errors == ""


@needs_fork
def test_a_request_under_way_is_finished(data):
    """One that takes two seconds, asked for before the signal, is answered after it."""
    slow = (
        "import time\nfrom explorer.answers import Answers\nfrom explorer.cli import main\nstats = Answers.stats\n"
        "Answers.stats = lambda self: (time.sleep(2), stats(self))[1]\nmain()"
    )
    with serving(data, program=slow) as (address, process):
        assert get(address + "healthz")[0] == 200
        answered = []
        thread = threading.Thread(target=lambda: answered.append(get(address + "api/v1/stats")))
        thread.start()
        time.sleep(0.7)
        process.terminate()
        thread.join(30)
        _, errors = process.communicate(timeout=30)
    assert answered[0][0] == 200 and json.loads(answered[0][1])["articles"] > 0
    assert process.returncode == 0 and errors == ""


@needs_fork
def test_a_process_that_dies_is_replaced_and_figures_are_of_all(data):
    with serving(data, JIANBAO_WEB_WORKERS="2") as (address, process):
        for _ in range(20):
            assert get(address + "issues")[0] == 200
        found = re.findall(r'jianbao_requests_total\{endpoint="pages.issues",method="GET",status="200"\} (\S+)', get(address + "metrics")[1])
        assert [float(one) for one in found] == [20.0]
        children = [int(one) for task in Path(f"/proc/{process.pid}/task").iterdir() for one in (task / "children").read_text().split()]
        os.kill(children[0], signal.SIGKILL)
        for _ in range(100):
            now = [int(one) for task in Path(f"/proc/{process.pid}/task").iterdir() for one in (task / "children").read_text().split()]
            if children[0] not in now and len(now) == len(children):
                break
            time.sleep(0.1)
        assert len(now) == len(children) == 2 and children[0] not in now
        assert get(address + "issues")[0] == 200


def test_a_bad_setting_is_one_line(data):
    done = subprocess.run([*COMMAND, "--data", str(data), "serve", "--port", "0"], capture_output=True, text=True, env={**os.environ, "JIANBAO_RATE_LIMIT": "viel"}, timeout=60)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "rate_limit" in done.stderr


def mounted(folder, place):
    """Whether the folder stands at the place too, and cannot be written to there."""
    try:
        subprocess.run(["mount", "--bind", str(folder), str(place)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    if subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], capture_output=True, check=False).returncode:
        subprocess.run(["umount", str(place)], check=False, capture_output=True)
        return False
    return True


@pytest.fixture
def frozen(data, tmp_path):
    """The folder on a file system that is really read-only: also for root, whom permissions do not stop."""
    place = tmp_path / "frozen"
    place.mkdir()
    if not mounted(data, place):
        pytest.skip("no right to mount here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=False, capture_output=True)


def test_a_copy_on_a_disk_that_cannot_be_written_to_is_read(frozen, data):
    for file in ("secret", "store.sqlite-shm", "store.sqlite-wal"):
        (data / file).unlink(missing_ok=True)
    before = sorted(data.rglob("*"))
    with pytest.raises(OSError, match="Read-only"):
        (frozen / "probe").write_text("")
    with serving(frozen, "--read-only") as (address, _):
        for page in ("", "search?q=%E5%9C%B0%E6%96%B9%E5%BF%97", "issues", "coverage", "network", "measures", "acts", "place/", "api/v1/stats", "healthz", "metrics", "corrections"):
            assert get(address + page)[0] == 200, page
        for page in ("upload", "review"):
            status, text = get(address + page)
            assert status == 403 and "只读" in text and "Traceback" not in text
        request = urllib.request.Request(address + "corrections", data=b"what=merge", method="POST")
        assert get(request)[0] == 403
    assert sorted(data.rglob("*")) == before


def test_a_copy_taken_in_the_middle_of_a_write_is_refused_in_one_line(data, tmp_path):
    copy, frozen = tmp_path / "copy", tmp_path / "frozen"
    copy.mkdir(), frozen.mkdir()
    with Workspace.open(data) as workspace, workspace.writing() as store:
        with store.write(revise=False) as connection:
            connection.execute("UPDATE articles SET title = title")
        for name in ("store.sqlite", "store.sqlite-wal"):
            (copy / name).write_bytes((data / name).read_bytes())
    if not mounted(copy, frozen):
        pytest.skip("no right to mount here")
    try:
        done = subprocess.run([*COMMAND, "--data", str(frozen), "serve", "--read-only", "--port", "0"], capture_output=True, text=True, timeout=60)
        assert done.returncode == 1 and done.stderr.count("\n") == 1 and "错误" in done.stderr
    finally:
        subprocess.run(["umount", str(frozen)], check=False, capture_output=True)


def test_read_only_writes_nothing_where_it_could(data):
    (data / "secret").unlink(missing_ok=True)
    with serving(data, JIANBAO_READ_ONLY="1") as (address, _):
        assert get(address)[0] == 200 and get(address + "upload")[0] == 403
    assert not (data / "secret").exists()


def test_readers_read_on_while_another_process_writes_and_a_form_is_told(data):
    """A second process holds the lock and an open transaction."""
    writer = subprocess.Popen(
        [sys.executable, "-c", "import sys; from pathlib import Path; from explorer.workspace import Workspace\n"
         "with Workspace.open(Path(sys.argv[1])) as w, w.writing() as store, store.write() as connection:\n"
         "    connection.execute('DELETE FROM articles'); print('held', flush=True); sys.stdin.read(); raise SystemExit", str(data)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        with serving(data) as (address, _):
            assert writer.stdout.readline() == "held\n"
            status, stats = get(address + "api/v1/stats")
            assert status == 200 and json.loads(stats)["articles"] > 0
            assert all(get(address + page)[0] == 200 for page in ("", "search?q=%E5%B9%B4%E9%89%B4", "issues", "network"))
            assert post_a_correction(address) == (503, True)
    finally:
        writer.communicate(timeout=30)


def post_a_correction(address):
    """(status, whether it was told that somebody writes) of a correction that a page's own form would send."""
    from http.cookiejar import CookieJar
    from urllib.parse import urlencode

    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    entity = json.loads(get(address + "api/v1/suggest?q=%E5%9B%9B")[1])
    text = json.dumps(entity, ensure_ascii=False)
    entity_id = re.search(r'"id": ?"([^"]+)"', text)[1]
    form = opener.open(address + f"entity/{entity_id}/correct", timeout=60).read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)[1]
    fields = urlencode({"csrf_token": token, "what": "alias", "entity": entity_id, "name": "试名", "why": "试"}).encode()
    try:
        response = opener.open(address + "corrections", fields, timeout=60)
    except urllib.error.HTTPError as error:
        return error.code, "数据正在写入" in error.read().decode()
    return response.status, False
