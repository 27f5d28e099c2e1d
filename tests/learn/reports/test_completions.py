"""The report on completions: who stands in it, in which state, at how many queries."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

import courses.api
from learn.accounts.models import User
from learn.reports.filters import Filters
from learn.reports.queries import completions
from learn.reports.rows import COLUMNS, CompletionRow, State
from learn.reports.summary import summary
from tests.factories.people import completed, enrolled, person, requirement
from tests.learn.reports.conftest import TODAY, City

pytestmark = pytest.mark.django_db
A, B, N = State.COMPLETED, State.STARTED, State.NOT_STARTED


def listed(viewer: User, **filters: str) -> list[tuple[str, str, State]]:
    report = completions(viewer, Filters(**filters), TODAY)
    return [(entry.last_name, entry.course, entry.state) for entry in report.entries]


def test_everybody_with_what_they_must_or_took(city: City) -> None:
    assert listed(city.hr) == [
        ("Wójcik", "Datenschutz", A),
        ("Bulut", "Datenschutz", B),
        ("Bulut", "Phishing", A),
        ("Vogt", "Datenschutz", N),
        ("Tekin", "Datenschutz", N),
        ("Uçar", "Datenschutz", A),
    ]


def test_head_sees_own_unit_and_below(city: City) -> None:
    assert {name for name, _, _ in listed(city.head)} == {"Wójcik", "Bulut", "Vogt"}
    assert {name for name, _, _ in listed(city.other_head)} == {"Uçar", "Tekin"}


def test_filters(city: City) -> None:
    assert {name for name, _, _ in listed(city.hr, einheit="40")} == {"Wójcik", "Bulut", "Vogt"}
    assert {name for name, _, _ in listed(city.hr, einheit="411")} == {"Bulut", "Vogt"}
    assert listed(city.hr, kurs=str(city.phishing)) == [("Bulut", "Phishing", A)]
    assert listed(city.hr, stand="nicht-begonnen", einheit="40") == [("Vogt", "Datenschutz", N)]
    assert ("Bulut", "Phishing", A) not in listed(city.hr, pflicht="datenschutz-alle")
    assert len(listed(city.hr, pflicht="datenschutz-alle")) == 5


def test_requirement_that_starts_tomorrow_binds_nobody_yet(city: City) -> None:
    requirement("morgen", [city.phishing], {"all": True}, since=date(2027, 2, 16))
    assert len(listed(city.hr)) == 6


def test_latest_completed_sitting_counts(city: City) -> None:
    somebody = User.objects.get(last_name="Vogt")
    completed(somebody, city.privacy, date(2025, 1, 1), date(2025, 1, 2))
    completed(somebody, city.privacy, date(2026, 1, 1), date(2026, 1, 2), number=2)
    enrolled(somebody, city.privacy, date(2027, 2, 1), number=3)
    (entry,) = [e for e in completions(city.hr, Filters(), TODAY).entries if e.last_name == "Vogt"]
    assert (entry.started_on, entry.completed_on) == (date(2026, 1, 1), date(2026, 1, 2))


def test_course_that_was_deleted_keeps_its_completions(city: City) -> None:
    completed(User.objects.get(last_name="Vogt"), uuid4(), date(2026, 1, 1), date(2026, 1, 2))
    assert ("Vogt", "Kurs nicht mehr vorhanden", A) in listed(city.hr)


def test_a_row_holds_these_fields_and_no_others() -> None:
    fields = tuple(CompletionRow.__dataclass_fields__)
    assert fields == (
        "learner",
        "person",
        "department",
        "course",
        "state",
        "started_on",
        "completed_on",
        "valid_until",
        "certificate",
    )
    assert tuple(column.key for column in COLUMNS) == fields[1:]


@pytest.mark.parametrize("people", [1, 3, 100])
def test_queries_do_not_grow_with_people(
    city: City, people: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(people):
        completed(person(city.units["411"]), city.privacy, date(2026, 5, 4), date(2026, 5, 6))
    courses.api.titles("de")
    viewers = {name: User.objects.get(pk=getattr(city, name).pk) for name in ("hr", "head")}
    for viewer in viewers.values():
        viewer.get_all_permissions()
    # units, rules, sittings, people, certificates
    with django_assert_num_queries(6):
        assert len(list(completions(viewers["hr"], Filters(), TODAY))) == 6 + people
    # and the units the head leads
    with django_assert_num_queries(7):
        assert len(list(completions(viewers["head"], Filters(), TODAY))) == 4 + people


def test_summary_counts_units_with_those_below(city: City) -> None:
    found = summary(completions(city.hr, Filters(), TODAY), Filters())
    assert found.courses == ("Datenschutz", "Phishing")
    table = [(str(row.unit), [(cell.done, cell.total) if cell else None for cell in row.cells]) for row in found.rows]
    assert table == [("40 Sicherheit", [(1, 3), (1, 1)]), ("60 Soziales", [(1, 2), None])]
    assert [(cell.done, cell.total) for cell in found.total.cells if cell] == [(2, 5), (1, 1)]


def test_summary_under_one_unit_shows_itself_and_its_units(city: City) -> None:
    filters = Filters(einheit="41")
    found = summary(completions(city.hr, filters, TODAY), filters)
    assert [(str(row.unit), row.with_below) for row in found.rows] == [
        ("41 Bürgerservice", False),
        ("411 Bürgerbüro", True),
    ]
    head = summary(completions(city.head, Filters(), TODAY), Filters())
    assert head.rows[0].cells[0].total == 1  # type: ignore[union-attr]
    assert len(head.rows) == 2
