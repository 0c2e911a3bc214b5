"""A real application over a workspace that the real pipeline has filled; and a reader of HTML for the checks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from explorer import pipeline
from explorer.answers import Answers
from explorer.app import create_app
from explorer.config import load
from explorer.workspace import Workspace

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_FREE = {"value", "href", "content", "datetime", "data-save"}
"""Attributes that hold data, never words of the interface."""


@dataclass
class Page(HTMLParser):
    """A page taken apart: elements, links, visible text, and the text that is not marked as Chinese."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    foreign: str = ""
    unclosed: list[str] = field(default_factory=list)
    _open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.unclosed += [tag for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        language = values.get("lang", "")
        chinese = language.startswith("zh") if language else (self._open[-1][1] if self._open else False)
        if not chinese:
            self.foreign += " ".join(["", *(v for name, v in values.items() if name not in _FREE), ""])
        if tag not in _VOID:
            self._open.append((tag, chinese))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        opened = self._open.pop()[0] if self._open else "nothing"
        if opened != tag:
            self.unclosed.append(f"{opened} closed by {tag}")

    def handle_data(self, data: str) -> None:
        self.text += data
        inside = {tag for tag, _ in self._open}
        if "title" not in inside and not (self._open and self._open[-1][1]):
            self.foreign += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Attributes of the elements of a tag that have these values; `class_` matches one of the classes."""
        classes = wanted.pop("class_", "")
        return [
            values
            for name, values in self.elements
            if name == tag
            and all(values.get(key) == value for key, value in wanted.items())
            and (not classes or classes in values.get("class", "").split())
        ]

    @property
    def links(self) -> list[str]:
        return [values["href"] for values in self.all("a") if "href" in values]

    @property
    def words(self) -> str:
        """The text with its white space folded."""
        return re.sub(r"\s+", " ", self.text)


def made(folder: Path, paths: list[Path]) -> Workspace:
    workspace = Workspace.open(folder, create=True)
    summary = pipeline.ingest(workspace, paths, load({}))
    assert not summary.problems
    return workspace


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with resources.as_file(resources.files("explorer") / "samples") as samples:
        opened = made(tmp_path_factory.mktemp("web"), sorted(samples.glob("*.txt")))
    with opened:
        yield opened


@pytest.fixture(scope="session")
def app(workspace: Workspace) -> Iterator[Flask]:
    built = create_app(workspace, load({}))
    yield built
    built.extensions["answers"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def answers(app: Flask) -> Answers:
    return app.extensions["answers"]


@pytest.fixture
def get(client: FlaskClient) -> Callable[..., Page]:
    """A page of the site, taken apart; its status is checked."""

    def opened(address: str, status: int = 200) -> Page:
        response = client.get(address)
        assert response.status_code == status, address
        assert response.mimetype == "text/html"
        return Page(response.text)

    return opened


@pytest.fixture(scope="session")
def id_of(answers: Answers) -> Callable[[str], str]:
    return lambda name: answers.named(name).id


@pytest.fixture(scope="session")
def seed_issue(answers: Answers) -> str:
    """The whole issue among the samples."""
    return next(issue.id for issue, _ in answers.issues().issues if issue.date == "2020-07-20")


@pytest.fixture(scope="session")
def every_page(app: Flask) -> dict[str, Page]:
    """All that can be reached from the front page by links; of results only those with one filter at most, of divisions only those
    of one province's matrix."""
    client, seen, waiting = app.test_client(), {}, ["/"]
    while waiting:
        address = waiting.pop()
        path = address.partition("#")[0]
        if path in seen or not path.startswith("/") or path.startswith(("/language/", "/api/", "/static/")):
            continue
        if path.startswith(("/search", "/concordance", "/export", "/feed", "/acts")) and path.count("&") + path.count("?") > 1:
            continue
        if path.startswith(("/network?", "/measures?")) and ("&" in path or "do=" in path):  # what can be done to a picture has no end
            continue
        if path.startswith("/place/") and "?" in path and (not path.startswith("/place/51?") or "&" in path):
            continue
        response = client.get(path)
        assert response.status_code == 200, path
        if response.mimetype != "text/html":  # a feed, a file of citations
            continue
        seen[path] = Page(response.text)
        waiting += seen[path].links
    return seen
