"""Many files on all cores give what one by one gives; a worker that dies takes only its own file with it."""

import os
import time
from pathlib import Path

import pytest

from explorer import config, crew, pipeline
from explorer.crew import Job
from explorer.errors import InputError
from explorer.store import entities, queries
from explorer.workspace import Workspace

TEXT = "四川省地方志工作办公室 2020年 7月 {day}日\n\n【市州动态】\n\n雅安市召开修志会\n\n7月{day}日，雅安市地方志编纂中心主任柯砚青主持会议。（雅安市地方志编纂中心）\n"


def job(number: int, content: bytes | None = None) -> Job:
    return Job(f"{number}.txt", f"{number}.txt", content or TEXT.format(day=number + 1).encode())


def test_results_come_in_the_order_given_and_a_bad_file_is_its_own(tmp_path):
    jobs = [job(0), job(1, b"\x00\x01"), *map(job, range(2, 9))]
    done = list(crew.read_all(jobs, crew.Terms(tmp_path, workers=2)))
    assert [one.name for one, _ in done] == [one.name for one in jobs]
    with pytest.raises(InputError):
        done[1][1]()
    read = done[8][1]()
    assert read.bulletin.date == "2020-07-09"
    assert any(relation.kind == "presided" for found in read.found for relation in found.relations)


def _die(job: Job, terms: crew.Terms) -> None:
    if job.content == b"die":
        os._exit(1)
    if job.content == b"hang":
        time.sleep(600)


def test_a_worker_that_dies_takes_one_file_with_it(tmp_path, monkeypatch):
    monkeypatch.setattr(crew, "_read", _die)
    jobs = [job(0), job(1, b"die"), *map(job, range(2, 7))]
    ended = []
    for one, result in crew.read_all(jobs, crew.Terms(tmp_path, workers=2)):
        try:
            result()
        except InputError as error:
            ended.append((one.name, error.reason))
    assert ended == [("1.txt", "处理该文件的进程意外终止")]


def test_a_worker_that_hangs_takes_one_file_with_it(tmp_path, monkeypatch):
    monkeypatch.setattr(crew, "_read", _die)
    jobs = [job(0), job(1, b"hang"), *map(job, range(2, 7))]
    ended = []
    for one, result in crew.read_all(jobs, crew.Terms(tmp_path, workers=2, seconds=3)):
        try:
            result()
        except InputError as error:
            ended.append((one.name, error.reason))
    assert ended == [("1.txt", "超过 3 秒仍未读完")]


def _slowly(job: Job, terms: crew.Terms) -> None:
    for page in range(14):
        time.sleep(1)
        terms.limits.told(page + 1, 14)


def test_a_file_of_many_pages_may_take_long_and_says_how_far_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(crew, "_read", _slowly)
    told = []
    ((_, result),) = crew.read_all([job(0)], crew.Terms(tmp_path, workers=1, seconds=10), lambda job, share: told.append((job.name, share)))
    assert result() is None
    assert told and told == sorted(told) and {name for name, _ in told} == {"0.txt"} and 0 < told[0][1] <= told[-1][1] <= 1


def test_containers_are_opened_one_after_the_other_by_one_worker(tmp_path, monkeypatch):
    monkeypatch.setattr(crew, "_open", _die)
    with crew.Opener(crew.Terms(tmp_path)) as opener:
        assert opener.open(job(0)) == []
        with pytest.raises(InputError):
            opener.open(job(1, b"die"))
        assert opener.open(job(2)) == []


def test_the_same_knowledge_by_one_process_and_by_several(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    for number in range(crew.WORTH_A_CREW + 2):
        (files / f"{number:02}.txt").write_bytes(job(number).content)
    (files / "twice.txt").write_bytes(job(0).content)
    (files / "bad.txt").write_bytes(b"\x00\x01")
    found = []
    for workers in (1, 2):
        with Workspace.open(tmp_path / str(workers), create=True) as workspace:
            summary = pipeline.ingest(workspace, [files], config.load({}, workers=workers))
            store = workspace.store()
            parts = [part.id for issue in queries.issues(store, limit=100) for part in queries.articles(store, issue.id)]
            found.append((summary, entities.entities(store), [entities.relations_of_article(store, part) for part in parts]))
    assert found[0] == found[1]
    assert len(found[0][0].added) == crew.WORTH_A_CREW + 2
    assert [Path(problem.path).name for problem in found[0][0].problems] == ["bad.txt", "twice.txt"]
