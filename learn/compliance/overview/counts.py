"""Sums read from the tallies and outlooks: as many rows as there are requirements and states, however many people."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from learn.accounts.access import covering
from learn.accounts.models import Membership
from learn.compliance.models import Obligation, Outlook, Tally
from learn.compliance.outlook import WITHIN_DAYS
from learn.compliance.overview.figures import Ahead, Figures
from learn.compliance.overview.sight import Place, Sight
from learn.rules.deadlines import State

__all__ = ["Counts", "Fresh", "counts_of", "freshness", "units_by_rule", "units_summed"]

_NOTHING = Figures()


@dataclass(frozen=True)
class Counts:
    """What the viewer looks at, by requirement."""

    by_rule: Mapping[int, Figures]
    ahead_by_rule: Mapping[int, Ahead]

    @cached_property
    def total(self) -> Figures:
        return sum(self.by_rule.values(), _NOTHING)

    @cached_property
    def ahead(self) -> Ahead:
        parts = self.ahead_by_rule.values()
        return Ahead.summed({"within": a.within, "months": a.months, "health": a.health} for a in parts)

    def of(self, rule: int) -> Figures:
        return self.by_rule.get(rule, _NOTHING)

    def ahead_of(self, rule: int) -> Ahead:
        return self.ahead_by_rule.get(rule, Ahead())


@dataclass(frozen=True)
class Fresh:
    """The day to which the nightly run has brought all requirements; None if it has never reached one of them."""

    counted_on: date | None
    late: bool


def counts_of(sight: Sight) -> Counts:
    """The sums of the places looked at. A person who works in two of them counts once."""
    states: dict[int, Counter[tuple[str, bool]]] = defaultdict(Counter)
    rows = Tally.objects.filter(_at(sight.tops), requirement__in=sight.shown_rules)
    for rule, state, renewal_open, people in rows.values_list("requirement_id", "state", "renewal_open", "people"):
        states[rule][state, renewal_open] += people
    parts: dict[int, list[Mapping[str, Mapping[str, int]]]] = defaultdict(list)
    lines = Outlook.objects.filter(_at(sight.tops), requirement__in=sight.shown_rules)
    for rule, figures in lines.values_list("requirement_id", "figures"):
        parts[rule].append(figures)
    for rule, state, renewal_open, until, health, times in _counted_twice(sight):
        states[rule][state, renewal_open] -= times
        parts[rule].append(_less(state, until, health, times, sight.today))
    return Counts(
        {rule: _figures(counted) for rule, counted in states.items()},
        {rule: Ahead.summed(found) for rule, found in parts.items()},
    )


def units_by_rule(sight: Sight, units: Collection[int]) -> dict[int, dict[int, Figures]]:
    """The sums of some units of the scope with all below, by unit and requirement."""
    found: dict[int, dict[int, Counter[tuple[str, bool]]]] = defaultdict(lambda: defaultdict(Counter))
    fields = ("department_id", "requirement_id", "state", "renewal_open", "people")
    for unit, rule, state, renewal_open, people in _tallies(sight, units).values_list(*fields):
        found[unit][rule][state, renewal_open] += people
    return {unit: {rule: _figures(counted) for rule, counted in by_rule.items()} for unit, by_rule in found.items()}


def units_summed(sight: Sight, units: Collection[int]) -> dict[int, Figures]:
    """The same over all requirements: some rows a unit, however many requirements there are."""
    found: dict[int, dict[tuple[str, bool], int]] = defaultdict(dict)
    rows = _tallies(sight, units).values_list("department_id", "state", "renewal_open").annotate(Sum("people"))
    for unit, state, renewal_open, people in rows.order_by():
        found[unit][state, renewal_open] = people
    return {unit: _figures(counted) for unit, counted in found.items()}


def freshness(sight: Sight) -> Fresh:
    """How old the sums of the requirements in force are."""
    days = [rule.judged_on for rule in sight.rules.values()]
    oldest = None if None in days else min((day for day in days if day is not None), default=None)
    return Fresh(oldest, late=bool(sight.rules) and (oldest is None or oldest < sight.today))


def _tallies(sight: Sight, units: Collection[int]) -> QuerySet[Tally]:
    allowed = [unit for unit in units if unit in sight.seen]
    return Tally.objects.filter(department__in=allowed, requirement__in=sight.shown_rules)


def _at(places: Iterable[Place]) -> Q:
    units = [place for place in places if place is not None]
    everywhere = None in places
    return Q(department__isnull=True) if everywhere else Q(department__in=units)


def _figures(counted: Mapping[tuple[str, bool], int]) -> Figures:
    states: Counter[State] = Counter()
    renewal = 0
    for (state, renewal_open), people in counted.items():
        if state:
            states[State(state)] += people
            renewal += people if renewal_open else 0
    return Figures(dict(states), renewal)


def _counted_twice(sight: Sight) -> Iterable[tuple[int, str, bool, date | None, str, int]]:
    """The duties of people who work in several of the places, with how often too many they are in the sum.

    Two queries, and only for somebody who leads several units that do not contain each other.
    """
    if len(sight.tops) < 2:
        return
    place = {unit: top for top in sight.tops if top is not None for unit in sight.tree.below([top])}
    here = Membership.objects.filter(covering(sight.today), department__in=place)
    several = here.values("user").annotate(places=Count("department", distinct=True)).filter(places__gt=1)
    found: dict[Any, set[int]] = defaultdict(set)
    for learner, unit in here.filter(user__in=several.values("user")).values_list("user__learner", "department_id"):
        found[learner].add(place[unit])
    times = {learner: len(places) - 1 for learner, places in found.items() if learner and len(places) > 1}
    rows = Obligation.objects.filter(learner__in=times, requirement__in=sight.shown_rules)
    fields = ("learner_id", "requirement_id", "state", "renewal_open", "valid_until", "health")
    for learner, rule, state, renewal_open, until, health in rows.values_list(*fields):
        yield rule, state, renewal_open, until, health, times[learner]


def _less(state: str, until: date | None, health: str, times: int, today: date) -> dict[str, dict[str, int]]:
    """What somebody counted too often adds to an outlook, taken away."""
    less: dict[str, dict[str, int]] = {"health": {health: -times}}
    if state == State.VALID and until is not None:
        less["months"] = {f"{until:%Y-%m}": -times}
        less["within"] = {str(days): -times for days in WITHIN_DAYS if until <= today + timedelta(days=days)}
    return less
