"""An H5P activity in a lesson, as its page asks: begin, report, keep; what is believed, and what it ticks."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from courses import stamp
from courses.h5p.contents import keep
from courses.h5p.library import withdraw
from courses.h5p.models import H5PContent, H5PLibrary
from courses.models import Lesson
from learn.accounts.models import Learner, User
from learn.enrolments.models import ActivityRecord, ActivityStatement, Completion, LessonProgress
from learn.privacy.join import merge_learners
from learn.privacy.retention import forget_answers
from tests.learn.activity import RIGHT, WRONG, Player, activity, package, statement
from tests.learn.walk import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]


def test_the_page_offers_the_activity_and_the_text_and_sets_no_cookie() -> None:
    player = activity()
    page = player.get("lektion-1/")
    assert not page.cookies
    words = text_of(page)
    assert "Zum Üben" in words and "Ohne Rahmen: dieselbe Aufgabe als Text" in words and "Dasselbe als Text." in words
    assert f'data-activity="/de/kurse/testkurs/lektion-1/aufgabe/{player.key}/"' in page.content.decode()
    assert "learn/js/activity.js" in page.content.decode()


def test_a_twin_is_answered_like_any_practice_question() -> None:
    choices = [{"type": "item", "value": {"text": t, "correct": t == "ja"}, "id": str(uuid4())} for t in ("ja", "nein")]
    value = {"text": "Ist das falsch?", "choices": choices}
    player = activity(text="", question=[{"type": "single", "value": value, "id": str(uuid4())}])
    prefix = f"u{player.key.replace('-', '')[:8]}"
    assert f'action="/de/kurse/testkurs/lektion-1/uebung/{player.key}/"' in player.get("lektion-1/").content.decode()
    answer = player.client.post(
        f"{player.base}/lektion-1/uebung/{player.key}/",
        {prefix: choices[0]["id"]},
        headers={"Origin": "http://testserver"},
    )
    assert answer.status_code == 200 and "Ist das falsch?" in text_of(answer)


def test_beginning_keeps_nothing_of_somebody_unknown() -> None:
    player = activity()
    told = player.begin()
    assert told["frame"].startswith("/h5p/") and told["state"] == ""
    assert not Learner.objects.exists() and not ActivityRecord.objects.exists()


def test_the_first_result_makes_a_guest_and_is_kept_once() -> None:
    player = activity()
    player.begin()
    key = str(uuid4())
    first = player.report(key=key)
    assert first.json()["sentence"] == "Ihr bestes Ergebnis: 1 von 1 Punkten. Gespeichert."
    assert settings.GUEST_COOKIE in first.cookies and first.json()["token"]
    player.report(key=key)
    (kept,) = ActivityStatement.objects.all()
    assert (kept.verb, kept.raw, kept.max, kept.response, kept.check_result) == ("answered", 1, 1, RIGHT, "same")
    assert Learner.objects.count() == 1


def test_a_lost_answer_sent_again_makes_one_guest() -> None:
    player = activity()
    player.begin()
    key = str(uuid4())
    player.report(key=key)
    other = Player(Client())  # the acknowledgement was lost, and the cookie with it
    other.key, other.sitting = player.key, player.sitting
    other.report(key=key)
    assert Learner.objects.count() == 1 and ActivityStatement.objects.count() == 1


def test_a_score_without_its_answer_is_counted_again_and_marked() -> None:
    player = activity("scored")
    player.begin()
    forged = {"score": {"min": 0, "max": 1, "raw": 1, "scaled": 1}, "response": WRONG}
    assert "0 von 1" in player.report(result=forged).json()["sentence"]
    record = ActivityRecord.objects.get()
    assert (record.raw, record.check_result, record.done_at) == (0, "differs", None)


@pytest.mark.parametrize("changes", [
    {"actor": {"mbox": "mailto:eva@example.org"}},
    {"verb": {"id": "http://adlnet.gov/expapi/verbs/passed"}},
    {"object": {"id": "http://testserver/h5p/00000000-0000-0000-0000-000000000000"}},
    {"result": {"score": {"min": 0, "max": 1, "raw": 5}}},
    {"timestamp": "2020-01-01T00:00:00Z"},
])  # fmt: skip
def test_forged_statements_are_refused_and_nothing_is_kept(changes: dict[str, Any]) -> None:
    player = activity("attempted")
    player.begin()
    answer = player.report(**changes)
    assert answer.status_code == 422
    assert answer.json()["sentence"] == "Dieses Ergebnis passt nicht zur Aufgabe. Es ist nicht gespeichert."
    assert not Learner.objects.exists() and not ActivityStatement.objects.exists()


def test_another_source_is_refused() -> None:
    player = activity()
    player.client = Client(enforce_csrf_checks=True)
    player.begin()
    address = f"{player.base}/lektion-1/aufgabe/{player.key}/ergebnis/"
    body = json.dumps({"sitting": player.sitting, "key": str(uuid4()), "statement": statement()})
    for origin in ("null", "https://evil.example"):
        answer = player.client.post(address, body, content_type="application/json", headers={"Origin": origin})
        assert answer.status_code == 403
    assert player.client.post(address, body, content_type="application/json").status_code == 403
    assert not ActivityStatement.objects.exists()


def test_with_a_cookie_only_the_token_counts() -> None:
    player = activity()
    player.client = Client(enforce_csrf_checks=True)
    player.begin()
    token = player.report().json()["token"]
    assert player.report().status_code == 403
    address = f"{player.base}/lektion-1/aufgabe/{player.key}/stand/"
    body = json.dumps({"sitting": player.sitting, "state": "{}"})
    headers = {"Origin": "http://testserver", "X-CSRFToken": token}
    answer = player.client.post(address, body, content_type="application/json", headers=headers)
    assert answer.json() == {"kept": True}


@pytest.mark.parametrize("body", ["", "[]", "null", "{", "NaN", '{"sitting": 1}', '{"sitting": "x"}', "[" * 70_000])
def test_what_no_page_sends_gets_a_sentence(body: str) -> None:
    player = activity()
    address = f"{player.base}/lektion-1/aufgabe/{player.key}/ergebnis/"
    headers = {"Origin": "http://testserver"}
    answer: HttpResponse = player.client.post(address, body, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert json.loads(answer.content)["sentence"] == "Das konnten wir nicht lesen. Bitte laden Sie die Seite neu."


def test_the_note_of_one_activity_is_none_for_another() -> None:
    player, other = activity(), activity()
    player.begin()
    other.sitting = player.sitting
    assert other.report().status_code == 400


def test_the_state_is_resumed() -> None:
    player = activity()
    player.begin()
    assert player.ask("stand", state='{"chosen":1}').json() == {"kept": False}  # nobody is known yet
    player.report(WRONG)
    assert player.ask("stand", state='{"chosen":1}').json() == {"kept": True}
    assert player.ask("stand", state="x" * 32_769).json() == {"kept": False}
    assert player.begin()["state"] == '{"chosen":1}'


def test_the_state_of_another_version_and_what_is_no_text_are_not_kept() -> None:
    player = activity()
    player.begin()
    player.report(WRONG)
    ActivityRecord.objects.update(version=2)
    assert player.ask("stand", state="{}").json() == {"kept": False}
    ActivityRecord.objects.update(version=1)
    assert player.ask("stand", state="\0").json() == {"kept": False}
    body = json.dumps({"sitting": player.sitting, "state": "\ud800"})
    address = f"{player.base}/lektion-1/aufgabe/{player.key}/stand/"
    headers = {"Origin": "http://testserver"}
    answer = player.client.post(address, body, content_type="application/json", headers=headers)
    assert answer.json() == {"kept": False}


def test_another_content_in_the_same_block_begins_anew() -> None:
    player = activity()
    player.begin()
    player.report(RIGHT)
    player.ask("stand", state='{"chosen":1}')
    other = keep(package("<p>Etwas anderes?</p>"), title="Anderes", user=None).content
    lesson = Lesson.objects.get(slug="lektion-1")
    raw = lesson.body.get_prep_value()
    raw[-1]["value"]["content"] = other.pk
    lesson.body = lesson._meta.get_field("body").to_python(raw)
    lesson.save()
    stamp.renew()
    assert player.begin()["state"] == ""
    record = ActivityRecord.objects.get()
    assert (record.content_key, record.version, record.raw) == (other.key, 1, None)


def test_a_copied_lesson_has_its_own_record() -> None:
    player = activity("attempted")
    copy = Lesson.objects.get(slug="lektion-2")
    copy.body = copy._meta.get_field("body").to_python(Lesson.objects.get(slug="lektion-1").body.get_prep_value())
    copy.save()
    stamp.renew()
    player.begin()
    player.report()
    there = Player(player.client)
    there.lesson, there.key = "lektion-2", player.key
    there.begin()
    there.report(WRONG)
    assert ActivityRecord.objects.count() == 2 and LessonProgress.objects.count() == 2


def test_what_was_done_before_ticks_when_the_rest_is_done() -> None:
    first, second = activity("attempted"), activity("attempted")
    first.begin()
    first.report()
    assert not LessonProgress.objects.exists()
    second.client = first.client
    second.begin()
    second.report()
    assert LessonProgress.objects.count() == 1
    LessonProgress.objects.all().delete()
    first.begin()
    first.report()
    assert LessonProgress.objects.count() == 1


def test_old_statements_and_states_go() -> None:
    player = activity()
    player.begin()
    player.report()
    player.ask("stand", state="{}")
    record = ActivityRecord.objects.get()
    long_ago = timezone.now() - timedelta(days=200)
    Completion.objects.create(
        enrolment=record.enrolment, completed_at=long_ago, completed_on=long_ago.date(), passed=False
    )
    assert forget_answers(timezone.now())["activities"] == 0  # touched today
    ActivityRecord.objects.update(changed_at=long_ago)
    found = forget_answers(timezone.now())
    assert (found["activities"], found["states"]) == (1, 1)
    record.refresh_from_db()
    assert (record.state, record.raw) == ("", 1)


def test_running_learners_keep_their_version() -> None:
    player = activity()
    player.begin()
    player.report(WRONG)
    keep(package("<p>Neu gefragt?</p>"), title="E-Mail", user=None, content=H5PContent.objects.get())
    player.begin()
    assert ActivityRecord.objects.get().version == 1
    fresh = Player(Client())
    fresh.key = player.key
    fresh.begin()
    fresh.report(WRONG)
    assert sorted(ActivityRecord.objects.values_list("version", flat=True)) == [1, 2]


def test_the_best_result_counts() -> None:
    player = activity()
    player.begin()
    for response in (WRONG, RIGHT, WRONG):
        player.report(response)
    assert ActivityRecord.objects.get().raw == 1 and ActivityStatement.objects.count() == 3


@pytest.mark.parametrize(
    ("done_when", "response", "ticked"),
    [("never", RIGHT, False), ("attempted", WRONG, True), ("scored", WRONG, False), ("scored", RIGHT, True)],
)
def test_what_ticks_the_lesson(done_when: str, response: str, ticked: bool) -> None:
    player = activity(done_when)
    player.begin()
    sentence = player.report(response).json()["sentence"]
    assert LessonProgress.objects.exists() == ticked
    assert ("Diese Lektion ist damit erledigt." in sentence) == ticked
    assert not Completion.objects.exists()


def test_viewing_ticks_the_lesson_and_is_a_tick_like_any() -> None:
    player = activity("viewed")
    player.begin()
    assert LessonProgress.objects.count() == 1 and Learner.objects.get().is_guest


def test_interim_statements_and_parts_are_not_kept() -> None:
    player = activity("attempted")
    player.begin()
    content = H5PContent.objects.get()
    part = {"object": {"id": f"{settings.SITE_URL}/h5p/{content.key}?subContentId=1"}}
    for answer in (player.report(verb="interacted"), player.report(verb="attempted"), player.report(**part)):
        assert (answer.status_code, answer.json()) == (200, {})
    assert not ActivityStatement.objects.exists() and not LessonProgress.objects.exists()


def test_sixty_a_minute_are_enough() -> None:
    player = activity()
    player.begin()
    player.report()
    record = ActivityRecord.objects.get()
    ActivityStatement.objects.bulk_create(
        ActivityStatement(record=record, key=uuid4(), verb="answered") for _ in range(59)
    )
    answer = player.report()
    assert answer.status_code == 429 and "Bitte warten Sie eine Minute." in answer.json()["sentence"]


def test_a_withdrawn_library_stops_it_with_a_sentence() -> None:
    player = activity()
    withdraw(H5PLibrary.objects.get(), None)
    answer = player.ask("beginnen")
    assert answer.status_code == 409 and "Bitte nutzen Sie die Fassung als Text." in answer.json()["sentence"]


def test_an_activity_that_is_gone() -> None:
    player = activity()
    player.key = str(uuid4())
    assert player.ask("beginnen").status_code == 404


def test_the_points_join_the_account() -> None:
    player = activity()
    player.begin()
    player.report(RIGHT)
    user = User.objects.create_user("eva@example.org", "geheim-geheim-1")
    mine = Learner.objects.create(user=user)
    merge_learners(Learner.objects.get(user=None), mine)
    assert ActivityRecord.objects.get().enrolment.learner == mine
    player.client = Client()
    player.begin()
    player.report(WRONG)
    merge_learners(Learner.objects.get(user=None), mine)
    (record,) = ActivityRecord.objects.all()
    assert record.raw == 1  # the better of both
