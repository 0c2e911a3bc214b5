"""Who does an act of endorsement: people, an unnamed group, an office, or whoever is spoken of."""

from __future__ import annotations

import re

from graph.extract import subjects
from graph.extract.reading import PersonHit, Reading
from graph.extract.subjects import Actor
from graph.extract.said import Said
from graph.patterns import Span, at

_LEADS_ON = re.compile(r"(?:(?:[，并]|^)(?:又|也|还|再次|再|当即|当场|随即|随后|遂|便|同时|现场|多次|明确|一再|点名|县上|市上|区上)*|[，并]|(?:同志)?(?:在[^，。；]{1,16}[时中上后里]|最后|还|也|明确|进一步|强调并)+)$")
"""What may stand between a person and 要求 that is that person's: 在讲话时要求, …，要求."""
_HEARD = re.compile(r"听取了?[^。；]{0,100}?汇报")
_SPOKEN_OF = re.compile(r"(?:^|[，；。])[^，。；]{0,12}?对[^，。；]*$")
_BESIDE = re.compile(r"(?:代表|受|替|代)$|陪同$")
"""代表主任甲要求…: another acts."""
_WITH = re.compile(r"^[^。；]{0,40}?的?陪同下")
_ISSUES = re.compile(r"印发|下发|发出|发布|公布|通报(?!表扬|批评)|发文")
_SIGNERS = re.compile(r"的(?:还有|还包括|有|是|包括)?[：]?")
_OWN = re.compile(r"(?:同志)?的(?:重要|肯定性|专门)?$")
_PRONOUN = re.compile(r"^(?:[“”]*|[^，。；]{1,16}，)?(?:他|她|其)(?:还|同时|首先|最后|并|们)?")


def find(reading: Reading, said: Said, running: Actor | None) -> list[Actor]:
    """The people before the verb as one subject; else an unnamed group, an office, or whoever is spoken of."""
    sentence, verb, end = said.sentence, said.match.start(), said.match.end()
    if signed := _signed_by(reading, said):
        return [subjects.of_person(reading, hit) for hit in signed]
    if chosen := owner(reading, said) or _of_two(reading, said):
        return [subjects.of_person(reading, chosen)]
    people = [hit for hit in subjects.group(reading, sentence.start, verb) if not _aside(reading, sentence, hit)]
    beside = not people
    people = people or _earlier(reading, sentence, verb)
    if said.form in ("贺信", "表扬") and people and reading.offices_in(people[-1].end, verb) and (offices := subjects.offices(reading, Span(people[-1].end, sentence.end), verb)):
        return offices  # 祁长江授牌，省地方志办发来贺信
    direct = bool(people) and said.match[0].startswith("要求") and people[-1].end != verb
    if direct and not beside and not _LEADS_ON.search(reading.text, people[-1].end, verb):
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
        if named := subjects.offices(reading, sentence, verb):
            return named
        if said.form == "表扬" and (issuer := _issuer(reading, said)):
            return [issuer]
    return _spoken_of(reading, said, running)


def _signed_by(reading: Reading, said: Said) -> list[PersonHit]:
    """圈阅的有县长甲、副县长乙: those who stand behind the verb, one after the other."""
    behind = _SIGNERS.match(reading.text, said.match.end()) if said.form == "圈阅" else None
    found: list[PersonHit] = []
    position = behind.end() if behind else -1
    for hit in subjects.acting(reading, position, said.sentence.end) if behind else ():
        if not re.fullmatch(r"(?:[、，和]|以及)?", reading.text[position : subjects.start_of(reading, hit)]):
            break
        found, position = [*found, hit], hit.end
    return found


def owner(reading: Reading, said: Said) -> PersonHit | None:
    """县委书记甲的批示只有八个字：“…”: whose 批示 it is, if its words follow."""
    if said.form != "批示" or not re.match(r"批[示语注]", said.match[0]):
        return None
    near = reading.people_in(max(said.sentence.start, said.match.start() - 12), said.match.start())
    if not near or not _OWN.fullmatch(reading.text, near[-1].end, said.match.start()):
        return None
    told = re.compile(r"[^。“；]{0,24}[：，]?“|[是为][：“]?|[^，。；]{0,3}(?:指出|强调|写道)").match(reading.text, said.match.end())
    return near[-1] if told or said.match[0].endswith(("是", "为")) else None


def _of_two(reading: Reading, said: Said) -> PersonHit | None:
    """县委书记甲、县长乙都有批示，前者…批示…，后者…: which of the two."""
    clause = re.search(r"(前|后)者[^。；]*$", reading.text[said.sentence.start : said.match.start()])
    two = subjects.group(reading, said.sentence.start, said.sentence.start + clause.start()) if clause else []
    return two[0 if clause[1] == "前" else 1] if clause and len(two) == 2 else None


def _aside(reading: Reading, sentence: Span, hit: PersonHit) -> bool:
    """Whether somebody before the verb is no subject: reported to (听取甲的汇报), spoken of (对甲、乙予以表扬), in
    whose company or name another acts (在甲的陪同下, 代表甲)."""
    start = subjects.start_of(reading, hit)
    heard = any(match.start() < hit.start < match.end() for match in _HEARD.finditer(reading.text, sentence.start, sentence.end))
    before = reading.text[sentence.start : start]
    company = _WITH.match(reading.text[hit.end :]) and re.search(r"在[^。；]*$", before) and not re.search(r"[，。；][^在]*$", before.rpartition("在")[2])
    return heard or bool(_SPOKEN_OF.search(before) or _BESIDE.search(before) or company)


def _earlier(reading: Reading, sentence: Span, verb: int) -> list[PersonHit]:
    """The people before those that are no subject: 甲听取乙的汇报，要求…, 甲代表主任乙要求…."""
    found = [hit for hit in subjects.acting(reading, sentence.start, verb) if not _aside(reading, sentence, hit)]
    return subjects.group(reading, sentence.start, found[-1].end + 1) if found else []


def _issuer(reading: Reading, said: Said) -> Actor | None:
    """对三个单位予以通报表扬: the office that issued the notice told of before, in the same paragraph."""
    near = at(reading.paragraphs, said.match.start())
    for issued in reversed(list(_ISSUES.finditer(reading.text, near.start if near else 0, said.match.start()))):
        sentence = at(reading.sentences, issued.start())
        named = reading.offices_in(sentence.start if sentence else 0, issued.start())
        if named:
            return Actor(named[0].ref, named[0].start, named[0].end)
    return None


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
