"""Deleting what is no longer needed, by the clock that is handed in."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from learn.accounts.models import Learner
from learn.assessment.counts import fold_and_delete
from learn.assessment.models import RegradedAttempt
from learn.enrolments.models import (
    ActivityRecord,
    ActivityStatement,
    Attempt,
    Completion,
    Enrolment,
    LearningEvent,
    PracticeTried,
    QuizSnapshot,
)
from learn.rules.retention import idle_before

AT_ONCE = 500  # rows a transaction: learners who answer meanwhile must not wait


def erase_idle_guests(now: datetime) -> int:
    """Erase guests who have not learnt for over 90 days (GUEST_IDLE_DAYS), with all their records; returns how many."""
    limit = idle_before(timezone.localdate(now), settings.GUEST_IDLE_DAYS)
    idle = Q(last_seen_on__lt=limit) | Q(last_seen_on__isnull=True, created_at__date__lt=limit)
    guests = Learner.objects.filter(idle, user__isnull=True).values_list("pk", flat=True)
    erased = 0
    while keys := list(guests[:AT_ONCE]):
        with transaction.atomic():
            fold_and_delete(Attempt.objects.filter(enrolment__learner__in=keys))
            _count, by_model = Learner.objects.filter(pk__in=keys).delete()
        erased += by_model.get("accounts.Learner", 0)
    return erased


def forget_answers(now: datetime) -> dict[str, int]:
    """Delete what lies over 90 days (ANSWERS_KEPT_DAYS) behind the completion; returns how many rows, by model.

    Attempts with their answers (of which sums are kept for the statistics), what H5P activities reported and where
    they stood, the log of a completed sitting, practice, and the frozen quizzes nobody needs any more. The completion
    stays, with the lessons done: they are the proof of what was learnt.
    """
    limit = idle_before(timezone.localdate(now), settings.ANSWERS_KEPT_DAYS)
    completed = Q(enrolment__completion__completed_on__lt=limit)
    # A quiz may be sat again after the completion; that sitting has its own 90 days.
    recent = Q(submitted_at__date__gte=limit) | Q(submitted_at__isnull=True, started_at__date__gte=limit)
    return {
        "attempts": _delete(Attempt.objects.filter(completed).exclude(recent), fold_and_delete),
        "activities": _delete(ActivityStatement.objects.filter(record__in=_old_records(limit))),
        "states": _old_records(limit).exclude(state="").update(state=""),
        "events": _delete(_old_events(limit)),
        "practice": _delete(PracticeTried.objects.filter(tried_on__lt=limit)),
        "snapshots": _delete(QuizSnapshot.objects.filter(attempts__isnull=True).exclude(pk__in=_before_regrading())),
    }


def _old_records(limit: date) -> QuerySet[ActivityRecord]:
    """H5P activities of completed courses that nobody has touched since."""
    return ActivityRecord.objects.filter(enrolment__completion__completed_on__lt=limit, changed_at__date__lt=limit)


def _old_events(limit: date) -> QuerySet[LearningEvent]:
    """Of courses completed before `limit`; what belongs to a later sitting that is still open stays."""
    same = {"learner_id": OuterRef("learner_id"), "course_key": OuterRef("course_key")}
    completed = Completion.objects.filter(
        completed_on__lt=limit, **{f"enrolment__{name}": value for name, value in same.items()}
    )
    still_open = Enrolment.objects.filter(**same, completion__isnull=True, started_at__lte=OuterRef("at"))
    return LearningEvent.objects.filter(Exists(completed), ~Exists(still_open), at__date__lt=limit)


def _before_regrading() -> QuerySet[Any, Any]:
    """Frozen quizzes as they were before a wrong key was mended; kept as long as the sittings are."""
    return RegradedAttempt.objects.values("old_snapshot_id")


def _delete(rows: QuerySet[Any], how: Callable[[QuerySet[Any]], object] = QuerySet.delete) -> int:
    """In short transactions; returns how many of these rows went."""
    deleted = 0
    while keys := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        how(rows.filter(pk__in=keys))
        deleted += len(keys)
    return deleted
