"""Decisions of the personnel office: each takes effect at once, is written down, and is refused if it cannot be."""

from datetime import date

import pytest

from learn.accounts.models import Department, Learner, User
from learn.compliance import decisions
from learn.compliance.decisions import NotPossible
from learn.compliance.merge import merge
from learn.compliance.models import Absence, Allowance, AuditEntry, Cycle, Evidence, Exemption, Obligation, Requirement
from learn.compliance.obligations import refresh
from learn.privacy.erase import erase_person
from learn.privacy.export import export_person
from learn.rules.deadlines import Kind, State
from tests.factories.people import completed, person, user
from tests.learn.compliance.conftest import COURSE

TODAY = date(2027, 2, 15)


@pytest.fixture
def hr(db: None) -> User:
    return user("Ewa", "Pawłowska")


@pytest.fixture
def who(office: Department, duty: Requirement) -> Learner:
    made = person(office)
    refresh(duty, TODAY)
    return Learner.objects.get(user=made)


def state() -> str:
    return Obligation.objects.get().state


def test_exempt_and_lift(who: Learner, duty: Requirement, hr: User) -> None:
    row = decisions.exempt(who, duty, TODAY, date(2027, 12, 31), "no-device", actor=hr, why="Kein Gerät.", today=TODAY)
    assert state() == State.EXEMPT
    decisions.lift(row, actor=hr, why="Gerät da.", today=date(2027, 6, 1))
    assert (state(), Obligation.objects.get().due_on) == (State.OPEN, date(2027, 6, 14))
    first, second = AuditEntry.objects.order_by("pk")
    assert (first.action, first.actor, first.before, first.after["until"]) == ("exempt", hr, {}, "2027-12-31")
    assert (second.action, second.before["lifted_on"], second.after["lifted_on"]) == ("lift", None, "2027-06-01")
    with pytest.raises(NotPossible, match="schon aufgehoben"):
        decisions.lift(row, actor=hr, why="Noch einmal.", today=date(2027, 6, 2))


def test_absent_and_back(who: Learner, hr: User) -> None:
    row = decisions.record_absence(
        who, TODAY, None, "parental-leave", actor=hr, why="Elternzeit.", today=TODAY, days_after_return=30
    )
    assert (state(), Obligation.objects.get().due_on) == (State.SUSPENDED, None)
    decisions.end_absence(row, date(2027, 8, 31), actor=hr, why="Zurück.", today=date(2027, 9, 1))
    assert (state(), Obligation.objects.get().due_on) == (State.OPEN, date(2027, 10, 1))


@pytest.mark.parametrize("kind", [Kind.IMPORTED, Kind.EQUIVALENT])
def test_taken_over_once_and_counted_from_its_day(who: Learner, duty: Requirement, hr: User, kind: Kind) -> None:
    for _ in range(2):
        decisions.take_over(
            who, duty, date(2026, 10, 5), kind, "liste.csv, Zeile 7", actor=hr, why="Altbestand.", today=TODAY
        )
    assert (state(), Obligation.objects.get().valid_until) == (State.VALID, date(2027, 10, 5))
    assert Evidence.objects.count() == AuditEntry.objects.count() == 1


def test_revoked_opens_again(who: Learner, hr: User) -> None:
    completed(who.user, COURSE, date(2027, 1, 10), date(2027, 1, 12))  # type: ignore[arg-type]
    refresh(Requirement.objects.get(), TODAY)
    assert state() == State.VALID
    decisions.revoke(Evidence.objects.get(), TODAY, actor=hr, why="Von einer anderen Person.", today=TODAY)
    assert (state(), Obligation.objects.get().due_on) == (State.OPEN, date(2027, 3, 31))
    assert Cycle.objects.filter(valid_from__isnull=False).count() == 1, "the fulfilled cycle stays on record"
    with pytest.raises(NotPossible, match="schon widerrufen"):
        decisions.revoke(Evidence.objects.get(), TODAY, actor=hr, why="Noch einmal.", today=TODAY)


def test_accepted_by_hand(who: Learner, duty: Requirement, hr: User) -> None:
    duty.definition = duty.definition | {"early_credit": {"accept": "by_hand", "max_age_days": 60}}
    duty.save()
    completed(who.user, COURSE, date(2026, 12, 1), date(2026, 12, 10))  # type: ignore[arg-type]
    refresh(duty, TODAY)
    assert state() == State.OPEN
    decisions.accept_early(Evidence.objects.get(), actor=hr, why="Gerade erst gemacht.", today=TODAY)
    assert (state(), Obligation.objects.get().valid_until) == (State.VALID, date(2027, 12, 10))


