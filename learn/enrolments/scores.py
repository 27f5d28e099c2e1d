"""What a sitting that was handed in is worth, and which one of a quiz counts."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import courses.grading.quiz
from courses.api import CourseOutline
from courses.grading.quiz import QuizResult
from learn.rules.attempts import Sat, counting

from . import events
from .completions import check
from .models import Attempt
from .sittings import Sitting

_VERBS = {True: events.Verb.PASSED, False: events.Verb.FAILED, None: events.Verb.COMPLETED}


def settle(attempt: Attempt, sitting: Sitting, outline: CourseOutline | None, now: datetime) -> None:
    """Grade a sitting that was handed in, write its score and the event, say which one counts, complete the course.

    Called at the end of a sitting, after a person has read an answer, and after a wrong key was mended; a pass, once
    told, is never taken back. Without an outline (the course is not live any more) nothing is completed.
    """
    result = graded(attempt, sitting)
    told, attempt.passed = attempt.passed, attempt.passed or result.passed
    attempt.raw, attempt.max, attempt.pending = result.raw, result.max, result.pending
    recount([attempt, *attempt.enrolment.attempts.filter(quiz_key=attempt.quiz_key).exclude(pk=attempt.pk)], sitting)
    attempt.save(update_fields=["submitted_at", "raw", "max", "passed", "pending", "counts"])
    if attempt.submitted_at == now or attempt.passed is not told:
        score = {"raw": str(result.raw), "max": str(result.max), "scaled": str(result.scaled)}
        learner_id, course_key = attempt.enrolment.learner_id, attempt.enrolment.course_key
        events.record(learner_id, course_key, _VERBS[attempt.passed], events.Kind.QUIZ, attempt.quiz_key, now, score)
    if attempt.passed and outline is not None:
        check(attempt.enrolment, outline, now)


def graded(attempt: Attempt, sitting: Sitting) -> QuizResult:
    """What the stored answers are worth; those that a person has read keep their marks."""
    stored = list(attempt.responses.all())
    return courses.grading.quiz.grade_quiz(
        sitting.spec,
        {str(response.question_key): response.answer for response in stored},
        {str(response.question_key): response.raw for response in stored if response.reviewed},
    )


def recount(attempts: Iterable[Attempt], sitting: Sitting) -> None:
    """Mark the one that counts, of all sittings of a learner at one quiz, by the rules of this sitting."""
    sat = list(attempts)
    chosen = counting_of(sat, sitting.whole.counts)
    for attempt in sat:
        if attempt.counts is not (attempt is chosen):
            attempt.counts = attempt is chosen
            attempt.save(update_fields=["counts"])


def counting_of(attempts: Iterable[Attempt], method: str) -> Attempt | None:
    """The sitting that counts, of those handed in."""
    closed = {a.number: a for a in attempts if a.submitted_at is not None and a.raw is not None}
    chosen = counting((Sat(n, _scaled(a), a.passed) for n, a in closed.items()), method)
    return closed[chosen.number] if chosen else None


def _scaled(attempt: Attempt) -> Decimal:
    return (attempt.raw or Decimal(0)) / attempt.max if attempt.max else Decimal(0)
