"""The rules of an assessed quiz: which attempt counts, pauses, time, and what is told afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from learn.enrolments import attempts
from learn.enrolments.models import Attempt, Completion, Response
from tests.learn.small_course import make_course
from tests.learn.walk import Walk, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]
NOON = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)


def course(slug: str, **rules: Any) -> Walk:
    make_course(slug, lessons=1, questions=2, **rules)
    return Walk(course=slug)


def sit(walk: Walk, right: int) -> None:
    """A whole sitting of two questions, `right` of them answered rightly."""
    for place in (1, 2):
        assert walk.answer(place, right=place <= right).status_code == 303


@pytest.mark.parametrize(
    ("method", "scores", "counting", "completed"),
    [
        ("best", (2, 0), 1, True),
        ("best", (0, 2), 2, True),
        ("best", (0, 1), 2, False),
        ("last", (0, 2), 2, True),
        ("first", (0, 2), 1, False),
        ("first", (2, 0), 1, True),
    ],
)
def test_the_sitting_that_counts_decides(method: str, scores: tuple[int, int], counting: int, completed: bool) -> None:
    walk = course("regel", counts=method)
    walk.tick(1)
    for right in scores:
        sit(walk, right)
    assert Attempt.objects.get(counts=True).number == counting
    assert Completion.objects.exists() is completed
    words = {
        "best": "Das beste Ergebnis zählt.",
        "last": "Der letzte Versuch zählt.",
        "first": "Der erste Versuch zählt.",
    }
    assert words[method] in text_of(walk.get("abschluss/")) and words[method] in text_of(
        walk.get("abschluss/ergebnis/")
    )


def test_a_completion_stays_when_a_later_sitting_counts() -> None:
    walk = course("bleibt", counts="last")
    walk.tick(1)
    sit(walk, 2)
    sit(walk, 0)
    assert Completion.objects.get().passed
    assert [a.counts for a in Attempt.objects.order_by("number")] == [False, True]


def test_between_two_attempts_lies_a_pause() -> None:
    walk = course("pause", wait=30)
    with time_machine.travel(NOON, tick=False) as clock:
        sit(walk, 0)
        assert "ab 03.11.2026 12:30 Uhr" in text_of(walk.get("abschluss/ergebnis/"))
        refused = walk.get("abschluss/frage/1/", follow=True)
        assert refused.status_code == 302 and refused.headers["Location"].endswith("/abschluss/")
        start = text_of(walk.get("abschluss/"))
        assert "Machen Sie eine Pause." in start and "Quiz beginnen" not in start
        clock.shift(timedelta(minutes=30))
        sit(walk, 2)
    assert Attempt.objects.count() == 2


def test_a_form_from_before_the_pause_is_refused_kindly() -> None:
    walk = course("alt", wait=30)
    with time_machine.travel(NOON, tick=False):
        token = walk.open_question(1)
        sit(walk, 0)
        response = walk.answer(1, opened=token)
    assert response.status_code == 302 and Attempt.objects.count() == 1
    assert "Zwischen zwei Versuchen liegt hier eine Pause." in text_of(walk.get("abschluss/"))


def begin(walk: Walk, time: str = "") -> None:
    response = walk.post("abschluss/beginnen/", zeit=time)
    assert response.status_code == 303 and "/abschluss/" in response.headers["Location"], response.headers


@pytest.mark.parametrize(("wish", "minutes"), [("", 20), ("ten", 200), ("off", None), ("quatsch", 20)])
def test_the_learner_says_how_much_time(wish: str, minutes: int | None) -> None:
    walk = course("uhr", limit=20)
    assert walk.get("abschluss/frage/1/").status_code == 302  # nothing begins unasked
    assert not Attempt.objects.exists()
    begin(walk, wish)
    assert Attempt.objects.get().limit == minutes
    assert ("Mehr Zeit" in text_of(walk.get("abschluss/frage/1/"))) is (wish in ("", "quatsch"))
    sit(walk, 2)
    assert Attempt.objects.get().passed


def test_beginning_twice_begins_once() -> None:
    walk = course("zweimal", limit=20)
    begin(walk)
    begin(walk, "off")
    assert Attempt.objects.get().limit == 20


def test_an_answer_after_the_end_is_not_lost_and_time_can_be_had() -> None:
    walk = course("um", limit=10)
    with time_machine.travel(NOON, tick=False) as clock:
        begin(walk)
        token, number = walk.open_question(1)
        choice = {"sitzung": token, "a": walk_right(number)}
        clock.shift(timedelta(minutes=12))
        late = walk.post("abschluss/frage/1/", **choice)
        assert late.status_code == 422 and not Response.objects.exists()
        assert "Die Zeit ist um." in text_of(late) and " checked" in late.content.decode()
        longer = walk.post("abschluss/frage/1/", **choice, tun="zeit")
        assert longer.status_code == 200 and " checked" in longer.content.decode()
        assert Attempt.objects.get().limit == 20
        assert walk.post("abschluss/frage/1/", **choice).status_code == 303
    assert Response.objects.get().raw == 1


def test_time_grows_to_ten_times_and_no_further() -> None:
    walk = course("zehn", limit=10)
    begin(walk)
    for _ in range(12):
        token, _number = walk.open_question(1)
        assert walk.post("abschluss/frage/1/", sitzung=token, tun="zeit").status_code == 200
    assert Attempt.objects.get().limit == 100
    assert "Mehr Zeit" not in text_of(walk.get("abschluss/frage/1/"))


def test_what_was_answered_in_time_can_be_handed_in_after_it() -> None:
    walk = course("danach", limit=10)
    with time_machine.travel(NOON, tick=False) as clock:
        begin(walk)
        walk.answer(1)
        clock.shift(timedelta(hours=3))
        assert walk.post("abschluss/ergebnis/").status_code == 303
    assert Attempt.objects.get().raw == 1


@pytest.mark.parametrize(
    ("review", "right", "told", "listed"),
    [
        ("full", 0, True, True),
        ("own", 2, False, True),
        ("own", 0, False, True),
        ("passed", 0, False, True),
        ("passed", 2, True, True),
        ("none", 2, False, False),
    ],
)
def test_what_is_told_afterwards(review: str, right: int, told: bool, listed: bool) -> None:
    walk = course("danach", review=review, feedback="end")
    sit(walk, right)
    walk.post("abschluss/ergebnis/")
    assert walk.get("abschluss/frage/1/", versuch="1").status_code == 302  # to the result, which tells all there is
    words = text_of(walk.get("abschluss/ergebnis/"))
    assert ("Frage Nummer 1?" in words) is listed
    if not right:
        assert ("Erklärung 1." in words and "Richtig ist: Richtig 1" in words) is told
    if not told:
        assert "Erklärung" not in words and "Richtig ist" not in words


def test_earlier_attempts_can_be_looked_at() -> None:
    walk = course("frueher")
    sit(walk, 0)
    sit(walk, 2)
    words = text_of(walk.get("abschluss/ergebnis/"))
    assert "Geschafft!" in words and "Versuch 1 vom" in words
    assert "Noch nicht bestanden" in text_of(walk.get("abschluss/ergebnis/", versuch="1"))
    assert "Geschafft!" in text_of(walk.get("abschluss/ergebnis/", versuch="99"))


def test_a_score_is_written_once_for_a_hand_in_twice() -> None:
    walk = course("doppelt")
    walk.answer(1)
    sitting = attempts.of_attempt(Attempt.objects.select_related("snapshot").get())
    walk.post("abschluss/ergebnis/")
    first = Attempt.objects.get().submitted_at
    assert sitting.attempt is not None
    walk.post("abschluss/ergebnis/")
    assert Attempt.objects.get().submitted_at == first


def walk_right(number: int) -> str:
    from tests.learn.small_course import right_key

    return right_key(number)
