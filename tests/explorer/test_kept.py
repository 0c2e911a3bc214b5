"""What is kept is built once for each state, and readers wait only where there is nothing to give them."""

import threading
import time

import pytest

from explorer import config, pipeline
from explorer.answers import Answers
from explorer.answers.drawn import Looking
from explorer.answers.kept import Kept, Recent
from explorer.workspace import Workspace

CONFIG = config.load({})


class Builder:
    """Builds numbers, one after another, each when it is let."""

    def __init__(self):
        self.count, self.gate = 0, threading.Event()
        self.gate.set()

    def __call__(self):
        self.gate.wait(10)
        self.count += 1
        return self.count


def soon(kept, revision, value):
    """The thing, once the building that goes on has ended."""
    for _ in range(200):
        if kept.at(revision) == value:
            return True
        time.sleep(0.01)
    return False


def test_one_state_is_built_once_for_all_threads():
    builder = Builder()
    builder.gate.clear()
    kept, found = Kept(builder), []
    threads = [threading.Thread(target=lambda: found.append(kept.at(1))) for _ in range(8)]
    for thread in threads:
        thread.start()
    builder.gate.set()
    for thread in threads:
        thread.join(10)
    assert found == [1] * 8
    assert kept.at(1) == 1


def test_a_new_state_that_is_ready_soon_is_given_at_once():
    kept = Kept(Builder())
    assert [kept.at(1), kept.at(2), kept.at(2), kept.at(3)] == [1, 2, 2, 3]


def test_while_the_new_one_is_built_readers_get_the_last():
    builder = Builder()
    kept = Kept(builder, patience=0.02)
    assert kept.at(1) == 1
    builder.gate.clear()
    begun = time.monotonic()
    assert kept.at(2) == 1
    assert kept.at(3) == 1, "a second state begins no second building"
    assert time.monotonic() - begun < 5
    builder.gate.set()
    assert soon(kept, 3, 3), "state 2 was built, then state 3"
    assert builder.count == 3


def test_what_fails_is_told_and_tried_again():
    turns = iter([ValueError("broken"), None])

    def build():
        error = next(turns)
        if error:
            raise error
        return "sound"

    kept = Kept(build)
    with pytest.raises(ValueError, match="broken"):
        kept.at(1)
    assert kept.at(1) == "sound"


def test_the_newest_is_waited_for():
    builder = Builder()
    kept = Kept(builder, patience=0.0)
    assert kept.at(1) == 1
    builder.gate.clear()
    assert kept.at(2) == 1, "state 2 is being built"
    threading.Timer(0.1, builder.gate.set).start()
    assert kept.newest(3) == 3


def test_who_is_new_is_not_missing_while_the_network_is_built(tmp_path):
    told = "四川省地方志工作简报2018年第{}期（总第{}期）\n\n绵阳市地方志办公室 2018年 3月 5日\n\n绵阳市召开修志工作会\n\n3月1日，绵阳市地方志办公室主任{}主持会议。\n"
    (tmp_path / "a.txt").write_text(told.format(3, 201, "柯砚青"), "utf-8")
    with Workspace.open(tmp_path / "data", create=True) as workspace:
        pipeline.ingest(workspace, [tmp_path / "a.txt"], CONFIG)
        with Answers(workspace, CONFIG) as answers:
            assert len(list(answers.network().nodes("person"))) == 1
            build, gate = answers._network._build, threading.Event()
            answers._network._build = lambda: gate.wait(20) and build()
            (tmp_path / "b.txt").write_text(told.format(4, 202, "尤墨川"), "utf-8")
            pipeline.ingest(workspace, [tmp_path / "b.txt"], CONFIG)
            assert len(list(answers.network().nodes("person"))) == 1, "the one of the state before"
            known, new = (answers.named(name).id for name in ("柯砚青", "尤墨川"))
            assert answers.entity(known).posts
            threading.Timer(0.5, gate.set).start()
            assert answers.entity(new).posts
            assert answers.look(Looking((new,))).dots
            assert len(list(answers.network().nodes("person"))) == 2


def test_what_was_asked_lately_is_known_until_the_state_changes():
    recent, asked = Recent(2), []

    def ask(state, what):
        return recent.of(state, what, lambda: asked.append((state, what)) or what)

    assert [ask(1, "a"), ask(1, "b"), ask(1, "a"), ask(1, "c")] == ["a", "b", "a", "c"]
    assert asked == [(1, "a"), (1, "b"), (1, "c")]
    ask(1, "a")
    ask(1, "b")
    assert asked[3:] == [(1, "b")], "what was not asked for longest is forgotten"
    ask(2, "b")
    assert asked[4:] == [(2, "b")]
