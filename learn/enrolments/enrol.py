"""Putting a learner into a course, and noticing that somebody is still learning."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from learn.accounts.models import Learner

from . import events
from .models import Enrolment

# Guests get their id from the seed of the first form they post: posting it twice at once makes one guest, not two.
_GUESTS = UUID("6f0c6a0e-6c0b-5a4e-9d5e-2f6a0b7f5c11")
_TOUCH_AGAIN = timedelta(minutes=10)


def guest(seed: str | None = None) -> Learner:
    """A guest; with the seed of a signed form the same one for the same form, but never a person with an account."""
    if not seed:
        return Learner.objects.create()
    for count in range(8):
        made, _ = Learner.objects.get_or_create(id=uuid5(_GUESTS, f"{seed}:{count}"))
        if made.is_guest:
            return made
    return Learner.objects.create()


def _locked(learner_id: UUID, course_key: UUID) -> Enrolment | None:
    """The learner's latest sitting of the course, held until the transaction ends.

    Without it two last steps at once (a tick and an answer) would each not see the other, and nobody would complete.
    """
    found = Enrolment.objects.select_for_update(of=("self",)).filter(learner_id=learner_id, course_key=course_key)
    return found.select_related("learner__user").order_by("-number").first()


@transaction.atomic
def enrol(learner: Learner, course_key: UUID, language: str, now: datetime) -> Enrolment:
    """The learner's running enrolment in the course, locked; begins the first one where there is none.

    Safe to call twice.
    """
    found = _locked(learner.pk, course_key)
    if found is not None:
        touch(found, language, now)
        return found
    made, is_new = Enrolment.objects.get_or_create(
        learner=learner,
        course_key=course_key,
        number=1,
        defaults={"language": language, "started_at": now, "changed_at": now},
    )
    if not is_new:  # another request was quicker
        return _locked(learner.pk, course_key) or made
    events.record(learner.pk, course_key, events.Verb.REGISTERED, events.Kind.COURSE, course_key, now)
    _seen(learner, now)
    return made


def touch(enrolment: Enrolment, language: str, now: datetime) -> None:
    """Note when and in which language somebody last learnt; writes at most every ten minutes."""
    if now - enrolment.changed_at >= _TOUCH_AGAIN or enrolment.language != language:
        enrolment.changed_at, enrolment.language = now, language
        enrolment.save(update_fields=["changed_at", "language"])
    _seen(enrolment.learner, now)


def _seen(learner: Learner, now: datetime) -> None:
    today = timezone.localdate(now)
    if learner.last_seen_on != today:
        learner.last_seen_on = today
        learner.save(update_fields=["last_seen_on"])
