"""Several posts at once, on a real database file (and on PostgreSQL): nothing counts twice, nothing fails."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from learn.accounts.models import Learner
from learn.enrolments.models import Attempt, Completion, LessonProgress, Response
from tests.learn.small_course import make_course
from tests.learn.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def all_at_once(calls: list[Callable[[], Any]]) -> list[int]:
    """Statuses of the calls, started together in threads of their own."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> int:
        gate.wait()
        try:
            return int(call().status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def twin(walk: Walk) -> Walk:
    """The same browser's cookies in another request."""
    client = Client()
    client.cookies.update(walk.client.cookies)
    return Walk(client)


def test_same_answer_from_several_requests() -> None:
    make_course()
    walk = Walk()
    walk.answer(1)
    opened = walk.open_question(2)
    calls = [lambda w=twin(walk), right=bool(n): w.answer(2, right, opened) for n in range(AT_ONCE)]
    assert all_at_once(calls) == [303] * AT_ONCE
    assert Response.objects.count() == 2
    assert Attempt.objects.count() == 1


def test_same_first_answer_before_any_cookie() -> None:
    make_course()
    opened = Walk().open_question(1)
    assert all_at_once([lambda: Walk().answer(1, opened=opened) for _ in range(AT_ONCE)]) == [303] * AT_ONCE
    assert Learner.objects.count() == 1
    assert Response.objects.count() == 1


def test_last_answer_completes_once() -> None:
    make_course()
    walk = Walk()
    walk.tick_all()
    walk.answer(1)
    walk.answer(2)
    opened = walk.open_question(3)
    assert all_at_once([lambda w=twin(walk): w.answer(3, opened=opened) for _ in range(AT_ONCE)]) == [303] * AT_ONCE
    assert Completion.objects.count() == 1
    assert Attempt.objects.get().raw == 3


@pytest.mark.parametrize("last", ["two ticks", "tick and answer"])
def test_different_last_steps_at_once_complete(last: str) -> None:
    """Each step must see the other: without a lock both find the course unfinished on PostgreSQL."""
    make_course()
    people = 4
    for _ in range(people):
        walk = Walk()
        walk.tick(1)
        walk.answer(1)
        walk.answer(2)
        calls: list[Callable[[], Any]]
        if last == "two ticks":
            walk.answer(3)
            calls = [lambda w=twin(walk), n=number: w.tick(n) for number in (2, 3)]  # type: ignore[misc]
        else:
            walk.tick(2)
            opened = walk.open_question(3)
            calls = [lambda w=twin(walk): w.tick(3), lambda w=twin(walk), o=opened: w.answer(3, opened=o)]  # type: ignore[misc]
        assert all_at_once(calls) == [303, 303]
    assert Completion.objects.count() == people


def test_same_tick_from_several_requests() -> None:
    make_course()
    walk = Walk()
    walk.tick(1)
    assert settings.GUEST_COOKIE in walk.client.cookies
    assert all_at_once([lambda w=twin(walk): w.tick(2) for _ in range(AT_ONCE)]) == [303] * AT_ONCE
    assert LessonProgress.objects.count() == 2
