"""Accounts, signing in, waiting after failures, sessions, the record."""

import json
import os
import stat

import pytest
from click.testing import CliRunner

from explorer.accounts import audit, people, signing
from explorer.accounts.book import Book
from explorer.cli import main
from explorer.errors import BadName, LoginRefused, NotFound, WorkspaceError
from explorer.workspace import Workspace

PASSWORD = "一句不短的话，好记难猜难忘"


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(tmp_path):
    found = Book(tmp_path)
    people.add(found, "甲编辑", people.EDITOR, PASSWORD)
    return found


def test_nothing_is_kept_until_there_is_an_account(tmp_path):
    book = Book(tmp_path)
    audit.note(book, "x", "", audit.READ, "")
    assert not book.is_kept and people.accounts(book) == [] and signing.who(book, "x") is None
    people.add(book, "甲", people.READER, PASSWORD)
    assert book.is_kept
    if os.name == "posix":
        assert stat.S_IMODE(book.path.stat().st_mode) == 0o600


def test_a_session_begins_goes_on_and_ends(book, clock):
    token = signing.sign_in(book, "甲编辑", PASSWORD, "10.0.0.1", clock)
    assert signing.who(book, token, clock).name == "甲编辑"
    assert signing.who(book, token + "x", clock) is None
    clock.now += signing.IDLE - 10
    assert signing.who(book, token, clock), "a request keeps it alive"
    clock.now += signing.IDLE - 10
    assert signing.who(book, token, clock)
    clock.now += signing.IDLE + 1
    assert signing.who(book, token, clock) is None
    other = signing.sign_in(book, "甲编辑", PASSWORD, "10.0.0.1", clock)
    begun = clock.now
    while clock.now - begun <= signing.LONGEST:
        assert signing.who(book, other, clock)
        clock.now += signing.IDLE / 2
    assert signing.who(book, other, clock) is None


@pytest.mark.parametrize("change", [
    lambda book: people.set_disabled(book, "甲编辑", True), lambda book: people.set_password(book, "甲编辑", PASSWORD + "新"),
    lambda book: people.set_role(book, "甲编辑", people.READER), lambda book: people.remove(book, "甲编辑"),
])  # fmt: skip
def test_a_change_of_the_account_ends_its_sessions(book, change):
    token = signing.sign_in(book, "甲编辑", PASSWORD, "")
    change(book)
    assert signing.who(book, token) is None


def test_wrong_name_wrong_password_and_disabled_are_told_alike(book):
    people.add(book, "乙", people.READER, PASSWORD)
    people.set_disabled(book, "乙", True)
    told = set()
    for name, password in (("甲编辑", "不对不对不对不对不对"), ("无此人", PASSWORD), ("乙", PASSWORD)):
        with pytest.raises(LoginRefused) as error:
            signing.sign_in(book, name, password, "")
        told.add(error.value.reason)
    assert len(told) == 1


def test_after_some_failures_one_waits_longer_each_time(book, clock):
    def fails(password="不对", name="甲编辑", address="10.0.0.9"):
        with pytest.raises(LoginRefused) as error:
            signing.sign_in(book, name, password, address, clock)
        return error.value.reason

    for _ in range(signing.FREE["name"]):
        assert "失败次数" not in fails()
    assert "失败次数" in fails(PASSWORD), "the right password waits too"
    clock.now += 31
    assert "失败次数" not in fails()
    clock.now += 31
    assert "失败次数" in fails(PASSWORD), "a minute this time"
    clock.now += 30
    assert signing.sign_in(book, "甲编辑", PASSWORD, "10.0.0.9", clock)
    assert "失败次数" not in fails(), "after success one begins anew"


