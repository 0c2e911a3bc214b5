"""Any printed string is found quoted, and nothing that is not printed: against a scan of the texts."""

import random

import pytest

from index.analysis import fold

WORDS = "年鉴 编纂 地方志 会议 四川省 雅安市 工作 办公室 2020年 7月16日 陳建春 １２ 第3期 ， 。 ：\n 、 的 了 OA系统 乾隆 推進".split(" ")


def random_text(rng: random.Random, words: int) -> str:
    pieces = []
    for _ in range(words):
        pieces.append(rng.choice(WORDS) if rng.random() < 0.8 else chr(rng.randrange(0x4E00, 0x9FA5)))
        pieces.append(rng.choice(["", "", "", "", "\n", " ", "\u3000"]))
    return "".join(pieces)


@pytest.fixture
def shelf(library_of, doc):
    rng = random.Random(7)
    return library_of(*(doc(str(n), random_text(rng, 4), random_text(rng, 40)) for n in range(60)))


def printed_in(library, needle):
    folded = fold(needle)
    return {doc_id for doc_id, (title, body) in library.texts.items() if folded in fold(title) or folded in fold(body)}


def substrings(library, rng, count):
    for _ in range(count):
        text = rng.choice(list(library.texts.values()))[rng.random() < 0.8]
        start = rng.randrange(len(text))
        needle = text[start : start + rng.randint(1, 20)]
        if fold(needle) and '"' not in needle:
            yield needle


def test_every_printed_string_is_found_and_only_where_it_is_printed(shelf):
    for needle in substrings(shelf, random.Random(1), 400):
        found = shelf.find(f'"{needle}"')
        assert found and set(found) == printed_in(shelf, needle), needle


def test_scrambled_strings_are_not_found(shelf):
    rng = random.Random(2)
    for needle in substrings(shelf, rng, 400):
        scrambled = "".join(rng.sample(needle, len(needle)))
        assert set(shelf.find(f'"{scrambled}"')) == printed_in(shelf, scrambled), scrambled


def test_unquoted_nothing_printed_is_lost(shelf):
    for needle in substrings(shelf, random.Random(3), 200):
        chunk = "".join(needle.split())
        results = shelf.search(chunk)
        exact = {hit.id for hit in results.hits if hit.matched.startswith("exact")}
        assert exact == printed_in(shelf, chunk), chunk


@pytest.fixture(scope="module")
def thousand(shared_library_of):
    """A thousand articles in the manner of bulletins."""
    from benchmarks.bulletins import articles

    library = shared_library_of([article.doc for article in articles(1_000, 3)])
    return library.searcher, {i: (fold(title), fold(body)) for i, (title, body) in library.texts.items()}


def test_two_thousand_strings_of_a_thousand_articles(thousand):
    searcher, texts = thousand
    rng, ids, asked = random.Random(4), sorted(texts), 0
    while asked < 2_000:
        text = rng.choice(texts[rng.choice(ids)])
        start = rng.randrange(len(text))
        needle = text[start : start + rng.randint(1, 20)]
        scrambled = "".join(rng.sample(needle, len(needle)))
        if '"' in needle:
            continue
        asked += 1
        for string in (needle, scrambled):
            printed = {doc for doc, parts in texts.items() if any(string in part for part in parts)}
            found = searcher.search(f'"{string}"', size=1_000, facets=())
            assert {hit.id for hit in found.hits} == printed and found.total == len(printed), string
