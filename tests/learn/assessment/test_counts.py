"""Statistics outlive the answers: folded once, equal before and after, and nobody's name or text in them."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Quiz
from learn.accounts import groups, roles
from learn.accounts.models import Learner, User
from learn.assessment import regrade
from learn.assessment.counts import counted
from learn.assessment.findings import findings
from learn.assessment.models import ItemCount, Regrade
from learn.enrolments.models import Attempt, Response
from learn.privacy.erase import erase_person
from learn.privacy.retention import erase_idle_guests, forget_answers
from tests.factories import courses as factory
from tests.factories import people
from tests.factories.courses import question
from tests.learn.assessment.wrong_key import KEY, learner, mend, sit
from tests.learn.small_course import make_course, question_key, right_key, wrong_key
from tests.learn.walk import TOKEN, Walk, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]
ADDRESS = f"/cms/quizze/{KEY}/auswertung/"
LATER = timedelta(days=91)


@pytest.fixture
def desk() -> Client:
    groups.set_up_groups()
    client = Client()
    client.force_login(people.in_group(people.user("Tina", "Trainer"), roles.EDITORS))
    return client


def page_of(desk: Client) -> str:
    response = desk.get(ADDRESS)
    assert response.status_code == 200
    return text_of(response)


#: six sittings of three questions; the first choice is the right one
SAT = [
    (True, True, True),
    (True, True, False),
    (True, False, False),
    (False, True, True),
    (True, True, True),
    (False,) * 3,
]


def six_sat(walk: Callable[[], Walk] = learner) -> None:
    make_course()
    for right in SAT:
        sit(walk(), *right).tick_all()


def test_the_figures_by_hand() -> None:
    """Question 1 was right in 4 of 6; of the others these sittings had 1, .5, 0, 1, 1 and 0."""
    six_sat()
    sums = counted(KEY)[question_key(1)].sums
    assert (sums.answers, sums.x, sums.y, sums.xy) == (6, 4, Decimal("3.5"), Decimal("2.5"))
    assert (sums.xx, sums.yy) == (4, Decimal("3.25"))
    # (6·2.5 - 4·3.5) / sqrt((6·4 - 16)(6·3.25 - 12.25)) = 1 / sqrt(8 · 7.25)
    assert sums.discrimination is not None and round(sums.discrimination, 4) == Decimal("0.1313")
    assert counted(KEY)[question_key(1)].chosen == {right_key(1): 4, wrong_key(1): 2}


def test_figures_are_equal_before_and_after_deletion(desk: Client) -> None:
    six_sat()
    before, page = counted(KEY), page_of(desk)
    assert forget_answers(timezone.now() + LATER)["attempts"] == 4  # those who completed the course
    assert counted(KEY) == before and Response.objects.count() == 6
    assert page_of(desk) == page
    Attempt.objects.update(passed=True)
    assert sum(row.answers for row in ItemCount.objects.all()) == 12
    forget_answers(timezone.now() + LATER)
    assert counted(KEY) == before


def test_what_is_folded_and_what_is_stored_add_up(desk: Client) -> None:
    six_sat()
    forget_answers(timezone.now() + LATER)
    sit(learner(), True, True, True)
    assert counted(KEY)[question_key(1)].sums.answers == 7
    assert page_of(desk).count(" 7 ") >= 3


def test_guests_and_deleted_accounts_stay_in_the_sums() -> None:
    six_sat(Walk)
    before = counted(KEY)
    assert erase_idle_guests(timezone.now() + LATER) == 6
    assert not Response.objects.exists() and counted(KEY) == before
    user = people.user()
    client = Client()
    client.force_login(user)
    sit(Walk(client), True, True, True)
    before = counted(KEY)
    erase_person(user)
    assert not Attempt.objects.exists() and not Learner.objects.exists()
    assert counted(KEY) == before


def test_a_running_sitting_counts_neither_before_nor_after_it_is_deleted() -> None:
    make_course()
    walk = Walk()
    walk.answer(1)
    assert counted(KEY) == {}
    erase_idle_guests(timezone.now() + LATER)
    assert not Attempt.objects.exists() and counted(KEY) == {} and not ItemCount.objects.exists()


def test_grading_anew_changes_the_figures_of_what_is_stored(desk: Client) -> None:
    six_sat()
    mend(1)
    assert "Bei 1 Frage zählen Antworten noch nach der früheren Lösung." in page_of(desk)
    made = Regrade.objects.create(quiz_key=KEY, question_keys=[question_key(1)])
    regrade.run(made.pk, timezone.now())
    tally = counted(KEY)[question_key(1)]
    assert (tally.sums.x, tally.chosen) == (2, {right_key(1): 4, wrong_key(1): 2})
    assert "früheren Lösung" not in page_of(desk)


def sit_with_free_text(text: str) -> Response:
    """A question that is right or wrong, and free text that waits to be read."""
    factory.make_course("amt", lessons=1, questions=[question("truefalse"), question("open", points=2)])
    walk = Walk(Client(), "amt")
    for place, given in ((1, "false"), (2, text)):
        html = walk.get(f"abschluss/frage/{place}/").content.decode()
        found = TOKEN.search(html)
        assert found
        walk.post(f"abschluss/frage/{place}/", sitzung=unescape(found[1]), a=given)
    return Response.objects.get(reviewed=False)


def test_free_text_counts_once_it_is_read_and_is_kept_nowhere() -> None:
    free = sit_with_free_text("Ich heiße Vera Muster.")
    key = free.attempt.quiz_key
    assert str(free.question_key) not in counted(key) and len(counted(key)) == 1
    Response.objects.filter(pk=free.pk).update(reviewed=True, raw=1)
    assert counted(key)[str(free.question_key)].sums.x == Decimal("0.5")
    erase_idle_guests(timezone.now() + LATER)
    rows = json.dumps(list(ItemCount.objects.values("question_key", "answers", "choices")), default=str)
    assert "Vera" not in rows and ItemCount.objects.count() == 2


@pytest.mark.parametrize("read", [True, False])
def test_grading_anew_leaves_the_marks_of_free_text(read: bool) -> None:
    free = sit_with_free_text("Ich rufe an.")
    if read:
        Response.objects.filter(pk=free.pk).update(reviewed=True, raw=Decimal("1.5"), remark="Gut.")
    page = Quiz.objects.get(slug="abschluss")
    page.questions[0].value["correct"] = False
    page.save_revision().publish()
    (mended,) = findings(free.attempt.quiz_key).mended
    made = Regrade.objects.create(quiz_key=free.attempt.quiz_key, question_keys=[mended])
    regrade.run(made.pk, timezone.now())
    free.refresh_from_db()
    attempt = Attempt.objects.get()
    if read:
        assert (free.raw, free.reviewed, free.remark) == (Decimal("1.5"), True, "Gut.")
        assert (attempt.raw, attempt.max, attempt.pending, attempt.passed) == (Decimal("2.5"), 3, 0, True)
    else:
        assert (free.raw, free.reviewed) == (0, False)
        assert (attempt.raw, attempt.pending, attempt.passed) == (1, 1, None)


# The screen. -------------------------------------------------------------------------------------------------------


def test_below_five_answers_the_screen_tells_nothing(desk: Client) -> None:
    make_course()
    for _ in range(4):
        sit(learner(), True, True, True)
    words = page_of(desk)
    assert (
        words.count("unter 5") >= 3
        and "Richtig 1" not in words
        and "leicht" not in words.partition("Schwierigkeit:")[0]
    )


def test_the_screen_reads_the_figures(desk: Client) -> None:
    """Of two questions whoever has one right has the other wrong: the key of one of them is wrong."""
    make_course(questions=2, lessons=1)
    for right in [(False, True)] * 12 + [(True, False)] * 8 + [(True, True)] * 6:
        sit(learner(), *right)
    words = page_of(desk)
    assert "1. Frage Nummer 1? 26 mittel 54 %" in words
    assert "Wer sonst viel richtig hat, liegt hier öfter falsch. Prüfen Sie, ob die Lösung stimmt." in words
    assert "Richtig 1 richtig 14 54 % Falsch 1 12 46 %" in words


def test_small_numbers_are_hidden_with_all_that_tells_them(desk: Client) -> None:
    make_course(questions=2, lessons=1)
    for right in [(True, True)] * 18 + [(True, False)] * 2 + [(True, True)] * 5:
        sit(learner(), *right)
    words = page_of(desk)
    assert "1. Frage Nummer 1? 25 leicht 100 %" in words
    assert "Die Antwort „Falsch 1“ wählt niemand." in words
    assert "2. Frage Nummer 2? 25 leicht – Die meisten haben sie richtig." in words
    assert "Richtig 2 richtig verborgen Falsch 2 verborgen" in words


def test_a_survey_has_no_difficulty(desk: Client) -> None:
    factory.make_course("amt", lessons=1, owner=User.objects.get(last_name="Trainer"), questions=[question("survey")])
    address = f"/cms/quizze/{Quiz.objects.get(slug='abschluss').translation_key}/auswertung/"
    assert "unter 5" in text_of(desk.get(address))


def test_no_names_and_no_cache(desk: Client) -> None:
    make_course()
    client = Client()
    client.force_login(people.user("Vera", "Muster", email="vera@example.org"))
    sit(Walk(client), True, True, True)
    response = desk.get(ADDRESS)
    assert "Muster" not in response.content.decode() and "no-store" in response["Cache-Control"]


def test_the_screen_costs_the_same_for_one_and_three(desk: Client) -> None:
    costs = []
    for questions in (1, 3):
        make_course(f"kurs-{questions}", questions=questions, lessons=1)
        for _ in range(questions * 6):
            sit(Walk(course=f"kurs-{questions}"), *([True] * questions))
        quiz = Attempt.objects.latest("started_at").quiz_key
        desk.get(f"/cms/quizze/{quiz}/auswertung/")
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(f"/cms/quizze/{quiz}/auswertung/").status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_the_list_leads_to_both_screens(desk: Client) -> None:
    make_course()
    html = desk.get("/cms/quizze/").content.decode()
    assert ADDRESS in html and ADDRESS.replace("auswertung", "neu-bewerten") in html


def test_somebody_else_s_quiz_is_not_there(desk: Client) -> None:
    make_course()
    client = Client()
    client.force_login(people.in_group(people.user(), roles.TRAINERS))
    response: Any = client.get(ADDRESS)
    assert response.status_code == 404
