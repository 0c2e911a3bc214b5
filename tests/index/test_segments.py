"""Segments written at once: Whoosh reads in them what its own writer would have written."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from index import crew, segments, writer
from index.codec import packed, unpacked
from index.fields import document, whoosh_schema
from index.tables import Table

numbers = st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=300, unique=True).map(lambda found: np.array(sorted(found), np.int32))
PLACES = ((-1, -1, -1),) * 1_000


@given(numbers, st.data())
def test_a_list_is_read_as_it_was_written(found, data):
    weights = data.draw(st.none() | st.lists(st.integers(1, 300).map(float) | st.floats(0.5, 1e6, width=32), min_size=len(found), max_size=len(found)))
    weights = None if weights is None else np.array(weights, np.float32)
    again, weighed = unpacked(packed(found, weights))
    assert again.tolist() == found.tolist()
    assert (weighed is None) == (weights is None) and (weights is None or weighed.tolist() == weights.tolist())


@pytest.fixture(scope="module")
def articles():
    from benchmarks.bulletins import articles

    return [article.doc for article in articles(60, 5)]


@pytest.fixture(scope="module")
def both(tmp_path_factory, articles, cutter):
    """An index written document by document through Whoosh's writer, and one whose segment was written at once."""
    readers = []
    for kind in ("one by one", "at once"):
        folder = tmp_path_factory.mktemp("segments")
        index = FileIndex.create(FileStorage(str(folder)), whoosh_schema(), segments.NAME)
        if kind == "at once":
            crew.name(index, [segments.write(folder, list(zip(articles, PLACES)), cutter)])
        else:
            with index.writer(codec=segments.ArrayCodec()) as through:
                for doc in articles:
                    through.add_document(**document(doc, cutter))
        readers.append(FileIndex(FileStorage(str(folder))).reader())
    return readers


def test_the_same_terms_with_the_same_postings(both):
    one, other = both
    assert list(one.all_terms()) == list(other.all_terms())
    for field, term in list(one.all_terms())[::7]:
        ours, theirs = other._terms.arrays(field, term), one.postings(field, term)
        rows = []
        while theirs.is_active():
            rows.append((theirs.id(), theirs.weight()))
            theirs.next()
        assert ours[0].tolist() == [number for number, _ in rows]
        assert (np.ones(len(rows)) if ours[1] is None else ours[1]).tolist() == [weight for _, weight in rows]


def test_the_same_figures_of_terms_and_documents(both):
    one, other = both
    for field in ("title_words", "body_words"):
        assert one.field_length(field) == other.field_length(field) > 0
        assert [one.doc_field_length(n, field) for n in range(60)] == [other.doc_field_length(n, field) for n in range(60)]
    for field, term in list(one.all_terms())[::11]:
        told = [reader.term_info(field, term) for reader in both]
        for ask in ("weight", "doc_frequency", "min_length", "max_length", "max_weight", "min_id", "max_id"):
            assert getattr(told[0], ask)() == pytest.approx(getattr(told[1], ask)()), (field, term, ask)


def test_a_table_says_what_the_rows_say(tmp_path, articles, cutter):
    rows = [document(doc, cutter)["row"] for doc in articles]
    whole, parts = Table.of(rows), [Table.of(rows[:7]), Table.of([]), Table.of(rows[7:])]
    for number, part in enumerate(parts):
        part.save(tmp_path, f"MAIN_{number}")
    joined = Table.joined([Table.load(tmp_path, f"MAIN_{number}") for number in range(len(parts))])
    assert Table.load(tmp_path, "MAIN_9") is None
    for table in (joined, Table.joined([whole])):
        assert table.ids == whole.ids and table.numbers.tolist() == whole.numbers.tolist()
        for name, valued in whole.facets.items():
            assert table.facets[name].values == valued.values
            assert table.facets[name].documents.tolist() == valued.documents.tolist()
            assert table.facets[name].codes.tolist() == valued.codes.tolist()


def test_texts_that_a_merge_has_put_in_another_order_are_found(embedded_library_of, doc, monkeypatch):
    """Single commits are merged by Whoosh, which may change the order of the documents in the file of folded texts."""
    monkeypatch.setattr(writer, "SEGMENT", 2)
    library = embedded_library_of(*(doc(f"d{n}", f"第{n}号", f"关于第{n}号年鉴的通知" * 3) for n in range(9)))
    for n in (3, 5, 20):
        library.put(doc(f"d{n}", f"第{n}号", f"改过的第{n}号年鉴"))
    assert library.find('"第4号年鉴"') == ["d4"]
    assert library.find('"改过的第3号"') == ["d3"]
