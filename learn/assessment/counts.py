"""Counting answers for the statistics, and folding them into sums before they are deleted."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from courses.grading.spec import QuizSpec
from learn.assessment.models import ItemCount
from learn.assessment.statistics import Sums, Tally
from learn.enrolments.models import Attempt, QuizSnapshot, Response

Tallies = dict[tuple[UUID, UUID], Tally]


def counted(quiz_key: UUID) -> dict[str, Tally]:
    """What is known of each question of a quiz: the sums of deleted answers and those still stored. Three queries."""
    found = _tallies(Response.objects.filter(attempt__quiz_key=quiz_key))
    for row in ItemCount.objects.filter(quiz_key=quiz_key):
        key = quiz_key, row.question_key
        found[key] = found.get(key, Tally()) + _tally(row)
    return {str(question_key): tally for (_quiz, question_key), tally in found.items()}


def fold_and_delete(attempts: QuerySet[Attempt]) -> int:
    """Delete sittings and keep their sums; returns how many.

    One transaction, with the rows held: each answer is folded once, whoever else deletes at the same time.
    """
    with transaction.atomic():
        rows = attempts.select_related("enrolment").select_for_update(of=("enrolment", "self"))
        held = [row.pk for row in rows.order_by("enrolment_id", "pk")]
        _fold(_tallies(Response.objects.filter(attempt__in=held)))
        Attempt.objects.filter(pk__in=held).delete()
    return len(held)


def _tallies(responses: QuerySet[Response]) -> Tallies:
    """Answers of sittings that were handed in; free text counts once somebody has read it."""
    rows = responses.filter(attempt__submitted_at__isnull=False).exclude(reviewed=False)
    used = rows.values("attempt__snapshot_id")
    frozen = {each.pk: QuizSpec.from_data(each.data) for each in QuizSnapshot.objects.filter(pk__in=used)}
    questions = {(pk, question.key): question for pk, spec in frozen.items() for question in spec.questions}
    found: Tallies = defaultdict(Tally)
    columns = ("question_key", "answer", "raw", "max", "attempt__quiz_key", "attempt__snapshot_id")
    for question_key, answer, raw, most, quiz_key, snapshot, total, total_most in rows.values_list(
        *columns, "attempt__raw", "attempt__max"
    ).iterator():
        question = questions.get((snapshot, str(question_key)))
        if question is not None and total is not None and total_most is not None:
            found[quiz_key, question_key].count(question, answer, Sums.of(raw, most, total, total_most))
    return dict(found)


def _fold(tallies: Tallies) -> None:
    """Add to the rows, which are made where they are missing and held in one order."""
    made = [ItemCount(quiz_key=quiz, question_key=question) for quiz, question in sorted(tallies)]
    ItemCount.objects.bulk_create(made, ignore_conflicts=True)
    quizzes = {quiz for quiz, _question in tallies}
    rows = [
        row
        for row in ItemCount.objects.select_for_update().filter(quiz_key__in=quizzes).order_by("pk")
        if (row.quiz_key, row.question_key) in tallies
    ]
    for row in rows:
        total = _tally(row) + tallies[row.quiz_key, row.question_key]
        sums = total.sums
        row.answers, row.choices = sums.answers, dict(total.chosen)
        row.sum_x, row.sum_y, row.sum_xx, row.sum_yy, row.sum_xy = sums.x, sums.y, sums.xx, sums.yy, sums.xy
    ItemCount.objects.bulk_update(rows, ["answers", "choices", "sum_x", "sum_y", "sum_xx", "sum_yy", "sum_xy"])


def _tally(row: ItemCount) -> Tally:
    sums = Sums(row.answers, row.sum_x, row.sum_y, row.sum_xx, row.sum_yy, row.sum_xy)
    tally = Tally(sums)
    tally.chosen.update(row.choices)
    return tally
