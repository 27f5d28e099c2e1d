"""Counting what lies ahead: whose validity ends when, and how the cycles hold together; beside the tallies."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from learn.compliance.models import Cycle, Obligation, Outlook, Requirement
from learn.rules import deadlines
from learn.rules.deadlines import Period, State

__all__ = ["WITHIN_DAYS", "recount"]

#: the distances that screens ask for, in days
WITHIN_DAYS = (30, 60, 90)
_ONE_DAY = timedelta(days=1)
_BATCH = 1000

Units = Mapping[UUID, frozenset[int | None]]
Figures = dict[str, dict[str, int]]


@transaction.atomic
def recount(requirement: Requirement, on: date, units: Units, changed: Collection[UUID] | None = None) -> int:
    """Count one requirement anew; `units` are those in which each learner counts. Returns how many rows changed.

    The health of each obligation is kept on its row on the way, for lists. `changed` are the only learners whose health
    is looked at, by whoever knows that the others have theirs of this day.
    """
    periods = _periods(requirement, changed)
    ends: Counter[tuple[frozenset[int | None], date]] = Counter()
    healths: Counter[tuple[frozenset[int | None], str]] = Counter()
    fresh: dict[str, list[int]] = defaultdict(list)
    rows = Obligation.objects.filter(requirement=requirement)
    for pk, learner, state, until, known in rows.values_list("pk", "learner_id", "state", "valid_until", "health"):
        health = known
        if changed is None or learner in changed:
            health = deadlines.health(State(state), periods.get(pk, ()), on) if state else ""
        if health != known:
            fresh[health].append(pk)
        if learner in units:
            above = units[learner]
            healths[above, health] += 1
            if until is not None and state == State.VALID:
                ends[above, until] += 1
    for health, pks in fresh.items():
        for some in _batches(pks):
            Obligation.objects.filter(pk__in=some).update(health=health)
    return _write(requirement, _figures(ends, healths, on))


def _periods(requirement: Requirement, learners: Collection[UUID] | None) -> dict[int, list[Period]]:
    """The valid periods by obligation; a revoked proof holds up to the day before."""
    found: dict[int, list[Period]] = defaultdict(list)
    done = Cycle.objects.filter(obligation__requirement=requirement, valid_from__isnull=False)
    if learners is not None:
        done = done.filter(obligation__learner__in=learners)
    for pk, since, until, revoked in done.values_list(
        "obligation_id", "valid_from", "valid_until", "evidence__revoked_from"
    ):
        last = until if revoked is None else min(until or date.max, revoked - _ONE_DAY)
        if since is not None and (last is None or since <= last):
            found[pk].append((since, last))
    return found


def _figures(
    ends: Mapping[tuple[frozenset[int | None], date], int],
    healths: Mapping[tuple[frozenset[int | None], str], int],
    on: date,
) -> dict[int | None, Figures]:
    found: dict[int | None, Figures] = defaultdict(lambda: {"within": {}, "months": {}, "health": {}})
    for (above, health), people in healths.items():
        for unit in above:
            _add(found[unit]["health"], health, people)
    for (above, until), people in ends.items():
        near = [str(days) for days in WITHIN_DAYS if until <= on + timedelta(days=days)]
        for unit in above:
            _add(found[unit]["months"], f"{until:%Y-%m}", people)
            for days in near:
                _add(found[unit]["within"], days, people)
    return dict(found)


def _add(into: dict[str, int], key: str, people: int) -> None:
    into[key] = into.get(key, 0) + people


def _write(requirement: Requirement, figures: Mapping[int | None, Figures]) -> int:
    """Write differences only."""
    stored: dict[int | None, Any] = {row.department_id: row for row in Outlook.objects.filter(requirement=requirement)}
    changed = [row for unit, row in stored.items() if unit in figures and row.figures != figures[unit]]
    for row in changed:
        row.figures = figures[row.department_id]
    gone = [row.pk for unit, row in stored.items() if unit not in figures]
    fresh = [
        Outlook(requirement=requirement, department_id=unit, figures=counted)
        for unit, counted in figures.items()
        if unit not in stored
    ]
    Outlook.objects.filter(pk__in=gone).delete()
    Outlook.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=["figures"])
    Outlook.objects.bulk_create(fresh)
    return len(gone) + len(changed) + len(fresh)


def _batches(pks: Sequence[int]) -> Iterator[list[int]]:
    waiting = iter(pks)
    while some := list(islice(waiting, _BATCH)):
        yield some
