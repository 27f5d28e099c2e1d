"""A wrong key is mended and published, and what was answered before is graded anew."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

import certificates.api
import courses.api
from courses.models import Quiz
from learn.assessment import regrade
from learn.assessment.findings import findings
from learn.assessment.models import Regrade, RegradedAttempt
from learn.enrolments import attempts
from learn.enrolments.models import Attempt, Completion, LearningEvent, QuizSnapshot, Response
from learn.post.models import Mail
from learn.privacy.retention import forget_answers
from tests.learn.assessment.wrong_key import KEY, learner, mend, preview, publish, run, sit, standing
from tests.learn.small_course import key_of, make_course, question_key, right_key, single, wrong_key
from tests.learn.walk import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def test_the_preview_is_what_happens() -> None:
    """Question 1 had the wrong choice as its key. Pass mark 60 percent of three questions: two must be right."""
    make_course()
    for right in ((False, True, False), (True, True, False), (True, True, True), (False, False, False), (True,)):
        sit(learner(), *right)
    before = standing()
    mend(1)
    seen = preview(1)
    assert standing() == before
    made = run(1)
    lines = list(RegradedAttempt.objects.order_by("attempt__started_at"))
    assert [line.new_raw for line in lines] == [2, 1, 2, 1, None]
    assert [line.old_raw for line in lines] == [1, 2, 3, 0, None]
    assert [row[2] for row in standing()] == [True, True, True, False, None]
    closed = [line for line in lines if line.new_raw is not None]
    assert (seen.handed_in, seen.running) == (len(closed), 1)
    assert seen.better == sum(line.new_raw > line.old_raw for line in closed)  # type: ignore[operator]
    assert seen.worse == sum(line.new_raw < line.old_raw for line in closed)  # type: ignore[operator]
    assert seen.newly_passed == made.newly_passed == 1
    assert seen.kept == 1 and made.changed == 5
    assert seen.same == 0
    assert preview(1).all == 0 and findings(KEY).mended == {}


def test_a_second_run_changes_nothing() -> None:
    make_course()
    sit(learner(), False, True, True)
    mend(1)
    first = run(1)
    done = standing(), list(Response.objects.order_by("pk").values_list("raw", "max")), LearningEvent.objects.count()
    regrade.run(first.pk, timezone.now())  # the queue may start a job twice
    again = run(1)
    first.refresh_from_db()
    assert (first.changed, again.changed, RegradedAttempt.objects.count()) == (1, 0, 1)
    assert done == (
        standing(),
        list(Response.objects.order_by("pk").values_list("raw", "max")),
        LearningEvent.objects.count(),
    )


def test_whoever_passes_now_gets_completion_certificate_and_mail() -> None:
    make_course()
    walk = sit(learner(), False, True, False)
    walk.tick_all()
    assert not Completion.objects.exists()
    mend(1)
    run(1)
    completion = Completion.objects.get()
    assert completion.passed and completion.completed_on == timezone.localdate()
    assert certificates.api.of_awards([completion.enrolment_id])
    assert Mail.objects.filter(kind="zertifikat").count() == 1
    assert LearningEvent.objects.filter(object_kind="quiz").order_by("pk").values_list("verb", flat=True)[2] == "passed"
    assert "Geschafft!" in text_of(walk.get("abschluss/ergebnis/"))


def test_nobody_loses_a_pass_or_a_certificate() -> None:
    make_course()
    walk = sit(learner(), True, True, False)
    walk.tick_all()
    completion = Completion.objects.get()
    credential = certificates.api.of_awards([completion.enrolment_id])
    mend(1, 2)
    assert preview(1, 2).kept == 1
    run(1, 2)
    attempt = Attempt.objects.get()
    assert (attempt.raw, attempt.passed, attempt.counts) == (0, True, True)
    line = RegradedAttempt.objects.get()
    assert (line.old_raw, line.new_raw, line.old_passed, line.new_passed) == (2, 0, True, True)
    assert Completion.objects.get() == completion
    assert certificates.api.of_awards([completion.enrolment_id]) == credential
    words = text_of(walk.get("abschluss/ergebnis/"))
    assert "Geschafft!" in words and "0 von 3" in words
    mend(3)
    assert (preview(3).better, preview(3).kept) == (1, 0)  # it is below already
    day = timezone.localdate().strftime("%-d. ")
    assert f"Dieses Quiz wurde am {day}" in words and "neu bewertet. Bestanden bleibt bestanden." in words


def test_the_old_quiz_and_score_stay_to_be_looked_up() -> None:
    make_course()
    sit(learner(), False, True, True)
    old = Attempt.objects.get().snapshot
    mend(1)
    run(1)
    line = RegradedAttempt.objects.get()
    assert line.old_snapshot == old and old.data["questions"][0]["solution"]["correct"] == right_key(1)
    new = Attempt.objects.get().snapshot
    assert new.data["questions"][0]["solution"]["correct"] == wrong_key(1)
    assert new.data["questions"][1:] == old.data["questions"][1:]


def test_points_that_were_mended_count_and_the_pass_mark_stays() -> None:
    make_course()
    sit(learner(), True, False, False)
    Quiz.objects.update(pass_mark="0.90")
    publish(lambda raw: raw[question_key(1)].update(points="5"))
    run(1)
    assert standing()[0][:3] == (5, 7, True)  # 71 percent; the sitting began with a pass mark of 60


def test_a_running_sitting_goes_on_with_the_mended_key() -> None:
    make_course()
    walk = learner()
    walk.answer(1, right=False)
    mend(1)
    run(1)
    assert Response.objects.get().raw == 1
    assert "Richtig: Frage 1 von 3" in text_of(walk.get("abschluss/frage/1/"))
    walk.answer(2)
    walk.answer(3, right=False)
    assert standing()[0][:3] == (2, 3, True)


@pytest.mark.parametrize("last", ["answer", "hand in"])
def test_a_page_that_was_open_meanwhile_counts_by_the_mended_key(last: str) -> None:
    make_course(feedback="each" if last == "answer" else "end")
    walk = learner()
    walk.answer(1)
    if last == "hand in":
        walk.answer(3, right=False)
    attempt = Attempt.objects.select_related("snapshot", "enrolment__learner").get()
    read = attempts.of_attempt(attempt)  # as another request has it in hand
    mend(3)
    run(3)
    outline, now = courses.api.outline(key_of("testkurs/course"), "de"), timezone.now()
    assert outline
    if last == "answer":
        attempts.answer(attempt.enrolment.learner, outline, read, question_key(3), wrong_key(3), now)
    else:
        attempts.hand_in(read, outline, now)
    assert Response.objects.get(question_key=question_key(3)).raw == 1
    assert last == "answer" or Attempt.objects.get().raw == 2


def test_each_language_is_compared_with_its_own_version() -> None:
    make_course()
    make_course(language="en")
    sit(learner(), False, True, False)
    sit(learner().in_language("en"), False, True, False)
    mend(1)
    assert preview(1).handed_in == 1
    run(1)
    assert [row[0] for row in standing()] == [2, 1]
    mend(1, language="en")
    assert preview(1).newly_passed == 1
    run(1)
    assert [row[0] for row in standing()] == [2, 2]


def test_a_version_that_is_not_live_any_more_stays_and_is_named() -> None:
    make_course()
    make_course(language="en")
    sit(learner().in_language("en"), False, True, False)
    for page in Page.objects.filter(locale__language_code="en", depth__gt=2):
        page.specific.unpublish()
    mend(1)
    found = findings(KEY)
    assert found.closed == {"en"} and not found.mended
    run(1)
    assert standing()[0][0] == 1


def test_only_sittings_that_were_asked_the_question() -> None:
    make_course(questions=4, draw=2)
    for _ in range(6):
        sit(learner(), False, False)
    asked = Attempt.objects.filter(responses__question_key=question_key(1))
    number = asked.count()
    assert 0 < number < 6
    mend(1)
    assert preview(1).handed_in == number
    assert run(1).changed == number
    assert Attempt.objects.filter(raw=1).count() == number
    assert preview(1).all == 0


def test_questions_that_do_not_fit_are_left_alone() -> None:
    make_course()
    sit(learner(), False, False, False)

    def change(raw: dict[str, Any]) -> None:
        first = raw[question_key(1)]
        first["choices"] = first["choices"][1:] + single(77)["value"]["choices"]
        del raw[question_key(2)]

    publish(change)
    before = standing()
    assert {key: str(reason) for key, (_question, reason) in findings(KEY).refused.items()} == {
        question_key(1): "parts",
        question_key(2): "gone",
    }
    run(1, 2)
    assert standing() == before


def test_frozen_quizzes_from_before_are_kept_as_long_as_the_sittings() -> None:
    make_course()
    sit(learner(), True, True, True).tick_all()
    mend(1)
    run(1)
    assert QuizSnapshot.objects.count() == 2
    forget_answers(timezone.now())
    assert QuizSnapshot.objects.count() == 2
    forget_answers(timezone.now() + timedelta(days=91))
    assert not Attempt.objects.exists() and not RegradedAttempt.objects.exists()
    assert not QuizSnapshot.objects.exists() and Regrade.objects.exists()
