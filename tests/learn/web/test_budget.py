"""What a request may cost: SQL statements, commits, bytes; the same at 10 and at 100 lessons."""

from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn.accounts.models import User
from tests.factories import courses as factory
from tests.learn.small_course import make_course
from tests.learn.walk import Walk


def statements(captured: CaptureQueriesContext) -> list[str]:
    """Without BEGIN, COMMIT and savepoints."""
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return [query["sql"] for query in captured if not query["sql"].startswith(control)]


def signed_in_walk(course: str) -> Walk:
    client = Client()
    client.force_login(User.objects.create_user(f"{course}@example.org", "geheim-geheim-1"))
    walk = Walk(client, course)
    walk.tick(1)
    return walk


def cost(call: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code in (200, 303)
    return len(statements(captured))


@pytest.mark.django_db
def test_lesson_of_a_signed_in_learner_at_10_and_100_lessons() -> None:
    counts = []
    for lessons in (10, 100):
        make_course(f"lang-{lessons}", lessons=lessons)
        walk = signed_in_walk(f"lang-{lessons}")
        walk.get("lektion-2/")
        counts.append(cost(lambda walk=walk: walk.get("lektion-2/")))
        assert len(walk.get("lektion-2/").content) < 30_000
    assert counts[0] == counts[1] <= 5


@pytest.mark.django_db
def test_lesson_of_a_completed_course() -> None:
    make_course("fertig")
    walk = signed_in_walk("fertig")
    walk.tick_all()
    walk.answer_all()
    walk.get("lektion-2/")  # the body is made once
    assert cost(lambda: walk.get("lektion-2/")) <= 5


@pytest.mark.django_db
def test_second_answer_at_10_and_100_lessons() -> None:
    counts = []
    for lessons in (10, 100):
        make_course(f"frag-{lessons}", lessons=lessons, questions=4)
        walk = signed_in_walk(f"frag-{lessons}")
        walk.answer(1)
        opened = walk.open_question(2)
        counts.append(cost(lambda walk=walk, opened=opened: walk.answer(2, opened=opened)))
    assert counts[0] == counts[1] <= 8


@pytest.mark.django_db(transaction=True)
def test_second_answer_is_one_commit_and_leaves_the_session_alone() -> None:
    make_course("einmal", questions=4)
    walk = signed_in_walk("einmal")
    walk.answer(1)
    opened = walk.open_question(2)
    with CaptureQueriesContext(connection) as captured:
        response = walk.answer(2, opened=opened)
    assert response.status_code == 303
    assert [query["sql"] for query in captured].count("COMMIT") == 1
    changes = ("INSERT", "UPDATE", "DELETE")
    assert not [sql for sql in statements(captured) if "django_session" in sql and sql.startswith(changes)]
    assert "sessionid" not in response.cookies


@pytest.mark.django_db
def test_guests_cost_no_more() -> None:
    make_course("gast", questions=4)
    walk = Walk(course="gast")
    walk.tick(1)
    walk.answer(1)
    opened = walk.open_question(2)
    assert cost(lambda: walk.get("lektion-2/")) <= 3
    assert cost(lambda: walk.answer(2, opened=opened)) <= 8


PUBLIC = ("/de/kurse/", "/de/kurse/kurs/")


@pytest.mark.django_db
@pytest.mark.parametrize("lessons", [10, 100])
@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_at_10_and_100_lessons(path: str, lessons: int, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        factory.make_course(lessons=lessons, topic="sicherheit")
    caches["pages"].clear()
    client = Client()
    assert cost(lambda: client.get(path)) <= 5  # nothing known: neither page, nor stamp, nor outline
    assert cost(lambda: client.get(path)) == 0  # from the page cache
    assert cost(lambda: client.get(path, {"q": "anders"})) <= 5  # not in the page cache, outline known
