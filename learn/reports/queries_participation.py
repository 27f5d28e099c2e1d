"""Participation: counts of people by course and month, unit, gender or age. Nobody's name; small groups are hidden."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from learn.accounts.access import visible_people
from learn.accounts.models import Membership, User, VoluntaryDetails
from learn.enrolments.models import Enrolment
from learn.reports.filters import FIRST_DAY, Filters, NotUnderstood
from learn.reports.found import Found, nothing
from learn.reports.order import in_dictionary_order
from learn.reports.rows import CountRow
from learn.reports.sight import Sight
from learn.rules.suppression import hidden, with_sums

__all__ = ["SIDES", "participation"]

MONTH, UNIT, GENDER, AGE = "monat", "einheit", "geschlecht", "alter"
SIDES = (MONTH, UNIT, GENDER, AGE)
_DETAIL: dict[str, tuple[str, Any]] = {
    GENDER: ("gender", VoluntaryDetails.Gender),
    AGE: ("age_band", VoluntaryDetails.AgeBand),
}
Counts = dict[str, dict[str, int]]  # people by course and group


def participation(viewer: User, filters: Filters, today: date, sight: Sight) -> Found:
    """How many of the staff began and completed each course in a year. For those who may see the whole city.

    A person counts once in a course, in the month they first began it that year. Staff are those of the year's last
    day, or of today. Only whole years, so that no two overlapping tables can be subtracted.
    """
    if not sight.within.everyone or filters.nach not in ("", *SIDES):
        return nothing()
    try:
        year = _year(filters, today)
    except NotUnderstood as refusal:
        return nothing(refusal.sentence)
    people = visible_people(viewer, min(date(year, 12, 31), today), sight.within)
    named = _names(filters.nach or MONTH, sight)
    started: Counts = defaultdict(lambda: defaultdict(int))
    completed: Counts = defaultdict(lambda: defaultdict(int))
    seen: set[tuple[Any, Any]] = set()
    for learner, course_key, moment, done, group in _taken(people, year, filters.nach or MONTH):
        if (learner, course_key) in seen:
            continue
        seen.add((learner, course_key))
        course = sight.titles.get(course_key) or _("Kurs nicht mehr vorhanden")
        where = named(timezone.localdate(moment) if group is None and filters.nach in ("", MONTH) else group)
        started[course][where] += 1
        if done:
            completed[course][where] += 1
    return Found(list(_rows(started, completed)), iter)


def _year(filters: Filters, today: date) -> int:
    if not filters.jahr:
        return today.year
    if filters.jahr.isascii() and filters.jahr.isdecimal() and FIRST_DAY.year <= int(filters.jahr) <= today.year:
        return int(filters.jahr)
    raise NotUnderstood(_("Bitte geben Sie ein Jahr von 2000 bis %(year)d ein.") % {"year": today.year})


def _taken(people: QuerySet[User, Any], year: int, side: str) -> Iterator[tuple[Any, ...]]:
    """Sittings begun in a year: learner, course, when, whether completed, and what they are counted under."""
    taken = Enrolment.objects.filter(learner__user__in=people.values("pk"), started_at__year=year)
    columns = ("learner_id", "course_key", "started_at", "completion__pk")
    if side == MONTH:
        return ((*line, None) for line in taken.order_by("started_at", "pk").values_list(*columns).iterator())
    if side == UNIT:
        covered = people.values("membership_id")  # type: ignore[misc]  # the annotation of visible_people
        here = Membership.objects.filter(pk__in=covered, user=OuterRef("learner__user"))
        group = Subquery(here.values("department")[:1])
    else:
        told = VoluntaryDetails.objects.filter(learner=OuterRef("learner"))
        group = Subquery(told.values(_DETAIL[side][0])[:1])
    return taken.annotate(group=group).order_by("started_at", "pk").values_list(*columns, "group").iterator()


def _names(side: str, sight: Sight) -> Callable[[Any], str]:
    """What a group is called: a month as 2026-11, a unit by its top, gender and age in words."""
    if side == MONTH:
        return lambda day: f"{day:%Y-%m}"
    if side == UNIT:
        tops: Mapping[int, str] = {unit: str(sight.tree.units[sight.tree.above(unit)[-1]]) for unit in sight.tree.units}
        return lambda unit: tops.get(unit, _("ohne Einheit"))
    labels = {value: str(label) for value, label in _DETAIL[side][1].choices}
    return lambda value: labels.get(value, _("keine Angabe"))


def _rows(started: Counts, completed: Counts) -> Iterator[CountRow]:
    """A line a course and group, then the course's sum. Groups without anybody have no line.

    What is hidden is decided on the whole table of those who completed and those who did not, since the second are as
    easily found by subtraction, and as few.
    """
    for course in sorted(started, key=in_dictionary_order):
        groups = sorted(started[course], key=in_dictionary_order)
        done = [completed[course].get(group, 0) for group in groups]
        begun = [started[course][group] for group in groups]
        table = [[yes, all_of - yes] for yes, all_of in zip(done, begun, strict=True)]
        gone = hidden(table)
        for row, group in enumerate((*groups, _("alle zusammen"))):
            yes, _no, all_of = with_sums(table)[row]
            yield CountRow(None, course, group, None if (row, 2) in gone else all_of, None if (row, 0) in gone else yes)
