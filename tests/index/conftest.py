"""Real indexes in temporary directories; one dictionary for the whole run, because loading it takes a second.

Tests that go through `library_of` or `open_engine` are the contract of both engines: each runs on the embedded one and, with the mark
`cluster`, on a real OpenSearch server. What is about the files of the embedded one uses `embedded_library_of`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.cutter import Cutter
from index.engine import Embedded, Engine, Searching, engine
from index.schema import IndexDoc
from index.results import Results


@dataclass
class Library:
    """An index, the texts it was made from, and a searcher over both."""

    engine: Engine
    directory: Path
    cutter: Cutter
    texts: dict[str, tuple[str, str]]
    searcher: Searching = None
    opened: list[Searching] = field(default_factory=list)

    def find(self, query: str, **options) -> list[str]:
        return [hit.id for hit in self.search(query, **options).hits]

    def search(self, query: str, **options) -> Results:
        return self.searcher.search(query, **{"size": 1000, **options})

    def source(self, ids):
        return {doc_id: self.texts[doc_id] for doc_id in ids if doc_id in self.texts}

    def open(self, source=None, words=None, names=None) -> Searching:
        self.searcher = self.engine.searcher(source or self.source, words or self.cutter, names)
        self.opened.append(self.searcher)
        return self.searcher

    def put(self, *docs: IndexDoc) -> None:
        self.texts.update({doc.id: (doc.title, doc.body) for doc in docs})
        with self.engine.writer(self.cutter) as writer:
            writer.put(docs)

    def close(self) -> None:
        for searcher in self.opened:
            searcher.close()
        self.engine.remove()


def make_doc(doc_id: str, title: str = "", body: str = "", date: str = "", order: int = 0, **facets: str) -> IndexDoc:
    split = {name: tuple(value.split("|")) for name, value in facets.items()}
    return IndexDoc(doc_id, title, body, date, order, split)


def made(engine: Engine, directory: Path, cutter: Cutter, docs) -> Library:
    engine.build(docs, cutter)
    library = Library(engine, directory, cutter, {d.id: (d.title, d.body) for d in docs})
    library.open()
    return library


@pytest.fixture(scope="session")
def doc() -> Callable[..., IndexDoc]:
    return make_doc


@pytest.fixture(scope="session")
def cutter(tmp_path_factory: pytest.TempPathFactory) -> Cutter:
    return Cutter(["四川省地方志工作办公室", "陈建春", "雅安市"], tmp_path_factory.mktemp("dictionary"))


@pytest.fixture(scope="session", params=["embedded", pytest.param("cluster", marks=pytest.mark.cluster)])
def open_engine(request) -> Callable[[Path], Engine]:
    """The engine of a folder."""
    if request.param == "embedded":
        return engine
    address = request.getfixturevalue("cluster_url") + "/contract"
    return lambda directory: engine(directory, address)


@pytest.fixture
def library_of(tmp_path: Path, cutter: Cutter, open_engine) -> Iterator[Callable[..., Library]]:
    libraries: list[Library] = []

    def make(*docs: IndexDoc) -> Library:
        directory = tmp_path / f"library{len(libraries) or ''}"
        libraries.append(made(open_engine(directory), directory, cutter, docs))
        return libraries[-1]

    yield make
    for library in libraries:
        library.close()


@pytest.fixture
def embedded_library_of(tmp_path: Path, cutter: Cutter) -> Iterator[Callable[..., Library]]:
    libraries: list[Library] = []

    def make(*docs: IndexDoc) -> Library:
        libraries.append(made(Embedded(tmp_path / "library"), tmp_path / "library", cutter, docs))
        return libraries[-1]

    yield make
    for library in libraries:
        library.close()


@pytest.fixture(scope="module")
def shared_library_of(tmp_path_factory, cutter, open_engine) -> Iterator[Callable[..., Library]]:
    """For texts that many tests only read."""
    libraries: list[Library] = []

    def make(docs: list[IndexDoc]) -> Library:
        directory = tmp_path_factory.mktemp("library")
        library = made(open_engine(directory), directory, cutter, docs)
        libraries.append(library)
        return library

    yield make
    for library in libraries:
        library.close()


def articles_of_the_seed() -> list[IndexDoc]:
    """A few articles in the manner of the bulletins."""
    return [
        make_doc("a", "川渝两地推进年鉴编纂", "2020年7月16日，四川省地方志工作办公室主任陈建春\n到雅安市调研。会议要求实现两全目标。",
            "2020-07-20", 1, year="2020", place="雅安市", person="陈建春", issue="2020年第5期"),
        make_doc("b", "雅安市召开编纂中心工作会", "会议指出，年鉴编纂要紧扣中心。成都市代表参加会议。",
            "2020-07-20", 2, year="2020", place="雅安市|成都市", issue="2020年第5期"),
        make_doc("c", "乾隆版县志点校著作出版", "該書由李國能點校，共１２卷。", "2021-03-01", 1, year="2021", place="成都市", person="李国能"),
        make_doc("d", "来信", "无日期的一封信，谈年鉴。"),
    ]  # fmt: skip


@pytest.fixture
def seed(library_of) -> Library:
    return library_of(*articles_of_the_seed())


@pytest.fixture
def embedded_seed(embedded_library_of) -> Library:
    return embedded_library_of(*articles_of_the_seed())
