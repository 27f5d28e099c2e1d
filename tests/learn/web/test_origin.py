"""Learning without a token while nobody is known, with one as soon as a cookie is there; always from this site."""

import re

import pytest
from django.test import Client

from learn.enrolments.models import LessonProgress, Response
from tests.learn.small_course import make_course, right_key
from tests.learn.walk import Walk

pytestmark = pytest.mark.django_db
OWN = {"HTTP_ORIGIN": "http://testserver"}
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def test_first_answer_and_next_ones() -> None:
    make_course()
    walk = Walk(Client(enforce_csrf_checks=True, **OWN))
    assert walk.answer(1).status_code == 303
    page = walk.get("abschluss/frage/2/").content.decode()
    token = CSRF.search(page)
    assert token
    opened, number = walk.open_question(2)
    fields = {"sitzung": opened, "a": right_key(number)}
    assert walk.post("abschluss/frage/2/", **fields, csrfmiddlewaretoken=token[1]).status_code == 303
    assert Response.objects.count() == 2


def test_form_opened_before_the_cookie_loses_nothing() -> None:
    make_course()
    walk = Walk(Client(enforce_csrf_checks=True, **OWN))
    opened, number = walk.open_question(2)
    walk.tick(1)  # another tab makes the guest
    response = walk.post("abschluss/frage/2/", sitzung=opened, a=right_key(number))
    again = response.content.decode()
    assert right_key(number) in again  # what was posted stands in the page that asks to send it once more


def test_other_sites_can_not_post() -> None:
    make_course()
    foreign = Walk(Client(enforce_csrf_checks=True, HTTP_ORIGIN="https://boese.example"))
    silent = Walk(Client(enforce_csrf_checks=True))
    assert foreign.tick(1).status_code == silent.tick(1).status_code == 403
    assert not LessonProgress.objects.exists()
