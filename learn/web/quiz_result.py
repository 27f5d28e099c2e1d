"""What the result page shows: the verdict, where to read again, the answers, and the certificate if there is one."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import certificates.api
from courses.api import CourseOutline, Slot
from learn.accounts.models import Learner
from learn.enrolments import attempts, completions, progress
from learn.enrolments.attempts import Attempt
from learn.enrolments.progress import Standing
from learn.web.quiz_pages import (
    Page,
    answer_rows,
    attempts_left,
    best_of,
    foreign,
    pass_words,
    score_sentence,
    score_words,
)

ZERO = Decimal(0)


def result_context(page: Page, learner: Learner, sat: Sequence[Attempt]) -> dict[str, Any]:
    """The latest sitting, and the best one where that is another. Answers are there until they are deleted."""
    latest = sat[-1]
    sitting = attempts.of_attempt(latest)
    responses = attempts.responses_of(latest)
    standing = progress.standing(learner.pk, page.outline)
    counts = best_of(sat)
    rest = attempts_left(page, sat)
    in_points = _in_points(sitting, latest.raw or ZERO)
    return (
        page.context()
        | done_context(learner, page.outline, standing)
        | {
            "attempt": latest,
            "score": score_sentence(latest.raw or ZERO, latest.max or ZERO, in_points),
            "passed": latest.passed,
            "best_words": score_words(counts.raw, counts.max) if counts and counts.pk != latest.pk else "",
            "best_passed": bool(counts and counts.passed),
            "pass_words": pass_words(sitting.whole, in_points),
            "rows": answer_rows(sitting, responses) if responses else [],
            "content_language": foreign(sitting.whole.language),
            "again": _read_again(page.outline, page.slot, standing) if not latest.passed else [],
            "attempts_left": rest,
            "retry_url": page.question_url(1) if rest is None or rest > 0 else "",
            "standing": standing,
        }
    )


def done_context(learner: Learner | None, outline: CourseOutline, standing: Standing) -> dict[str, Any]:
    """The completion of the course, for the panel at its end: certificate, or what it still needs."""
    credential = None
    if standing.completed_on and standing.enrolment_id and learner and not learner.is_guest:
        credential = certificates.api.of_awards([standing.enrolment_id]).get(standing.enrolment_id)
    gives = outline.certificate_kind in ("pass", "participation")
    open_lessons = [slot for slot in outline.required_lessons if slot.key not in standing.done]
    return {
        "completed": bool(standing.completed_on),
        "credential": credential,
        "ask_account": bool(standing.completed_on and gives and learner and learner.is_guest),
        "ask_name": bool(
            standing.completed_on
            and gives
            and credential is None
            and learner
            and not learner.is_guest
            and not completions.printed_name(learner)
        ),
        "gives_certificate": gives,
        "open_lessons": open_lessons,
        "final_quiz_open": bool(outline.final_quiz and outline.final_quiz.key not in standing.passed),
    }


def _in_points(sitting: attempts.Sitting, raw: Decimal) -> bool:
    """Whether to speak of points: some questions weigh more than one, or some answers were right in part."""
    return raw != int(raw) or any(question.points != 1 for question in sitting.spec.scored)


def _read_again(outline: CourseOutline, slot: Slot, standing: Standing) -> list[Slot]:
    """Lessons to read before the next try: the module's; for the final quiz those still open, else all."""
    for module in outline.modules:
        if any(each.key == slot.key for each in module.slots):
            return [each for each in module.slots if each.kind == "lesson"]
    still = [lesson for lesson in outline.lessons if lesson.key not in standing.done]
    return list(still or outline.lessons)
