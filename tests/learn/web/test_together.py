"""All questions on one page: kept as given, changed, handed in together; in practice told at once."""

import re
from html import unescape
from typing import Any

import pytest

import courses.api
from learn.accounts.models import Learner
from learn.enrolments.models import Attempt, Response
from tests.learn.small_course import make_course, question_key, right_key, wrong_key
from tests.learn.walk import TOKEN, Walk, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture
def walk() -> Walk:
    make_course("blatt", lessons=1, questions=3, layout="all")
    return Walk(course="blatt")


def name(number: int) -> str:
    return courses.api.practice_prefix(question_key(number))


def token_of(walk: Walk) -> str:
    found = TOKEN.search(walk.get("abschluss/alle/").content.decode())
    assert found
    return unescape(found[1])


def given(*right: bool) -> dict[str, str]:
    return {name(n): (right_key if each else wrong_key)(n) for n, each in enumerate(right, 1)}


def post(walk: Walk, token: str, /, do: str = "", **values: Any) -> Any:
    return walk.post("abschluss/alle/", sitzung=token, tun=do, **values)


def test_the_start_leads_to_the_one_page(walk: Walk) -> None:
    assert '/abschluss/alle/"' in walk.get("abschluss/").content.decode()
    page = walk.get("abschluss/alle/")
    assert [f"Frage {n} von 3" in text_of(page) for n in (1, 2, 3)] == [True] * 3
    assert not page.cookies and not Learner.objects.exists()


def test_answers_are_kept_changed_and_handed_in(walk: Walk) -> None:
    token = token_of(walk)
    response = post(walk, token, "speichern", **given(False, True))
    assert response.status_code == 303 and Response.objects.count() == 2
    html = walk.get("abschluss/alle/").content.decode()
    assert html.count(" checked") == 2 and "Ihre Antworten sind gespeichert" in unescape(html)
    post(walk, token, "speichern", **given(True, True))
    assert Response.objects.filter(raw=1).count() == 2
    last = post(walk, token, "abgeben", **given(True, True, False))
    assert last.status_code == 303 and last.headers["Location"].endswith("/ergebnis/")
    assert "2 von 3 Fragen sind richtig." in text_of(walk.get("abschluss/ergebnis/"))
    assert post(walk, token, "abgeben", **given(False, False, False)).status_code == 303  # the back button
    assert Attempt.objects.get().raw == 2 and Response.objects.count() == 3


def test_a_guest_who_was_unknown_until_the_first_try_may_hand_in_the_page_that_came_back(walk: Walk) -> None:
    """The first post makes the guest known: from then on forms need a token, also the one in its answer."""
    walk.client.handler.enforce_csrf_checks = True
    data = {"sitzung": token_of(walk), "tun": "abgeben", **given(True)}
    first = walk.client.post(f"{walk.base}/abschluss/alle/", data, headers={"Origin": "http://testserver"})
    assert first.status_code == 422 and first.cookies
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', unescape(first.content.decode())))
    data = hidden | {"tun": "abgeben", **given(True, True, True)}
    assert walk.client.post(f"{walk.base}/abschluss/alle/", data).status_code == 303


def test_what_is_missing_is_named_and_everything_stays(walk: Walk) -> None:
    response = post(walk, token_of(walk), "abgeben", **given(True))
    assert response.status_code == 422 and Attempt.objects.get().submitted_at is None
    html = response.content.decode()
    assert len(re.findall(r'<a href="#u[0-9a-f]{8}-1">', html)) == 2 and html.count(" checked") == 1
    assert "So abgeben" in text_of(response)
    assert post(walk, token_of(walk), "trotzdem", **given(True)).status_code == 303
    assert Attempt.objects.get().raw == 1


def test_an_answer_can_be_taken_back(walk: Walk) -> None:
    token = token_of(walk)
    post(walk, token, "speichern", **given(True, True))
    post(walk, token, "speichern", **given(True))
    assert Response.objects.count() == 1


def test_the_script_keeps_answers_and_gets_a_token(walk: Walk) -> None:
    token = token_of(walk)
    response = walk.client.post(
        f"{walk.base}/abschluss/alle/", {"sitzung": token, **given(True)}, headers={"accept": "application/json"}
    )
    assert response.status_code == 200 and response.json()["saved"].startswith("Ihre Antworten sind gespeichert (")
    assert response.json()["token"] and "gast" in response.cookies
    assert Response.objects.count() == 1


