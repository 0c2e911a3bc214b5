"""What both engines rank and sort by: the parameters of BM25F, the names of the orders, the tiers of a match."""

K1 = 1.2  # saturation
B = 0.75  # how much a long field counts less
TITLE_WEIGHT = 3.0  # a word of the title counts as so many of the body

RELEVANCE, NEWEST, OLDEST, ISSUE = SORTS = ("relevance", "newest", "oldest", "issue")

ALL, WORDS, ALIAS, EXACT_BODY, EXACT_TITLE = MATCHED = ("all", "words", "alias", "exact-body", "exact-title")
"""How a document was found, by tier, the best last; ALL: the query is empty."""
