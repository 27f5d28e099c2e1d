"""A quiz as one learner sits it: the frozen quiz and what the seed made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import courses.grading.quiz
from courses.grading.grade import grade
from courses.grading.result import Result
from courses.grading.spec import QuestionSpec, QuizSpec
from learn.rules.attempts import ends_at, is_over

from .models import Attempt, Response


@dataclass(frozen=True)
class Sitting:
    """`whole` is the frozen quiz, `spec` what the seed made of it. `attempt` is None before the first answer;
    until then `feedback` says whether the quiz will tell after each question or at the end."""

    whole: QuizSpec
    seed: str
    attempt: Attempt | None = None
    feedback: str = "each"

    @cached_property
    def spec(self) -> QuizSpec:
        return courses.grading.quiz.sitting(self.whole, self.seed)

    @property
    def count(self) -> int:
        return len(self.spec.questions)

    @property
    def tells_at_end(self) -> bool:
        """Whether answers may be changed until the sitting is handed in, and nothing is told before."""
        return (self.attempt.feedback if self.attempt else self.feedback) == "end"

    @property
    def ends_at(self) -> datetime | None:
        """When a running sitting with a time limit is over."""
        return ends_at(self.attempt.started_at, self.attempt.limit) if self.attempt else None

    def is_over(self, now: datetime) -> bool:
        """Whether its time is up."""
        return self.attempt is not None and is_over(self.attempt.started_at, self.attempt.limit, now)

    def question(self, number: int) -> QuestionSpec | None:
        """The question at this place (from 1 on)."""
        return self.spec.questions[number - 1] if 1 <= number <= self.count else None

    def number_of(self, key: str) -> int | None:
        """The place of a question, from 1 on."""
        return next((n for n, question in enumerate(self.spec.questions, 1) if question.key == key), None)

    def open_numbers(self, answered: Mapping[str, Any]) -> list[int]:
        """The places without an answer."""
        return [n for n, question in enumerate(self.spec.questions, 1) if question.key not in answered]


def of_attempt(attempt: Attempt) -> Sitting:
    """The sitting an attempt froze; needs `snapshot` joined."""
    return Sitting(QuizSpec.from_data(attempt.snapshot.data), attempt.seed, attempt)


def current(learner_id: UUID | None, course_key: UUID, quiz_key: UUID) -> Sitting | None:
    """The sitting that is running, if any: one query."""
    if learner_id is None:
        return None
    attempt = (
        Attempt.objects.filter(
            enrolment__learner_id=learner_id,
            enrolment__course_key=course_key,
            quiz_key=quiz_key,
            submitted_at__isnull=True,
        )
        .select_related("snapshot", "enrolment__learner")
        .order_by("-enrolment__number")
        .first()
    )
    return of_attempt(attempt) if attempt else None


def responses_of(attempt: Attempt) -> dict[str, Response]:
    """What was answered so far, by question key."""
    return {str(response.question_key): response for response in attempt.responses.all()}


def result_of(response: Response, question: QuestionSpec) -> Result:
    """The grade of a stored answer, with its parts; graded again, as only the score is stored."""
    return grade(question, response.answer, response.raw if response.reviewed else None)
