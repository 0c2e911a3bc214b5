"""Where decisions made in two places disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.corrections.model import (
    ACCEPT, ADD, ALIAS, DATE, DISTINCT, MERGE, REJECT, RENAME, UNALIAS, UNDO, Claim, Correction, active,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conflict:
    """`theirs` says otherwise than `ours`."""

    ours: Correction
    theirs: Correction


def conflicts(ours: Iterable[Correction], theirs: Iterable[Correction]) -> list[Conflict]:
    """Entries in force of `theirs` that disagree with one in force of `ours`, each with the last such one; entries that both have agree."""
    ours = list(ours)
    known = {one.id for one in ours}
    said = {question: (answer, one) for one in active(ours) for question, answer in _answers(one)}
    undone = {one.of for one in ours if one.what == UNDO}
    found = []
    for one in active(theirs):
        if one.id in known or one.id in undone:
            continue
        against = (said[question][1] for question, answer in _answers(one) if question in said and said[question][0] != answer)
        found += [Conflict(other, one) for other in list(against)[:1]]
    return found


def _answers(one: Correction) -> Iterator[tuple[object, str]]:
    """What an entry decides: a question, and the answer it gives."""
    ids = [who.id for who in one.entities]
    if one.claim and one.what in (ACCEPT, ADD, REJECT, DATE):
        yield ("true", _fact(one.claim)), "no" if one.what == REJECT else "yes"
        if one.what == DATE:
            yield ("date", _fact(one.claim)), one.value
    elif one.what in (MERGE, DISTINCT):
        for other in ids[1:]:
            yield ("same", frozenset((ids[0], other))), "yes" if one.what == MERGE else "no"
    elif one.what == RENAME:
        yield ("name", ids[0]), one.value
    elif one.what in (ALIAS, UNALIAS):
        yield ("alias", ids[0], one.value), "yes" if one.what == ALIAS else "no"


def _fact(claim: Claim) -> tuple[object, ...]:
    """The fact that a claim means, wherever it was made: its ends as they are called there, and the words that say it."""
    ends = tuple((ref.kind, ref.name) for ref in (claim.subject, claim.object) if ref)
    return claim.kind, ends, claim.detail, claim.passage.sha256, "".join(claim.passage.quote.split())
