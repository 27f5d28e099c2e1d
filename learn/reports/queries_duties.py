"""Duties over their date, proofs that will end, and everybody as on a day; behind `visible_people`."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts.access import seen_in, visible_people
from learn.accounts.models import Learner, Membership, User
from learn.compliance.models import Obligation
from learn.compliance.obligations import statuses
from learn.compliance.sentences import state_name
from learn.reports.filters import Filters, NotUnderstood
from learn.reports.found import Found, nothing
from learn.reports.order import in_dictionary_order
from learn.reports.rows import DutyRow
from learn.reports.sight import Sight
from learn.rules.deadlines import RuleError, State, Status

__all__ = ["AT_ONCE", "LATE", "as_known_then", "as_on", "expiring", "overdue"]

LATE = (State.OVERDUE, State.EXPIRED)
THEN = "damals"  # the reading by what was known on the day itself; else what is known today
AT_ONCE = 10_000  # obligations that are judged anew while somebody waits for the page
TOO_MANY = gettext_lazy(
    "Das sind zu viele Pflichten für diese Seite. Wählen Sie eine Pflichtschulung, oder erzeugen Sie eine Datei."
)


_FIELDS = (
    "pk",
    "learner_id",
    "learner__user_id",
    "learner__user__last_name",
    "learner__user__first_name",
    "requirement__title",
    "state",
    "due_on",
    "valid_until",
    "renewal_open",
)


def overdue(viewer: User, filters: Filters, today: date, sight: Sight) -> Found:
    """Who has no valid proof after the last day for it: overdue, or expired after the grace. Longest ago first."""
    if not sight.knows(filters) or (filters.stand and filters.stand not in LATE):
        return nothing()
    people = visible_people(viewer, today, sight.within)
    states = [filters.stand] if filters.stand else list(LATE)
    found = _duties(people, filters, sight).filter(state__in=states).order_by("due_on", *_ORDER)
    return Found(found, partial(_rows, sight, today, lambda due_on, _until: due_on and (today - due_on).days))


def expiring(viewer: User, filters: Filters, today: date, sight: Sight) -> Found:
    """Whose proof is valid today and ends within so many days, the nearest end first."""
    try:
        last = today + timedelta(days=filters.days_ahead())
    except NotUnderstood as refusal:
        return nothing(refusal.sentence)
    if not sight.knows(filters):
        return nothing()
    people = visible_people(viewer, today, sight.within)
    found = _duties(people, filters, sight).filter(state=State.VALID, valid_until__range=(today, last))
    found = found.order_by("valid_until", *_ORDER)
    return Found(found, partial(_rows, sight, today, lambda _due_on, until: (until - today).days))


def as_on(viewer: User, filters: Filters, today: date, sight: Sight) -> Found:
    """Everybody under a requirement on any day: the people of that day in the units the viewer sees today.

    By what is known today, or by what was known then, as a report of that day said.
    """
    try:
        on = filters.day(today)
    except NotUnderstood as refusal:
        return nothing(refusal.sentence)
    if not sight.knows(filters) or filters.lesart not in ("", THEN) or filters.stand not in ("", *State):
        return nothing()
    people = visible_people(viewer, on, sight.within)
    rules = sight.chosen_rules(filters)
    if not sight.patient and Obligation.objects.filter(requirement__in=rules)[: AT_ONCE + 1].count() > AT_ONCE:
        return Found((), iter, fault=TOO_MANY, later=True)
    names = {
        learner: (user, last_name, first_name)
        for learner, user, last_name, first_name in Learner.objects.filter(
            user__in=_in_units(people, filters, sight)
        ).values_list("pk", "user_id", "user__last_name", "user__first_name")
    }
    found = []
    for rule in rules:
        known = dict(Obligation.objects.filter(requirement=rule).values_list("learner_id", "pk"))
        try:
            judged = statuses(rule, on, as_known=as_known_then(filters))
        except RuleError:  # a report without it would tell less than it seems to
            return nothing(
                _("Die Regel von „%(title)s“ ist nicht lesbar. Bitte bearbeiten Sie sie.") % {"title": rule.title}
            )
        for learner, status in judged.items():
            if learner in names and filters.stand in ("", status.state):
                found.append((known[learner], learner, *names[learner], rule.title, status))
    found.sort(key=lambda each: (in_dictionary_order(each[3], each[4], each[5]), each[0]))
    return Found(found, partial(_judged, sight, on))


def as_known_then(filters: Filters) -> bool:
    """Which of the two readings of a past day was chosen."""
    return filters.lesart == THEN


_ORDER = ("learner__user__last_name", "learner__user__first_name", "requirement__title", "pk")


def _in_units(people: QuerySet[User, Any], filters: Filters, sight: Sight) -> QuerySet[Any, Any]:
    """The ids of visible people, in the chosen unit and below."""
    units = sight.chosen_units(filters)
    if units is None:
        return people.values("pk")
    covered = Membership.objects.filter(pk__in=people.values("membership_id"))  # type: ignore[misc]
    return covered.filter(department__in=units).values("user")


def _duties(people: QuerySet[User, Any], filters: Filters, sight: Sight) -> QuerySet[Any, Any]:
    """Today's obligations of visible people under the chosen requirement, as they are kept for lists."""
    found = Obligation.objects.filter(learner__user__in=_in_units(people, filters, sight))
    if filters.pflicht:
        found = found.filter(requirement__key=filters.pflicht)
    return found.values_list(*_FIELDS)


def _units_of(sight: Sight, on: date, users: Sequence[int]) -> dict[int, str]:
    """The unit through which each of these people is seen on a day."""
    units = {unit.id: str(unit) for unit in sight.tree.units.values()}
    return {user: units[unit] for user, unit in seen_in(set(users), on, sight.within).items()}


def _rows(
    sight: Sight, today: date, days: Callable[[Any, Any], int | None], piece: Sequence[tuple[Any, ...]]
) -> Iterator[DutyRow]:
    """Duties with their units, in one query. `days` counts from the last day for a proof, or to its end."""
    units = _units_of(sight, today, [line[2] for line in piece])
    names = {state.value: state_name(state) for state in State}
    for pk, learner, user, last_name, first_name, requirement, state, due_on, valid_until, renewal_open in piece:
        yield DutyRow(
            learner,
            pk,
            f"{last_name}, {first_name}",
            units.get(user, ""),
            requirement,
            names[state],
            due_on,
            None,
            valid_until,
            days(due_on, valid_until),
            renewal_open,
        )


def _judged(sight: Sight, on: date, piece: Sequence[tuple[Any, ...]]) -> Iterator[DutyRow]:
    """Statuses with their units, in one query."""
    units = _units_of(sight, on, [each[2] for each in piece])
    for obligation, learner, user, last_name, first_name, requirement, status in piece:
        yield DutyRow(
            learner=learner,
            obligation=obligation,
            person=f"{last_name}, {first_name}",
            department=units.get(user, ""),
            requirement=requirement,
            state=state_name(status.state),
            due_on=status.due_on,
            completed_on=_completed_on(status),
            valid_until=status.valid_until,
            days=None,
            renewal_open=status.renewal_open,
        )


def _completed_on(status: Status) -> date | None:
    evidence = status.best.evidence if status.best else None
    return evidence.completed_on if evidence else None
