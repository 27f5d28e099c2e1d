"""Keeping obligations, reasons, proofs and cycles as the rules say; a second run on a day finds nothing to write."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from learn.accounts.models import Learner
from learn.compliance import tally
from learn.compliance.models import Cycle, Evidence, Obligation, Requirement
from learn.compliance.reasons import Span, spans_of, sync
from learn.compliance.records import facts_of, proofs_of, work_of
from learn.compliance.versions import path_since, ways
from learn.compliance.watch import Staff, prints
from learn.rules import deadlines
from learn.rules.deadlines import Kind, Status

__all__ = ["BATCH", "Refreshed", "batches", "everybody", "judge", "refresh", "statuses"]

T = TypeVar("T")
#: people that one transaction judges: a fraction of a second in which SQLite lets nobody else write
BATCH = 250
#: what a row shows of its status, under the same names
SHOWN = ("state", "due_on", "valid_until", "renewal_open")
_KEPT = (*SHOWN, "first_login_on", "next_change_on", "judged_from")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many rows a run made or changed; an obligation counts if its state or dates are new."""

    obligations: int = 0
    reasons: int = 0
    evidence: int = 0
    cycles: int = 0

    def __add__(self, other: "Refreshed") -> "Refreshed":
        return Refreshed(
            self.obligations + other.obligations,
            self.reasons + other.reasons,
            self.evidence + other.evidence,
            self.cycles + other.cycles,
        )


def refresh(requirement: Requirement, on: date, learners: Collection[UUID] | None = None) -> Refreshed:
    """Bring everything under a requirement to a day, for all people or some, and count them anew if a state is new.

    Nothing that has been is taken away: reasons end, cycles are fulfilled. Works batch by batch, each whole or not at
    all. Raises RuleError or UnknownAudienceTerm for a rule that cannot be read; nothing is written then.
    """
    done = Refreshed()
    for batch in batches(everybody(requirement, on) if learners is None else learners):
        done += judge(requirement, on, batch)
    if done.obligations:
        tally.follow(requirement, on)
    return done


@transaction.atomic
def judge(requirement: Requirement, on: date, learners: Collection[UUID], *, back: bool = False) -> Refreshed:
    """Judge some people in one transaction. Two runs at once wait for each other, and each reads what there is then.

    A day before the one the requirement stands at counts as that one, so that a clock set back undoes nothing; unless
    somebody wants to go `back`. Raises RuleError, UnknownAudienceTerm.
    """
    requirement = Requirement.objects.select_for_update().get(pk=requirement.pk)
    if not back:
        on = max(on, requirement.judged_on or on)
    staff = Staff.load(learners)
    now = prints(requirement, staff, learners)
    spans = spans_of(requirement, staff.work, on, staff.lines, past=True)
    obligations = _obligations(requirement, learners, spans, on)
    reasons = sync(obligations, spans, on)
    proven = _take_proofs(requirement, [obligation.learner_id for obligation in obligations], on)
    for obligation in obligations:
        obligation.first_login_on = obligation.first_login_on or staff.logins.get(obligation.learner_id)
    facts = facts_of(requirement, obligations, staff.work)
    found = {obligation.pk: deadlines.cycles(facts[obligation.learner_id], on) for obligation in obligations}
    cycles = _write_cycles(requirement, obligations, found)
    changed, shown = [], 0
    for obligation in obligations:
        known, there = facts[obligation.learner_id], found[obligation.pk]
        status = deadlines.of_cycles(known, there, on)
        before = [getattr(obligation, name) for name in SHOWN]
        turn = deadlines.next_change(known, there, status)
        if _put(obligation, status, turn, now[obligation.learner_id], on):
            changed.append(obligation)
            shown += before != [getattr(obligation, name) for name in SHOWN]
    # the rows are there and locked; this is much quicker than bulk_update
    Obligation.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=[*_KEPT, "as_of"]
    )
    return Refreshed(shown, reasons, proven, cycles)


def everybody(requirement: Requirement, on: date) -> list[UUID]:
    """Who works here on a day or later, and who has been under the requirement."""
    here = Q(user__memberships__ends_on__isnull=True) | Q(user__memberships__ends_on__gte=on)
    working = Learner.objects.filter(here, user__memberships__isnull=False).values_list("pk", flat=True)
    known = Obligation.objects.filter(requirement=requirement).values_list("learner_id", flat=True)
    return sorted({*working, *known})


def batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Lists of so many at most."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def statuses(requirement: Requirement, on: date, *, as_known: bool = False) -> dict[UUID, Status]:
    """The status of everybody under a requirement on any day, by learner.

    `as_known`: by what was recorded by then, as a report of that day said, without people who were not on record yet;
    else by what is known today.
    """
    told = {}
    for obligations in batches(Obligation.objects.filter(requirement=requirement).iterator(), 1000):
        work = work_of([obligation.learner_id for obligation in obligations])
        for learner, facts in facts_of(requirement, obligations, work).items():
            known = facts.known_by(on) if as_known else facts
            if known.reasons:
                told[learner] = deadlines.status(known, on)
    return told


def _obligations(
    requirement: Requirement, learners: Collection[UUID], spans: Mapping[UUID, Sequence[Span]], on: date
) -> list[Obligation]:
    """Everybody's obligation, made where it is missing."""
    rows = Obligation.objects.select_for_update().filter(requirement=requirement, learner__in=learners)
    there = {obligation.learner_id: obligation for obligation in rows}
    fresh = [
        Obligation(learner_id=learner, requirement=requirement, state="", as_of=on)
        for learner, found in spans.items()
        if learner not in there and any(span.reaches(on) for span in found)
    ]
    Obligation.objects.bulk_create(fresh)
    return [*there.values(), *fresh]


def _take_proofs(requirement: Requirement, learners: Sequence[UUID], on: date) -> int:
    """Note completions that prove the requirement, each once. Nobody knew of one before its courses were asked for."""
    asked = ways(requirement)
    known_since = path_since(asked, on)
    known = set(Evidence.objects.filter(requirement=requirement, learner__in=learners).values_list("learner_id", "key"))
    fresh = [
        Evidence(
            learner_id=learner,
            requirement=requirement,
            key=proof.key,
            kind=Kind.COMPLETION,
            completed_on=proof.on,
            recorded_on=max(proof.on, known_since),
        )
        for learner, found in proofs_of(asked, learners, on).items()
        for proof in found
        if (learner, proof.key) not in known
    ]
    Evidence.objects.bulk_create(fresh)
    return len(fresh)


def _write_cycles(
    requirement: Requirement, obligations: Sequence[Obligation], found: Mapping[int, Sequence[deadlines.Cycle]]
) -> int:
    """Write cycles that differ from what is stored. First what goes, then what changes, then what is new."""
    learners = {obligation.pk: obligation.learner_id for obligation in obligations}
    stored = {
        (c.obligation_id, c.number): c for c in Cycle.objects.select_for_update().filter(obligation__in=obligations)
    }
    proofs = {
        (learner, key): pk
        for learner, key, pk in Evidence.objects.filter(
            requirement=requirement, learner__in=learners.values()
        ).values_list("learner_id", "key", "pk")
    }
    fresh, changed = [], []
    for obligation, cycles in found.items():
        for cycle in cycles:
            wanted = _row(cycle, proofs.get((learners[obligation], cycle.evidence.key)) if cycle.evidence else None)
            row = stored.pop((obligation, cycle.number), None)
            if row is None:
                fresh.append(Cycle(obligation_id=obligation, number=cycle.number, **wanted))
            elif any(getattr(row, name) != value for name, value in wanted.items()):
                for name, value in wanted.items():
                    setattr(row, name, value)
                changed.append(row)
    Cycle.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    fields = ["opens_at", "due_on", "evidence", "valid_from", "valid_until"]
    Cycle.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    Cycle.objects.bulk_create(fresh)
    return len(stored) + len(changed) + len(fresh)


def _row(cycle: deadlines.Cycle, evidence: int | None) -> dict[str, Any]:
    return {
        "opens_at": cycle.opens_at,
        "due_on": cycle.due_on,
        "evidence_id": evidence,
        "valid_from": cycle.valid_from,
        "valid_until": cycle.valid_until,
    }


def _put(obligation: Obligation, status: Status, turn: date | None, told: int, on: date) -> bool:
    """Put the status of the day on the row; whether anything but the day is new."""
    shown = {name: getattr(status, name) for name in SHOWN}
    wanted = shown | {"next_change_on": turn, "judged_from": told}
    if not obligation.state or any(getattr(obligation, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(obligation, name, value)
        obligation.as_of = on
        return True
    return False
