"""The nightly run looks at whom it must and at nobody else, whatever has happened, and however long it stood still."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from learn.accounts.models import Department, Learner, Membership, User
from learn.compliance import nightly
from learn.compliance.models import Cycle, Evidence, Obligation, ObligationReason, Requirement, RuleVersion
from learn.compliance.obligations import judge, refresh
from learn.rules.deadlines import State
from tests.factories.people import completed, person, requirement, unit, works
from tests.learn.compliance.conftest import COURSE, RULE, START

DAY = date(2027, 2, 15)
NEXT = DAY + timedelta(1)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of those who were judged, in order."""
    found: list[str] = []

    def noted(duty: Requirement, on: date, learners: Any, **more: Any) -> Any:
        found.extend(Learner.objects.filter(pk__in=learners).values_list("user__email", flat=True))
        return judge(duty, on, learners, **more)

    monkeypatch.setattr(nightly, "judge", noted)
    return found


def everything() -> list[list[dict[str, Any]]]:
    """All that a run keeps, without ids and the day a row was written."""
    named = {"obligation__learner__user__email", "obligation__requirement__key"}
    shown = ("state", "due_on", "valid_until", "renewal_open", "next_change_on", "judged_from", "first_login_on")
    return [
        sorted(rows, key=str)
        for rows in (
            list(Obligation.objects.values("learner__user__email", "requirement__key", *shown)),
            list(ObligationReason.objects.values(*named, "entry", "since", "until")),
            list(Cycle.objects.values(*named, "number", "opens_at", "due_on", "valid_from", "valid_until")),
            list(Evidence.objects.values("learner__user__email", "key", "completed_on")),
        )
    ]


def test_who_has_nothing_to_expect_is_left_in_peace(office: Department, duty: Requirement, judged: list[str]) -> None:
    waiting, done = person(office), person(office)
    completed(done, COURSE, date(2027, 1, 10), date(2027, 1, 12))
    nightly.run(DAY)
    assert sorted(judged) == sorted([waiting.email, done.email])
    judged.clear()
    for day in range(1, 20):
        nightly.run(DAY + timedelta(day))
    assert judged == []
    nightly.run(date(2027, 4, 1))
    assert judged == [waiting.email], "overdue since today"
    assert Obligation.objects.get(learner__user=waiting).state == State.OVERDUE
    duty.refresh_from_db()
    assert duty.judged_on == date(2027, 4, 1)


def completes(who: User, _office: Department, _duty: Requirement) -> None:
    completed(who, COURSE, DAY, DAY)


def moves(who: User, office: Department, _duty: Requirement) -> None:
    Membership.objects.filter(user=who).update(ends_on=DAY)
    works(who, unit("12", office), since=NEXT)


def leaves(who: User, _office: Department, _duty: Requirement) -> None:
    Membership.objects.filter(user=who).update(ends_on=DAY)


def signs_in(who: User, _office: Department, _duty: Requirement) -> None:
    User.objects.filter(pk=who.pk).update(last_login="2027-02-15T09:00:00+01:00")


def moves_with_the_unit(_who: User, office: Department, _duty: Requirement) -> None:
    office.parent = unit("90")
    office.save()


@pytest.mark.parametrize("change", [completes, moves, leaves, signs_in])
def test_a_change_is_found_whatever_way_it_came(
    change: Callable[[User, Department, Requirement], None], office: Department, duty: Requirement, judged: list[str]
) -> None:
    who, _other = person(office), person(office)
    nightly.run(DAY)
    judged.clear()
    change(who, office, duty)
    nightly.run(NEXT)
    assert judged == [who.email]
    judged.clear()
    nightly.run(NEXT)
    assert judged == []


def edits(duty: Requirement) -> None:
    Requirement.objects.filter(pk=duty.pk).update(definition=RULE | {"minimum_time_days": 60})


def writes_a_version(duty: Requirement) -> None:
    RuleVersion.objects.create(requirement=duty, since=NEXT, definition=RULE | {"minimum_time_days": 60})


def test_a_unit_that_moves_takes_its_people_along(office: Department, duty: Requirement, judged: list[str]) -> None:
    who, elsewhere = person(office), person(unit("20"))
    nightly.run(DAY)
    judged.clear()
    moves_with_the_unit(who, office, duty)
    nightly.run(NEXT)
    assert judged == [who.email]
    assert elsewhere.email not in judged


@pytest.mark.parametrize("change", [edits, writes_a_version])
def test_a_new_rule_judges_everybody_under_it_and_nobody_else(
    change: Callable[[Requirement], None], office: Department, duty: Requirement, judged: list[str]
) -> None:
    one, two = person(office), person(office, since=date(2027, 2, 1))
    other = requirement("anderes", [COURSE], RULE["audience"], START)
    Requirement.objects.filter(pk=other.pk).update(definition=RULE)
    nightly.run(DAY)
    judged.clear()
    change(duty)
    nightly.run(NEXT)
    assert sorted(judged) == sorted([one.email, two.email])
    assert Obligation.objects.get(learner__user=two, requirement=duty).due_on == date(2027, 4, 2)


