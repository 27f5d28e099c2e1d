"""Grading anew after a wrong key was mended: what it would change, and doing it. A pass once told stays."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

import courses.api
from courses.api import ManagedQuiz
from learn.accounts.models import User
from learn.assessment.findings import Findings, Keys, findings
from learn.assessment.models import Regrade, RegradedAttempt
from learn.enrolments import attempts, scores
from learn.enrolments.errors import NotInAttempt
from learn.enrolments.models import Attempt, Response
from learn.enrolments.sittings import Sitting
from learn.queue import Job, queue

REGRADED = "learn.regrade"
AT_ONCE = 500


@dataclass(slots=True)
class Numbers:
    """What grading anew changes, in sittings: numbers and nobody's name.

    `running` ones have no result yet; of those handed in some get a `better` or `worse` share of the points.
    `newly_passed`: failed or not decided before. `kept`: they come below the pass mark and are passed all the same.
    """

    handed_in: int = 0
    running: int = 0
    better: int = 0
    worse: int = 0
    newly_passed: int = 0
    kept: int = 0

    @property
    def all(self) -> int:
        return self.handed_in + self.running

    @property
    def same(self) -> int:
        return self.handed_in - self.better - self.worse


def preview(found: Findings, keys: Keys) -> Numbers:
    """What `run` would change now; changes nothing. Three queries for each 500 attempts."""
    numbers = Numbers()
    for attempt in found.attempts(keys).prefetch_related("responses").iterator(AT_ONCE):
        mended = found.sitting(attempt, keys)
        if mended is None:
            continue
        if attempt.submitted_at is None:
            numbers.running += 1
            continue
        sitting, _asked = mended
        result = scores.graded(attempt, sitting)
        before = (attempt.raw or Decimal(0)) / attempt.max if attempt.max else Decimal(0)
        was_above = before >= (sitting.whole.pass_mark or 0)
        numbers.handed_in += 1
        numbers.better += result.scaled > before
        numbers.worse += result.scaled < before
        numbers.newly_passed += bool(result.passed and not attempt.passed)
        numbers.kept += bool(attempt.passed and was_above and result.passed is False)
    return numbers


def start(quiz: ManagedQuiz, keys: Keys, by: User, now: datetime) -> Regrade:
    """Write down who grades which questions anew, and let the queue do it."""
    with transaction.atomic():
        regrade = Regrade.objects.create(quiz_key=quiz.key, question_keys=sorted(keys), by=by, at=now)
        page = Page.objects.get(pk=quiz.page_id)
        log(instance=page, action=REGRADED, user=by, data={"regrade": str(regrade.pk), "questions": len(keys)})
        queue("learn.jobs.regrade", regrade.pk)
    return regrade


def run(regrade_id: UUID, now: datetime) -> None:
    """Grade anew, one short transaction an attempt; what is done already changes nothing, so it may be run again."""
    regrade = Regrade.objects.get(pk=regrade_id)
    keys = frozenset(regrade.question_keys)
    found = findings(regrade.quiz_key)
    for attempt_id in list(found.attempts(keys).values_list("pk", flat=True)):
        try:
            _regrade(regrade, attempt_id, found, keys, now)
        except NotInAttempt:  # deleted meanwhile, or joined to another
            continue
    regrade.changed = regrade.attempts.count()
    regrade.newly_passed = regrade.attempts.filter(new_passed=True).exclude(old_passed=True).count()
    regrade.save(update_fields=["changed", "newly_passed"])


@transaction.atomic
def _regrade(regrade: Regrade, attempt_id: UUID, found: Findings, keys: Keys, now: datetime) -> None:
    attempt = attempts.lock(attempt_id)
    mended = found.sitting(attempt, keys)
    if mended is None:
        return
    sitting, asked = mended
    line = RegradedAttempt(
        regrade=regrade,
        attempt=attempt,
        old_snapshot_id=attempt.snapshot_id,
        old_raw=attempt.raw,
        old_passed=attempt.passed,
    )
    attempt.snapshot_id = attempts.freeze(sitting.whole)
    attempt.save(update_fields=["snapshot"])
    _grade_answers(attempt, sitting, asked)
    if attempt.submitted_at is not None:
        enrolment = attempt.enrolment
        outline = courses.api.outline(enrolment.course_key, enrolment.language)
        scores.settle(attempt, sitting, outline, now)
    line.new_raw, line.new_passed = attempt.raw, attempt.passed
    line.save()


def _grade_answers(attempt: Attempt, sitting: Sitting, asked: Keys) -> None:
    given = list(attempt.responses.filter(question_key__in=asked))
    for response in given:
        question = sitting.whole.question(str(response.question_key))
        if question is not None:
            result = attempts.result_of(response, question)
            response.raw, response.max = result.raw, result.max
    Response.objects.bulk_update(given, ["raw", "max"])


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier run. `state`: "done", "open" (the queue is at it) or "stuck" (given up; it can be run again)."""

    regrade: Regrade
    state: str


def history(quiz_key: UUID) -> list[Past]:
    """The last runs, the newest first; two queries."""
    unfinished = Job.objects.filter(name="learn.jobs.regrade", finished_at=None).values_list("args", "given_up_at")
    states = {args[0]: "stuck" if given_up else "open" for args, given_up in unfinished}
    runs = Regrade.objects.filter(quiz_key=quiz_key).select_related("by").order_by("-at")[:5]
    return [Past(each, states.get(str(each.pk), "done")) for each in runs]
