"""Reading learner records: one query a question, constant in the number of lessons."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import CharField, DateField, Value
from django.db.models.functions import Cast

from .models import Attempt, Enrolment, LessonProgress

_ENROLMENT, _LESSON, _QUIZ = "e", "l", "q"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one enrolment: lessons done, quizzes passed, when it was completed."""

    enrolment_id: UUID
    number: int
    done: frozenset[UUID]
    passed: frozenset[UUID]
    completed_on: date | None


def facts(learner_id: UUID, course_key: UUID) -> Facts | None:
    """Of the learner's latest sitting of the course; None before the first one."""
    return facts_of(learner_id, [course_key]).get(course_key)


def facts_of(learner_id: UUID, course_keys: Iterable[UUID]) -> dict[UUID, Facts]:
    """The same for several courses, in one query (three selects joined by UNION ALL), by course key."""
    nothing = Cast(Value(None), DateField())
    keys = list(course_keys)

    def kind(letter: str) -> Cast:
        return Cast(Value(letter), CharField(max_length=1))

    mine = {"enrolment__learner_id": learner_id, "enrolment__course_key__in": keys}
    course = ("enrolment__course_key", "enrolment__number")
    rows: Iterable[tuple[str, UUID, int, UUID, date | None]] = (
        Enrolment.objects.filter(learner_id=learner_id, course_key__in=keys)
        .annotate(kind=kind(_ENROLMENT))
        .values_list("kind", "course_key", "number", "id", "completion__completed_on")
        .union(
            LessonProgress.objects.filter(**mine)
            .annotate(kind=kind(_LESSON), day=nothing)
            .values_list("kind", *course, "lesson_key", "day"),
            Attempt.objects.filter(**mine, passed=True, counts=True)
            .annotate(kind=kind(_QUIZ), day=nothing)
            .values_list("kind", *course, "quiz_key", "day"),
            all=True,
        )
    )
    enrolments: dict[UUID, tuple[int, UUID, date | None]] = {}
    done: defaultdict[tuple[UUID, int, str], set[UUID]] = defaultdict(set)
    for letter, course_key, number, key, day in rows:
        if letter != _ENROLMENT:
            done[course_key, number, letter].add(key)
        elif course_key not in enrolments or enrolments[course_key][0] < number:
            enrolments[course_key] = number, key, day
    return {
        course_key: Facts(
            enrolment_id,
            number,
            frozenset(done[course_key, number, _LESSON]),
            frozenset(done[course_key, number, _QUIZ]),
            completed_on,
        )
        for course_key, (number, enrolment_id, completed_on) in enrolments.items()
    }


def courses_of(learner_id: UUID | None) -> list[Enrolment]:
    """The latest sitting of each course of a learner, most recently learnt first, with its completion joined."""
    if learner_id is None:
        return []
    latest: dict[UUID, Enrolment] = {}
    rows = Enrolment.objects.filter(learner_id=learner_id).select_related("completion").order_by("-changed_at")
    for row in rows:
        known = latest.get(row.course_key)
        if known is None or known.number < row.number:
            latest[row.course_key] = row
    return sorted(latest.values(), key=lambda e: e.changed_at, reverse=True)


def attempts_of(learner_id: UUID, course_key: UUID, quiz_key: UUID) -> list[Attempt]:
    """All sittings of a quiz in the learner's latest sitting of the course, in order, with their snapshots."""
    rows = list(
        Attempt.objects.filter(enrolment__learner_id=learner_id, enrolment__course_key=course_key, quiz_key=quiz_key)
        .select_related("enrolment__learner", "snapshot")
        .order_by("enrolment__number", "number")
    )
    latest = max((row.enrolment.number for row in rows), default=0)
    return [row for row in rows if row.enrolment.number == latest]
