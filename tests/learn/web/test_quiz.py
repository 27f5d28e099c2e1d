"""The assessed quiz as a learner meets it, with everything that goes wrong in browsers."""

import re

import pytest
from django.conf import settings
from django.test import Client

from learn.accounts.models import Learner, User
from learn.enrolments.models import Attempt, Completion, Enrolment, LearningEvent, Response
from tests.learn.small_course import key_of, make_course, question_key, right_key, single, wrong_key
from tests.learn.walk import Walk, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Walk:
    make_course()
    return Walk()


def test_start_page_tells_the_facts(walk: Walk) -> None:
    words = text_of(walk.get("abschluss/"))
    assert "3 Fragen" in words
    assert "mit 2 von 3 Fragen" in words
    assert "So oft Sie möchten." in words
    assert "Sie haben Zeit." in words


def test_looking_makes_no_cookie_and_no_row(walk: Walk) -> None:
    for path in ("lektion-1/", "abschluss/", "abschluss/frage/1/", "uebung/", "uebung/frage/1/"):
        response = walk.get(path)
        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
    assert not Learner.objects.exists()
    assert not Enrolment.objects.exists()


def test_question_page_is_kept_by_no_cache(walk: Walk) -> None:
    assert walk.open_question(1)[0] != walk.open_question(1)[0]


