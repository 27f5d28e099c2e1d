"""The screen on which a trainer grades a quiz anew."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from learn.accounts import groups, roles
from learn.accounts.models import User
from learn.assessment.findings import findings
from learn.assessment.models import Regrade
from learn.enrolments.models import Attempt, Completion
from learn.queue import Job
from tests.factories import people
from tests.learn.assessment.wrong_key import KEY, learner, mend, sit
from tests.learn.small_course import make_course, question_key
from tests.learn.walk import Walk, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]
ADDRESS = f"/cms/quizze/{KEY}/neu-bewerten/"
Capture = Callable[..., Any]


@pytest.fixture
def desk() -> Client:
    """A trainer who owns the course; call it with the course made."""
    groups.set_up_groups()
    trainer = people.in_group(people.user("Tina", "Trainer"), roles.TRAINERS)
    make_course()
    Page.objects.filter(depth__gt=2).update(owner=trainer)
    client = Client()
    client.force_login(trainer)
    return client


def page_of(desk: Client, **query: Any) -> str:
    response = desk.get(ADDRESS, query)
    assert response.status_code == 200
    return text_of(response)


def press(desk: Client, *numbers: int, stand: str | None = None) -> Any:
    ticked = [question_key(number) for number in numbers]
    return desk.post(ADDRESS, {"stand": findings(KEY).stand if stand is None else stand, "frage": ticked})


def test_from_the_preview_to_the_result(desk: Client, django_capture_on_commit_callbacks: Capture) -> None:
    sit(learner(), False, True, False).tick_all()
    assert "Nichts zu tun" in page_of(desk)
    mend(1)
    words = page_of(desk)
    assert "Frage Nummer 1? Richtig 1 Falsch 1" in words and "Frage Nummer 2" not in words
    assert "werden neu bewertet 1" in words and "sind dadurch bestanden" in words and "1 Frage neu bewerten" in words
    with django_capture_on_commit_callbacks(execute=True):
        assert press(desk, 1).headers["Location"] == ADDRESS
    assert Completion.objects.get().passed
    words = page_of(desk)
    assert "Die Antworten werden jetzt neu bewertet." in words and "Nichts zu tun" in words
    assert "Tina Trainer" in words and "Schon neu bewertet" in words
    made = Regrade.objects.get()
    assert (made.by.get_full_name(), made.changed, made.newly_passed) == ("Tina Trainer", 1, 1)  # type: ignore[union-attr]
    entry = PageLogEntry.objects.get(action="learn.regrade")
    assert entry.user == made.by and str(entry.message) == "Neu bewertet: 1 Frage"


def test_while_the_queue_is_at_it_there_is_no_second_run(desk: Client) -> None:
    sit(learner(), False, True, False)
    mend(1)
    press(desk, 1)  # nothing is committed in this test, so the job waits
    words = page_of(desk)
    assert "werden gerade neu bewertet" in words and "läuft noch" in words and "neu bewerten 1" not in words
    press(desk, 1)
    assert Regrade.objects.count() == Job.objects.filter(name="learn.jobs.regrade").count() == 1
    Job.objects.update(given_up_at=timezone.now())
    assert "Abgebrochen." in page_of(desk)
    press(desk, 1)
    assert Regrade.objects.count() == 2


def test_nobody_s_name_is_shown(desk: Client) -> None:
    client = Client()
    client.force_login(people.user("Vera", "Muster", email="vera@example.org"))
    sit(Walk(client), False, True, False)
    mend(1)
    html = desk.get(ADDRESS).content.decode()
    assert "Muster" not in html and "vera@" not in html


def test_what_was_looked_at_is_what_is_done(desk: Client) -> None:
    sit(learner(), False, True, False)
    mend(1)
    old = findings(KEY).stand
    mend(2)
    assert "neu veröffentlicht" in text_of(desk.post(ADDRESS, {"stand": old, "frage": question_key(1)}, follow=True))
    assert not Regrade.objects.exists()
    assert "Es gibt nichts neu zu bewerten." in text_of(
        desk.post(ADDRESS, {"stand": findings(KEY).stand, "frage": [question_key(3), "quatsch"]}, follow=True)
    )
    assert not Regrade.objects.exists()


def test_questions_can_be_left_out_and_reworded_ones_are_at_first(desk: Client) -> None:
    sit(learner(), False, True, False)
    mend(1)
    mend(2, text="Frage Nummer 2, aber andersherum?")
    assert "heute anders formuliert" in page_of(desk) and "1 Frage neu bewerten" in page_of(desk)
    assert 'value="%s" checked' % question_key(1) in desk.get(ADDRESS).content.decode()  # noqa: UP031
    assert f'value="{question_key(2)}">' in desk.get(ADDRESS).content.decode()
    stand = findings(KEY).stand
    assert "2 Fragen neu bewerten" in page_of(desk, stand=stand, frage=[question_key(1), question_key(2)])
    assert "Wählen Sie eine Frage aus." in page_of(desk, stand=stand)
    press(desk, 1)
    assert Regrade.objects.get().question_keys == [question_key(1)]


def test_somebody_else_s_quiz_is_not_there(desk: Client) -> None:
    other = people.in_group(people.user(), roles.TRAINERS)
    client = Client()
    client.force_login(other)
    assert client.get(ADDRESS).status_code == client.post(ADDRESS).status_code == 404


def test_the_screen_costs_the_same_for_one_and_three_sittings(desk: Client) -> None:
    sit(learner(), False, True, False)
    old = Attempt.objects.get().snapshot_id
    mend(1)
    costs = []
    for more in (0, 2):
        for _ in range(more):
            sit(learner(), False, True, False)
        Attempt.objects.update(snapshot_id=old)  # as if all had been sat before the key was mended
        desk.get(ADDRESS)
        with CaptureQueriesContext(connection) as captured:
            assert f"werden neu bewertet {1 + more}" in page_of(desk)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_the_trainer_who_goes_leaves_the_run(desk: Client) -> None:
    sit(learner(), False, True, False)
    mend(1)
    press(desk, 1)
    User.objects.get(last_name="Trainer").delete()
    assert Regrade.objects.get().by is None
