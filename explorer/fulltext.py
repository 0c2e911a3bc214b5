"""The full-text index of a workspace: embedded, or on the cluster that the settings name. Its errors in our own tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from explorer.config import Config
from explorer.errors import ConfigurationError, SearchUnavailable, WorkspaceDamaged
from explorer.workspace import Workspace
from index.engine import Engine, Searching, engine
from index.errors import AddressFault, IndexBusy, IndexFault, IndexMissing, IndexUnreachable, QueryFault
from index.names import Names
from index.ranking import RELEVANCE
from index.results import Passage, Results
from index.schema import FACETS
from index.sets import TextSource


def index_of(workspace: Workspace, config: Config) -> Engine:
    """The engine of a workspace's index; nothing is opened yet. Raises ConfigurationError if the setting cannot be used."""
    try:
        return engine(workspace.fulltext, config.search_engine)
    except AddressFault as error:
        remedy = "请写成 http://主机:9200/前缀 的形式，并安装 jianbao-explorer[cluster]；留空则用内置索引。"
        raise ConfigurationError(f"设置项 search_engine 无法使用（{error}）", remedy=remedy) from error


@contextmanager
def reaching() -> Iterator[None]:
    """Within the block what keeps the index from answering is SearchUnavailable; faults that the caller knows what to do with pass."""
    try:
        yield
    except (QueryFault, IndexMissing, IndexBusy):
        raise
    except IndexUnreachable as error:
        raise SearchUnavailable("全文检索服务没有回应") from error
    except IndexFault as error:
        raise SearchUnavailable(f"全文索引出错（{error}）") from error


@contextmanager
def answering() -> Iterator[None]:
    """Within the block a missing index is WorkspaceDamaged, and what keeps it from answering SearchUnavailable."""
    try:
        with reaching():
            yield
    except IndexMissing as error:
        raise WorkspaceDamaged(f"全文索引不可用（{error}）") from error


class Fulltext:
    """A searcher whose errors are ours; a fault of the query alone passes, since it knows its place. Safe to share between threads."""

    def __init__(self, index: Engine, texts: TextSource, words: Iterable[str], names: Names) -> None:
        """Raises WorkspaceDamaged, SearchUnavailable."""
        with answering():
            self._searcher: Searching = index.searcher(texts, words, names)

    def search(
        self, query: str, *, filters: Mapping[str, Sequence[str]] | None = None, sort: str = RELEVANCE, page: int = 1, size: int = 10,
        facets: Collection[str] = FACETS, facet_sizes: Mapping[str, int] | None = None, expand: bool = True,
    ) -> Results:  # fmt: skip
        """See index.search.Searcher.search."""
        with answering():
            return self._searcher.search(
                query, filters=filters, sort=sort, page=page, size=size, facets=facets, facet_sizes=facet_sizes, expand=expand
            )

    def passages(
        self, query: str, *, filters: Mapping[str, Sequence[str]] | None = None, limit: int = 1_000, expand: bool = True
    ) -> list[Passage]:
        """See index.search.Searcher.passages."""
        with answering():
            return self._searcher.passages(query, filters=filters, limit=limit, expand=expand)

    def strings(self, query: str, doc_id: str) -> list[str]:
        """See index.search.Searcher.strings."""
        with answering():
            return self._searcher.strings(query, doc_id)

    def similar(self, doc_id: str, size: int = 5) -> list[str]:
        """See index.search.Searcher.similar."""
        with answering():
            return self._searcher.similar(doc_id, size)

    def ids(self) -> list[str]:
        """The ids of all documents."""
        with answering():
            return self._searcher.ids()

    def count(self) -> int:
        """The number of documents."""
        with answering():
            return self._searcher.count()

    def close(self) -> None:
        """Frees what it holds."""
        self._searcher.close()