def test_both_ways_of_one_sitting_may_be_mixed(walk: Walk) -> None:
    post(walk, token_of(walk), "speichern", **given(True))
    assert "Antwort speichern" in text_of(walk.get("abschluss/frage/2/"))
    walk.answer(2)
    assert walk.get("abschluss/alle/").content.decode().count(" checked") == 2


def test_a_sitting_that_tells_at_once_has_no_one_page(walk: Walk) -> None:
    make_course("einzeln", lessons=1)
    other = Walk(course="einzeln")
    other.answer(1)
    response = other.get("abschluss/alle/")
    assert response.status_code == 302 and response.headers["Location"].endswith("/frage/2/")
    assert other.post("abschluss/alle/", sitzung=other.open_question(2)[0], tun="abgeben").status_code == 302
    assert Attempt.objects.get().submitted_at is None


def test_the_reader_s_wish_goes_before_the_quiz_s(walk: Walk) -> None:
    walk.client.cookies["lesehilfen"] = "questions:one"
    assert '/abschluss/frage/1/"' in walk.get("abschluss/").content.decode()
    walk.client.cookies["lesehilfen"] = "questions:all"
    make_course("einzeln", lessons=1)
    other = Walk(walk.client, "einzeln")
    assert '/abschluss/alle/"' in other.get("abschluss/").content.decode()
    token = token_of(other)
    assert other.post("abschluss/alle/", sitzung=token, tun="speichern", **given(True)).status_code == 303
    assert Attempt.objects.get().feedback == "end"  # nothing is told before it is handed in


def test_a_tampered_form_loses_nothing(walk: Walk) -> None:
    response = post(walk, "gefälscht", "abgeben", **given(True, True))
    assert response.status_code == 422 and response.content.decode().count(" checked") == 2
    assert "kam nicht vollständig an" in text_of(response) and not Attempt.objects.exists()


def test_foreign_choices_are_refused_and_the_others_kept(walk: Walk) -> None:
    values = given(True) | {name(2): "gibt-es-nicht", name(3): [right_key(3), wrong_key(3)]}
    response = post(walk, token_of(walk), "speichern", **values)
    assert response.status_code == 422 and Response.objects.count() == 1
    words = text_of(response)
    assert "Diese Antwort gibt es hier nicht." in words and "Wählen Sie nur eine Antwort aus." in words


def test_practice_on_one_page_and_again_what_was_not_right() -> None:
    make_course("ueben", lessons=1)
    walk = Walk(course="ueben")
    walk.client.cookies["lesehilfen"] = "questions:all"
    first, second = (courses.api.practice_prefix(question_key(n)) for n in (901, 902))
    assert walk.post("uebung/alle/", **{first: right_key(901)}).status_code == 422
    response = walk.post("uebung/alle/", **{first: right_key(901), second: wrong_key(902)})
    words = text_of(response)
    assert "Bei einer Frage lohnt sich ein zweiter Blick:" in words and "Erklärung 902." in words
    assert '/uebung/alle/?nur=2"' in response.content.decode()
    again = text_of(walk.get("uebung/alle/", nur="2"))
    assert "Frage 1 von 1" in again and "Frage Nummer 902?" in again and "901" not in again
    assert "Gut gemacht." in text_of(walk.client.post(f"{walk.base}/uebung/alle/?nur=2", {second: right_key(902)}))
    assert not Learner.objects.exists()


def test_a_round_of_what_was_not_right() -> None:
    make_course("runde", lessons=1)
    walk = Walk(course="runde")
    page = walk.client.post(f"{walk.base}/uebung/frage/1/", {"a": wrong_key(901)})
    assert '/uebung/frage/2/?offen=1"' in page.content.decode()
    page = walk.client.post(f"{walk.base}/uebung/frage/2/?offen=1", {"a": right_key(902)})
    assert '/uebung/ergebnis/?offen=1"' in page.content.decode()
    end = walk.get("uebung/ergebnis/", offen="1")
    assert "Nur diese Frage noch einmal" in text_of(end) and '/uebung/frage/1/?nur=1"' in end.content.decode()
    page = walk.client.post(f"{walk.base}/uebung/frage/1/?nur=1", {"a": right_key(901)})
    assert "Frage 1 von 1" in text_of(page) and '/uebung/ergebnis/?nur=1"' in page.content.decode()
    for nonsense in ({"offen": "9.x.1" * 50}, {"nur": "0"}, {"reihe": "-1"}, {"nur": "²"}):
        assert walk.get("uebung/frage/1/", **nonsense).status_code == 200
