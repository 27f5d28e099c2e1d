"""Sittings at an assessed quiz: frozen with the first answer, answered once a question, graded, handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction

import courses.grading.quiz
from courses.api import CourseOutline
from courses.grading.grade import grade
from courses.grading.result import Result
from courses.grading.spec import QuestionSpec, QuizSpec
from learn.accounts.models import Learner
from learn.rules.attempts import may_start

from . import events
from .completions import check
from .enrol import enrol, touch
from .errors import NoAttemptsLeft, NotInAttempt
from .models import Attempt, QuizSnapshot, Response

__all__ = [
    "Answered",
    "Attempt",
    "Response",
    "Sitting",
    "answer",
    "current",
    "freeze",
    "hand_in",
    "of_attempt",
    "responses_of",
    "result_of",
]

_VERBS = {True: events.Verb.PASSED, False: events.Verb.FAILED, None: events.Verb.COMPLETED}


@dataclass(frozen=True)
class Sitting:
    """A quiz as one learner sits it: `whole` is the frozen quiz, `spec` what the seed made of it. `attempt` is None
    before the first answer."""

    whole: QuizSpec
    seed: str
    attempt: Attempt | None = None

    @cached_property
    def spec(self) -> QuizSpec:
        return courses.grading.quiz.sitting(self.whole, self.seed)

    @property
    def count(self) -> int:
        return len(self.spec.questions)

    def question(self, number: int) -> QuestionSpec | None:
        """The question at this place (from 1 on)."""
        return self.spec.questions[number - 1] if 1 <= number <= self.count else None

    def number_of(self, key: str) -> int | None:
        """The place of a question, from 1 on."""
        return next((n for n, question in enumerate(self.spec.questions, 1) if question.key == key), None)

    def open_numbers(self, answered: Mapping[str, Any]) -> list[int]:
        """The places without an answer."""
        return [n for n, question in enumerate(self.spec.questions, 1) if question.key not in answered]


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer.

    `first` is False when the question had one before: that one counts; `same` says that it was the very same answer
    (a double click). `next_open` is the next place without an answer, None after the last one.
    """

    attempt: Attempt
    number: int
    first: bool
    same: bool
    next_open: int | None

    @property
    def handed_in(self) -> bool:
        return self.attempt.submitted_at is not None


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
    return grade(question, response.answer)


@transaction.atomic
def answer(
    learner: Learner, outline: CourseOutline, sitting: Sitting, question_key: str, given: Any, now: datetime
) -> Answered:
    """Store one answer with its grade; the first one to a question counts, however often it is posted.

    Without a running attempt this begins one with exactly this sitting. The answer to the last open question hands
    the attempt in. All of it is one transaction. Raises NotInAttempt (another sitting is running that lacks the
    question) and NoAttemptsLeft.
    """
    if sitting.attempt is None:
        attempt = _start(learner, outline, sitting, now)
        if attempt.seed != sitting.seed or attempt.snapshot_id != sitting.whole.content_hash():
            sitting = of_attempt(attempt)  # a second tab was quicker
    else:
        attempt = _locked(sitting.attempt.pk)
    number = sitting.number_of(question_key)
    if number is None:
        raise NotInAttempt
    answered = {str(key): None for key in attempt.responses.values_list("question_key", flat=True)}
    if attempt.submitted_at is not None or question_key in answered:
        same = attempt.responses.filter(question_key=question_key, answer=given).exists()
        return Answered(attempt, number, first=False, same=same, next_open=_next(sitting, number, answered))
    result = grade(sitting.spec.questions[number - 1], given)
    attempt.responses.create(question_key=question_key, answer=given, raw=result.raw, max=result.max, answered_at=now)
    answered[question_key] = None
    touch(attempt.enrolment, outline.language, now)
    if not sitting.open_numbers(answered):
        _close(attempt, sitting, outline, now)
    return Answered(attempt, number, first=True, same=True, next_open=_next(sitting, number, answered))


@transaction.atomic
def hand_in(sitting: Sitting, outline: CourseOutline, now: datetime) -> Attempt:
    """Close a running attempt; questions without an answer count 0. Handing in twice changes nothing."""
    if sitting.attempt is None:
        raise NotInAttempt
    attempt = _locked(sitting.attempt.pk)
    if attempt.submitted_at is None:
        _close(attempt, sitting, outline, now)
    return attempt


def freeze(spec: QuizSpec) -> str:
    """Keep the quiz as plain data; equal quizzes are kept once. Returns the content hash."""
    content_hash = spec.content_hash()
    QuizSnapshot.objects.get_or_create(content_hash=content_hash, defaults={"data": spec.to_data()})
    return content_hash


def _start(learner: Learner, outline: CourseOutline, sitting: Sitting, now: datetime) -> Attempt:
    enrolment = enrol(
        learner, outline.key, outline.language, now
    )  # locked: of two first answers one begins the attempt
    quiz_key = UUID(sitting.whole.key)
    earlier = list(enrolment.attempts.filter(quiz_key=quiz_key).select_related("snapshot"))
    for attempt in earlier:
        if attempt.submitted_at is None or attempt.seed == sitting.seed:
            return attempt  # running, or this very form was posted before
    if not may_start(sitting.whole.attempts, len(earlier)):
        raise NoAttemptsLeft
    attempt = enrolment.attempts.create(
        quiz_key=quiz_key,
        snapshot_id=freeze(sitting.whole),
        seed=sitting.seed,
        number=max((a.number for a in earlier), default=0) + 1,
        started_at=now,
    )
    events.record(learner.pk, outline.key, events.Verb.ATTEMPTED, events.Kind.QUIZ, quiz_key, now)
    return attempt


def _next(sitting: Sitting, number: int, answered: Mapping[str, Any]) -> int | None:
    places = sitting.open_numbers(answered)
    return next((place for place in places if place > number), places[0] if places else None)


def _locked(attempt_id: UUID) -> Attempt:
    """The attempt and, before it, its enrolment: whoever may complete a course stands in one queue, in one order.

    Raises NotInAttempt when the attempt has gone meanwhile: the guest was joined to an account in another tab.
    """
    rows = Attempt.objects.select_for_update(of=("enrolment", "self")).select_related("enrolment__learner__user")
    attempt = rows.filter(pk=attempt_id).first()
    if attempt is None:
        raise NotInAttempt
    return attempt


def _close(attempt: Attempt, sitting: Sitting, outline: CourseOutline, now: datetime) -> None:
    answers = {str(key): given for key, given in attempt.responses.values_list("question_key", "answer")}
    result = courses.grading.quiz.grade_quiz(sitting.spec, answers)
    attempt.submitted_at, attempt.raw, attempt.max, attempt.passed = now, result.raw, result.max, result.passed
    attempt.save(update_fields=["submitted_at", "raw", "max", "passed"])
    events.record(
        attempt.enrolment.learner_id,
        outline.key,
        _VERBS[result.passed],
        events.Kind.QUIZ,
        attempt.quiz_key,
        now,
        {"raw": str(result.raw), "max": str(result.max), "scaled": str(result.scaled)},
    )
    if result.passed:
        check(attempt.enrolment, outline, now)
