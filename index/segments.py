"""A whole segment out of a batch of documents: postings are gathered as numbers, sorted at once, and written list by list.

Whoosh's own writer sorts a tuple for each posting; this is several times as quick, and takes ten bytes of memory for each.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage

from index.codec import ArrayCodec, ArrayFieldWriter, Floats, Numbers
from index.cutter import Cutter
from index.fields import BODY_WORDS, ROW, TITLE_WORDS, document, whoosh_schema
from index.folded import Place
from index.schema import IndexDoc
from index.tables import Table

Batch = Sequence[tuple[IndexDoc, Place]]
Segment = Any  # whoosh's: a name and counts, which its table of contents pickles too
PROGRESS_STEP = 100  # documents between two reports
NAME = "MAIN"  # of the index in its folder, as Whoosh wants one


def write(folder: Path, batch: Batch, cutter: Cutter, told: Callable[[int], None] | None = None) -> Segment:
    """The segment, its files in the folder of an index; no table of contents names it yet.

    `told`: called with the number of documents gathered, at every PROGRESS_STEP.
    """
    storage, codec, schema = FileStorage(str(folder)), ArrayCodec(), whoosh_schema()
    segment = codec.new_segment(storage, NAME)
    documents = codec.per_document_writer(storage, segment)
    gathered = {name: _Gathered(field) for name, field in schema.items() if field.indexed}
    rows = []
    for number, (doc, place) in enumerate(batch):
        values = document(doc, cutter, place)
        documents.start_doc(number)
        for name, inverted in gathered.items():
            documents.add_field(name, schema[name], None, inverted.add(number, values[name]))
        documents.add_column_value(ROW, schema[ROW].column_type, values[ROW])
        documents.finish_doc()
        rows.append(values[ROW])
        if told and len(rows) % PROGRESS_STEP == 0:
            told(len(rows))
    documents.close()
    segment.set_doc_count(len(batch))
    _write_lists(codec.field_writer(storage, segment), gathered)
    segment.create_compound_file(storage)
    Table.of(rows).save(folder, segment.segment_id())
    return segment


def _write_lists(writer: ArrayFieldWriter, gathered: dict[str, "_Gathered"]) -> None:
    for name in sorted(gathered):
        writer.start_field(name, gathered[name].field)
        for term, numbers, weights, lengths in gathered[name].lists():
            writer.put(term, numbers, weights, lengths)
        writer.finish_field()
    writer.close()


class _Codes(dict[str, int]):
    """A number for each term, as they come."""

    def __missing__(self, term: str) -> int:
        self[term] = code = len(self)
        return code


class _Gathered:
    """The postings of one field, document by document."""

    def __init__(self, field: FieldType) -> None:
        self.field = field
        self._counted = bool(field.scorable)
        self._code_of = _Codes()
        self._codes, self._documents, self._weights, self._lengths = array("I"), array("I"), array("f"), array("I")

    def add(self, number: int, terms: Any) -> int:
        """The length of the document's field, 0 where it is not kept. `terms`: a string is one term."""
        found: Iterable[str] = Counter(terms) if self._counted else [terms] if isinstance(terms, str) else terms
        before = len(self._codes)
        self._codes.extend(map(self._code_of.__getitem__, found))
        self._documents.extend([number] * (len(self._codes) - before))
        if isinstance(found, Counter):
            self._weights.extend(found.values())
        self._lengths.append(len(terms) if self._counted else 0)
        return self._lengths[-1]

    def lists(self) -> Iterator[tuple[bytes, Numbers, Floats | None, tuple[int, int]]]:
        """Each term in order: its documents, their weights, the least and greatest length of the field among them."""
        terms = sorted(self._code_of)  # the order of code points is that of the bytes in UTF-8
        if not terms:
            return
        places = np.empty(len(terms), np.uint32)
        places[[self._code_of[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        keys = places[np.frombuffer(self._codes, np.uint32)]
        order = np.argsort(keys, kind="stable")
        documents = np.frombuffer(self._documents, np.uint32)[order].astype(np.int32)
        weights = np.frombuffer(self._weights, np.float32)[order] if self._counted else None
        ends = np.cumsum(np.bincount(keys, minlength=len(terms)))
        begins = ends - np.diff(ends, prepend=0)
        lengths = np.frombuffer(self._lengths, np.uint32)[documents]
        shortest, longest = np.minimum.reduceat(lengths, begins).tolist(), np.maximum.reduceat(lengths, begins).tolist()
        for at, (term, begin, end) in enumerate(zip(terms, begins.tolist(), ends.tolist())):
            held = weights[begin:end] if weights is not None else None
            if held is not None and (held == 1).all():
                held = None
            yield term.encode(), documents[begin:end], held, (shortest[at], longest[at])
