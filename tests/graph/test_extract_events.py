"""Meetings and trainings: who held them, spoke, presided, attended."""

import pytest


PLACE = {"title": "乐山市推进村志编纂", "attribution": "乐山市地方志办"}


def roles(said):
    return {(r.subject.name, r.kind) for r in said.relations("attended", "spoke_at", "presided") if r.subject.kind == "person"}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("9月2日，市地方志办召开村志编纂推进会。", "村志编纂推进会"),
        ("9月2日，市地方志办举办修志业务培训班。", "修志业务培训班"),
        ("9月2日，市地方志办在峨眉山市举行方志馆揭牌仪式。", "方志馆揭牌仪式"),
        ("9月2日，全市村志编纂推进会召开。", "全市村志编纂推进会"),
        ("9月2日，全市村志编纂推进会在峨眉山市召开。", "全市村志编纂推进会"),
        pytest.param("9月2日，全市修志业务培训班在峨眉山市开班。", "全市修志业务培训班"),
        pytest.param("9月2日，《乐山市志》首发式在乐山举行。", "首发式"),
        ("9月2日，市地方志办举办培训班。", "培训班"),
    ],
)
def test_events(read, body, name):
    said = read(body, **PLACE)
    (event,) = said.mentions("event")
    assert name in event.surface and event.ref.scope[1] == "2020-09-02"


def test_a_plain_name_is_the_longer_one_of_the_day(read):
    said = read("9月2日，市地方志办举办修志业务培训班。9月2日，市地方志办举办培训班，副市长丁向阳到会。", **PLACE)
    assert len(said.names("event")) == 1 and len(said.mentions("event")) == 2


@pytest.mark.parametrize("body", ["9月2日，检查组在市地方志办召开座谈会。", "9月2日，《讲座》出版。", "9月2日，举办讲座。"])
def test_a_plain_name_without_an_organiser_is_no_event(read, body):
    assert read(body, **PLACE).names("event") == set()


def test_the_organiser(read):
    said = read("3月2日，市地方志办召开村志编纂推进会。", **PLACE)
    assert {(r.subject.name, r.date) for r in said.relations("organized")} == {("乐山市地方志办", "2021-03-02")}


def test_who_spoke_and_who_presided(read):
    said = read("3月2日，市地方志办召开村志编纂推进会。市地方志办主任高若水讲话，副主任马如龙主持会议，副市长丁向阳出席。", **PLACE)
    assert {("高若水", "spoke_at"), ("马如龙", "presided"), ("丁向阳", "attended")} <= roles(said)
    assert ("丁向阳", "spoke_at") not in roles(said) and ("高若水", "presided") not in roles(said)


def test_whoever_speaks_or_presides_was_there(read):
    said = read("3月2日，市地方志办召开村志编纂推进会。市地方志办主任高若水讲话，副主任马如龙主持会议。", **PLACE)
    implied = {r.subject.name for r in said.relations("attended") if r.implied}
    assert implied == {"高若水", "马如龙"}


@pytest.mark.parametrize("verb", ["出席并讲话", "出席会议并讲话", "到会并讲话", "出席并致辞", "参加会议并作讲话"])
def test_attended_and_spoke(read, verb):
    said = read(f"3月2日，市地方志办召开村志编纂推进会。副市长丁向阳{verb}。", **PLACE)
    assert ("丁向阳", "spoke_at") in roles(said)


@pytest.mark.parametrize("verb", ["主持会议并讲话", "主持并作总结讲话"])
def test_presided_and_spoke(read, verb):
    said = read(f"3月2日，市地方志办召开村志编纂推进会。副市长丁向阳{verb}。", **PLACE)
    assert {("丁向阳", "spoke_at"), ("丁向阳", "presided")} <= roles(said)


@pytest.mark.parametrize("body", ["会议由市地方志办主任高若水主持。", "推进会由高若水主任主持。"])
def test_presided_in_the_passive(read, body):
    assert ("高若水", "presided") in roles(read("3月2日，市地方志办召开村志编纂推进会。" + body, **PLACE))


def test_everyone_of_a_list_attended(read):
    said = read("3月2日，市地方志办召开村志编纂推进会。市地方志办副主任马如龙、蒲一帆、谭松参加会议。", **PLACE)
    assert roles(said) == {(name, "attended") for name in ("马如龙", "蒲一帆", "谭松")}


def test_the_event_of_the_title_is_that_of_the_body(read, entities):
    said = read("7月16日，省地方志办在成都召开全省地方志工作会议。", "全省地方志工作会议召开", "省地方志办")
    assert len({e.id for e in entities(said).values() if e.kind == "event"}) == 1


@pytest.mark.parametrize("body", ["会议指出，要提质增效。", "协会成员参加。", "社会各界参加。", "大会战打响。", "机会难得。"])
def test_what_is_no_event(read, body):
    assert read(body, **PLACE).mentions("event") == []


def test_the_same_meeting_in_two_places_is_two(read, entities):
    one = read("3月2日，市地方志办召开工作例会。", "乐山市推进村志编纂", "乐山市地方志办")
    two = read("3月2日，市地方志办召开工作例会。", "宜宾市推进村志编纂", "宜宾市地方志办")
    assert len({e.id for e in entities(one, two).values() if e.kind == "event"}) == 2
