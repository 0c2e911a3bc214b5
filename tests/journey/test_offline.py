"""Nothing is asked of anyone: not of the names in the files, nor of a home of ours."""

import os
import subprocess
import sys
import zipfile

import pytest

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>青神县召开地方志工作会议</title>
<link rel="stylesheet" href="http://tracker.example/a.css"><script src="https://tracker.example/a.js"></script></head><body>
<img src="http://169.254.169.254/latest/meta-data"><iframe src="http://127.0.0.1:9/x"></iframe>
<h1>青神县召开地方志工作会议</h1><p>来源：青神县地方志办 发布时间：2021-03-04</p>
<p>3月2日，青神县召开地方志工作会议，县委常委、常务副县长钱百川主持会议。会议学习《地方志工作条例》，部署年度编纂任务。</p></body></html>"""
DOCUMENT = '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "http://tracker.example/x">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
TOLD = """
import os, sys
def told(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        with open(os.environ["ASKED"], "a") as stream:
            print(event, arguments[1:] if event == "socket.connect" else arguments, file=stream)
        raise PermissionError(event)
sys.addaudithook(told)
"""
"""Python itself tells of whatever reaches out (https://docs.python.org/3/library/audit_events.html), in each process of the program."""


PROGRAM = "from explorer.cli import main; main()"


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Runs Python, gives how it ended and what was asked."""
    folder = tmp_path_factory.mktemp("told")
    (folder / "sitecustomize.py").write_text(TOLD, "utf-8")

    def run(program, *words):
        asked = folder / "asked"
        asked.write_text("")
        done = subprocess.run(
            [sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
            env={**os.environ, "PYTHONPATH": str(folder), "ASKED": str(asked)},
        )  # fmt: skip
        return done, asked.read_text()

    return run


@pytest.fixture(scope="module")
def data(alone, tmp_path_factory, samples):
    folder = tmp_path_factory.mktemp("offline")
    (folder / "page.html").write_text(PAGE, "utf-8")
    with zipfile.ZipFile(folder / "document.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", DOCUMENT)
    done, asked = alone(PROGRAM, "--data", folder / "data", "ingest", folder / "page.html", folder / "document.docx", *samples[:2])
    assert asked == "" and done.returncode == 1 and "document.docx" in done.stderr, (asked, done.stderr)
    return folder / "data"


@pytest.mark.parametrize("words", [("search", "青神县"), ("stats",), ("check",), ("network", "四川省地方志工作办公室"), ("export", "--format", "graphml"), ("inspect", "page.html")])
def test_a_command_asks_nobody(alone, data, words):
    done, asked = alone(PROGRAM, "--data", data, *(data.parent / word if word.endswith(".html") else word for word in words))
    assert done.returncode == 0 and asked == "", (asked, done.stderr)


def test_it_would_be_seen_in_a_worker_too(alone):
    done, asked = alone("import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import socket; socket.create_connection((\"127.0.0.1\", 9))'])")
    assert "127.0.0.1" in asked and "PermissionError" in done.stderr
