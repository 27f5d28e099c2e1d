"""Files by job: progress, link, mail, rights at the time, a week; and what is kept of each run."""

import hashlib
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learn.accounts.models import Learner, Membership
from learn.post.models import Mail
from learn.privacy.erase import erase_person
from learn.queue import Job
from learn.reports import runs, shelf
from learn.reports.catalogue import REPORTS
from learn.reports.files import Format
from learn.reports.filters import Filters
from learn.reports.models import ReportRun
from tests.learn.reports.conftest import City

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf", "noon")]


@pytest.fixture
def noon() -> Any:
    with time_machine.travel("2027-02-15 12:00+01:00", tick=False):
        yield


def client_of(viewer: Any) -> Client:
    client = Client()
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def asked(city: City, monkeypatch: pytest.MonkeyPatch, who: str = "hr", **filters: str) -> ReportRun:
    """A file that a job shall make."""
    monkeypatch.setattr(runs, "AT_ONCE_ROWS", 0)
    return runs.ask(getattr(city, who), REPORTS["abschluesse"], Filters(**filters), Format.CSV, timezone.now())


def test_a_long_report_is_made_by_a_job_and_told_by_mail(
    city: City, monkeypatch: pytest.MonkeyPatch, shelf: Path
) -> None:
    run = asked(city, monkeypatch, einheit="41")
    assert Job.objects.get(name="learn.jobs.make_report").args == [str(run.pk)]
    client, address = client_of(city.hr), reverse("report_run", args=[run.pk])
    page = client.get(address)
    assert page["Refresh"] == f"3; url={address}?n=1"
    assert "Die Datei wird erzeugt: 0 %" in page.content.decode()
    assert "Refresh" not in client.get(f"{address}?n=40")
    runs.make(run.pk, timezone.now())
    run.refresh_from_db()
    mail = Mail.objects.get(kind="bericht")
    assert mail.to == city.hr.email
    assert address in mail.text
    response = client.get(reverse("report_run_file", args=[run.pk]))
    data = b"".join(response)  # type: ignore[arg-type]
    assert response["Content-Disposition"] == 'attachment; filename="abschluesse_41_2027-02-15.csv"'
    assert (run.rows, run.sha256, run.size) == (4, hashlib.sha256(data).hexdigest(), len(data))
    assert "Refresh" not in client.get(address)
    assert [file.suffix for file in shelf.iterdir()] == [".csv"]
    runs.make(run.pk, timezone.now())  # a second start does nothing
    assert Mail.objects.filter(kind="bericht").count() == 1
    assert run.title in client.get(reverse("report_runs")).content.decode()


def test_the_percent_comes_from_what_is_written(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    run = asked(city, monkeypatch)
    shelf.note(str(run.pk), run.total // 2)
    assert runs.progress(run) == 50
    assert "50 %" in client_of(city.hr).get(reverse("report_run", args=[run.pk])).content.decode()


def test_rights_are_those_at_the_time(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    run = asked(city, monkeypatch, "head")
    Membership.objects.filter(user=city.head).update(ends_on=date(2027, 2, 14))
    runs.make(run.pk, timezone.now())
    run.refresh_from_db()
    assert run.rows == 0


def test_who_sees_less_later_cannot_load_what_was_made_before(city: City) -> None:
    run = runs.ask(city.head, REPORTS["abschluesse"], Filters(), Format.CSV, timezone.now())
    client, address = client_of(city.head), reverse("report_run_file", args=[run.pk])
    assert client.get(address).status_code == 200
    Membership.objects.filter(user=city.head).update(department=city.units["411"])
    assert client.get(address)["Location"] == reverse("report_runs")


def test_a_week_later_the_file_is_gone_and_a_year_later_the_entry(city: City, shelf: Path) -> None:
    run = runs.ask(city.hr, REPORTS["abschluesse"], Filters(), Format.XLSX, timezone.now())
    assert runs.forget(timezone.now() + timedelta(days=7)) == 0
    assert runs.forget(timezone.now() + timedelta(days=7, seconds=1)) == 1
    assert not list(shelf.iterdir())
    client = client_of(city.hr)
    assert "wurde gelöscht" in client.get(reverse("report_run", args=[run.pk])).content.decode()
    assert client.get(reverse("report_run_file", args=[run.pk])).status_code == 404
    runs.forget(timezone.now() + timedelta(days=366))
    assert not ReportRun.objects.exists()


def test_what_a_format_cannot_hold_is_said(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learn.reports.files.pdf.MOST_PDF_ROWS", 1)
    run = runs.ask(city.hr, REPORTS["abschluesse"], Filters(), Format.PDF, timezone.now())
    runs.make(run.pk, timezone.now())
    page = client_of(city.hr).get(reverse("report_run", args=[run.pk])).content.decode()
    assert "Für eine PDF-Datei sind das zu viele Zeilen." in page
    assert not Mail.objects.exists()


def test_three_starts_that_came_to_no_end_are_enough(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    run = asked(city, monkeypatch)
    monkeypatch.setattr(runs, "_write", lambda *args, **kwargs: None)  # as if the worker was killed in it
    for _ in range(4):
        runs.make(run.pk, timezone.now())
    run.refresh_from_db()
    assert "auch beim dritten Mal" in run.failed


def test_erasing_a_person_takes_the_files_that_show_them(city: City, shelf: Path) -> None:
    runs.ask(city.hr, REPORTS["abschluesse"], Filters(einheit="411"), Format.CSV, timezone.now())
    runs.ask(city.hr, REPORTS["abschluesse"], Filters(einheit="61"), Format.CSV, timezone.now())
    assert len(list(shelf.iterdir())) == 2
    erase_person(Learner.objects.get(user__last_name="Bulut").user)  # type: ignore[arg-type]
    (left,) = ReportRun.objects.exclude(file_name="")
    assert left.filters["einheit"] == "61"
    assert len(list(shelf.iterdir())) == 1


def test_files_without_an_entry_go_as_well(city: City, shelf: Path) -> None:
    shelf.mkdir()
    (shelf / ".halb.part").write_text("x", "ascii")
    os.utime(shelf / ".halb.part", (0, 0))
    runs.forget(timezone.now())
    assert not list(shelf.iterdir())
