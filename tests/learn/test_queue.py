"""The queue: written with the business rows, counted before the work, given up after five starts."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from learn import jobs, queue
from learn.queue import MAX_STARTS, Job

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., AbstractContextManager[list[Callable[[], object]]]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    made: list[object] = []
    monkeypatch.setattr(jobs, "send_mail", made.append)
    return made


def test_it_runs_after_commit_with_its_ids(calls: list[object], django_capture_on_commit_callbacks: OnCommit) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        job = queue.queue("learn.jobs.send_mail", 7)
    assert calls == []
    for callback in callbacks:
        callback()
    assert calls == [7]
    queue.run(job.pk)
    assert calls == [7]
    job.refresh_from_db()
    assert job.starts == 1
    assert job.finished_at


def test_only_jobs_can_be_queued() -> None:
    with pytest.raises(ValueError, match="no function of"):
        queue.queue("os.system", 1)


def test_a_failing_job_is_counted_and_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(_mail_id: int) -> None:
        assert Job.objects.get().starts > 0, "the start is committed before the work"
        raise RuntimeError("kaputt")

    monkeypatch.setattr(jobs, "send_mail", explode)
    job = queue.queue("learn.jobs.send_mail", 1)
    for _ in range(MAX_STARTS):
        with pytest.raises(RuntimeError):
            queue.run(job.pk)
    queue.run(job.pk)
    job.refresh_from_db()
    assert (job.starts, job.finished_at) == (MAX_STARTS, None)
    assert job.given_up_at
    assert "kaputt" in job.error
    assert "given up after 5 starts" in caplog.text


def test_with_a_worker_the_entry_is_written_in_the_same_transaction(settings: Any) -> None:
    settings.Q_CLUSTER = {**settings.Q_CLUSTER, "sync": False}
    monkey = pytest.MonkeyPatch()
    monkey.setattr("django_q.conf.Conf.SYNC", False)
    try:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            queue.queue("learn.jobs.send_mail", 1)
            assert OrmQ.objects.count() == Job.objects.count() == 1
            _ = 1 / 0
        assert OrmQ.objects.count() == Job.objects.count() == 0
    finally:
        monkey.undo()


def test_a_lost_entry_is_queued_again(calls: list[object], django_capture_on_commit_callbacks: OnCommit) -> None:
    queue.queue("learn.jobs.send_mail", 9)
    now = timezone.now()
    assert queue.sweep(now) == 0
    assert queue.oldest_waiting(now + timedelta(minutes=5)) >= timedelta(minutes=5)
    with django_capture_on_commit_callbacks(execute=True):
        assert queue.sweep(now + timedelta(minutes=16)) == 1
    assert calls == [9]
    assert queue.oldest_waiting(now) == timedelta(0)
    assert queue.forget(now - timedelta(days=1)) == 0
    assert queue.forget(timezone.now() + timedelta(seconds=1)) == 1
