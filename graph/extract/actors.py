"""Who does an act of endorsement: people, an unnamed group, an office, or whoever is spoken of."""

from __future__ import annotations

import re

from graph.extract import subjects
from graph.extract.reading import Reading
from graph.extract.subjects import Actor
from graph.extract.targets import Said
from graph.patterns import Span, at

_LEADS_ON = re.compile(r"(?:[，并]|(?:同志)?(?:在[^，。；]{1,16}[时中上后里]|最后|还|也|明确|进一步|强调并)+)$")
"""What may stand between a person and 要求 that is that person's: 在讲话时要求, …，要求."""
_PRONOUN = re.compile(r"^(?:[“”]*|[^，。；]{1,16}，)?(?:他|她)(?:还|同时|首先|最后|并|们)?")


def find(reading: Reading, said: Said, running: Actor | None) -> list[Actor]:
    """The people before the verb as one subject; else an unnamed group, an office, or whoever is spoken of."""
    sentence, verb, end = said.sentence, said.match.start(), said.match.end()
    people = subjects.group(reading, sentence.start, verb)
    if said.form in ("贺信", "表扬") and people and reading.offices_in(people[-1].end, verb) and (office := subjects.office(reading, Span(people[-1].end, sentence.end), verb)):
        return [office]  # 祁长江授牌，省地方志办发来贺信
    direct = bool(people) and said.match[0].startswith("要求") and people[-1].end != verb
    if direct and not _LEADS_ON.search(reading.text, people[-1].end, verb):
        return []  # 会议要求, 文件要求: somebody else's
    if people:
        return [subjects.of_person(reading, hit) for hit in people]
    if reading.people_in(sentence.start, verb) and not subjects.acting(reading, sentence.start, verb):
        return []  # a national leader, or somebody by whose order another acts
    after = subjects.acting(reading, end, sentence.end) if re.match(r"后，", reading.text[end:]) else []
    if after:  # 听取汇报后，X…
        return [subjects.of_person(reading, after[0])]
    if said.form in ("批示", "圈阅", "肯定"):
        if group := subjects.unnamed(reading, sentence.start, verb):
            return [group]
    if said.form in ("肯定", "贺信", "表扬"):
        if office := subjects.office(reading, sentence, verb):
            return [office]
    return _spoken_of(reading, said, running)


def _spoken_of(reading: Reading, said: Said, running: Actor | None) -> list[Actor]:
    """A sentence without a subject, or with a pronoun for it, goes on about the person before, in the same paragraph."""
    if running and said.form not in ("贺信", "表扬") and _PRONOUN.match(reading.text[said.sentence.start : said.match.start()]):
        return [running]
    if running is None or said.form in ("调研", "贺信", "表扬") or said.match[0].startswith("要求"):
        return []
    near = at(reading.paragraphs, said.match.start())
    own = reading.offices_in(said.sentence.start, said.match.start())
    same = near is not None and running.start >= near.start
    opening = reading.text[said.sentence.start : said.match.start()]
    subject = re.match(r"(?:会议|大家|专家|评委|与会|[^，。]{{0,8}}指出)", opening)
    return [running] if (same or not own) and not subject else []
