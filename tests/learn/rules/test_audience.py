"""Whom a requirement concerns: units, below, roles, entry date, or."""

from datetime import date

import pytest

from learn.rules.audience import Member, UnknownAudienceTerm, concerns, entries, stretches

AUTUMN = date(2026, 8, 1)


def member(line: str = "411 41 40", position: str = "Beratung", entered_on: date = date(2020, 1, 1)) -> Member:
    return Member(tuple(line.split()), position, entered_on)


@pytest.mark.parametrize(
    ("audience", "who", "expected"),
    [
        ({"all": True, "roles": []}, member(), True),
        ({"all": True, "roles": ["Ausbildung"]}, member(), False),
        ({"all": True, "roles": ["Ausbildung"]}, member(position="Ausbildung"), True),
        ({"all": True, "roles": ["Ausbildung"]}, member(position="Ausbildungsleitung"), False),
        ({"departments": ["41"], "include_below": True}, member(), True),
        ({"departments": ["41"], "include_below": False}, member(), False),
        ({"departments": ["41"]}, member("41 40"), True),
        ({"departments": ["4"], "include_below": True}, member(), False),
        ({"departments": ["411"], "roles": ["Leitung"]}, member(), False),
        ({"all": True, "entered_on_or_after": "2026-08-01"}, member(entered_on=AUTUMN), True),
        ({"all": True, "entered_on_or_after": "2026-08-02"}, member(entered_on=AUTUMN), False),
        ({"any_of": [{"departments": ["99"]}, {"departments": ["411"]}]}, member(), True),
        ({"any_of": []}, member(), False),
        ({}, member(), False),
    ],
)
def test_concerns(audience: dict[str, object], who: Member, expected: bool) -> None:
    assert concerns(audience, who) is expected


@pytest.mark.parametrize("audience", [{"al": True}, {"any_of": [], "all": True}, {"any_of": [{"role": []}]}])
def test_unknown_words_oblige_nobody_by_accident(audience: dict[str, object]) -> None:
    with pytest.raises(UnknownAudienceTerm):
        concerns(audience, member())


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ({"people": ["anna"]}, True),
        ({"people": ["otto"]}, False),
        ({"people": ["anna"], "roles": ["Leitung"]}, False),
        ({"all": True, "except": {"people": ["anna"]}}, False),
        ({"all": True, "except": {"departments": ["41"], "include_below": True}}, False),
        ({"all": True, "except": {"departments": ["41"]}}, True),
        ({"all": True, "except": {}}, True),
        ({"any_of": [{"all": True}, {"people": ["anna"]}], "except": {"people": ["anna"]}}, False),
        ({"any_of": [{"people": ["anna"], "number": 3}], "except": {"departments": ["99"], "people": []}}, True),
    ],
)
def test_people_by_name_and_exceptions(audience: dict[str, object], expected: bool) -> None:
    assert concerns(audience, Member(("411", "41", "40"), "Beratung", date(2020, 1, 1), "anna")) is expected


def test_an_exception_we_do_not_know_obliges_nobody_by_accident() -> None:
    with pytest.raises(UnknownAudienceTerm):
        concerns({"all": True, "except": {"roles": ["Leitung"]}}, member())
    with pytest.raises(UnknownAudienceTerm):
        entries({"any_of": [], "roles": []})


def test_entries_have_their_number_or_their_place_and_the_common_exceptions() -> None:
    common = {"people": ["anna"]}
    found = entries({"any_of": [{"all": True}, {"departments": ["1"], "number": 7}], "except": common})
    assert found == {0: {"all": True, "except": common}, 7: {"departments": ["1"], "number": 7, "except": common}}
    assert entries({"all": True}) == {0: {"all": True}}


def test_a_changed_entry_is_the_same_reason_over_time() -> None:
    first, second = {"any_of": [{"number": 0, "departments": ["1"]}]}, {"any_of": [{"number": 0, "all": True}]}
    found = stretches([(date(2026, 1, 1), first), (date(2026, 7, 1), second)], date(2026, 12, 31))
    assert [(s.since, s.until) for s in found[0]] == [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 12, 31)),
    ]
    assert stretches([(date(2026, 1, 1), first)], date(2025, 12, 31)) == {}
