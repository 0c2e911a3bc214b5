"""The document as Whoosh stores it: postings of words and of pairs, and columns. No text, no analyzer.

Whoosh pickles a field with its analyzer, and a jieba tokenizer cannot be pickled: so terms come ready-made.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Existence

from index.analysis import ANALYSIS_VERSION, fold, pairs
from index.cutter import Cutter
from index.schema import FACETS, SCHEMA_VERSION, IndexDoc

TITLE_PAIRS, BODY_PAIRS = "title_pairs", "body_pairs"
TITLE_WORDS, BODY_WORDS = "title_words", "body_words"
PLACE = ("text_title", "text_body", "text_end")  # columns: see index/folded.py
_SEPARATOR = "\x1f"  # unit separator: never in a value, see `_pack`


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
    """Columns are read once a revision into arrays: that is quicker than stored fields, document by document."""
    columns = {f"facet_{name}": COLUMN(VarBytesColumn()) for name in FACETS}
    return Schema(
        id=ID(unique=True),
        id_column=COLUMN(VarBytesColumn()),
        date=COLUMN(VarBytesColumn()),
        order=COLUMN(NumericColumn("q")),
        number=COLUMN(NumericColumn("q")),
        **{name: COLUMN(NumericColumn("q", default=-1)) for name in PLACE},
        title_words=Terms(scorable=True),
        body_words=Terms(scorable=True),
        title_pairs=Terms(scorable=False),
        body_pairs=Terms(scorable=False),
        **columns,
    )


@cache
def schema_fingerprint() -> str:
    """Changes when an index written before could answer otherwise: our versions, and those of what folds and cuts."""
    parts = [SCHEMA_VERSION, ANALYSIS_VERSION, unicodedata.unidata_version, *FACETS]
    parts += [version(name) for name in ("whoosh3", "jieba", "opencc")]
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def document(doc: IndexDoc, cutter: Cutter, place: tuple[int, int, int] | None = None) -> dict[str, object]:
    """The keyword arguments of Whoosh's `add_document`; `place` is that of its folded text, if there is one."""
    columns = {f"facet_{name}": _pack(values) for name, values in doc.facets.items()}
    return {
        "id": doc.id,
        "id_column": doc.id.encode(),
        "date": doc.date.encode(),
        "order": doc.order,
        "number": doc.number,
        TITLE_WORDS: cutter.terms(doc.title),
        BODY_WORDS: cutter.terms(doc.body),
        TITLE_PAIRS: pairs(fold(doc.title)),
        BODY_PAIRS: pairs(fold(doc.body)),
        **columns,
        **(dict(zip(PLACE, place)) if place else {}),
    }


def unpack(column_value: bytes) -> list[str]:
    """The facet values of one document, as packed into its column."""
    return column_value.decode().split(_SEPARATOR) if column_value else []


def _pack(values: Iterable[str]) -> bytes:
    clean = (value.replace(_SEPARATOR, "") for value in values)
    return _SEPARATOR.join(dict.fromkeys(filter(None, clean))).encode()
