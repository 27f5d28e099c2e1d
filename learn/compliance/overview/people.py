"""The list behind any number: duties under a choice, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

from learn.accounts.access import covering, visible_people
from learn.accounts.models import Membership
from learn.accounts.tree import Unit
from learn.compliance.models import Obligation, Requirement
from learn.compliance.outlook import WITHIN_DAYS
from learn.compliance.overview.choice import Choice
from learn.compliance.overview.counts import Counts
from learn.compliance.overview.figures import AWAY, MISSED, SHOWN
from learn.compliance.overview.sight import Sight
from learn.rules.deadlines import Health, State

__all__ = ["Line", "PeopleList", "states_of"]

PAGE_LENGTH = 50
SHORT = 2000
FIELDS = ("pk", "learner_id", "requirement_id", "state", "renewal_open", "due_on", "valid_until")
_ORDER = (*MISSED, State.IN_GRACE, State.OPEN, State.VALID, *AWAY, State.FUTURE, State.WITHDRAWN)
_FURTHEST = 3660  # days; ten years


@dataclass(frozen=True, slots=True)
class Line:
    """One person under one requirement, as lists show it."""

    obligation: int
    learner: UUID
    name: str
    unit: Unit
    rule: Requirement
    state: State
    renewal_open: bool
    due_on: date | None
    valid_until: date | None


def states_of(choice: Choice) -> tuple[State, ...]:
    """The chosen states, the most urgent first; without a choice all but lapsed ones. Raises Http404."""
    if not choice.stand:
        return tuple(sorted(SHOWN, key=_ORDER.index))
    try:
        return tuple(sorted({State(word) for word in choice.stand.split(",")}, key=_ORDER.index))
    except ValueError:
        raise Http404 from None


class PeopleList:
    """The duties under a choice: by state, the most urgent first, then by the date it was or is due, then by names.

    `counts` are the sums of the same sight: they give the length, so that nobody is counted for it, and they say where
    in a long list each state begins. A long list (more than `short`) is read along an index and does without names in
    its order, so that a page costs the same however many there are.
    """

    def __init__(
        self,
        sight: Sight,
        choice: Choice,
        counts: Counts | None = None,
        length: int = PAGE_LENGTH,
        short: int = SHORT,
    ) -> None:
        self.sight, self.choice, self.counts, self.length, self.short = sight, choice, counts, length, short
        self.until = _last_day(choice, sight.today)
        self.month = _month(choice)
        states = states_of(choice)
        only_valid = self.until or self.month or choice.wiederholung
        self.states = tuple(s for s in states if s is State.VALID) if only_valid else states
        if choice.zyklus and choice.zyklus not in set(Health):
            raise Http404

    @cached_property
    def rows(self) -> QuerySet[Obligation]:
        """The duties without the question whose they are."""
        rows = Obligation.objects.filter(_states(self.states), requirement__in=self.sight.shown_rules)
        if self.choice.wiederholung:
            rows = rows.filter(renewal_open=True)
        if self.choice.zyklus:
            rows = rows.filter(health=self.choice.zyklus)
        if self.until:
            rows = rows.filter(valid_until__lte=self.until)
        if self.month:
            rows = rows.filter(valid_until__gte=self.month[0], valid_until__lt=self.month[1])
        return rows

    @cached_property
    def here(self) -> QuerySet[Membership]:
        """The memberships that make people visible."""
        found = Membership.objects.filter(covering(self.sight.today))
        if self.sight.within.everyone:
            return found
        return found.filter(department__in=self.sight.within.units)

    @cached_property
    def found(self) -> QuerySet[Obligation]:
        """All of them in their whole order."""
        place = Case(*(When(state=state, then=n) for n, state in enumerate(self.states)), default=0)
        names = ("learner__user__last_name", "learner__user__first_name", "requirement__title", "pk")
        rows = self.rows.filter(learner__in=self.here.filter(user__learner__isnull=False).values("user__learner"))
        return rows.order_by(place, F(self.first).asc(nulls_last=True), *names)

    @cached_property
    def along(self) -> QuerySet[Obligation]:
        """The same for long lists: each duty is looked at in its turn until the page is full."""
        return self.rows.filter(Exists(self.here.filter(user=OuterRef("learner__user_id"))))

    @property
    def first(self) -> str:
        """The date that matters: of valid duties their end, else by when something has to be done."""
        return "valid_until" if self.states == (State.VALID,) else "due_on"

    @cached_property
    def total(self) -> int:
        """Read from the sums where they say it, else counted."""
        if not self.states:
            return 0
        known = self._known()
        return self.found.count() if known is None else known

    def _known(self) -> int | None:
        choice, counts = self.choice, self.counts
        if counts is None or sum(map(bool, (choice.zyklus, choice.tage, choice.monat, choice.wiederholung))) > 1:
            return None
        if choice.tage:
            return counts.ahead.within.get(choice.tage, 0) if int(choice.tage) in WITHIN_DAYS else None
        if choice.monat:
            return counts.ahead.months.get(choice.monat, 0)
        if choice.zyklus:
            away = choice.zyklus == Health.NOT_APPLICABLE
            whole = not {*AWAY, State.FUTURE, State.WITHDRAWN} - {*self.states} if away else not choice.stand
            return counts.ahead.health.get(choice.zyklus, 0) if whole else None
        return counts.total.renewal_open if choice.wiederholung else counts.total.of(*self.states)

    def page(self, number: str | None) -> Page:
        """One page of lines. A page that is not there is the first or the last."""
        return _Counted(self, self.length).get_page(number)

    def __getitem__(self, part: slice) -> Sequence[Line]:
        start, stop = part.start, part.stop
        if not self.states:
            return ()
        if self.total <= self.short:
            return self.lines(self.found.values_list(*FIELDS)[start:stop])
        if self.choice.zyklus:
            return self.lines(self.along.order_by("pk").values_list(*FIELDS)[start:stop])
        found: list[tuple[Any, ...]] = []
        for state in self.states:
            there = self.total if len(self.states) == 1 or self.counts is None else self.counts.total.of(state)
            if start < there and stop > 0:
                rows = self.along.filter(state=state).order_by(self.first, "pk")
                found += rows.values_list(*FIELDS)[max(start, 0) : stop]
            start, stop = start - there, stop - there
        return self.lines(found)

    def lines(self, rows: Iterable[tuple[Any, ...]]) -> Sequence[Line]:
        """The rows with names and units of those whom the viewer may see; others are left out."""
        found = list(rows)
        people = visible_people(self.sight.viewer, self.sight.today, self.sight.within)
        people = people.filter(learner__in=[row[1] for row in found])
        fields = ("learner", "last_name", "first_name", "email", "membership_id")  # the last: of visible_people
        names = {
            learner: (f"{last}, {first}" if last else first or email, membership)
            for learner, last, first, email, membership in people.values_list(*fields)
        }
        memberships = [membership for _name, membership in names.values()]
        units = dict(Membership.objects.filter(pk__in=memberships).values_list("pk", "department_id"))
        return [
            Line(
                obligation=pk,
                learner=learner,
                name=names[learner][0],
                unit=self.sight.tree.units[units[names[learner][1]]],
                rule=self.sight.rules[rule],
                state=State(state),
                renewal_open=renewal_open,
                due_on=due_on,
                valid_until=valid_until,
            )
            for pk, learner, rule, state, renewal_open, due_on, valid_until in found
            if learner in names
        ]


class _Counted(WagtailPaginator):
    """A paginator that does not count by itself."""

    @cached_property
    def count(self) -> int:
        return self.object_list.total  # type: ignore[union-attr]


def _states(states: Sequence[State]) -> Q:
    return Q(state=states[0]) if len(states) == 1 else Q(state__in=states)


def _last_day(choice: Choice, today: date) -> date | None:
    if not choice.tage:
        return None
    if not choice.tage.isascii() or not choice.tage.isdigit() or int(choice.tage) > _FURTHEST:
        raise Http404
    return today + timedelta(days=int(choice.tage))


def _month(choice: Choice) -> tuple[date, date] | None:
    """The first day of the chosen month, and of the one after it."""
    if not choice.monat:
        return None
    try:
        first = date.fromisoformat(f"{choice.monat}-01")
        return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    except (ValueError, OverflowError):
        raise Http404 from None
