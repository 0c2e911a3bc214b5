"""The index of one workspace on a cluster, as index.engine.Engine."""

import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from index.cutter import Cutter, as_cutter
from index.errors import IndexMissing
from index.names import Names
from index.opensearch.address import Address
from index.opensearch.connection import Connection
from index.opensearch.indexes import Indexes
from index.opensearch.searcher import ClusterSearcher
from index.opensearch.writer import ClusterWriter, build
from index.schema import IndexDoc
from index.sets import TextSource

_WORKSPACE = "cluster.txt"


class Cluster:
    """The folder of the index holds no more than the id by which it is found on the cluster."""

    def __init__(self, directory: Path, address: str) -> None:
        """AddressFault if the address cannot be understood. Nothing is asked of the cluster yet."""
        self._directory, self._connection = directory, Connection(Address.parse(address))

    def searcher(self, texts: TextSource, words: Iterable[str] | Cutter, names: Names | None = None) -> ClusterSearcher:
        """See index.engine.Engine; IndexUnreachable."""
        return ClusterSearcher(self.indexes(), texts, as_cutter(words, self._directory), names)

    def writer(self, words: Iterable[str] | Cutter) -> ClusterWriter:
        """See index.engine.Engine; IndexUnreachable."""
        return ClusterWriter(self.indexes(make=True), as_cutter(words, self._directory))

    def build(
        self, docs: Iterable[IndexDoc], words: Iterable[str] | Cutter, progress: Callable[[int], None] | None = None, workers: int = 1
    ) -> int:
        """See index.engine.Engine; IndexUnreachable."""
        return build(self.indexes(make=True), docs, as_cutter(words, self._directory), progress, workers)

    def check(self) -> None:
        """See index.engine.Engine; IndexUnreachable."""
        self.indexes().current()

    def damaged(self) -> list[str]:
        """None: the cluster checks its own files. IndexMissing, IndexUnreachable."""
        self.check()
        return []

    def remove(self) -> None:
        """All indexes of this workspace. IndexUnreachable."""
        if (self._directory / _WORKSPACE).exists():
            self.indexes().remove()

    def indexes(self, make: bool = False) -> Indexes:
        """Those of this workspace. IndexMissing if it was never written to a cluster, unless `make`."""
        return Indexes(self._connection, self._workspace(make))

    def _workspace(self, make: bool) -> str:
        """A random id: workspaces share a cluster and never an index. It moves with the folder."""
        file = self._directory / _WORKSPACE
        if not file.exists():
            if not make:
                raise IndexMissing("there is no index yet: build it")
            self._directory.mkdir(parents=True, exist_ok=True)
            file.write_text(secrets.token_hex(8), "utf-8")
        return file.read_text("utf-8").strip()
