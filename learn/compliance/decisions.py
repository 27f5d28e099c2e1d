"""What the personnel office decides about a person: exempt, absent, taken over, revoked; each with an audit line.

The same decision told twice, as by a form that was sent twice, is made once.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import Learner, User
from learn.compliance import tally
from learn.compliance.allowed import NotPossible, checked, may_exempt, may_extend, may_revoke, may_start, may_take_over
from learn.compliance.models import Absence, Allowance, AuditEntry, Evidence, Exemption, Obligation, Requirement
from learn.compliance.obligations import refresh
from learn.compliance.records import facts_of, work_of
from learn.rules import deadlines
from learn.rules.deadlines import Facts, Kind

__all__ = [
    "NotPossible",
    "accept_early",
    "end_absence",
    "exempt",
    "extend",
    "lift",
    "new_cycle",
    "record_absence",
    "revoke",
    "take_over",
    "values",
]


@transaction.atomic
def exempt(
    learner: Learner,
    requirement: Requirement,
    since: date,
    until: date,
    reason_code: str,
    *,
    actor: User,
    why: str,
    today: date,
    document: str = "",
) -> Exemption:
    """Release a person from a requirement, for 24 months at most. Raises NotPossible."""
    may_exempt(None, since, until, today)
    known = _locked(requirement).exemptions.filter(
        learner=learner, since=since, until=until, reason_code=reason_code, lifted_on=None
    )
    if (there := known.first()) is not None:
        return there
    row = Exemption.objects.create(
        learner=learner,
        requirement=requirement,
        since=since,
        until=until,
        reason_code=reason_code,
        document=document,
        granted_by=actor,
        recorded_on=today,
    )
    _record(row, "exempt", actor, why, {}, today)
    return row


@transaction.atomic
def lift(exemption: Exemption, *, actor: User, why: str, today: date) -> Exemption:
    """End an exemption: today is the first day without it. Raises NotPossible if it does not hold today."""
    row = Exemption.objects.select_for_update().get(pk=exemption.pk)
    checked(lambda: deadlines.Exemption(row.since, row.until, lifted_on=row.lifted_on or today))
    if row.lifted_on is not None:
        raise NotPossible(_("Diese Befreiung ist schon aufgehoben."))
    before = values(row)
    row.lifted_on = today
    row.save(update_fields=["lifted_on"])
    _record(row, "lift", actor, why, before, today)
    return row


@transaction.atomic
def record_absence(
    learner: Learner,
    since: date,
    until: date | None,
    reason_code: str,
    *,
    actor: User,
    why: str,
    today: date,
    days_after_return: int | None = None,
) -> Absence:
    """Let the clocks of all duties of a person stand still. Raises NotPossible."""
    checked(lambda: deadlines.Absence(since, until, days_after_return, reason_code))
    Learner.objects.select_for_update().get(pk=learner.pk)
    there = Absence.objects.filter(learner=learner, since=since, until=until, reason_code=reason_code).first()
    if there is not None:
        return there
    row = Absence.objects.create(
        learner=learner,
        since=since,
        until=until,
        reason_code=reason_code,
        days_after_return=days_after_return,
        recorded_on=today,
        end_recorded_on=today if until else None,
    )
    _record(row, "absent", actor, why, {}, today)
    return row


@transaction.atomic
def end_absence(absence: Absence, until: date, *, actor: User, why: str, today: date) -> Absence:
    """Record the last day of an absence. Raises NotPossible if it lies before the first."""
    row = Absence.objects.select_for_update().get(pk=absence.pk)
    checked(lambda: deadlines.Absence(row.since, until))
    if row.until == until:
        return row
    before = values(row)
    row.until, row.end_recorded_on = until, today
    row.save(update_fields=["until", "end_recorded_on"])
    _record(row, "return", actor, why, before, today)
    return row


@transaction.atomic
def take_over(
    learner: Learner,
    requirement: Requirement,
    completed_on: date,
    kind: Kind,
    source: str,
    *,
    actor: User,
    why: str,
    today: date,
    document: str = "",
) -> Evidence:
    """Accept a proof from elsewhere, as imported or as equivalent. The same from the same source counts once.

    Raises NotPossible for a day to come, and for a completion, which only learning here makes.
    """
    if kind is Kind.COMPLETION:
        raise NotPossible(_("Ein Abschluss entsteht nur durch einen Kurs auf dieser Plattform."))
    may_take_over(completed_on, today)
    row, made = Evidence.objects.get_or_create(
        learner=learner,
        requirement=requirement,
        key=f"{kind}:{completed_on.isoformat()}:{source}"[:100],
        defaults={
            "kind": kind,
            "completed_on": completed_on,
            "source": source,
            "document": document,
            "recorded_on": today,
        },
    )
    if made:
        _record(row, kind.value, actor, why, {}, today)
    return row


@transaction.atomic
def accept_early(evidence: Evidence, *, actor: User, why: str, today: date) -> Evidence:
    """Count a completion from before the window, where the rule leaves that to people."""
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if row.accepted:
        return row
    before = values(row)
    row.accepted = True
    row.save(update_fields=["accepted"])
    _record(row, "accept", actor, why, before, today)
    return row


@transaction.atomic
def revoke(evidence: Evidence, since: date, *, actor: User, why: str, today: date) -> Evidence:
    """Let a proof no longer hold from a day on; the duty opens again. Raises NotPossible."""
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if row.revoked_from is not None:
        raise NotPossible(_("Dieser Nachweis ist schon widerrufen."))
    may_revoke(row.completed_on, since, today)
    before = values(row)
    row.revoked_from, row.revoked_why, row.revocation_recorded_on = since, why[:200], today
    row.save(update_fields=["revoked_from", "revoked_why", "revocation_recorded_on"])
    _record(row, "revoke", actor, why, before, today)
    return row


@transaction.atomic
def extend(
    learner: Learner, requirement: Requirement, due_on: date, *, actor: User, why: str, today: date
) -> Allowance:
    """Give more time for what is open: from today it is not due before `due_on`. Raises NotPossible."""
    return _allow(learner, requirement, Allowance.EXTENSION, due_on, actor, why, today)


@transaction.atomic
def new_cycle(
    learner: Learner, requirement: Requirement, due_on: date, *, actor: User, why: str, today: date
) -> Allowance:
    """Open the next cycle today, before its time, due on `due_on`; the proof there is holds on. Raises NotPossible."""
    return _allow(learner, requirement, Allowance.NEW_CYCLE, due_on, actor, why, today)


def _allow(
    learner: Learner, requirement: Requirement, kind: str, due_on: date, actor: User, why: str, today: date
) -> Allowance:
    """Both allowances; the same again is the row there is, before anybody asks whether it is possible."""
    given = {"learner": learner, "kind": kind, "since": today, "due_on": due_on}
    there = _locked(requirement).allowances.filter(**given).first()
    if there is not None:
        return there
    (may_extend if kind == Allowance.EXTENSION else may_start)(_facts(learner, requirement), due_on, today)
    row = Allowance.objects.create(requirement=requirement, recorded_on=today, **given)
    _record(row, "extend" if kind == Allowance.EXTENSION else "new-cycle", actor, why, {}, today)
    return row


def _locked(requirement: Requirement) -> Requirement:
    """The requirement, held until the decision is written, so that the same one sent twice waits and finds it."""
    return Requirement.objects.select_for_update().get(pk=requirement.pk)


def _facts(learner: Learner, requirement: Requirement) -> Facts:
    obligation = Obligation.objects.filter(learner=learner, requirement=requirement).first()
    if obligation is None:
        raise NotPossible(_("Diese Person hat diese Pflicht nicht."))
    return facts_of(requirement, [obligation], work_of(Learner.objects.filter(pk=learner.pk)))[learner.pk]


def values(row: Model) -> dict[str, Any]:
    """The row as plain data for the audit line."""
    return {name: value for name, value in model_to_dict(row).items() if name != "learner"}


def _record(
    row: Exemption | Absence | Evidence | Allowance,
    action: str,
    actor: User,
    why: str,
    before: dict[str, Any],
    today: date,
) -> None:
    """Write the audit line and bring what it concerns to the day."""
    if not why.strip():
        raise NotPossible(_("Bitte geben Sie eine Begründung an."))
    requirement = None if isinstance(row, Absence) else row.requirement
    AuditEntry.objects.create(
        learner=row.learner,
        requirement=requirement,
        actor=actor,
        action=action,
        reason=why[:500],
        before=before,
        after=values(row),
    )
    concerned = Requirement.objects.filter(obligations__learner=row.learner)
    with tally.once(today):
        for each in [requirement] if requirement is not None else concerned:
            refresh(each, today, [row.learner.pk])
