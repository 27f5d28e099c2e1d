"""Joining the records of two learners who are one person; nothing done and no better result is lost."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

import certificates.api
import courses.api
from learn.accounts.models import Learner

from .completions import check
from .models import (
    ActivityRecord,
    Attempt,
    Completion,
    Enrolment,
    LearningEvent,
    LessonProgress,
    PracticeTried,
    Response,
)
from .scores import recount
from .sittings import of_attempt


@transaction.atomic
def merge(source: Learner, target: Learner, now: datetime) -> None:
    """Move all records of `source` to `target`. `source` stays as an empty row for the caller to delete."""
    # Enrolments before learners, like an answer or a tick does: the other way round two tabs could block each other.
    # list(): count() and exists() would drop the lock.
    list(Enrolment.objects.select_for_update().filter(learner__in=[source, target]).order_by("pk"))
    list(Learner.objects.select_for_update(no_key=True).filter(pk__in=[source.pk, target.pk]).order_by("pk"))
    touched = [_join_course(theirs, target) for theirs in source.enrolments.order_by("number")]
    LearningEvent.objects.filter(learner=source).update(learner=target)
    known = PracticeTried.objects.filter(learner=target).values_list("quiz_key", "question_key")
    for tried in PracticeTried.objects.filter(learner=source).exclude(question_key__in=[key for _, key in known]):
        tried.learner = target
        tried.save(update_fields=["learner"])
    if not target.certificate_name and source.certificate_name:
        target.certificate_name = source.certificate_name
        target.save(update_fields=["certificate_name"])
    certificates.api.rehold(source.pk, target.pk)
    for enrolment in touched:
        outline = courses.api.outline(enrolment.course_key, enrolment.language)
        if outline is not None:
            enrolment.learner = target
            check(enrolment, outline, now)


def _join_course(theirs: Enrolment, target: Learner) -> Enrolment:
    """One enrolment of the other learner: taken over as it is, or folded into the target's own in that course."""
    own = target.enrolments.filter(course_key=theirs.course_key).order_by("-number").first()
    completed = {e.pk for e in (theirs, own) if e and Completion.objects.filter(enrolment=e).exists()}
    if own is None or len(completed) == 2:
        # Two finished sittings have two certificates: both stay.
        theirs.learner, theirs.number = target, (own.number + 1 if own else 1)
        theirs.save(update_fields=["learner", "number"])
        return theirs
    keep, other = (theirs, own) if theirs.pk in completed else (own, theirs)
    number = own.number
    _fold(other, keep)
    keep.changed_at = max(keep.changed_at, other.changed_at)
    keep.started_at = min(keep.started_at, other.started_at)
    other.delete()
    keep.learner, keep.number = target, number
    keep.save(update_fields=["learner", "number", "changed_at", "started_at"])
    return keep


def _fold(other: Enrolment, keep: Enrolment) -> None:
    """Lessons: whatever either has done. Attempts: all, numbered on; of two running ones the fuller goes on."""
    known = set(LessonProgress.objects.filter(enrolment=keep).values_list("lesson_key", flat=True))
    LessonProgress.objects.filter(enrolment=other).exclude(lesson_key__in=known).update(enrolment=keep)
    _fold_activities(other, keep)
    highest: dict[UUID, int] = {}
    running = {a.quiz_key: a for a in Attempt.objects.filter(enrolment=keep, submitted_at__isnull=True)}
    for attempt in Attempt.objects.filter(enrolment=other).order_by("number"):
        rival = running.get(attempt.quiz_key) if attempt.submitted_at is None else None
        if rival is not None and not _outdo(attempt, rival):
            continue
        if attempt.quiz_key not in highest:
            found = Attempt.objects.filter(enrolment=keep, quiz_key=attempt.quiz_key).aggregate(top=Max("number"))
            highest[attempt.quiz_key] = found["top"] or 0
        highest[attempt.quiz_key] += 1
        attempt.enrolment, attempt.number = keep, highest[attempt.quiz_key]
        attempt.save(update_fields=["enrolment", "number"])
    for quiz_key in highest:
        sat = list(keep.attempts.filter(quiz_key=quiz_key).select_related("snapshot").order_by("number"))
        recount(sat, of_attempt(sat[-1]))


def _fold_activities(other: Enrolment, keep: Enrolment) -> None:
    """Of two records of an activity the better result stays, else the one that was touched last."""
    own = {(record.lesson_key, record.activity_key): record for record in ActivityRecord.objects.filter(enrolment=keep)}
    for record in ActivityRecord.objects.filter(enrolment=other):
        rival = own.get((record.lesson_key, record.activity_key))
        if rival is not None:
            if _standing(record) <= _standing(rival):
                continue
            rival.delete()
        record.enrolment = keep
        record.save(update_fields=["enrolment"])


def _standing(record: ActivityRecord) -> tuple[bool, Decimal, datetime]:
    share = record.raw / record.max if record.raw is not None and record.max else Decimal(-1)
    return record.done_at is not None, share, record.changed_at


def _outdo(attempt: Attempt, rival: Attempt) -> bool:
    """Of two running sittings keep the one with more answers; the same sitting (seed and quiz) shares its answers.

    Returns whether `attempt` takes the place of `rival`.
    """
    if attempt.seed == rival.seed and attempt.snapshot_id == rival.snapshot_id:
        known = rival.responses.values_list("question_key", flat=True)
        Response.objects.filter(attempt=attempt).exclude(question_key__in=list(known)).update(attempt=rival)
        return False
    if attempt.responses.count() > rival.responses.count():
        rival.delete()
        return True
    return False
