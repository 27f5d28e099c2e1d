"""The nightly run, and the same for some people by day: everybody whose day has come or whose facts have changed."""

import logging
from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from django.db.models import Max, Q

from learn.compliance import tally
from learn.compliance.models import Requirement
from learn.compliance.obligations import Refreshed, batches, everybody, judge
from learn.compliance.versions import keep_courses
from learn.compliance.watch import Staff, to_visit
from learn.rules.audience import UnknownAudienceTerm
from learn.rules.deadlines import RuleError

__all__ = ["refresh_all", "refresh_people", "run", "visit"]

log = logging.getLogger(__name__)
UNREADABLE = (RuleError, UnknownAudienceTerm)


def _never() -> bool:
    return False


def run(on: date, stop: Callable[[], bool] = _never) -> bool:
    """Bring every requirement that has begun to a day, batch by batch; False if `stop` ended it before all was done.

    What a run leaves out the next one finds, however many days later. A run for a day that is over (the clock was set
    back) does nothing. A requirement whose rule cannot be read is told to the log and left out.
    """
    stands_at = Requirement.objects.aggregate(day=Max("judged_on"))["day"]
    if stands_at is not None and on < stands_at:
        log.error(
            "The clock says %s, but duties stand at %s already: nothing is undone, and nothing computed until that "
            "day. If the earlier day is right, run manage.py refresh_duties --all.",
            on,
            stands_at,
        )
        return True
    staff, units, people = Staff.load(), tally.units_of_people(on), dict[UUID, bytes]()
    for requirement in Requirement.objects.filter(starts_on__lte=on).order_by("key"):
        try:
            keep_courses(requirement, on)
            waiting = to_visit(requirement, staff, on, people=people)
            for batch in batches(sorted(waiting)):
                judge(requirement, on, batch)
                if stop():
                    return False
        except UNREADABLE as error:
            log.error("The rule of %s cannot be read: %s", requirement.key, error)
            continue
        tally.recount(requirement, on, units)
        _stands_at(requirement, on)
        log.info("%s: %s people judged for %s", requirement.key, len(waiting), on)
    return True


def visit(requirement: Requirement, on: date) -> None:
    """Bring one requirement to a day, as the nightly run does. Raises RuleError, UnknownAudienceTerm."""
    if requirement.starts_on <= on:
        keep_courses(requirement, on)
        for batch in batches(sorted(to_visit(requirement, Staff.load(), on))):
            judge(requirement, on, batch)
        tally.recount(requirement, on)


def refresh_people(learners: Collection[UUID], on: date) -> int:
    """Bring some people to a day after their memberships, completions or log-in changed; how many duties were judged.

    Only duties whose facts are others than before are judged, and these are counted anew.
    """
    staff, units, people, judged = Staff.load(learners), None, dict[UUID, bytes](), 0
    for requirement in Requirement.objects.filter(starts_on__lte=on).order_by("key"):
        try:
            waiting = to_visit(requirement, staff, max(on, requirement.judged_on or on), learners, people)
            for batch in batches(sorted(waiting)):
                judge(requirement, on, batch)
        except UNREADABLE as error:
            log.error("The rule of %s cannot be read: %s", requirement.key, error)
            continue
        if waiting:
            units = units or tally.units_of_people(on)
            tally.recount(requirement, on, units, waiting if requirement.judged_on == on else None)
            judged += len(waiting)
    return judged


def refresh_all(on: date) -> dict[str, Refreshed]:
    """Judge everybody anew under every requirement that has begun, whatever is stored; by key.

    This also goes back to an earlier day. A rule that cannot be read is told to the log and left out.
    """
    found = {}
    for requirement in Requirement.objects.filter(starts_on__lte=on).order_by("key"):
        done = Refreshed()
        try:
            keep_courses(requirement, on)
            for batch in batches(everybody(requirement, on)):
                done += judge(requirement, on, batch, back=True)
        except UNREADABLE as error:
            log.error("The rule of %s cannot be read: %s", requirement.key, error)
            continue
        tally.recount(requirement, on)
        _stands_at(requirement, on)
        found[requirement.key] = done
    Requirement.objects.filter(Q(starts_on__gt=on) | Q(judged_on__gt=on)).update(judged_on=None)
    return found


def _stands_at(requirement: Requirement, on: date) -> None:
    Requirement.objects.filter(pk=requirement.pk).update(judged_on=on)
