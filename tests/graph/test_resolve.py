"""Which local names are one: by what they share, never by the name of a person alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import AGREEMENT, DOCUMENT, EVENT, GROUP, ISSUE, OFFICE, PERSON, WORK, Ref
from graph.gazetteer import Gazetteer
from graph.resolve import Usage, placed, resolve


def person(name, *scope):
    return Ref(PERSON, name, tuple(sorted(scope)))


def solve(*refs, surfaces=None):
    return resolve(Usage(ref, (surfaces or {}).get(ref, ref.name), 1) for ref in refs)


def ids(*refs):
    found = solve(*refs)
    return [found[ref].id for ref in refs]


def test_people_of_one_name_in_two_places_are_two():
    one, two = ids(person("李静波", "5111"), person("李静波", "5115"))
    assert one != two


def test_people_who_share_a_place_or_an_office_are_one():
    one, two, three = ids(person("李静波", "5111", "51/志"), person("李静波", "51/志"), person("李静波", "5111"))
    assert one == two == three


def test_a_third_joins_two():
    one, two, bridge = ids(person("李静波", "5111"), person("李静波", "51/志"), person("李静波", "5111", "51/志"))
    assert one == two == bridge


def test_a_bare_name_joins_the_only_one_it_can_mean():
    one, bare = ids(person("李静波", "5111"), person("李静波"))
    assert one == bare


def test_a_bare_name_stays_apart_where_there_are_two():
    one, two, bare = ids(person("李静波", "5111"), person("李静波", "5115"), person("李静波"))
    assert len({one, two, bare}) == 3


def test_two_names_at_one_place_are_two():
    one, two = ids(person("李静波", "5111"), person("李静涛", "5111"))
    assert one != two


SCOPES = st.lists(st.sampled_from(["5111", "5115", "51/志", "51/党委", "511526", "四川大学"]), max_size=3, unique=True)
REFS = st.lists(
    st.one_of(
        st.builds(lambda name, scope: person(name, *scope), st.sampled_from(["李静波", "王健行"]), SCOPES),
        st.builds(lambda scope, name: Ref(OFFICE, name, scope), st.sampled_from([("51", "志"), ("51", "志", "党组"), ("5111", "志"), ()]), st.sampled_from(["四川省志办", "四川省地方志办"])),
        st.builds(lambda day, source: Ref(AGREEMENT, "川渝合作协议", (day, source)), st.sampled_from(["", "2020-06-19", "2020-08-01", "2025-06-23"]), st.sampled_from(["2020-07-01", "2024-01-01", "2025-07-01"])),
        st.builds(lambda name: Ref(DOCUMENT, name), st.sampled_from(["珙县志", "珙 县志", "乐山志"])),
    ),
    max_size=9, unique=True,
)  # fmt: skip


@given(REFS, st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(refs, chance):
    before = solve(*refs)
    shuffled = list(refs)
    chance.shuffle(shuffled)
    assert solve(*shuffled) == before
    assert resolve([Usage(ref, ref.name, 1) for ref in shuffled] * 2).keys() == before.keys()


@given(REFS)
def test_every_ref_becomes_one_entity_of_its_kind(refs):
    found = solve(*refs)
    assert set(found) == set(refs)
    assert all(found[ref].kind == ref.kind and found[ref].name and found[ref].id[0] == ref.kind[0] for ref in refs)
    by_id = {}
    for entity in found.values():
        assert by_id.setdefault(entity.id, entity) == entity


@given(SCOPES, SCOPES)
def test_two_people_are_one_if_and_only_if_they_share_something(first, second):
    one, two = person("李静波", *first), person("李静波", *second)
    if one != two:
        shared = bool(set(first) & set(second)) or not first or not second
        assert (len(set(ids(one, two))) == 1) == shared


# Agreements


def agreement(day="", source="2020-07-20", title="川渝地方志工作合作协议"):
    return Ref(AGREEMENT, title, (day, source))


def test_signings_years_apart_are_two():
    one, two = ids(agreement("2020-06-19"), agreement("2025-06-23", "2025-07-01"))
    assert one != two


def test_signings_within_months_are_one():
    one, two = ids(agreement("2020-06-19"), agreement("2020-07-02"))
    assert one == two


@pytest.mark.parametrize(("source", "which"), [("2020-07-20", 0), ("2024-12-31", 0), ("2025-07-01", 1)])
def test_an_undated_mention_means_the_last_before(source, which):
    signed = [agreement("2020-06-19", "2020-06-30"), agreement("2025-06-23", "2025-06-30")]
    found = ids(*signed, agreement("", source))
    assert found[2] == found[which] and found[2] != found[1 - which]


def test_an_undated_mention_before_the_only_signing_is_that_one_announced():
    one, two = ids(agreement("2020-06-19", "2020-06-30"), agreement("", "2020-06-10"))
    assert one == two


def test_the_day_of_the_signing_is_kept():
    ref = agreement("2020-06-19")
    assert solve(ref)[ref].attrs == {"signed": "2020-06-19"}


def test_titles_are_compared_without_spaces():
    one, two = ids(agreement("2020-06-19", title="川渝合作 协议"), agreement("2020-06-19", title="川渝合作协议"))
    assert one == two


# Offices


def test_a_keyed_office_is_one_whatever_its_form():
    refs = [Ref(OFFICE, name, ("51", "志")) for name in ("四川省志办", "四川省地方志办", "四川省地方志工作办公室")]
    assert len(set(ids(*refs))) == 1


def test_the_same_short_form_in_two_places_is_two():
    one, two = ids(Ref(OFFICE, "雅安市地方志编纂中心", ("5118", "志")), Ref(OFFICE, "宜宾市地方志编纂中心", ("5115", "志")))
    assert one != two


def test_the_formal_name_is_shown_and_the_rest_are_aliases():
    short, long = Ref(OFFICE, "四川省志办", ("51", "志")), Ref(OFFICE, "四川省地方志工作办公室", ("51", "志"))
    found = resolve([Usage(short, "省志办", 9), Usage(long, "四川省地方志工作办公室", 1)])
    assert found[short].name == "四川省地方志工作办公室" and not found[short].inferred
    assert "省志办" in found[short].aliases and found[short].place == "51"


def test_a_name_that_is_printed_nowhere_is_marked():
    ref = Ref(OFFICE, "珙县地方志办", ("511526", "志"))
    assert resolve([Usage(ref, "县地方志办", 3)])[ref].inferred
    assert not resolve([Usage(ref, "珙县地方志办", 3)])[ref].inferred


def test_a_unit_follows_the_name_of_its_host():
    host, unit = Ref(OFFICE, "四川省地方志工作办公室", ("51", "志")), Ref(OFFICE, "四川省地方志办党组", ("51", "志", "党组"))
    found = resolve([Usage(host, "四川省地方志工作办公室", 2), Usage(unit, "办党组", 1)])
    assert found[unit].name == "四川省地方志工作办公室党组" and found[unit].id != found[host].id


def test_a_unit_whose_host_is_not_named_keeps_its_own():
    unit = Ref(OFFICE, "四川省地方志办党组", ("51", "志", "党组"))
    assert resolve([Usage(unit, "办党组", 1)])[unit].name == "四川省地方志办党组"


# The rest


def test_documents_of_one_title_are_one_wherever_they_are_named():
    one, two, three = ids(Ref(DOCUMENT, "珙县志"), Ref(DOCUMENT, "珙 县志"), Ref(DOCUMENT, "兴文县志"))
    assert one == two != three


def test_issues_are_known_by_series_and_number():
    one, two, three = ids(Ref(ISSUE, "a", ("乐山史志", "总88")), Ref(ISSUE, "b", ("乐山史志", "总88")), Ref(ISSUE, "a", ("自贡史志", "总88")))
    assert one == two != three


@pytest.mark.parametrize("kind", [WORK, GROUP, EVENT])
def test_what_belongs_to_one_article_stays_there(kind):
    one, two = ids(Ref(kind, "省领导", ("a-1",)), Ref(kind, "省领导", ("a-2",)))
    assert one != two


def test_kinds_never_meet():
    assert len(set(ids(Ref(DOCUMENT, "珙县志"), Ref(OFFICE, "珙县志"), person("珙县志")))) == 3


def test_ids_do_not_change_with_the_company():
    ref = Ref(DOCUMENT, "珙县志")
    assert ids(ref)[0] == ids(person("李静波", "5111"), ref)[1]


def test_nothing_gives_nothing():
    assert resolve([]) == {}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("三台县农业农村局", "510722"), ("四川省成都市金牛区财政局", "510106"), ("乐山市市中区财政局", "511102"), ("重庆市潼南区档案馆", "500152"),
        ("甘孜藏族自治州财政局", "5133"), ("四川省社科院", "51"),
        ("市中区财政局", ""), ("朝阳区财政局", ""), ("四川大学", ""), ("四川省", ""), ("财政局", ""),
    ],
)  # fmt: skip
def test_an_office_of_another_kind_is_where_its_name_says(name, code):
    ref = Ref(OFFICE, name)
    assert placed(resolve([Usage(ref, name, 1)]), Gazetteer().beginning)[ref].place == code


def test_what_has_a_place_keeps_it():
    ref = Ref(OFFICE, "乐山市志办", ("5115", "志"))
    assert placed(resolve([Usage(ref, ref.name, 1)]), Gazetteer().beginning)[ref].place == "5115"
