"""Sittings at an assessed quiz: begun, answered, handed in. Each of them is one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from courses.api import CourseOutline
from courses.grading.grade import grade
from courses.grading.spec import QuizSpec
from learn.accounts.models import Learner
from learn.rules.attempts import extended, may_start, waits_until

from . import events
from .enrol import enrol, touch
from .errors import NoAttemptsLeft, NotInAttempt, TimeIsUp, TooSoon
from .models import Attempt, QuizSnapshot, Response
from .scores import settle
from .sittings import Sitting, current, of_attempt, responses_of, result_of

__all__ = [
    "Answered",
    "Attempt",
    "Response",
    "Sitting",
    "answer",
    "begin",
    "current",
    "freeze",
    "hand_in",
    "lock",
    "more_time",
    "of_attempt",
    "responses_of",
    "result_of",
    "save",
]


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer.

    `first` is False when the question had one before and that one counts; `same` says that it was the very same
    answer (a double click). `next_open` is the next place without an answer, None after the last one.
    """

    attempt: Attempt
    number: int
    first: bool
    same: bool
    next_open: int | None

    @property
    def handed_in(self) -> bool:
        return self.attempt.submitted_at is not None


@transaction.atomic
def begin(
    learner: Learner, outline: CourseOutline, sitting: Sitting, now: datetime, limit: int | None = None
) -> Sitting:
    """Begin a sitting before its first answer, as one with a clock must be; `limit` are the minutes granted.

    A running one goes on. Raises NoAttemptsLeft and TooSoon.
    """
    return of_attempt(_start(learner, outline, sitting, now, limit))


@transaction.atomic
def answer(
    learner: Learner, outline: CourseOutline, sitting: Sitting, question_key: str, given: Any, now: datetime
) -> Answered:
    """Store one answer with its grade.

    Where the quiz tells after each question, the first answer counts, however often it is posted, and the answer to
    the last open question hands the sitting in; else it may be changed until the sitting is handed in. Without a
    running attempt this begins one with exactly this sitting. Raises NotInAttempt (another sitting is running that
    lacks the question), NoAttemptsLeft, TooSoon and TimeIsUp.
    """
    attempt, sitting = _running(learner, outline, sitting, now)
    number = sitting.number_of(question_key)
    if number is None:
        raise NotInAttempt
    answered = {str(key): None for key in attempt.responses.values_list("question_key", flat=True)}
    is_final = question_key in answered and not sitting.tells_at_end
    if attempt.submitted_at is not None or is_final:
        same = attempt.responses.filter(question_key=question_key, answer=given).exists()
        return Answered(attempt, number, first=False, same=same, next_open=_next(sitting, number, answered))
    if sitting.is_over(now):
        raise TimeIsUp
    result = grade(sitting.spec.questions[number - 1], given)
    fields = {"answer": given, "raw": result.raw, "max": result.max, "answered_at": now}
    if question_key in answered:
        attempt.responses.filter(question_key=question_key).update(**fields)
    else:
        attempt.responses.create(question_key=question_key, **fields)
    answered[question_key] = None
    touch(attempt.enrolment, outline.language, now)
    if not sitting.tells_at_end and not sitting.open_numbers(answered):
        _close(attempt, sitting, outline, now)
    return Answered(attempt, number, first=True, same=True, next_open=_next(sitting, number, answered))


@transaction.atomic
def save(
    learner: Learner, outline: CourseOutline, sitting: Sitting, given: Mapping[str, Any], now: datetime
) -> Sitting:
    """Keep many answers of a sitting that tells at its end; None takes an answer back. Raises what `answer` raises.

    What comes after the sitting was handed in changes nothing.
    """
    attempt, sitting = _running(learner, outline, sitting, now)
    if not sitting.tells_at_end:
        raise NotInAttempt
    if attempt.submitted_at is not None:
        return Sitting(sitting.whole, sitting.seed, attempt)
    if sitting.is_over(now):
        raise TimeIsUp
    kept = responses_of(attempt)
    gone = [kept[key].pk for key, value in given.items() if value is None and key in kept]
    changed = [
        _response(attempt, sitting, key, value, kept.get(key), now)
        for key, value in given.items()
        if value is not None and (key not in kept or kept[key].answer != value)
    ]
    if gone:
        attempt.responses.filter(pk__in=gone).delete()
    Response.objects.bulk_create([each for each in changed if each.pk is None])
    Response.objects.bulk_update(
        [each for each in changed if each.pk is not None], ["answer", "raw", "max", "answered_at"]
    )
    touch(attempt.enrolment, outline.language, now)
    return Sitting(sitting.whole, sitting.seed, attempt)


