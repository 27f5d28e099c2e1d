"""What the result page shows: the verdict, where to read again, the answers, and the certificate if there is one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import certificates.api
from courses.api import CourseOutline, Slot
from courses.grading.spec import QuestionSpec
from learn.accounts.models import Learner
from learn.assessment.queries import regraded_at
from learn.enrolments import attempts, completions, progress
from learn.enrolments.attempts import Attempt, Response
from learn.enrolments.progress import Standing
from learn.web.quiz_pages import (
    COUNTS_WORDS,
    Page,
    attempts_left,
    foreign,
    pass_words,
    read_again,
    score_of,
    score_sentence,
    tells_solutions,
    waits,
)
from learn.web.quiz_rows import answer_rows

ZERO = Decimal(0)


def result_context(page: Page, learner: Learner, sat: Sequence[Attempt], shown: Attempt) -> dict[str, Any]:
    """One sitting that was handed in, and which one counts. Answers are there until they are deleted."""
    sitting = attempts.of_attempt(shown)
    responses = attempts.responses_of(shown)
    standing = progress.standing(learner.pk, page.outline)
    counts = next((attempt for attempt in sat if attempt.counts), None)
    rest = attempts_left(page, sat)
    until = waits(page.quiz.spec, sat)
    may_retry = (rest is None or rest > 0) and all(attempt.submitted_at for attempt in sat)
    in_points = _in_points(sitting, shown.raw or ZERO)
    return (
        page.context()
        | done_context(learner, page.outline, standing)
        | {
            "attempt": shown,
            "regraded_at": regraded_at(shown),
            "sat": [
                (attempt, f"{page.result_url}?versuch={attempt.number}") for attempt in sat if attempt.submitted_at
            ],
            "score": score_sentence(shown.raw or ZERO, shown.max or ZERO, in_points),
            "passed": shown.passed,
            "pending": shown.pending,
            "counts": counts,
            "counts_here": bool(counts and counts.pk == shown.pk),
            "counts_words": COUNTS_WORDS[sitting.whole.counts],
            "counting_score": score_of(counts),
            "counting_passed": bool(counts and counts.passed),
            "pass_words": pass_words(sitting.whole, in_points),
            "rows": answer_rows(page, sitting, responses) if responses else [],
            "tells": sitting.whole.review,
            "solutions": tells_solutions(sitting) or not sitting.tells_at_end,
            "forgotten": not responses,
            "content_language": foreign(sitting.whole.language),
            "again": _read_again(page, sitting, responses, standing) if shown.passed is False else [],
            "attempts_left": rest,
            "waits_until": until if may_retry else None,
            "retry_url": _retry_url(page) if may_retry and not until else "",
            "standing": standing,
        }
    )


def _retry_url(page: Page) -> str:
    return page.start_url if page.quiz.spec.limit else page.first_url()


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


def _read_again(
    page: Page, sitting: attempts.Sitting, responses: Mapping[str, Response], standing: Standing
) -> list[Slot]:
    """Lessons to read before the next try: those that explain what was not right; else the module's; for the final
    quiz those still open, else all."""
    not_right = (spec for spec in sitting.spec.scored if not _is_right(spec, responses))
    named = dict.fromkeys(lesson for spec in not_right if (lesson := read_again(page.outline, spec)))
    if named:
        return list(named)
    for module in page.outline.modules:
        if any(each.key == page.slot.key for each in module.slots):
            return [each for each in module.slots if each.kind == "lesson"]
    still = [lesson for lesson in page.outline.lessons if lesson.key not in standing.done]
    return list(still or page.outline.lessons)


def _is_right(spec: QuestionSpec, responses: Mapping[str, Response]) -> bool:
    response = responses.get(spec.key)
    return response is not None and attempts.result_of(response, spec).correct is not False