def test_first_answer_makes_the_guest_and_the_attempt(walk: Walk) -> None:
    response = walk.answer(1)
    assert response.status_code == 303
    cookie = response.cookies[settings.GUEST_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    attempt = Attempt.objects.get()
    assert attempt.enrolment.learner.is_guest
    assert Response.objects.get().raw == 1
    feedback = walk.get("abschluss/frage/1/")
    words = text_of(feedback)
    assert "Richtig: Frage 1 von 3" in words
    assert "Genau." in words and "Erklärung 1." in words


def test_whole_way_to_passed(walk: Walk) -> None:
    walk.tick_all()
    last = walk.answer_all()
    assert last.headers["Location"].endswith("/abschluss/frage/3/?versuch=1")
    assert "Zum Ergebnis" in text_of(walk.client.get(last.headers["Location"]))
    result = walk.get("abschluss/ergebnis/")
    words = text_of(result)
    assert "Geschafft!" in words
    assert "3 von 3 Fragen sind richtig." in words
    assert "Konto anlegen" in words
    assert Completion.objects.get().passed


def test_not_passed_is_encouraging_and_best_counts(walk: Walk) -> None:
    walk.answer_all(right=False)
    words = text_of(walk.get("abschluss/ergebnis/"))
    assert "Noch nicht bestanden" in words and "0 von 3 Fragen sind richtig." in words
    assert "Noch einmal versuchen" in words and "Lektion 1" in words
    walk.answer_all()
    walk.answer_all(right=False)
    assert [a.passed for a in Attempt.objects.order_by("number")] == [False, True, False]
    words = text_of(walk.get("abschluss/ergebnis/"))
    assert "In einem anderen Versuch haben Sie bestanden, und der zählt." in words
    assert "Versuch 2 zählt: 3 von 3. Das beste Ergebnis zählt." in words
    assert "Schon bestanden" in text_of(walk.get("abschluss/"))


def test_attempts_limit(walk: Walk) -> None:
    make_course("knapp", attempts=2)
    tight = Walk(course="knapp")
    tight.answer_all(right=False)
    stale = tight.open_question(1)
    tight.answer_all(right=False)
    response = tight.get("abschluss/frage/1/")
    assert response.status_code == 302 and response.headers["Location"].endswith("/ergebnis/")
    posted = tight.answer(1, opened=stale)  # a tab left open
    assert posted.status_code in (302, 303)
    assert Attempt.objects.count() == 2
    words = text_of(tight.get("abschluss/ergebnis/"))
    assert "Sie haben alle Versuche genutzt" in words
    assert "Noch einmal versuchen" not in words


def test_double_click_counts_once(walk: Walk) -> None:
    opened = walk.open_question(1)
    assert walk.answer(1, opened=opened).status_code == 303
    assert walk.answer(1, opened=opened).status_code == 303
    assert Response.objects.count() == 1
    assert "schon beantwortet" not in text_of(walk.get("abschluss/frage/1/"))


def test_double_click_before_the_cookie_is_one_guest(walk: Walk) -> None:
    opened = walk.open_question(1)
    walk.answer(1, opened=opened)
    Walk(Client()).answer(1, opened=opened)  # the same form, sent before the first answer's cookie came
    assert Learner.objects.count() == 1
    assert Response.objects.count() == 1


def test_back_button_first_answer_counts(walk: Walk) -> None:
    opened = walk.open_question(1)
    walk.answer(1, right=False, opened=opened)
    response = walk.answer(1, right=True, opened=opened)
    assert response.status_code == 303
    words = text_of(walk.client.get(response.headers["Location"]))
    assert "Diese Frage haben Sie schon beantwortet. Ihre erste Antwort zählt." in words
    assert Response.objects.get().raw == 0


def test_form_of_a_handed_in_attempt_changes_nothing(walk: Walk) -> None:
    opened = walk.open_question(1)
    walk.answer(1, opened=opened)
    walk.answer(2)
    walk.answer(3)
    response = walk.answer(1, right=False, opened=opened)
    assert response.status_code == 303
    assert Attempt.objects.count() == 1
    assert Attempt.objects.get().raw == 3


def test_two_tabs_with_different_draws(walk: Walk) -> None:
    make_course("zehn", questions=10, draw=2)
    tab = Walk(course="zehn")
    first, second = tab.open_question(1), tab.open_question(1)
    while first[1] == second[1]:
        second = tab.open_question(1)
    tab.answer(1, opened=first)
    response = tab.answer(1, opened=second)
    assert response.status_code in (302, 303)
    page = tab.client.get(response.headers["Location"])
    assert page.status_code == 200
    assert Attempt.objects.count() == 1
    # Either it belonged to the running sitting and was stored there, or the learner is told and led on.
    assert Response.objects.count() == 2 or "gehört nicht zu Ihrem laufenden Versuch" in text_of(page)


def test_question_out_of_range_is_not_found(walk: Walk) -> None:
    assert walk.get("abschluss/frage/0/").status_code == 404
    response = walk.get("abschluss/frage/4/")
    assert response.status_code == 404
    assert "Zurück" in text_of(response)
    walk.answer(1)
    assert walk.get("abschluss/frage/4/").status_code == 404


def test_missing_choice_says_what_to_do(walk: Walk) -> None:
    token, _number = walk.open_question(1)
    response = walk.post("abschluss/frage/1/", sitzung=token)
    assert response.status_code == 422
    words = text_of(response)
    assert words.startswith("Fehler: Frage 1 von 3")
    assert "Wählen Sie eine Antwort aus." in words
    assert 'href="#a-1"' in response.content.decode()
    assert not Learner.objects.exists()


@pytest.mark.parametrize("choice", ["unsinn", right_key(2), "x" * 5000, "\x00"])
def test_foreign_choice_is_refused_kindly(walk: Walk, choice: str) -> None:
    token, _number = walk.open_question(1)
    response = walk.post("abschluss/frage/1/", sitzung=token, a=choice)
    assert response.status_code == 422
    assert not Response.objects.exists()


@pytest.mark.parametrize("token", ["", "unsinn", "abc:def:ghi", "x" * 9000])
def test_tampered_form_keeps_the_answer(walk: Walk, token: str) -> None:
    response = walk.post("abschluss/frage/1/", sitzung=token, a=right_key(1))
    assert response.status_code == 422
    assert "Das Formular kam nicht vollständig an." in text_of(response)
    assert f'value="{right_key(1)}" id="a-' in response.content.decode()
    assert "checked" in response.content.decode()
    assert not Response.objects.exists()


def test_token_of_another_quiz_is_refused(walk: Walk) -> None:
    make_course("anderer")
    token, _number = Walk(course="anderer").open_question(1)
    assert walk.post("abschluss/frage/1/", sitzung=token, a=right_key(1)).status_code == 422


def test_session_ends_in_mid_quiz_and_nothing_is_lost(walk: Walk, client: Client) -> None:
    user = User.objects.create_user("anna@example.org", "geheim-geheim-1")
    client.force_login(user)
    own = Walk(client)
    own.answer(1)
    opened = own.open_question(2)
    client.logout()
    client.cookies.clear()
    response = own.answer(2, opened=opened)
    assert response.status_code == 303
    guest = Learner.objects.get(user__isnull=True)
    from learn.privacy.join import join_guest

    learner = join_guest(user, guest)
    attempt = Attempt.objects.get(enrolment__learner=learner)
    assert attempt.responses.count() == 2
    client.force_login(user)
    own.answer(3)
    attempt.refresh_from_db()
    assert attempt.passed


def test_running_attempt_is_untouched_by_an_edit(walk: Walk) -> None:
    from courses.api import renew
    from courses.models import Quiz

    walk.answer(1)
    quiz = Quiz.objects.get(slug="abschluss")
    quiz.questions = [single(1), single(2, "Ganz neuer Text?"), single(4)]
    quiz.save()
    renew()
    page = text_of(walk.get("abschluss/frage/2/"))
    assert "Frage Nummer 2?" in page and "Ganz neuer Text" not in page
    walk.answer(2)
    walk.answer(3)
    assert Attempt.objects.get().raw == 3
    assert "Ganz neuer Text?" in text_of(walk.get("abschluss/frage/2/"))  # the next sitting


def test_edit_between_opening_and_first_answer(walk: Walk) -> None:
    from courses.api import renew
    from courses.models import Quiz

    kept, lost = walk.open_question(2), walk.open_question(3)
    quiz = Quiz.objects.get(slug="abschluss")
    quiz.questions = [single(2), single(5)]
    quiz.save()
    renew()
    response = walk.answer(3, opened=lost)
    assert "Das Quiz wurde gerade überarbeitet." in text_of(walk.client.get(response.headers["Location"]))
    assert walk.answer(2, opened=kept).status_code == 303
    response_row = Response.objects.get()
    assert str(response_row.question_key) == question_key(2)


def test_language_switch_in_mid_attempt(walk: Walk) -> None:
    make_course(language="en")
    walk.answer(1)
    english = walk.in_language("en")
    page = english.get("abschluss/frage/2/")
    assert page.status_code == 200
    assert 'lang="de"' in page.content.decode()
    english.answer(2)
    walk.answer(3)
    assert Attempt.objects.get().raw == 3


def test_feedback_at_the_end_tells_nothing_before(walk: Walk) -> None:
    make_course("ende", feedback="end")
    end = Walk(course="ende")
    response = end.answer(1, right=False)
    assert response.headers["Location"].endswith("/frage/2/")
    html = end.get("abschluss/frage/1/").content.decode()
    assert re.findall(r'name="a" value="([^"]+)"[^>]* checked', html) == [wrong_key(1)]
    assert "Erklärung" not in html and "Leider nein" not in html
    end.answer(1, right=True)  # changed before it is handed in
    end.answer(2, right=False)
    assert end.answer(3).headers["Location"].endswith("/ergebnis/")
    words = text_of(end.get("abschluss/ergebnis/"))
    assert "Sie haben alle Fragen beantwortet." in words and "noch ändern" in words
    assert Attempt.objects.get().submitted_at is None
    end.post("abschluss/ergebnis/")
    words = text_of(end.get("abschluss/ergebnis/"))
    assert "2 von 3 Fragen sind richtig." in words and "Richtig ist: Richtig 2" in words
    assert Response.objects.count() == 3


def test_open_questions_and_handing_in(walk: Walk) -> None:
    walk.answer(2)
    page = walk.get("abschluss/ergebnis/")
    words = text_of(page)
    assert "2 Fragen sind noch offen." in words and "Quiz jetzt abgeben" in words
    assert walk.post("abschluss/ergebnis/").status_code == 303
    assert walk.post("abschluss/ergebnis/").status_code == 303
    attempt = Attempt.objects.get()
    assert attempt.passed is False and attempt.raw == 1 and attempt.max == 3
    assert "Nicht beantwortet" in text_of(walk.get("abschluss/ergebnis/"))


def test_solution_stands_on_no_page_before_the_answer(walk: Walk) -> None:
    html = walk.get("abschluss/frage/1/").content.decode()
    for secret in ("Genau.", "Leider nein.", "Erklärung 1.", "correct"):
        assert secret not in html


def test_other_guest_sees_nothing_of_it(walk: Walk) -> None:
    walk.answer_all()
    other = Walk()
    assert other.get("abschluss/ergebnis/").status_code == 302
    assert "Frage Nummer 1" in text_of(other.get("abschluss/frage/1/", versuch="1"))
    forged = Walk()
    forged.client.cookies[settings.GUEST_COOKIE] = str(Learner.objects.get().pk)
    assert forged.get("abschluss/ergebnis/").status_code == 302


def test_events_are_written_once(walk: Walk) -> None:
    walk.tick_all()
    walk.answer_all()
    verbs = list(LearningEvent.objects.order_by("pk").values_list("verb", "object_kind"))
    assert verbs == [
        ("registered", "course"),
        *[("completed", "lesson")] * 3,
        ("attempted", "quiz"),
        ("passed", "quiz"),
        ("completed", "course"),
    ]


def test_practice_quiz_stores_nothing(walk: Walk) -> None:
    response = walk.post("uebung/frage/1/", a=wrong_key(901))
    words = text_of(response)
    assert response.status_code == 200
    assert "Noch nicht richtig" in words and "Noch einmal versuchen" in words
    assert not response.cookies
    assert not Learner.objects.exists()
    assert walk.post("uebung/frage/1/").status_code == 422
    assert "Übung geschafft" in text_of(walk.get("uebung/ergebnis/"))


def test_unknown_quiz_and_course(walk: Walk) -> None:
    assert walk.get("gibtsnicht/frage/1/").status_code == 404
    assert Walk(course="gibtsnicht").get("abschluss/frage/1/").status_code == 404
    assert key_of("a") != key_of("b")
