"""A native quiz as an .h5p file: losses first, then the file; for those who may edit the quiz."""

import pytest
from django.urls import reverse

from courses.models import Quiz
from learn.accounts import roles
from tests.factories.courses import make_course, question
from tests.factories.desk import desk
from tests.learn.walk import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]


def test_losses_are_shown_before_the_file() -> None:
    make_course("kurs", questions=[question("single", "q1"), question("survey", "q2")])
    quiz = Quiz.objects.get()
    page = desk().get(reverse("h5p_export", args=[quiz.pk]))
    text = text_of(page)
    assert "Das geht dabei verloren" in text
    assert "Frage" in text
    assert reverse("h5p_export_file", args=[quiz.pk]) in page.content.decode()


def test_the_file_is_a_download() -> None:
    make_course("kurs")
    answer = desk().get(reverse("h5p_export_file", args=[Quiz.objects.get().pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Disposition"].rstrip('"').endswith(".h5p")
    assert answer.getvalue()


def test_the_button_stands_at_the_quiz_and_nowhere_else() -> None:
    course = make_course("kurs")
    quiz = Quiz.objects.get()
    client = desk()
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content.decode()
    assert reverse("h5p_export", args=[quiz.pk]) in edit
    assert "Als H5P herunterladen" in edit
    other = client.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()
    assert "Als H5P herunterladen" not in other


def test_a_page_that_is_no_quiz_has_no_file() -> None:
    course = make_course("kurs")
    assert desk().get(reverse("h5p_export", args=[course.pk])).status_code == 404


def test_without_the_right_to_edit_there_is_no_file() -> None:
    make_course("kurs")
    answer = desk(roles.HR).get(reverse("h5p_export_file", args=[Quiz.objects.get().pk]))
    assert (answer.status_code, answer.url) == (302, "/cms/")


def test_what_would_be_an_empty_file_is_not_offered_and_the_reason_told() -> None:
    make_course("kurs", questions=[question("survey", "q1"), question("survey", "q2")])
    quiz, client = Quiz.objects.get(), desk()
    screen, file = reverse("h5p_export", args=[quiz.pk]), reverse("h5p_export_file", args=[quiz.pk])
    page = client.get(screen)
    text = text_of(page)
    assert "Keine Frage dieses Quiz lässt sich nach H5P übertragen." in text
    assert "In 2 Fragen (1, 2): Diese Art von Frage kennt H5P so nicht." in text
    assert file not in page.content.decode()
    answer = client.get(file)
    assert (answer.status_code, answer.url) == (302, screen)


def test_a_quiz_without_questions_has_no_file() -> None:
    make_course("kurs", questions=[])
    page = desk().get(reverse("h5p_export", args=[Quiz.objects.get().pk]))
    assert "Das Quiz hat noch keine Fragen." in text_of(page)
    assert "Das geht dabei verloren" not in text_of(page)