def test_texts_of_reminders_judge_nobody(office: Department, duty: Requirement, judged: list[str]) -> None:
    person(office)
    nightly.run(DAY)
    judged.clear()
    Requirement.objects.filter(pk=duty.pk).update(definition=RULE | {"reminders": {"before_due_days": [3]}})
    nightly.run(NEXT)
    assert judged == []


def lived(daily: bool) -> list[list[dict[str, Any]]]:
    """What stands after three months in which people learn, come and go."""
    office = Department.objects.get(code="10")
    people = [person(office, "Amt", f"P{n}", "X", since=date(2026, 12, 1) + timedelta(17 * n)) for n in range(6)]
    for number, who in enumerate(people):
        User.objects.filter(pk=who.pk).update(email=f"p{number}@example.org")
    day, last = DAY, DAY + timedelta(90)
    while day <= last:
        number = (day - DAY).days
        if number % 13 == 5:
            completed(people[number % 5], COURSE, day, day, number=number)
        if number == 40:
            Membership.objects.filter(user=people[3]).update(ends_on=day)
        if daily or day in {DAY, last}:
            nightly.run(day)
        day += timedelta(1)
    return everything()


@pytest.fixture
def both_ways(office: Department, duty: Requirement) -> Iterator[list[list[list[dict[str, Any]]]]]:
    found = []
    for daily in (True, False):
        found.append(lived(daily))
        for model in (Cycle, ObligationReason, Evidence, Obligation):
            model.objects.all().delete()
        User.objects.filter(learner__isnull=False).delete()
        Requirement.objects.update(judged_on=None)
    yield found


def test_after_months_of_standstill_all_is_as_if_it_had_run_daily(both_ways: Any) -> None:
    daily, at_once = both_ways
    other_ids = {"key", "judged_from"}  # hang on the ids of completions
    for one, other in zip(daily, at_once, strict=True):
        alike = [
            sorted(str([v for k, v in row.items() if k not in other_ids]) for row in rows) for rows in (one, other)
        ]
        assert alike[0] == alike[1]


def test_a_run_that_is_cut_short_is_ended_by_the_next(
    office: Department, duty: Requirement, monkeypatch: pytest.MonkeyPatch, judged: list[str]
) -> None:
    people = [person(office) for _ in range(5)]
    monkeypatch.setattr(nightly, "batches", lambda things: ([thing] for thing in things))
    stops = iter([False, True])
    assert not nightly.run(DAY, stop=lambda: next(stops))
    assert len(judged) == Obligation.objects.count() == 2
    duty.refresh_from_db()
    assert duty.judged_on is None
    assert nightly.run(DAY)
    assert sorted(judged) == sorted(who.email for who in people), "nobody twice"


def test_a_clock_set_back_undoes_nothing_and_says_so(
    office: Department, duty: Requirement, caplog: pytest.LogCaptureFixture, judged: list[str]
) -> None:
    who = person(office)
    completed(who, COURSE, date(2027, 1, 10), date(2027, 4, 12))
    nightly.run(date(2027, 4, 12))
    before = everything()
    judged.clear()
    with caplog.at_level(logging.ERROR):
        assert nightly.run(DAY)
    assert judged == []
    assert "The clock says 2027-02-15, but duties stand at 2027-04-12 already" in caplog.text
    refresh(duty, DAY, [Learner.objects.get(user=who).pk])
    nightly.refresh_people([Learner.objects.get(user=who).pk], DAY)
    assert everything() == before, "a change by day counts on the later day"
    nightly.run(date(2027, 4, 13))
    assert everything() == before
    call_command("refresh_duties", "--all", "--on", "2027-02-15")
    assert Obligation.objects.get().state == State.OPEN, "only somebody who asks for it goes back"
    duty.refresh_from_db()
    assert duty.judged_on == DAY


def test_an_unreadable_rule_stops_no_other(
    office: Department, duty: Requirement, caplog: pytest.LogCaptureFixture
) -> None:
    person(office)
    requirement("aaa-kaputt", [COURSE], {"all": True}, START)
    assert nightly.run(DAY)
    assert "aaa-kaputt cannot be read" in caplog.text
    assert Obligation.objects.get().requirement == duty


def test_what_has_not_begun_waits_for_its_day(office: Department, duty: Requirement) -> None:
    person(office)
    nightly.run(START - timedelta(1))
    assert not Obligation.objects.exists()
    nightly.run(START)
    assert Obligation.objects.exists()


def test_somebody_new_has_duties_at_once_and_only_their_own_change(
    office: Department, duty: Requirement, judged: list[str]
) -> None:
    person(office)
    other = requirement("anderes", [unit("30") and COURSE], RULE["audience"], START)
    elsewhere = {"departments": ["30"], "include_below": True, "roles": []}
    Requirement.objects.filter(pk=other.pk).update(definition=RULE | {"audience": elsewhere})
    nightly.run(DAY)
    judged.clear()
    new = person(office, since=DAY)
    learner = Learner.objects.get(user=new).pk
    assert nightly.refresh_people([learner], DAY) == 1
    assert judged == [new.email]
    assert nightly.refresh_people([learner], DAY) == 0
    completed(new, COURSE, DAY, DAY)
    assert nightly.refresh_people([learner], DAY) == 1
    assert Obligation.objects.get(learner=learner).state == State.VALID
