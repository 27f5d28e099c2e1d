"""The lesson page, the tick, and practice inside the text."""

import pytest
from django.conf import settings
from django.test import Client

from courses.api import practice_prefix, renew
from courses.models import Lesson
from learn.accounts.models import Learner, User
from learn.enrolments.models import Completion, Enrolment, LessonProgress, PracticeTried
from tests.learn.small_course import PRACTICE_KEY, make_course, right_key, wrong_key
from tests.learn.walk import Walk, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Walk:
    make_course()
    return Walk()


def test_anonymous_lesson_is_public(walk: Walk) -> None:
    response = walk.get("lektion-2/")
    words = text_of(response)
    assert "Lektion 2 von 3" in words and "Text der Lektion 2." in words
    assert "Als erledigt markieren" in words
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert len(response.content) < 30_000


def test_tick_makes_a_guest_and_leads_on(walk: Walk) -> None:
    response = walk.tick(1)
    assert response.status_code == 303
    assert response.headers["Location"] == "/de/kurse/testkurs/lektion-2/"
    assert settings.GUEST_COOKIE in response.cookies
    words = text_of(walk.get("lektion-2/"))
    assert "„Lektion 1“ ist erledigt." in words
    assert "1 von 3 Lektionen erledigt" in words
    assert "„Lektion 1“ ist erledigt." not in text_of(walk.get("lektion-2/"))


def test_ticking_twice_counts_once(walk: Walk) -> None:
    walk.tick(1)
    walk.tick(1)
    assert LessonProgress.objects.count() == 1
    assert "Sie haben diese Lektion geschafft." in text_of(walk.get("lektion-1/"))


def test_tick_by_get_changes_nothing(walk: Walk) -> None:
    assert walk.get("lektion-1/erledigt/").status_code == 302
    assert not Learner.objects.exists()


def test_unpublished_lesson_says_so(walk: Walk) -> None:
    walk.tick(2)
    Lesson.objects.get(slug="lektion-2").unpublish()
    renew()
    for response in (walk.get("lektion-2/"), walk.tick(2)):
        assert response.status_code == 404
        assert "Ihr Lernstand im Kurs „Testkurs“ ist gespeichert." in text_of(response)
    assert LessonProgress.objects.count() == 1


def test_progress_holds_in_another_language(walk: Walk) -> None:
    make_course(language="en")
    walk.tick(1)
    english = walk.in_language("en")
    assert "You have finished this lesson." in text_of(english.get("lektion-1/"))
    english.tick(2)
    assert LessonProgress.objects.count() == 2
    assert Enrolment.objects.count() == 1
    assert Enrolment.objects.get().language == "en"


def test_participation_completes_with_the_last_lesson(client: Client) -> None:
    make_course("teilnahme", kind="participation", with_practice=False)
    user = User.objects.create_user("eva@example.org", "geheim-geheim-1", first_name="Eva", last_name="Muster")
    client.force_login(user)
    walk = Walk(client, "teilnahme")
    walk.tick(1)
    walk.tick(2)
    assert not Completion.objects.exists()
    response = walk.tick(3)
    completion = Completion.objects.get()
    assert completion.passed is False
    page = walk.client.get(response.headers["Location"])
    assert "Zertifikat ansehen" in text_of(page)


def test_practice_in_the_text(walk: Walk) -> None:
    name = practice_prefix(PRACTICE_KEY)
    lesson = walk.get("lektion-1/").content.decode()
    assert f'id="{name}"' in lesson and f'id="{name}-weiter"' in lesson
    assert f"/lektion-1/uebung/{PRACTICE_KEY}/" in lesson
    assert "csrfmiddlewaretoken" not in lesson
    wrong = walk.post(f"lektion-1/uebung/{PRACTICE_KEY}/", **{name: wrong_key(900)})
    words = text_of(wrong)
    assert wrong.status_code == 200
    assert "Noch nicht richtig" in words and "Noch einmal versuchen" in words and "Weiter mit der Lektion" in words
    assert "autofocus" in wrong.content.decode()
    right = walk.post(f"lektion-1/uebung/{PRACTICE_KEY}/", **{name: right_key(900)})
    assert text_of(right).startswith("Richtig: Kurz ausprobieren")
    assert walk.post(f"lektion-1/uebung/{PRACTICE_KEY}/").status_code == 422
    assert walk.get(f"lektion-1/uebung/{PRACTICE_KEY}/").status_code == 302
    assert not Learner.objects.exists()


def test_practice_of_people_with_account_is_noted(walk: Walk, client: Client) -> None:
    user = User.objects.create_user("a@example.org", "geheim-geheim-1")
    Learner.objects.create(user=user)
    client.force_login(user)
    own = Walk(client)
    for _ in range(2):
        own.post(f"lektion-1/uebung/{PRACTICE_KEY}/", **{practice_prefix(PRACTICE_KEY): right_key(900)})
    assert PracticeTried.objects.count() == 1


def test_unknown_practice_is_not_found(walk: Walk) -> None:
    assert walk.post("lektion-2/uebung/00000000-0000-0000-0000-000000000000/").status_code == 404
