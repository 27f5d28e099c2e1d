"""The history of one person's duties and courses, and who can be meant by a name; behind `visible_people`."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

import certificates.api
from learn.accounts.access import visible_people
from learn.accounts.models import Learner, User
from learn.compliance.models import Absence, Cycle, Evidence, Exemption, ObligationReason
from learn.enrolments.models import Enrolment
from learn.reports.filters import Filters
from learn.reports.found import Found, nothing
from learn.reports.rows import Happening, HistoryRow
from learn.reports.sight import Sight
from learn.rules.deadlines import Kind

__all__ = ["MOST_CANDIDATES", "candidates", "history", "person_shown"]

MOST_CANDIDATES = 30
_PROOFS = {
    Kind.COMPLETION: Happening.COMPLETED,
    Kind.IMPORTED: Happening.IMPORTED,
    Kind.EQUIVALENT: Happening.EQUIVALENT,
}


def history(viewer: User, filters: Filters, today: date, sight: Sight) -> Found:
    """All that began for one visible person, the latest first."""
    people = visible_people(viewer, today, sight.within)
    learner = _learner(filters.person)
    if learner is None or not Learner.objects.filter(pk=learner, user__in=people.values("pk")).exists():
        return nothing()
    lines = [*_duties(learner), *_proofs(learner), *_pauses(learner), *_courses(learner, sight)]
    lines.sort(key=lambda row: (row.since, row.requirement, row.kind), reverse=True)
    return Found(lines, iter)


def person_shown(viewer: User, filters: Filters, today: date, sight: Sight) -> str:
    """The name of the person of a history; empty for one who is not there or not the viewer's to see."""
    people = visible_people(viewer, today, sight.within)
    learner = _learner(filters.person)
    found = people.filter(learner=learner).first() if learner else None
    return f"{found.last_name}, {found.first_name}" if found else ""


def candidates(viewer: User, text: str, today: date, sight: Sight) -> list[tuple[UUID, str]]:
    """Visible people whose name holds all these words, 30 at most; by learner."""
    people = visible_people(viewer, today, sight.within).filter(learner__isnull=False)
    for word in text.split()[:5]:
        people = people.filter(Q(last_name__icontains=word) | Q(first_name__icontains=word))
    found = people.order_by("last_name", "first_name", "pk").values_list("learner", "last_name", "first_name")
    return [(learner, f"{last_name}, {first_name}") for learner, last_name, first_name in found[:MOST_CANDIDATES]]


def _learner(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _duties(learner: UUID) -> Iterator[HistoryRow]:
    """Reasons with the day they ended, and the cycles."""
    reasons = ObligationReason.objects.filter(obligation__learner=learner)
    for title, since, until in reasons.values_list("obligation__requirement__title", "since", "until"):
        yield HistoryRow(learner, since, Happening.OBLIGED, title, until=until)
        if until is not None:
            yield HistoryRow(learner, until, Happening.WITHDRAWN, title)
    cycles = Cycle.objects.filter(obligation__learner=learner)
    for title, opens_at, due_on, completed_on, valid_until in cycles.values_list(
        "obligation__requirement__title", "opens_at", "due_on", "evidence__completed_on", "valid_until"
    ):
        yield HistoryRow(learner, opens_at, Happening.CYCLE, title, due_on, completed_on, valid_until)


def _proofs(learner: UUID) -> Iterator[HistoryRow]:
    """Proofs with the end of the cycle each of them fulfilled, and what was revoked."""
    found = list(
        Evidence.objects.filter(learner=learner).values_list(
            "requirement__title", "kind", "key", "completed_on", "revoked_from", "cycles__valid_until"
        )
    )
    credentials = certificates.api.of_awards(key for line in found if (key := _learner(line[2])))
    for title, kind, key, completed_on, revoked_from, valid_until in found:
        award = _learner(key)
        credential = credentials.get(award) if award else None
        yield HistoryRow(
            learner,
            completed_on,
            _PROOFS[Kind(kind)],
            title,
            completed_on=completed_on,
            valid_until=valid_until,
            certificate=credential.code_grouped if credential else "",
        )
        if revoked_from is not None:
            yield HistoryRow(learner, revoked_from, Happening.REVOKED, title, completed_on=completed_on)


def _pauses(learner: UUID) -> Iterator[HistoryRow]:
    """Exemptions and absences with their ends; never the reason of an absence."""
    released = Exemption.objects.filter(learner=learner)
    for title, since, until, lifted_on in released.values_list("requirement__title", "since", "until", "lifted_on"):
        yield HistoryRow(learner, since, Happening.EXEMPT, title, until=lifted_on or until)
    for since, until in Absence.objects.filter(learner=learner).values_list("since", "until"):
        yield HistoryRow(learner, since, Happening.ABSENT, _("alle Pflichtschulungen"), until=until)


def _courses(learner: UUID, sight: Sight) -> Iterator[HistoryRow]:
    """Sittings of courses with their certificates."""
    taken = list(
        Enrolment.objects.filter(learner=learner).values_list(
            "pk", "course_key", "started_at", "completion__completed_on"
        )
    )
    credentials = certificates.api.of_awards([line[0] for line in taken if line[3]])
    for enrolment, course_key, started_at, completed_on in taken:
        credential = credentials.get(enrolment)
        yield HistoryRow(
            learner,
            timezone.localdate(started_at),
            Happening.COURSE,
            sight.titles.get(course_key) or _("Kurs nicht mehr vorhanden"),
            completed_on=completed_on,
            valid_until=credential.valid_until if credential else None,
            certificate=credential.code_grouped if credential else "",
        )
