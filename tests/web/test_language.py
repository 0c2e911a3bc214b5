"""Chinese first, English by a switch; no word of the interface is left behind."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import explorer
from explorer import errors
from explorer.answers import concordance, doubts, facets, found
from explorer.app import create_app
from explorer.config import load
from explorer.web import formats, i18n
from graph.model import KINDS
from graph.ontology import FORMS, RELATIONS

CHINESE = re.compile(r"[\u3400-\u9fff]")
PACKAGE = Path(explorer.__file__).parent
RAISED = ("N_", "QueryError", "NotFound", "AmbiguousName", "CorrectionRefused", "Forbidden", "WorkspaceError", "WorkspaceBusy", "WorkspaceDamaged")
"""Calls whose first words reach a page."""


@pytest.fixture(scope="module")
def catalogue():
    with (PACKAGE / "translations" / "en.po").open("rb") as source:
        return read_po(source, locale="en", abort_invalid=True)


def of_templates(app):
    for file in Path(app.jinja_loader.searchpath[0]).glob("*.html"):
        with file.open("rb") as source:
            for _, _, message, _ in babel_extract(source, ("_", "ngettext"), (), {"trimmed": "true"}):
                yield message if isinstance(message, str) else message[0]


def of_code():
    folders = (PACKAGE / name for name in ("web", "answers", "store", "corrections"))
    for file in (*(file for folder in folders for file in folder.glob("*.py")), PACKAGE / "workspace.py"):
        with file.open("rb") as source:
            for _, message, _, _ in extract("python", source, dict.fromkeys(RAISED)):
                yield message if isinstance(message, str) else message[0]


def of_tables():
    for table in (facets.FACET_LABELS, found.MATCH_LABELS, found.SORT_LABELS, found.GROUP_LABELS, found.FAULTS, concordance.CONTEXT_SORTS, doubts.STATES, doubts.WHAT):
        yield from table.values()
    for relation in RELATIONS:
        yield from (relation.label, relation.label_back)
    yield from (kind.remedy for kind in vars(errors).values() if isinstance(kind, type))


def test_every_word_of_the_interface_is_translated(app, catalogue):
    wanted = {message for message in (*of_templates(app), *of_code(), *of_tables()) if message}
    assert len(wanted) > 150
    translated = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.string}
    assert wanted - translated == set()


def test_no_translation_is_left_in_chinese_or_asks_for_other_blanks(catalogue):
    for message in catalogue:
        strings = (message.string,) if isinstance(message.string, str) else message.string
        if message.id:
            assert not any(CHINESE.search(string) for string in strings), message.id
            assert not list(message.check(catalogue)), message.id


def test_kinds_and_forms_have_words():
    assert set(formats.words.KINDS) == set(KINDS)
    assert set(formats.words.FORMS) == set(FORMS)


def test_no_interface_word_on_an_english_page_is_chinese(app, every_page):
    page_type = type(next(iter(every_page.values())))
    client = app.test_client()
    client.set_cookie(i18n.COOKIE, "en")
    ends = ("李志超&to=大竹县", "李志超&to=宋开慧", "邓瑜&to=赵行", "a&to=查无此人")
    wrong = ("/search?page=x", "/article/none", "/nothing", "/search?q=" + "长" * 1001, "/search?q=此句简报中并无&year=2020")
    for address in (*every_page, *(f"/path?from={pair}" for pair in ends), *wrong):
        page = page_type(client.get(address).text)
        assert page.all("html", lang="en")
        assert "Jianbao Explorer" in page.foreign
        left = CHINESE.search(page.foreign)
        assert not left, f"{address}: …{page.foreign[max(0, left.start() - 60) : left.end() + 40]}…"


def test_chinese_is_the_default_and_the_setting_changes_it(client, workspace):
    assert '<html lang="zh-CN">' in client.get("/").text
    app = create_app(workspace, load({}, language="en"))
    assert '<html lang="en">' in app.test_client().get("/").text
    app.extensions["answers"].close()


def test_the_switch_keeps_the_choice_and_the_place(client, get):
    link = next(link for link in get("/search?q=批示").links if link.startswith("/language/en"))
    response = client.get(link)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/search?q=")
    cookie = response.headers["Set-Cookie"]
    assert "language=en" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "Jianbao Explorer" in client.get("/").text
    client.get("/language/zh")
    assert "简报检索" in client.get("/").text


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
        "///evil.example", "/%0d%0aX: y", "evil", "", "/\t/evil.example", "http:evil",
    ],
)  # fmt: skip
def test_no_redirect_leaves_the_site(client, target):
    response = client.get("/language/en", query_string={"next": target})
    location = response.headers["Location"]
    assert response.status_code == 302
    assert location.startswith("/") and not location.startswith(("//", "/\\"))
    assert "\n" not in location
    assert location == "/" or location.startswith("/%")


def test_an_unknown_cookie_is_passed_over(client):
    client.set_cookie(i18n.COOKIE, "../../etc")
    assert '<html lang="zh-CN">' in client.get("/").text


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("2020-07-16", "2020年7月16日", "16 July 2020"), ("2020-07", "2020年7月", "July 2020"),
        ("2023", "2023年", "2023"), ("", "", ""),
    ],
)  # fmt: skip
def test_dates_are_written_as_one_writes_them(app, value, zh, en):
    with app.test_request_context("/"):
        assert formats.day(value) == zh
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert formats.day(value) == en
