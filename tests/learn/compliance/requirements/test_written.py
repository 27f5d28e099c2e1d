"""A definition goes through the form and comes out as the same rule: every anchor, every validity, every audience."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from learn.compliance.requirements.written import definition_of, form_data, normal, with_keys
from learn.rules.audience import Member, concerns
from learn.rules.deadlines import read_rule

DEMO = json.loads((Path(__file__).parents[4] / "fixtures" / "requirements.json").read_text(encoding="utf-8"))
START = date(2027, 1, 4)
BASE: dict[str, Any] = DEMO["requirements"][0] | {"note": "bleibt"}

DUES: list[dict[str, Any]] = [
    {"anchor": "fixed", "date": "2027-06-30"},
    {"anchor": "assignment", "days": 42},
    {"anchor": "entry_date", "days": 90},
    {"anchor": "department_change", "days": 14},
    {"anchor": "first_login", "days": 30},
    {"anchor": "other_completion", "course": "phishing-erkennen", "days": 60},
]
EXPIRIES: list[dict[str, Any]] = [
    {"rule": "unlimited"},
    {"rule": "completed", "months": 36},
    {"rule": "previous_valid_until", "months": 24},
    {"rule": "calendar_date", "months": 12, "month_day": "12-31", "minimum_validity_months": 6},
    {"rule": "calendar_date", "months": 24, "month_day": "02-29", "minimum_validity_months": 0},
]


def through(definition: dict[str, Any]) -> dict[str, Any]:
    """What the form writes when nobody touches it."""
    given = with_keys(definition, ["key-a", "key-b"])
    return normal(given)


@pytest.mark.parametrize("due", DUES, ids=lambda due: due["anchor"])
@pytest.mark.parametrize("own", [False, True], ids=["same", "own"])
def test_each_anchor_comes_back_for_new_and_for_existing_people(due: dict[str, Any], own: bool) -> None:
    other = {"anchor": "assignment", "days": 7}
    for dues in ({"new": due}, {"new": other, "existing": due}) if own else ({"new": due},):
        written = BASE | {"due": dues | {"repeat": {"anchor": "previous_valid_until", "days": 5}}}
        assert read_rule(through(written), START) == read_rule(written, START)


@pytest.mark.parametrize("expiry", EXPIRIES, ids=lambda expiry: f"{expiry['rule']}-{expiry.get('months')}")
def test_each_validity_comes_back(expiry: dict[str, Any]) -> None:
    for repeat in (None, {"anchor": "previous_valid_until", "days": 0}):
        written = BASE | {"expiry": expiry, "due": BASE["due"] | {"repeat": repeat}}
        assert read_rule(through(written), START) == read_rule(written, START)


@pytest.mark.parametrize("written", DEMO["requirements"], ids=lambda written: written["key"])
def test_the_rules_of_the_demo_come_back_and_a_second_time_nothing_changes(written: dict[str, Any]) -> None:
    once = through(written)
    assert read_rule(once, START) == read_rule(written, START)
    assert normal(once) == once
    people = [
        Member(line, position, entered, "p")
        for line in (("211", "21", "2"), ("421", "42"), ("523", "52"), ("10",), ("22",), ("99",))
        for position in ("Sachbearbeitung", "Ausbildung", "Abteilungsleitung")
        for entered in (date(2020, 1, 1), date(2026, 8, 1))
    ]
    for member in people:
        assert concerns(once["audience"], member) == concerns(written["audience"], member), member


def test_what_the_form_does_not_know_is_kept() -> None:
    assert through(BASE)["note"] == "bleibt"


def test_paths_keep_their_courses_and_the_keys_stand_beside() -> None:
    written = BASE | {"courses": {"first_path": ["a", "b"], "repeat_path": ["b"]}}
    assert through(written)["courses"] == {
        "first_path": ["a", "b"],
        "repeat_path": ["b"],
        "keys": {"a": "key-a", "b": "key-b"},
    }


def test_named_people_and_exceptions_come_back() -> None:
    audience = {
        "any_of": [
            {"number": 4, "all": True, "roles": ["Ausbildung"], "entered_on_or_after": "2026-08-01"},
            {"number": 2, "people": ["p1", "p2"]},
        ],
        "except": {"departments": ["52"], "include_below": True, "people": ["p3"]},
    }
    assert through(BASE | {"audience": audience})["audience"] == audience


def test_an_entry_keeps_its_number_and_a_new_one_gets_a_number_nobody_had() -> None:
    old = with_keys(BASE | {"audience": {"any_of": [{"departments": ["1"]}, {"departments": ["2"]}]}}, ["key-a"])
    fields, groups = form_data(old)
    second = groups[1] | {"units": ["2", "3"]}
    new = groups[1] | {"units": ["9"], "number": None}
    written = definition_of(fields | {"named": ["p"]}, [second, new], {}, old)["audience"]["any_of"]
    assert [entry["number"] for entry in written] == [1, 2, 3]
