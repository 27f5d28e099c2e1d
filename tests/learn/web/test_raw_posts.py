"""Whatever is posted to a quiz: a page or a way on, never a server error, and nothing counted that is no answer."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import courses.api
from courses.grading.layout import parts_of
from courses.grading.quiz import sitting
from learn.enrolments.models import Attempt, Response
from tests.learn.walk import TOKEN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BASE = "/de/kurse/alle-aufgabentypen"
FORM = "application/x-www-form-urlencoded"
NASTY = ["", " ", "1.000,5", "-0", "1e9", "zwölf", "true", "false", "\x00", "\u202eabc", "e\u0301", "ﷺ", "<b>"]
NASTY.append("x" * 3_000)


@pytest.fixture
def client(all_types: str) -> Client:
    return Client()


def names_of(question: Any, prefix: str) -> st.SearchStrategy[str]:
    """Names of its inputs, and some that are none."""
    names = [prefix, *(f"{prefix}-{part.key}" for part in parts_of(question))]
    return st.sampled_from([*names, f"{prefix}-", "sitzung", "tun", "a", "quatsch"])


def values_of(question: Any) -> st.SearchStrategy[str]:
    """Keys of its choices, nasty texts, any text."""
    keys = [choice.key for part in parts_of(question) for choice in part.choices]
    return st.sampled_from([*keys, *NASTY]) | st.text(max_size=30)


def posts_of(question: Any, prefix: str) -> st.SearchStrategy[str]:
    pairs = st.lists(st.tuples(names_of(question, prefix), values_of(question)), max_size=8)
    return pairs.map(lambda found: urlencode([(n, v.encode("utf-8", "surrogatepass")) for n, v in found]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_question_at_a_time(client: Client, data: st.DataObject) -> None:
    slot = data.draw(st.sampled_from(["uebungsrunde", "pruefungsrunde"]))
    quiz = courses.api.quiz("de", "alle-aufgabentypen", slot)
    assert quiz is not None
    number = data.draw(st.integers(1, len(quiz.spec.questions)))
    path = f"{BASE}/{slot}/frage/{number}/"
    token = TOKEN.search(client.get(path).content.decode())
    question = quiz.spec.questions[number - 1]
    body = data.draw(posts_of(question, "a"))
    if token:
        body += "&" + urlencode({"sitzung": token[1]})
    response = client.post(path, body, content_type=FORM, headers={"origin": "http://testserver"})
    assert response.status_code in (200, 302, 303, 422), response.status_code
    assert all(each.raw <= each.max for each in Response.objects.all())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_all_on_one_page(client: Client, data: st.DataObject) -> None:
    slot = data.draw(st.sampled_from(["blattrunde", "uebungsrunde"]))
    quiz = courses.api.quiz("de", "alle-aufgabentypen", slot)
    assert quiz is not None
    path = f"{BASE}/{slot}/alle/"
    html = client.get(path).content.decode()
    bodies = [
        data.draw(posts_of(question, courses.api.practice_prefix(question.key)))
        for question in sitting(quiz.spec, "x").questions
    ]
    token = TOKEN.search(html)
    wish = data.draw(st.sampled_from(["speichern", "abgeben", "trotzdem", "zeit", "quatsch"]))
    bodies.append(urlencode({"tun": wish, **({"sitzung": token[1]} if token else {})}))
    accept = data.draw(st.sampled_from(["text/html", "application/json"]))
    headers = {"origin": "http://testserver", "accept": accept}
    response = client.post(path, "&".join(filter(None, bodies)), content_type=FORM, headers=headers)
    assert response.status_code in (200, 302, 303, 422), response.status_code
    assert Attempt.objects.filter(submitted_at=None).count() <= 1


def test_a_megabyte_in_a_gap_stays_in_the_form(client: Client) -> None:
    quiz = courses.api.quiz("de", "alle-aufgabentypen", "blattrunde")
    assert quiz is not None
    gaps = next(question for question in quiz.spec.questions if question.type == "gaps")
    name = f"{courses.api.practice_prefix(gaps.key)}-{parts_of(gaps)[0].key}"
    token = TOKEN.search(client.get(f"{BASE}/blattrunde/alle/").content.decode())
    assert token
    text = "ä" * 500_000
    response = client.post(f"{BASE}/blattrunde/alle/", {"sitzung": token[1], "tun": "speichern", name: text})
    assert response.status_code == 422
    html = response.content.decode()
    assert "Ihr Text ist zu lang." in html and text in html and not Response.objects.filter(question_key=gaps.key)
