"""The seam between the program and whoever answers full-text questions: embedded in this process, or a cluster.

Nothing of the cluster's client is imported unless an address of one is given.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from index import layout
from index.cutter import Cutter
from index.errors import AddressFault
from index.names import Names
from index.ranking import RELEVANCE
from index.results import Passage, Results
from index.schema import FACETS, IndexDoc
from index.search import Searcher
from index.sets import TextSource
from index.writer import IndexWriter, build

Words = Iterable[str] | Cutter


class Searching(Protocol):
    """Answers questions, from the newest revision; safe to share between threads. See index.search.Searcher."""

    def search(
        self, query: str, *, filters: Mapping[str, Sequence[str]] | None = None, sort: str = RELEVANCE, page: int = 1, size: int = 10,
        facets: Collection[str] = FACETS, facet_sizes: Mapping[str, int] | None = None, expand: bool = True,
    ) -> Results: ...  # fmt: skip

    def passages(
        self, query: str, *, filters: Mapping[str, Sequence[str]] | None = None, limit: int = 1_000, expand: bool = True
    ) -> list[Passage]: ...

    def strings(self, query: str, doc_id: str) -> list[str]: ...

    def similar(self, doc_id: str, size: int = 5) -> list[str]: ...

    def ids(self) -> list[str]: ...

    def count(self) -> int: ...

    def close(self) -> None: ...


class Writing(Protocol):
    """Puts and deletes documents; one commit at the end of the `with` block, nothing at all after an error."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def put(self, docs: Iterable[IndexDoc]) -> int: ...

    def delete(self, ids: Iterable[str]) -> int: ...


class Engine(Protocol):
    """The full-text index of one workspace."""

    def searcher(self, texts: TextSource, words: Words, names: Names | None = None) -> Searching:
        """IndexMissing if there is no index, or if another schema, analysis or word list wrote it."""
        ...

    def writer(self, words: Words) -> Writing:
        """Opened by a `with` block: IndexBusy, IndexMissing. A missing index is created empty."""
        ...

    def build(self, docs: Iterable[IndexDoc], words: Words, progress: Callable[[int], None] | None = None, workers: int = 1) -> int:
        """A whole new index, swapped in; the number of documents taken in. IndexBusy."""
        ...

    def check(self) -> None:
        """IndexMissing if there is no index that this version wrote."""
        ...

    def damaged(self) -> list[str]:
        """Files that are not what was written, by name; none where the cluster itself looks after them. IndexMissing."""
        ...

    def remove(self) -> None:
        """Takes away whatever of the index does not lie in the folder."""
        ...


class Embedded:
    """The index as files in a folder: the default."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def searcher(self, texts: TextSource, words: Words, names: Names | None = None) -> Searching:
        """See Engine."""
        return Searcher(self._directory, texts, words, names)

    def writer(self, words: Words) -> Writing:
        """See Engine."""
        return IndexWriter(self._directory, words)

    def build(self, docs: Iterable[IndexDoc], words: Words, progress: Callable[[int], None] | None = None, workers: int = 1) -> int:
        """See Engine."""
        return build(self._directory, docs, words, progress, workers)

    def check(self) -> None:
        """See Engine."""
        layout.read_current(self._directory)

    def damaged(self) -> list[str]:
        """See Engine."""
        return layout.differing(self._directory)

    def remove(self) -> None:
        """Nothing: all of it lies in the folder."""


def engine(directory: Path, address: str = "") -> Engine:
    """The engine of the index in a folder: embedded, or on the cluster at an address. AddressFault."""
    if not address:
        return Embedded(directory)
    if find_spec("opensearchpy") is None:
        raise AddressFault("the client of the search cluster is not installed: pip install 'jianbao-explorer[cluster]'")
    from index.opensearch.cluster import Cluster  # an install without the extra has no client to import

    return Cluster(directory, address)
