"""My learning: where to go on, my duties, my courses, my certificates."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from certificates.api import Credential, certificates_of
from courses import api
from learn.accounts.models import Learner
from learn.compliance.person.own import own_duties
from learn.enrolments.progress import Standing, standings
from learn.enrolments.queries import courses_of
from learn.web.learner import learner_of
from learn.web.readers import has_own_cookie


@dataclass(frozen=True, slots=True)
class MyCourse:
    """A course I have begun; `card` is None where the course has no version in this language."""

    outline: Any
    standing: Standing
    card: Any
    number: int
    of: int

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self.standing.completed_on is None and self.standing.next is not None


@dataclass(frozen=True, slots=True)
class MyCertificate:
    """A certificate with its status today."""

    credential: Credential
    status: str


def my_learning(request: HttpRequest) -> HttpResponse:
    """An overview for accounts and guests; an invitation for those who have not begun."""
    learner = learner_of(request) if has_own_cookie(request) else None
    courses = _courses(learner.pk, get_language() or "de") if learner else []
    going_on = [course for course in courses if course.is_open]
    context = {
        "learner": learner,
        "is_guest": learner is not None and learner.is_guest,
        "name": _name(learner),
        "goes_on": going_on[0] if going_on else None,
        "courses": courses,
        "certificates": _certificates(learner.pk, timezone.localdate()) if learner else [],
        "duties": own_duties(learner) if learner and not learner.is_guest else [],
        "guest_days": settings.GUEST_IDLE_DAYS,
    }
    response = render(request, "learn/my_learning.html", context)
    if learner is not None:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _name(learner: Learner | None) -> str:
    if learner is None or learner.user is None:
        return ""
    return learner.user.get_full_name() or learner.certificate_name


def _courses(learner_id: UUID, language: str) -> list[MyCourse]:
    outlines = [api.outline(enrolment.course_key, language) for enrolment in courses_of(learner_id)]
    there = [outline for outline in outlines if outline is not None]
    known = standings(learner_id, there)
    cards = {card.key: card for card in api.catalogue(language).courses}
    found = []
    for outline in there:
        standing = known[outline.key]
        slots = list(outline.slots)
        number = slots.index(standing.next) + 1 if standing.next in slots else 0
        found.append(MyCourse(outline, standing, cards.get(outline.key), number, len(slots)))
    return found


def _certificates(learner_id: UUID, today: date) -> list[MyCertificate]:
    return [MyCertificate(credential, credential.status(today)) for credential in certificates_of(learner_id)]