def test_what_cannot_be_is_refused_and_nothing_is_written(who: Learner, duty: Requirement, hr: User) -> None:
    given = {"actor": hr, "why": "Weil.", "today": TODAY}
    with pytest.raises(NotPossible, match="höchstens 24 Monate"):
        decisions.exempt(who, duty, TODAY, date(2029, 2, 16), "hardship", **given)  # type: ignore[arg-type]
    with pytest.raises(NotPossible, match="Ende liegt vor dem Beginn"):
        decisions.record_absence(who, TODAY, date(2027, 2, 14), "leave", **given)  # type: ignore[arg-type]
    with pytest.raises(NotPossible, match="Zukunft"):
        decisions.take_over(who, duty, date(2027, 2, 16), Kind.IMPORTED, "x", **given)  # type: ignore[arg-type]
    with pytest.raises(NotPossible, match="Kurs auf dieser Plattform"):
        decisions.take_over(who, duty, TODAY, Kind.COMPLETION, "x", **given)  # type: ignore[arg-type]
    with pytest.raises(NotPossible, match="Begründung"):
        decisions.exempt(who, duty, TODAY, TODAY, "hardship", actor=hr, why=" ", today=TODAY)
    assert not any(model.objects.exists() for model in (Exemption, Absence, Evidence, AuditEntry))


def test_two_accounts_of_one_person_bring_their_proofs_together(
    who: Learner, duty: Requirement, hr: User, office: Department
) -> None:
    other = Learner.objects.get(user=person(office))
    decisions.take_over(
        other, duty, date(2026, 10, 5), Kind.IMPORTED, "liste", actor=hr, why="Altbestand.", today=TODAY
    )
    refresh(duty, TODAY)
    merge(other, who, TODAY)
    other.delete()
    row = Obligation.objects.get()
    assert (row.learner, row.state, row.valid_until) == (who, State.VALID, date(2027, 10, 5))
    assert AuditEntry.objects.get().learner == who


def test_it_is_handed_out_and_erased_with_the_person(who: Learner, duty: Requirement, hr: User) -> None:
    decisions.exempt(who, duty, TODAY, TODAY, "hardship", actor=hr, why="Einzelfall.", today=TODAY)
    decisions.take_over(who, duty, TODAY, Kind.IMPORTED, "liste", actor=hr, why="Altbestand.", today=TODAY)
    assert who.user is not None
    data = export_person(who.user)
    for name in ("Obligation", "ObligationReason", "Cycle", "Evidence", "Exemption", "AuditEntry"):
        assert data[f"learn.{name}"], name
    assert hr.email not in str(data)
    erase_person(who.user)
    assert not Obligation.objects.exists() and not AuditEntry.objects.exists()


def test_a_learner_with_several_cycles_can_be_deleted(who: Learner, duty: Requirement, hr: User) -> None:
    for year in (2024, 2025, 2026):
        decisions.take_over(
            who, duty, date(year, 12, 1), Kind.IMPORTED, "liste", actor=hr, why="Altbestand.", today=TODAY
        )
    assert Cycle.objects.count() == 4
    who.delete()
    assert not Cycle.objects.exists()


def test_more_time_once_however_often_it_is_sent(who: Learner, duty: Requirement, hr: User) -> None:
    for _ in range(2):
        decisions.extend(who, duty, date(2027, 5, 31), actor=hr, why="Umzug des Amtes.", today=TODAY)
    assert (state(), Obligation.objects.get().due_on) == (State.OPEN, date(2027, 5, 31))
    assert Allowance.objects.count() == AuditEntry.objects.count() == 1
    with pytest.raises(NotPossible, match="schon am 31"):
        decisions.extend(who, duty, date(2027, 5, 30), actor=hr, why="Anders.", today=TODAY)
    with pytest.raises(NotPossible, match="Vergangenheit"):
        decisions.extend(who, duty, date(2027, 2, 14), actor=hr, why="Anders.", today=TODAY)


def test_a_new_cycle_once_and_only_for_who_is_valid(who: Learner, duty: Requirement, hr: User) -> None:
    given = {"actor": hr, "why": "Vorfall.", "today": TODAY}
    with pytest.raises(NotPossible, match="noch offen"):
        decisions.new_cycle(who, duty, date(2027, 4, 30), **given)  # type: ignore[arg-type]
    decisions.take_over(who, duty, date(2026, 10, 5), Kind.IMPORTED, "liste", **given)  # type: ignore[arg-type]
    for _ in range(2):
        decisions.new_cycle(who, duty, date(2027, 4, 30), **given)  # type: ignore[arg-type]
    row = Obligation.objects.get()
    assert (row.state, row.renewal_open, row.due_on) == (State.VALID, True, date(2027, 4, 30))
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == ["imported", "new-cycle"]


def test_the_same_decision_sent_twice_is_made_once(who: Learner, duty: Requirement, hr: User) -> None:
    given = {"actor": hr, "why": "Weil.", "today": TODAY}
    for _ in range(2):
        decisions.exempt(who, duty, TODAY, date(2027, 12, 31), "no-device", **given)  # type: ignore[arg-type]
        absence = decisions.record_absence(who, TODAY, None, "leave", **given)  # type: ignore[arg-type]
    for _ in range(2):
        decisions.end_absence(absence, date(2027, 2, 20), actor=hr, why="Zurück.", today=TODAY)
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == ["exempt", "absent", "return"]
