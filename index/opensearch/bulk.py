"""Sending many documents: in requests of a few megabytes, and more slowly when the cluster says that it has too much to do."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from opensearchpy.exceptions import OpenSearchException

from index.errors import IndexFault, IndexUnreachable
from index.opensearch.connection import BUSY, Connection, is_busy, pause, told

BYTES, OPERATIONS = 4_000_000, 500  # of one request, at most
ATTEMPTS = 10  # at one request, waiting between them up to a minute and a half together
_SECONDS = 120


class Operation(NamedTuple):
    """`action` is its line, `source` the document's; '' for a deletion."""

    action: str
    source: str

    @property
    def body(self) -> str:
        return f"{self.action}\n{self.source}\n" if self.source else f"{self.action}\n"


def put(doc_id: str, source: str, version: int | None = None) -> Operation:
    """A document (its JSON) in place of an older one; with `version` an earlier one never replaces a later one, in whichever order they arrive."""
    how: dict[str, Any] = {"_id": doc_id} | ({"version": version, "version_type": "external_gte"} if version is not None else {})
    return Operation(json.dumps({"index": how}, ensure_ascii=False), source)


def delete(doc_id: str) -> Operation:
    """The document goes."""
    return Operation(json.dumps({"delete": {"_id": doc_id}}, ensure_ascii=False), "")


def send(connection: Connection, index: str, operations: Iterable[Operation]) -> int:
    """Sends all, in order; the number of operations. IndexUnreachable if the cluster does not take them, however long one waits."""
    count = 0
    for batch in _batches(operations):
        _send(connection, index, batch)
        count += len(batch)
    return count


def _send(connection: Connection, index: str, batch: Sequence[Operation]) -> None:
    """What was refused for want of room is sent again after a pause, and only that."""
    for attempt in range(ATTEMPTS):
        try:
            body = "".join(operation.body for operation in batch)
            answer = connection.client.bulk(index=index, body=body, request_timeout=_SECONDS, params={"filter_path": "errors,items.*.status,items.*.error"})
        except OpenSearchException as error:
            if not is_busy(error):
                raise told(error, connection.address.place) from error
        else:
            batch = _refused(batch, answer)
            if not batch:
                return
        pause(attempt)
    raise IndexUnreachable(f"the search cluster takes no more documents ({connection.address.place})")


def _refused(batch: Sequence[Operation], answer: dict[str, Any]) -> list[Operation]:
    if not answer["errors"]:
        return []
    refused = []
    for operation, item in zip(batch, answer["items"]):
        (done,) = item.values()
        if done["status"] in BUSY:
            refused.append(operation)
        elif done["status"] != 409 and "error" in done:  # 409: a later text of the same document is there
            raise IndexFault(f"the search cluster refuses a document: {str(done.get('error', {}).get('reason'))[:200]}")
    return refused


def _batches(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    batch: list[Operation] = []
    size = 0
    for operation in operations:
        batch.append(operation)
        size += len(operation.source)  # characters: mostly of three bytes
        if len(batch) == OPERATIONS or 3 * size >= BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
