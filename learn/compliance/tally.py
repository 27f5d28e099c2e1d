"""Counting people by requirement, unit and state, so that screens read some rows instead of every obligation."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from uuid import UUID

from django.db import transaction

from learn.accounts.access import covering
from learn.accounts.models import Membership
from learn.accounts.tree import Tree
from learn.compliance import outlook
from learn.compliance.models import Obligation, Requirement, Tally

__all__ = ["follow", "once", "recount", "units_of_people"]

UnitsOfPeople = Mapping[UUID, frozenset[int | None]]


_later: ContextVar[dict[int, Requirement] | None] = ContextVar("tallies_to_recount", default=None)


@contextmanager
def once(on: date) -> Iterator[None]:
    """Within this block tallies do not follow each change; at its end each requirement concerned is counted once.

    For whoever changes many people one by one. If the block fails, nothing is counted.
    """
    if _later.get() is not None:  # somebody further out waits already
        yield
        return
    waiting: dict[int, Requirement] = {}
    token = _later.set(waiting)
    try:
        yield
    finally:
        _later.reset(token)
    units = units_of_people(on) if waiting else {}
    for requirement in waiting.values():
        recount(requirement, on, units)


def follow(requirement: Requirement, on: date) -> None:
    """Count a requirement anew after states have changed: now, or at the end of `once`."""
    waiting = _later.get()
    if waiting is None:
        recount(requirement, on)
    else:
        waiting[requirement.pk] = requirement


@transaction.atomic
def recount(
    requirement: Requirement,
    on: date,
    units: UnitsOfPeople | None = None,
    learners: Collection[UUID] | None = None,
) -> int:
    """Count one requirement anew by the states its obligations hold; returns the number of rows that changed.

    `units`, from `units_of_people` of that day, may be given by whoever counts many requirements; `learners` by whoever
    has judged no others since the requirement was brought to that day.
    """
    Requirement.objects.select_for_update().get(pk=requirement.pk)
    units = units_of_people(on) if units is None else units
    alike: Counter[tuple[frozenset[int | None], str, bool]] = Counter()
    rows = Obligation.objects.filter(requirement=requirement).values_list("learner_id", "state", "renewal_open")
    for learner, state, renewal_open in rows.iterator():
        if learner in units:
            alike[units[learner], state, renewal_open] += 1
    counts: Counter[tuple[int | None, str, bool]] = Counter()
    for (above, state, renewal_open), people in alike.items():
        for unit in above:
            counts[unit, state, renewal_open] += people
    stored = {(t.department_id, t.state, t.renewal_open): t for t in Tally.objects.filter(requirement=requirement)}
    changed = [row for key, row in stored.items() if key in counts and row.people != counts[key]]
    for row in changed:
        row.people = counts[row.department_id, row.state, row.renewal_open]
    gone = [row.pk for key, row in stored.items() if key not in counts]
    fresh = [
        Tally(requirement=requirement, department_id=unit, state=state, renewal_open=renewal_open, people=people)
        for (unit, state, renewal_open), people in counts.items()
        if (unit, state, renewal_open) not in stored
    ]
    Tally.objects.filter(pk__in=gone).delete()
    Tally.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=["people"])
    Tally.objects.bulk_create(fresh)
    outlook.recount(requirement, on, units, learners)
    return len(gone) + len(changed) + len(fresh)


def units_of_people(on: date) -> UnitsOfPeople:
    """By learner, every unit at or over one of the memberships of the day, and None for everywhere; in two queries."""
    tree = Tree.load()
    above = {unit: frozenset({None, *tree.above(unit)}) for unit in tree.units}
    found: dict[UUID, frozenset[int | None]] = {}
    pairs = Membership.objects.filter(covering(on), user__learner__isnull=False)
    for learner, unit in pairs.values_list("user__learner__pk", "department_id"):
        found[learner] = found[learner] | above[unit] if learner in found else above[unit]
    return found