def test_one_address_that_tries_many_names_waits_and_others_do_not(book, clock):
    for number in range(signing.FREE["address"]):
        with pytest.raises(LoginRefused, match="不对"):
            signing.sign_in(book, f"猜{number}", "x", "10.0.0.9", clock)
    with pytest.raises(LoginRefused, match="失败次数"):
        signing.sign_in(book, "甲编辑", PASSWORD, "10.0.0.9", clock)
    assert signing.sign_in(book, "甲编辑", PASSWORD, "10.0.0.1", clock)


def test_what_is_stored_tells_no_secret(book):
    token = signing.sign_in(book, "甲编辑", PASSWORD, "10.0.0.1")
    stored = b"".join(path.read_bytes() for path in book.path.parent.iterdir() if path.name.startswith(book.path.name))
    assert PASSWORD.encode() not in stored and token.encode() not in stored and b"$argon2id$" in stored


@pytest.mark.parametrize(("name", "password"), [("", PASSWORD), ("x" * 41, PASSWORD), ("a\nb", PASSWORD), ("丙", "短"), ("丙", "x" * 201), ("甲编辑", PASSWORD), ("甲 编辑", PASSWORD)])
def test_bad_names_and_passwords(book, name, password):
    with pytest.raises(BadName):
        people.add(book, name, people.READER, password)
    assert [one.name for one in people.accounts(book)] == ["甲编辑"]


def test_who_is_not_there(book):
    for change in (lambda: people.set_role(book, "无", "reader"), lambda: people.remove(book, "无"), lambda: people.set_password(Book(book.path.parent / "x"), "无", PASSWORD)):
        with pytest.raises(NotFound):
            change()


def test_a_damaged_file_is_one_clear_line(book):
    for path in list(book.path.parent.glob("accounts*")):
        path.unlink()
    book.path.write_bytes(b"no database" * 1000)
    with pytest.raises(WorkspaceError):
        people.accounts(book)


def test_roles_hold_each_other():
    made = {role: people.Account(1, "x", role, False, ()) for role in people.ROLES}
    assert [[made[has].may(wants) for wants in people.ROLES] for has in people.ROLES] == [[True, False, False], [True, True, False], [True] * 3]
    assert not people.Account(1, "x", people.ADMINISTRATOR, True, ()).may(people.READER)


def test_the_record(book, tmp_path):
    for number in range(60):
        audit.note(book, "甲", "10.0.0.1", audit.CHANGED, f"/x\n{number}", str(tmp_path / "audit.jsonl"))
    page = audit.page(book, 2)
    assert (page.total, page.pages, len(page.entries)) == (60, 2, 10)
    assert page.entries[-1].about == "/x�0"
    assert audit.page(book, 99).page == 2
    lines = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 60 and lines[0]["who"] == "甲"


def test_the_commands(tmp_path):
    Workspace.open(tmp_path, create=True).close()

    def run(*arguments, code=0, given=""):
        found = CliRunner().invoke(main, ["--data", str(tmp_path), *arguments], input=given)
        assert found.exit_code == code, found.output
        return found.output

    run("user", "add", "甲", "--role", "editor", "--password-stdin", given=PASSWORD + "\n")
    assert PASSWORD not in run("user", "add", "乙", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert "已有同名" in run("user", "add", "甲", "--password-stdin", given=PASSWORD, code=1)
    assert "密码须有" in run("user", "password", "甲", "--password-stdin", given="短\n", code=1)
    run("user", "role", "甲", "administrator")
    run("user", "disable", "乙")
    assert [(one["name"], one["role"], one["disabled"]) for one in json.loads(run("user", "list", "--json"))] == [("乙", "reader", True), ("甲", "administrator", False)]
    run("user", "enable", "乙")
    assert "没有这个专题库" in run("user", "collections", "乙", "../x", code=1)
    run("user", "password", "乙", "--password-stdin", given=PASSWORD + "2\n")
    run("user", "remove", "乙")
    assert "共 1 个账户" in run("user", "list")
    record = run("audit")
    assert "remove 乙" in record and PASSWORD not in record
    assert json.loads(run("audit", "--json"))["total"] == 7
