"""The document as Whoosh stores it: postings of words and of pairs, and columns. No text, no analyzer.

Whoosh pickles a field with its analyzer, and a jieba tokenizer cannot be pickled: so terms come ready-made.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Existence

from index.analysis import ANALYSIS_VERSION, fold, pairs
from index.cutter import Cutter
from index.schema import FACETS, SCHEMA_VERSION, IndexDoc

TITLE_PAIRS, BODY_PAIRS = "title_pairs", "body_pairs"
TITLE_WORDS, BODY_WORDS = "title_words", "body_words"
ROW = "row"
NUMBERS = 7  # of a row, see `pack_row`
NOWHERE = (-1, -1, -1)  # the place of a text that is not in the file of folded texts, see index/folded.py
_FIELD, _VALUE = "\x1e", "\x1f"  # record and unit separators: never in a value, see `cleaned`


class Terms(FieldType):
    """Postings of ready-made terms: an iterable of strings goes in; how often each occurs is its weight.

    The frequency is kept as the posting's weight alone, without a value: leaner, and quicker to write.
    """

    def __init__(self, scorable: bool) -> None:
        super().__init__(format=Existence(), analyzer=None, scorable=scorable)

    def index(self, value: Iterable[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, frequency in Counter(value).items():
            yield term.encode(), frequency, float(frequency), b""


def whoosh_schema() -> Schema:
    """All that is not a posting is packed into one column: it is read once a revision, and one is read fastest."""
    return Schema(
        id=ID(unique=True),
        row=COLUMN(VarBytesColumn()),
        title_words=Terms(scorable=True),
        body_words=Terms(scorable=True),
        title_pairs=Terms(scorable=False),
        body_pairs=Terms(scorable=False),
    )


@cache
def schema_fingerprint() -> str:
    """Changes when an index written before could answer otherwise: our versions, and those of what folds and cuts."""
    parts = [SCHEMA_VERSION, ANALYSIS_VERSION, unicodedata.unidata_version, *FACETS]
    parts += [version(name) for name in ("whoosh3", "jieba", "opencc")]
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def document(doc: IndexDoc, cutter: Cutter, place: tuple[int, int, int] | None = None) -> dict[str, object]:
    """The keyword arguments of Whoosh's `add_document`; `place` is that of its folded text, if there is one."""
    title, body = cutter.terms(doc.title), cutter.terms(doc.body)
    return {
        "id": doc.id,
        ROW: pack_row(doc, len(title), len(body), place or NOWHERE),
        TITLE_WORDS: title,
        BODY_WORDS: body,
        TITLE_PAIRS: pairs(fold(doc.title)),
        BODY_PAIRS: pairs(fold(doc.body)),
    }


def pack_row(doc: IndexDoc, title: int, body: int, place: tuple[int, int, int]) -> bytes:
    """One document's values: id, date, then numbers (order, issue, words of the title, of the body, the three of its place),
    then its facets in the order of FACETS."""
    numbers = (doc.order, doc.number, title, body, *place)
    facets = (_VALUE.join(facet_values(doc, name)) for name in FACETS)
    return _FIELD.join((cleaned(doc.id), doc.date, *map(str, numbers), *facets)).encode()


def unpack_row(packed: bytes) -> tuple[str, str, list[str], list[list[str]]]:
    """(id, date, numbers as text, the values of each facet)."""
    parts = packed.decode().split(_FIELD)
    return parts[0], parts[1], parts[2 : 2 + NUMBERS], [part.split(_VALUE) if part else [] for part in parts[2 + NUMBERS :]]


def facet_values(doc: IndexDoc, name: str) -> list[str]:
    """The values of a facet, each once, without blank ones."""
    return list(dict.fromkeys(filter(None, map(cleaned, doc.facets.get(name, ())))))


def cleaned(value: str) -> str:
    """Without the separators of a row."""
    return value.replace(_FIELD, "").replace(_VALUE, "")
