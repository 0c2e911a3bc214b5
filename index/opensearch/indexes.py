"""The indexes of one workspace, whose id is in all their names:

    PREFIX-ID-text                    an alias: the current index
    PREFIX-ID-text-VERSION-RANDOM     an index; its mapping tells the fingerprints it was written with
    PREFIX-ID-state                   the lock of the one writer, and the word lists that indexes were cut with

A whole rebuild fills a new index; moving the alias is the swap. What lies around without the alias is swept by the next build.
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from index.cutter import Cutter
from index.errors import IndexFault, IndexMissing
from index.opensearch.connection import Conflict, Connection
from index.opensearch.lock import Lock
from index.opensearch.mapping import fingerprint, mapping, replicas, settings

_PRIORITY = 200  # of the template, above those that an operator has for all indexes
_STATE = {"settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}, "mappings": {"dynamic": False, "properties": {}}}
_GREEN = "60s"  # that a swap waits for replicas


@dataclass(frozen=True, slots=True)
class Current:
    """An index, and the fingerprints it was written with."""

    name: str
    schema: str
    words: str


class Indexes:
    """Names, finds, makes and removes them."""

    def __init__(self, connection: Connection, workspace: str) -> None:
        self.connection = connection
        self._family = f"{connection.address.prefix}-{workspace}"
        self.alias, self._state = f"{self._family}-text", f"{self._family}-state"

    def peek(self) -> Current | None:
        """What is there, whichever version wrote it."""
        found = self.connection.ask(lambda client: client.indices.get_mapping(index=self.alias, ignore=404))
        if "error" in found or not found:
            return None
        name, told = max(found.items())
        meta = told["mappings"].get("_meta", {})
        return Current(name, str(meta.get("schema", "")), str(meta.get("words", "")))

    def current(self) -> Current:
        """IndexMissing if there is none, or if another schema or analysis wrote it."""
        current = self.peek()
        if current is None:
            raise IndexMissing("there is no index yet: build it")
        if current.schema != fingerprint():
            raise IndexMissing("the index was written by another version: rebuild it")
        return current

    def create(self, cutter: Cutter) -> Current:
        """A new, empty index; nobody sees it before `publish`."""
        version = fingerprint()[:8]
        prefix, address = self.connection.address.prefix, self.connection.address
        pattern = f"{prefix}-*-text-{version}-*"  # another version of the program keeps its own template
        template = {"index_patterns": [pattern], "priority": _PRIORITY, "template": {"settings": settings(address), "mappings": mapping()}}
        self.connection.ask(lambda client: client.indices.put_index_template(name=f"{prefix}-text-{version}", body=template))
        current = Current(f"{self.alias}-{version}-{secrets.token_hex(6)}", fingerprint(), cutter.fingerprint)
        self._keep_words(cutter)
        told = {"mappings": {"_meta": {"schema": current.schema, "words": current.words}}}
        with suppress(Conflict):  # the answer to a first attempt was lost
            self.connection.ask(lambda client: client.indices.create(index=current.name, body=told))
        return current

    def publish(self, current: Current) -> None:
        """Shows what was written, copies it to other nodes, and makes it the current one, in one step."""
        name = current.name
        self.connection.ask(lambda client: client.indices.refresh(index=name))
        self.connection.ask(lambda client: client.indices.put_settings(index=name, body={"index": replicas(self.connection.address)}))
        with suppress(IndexFault):  # fewer nodes than replicas: it serves all the same
            self.connection.ask(lambda client: client.cluster.health(index=name, wait_for_status="green", timeout=_GREEN, request_timeout=90), 1)
        moves: list[dict[str, Any]] = [{"add": {"index": name, "alias": self.alias}}]
        old = self.peek()
        if old is not None and old.name != name:
            moves.append({"remove": {"index": old.name, "alias": self.alias}})
        self.connection.ask(lambda client: client.indices.update_aliases(body={"actions": moves}))

    def sweep(self, keep: Current | None) -> None:
        """Removes every other index, and the word lists of none: what was before, or what a crashed build left."""
        found = self.connection.ask(lambda client: client.indices.get(index=f"{self.alias}-*", ignore=404, params={"filter_path": "*.mappings._meta"}))
        gone = [name for name in found if name.startswith(self.alias) and (keep is None or name != keep.name)]
        if gone:
            self.connection.ask(lambda client: client.indices.delete(index=",".join(sorted(gone)), ignore=404))
            lists = {found[name].get("mappings", {}).get("_meta", {}).get("words") for name in gone} - {keep.words if keep else None, None}
            for words in sorted(lists):
                self.connection.ask(lambda client, words=words: client.delete(index=self._state, id=f"words-{words}", ignore=404))

    def remove(self) -> None:
        """Everything of this workspace."""
        self.sweep(None)
        self.connection.ask(lambda client: client.indices.delete(index=self._state, ignore=404))

    def words(self, current: Current) -> Sequence[str]:
        """The word list that an index was cut with. IndexMissing if it is gone."""
        return str(self.connection.ask(lambda client: client.get(index=self._state, id=f"words-{current.words}"))["_source"]["words"]).split("\n")

    def lock(self) -> Lock:
        """That of the one writer; nobody holds it yet."""
        self._make_state()
        return Lock(self.connection, self._state)

    def _keep_words(self, cutter: Cutter) -> None:
        self._make_state()
        told = {"words": "\n".join(cutter.words)}
        self.connection.ask(lambda client: client.index(index=self._state, id=f"words-{cutter.fingerprint}", body=told))

    def _make_state(self) -> None:
        if not self.connection.ask(lambda client: client.indices.exists(index=self._state)):
            with suppress(Conflict):  # another writer was first
                self.connection.ask(lambda client: client.indices.create(index=self._state, body=_STATE))
