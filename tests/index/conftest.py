"""Real indexes in temporary directories; one dictionary for the whole run, because loading it takes a second."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.cutter import Cutter
from index.schema import IndexDoc
from index.search import Results, Searcher
from index.writer import IndexWriter, build


@dataclass
class Library:
    """An index, the texts it was made from, and a searcher over both."""

    directory: Path
    cutter: Cutter
    texts: dict[str, tuple[str, str]]
    searcher: Searcher

    def find(self, query: str, **options) -> list[str]:
        return [hit.id for hit in self.search(query, **options).hits]

    def search(self, query: str, **options) -> Results:
        return self.searcher.search(query, **{"size": 1000, **options})

    def source(self, ids):
        return {doc_id: self.texts[doc_id] for doc_id in ids if doc_id in self.texts}

    def put(self, *docs: IndexDoc) -> None:
        self.texts.update({doc.id: (doc.title, doc.body) for doc in docs})
        with IndexWriter(self.directory, self.cutter) as writer:
            writer.put(docs)


def make_doc(doc_id: str, title: str = "", body: str = "", date: str = "", order: int = 0, **facets: str) -> IndexDoc:
    split = {name: tuple(value.split("|")) for name, value in facets.items()}
    return IndexDoc(doc_id, title, body, date, order, split)


@pytest.fixture(scope="session")
def doc() -> Callable[..., IndexDoc]:
    return make_doc


@pytest.fixture(scope="session")
def cutter(tmp_path_factory: pytest.TempPathFactory) -> Cutter:
    return Cutter(["四川省地方志工作办公室", "陈建春", "雅安市"], tmp_path_factory.mktemp("dictionary"))


@pytest.fixture
def library_of(tmp_path: Path, cutter: Cutter) -> Iterator[Callable[..., Library]]:
    opened: list[Searcher] = []

    def make(*docs: IndexDoc) -> Library:
        texts = {d.id: (d.title, d.body) for d in docs}
        build(tmp_path / "library", docs, cutter)
        library = Library(tmp_path / "library", cutter, texts, None)
        library.searcher = Searcher(library.directory, library.source, cutter)
        opened.append(library.searcher)
        return library

    yield make
    for searcher in opened:
        searcher.close()


@pytest.fixture
def seed(library_of, doc) -> Library:
    """A few articles in the manner of the bulletins."""
    return library_of(
        doc("a", "川渝两地推进年鉴编纂", "2020年7月16日，四川省地方志工作办公室主任陈建春\n到雅安市调研。会议要求实现两全目标。",
            "2020-07-20", 1, year="2020", place="雅安市", person="陈建春", issue="2020年第5期"),
        doc("b", "雅安市召开编纂中心工作会", "会议指出，年鉴编纂要紧扣中心。成都市代表参加会议。",
            "2020-07-20", 2, year="2020", place="雅安市|成都市", issue="2020年第5期"),
        doc("c", "乾隆版县志点校著作出版", "該書由李國能點校，共１２卷。", "2021-03-01", 1, year="2021", place="成都市", person="李国能"),
        doc("d", "来信", "无日期的一封信，谈年鉴。"),
    )