@transaction.atomic
def hand_in(sitting: Sitting, outline: CourseOutline, now: datetime) -> Attempt:
    """Close a running attempt; questions without an answer count 0. Handing in twice changes nothing."""
    if sitting.attempt is None:
        raise NotInAttempt
    attempt = lock(sitting.attempt.pk)
    if attempt.submitted_at is None:
        _close(attempt, _as_it_is(attempt, sitting), outline, now)
    return attempt


@transaction.atomic
def more_time(sitting: Sitting) -> Attempt:
    """Extend a running sitting by the quiz's own limit, up to ten times of it."""
    if sitting.attempt is None:
        raise NotInAttempt
    attempt = lock(sitting.attempt.pk)
    if attempt.limit and sitting.whole.limit and attempt.submitted_at is None:
        attempt.limit = extended(sitting.whole.limit, attempt.limit)
        attempt.save(update_fields=["limit"])
    return attempt


def lock(attempt_id: UUID) -> Attempt:
    """The attempt and, before it, its enrolment: whoever may complete a course stands in one queue, in one order.

    Raises NotInAttempt when the attempt has gone meanwhile: the guest was joined to an account in another tab.
    """
    rows = Attempt.objects.select_for_update(of=("enrolment", "self")).select_related("enrolment__learner__user")
    attempt = rows.filter(pk=attempt_id).first()
    if attempt is None:
        raise NotInAttempt
    return attempt


def freeze(spec: QuizSpec) -> str:
    """Keep the quiz as plain data; equal quizzes are kept once. Returns the content hash."""
    content_hash = spec.content_hash()
    QuizSnapshot.objects.get_or_create(content_hash=content_hash, defaults={"data": spec.to_data()})
    return content_hash


def _running(learner: Learner, outline: CourseOutline, sitting: Sitting, now: datetime) -> tuple[Attempt, Sitting]:
    """The attempt, locked, and its sitting; begun if there is none yet."""
    if sitting.attempt is not None:
        attempt = lock(sitting.attempt.pk)
        return attempt, _as_it_is(attempt, sitting)
    attempt = _start(learner, outline, sitting, now, sitting.whole.limit)
    same = attempt.seed == sitting.seed and attempt.snapshot_id == sitting.whole.content_hash()
    if same and attempt.feedback == sitting.feedback:
        return attempt, sitting
    return attempt, of_attempt(attempt)  # a second tab was quicker


def _as_it_is(attempt: Attempt, sitting: Sitting) -> Sitting:
    """The sitting of a locked attempt: a wrong key may have been mended since it was read."""
    read = sitting.attempt
    return sitting if read is not None and read.snapshot_id == attempt.snapshot_id else of_attempt(attempt)


def _start(learner: Learner, outline: CourseOutline, sitting: Sitting, now: datetime, limit: int | None) -> Attempt:
    # The enrolment is locked: of two first answers one begins the attempt.
    enrolment = enrol(learner, outline.key, outline.language, now)
    quiz_key = UUID(sitting.whole.key)
    earlier = list(enrolment.attempts.filter(quiz_key=quiz_key).select_related("snapshot"))
    for attempt in earlier:
        if attempt.submitted_at is None or attempt.seed == sitting.seed:
            return attempt  # running, or this very form was posted before
    if not may_start(sitting.whole.attempts, len(earlier)):
        raise NoAttemptsLeft
    last = max((a.submitted_at for a in earlier if a.submitted_at), default=None)
    if until := waits_until(sitting.whole.wait, last, now):
        raise TooSoon(until)
    attempt = enrolment.attempts.create(
        quiz_key=quiz_key,
        snapshot_id=freeze(sitting.whole),
        seed=sitting.seed,
        number=max((a.number for a in earlier), default=0) + 1,
        feedback=sitting.feedback,
        limit=limit,
        started_at=now,
    )
    events.record(learner.pk, outline.key, events.Verb.ATTEMPTED, events.Kind.QUIZ, quiz_key, now)
    return attempt


def _response(
    attempt: Attempt, sitting: Sitting, key: str, value: Any, kept: Response | None, now: datetime
) -> Response:
    number = sitting.number_of(key)
    if number is None:
        raise NotInAttempt
    result = grade(sitting.spec.questions[number - 1], value)
    made = kept or Response(attempt=attempt, question_key=key)
    made.answer, made.raw, made.max, made.answered_at = value, result.raw, result.max, now
    return made


def _next(sitting: Sitting, number: int, answered: Mapping[str, Any]) -> int | None:
    places = sitting.open_numbers(answered)
    return next((place for place in places if place > number), places[0] if places else None)


def _close(attempt: Attempt, sitting: Sitting, outline: CourseOutline, now: datetime) -> None:
    read = [question.key for question in sitting.spec.questions if question.needs_review]
    if read:
        attempt.responses.filter(question_key__in=read).update(reviewed=False)
    attempt.submitted_at = now
    settle(attempt, sitting, outline, now)
