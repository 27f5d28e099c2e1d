"""Tallies are what one would count by hand, also after people and units have moved, and cost little."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learn.accounts.models import Department, Learner, Membership, User
from learn.compliance import decisions, nightly, tally
from learn.compliance.models import Obligation, Requirement, Tally
from learn.compliance.obligations import refresh
from tests.factories.people import completed, person, unit, user, works
from tests.learn.compliance.conftest import COURSE

DAY = date(2027, 2, 15)
Counted = Counter[tuple[str | None, str, bool]]


def kept() -> Counted:
    return Counter({
        (row.department.code if row.department else None, row.state, row.renewal_open): row.people
        for row in Tally.objects.select_related("department")
    })  # fmt: skip


def by_hand(on: date) -> Counted:
    """Each person once in each unit they work in or below of, walking up from unit to unit."""
    found: Counted = Counter()
    for row in Obligation.objects.select_related("learner__user"):
        places: set[str | None] = set()
        for post in Membership.objects.filter(user=row.learner.user).select_related("department"):
            if post.starts_on <= on and (post.ends_on is None or post.ends_on >= on):
                places.add(None)
                step: Department | None = post.department
                while step is not None:
                    places.add(step.code)
                    step = step.parent
        for place in places:
            found[place, row.state, row.renewal_open] += 1
    return found


def city(chance: Random) -> tuple[list[Department], list[User]]:
    units = [unit("1")]
    for number in range(2, 12):
        units.append(unit(str(number), chance.choice(units)))
    people = []
    for number in range(40):
        who = person(chance.choice(units), since=DAY - timedelta(chance.randrange(-20, 300)))
        if number % 4 == 0:
            works(who, chance.choice(units), since=DAY - timedelta(10))
        if number % 3:
            done = DAY - timedelta(chance.randrange(400))
            completed(who, COURSE, done, done)
        people.append(who)
    return units, people


@pytest.mark.parametrize("seed", range(3))
def test_they_are_what_one_counts_by_hand(duty: Requirement, seed: int) -> None:
    chance = Random(seed)
    units, people = city(chance)
    nightly.run(DAY)
    assert kept() == by_hand(DAY) != Counter()
    day = DAY
    for _ in range(4):
        day += timedelta(1)
        for who in chance.sample(people, 6):
            Membership.objects.filter(user=who, ends_on=None, starts_on__lt=day).update(ends_on=day - timedelta(1))
            works(who, chance.choice(units), since=day)
        moved = chance.choice(units[5:])
        moved.parent = units[0]
        moved.save()
        nightly.run(day)
        assert kept() == by_hand(day)


def test_they_follow_a_change_by_day(duty: Requirement, office: Department) -> None:
    who, other = person(office), person(unit("11", office))
    nightly.run(DAY)
    completed(who, COURSE, DAY, DAY)
    nightly.refresh_people([Learner.objects.get(user=who).pk], DAY)
    assert kept() == by_hand(DAY)
    Membership.objects.filter(user=other).update(department=unit("20"))
    nightly.refresh_people([Learner.objects.get(user=other).pk], DAY)
    assert kept() == by_hand(DAY)
    assert kept()["20", "open", False] == 1


@pytest.mark.parametrize("seed", range(3))
def test_counting_a_few_anew_leaves_nothing_for_a_whole_count(duty: Requirement, seed: int) -> None:
    chance = Random(seed)
    units, people = city(chance)
    nightly.run(DAY)
    for who in chance.sample(people[::3], 8):  # those who have completed nothing yet
        Membership.objects.filter(user=who, ends_on=None, starts_on__lt=DAY).update(ends_on=DAY - timedelta(1))
        works(who, chance.choice(units), since=DAY)
        completed(who, COURSE, DAY - timedelta(chance.randrange(3)), DAY)
        nightly.refresh_people([Learner.objects.get(user=who).pk], DAY)
    duty.refresh_from_db()
    assert kept() == by_hand(DAY)
    healths = list(Obligation.objects.order_by("pk").values_list("pk", "health"))
    assert tally.recount(duty, DAY) == 0
    assert list(Obligation.objects.order_by("pk").values_list("pk", "health")) == healths


def test_they_follow_a_decision(duty: Requirement, office: Department) -> None:
    who = person(office)
    nightly.run(DAY)
    given = {"actor": user(), "why": "Kein Gerät", "today": DAY}
    decisions.exempt(Learner.objects.get(user=who), duty, DAY, DAY + timedelta(90), "no-device", **given)
    assert kept() == by_hand(DAY) == Counter({(None, "exempt", False): 1, ("10", "exempt", False): 1})


def test_many_decisions_count_once(duty: Requirement, office: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [Learner.objects.get(user=person(office)) for _ in range(3)]
    nightly.run(DAY)
    counted = []
    recount = tally.recount
    monkeypatch.setattr(tally, "recount", lambda *args: counted.append(args) or recount(*args))  # type: ignore[func-returns-value]
    given = {"actor": user(), "why": "Kein Gerät", "today": DAY}
    with tally.once(DAY):
        for who in people:
            decisions.exempt(who, duty, DAY, DAY + timedelta(90), "no-device", **given)
        assert counted == []
    assert len(counted) == 1
    assert kept() == by_hand(DAY)


def test_counting_costs_the_same_for_one_and_for_many(duty: Requirement, office: Department) -> None:
    def cost() -> int:
        Tally.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            tally.recount(duty, DAY)
        return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in seen)

    person(office)
    refresh(duty, DAY)
    first = cost()
    for number in range(12):
        who = person(unit(f"2{number:02}", office))
        completed(who, COURSE, DAY, DAY - timedelta(30 * number))
    refresh(duty, DAY)
    assert cost() == first <= 12


def test_nothing_new_is_counted_again(duty: Requirement, office: Department) -> None:
    person(office)
    refresh(duty, DAY)
    before = kept()
    Tally.objects.update(people=99)
    refresh(duty, DAY + timedelta(1), [Learner.objects.get().pk])
    assert kept() != before, "no state is new, so nobody counted"
    nightly.run(DAY + timedelta(2))
    assert kept() == before, "at night everything is counted"
