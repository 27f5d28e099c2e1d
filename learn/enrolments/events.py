"""The log of learning: one line an event, written in the transaction of what it tells, never changed afterwards."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from .models import LearningEvent


class Verb(StrEnum):
    """xAPI's words for what happened."""

    REGISTERED = "registered"
    ATTEMPTED = "attempted"
    PASSED = "passed"
    FAILED = "failed"
    COMPLETED = "completed"


class Kind(StrEnum):
    """What a line is about."""

    COURSE = "course"
    LESSON = "lesson"
    QUIZ = "quiz"
    ACTIVITY = "activity"


def record(
    learner_id: UUID,
    course_key: UUID,
    verb: Verb,
    kind: Kind,
    key: UUID,
    now: datetime,
    result: dict[str, Any] | None = None,
) -> None:
    """Append one line. Scores in `result` are texts ("7.50"), as JSON has no decimals."""
    LearningEvent.objects.create(
        learner_id=learner_id,
        course_key=course_key,
        verb=verb.value,
        object_kind=kind.value,
        object_key=key,
        result=result or {},
        at=now,
    )
