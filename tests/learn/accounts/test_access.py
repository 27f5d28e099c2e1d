"""Who may see whom, for every role, and for people who moved, left, or have not come yet."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from learn.accounts import roles
from learn.accounts.access import may_report, visible_people
from learn.accounts.models import Department, User
from tests.factories.people import in_group, person, unit, user, works

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 15)


@pytest.fixture
def city() -> dict[str, Department]:
    top, other = unit("40"), unit("60")
    return {
        "40": top,
        "41": unit("41", top),
        "411": unit("411", unit("412", top)),
        "60": other,
        "61": unit("61", other),
    }


def seen(viewer: User, on: date = TODAY) -> set[str]:
    return set(visible_people(viewer, on).values_list("last_name", flat=True))


def test_personnel_office_sees_everybody_with_a_membership(city: dict[str, Department]) -> None:
    person(city["41"], "Sachbearbeitung", "A", "Amt")
    person(city["61"], "Sachbearbeitung", "B", "Sozial")
    user("C", "Citizen")
    viewer = in_group(user("P", "Personal"), roles.HR)
    assert seen(viewer) == {"Amt", "Sozial"}


def test_head_sees_own_unit_and_all_below(city: dict[str, Department]) -> None:
    person(city["411"], "Sachbearbeitung", "A", "Unten")
    person(city["61"], "Sachbearbeitung", "B", "Fremd")
    head = in_group(person(city["40"], "Geschäftsbereichsleitung", "H", "Leitung"), roles.HEADS)
    assert seen(head) == {"Leitung", "Unten"}


def test_head_does_not_see_the_unit_above_or_beside(city: dict[str, Department]) -> None:
    person(city["40"], "Geschäftsbereichsleitung", "A", "Oben")
    person(city["411"], "Sachbearbeitung", "B", "Daneben")
    head = in_group(person(city["41"], "Fachbereichsleitung", "H", "Leitung"), roles.HEADS)
    assert seen(head) == {"Leitung"}


@pytest.mark.parametrize("position", ["Kita-Leitung", "Projektleitung Digitalisierung", "Leitstelle", ""])
def test_group_alone_gives_nothing_without_a_leading_position(city: dict[str, Department], position: str) -> None:
    person(city["41"], "Sachbearbeitung", "A", "Amt")
    assert seen(in_group(person(city["41"], position), roles.HEADS)) == set()


def test_leading_position_alone_gives_nothing_without_the_right(city: dict[str, Department]) -> None:
    head = person(city["41"], "Fachbereichsleitung")
    assert seen(head) == set()
    assert not may_report(head)


@pytest.mark.parametrize("group", [roles.TRAINERS, roles.EDITORS])
def test_who_writes_courses_sees_nobody(city: dict[str, Department], group: str) -> None:
    author = in_group(person(city["41"], "Sachbearbeitung"), group)
    assert seen(author) == set()
    assert not may_report(author)


def test_administrators_see_like_the_personnel_office(city: dict[str, Department]) -> None:
    person(city["41"], "Sachbearbeitung", "A", "Amt")
    assert seen(in_group(user(), roles.ADMINISTRATORS)) == {"Amt"}


def test_disabled_account_sees_nobody(city: dict[str, Department]) -> None:
    person(city["41"], "Sachbearbeitung", "A", "Amt")
    viewer = in_group(user(), roles.HR)
    viewer.is_active = False
    viewer.save()
    assert seen(User.objects.get(pk=viewer.pk)) == set()


def test_stranger_may_not_report() -> None:
    assert not may_report(AnonymousUser())  # type: ignore[arg-type]


def test_first_and_last_day_belong_to_the_membership(city: dict[str, Department]) -> None:
    works(user("A", "Amt"), city["41"], since=date(2027, 2, 1), until=date(2027, 2, 15))
    viewer = in_group(user(), roles.HR)
    assert seen(viewer, date(2027, 1, 31)) == set()
    assert seen(viewer, date(2027, 2, 1)) == {"Amt"}
    assert seen(viewer, date(2027, 2, 15)) == {"Amt"}
    assert seen(viewer, date(2027, 2, 16)) == set()


def test_who_moved_is_seen_by_the_new_head_alone_and_counts_there(city: dict[str, Department]) -> None:
    moved = user("M", "Moved")
    works(moved, city["41"], until=date(2027, 1, 31), number="1")
    new = works(moved, city["61"], since=date(2027, 2, 1), number="1")
    old_head = in_group(person(city["41"], "Fachbereichsleitung", "A", "Alt"), roles.HEADS)
    new_head = in_group(person(city["61"], "Fachbereichsleitung", "N", "Neu"), roles.HEADS)
    assert seen(old_head) == {"Alt"}
    assert seen(new_head) == {"Neu", "Moved"}
    assert visible_people(new_head, TODAY).get(pk=moved.pk).membership_id == new.pk


def test_head_who_left_the_position_sees_nobody_even_with_the_group(city: dict[str, Department]) -> None:
    person(city["41"], "Sachbearbeitung", "A", "Amt")
    former = user("F", "Former")
    works(former, city["41"], "Fachbereichsleitung", until=date(2027, 2, 14))
    assert seen(in_group(former, roles.HEADS)) == set()


def test_second_membership_elsewhere_stays_hidden_from_a_head(city: dict[str, Department]) -> None:
    both = user("B", "Both")
    here = works(both, city["41"])
    works(both, city["61"], since=date(2026, 1, 1))
    head = in_group(person(city["41"], "Fachbereichsleitung"), roles.HEADS)
    assert visible_people(head, TODAY).get(pk=both.pk).membership_id == here.pk


def test_nobody_is_listed_twice(city: dict[str, Department]) -> None:
    both = user("B", "Both")
    works(both, city["41"])
    works(both, city["61"])
    assert visible_people(in_group(user(), roles.HR), TODAY).count() == 1


def test_circle_of_units_ends(city: dict[str, Department]) -> None:
    Department.objects.filter(pk=city["40"].pk).update(parent=city["41"])
    head = in_group(person(city["41"], "Fachbereichsleitung", "H", "Leitung"), roles.HEADS)
    assert seen(head) == {"Leitung"}
