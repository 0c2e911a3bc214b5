"""What is left, changed and added of the facts of one article when people have decided about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.corrections.model import ACCEPT, ADD, DATE, NAMED, REJECT, SPLIT, Claim, Correction
from graph.model import CANDIDATE, PERSON, Extraction, Mention, Ref, Relation
from graph.patterns import plain_name
from graph.resolve import SET_APART

APPLIED, IDLE = "applied", "idle"
"""IDLE: the place is there, and nothing at it is to be done: the machine no longer says what was refused."""


@dataclass(frozen=True, slots=True)
class Located:
    """A correction and where its passage stands in the text: `text[start:end]`."""

    correction: Correction
    start: int
    end: int


def revise(found: Extraction, text: str, located: Iterable[Located]) -> tuple[Extraction, dict[str, str]]:
    """The facts of an article after these corrections, in this order, and the state of each by its id.

    What is accepted or added is there even if the machine does not find it (any more); what is refused is not, however often
    the machine finds it.
    """
    states: dict[str, str] = {}
    mentions = sorted(found.mentions, key=lambda one: (one.start, one.end, one.ref.kind, one.ref.name, one.ref.scope))
    relations = sorted(found.relations, key=lambda one: (one.start, one.end, one.kind, one.subject.name, one.object.name))
    found = replace(found, mentions=tuple(mentions), relations=tuple(relations))  # the same in whatever order they were kept
    for one in located:
        after = _STEPS[one.correction.what](found, text, one)
        states[one.correction.id] = APPLIED if after != found or states.get(one.correction.id) == APPLIED else IDLE
        found = after
    return found, states


def _reject(found: Extraction, text: str, one: Located) -> Extraction:
    claim = _claim(one)
    if claim.kind != NAMED:
        return replace(found, relations=tuple(fact for fact in found.relations if not _is(fact, one)))
    gone = [mention for mention in found.mentions if _names(mention, one)]
    kept = tuple(mention for mention in found.mentions if mention not in gone)
    lost = {mention.ref for mention in gone}
    left = {mention.ref for mention in kept}
    relations = tuple(fact for fact in found.relations if not any(_rests_on(fact, ref, ref in left, one) for ref in lost))
    return replace(found, mentions=kept, relations=relations)


def _rests_on(fact: Relation, ref: Ref, elsewhere: bool, one: Located) -> bool:
    """Whether a relation falls with the mention that was refused: it is said there, or the name stands nowhere else."""
    return ref in (fact.subject, fact.object) and (not elsewhere or _overlaps(fact, one))


def _accept(found: Extraction, text: str, one: Located) -> Extraction:
    claim = _claim(one)
    if claim.kind == NAMED:
        return _accept_mention(found, text, one)
    sure = {"confidence": 1.0, "decided": one.correction.id}
    if any(_is(fact, one) for fact in found.relations):
        return replace(found, relations=tuple(replace(fact, **sure) if _is(fact, one) else fact for fact in found.relations))
    return replace(found, relations=(*found.relations, _made(found, text, one)))


def _accept_mention(found: Extraction, text: str, one: Located) -> Extraction:
    claim = _claim(one)
    candidate = next((m.ref for m in found.mentions if m.ref.kind == CANDIDATE and m.ref.name == claim.subject.name), None)
    if candidate:
        found = _renamed(found, candidate, Ref(PERSON, candidate.name, (found.place,) if found.place else ()))
    if not any(_names(mention, one) for mention in found.mentions):
        ref = _own_ref(found, claim.subject, one)
        made = Mention(found.source_id, one.start, one.end, text[one.start : one.end], ref, "corrected", 1.0, one.correction.id)
        return replace(found, mentions=(*found.mentions, made))
    sure = {"confidence": 1.0, "decided": one.correction.id}
    return replace(found, mentions=tuple(replace(mention, **sure) if _names(mention, one) else mention for mention in found.mentions))


def _date(found: Extraction, text: str, one: Located) -> Extraction:
    dated = {"date": one.correction.value, "decided": one.correction.id}
    return replace(found, relations=tuple(replace(fact, **dated) if _is(fact, one) else fact for fact in found.relations))


def _split(found: Extraction, text: str, one: Located) -> Extraction:
    """Who is named at the passage is, in the whole article, an entity of its own."""
    kind = one.correction.entities[0].kind
    ref = next((m.ref for m in found.mentions if m.ref.kind == kind and _overlaps(m, one)), None)
    return _renamed(found, ref, Ref(kind, ref.name, (SET_APART + one.correction.id,))) if ref else found


_STEPS: dict[str, Callable[[Extraction, str, Located], Extraction]] = {
    REJECT: _reject, ACCEPT: _accept, ADD: _accept, DATE: _date, SPLIT: _split,
}  # fmt: skip


def _claim(one: Located) -> Claim:
    assert one.correction.claim is not None
    return one.correction.claim


def _renamed(found: Extraction, old: Ref, new: Ref) -> Extraction:
    def put(ref: Ref) -> Ref:
        return new if ref == old else ref

    mentions = tuple(replace(mention, ref=put(mention.ref)) for mention in found.mentions)
    relations = tuple(replace(fact, subject=put(fact.subject), object=put(fact.object)) for fact in found.relations)
    return replace(found, mentions=mentions, relations=relations)


def _made(found: Extraction, text: str, one: Located) -> Relation:
    """The relation that a person says is there."""
    claim = _claim(one)
    assert claim.object is not None
    ends = _own_ref(found, claim.subject, one), _own_ref(found, claim.object, one)
    return Relation(
        claim.kind, *ends, found.source_id, one.start, one.end, text[one.start : one.end], claim.date, claim.date_text,
        dict(claim.attrs), "corrected", 1.0, False, one.correction.id,
    )  # fmt: skip


def _own_ref(found: Extraction, wanted: Ref, one: Located) -> Ref:
    """How this article calls whom the claim means: as the nearest mention does, else as it was called when the claim was made."""
    same = [mention for mention in found.mentions if _same_name(mention.ref, wanted)]
    return min(same, key=lambda mention: (abs(mention.start - one.start), mention.start)).ref if same else wanted


def _is(fact: Relation, one: Located) -> bool:
    claim = _claim(one)
    if fact.kind != claim.kind or claim.object is None or not _overlaps(fact, one):
        return False
    detail = str(fact.attrs.get("form") or fact.attrs.get("title") or "")
    return detail == claim.detail and _same_name(fact.subject, claim.subject) and _same_name(fact.object, claim.object)


def _names(mention: Mention, one: Located) -> bool:
    return _overlaps(mention, one) and _same_name(mention.ref, _claim(one).subject)


def _same_name(one: Ref, other: Ref) -> bool:
    kinds = {one.kind, other.kind}
    return (len(kinds) == 1 or kinds == {CANDIDATE, PERSON}) and plain_name(one.name) == plain_name(other.name)


def _overlaps(fact: Mention | Relation, one: Located) -> bool:
    return fact.start < one.end and one.start < fact.end


def refs_at(found: Sequence[Mention], start: int, end: int, kind: str) -> list[Ref]:
    """Who of a kind is named by words that overlap `text[start:end]`, in the order of the text."""
    return [mention.ref for mention in found if mention.ref.kind == kind and mention.start < end and start < mention.end]
