"""A very long morning: piece by piece, so that whatever ends it, something is done."""

from datetime import date
from typing import Any

import pytest

from learn.accounts.models import Department
from learn.compliance.nightly import refresh_all
from learn.compliance.reminders import morning as room
from learn.post.models import Mail
from tests.factories.people import person
from tests.learn.compliance.reminders.conftest import Run

pytestmark = pytest.mark.django_db


def test_the_first_are_written_before_the_last_are_judged(
    morning: Run, office: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        person(office)
    refresh_all(date(2027, 3, 3))
    written: list[int] = []
    judged: list[int] = []
    real_judge, real_batches = room.judge, room.batches

    def judge(rows: Any, *given: Any) -> Any:
        rows = list(rows)
        written.append(Mail.objects.count())
        judged.append(len(rows))
        return real_judge(rows, *given)

    monkeypatch.setattr(room, "judge", judge)
    monkeypatch.setattr(room, "batches", lambda things, *_size: real_batches(things, 2))
    assert morning("2027-03-03").reminders == 5
    assert judged == [2, 2, 1]
    assert written == [0, 2, 4]
