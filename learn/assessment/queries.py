"""Which quizzes a trainer answers for, and what waits there; the one window for all screens of this room."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

import courses.api
from courses.api import ManagedQuiz
from learn.accounts.models import User
from learn.enrolments.models import Attempt, Response


@dataclass(frozen=True, slots=True)
class QuizRow:
    """One quiz in the list: sittings that were handed in, and answers that wait for a person to read them."""

    quiz: ManagedQuiz
    sittings: int
    waiting: int


def quiz_rows(user: User) -> list[QuizRow]:
    """All assessed quizzes of the courses the user may publish."""
    managed = courses.api.managed_quizzes(user)
    handed_in = Attempt.objects.filter(submitted_at__isnull=False, quiz_key__in=[quiz.key for quiz in managed])
    waiting = Count("responses", filter=Q(responses__reviewed=False))
    counted = handed_in.values("quiz_key").annotate(sittings=Count("pk", distinct=True), waiting=waiting)
    numbers = {row["quiz_key"]: (row["sittings"], row["waiting"]) for row in counted}
    return [QuizRow(quiz, *numbers.get(quiz.key, (0, 0))) for quiz in managed]


def managed_quiz(user: User, quiz_key: UUID) -> ManagedQuiz | None:
    """The quiz, if it is one the user answers for."""
    return next((quiz for quiz in courses.api.managed_quizzes(user) if quiz.key == quiz_key), None)


def waiting_responses(quiz_key: UUID) -> QuerySet[Response]:
    """Free answers to a quiz that nobody has read, the oldest first."""
    return _to_read(quiz_key, False).order_by("attempt__submitted_at", "pk")


def read_responses(quiz_key: UUID) -> QuerySet[Response]:
    """Free answers to a quiz that have been read, the last one first."""
    return _to_read(quiz_key, True).order_by("-reviewed_at")


def regraded_at(attempt: Attempt) -> datetime | None:
    """When a sitting was last graded anew."""
    found: datetime | None = attempt.regrades.aggregate(last=Max("regrade__at"))["last"]
    return found


def _to_read(quiz_key: UUID, reviewed: bool) -> QuerySet[Response]:
    found = Response.objects.filter(reviewed=reviewed, attempt__quiz_key=quiz_key, attempt__submitted_at__isnull=False)
    return found.select_related("attempt__snapshot")
