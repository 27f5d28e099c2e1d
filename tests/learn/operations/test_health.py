"""Health for machines, schedules, and the list of mails for administrators."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import Schedule

import certificates.api
from certificates import jobs as printing
from learn import jobs, queue
from learn.accounts.models import User
from learn.operations import health
from learn.post import outbox
from tests.factories.certificates import award

pytestmark = pytest.mark.django_db


def readyz() -> tuple[int, dict[str, dict[str, object]]]:
    response = Client().get("/readyz")
    return response.status_code, json.loads(response.content)["checks"]


def test_alive() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert not response.cookies


def test_a_worker_has_some_minutes_for_its_first_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "STARTED", timezone.now() - timedelta(minutes=4))
    assert readyz()[0] == 200
    monkeypatch.setattr(health, "STARTED", timezone.now() - timedelta(minutes=6))
    assert readyz()[0] == 503


def test_ready_needs_a_heart_that_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "STARTED", timezone.now() - timedelta(hours=1))
    status, checks = readyz()
    assert status == 503
    assert not checks["queue"]["ok"]
    jobs.heartbeat()
    status, checks = readyz()
    assert status == 200, checks
    assert set(checks) == {"database", "cache", "queue", "jobs", "disk", "certificates"}
    health.beat(timezone.now() - timedelta(minutes=6))
    assert readyz()[0] == 503


def test_ready_sees_jobs_that_wait() -> None:
    health.beat(timezone.now())
    queue.queue("learn.jobs.send_mail", 1)
    assert readyz()[0] == 200
    queue.Job.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    status, checks = readyz()
    assert (status, checks["jobs"]["ok"]) == (503, False)


def test_papers_that_fail_are_told_and_stop_nothing(tmp_path: Path, settings: Any) -> None:
    settings.CERTIFICATE_ROOT = tmp_path
    health.beat(timezone.now())
    assert readyz()[1]["certificates"] == {"ok": True, "note": "0 not printed"}
    credential = certificates.api.issue(award(holder_name="王小明"))
    with pytest.raises(ValueError, match="王"):
        printing.print_certificate(credential.id)
    status, checks = readyz()
    assert (status, checks["certificates"]) == (200, {"ok": False, "note": "1 not printed"})


def test_schedules_are_written_once_and_kept() -> None:
    Schedule.objects.create(name="learn.jobs.gone", func="learn.jobs.gone")
    call_command("schedule_jobs", verbosity=0)
    first = list(Schedule.objects.order_by("name").values("name", "next_run", "minutes", "cron"))
    call_command("schedule_jobs", verbosity=0)
    assert list(Schedule.objects.order_by("name").values("name", "next_run", "minutes", "cron")) == first
    assert [row["name"] for row in first] == sorted(schedule.job for schedule in jobs.SCHEDULES)
    for row in first:
        assert callable(import_string(row["name"]))
        assert not row["cron"] or row["next_run"] > timezone.now()


def test_small_jobs_run() -> None:
    for job in (jobs.sweep_mails, jobs.sweep_certificates, jobs.sweep_jobs, jobs.forget_finished, jobs.clear_sessions):
        job()
    jobs.publish_scheduled()


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("chef@example.org", "x" * 12))
    return client


def test_administrators_read_the_outbox_and_change_nothing(administrator: Client) -> None:
    mail = outbox.write("zertifikat", "ayse@example.org", "Ihr Zertifikat", "Guten Tag\n<b>Ayşe</b>", key="k")
    page = administrator.get("/cms/postausgang/").content.decode()
    assert "Ihr Zertifikat" in page
    assert "wartet" in page
    assert "/cms/postausgang/new/" not in page
    text = administrator.get(f"/cms/postausgang/inspect/{mail.pk}/").content.decode()
    assert "&lt;b&gt;Ayşe" in text
    for address in ("new/", f"edit/{mail.pk}/", f"delete/{mail.pk}/"):
        assert administrator.get(f"/cms/postausgang/{address}", follow=True).status_code == 404
    assert "Postausgang" in administrator.get("/cms/").content.decode()


def test_nobody_else_reads_the_outbox() -> None:
    assert Client().get("/cms/postausgang/").status_code == 302
    client = Client()
    client.force_login(User.objects.create_user("lernende@example.org", "x" * 12))
    assert client.get("/cms/postausgang/").status_code == 302
