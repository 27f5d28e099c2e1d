"""Idle guests go after 90 days; everybody else stays."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from learn.accounts.models import Learner, User
from learn.enrolments.models import (
    Attempt,
    Completion,
    LearningEvent,
    LessonProgress,
    PracticeTried,
    QuizSnapshot,
    Response,
)
from learn.privacy.retention import erase_idle_guests, forget_answers
from tests.learn.small_course import make_course
from tests.learn.walk import Walk

pytestmark = pytest.mark.django_db


def test_idle_guest_goes_with_everything() -> None:
    make_course()
    walk = Walk()
    walk.tick(1)
    walk.answer(1)
    now = timezone.now()
    assert erase_idle_guests(now + timedelta(days=90)) == 0
    assert erase_idle_guests(now + timedelta(days=91)) == 1
    for model in (Learner, Attempt, Response, LessonProgress, LearningEvent):
        assert not model.objects.exists()
    page = walk.get("lektion-1/")  # the cookie of an erased guest harms nothing
    assert page.status_code == 200
    assert walk.tick(1).status_code == 303


def test_people_with_an_account_stay() -> None:
    Learner.objects.create(user=User.objects.create_user("a@example.org", "geheim-geheim-1"))
    assert erase_idle_guests(timezone.now() + timedelta(days=4000)) == 0


def learnt() -> date:
    """Somebody completes the course; returns the day."""
    make_course()
    client = Client()
    client.force_login(User.objects.create_user("a@example.org", "geheim-geheim-1", first_name="A", last_name="B"))
    walk = Walk(client)
    walk.tick_all()
    walk.answer_all()
    completion = Completion.objects.get()
    learner = completion.enrolment.learner
    PracticeTried.objects.create(
        learner=learner, quiz_key=uuid4(), question_key=uuid4(), tried_on=completion.completed_on
    )
    return completion.completed_on


GOING = (Attempt, Response, QuizSnapshot, LearningEvent, PracticeTried)


def test_answers_go_ninety_days_after_completion_and_the_proof_stays() -> None:
    noon = timezone.make_aware(datetime.combine(learnt(), time(12)))
    counts = [model.objects.count() for model in GOING]
    assert all(counts)
    forget_answers(noon + timedelta(days=90))
    assert [model.objects.count() for model in GOING] == counts
    gone = forget_answers(noon + timedelta(days=91))
    assert not any(model.objects.exists() for model in GOING)
    assert gone["attempts"] == 1 and gone["snapshots"] == 1
    assert Completion.objects.get().passed and LessonProgress.objects.count() == 3
    assert not any(forget_answers(noon + timedelta(days=91)).values())


def test_what_is_not_completed_or_was_sat_again_stays() -> None:
    day = learnt()
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    later = noon + timedelta(days=60)
    Attempt.objects.update(started_at=later, submitted_at=later)
    forget_answers(noon + timedelta(days=91))
    assert Attempt.objects.count() == 1 and Response.objects.count() == 3 and QuizSnapshot.objects.count() == 1
    Completion.objects.all().delete()
    forget_answers(noon + timedelta(days=4000))
    assert Attempt.objects.count() == 1
