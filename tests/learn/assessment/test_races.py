"""Grading anew and deleting while learners answer: no score by an old key, no answer counted twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from learn.assessment import regrade
from learn.assessment.counts import counted
from learn.assessment.findings import findings
from learn.assessment.models import Regrade
from learn.enrolments import attempts, scores
from learn.enrolments.models import Attempt, Completion
from learn.privacy.retention import erase_idle_guests, forget_answers
from tests.learn.assessment.wrong_key import KEY, mend
from tests.learn.small_course import make_course, question_key, wrong_key
from tests.learn.walk import Walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db]


def all_at_once(*calls: Any) -> list[Any]:
    gate = Barrier(len(calls))

    def run(call: Any) -> Any:
        gate.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_last_answers_while_the_quiz_is_graded_anew() -> None:
    """Whoever comes first: each sitting ends with the score of its own frozen quiz, and whoever passes is through."""
    make_course()
    walks = [Walk() for _ in range(3)]
    for walk in walks:
        walk.tick_all()
        walk.answer(1, right=False)
        walk.answer(2, right=False)
    mend(1)
    made = Regrade.objects.create(quiz_key=KEY, question_keys=[question_key(1)])
    opened = [walk.open_question(3) for walk in walks]
    answered = all_at_once(
        lambda: regrade.run(made.pk, timezone.now()),
        *(lambda w=walk, o=each: w.answer(3, True, o).status_code for walk, each in zip(walks, opened, strict=True)),
    )
    assert answered[1:] == [303] * 3
    assert not findings(KEY).mended
    for attempt in Attempt.objects.select_related("snapshot"):
        by_its_quiz = scores.graded(attempt, attempts.of_attempt(attempt))
        assert (attempt.raw, attempt.passed) == (by_its_quiz.raw, True) == (2, True)
        assert attempt.snapshot.data["questions"][0]["solution"]["correct"] == wrong_key(1)
        assert sum(response.raw for response in attempt.responses.all()) == attempt.raw
    assert Completion.objects.count() == 3


@pytest.mark.parametrize("delete", [forget_answers, erase_idle_guests])
def test_two_deletions_at_once_count_each_answer_once(delete: Any) -> None:
    make_course()
    for _ in range(6):
        walk = Walk()
        walk.tick_all()
        walk.answer_all()
    before = counted(KEY)
    later = timezone.now() + timedelta(days=91)
    all_at_once(lambda: delete(later), lambda: delete(later), lambda: delete(later))
    assert not Attempt.objects.exists()
    assert counted(KEY) == before
