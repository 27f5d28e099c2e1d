"""Whom a requirement concerns: units, below, roles, entry date, or."""

from datetime import date

import pytest

from learn.rules.audience import Member, UnknownAudienceTerm, concerns

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
