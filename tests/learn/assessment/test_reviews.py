"""Free answers: handed in, read by a trainer, settled, told."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import courses.api
from learn.accounts import groups, roles
from learn.accounts.models import User
from learn.assessment.queries import quiz_rows
from learn.enrolments.models import Attempt, Completion, LearningEvent, Response
from learn.post.models import Mail
from tests.factories import people
from tests.factories.courses import make_course, question
from tests.learn.walk import TOKEN, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]
RUBRIC = [{"text": "Nennt zwei Wege", "points": 2}, {"text": "Bleibt höflich", "points": 1}]


@pytest.fixture
def trainer() -> User:
    groups.set_up_groups()
    return people.in_group(people.person(people.unit("A")), roles.TRAINERS)


@pytest.fixture
def asked(trainer: User) -> None:
    free = question("open", rubric=RUBRIC, replies=["Gut beobachtet."], text="Wie erreichen Sie das Amt?")
    make_course("amt", lessons=1, owner=trainer, questions=[question("truefalse"), free], pass_mark="0.60")


class Learner:
    """Somebody with an account who sits the quiz."""

    def __init__(self) -> None:
        self.user = people.user()
        self.client = Client()
        self.client.force_login(self.user)

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(f"/de/kurse/amt/{path}", data)

    def answer(self, place: int, text: str) -> Any:
        html = self.client.get(f"/de/kurse/amt/abschluss/frage/{place}/").content.decode()
        found = TOKEN.search(html)
        assert found
        return self.post(f"abschluss/frage/{place}/", sitzung=unescape(found[1]), a=text)

    def sit(self, right: bool = False, text: str = "Ich rufe an oder gehe hin.") -> None:
        self.post("l1/erledigt/")
        self.answer(1, "true" if right else "false")
        assert self.answer(2, text).status_code == 303

    def result(self) -> str:
        return text_of(self.client.get("/de/kurse/amt/abschluss/ergebnis/"))


def key() -> Any:
    return Attempt.objects.values_list("quiz_key", flat=True)[0]


def read(trainer: User, *levels: str, pk: int | None = None, **more: Any) -> Any:
    client = Client()
    client.force_login(trainer)
    address = f"/cms/quizze/{key()}/durchsicht/{pk or Response.objects.get(reviewed=False).pk}/"
    return client.post(address, {f"level-{n}": level for n, level in enumerate(levels)} | {"remark": ""} | more)


def test_the_answer_waits_for_a_person(asked: None, trainer: User) -> None:
    learner = Learner()
    learner.sit()
    words = learner.result()
    assert "Eine Antwort liest noch ein Mensch." in words and "Wird noch gelesen" in words
    assert "Zum Beispiel so." not in words  # the sample is told with the marks
    attempt = Attempt.objects.get()
    assert (attempt.passed, attempt.pending, attempt.max) == (None, 1, 4)
    assert [(row.sittings, row.waiting) for row in quiz_rows(trainer)] == [(1, 1)]


def test_reading_settles_completes_and_tells(asked: None, trainer: User) -> None:
    learner = Learner()
    learner.sit()
    response = read(trainer, "full", "full", remark="Weiter so!", replies=["0"])
    assert response.status_code == 302 and response.headers["Location"].endswith("/durchsicht/")
    attempt = Attempt.objects.get()
    assert (attempt.passed, attempt.pending, attempt.raw, attempt.counts) == (True, 0, 3, True)
    assert Completion.objects.get().passed
    words = learner.result()
    assert "Geschafft!" in words and "Gut beobachtet." in words and "Weiter so!" in words
    assert "Nennt zwei Wege: 2 von 2 Punkten" in words
    told = Mail.objects.get(kind="gelesen")
    assert told.to == learner.user.email and "/de/kurse/amt/abschluss/ergebnis/" in told.text
    assert list(LearningEvent.objects.filter(object_kind="quiz").values_list("verb", flat=True).order_by("pk")) == [
        "attempted",
        "completed",
        "passed",
    ]


def test_marks_can_be_mended_but_a_pass_stays_and_one_mail_goes(asked: None, trainer: User) -> None:
    learner = Learner()
    learner.sit()
    read(trainer, "full", "full")
    pk = Response.objects.get(reviewed=True).pk
    read(trainer, "none", "half", pk=pk)
    attempt = Attempt.objects.get()
    assert (attempt.raw, attempt.passed) == (0.5, True)
    assert Mail.objects.filter(kind="gelesen").count() == 1
    assert list(Response.objects.get(pk=pk).marks.values()) == ["0", "0.5"]


def test_nobody_waits_when_the_answer_cannot_decide(trainer: User) -> None:
    make_course("amt", lessons=1, owner=trainer, pass_mark="0.70",
                questions=[question("truefalse", points=9), question("open", points=1)])  # fmt: skip
    learner = Learner()
    learner.sit(right=True)
    assert (Attempt.objects.get().passed, Attempt.objects.get().pending) == (True, 1)
    assert "Geschafft!" in learner.result() and "Wird noch gelesen" in learner.result()
    assert Completion.objects.exists()


def test_a_form_with_holes_keeps_what_was_written(asked: None, trainer: User) -> None:
    Learner().sit()
    response = read(trainer, "full", remark="Schon geschrieben.")
    assert response.status_code == 422
    words = text_of(response)
    assert "Bitte wählen Sie, wie weit das erfüllt ist: Bleibt höflich" in words
    assert "Schon geschrieben." in response.content.decode() and not Response.objects.filter(reviewed=True).exists()
    assert read(trainer, "full", "quatsch").status_code == 422
    assert read(trainer, "full", "full", remark="x" * 4_001).status_code == 422


def test_the_trainer_sees_no_name(asked: None, trainer: User) -> None:
    learner = Learner()
    learner.user.first_name, learner.user.last_name = "Vera", "Muster"
    learner.user.save()
    learner.sit(text="<b>Ich</b> rufe an.")
    client = Client()
    client.force_login(trainer)
    queue = client.get(f"/cms/quizze/{key()}/durchsicht/")
    page = client.get(f"/cms/quizze/{key()}/durchsicht/{Response.objects.get(reviewed=False).pk}/")
    for each in (queue, page):
        html = each.content.decode()
        assert each.status_code == 200 and "&lt;b&gt;Ich&lt;/b&gt; rufe an." in html
        assert "Muster" not in html and learner.user.email not in html
    assert re.search(r'type="radio"[^>]*value="half"', page.content.decode())


def test_other_trainers_have_no_business_here(asked: None) -> None:
    Learner().sit()
    other = people.in_group(people.person(people.unit("B")), roles.TRAINERS)
    client = Client()
    client.force_login(other)
    pk = Response.objects.get(reviewed=False).pk
    for address in (f"/cms/quizze/{key()}/durchsicht/", f"/cms/quizze/{key()}/durchsicht/{pk}/"):
        assert client.get(address).status_code == 404
    assert quiz_rows(other) == [] and courses.api.managed_quizzes(other) == ()


def test_an_answer_of_another_quiz_or_no_free_one_is_not_shown(asked: None, trainer: User) -> None:
    Learner().sit()
    client = Client()
    client.force_login(trainer)
    plain = Response.objects.get(reviewed=None).pk
    assert client.get(f"/cms/quizze/{key()}/durchsicht/{plain}/").status_code == 404
    assert client.get("/cms/quizze/00000000-0000-0000-0000-000000000000/durchsicht/").status_code == 404


def test_the_next_answer_follows(asked: None, trainer: User) -> None:
    for _ in range(3):
        Learner().sit()
    first, second, third = Response.objects.filter(reviewed=False).order_by("pk").values_list("pk", flat=True)
    assert read(trainer, "full", "full", pk=second).headers["Location"].endswith(f"/{third}/")
    assert read(trainer, "full", "full", pk=third).headers["Location"].endswith(f"/{first}/")
    assert read(trainer, "full", "full", pk=first).headers["Location"].endswith("/durchsicht/")


def test_a_blank_answer_is_no_answer(asked: None) -> None:
    learner = Learner()
    assert learner.answer(2, "  \n ").status_code == 422


def test_the_lists_cost_the_same_for_one_and_three(asked: None, trainer: User) -> None:
    client = Client()
    client.force_login(trainer)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            Learner().sit()
        for address in ("/cms/quizze/", f"/cms/quizze/{key()}/durchsicht/"):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            costs.append(len(captured))
    assert costs[:2] == costs[2:]
