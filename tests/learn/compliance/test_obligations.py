"""Obligations, reasons, proofs and cycles: kept as the rules say, written once, constant in queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learn.accounts.models import Department, Learner, Membership, User
from learn.compliance.models import (
    Cycle,
    Evidence,
    Obligation,
    ObligationReason,
    Requirement,
    RuleVersion,
)
from learn.compliance.nightly import refresh_all
from learn.compliance.obligations import Refreshed, refresh, statuses
from learn.rules.deadlines import RuleError, State
from tests.factories.people import completed, person, requirement, unit, works
from tests.learn.compliance.conftest import COURSE, RULE, START

LATER = date(2027, 2, 15)


def obligation(who: User) -> Obligation:
    return Obligation.objects.get(learner__user=who)


def shown(who: User) -> tuple[str, date | None, date | None]:
    row = obligation(who)
    return row.state, row.due_on, row.valid_until


def test_everybody_concerned_is_obliged_and_the_dates_are_kept(office: Department, duty: Requirement) -> None:
    old, new = person(office), person(office, since=date(2027, 2, 1))
    done = person(office)
    completed(done, COURSE, date(2027, 1, 10), date(2027, 1, 12))
    assert refresh(duty, LATER) == Refreshed(3, 3, 1, 4)
    assert shown(old) == (State.OPEN, date(2027, 3, 31), None)
    assert shown(new) == (State.OPEN, date(2027, 3, 15), None)
    assert shown(done) == (State.VALID, date(2028, 1, 12), date(2028, 1, 12))
    first, second = Cycle.objects.filter(obligation=obligation(done))
    assert first.evidence is not None
    assert (first.due_on, first.valid_from, first.evidence.kind) == (
        date(2027, 3, 31),
        date(2027, 1, 12),
        "completion",
    )
    assert (second.opens_at, second.evidence) == (date(2027, 11, 13), None)


def test_a_second_run_finds_nothing_to_write(office: Department, duty: Requirement) -> None:
    for _ in range(3):
        completed(person(office), COURSE, date(2027, 1, 10), date(2027, 1, 12))
    refresh(duty, LATER)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert refresh(duty, LATER) == Refreshed()
    writing = [q["sql"] for q in seen if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writing == []
    assert refresh(duty, LATER + timedelta(1)) == Refreshed(), "the next day neither, if nothing happened"
    assert set(Obligation.objects.values_list("as_of", flat=True)) == {LATER}, "rows hold until their next change"


def test_queries_do_not_grow_with_people(office: Department, duty: Requirement) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            refresh(duty, LATER)
        return len(seen)

    person(office)
    first = count()
    for _ in range(5):
        person(office)
    assert count() == first


def test_who_moves_away_is_withdrawn_and_who_returns_has_time(duty: Requirement, office: Department) -> None:
    audience = {"departments": ["10"], "include_below": True, "roles": []}
    duty.definition = RULE | {"audience": audience}
    duty.save()
    who, elsewhere = person(office), unit("20")
    refresh(duty, LATER)
    first = Membership.objects.get(user=who)
    first.ends_on = date(2027, 4, 30)
    first.save()
    works(who, elsewhere, since=date(2027, 5, 1), number=first.personnel_no)
    refresh(duty, date(2027, 5, 1))
    assert shown(who)[0] == State.WITHDRAWN
    reason = ObligationReason.objects.get()
    assert (reason.until, reason.end_recorded_on) == (date(2027, 4, 30), date(2027, 5, 1))
    Membership.objects.filter(department=elsewhere).update(ends_on=date(2027, 8, 31))
    works(who, office, since=date(2027, 9, 1), number=first.personnel_no)
    refresh(duty, date(2027, 9, 1))
    assert shown(who) == (State.OPEN, date(2027, 10, 13), None)
    assert Obligation.objects.count() == 1
    assert ObligationReason.objects.count() == 2


def test_a_reason_keeps_its_first_day_when_the_unit_changes_within_the_audience(
    duty: Requirement, office: Department
) -> None:
    who = person(office, since=date(2027, 2, 1))
    refresh(duty, LATER)
    Membership.objects.filter(user=who).update(ends_on=date(2027, 2, 28))
    works(who, unit("11", office), since=date(2027, 3, 1))
    refresh(duty, date(2027, 3, 1))
    assert shown(who)[1] == date(2027, 3, 15)
    assert ObligationReason.objects.get().until is None


def test_who_is_to_come_is_future_and_disappears_if_they_do_not(duty: Requirement, office: Department) -> None:
    who = person(office, since=date(2027, 4, 1))
    refresh(duty, LATER)
    assert shown(who)[0] == State.FUTURE
    Membership.objects.all().delete()
    refresh(duty, LATER)
    assert not ObligationReason.objects.exists()
    assert shown(who)[0] == State.WITHDRAWN


def test_two_entries_are_two_reasons(duty: Requirement, office: Department) -> None:
    both = {"any_of": [{"all": True, "roles": []}, {"departments": ["10"], "roles": []}]}
    duty.definition = RULE | {"audience": both}
    duty.save()
    person(office)
    refresh(duty, LATER)
    assert sorted(ObligationReason.objects.values_list("entry", flat=True)) == [0, 1]


def test_a_first_login_is_kept(duty: Requirement, office: Department) -> None:
    login = {"new": {"anchor": "first_login", "days": 30}}
    duty.definition = RULE | {"due": login}
    duty.save()
    who = person(office)
    refresh(duty, LATER)
    assert shown(who)[:2] == (State.OPEN, None)
    who.last_login = "2027-02-16T09:00:00+01:00"  # type: ignore[assignment]
    who.save()
    refresh(duty, date(2027, 2, 16))
    who.last_login = "2027-05-01T09:00:00+02:00"  # type: ignore[assignment]
    who.save()
    refresh(duty, date(2027, 5, 1))
    assert shown(who)[:2] == (State.OVERDUE, date(2027, 3, 18))


def test_a_new_version_of_the_rule_counts_from_its_day(duty: Requirement, office: Department) -> None:
    who = person(office)
    completed(who, COURSE, date(2027, 1, 10), date(2027, 1, 12))
    RuleVersion.objects.create(
        requirement=duty, since=date(2027, 2, 1), definition=RULE | {"lead_days": 90, "expiry": {"rule": "unlimited"}}
    )
    refresh(duty, LATER)
    assert shown(who)[2] == date(2028, 1, 12), "what was fulfilled before stays"
    assert Cycle.objects.get(number=2).opens_at == date(2027, 10, 14)


def test_any_day_is_computed_from_the_facts(duty: Requirement, office: Department) -> None:
    who = person(office)
    refresh(duty, START)
    completed(who, COURSE, date(2027, 1, 10), date(2027, 4, 12))
    refresh(duty, date(2027, 5, 1))
    learner = Learner.objects.get(user=who).pk
    states = [statuses(duty, on)[learner].state for on in (START, date(2027, 4, 1), date(2027, 4, 12))]
    assert states == [State.OPEN, State.OVERDUE, State.VALID]
    Evidence.objects.update(recorded_on=date(2027, 4, 20))
    told_late = [statuses(duty, date(2027, 4, 15), as_known=known)[learner].state for known in (False, True)]
    assert told_late == [State.VALID, State.OVERDUE]
    assert statuses(duty, START - timedelta(1), as_known=True) == {}, "nobody was on record then"


def test_a_rule_that_cannot_be_read_writes_nothing_and_stops_no_other(duty: Requirement, office: Department) -> None:
    person(office)
    broken = requirement("kaputt", [COURSE], {"all": True}, START)
    with pytest.raises(RuleError):
        refresh(broken, LATER)
    assert not Obligation.objects.filter(requirement=broken).exists()
    assert list(refresh_all(LATER)) == ["datenschutz"]


def test_some_people_only(duty: Requirement, office: Department) -> None:
    one, _other = person(office), person(office)
    refresh(duty, LATER, [Learner.objects.get(user=one).pk])
    assert Obligation.objects.count() == 1
    assert Evidence.objects.count() == 0
    assert refresh(duty, LATER).obligations == 1
