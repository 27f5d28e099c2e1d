"""A guest becomes a person with an account, and two become one: nothing done and no better result is lost."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

import certificates.api
from learn.accounts.models import Learner, User
from learn.enrolments import progress
from learn.enrolments.models import Attempt, Completion, Enrolment, LearningEvent, PracticeTried, Response
from learn.privacy.join import join_guest, merge_learners
from tests.learn.small_course import key_of, make_course
from tests.learn.walk import Walk, text_of

pytestmark = pytest.mark.django_db


def user(email: str = "anna@example.org", name: str = "") -> User:
    first, _, last = name.partition(" ")
    return User.objects.create_user(email, "geheim-geheim-1", first_name=first, last_name=last)


def test_guest_becomes_the_accounts_learner() -> None:
    make_course()
    walk = Walk()
    walk.tick_all()
    guest = Learner.objects.get()
    anna = user()
    learner = join_guest(anna, guest)
    assert learner.pk == guest.pk
    assert Learner.objects.get().user == anna
    assert join_guest(anna, guest).pk == guest.pk


def test_guest_who_completed_gets_the_certificate_with_the_account() -> None:
    make_course()
    walk = Walk()
    walk.tick_all()
    walk.answer_all()
    guest = Learner.objects.get()
    assert not certificates.api.certificates_of(guest.pk)
    learner = join_guest(user(name="Anna Beispiel"), guest)
    join_guest(learner.user, None)  # type: ignore[arg-type]
    found = certificates.api.certificates_of(learner.pk)
    assert [c.holder_name for c in found] == ["Anna Beispiel"]
    assert found[0].kind == "pass" and found[0].completed_on == timezone.localdate()
    assert found[0].valid_until is not None and found[0].valid_until.year == timezone.localdate().year + 2


def test_merging_keeps_lessons_results_and_open_answers() -> None:
    outline = make_course().outline
    anna, client = user(), Client()
    client.force_login(anna)
    own, guest_walk = Walk(client), Walk()
    own.tick(1)
    own.answer_all(right=False)
    own.answer(1)
    guest_walk.tick(1)
    guest_walk.tick(2)
    guest_walk.answer_all()
    guest_walk.answer(1)
    guest_walk.answer(2)
    guest = Learner.objects.get(user__isnull=True)
    learner = join_guest(anna, guest)
    assert list(Learner.objects.all()) == [learner]
    enrolment = Enrolment.objects.get()
    assert enrolment.lessons_done.count() == 2
    closed = Attempt.objects.filter(submitted_at__isnull=False)
    assert sorted(closed.values_list("passed", flat=True)) == [False, True]
    running = Attempt.objects.get(submitted_at__isnull=True)
    assert running.responses.count() == 2
    numbers = list(Attempt.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 3
    assert progress.standing(learner.pk, outline).passed == {key_of("testkurs/final")}
    assert set(LearningEvent.objects.values_list("learner", flat=True)) == {learner.pk}


def test_two_halves_complete_the_course() -> None:
    make_course()
    anna, client = user(name="Anna Beispiel"), Client()
    client.force_login(anna)
    Walk(client).tick_all()
    guest_walk = Walk()
    guest_walk.answer_all()
    learner = join_guest(anna, Learner.objects.get(user__isnull=True))
    assert Completion.objects.get().passed
    assert len(certificates.api.certificates_of(learner.pk)) == 1


@pytest.mark.parametrize("finished", ["source", "target", "both"])
def test_two_accounts_become_one(finished: str) -> None:
    make_course()
    people = {}
    for name in ("source", "target"):
        client = Client()
        client.force_login(user(f"{name}@example.org", f"{name.title()} Beispiel"))
        walk = Walk(client)
        walk.tick(1)
        if finished in (name, "both"):
            walk.tick_all()
            walk.answer_all()
        people[name] = Learner.objects.get(user__email=f"{name}@example.org")
    PracticeTried.objects.create(
        learner=people["source"], quiz_key=key_of("q"), question_key=key_of("a"), tried_on=date(2026, 11, 1)
    )
    merge_learners(people["source"], people["target"])
    held = certificates.api.certificates_of(people["target"].pk)
    expected = 2 if finished == "both" else 1
    assert len(held) == Completion.objects.count() == Enrolment.objects.count() == expected
    assert {c.award_key for c in held} == set(Enrolment.objects.values_list("pk", flat=True))
    assert set(Enrolment.objects.values_list("learner", flat=True)) == {people["target"].pk}
    assert PracticeTried.objects.get().learner == people["target"]


def test_somebody_elses_learner_is_left_alone() -> None:
    other = Learner.objects.create(user=user("other@example.org"))
    anna = user()
    learner = join_guest(anna, other)
    assert learner.pk != other.pk
    other.refresh_from_db()
    assert other.user is not None and other.user.email == "other@example.org"


def test_signing_in_takes_the_guests_progress_along() -> None:
    make_course()
    anna = user(name="Anna Beispiel")
    walk = Walk()
    walk.tick_all()
    walk.answer_all()
    walk.client.post("/konto/login/", {"login": anna.email, "password": "geheim-geheim-1"})
    assert "Zertifikat ansehen" in text_of(walk.get("abschluss/ergebnis/"))
    assert Response.objects.count() == 3
