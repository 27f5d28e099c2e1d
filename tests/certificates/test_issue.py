"""Issuing and keeping: once an award, a snapshot that nothing changes, erased when the person wants it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from certificates import api, jobs, verify
from certificates.models import MAX_PRINTS, Certificate
from certificates.vault import Vault
from tests.factories.certificates import award

OnCommit = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
TODAY = date(2027, 1, 4)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.CERTIFICATE_ROOT = tmp_path
    return tmp_path


def test_one_certificate_an_award() -> None:
    given = award()
    first = api.issue(given)
    again = api.issue(replace(given, holder_name="Jemand anders"))
    assert first == again
    assert again.holder_name == "Ayşe Yılmaz"
    assert Certificate.objects.count() == 1
    assert len(first.code) == 28
    assert first.verify_url == f"{settings.SITE_URL}/z/{first.code}/"


def test_a_name_is_needed_and_kept_composed() -> None:
    with pytest.raises(api.NameMissing):
        api.issue(award(holder_name="  "))
    assert api.issue(award(holder_name="Zoe\u0308  Nguye\u0302\u0303n ")).holder_name == "Zoë Nguyễn"


def test_only_the_holder_gets_certificate_and_file(django_capture_on_commit_callbacks: OnCommit) -> None:
    given = award()
    with django_capture_on_commit_callbacks(execute=True):
        credential = api.issue(given)
    assert api.held(credential.code, given.holder) is not None
    assert api.held(credential.code, uuid4()) is None
    assert api.pdf(credential.code, uuid4()) is None
    data = api.pdf(credential.code, given.holder)
    assert data is not None
    assert data.startswith(b"%PDF-")
    assert api.certificates_of(given.holder)[0].has_file
    assert api.of_awards([given.award_key, uuid4()]).keys() == {given.award_key}


def test_files_are_private(folder: Path, django_capture_on_commit_callbacks: OnCommit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        api.issue(award())
    (file,) = [path for path in folder.rglob("*") if path.is_file()]
    assert file.stat().st_mode & 0o007 == 0
    assert Path(settings.MEDIA_ROOT) not in file.parents
    with pytest.raises(ValueError, match="no public address"):
        Vault().url(file.name)


def test_printing_again_changes_nothing(folder: Path, django_capture_on_commit_callbacks: OnCommit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        credential = api.issue(award())
    before = Certificate.objects.get()
    jobs.print_certificate(credential.id)
    after = Certificate.objects.get()
    assert (after.prints, after.sha256, after.printed_at) == (1, before.sha256, before.printed_at)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_a_printer_that_dies_pauses_after_five_starts(
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: OnCommit
) -> None:
    credential = api.issue(award())
    now = timezone.now()
    Certificate.objects.update(prints=MAX_PRINTS, print_started_at=now)
    jobs.print_certificate(credential.id)
    assert not Certificate.objects.get().file_name
    assert "given up" in caplog.text
    assert api.sweep(now + timedelta(minutes=59)) == 0
    Certificate.objects.update(print_started_at=now - timedelta(minutes=61))
    with django_capture_on_commit_callbacks(execute=True):
        assert api.sweep(now + timedelta(minutes=3)) == 1
    assert Certificate.objects.get().file_name


def test_the_start_is_counted_even_if_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    from certificates import render

    monkeypatch.setattr(render, "PAPER", Path("/nonexistent"))
    render.forget()
    credential = api.issue(award())
    with pytest.raises(FileNotFoundError):
        jobs.print_certificate(credential.id)
    row = Certificate.objects.get()
    assert row.prints == 1
    assert row.print_error
    assert not row.file_name
    render.forget()


def test_the_sweeper_finds_what_waits_too_long(django_capture_on_commit_callbacks: OnCommit) -> None:
    credential = api.issue(award())
    now = timezone.now()
    assert api.sweep(now) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert api.sweep(now + timedelta(minutes=3)) == 1
    assert api.find(credential.code).has_file  # type: ignore[union-attr]
    assert api.sweep(now + timedelta(minutes=9)) == 0


def test_a_lost_file_is_printed_again(folder: Path, django_capture_on_commit_callbacks: OnCommit) -> None:
    given = award()
    with django_capture_on_commit_callbacks(execute=True):
        credential = api.issue(given)
    first = api.pdf(credential.code, given.holder)
    for file in folder.rglob("*.pdf"):
        file.unlink()
    with django_capture_on_commit_callbacks(execute=True):
        assert api.pdf(credential.code, given.holder) is None
    assert api.pdf(credential.code, given.holder) == first


def test_status_by_day() -> None:
    credential = api.issue(award(valid_until=date(2027, 1, 4)))
    assert credential.status(TODAY) == "valid"
    assert credential.status(TODAY + timedelta(days=1)) == "expired"
    assert api.revoke(credential.code, "Irrtum", TODAY)
    assert not api.revoke(credential.code, "noch einmal", TODAY)
    assert not api.revoke("falsch", "noch einmal", TODAY)
    revoked = api.find(credential.code)
    assert revoked is not None
    assert revoked.status(TODAY - timedelta(days=1)) == "valid"
    assert revoked.status(TODAY + timedelta(days=9)) == "revoked"


def test_a_person_can_be_joined_exported_and_erased(folder: Path, django_capture_on_commit_callbacks: OnCommit) -> None:
    guest, person = uuid4(), uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        credential = api.issue(award(holder=guest))
    assert api.rehold(guest, person) == 1
    (data,) = api.export(person)
    assert data["holder_name"] == "Ayşe Yılmaz"
    assert data["completed_on"] == "2026-11-22"
    with django_capture_on_commit_callbacks(execute=True):
        assert api.erase(person) == 1
    assert api.find(credential.code) is None
    assert api.certificates_of(person) == ()
    assert verify.check(credential.code, TODAY).status == "erased"
    assert not list(folder.rglob("*.pdf"))
    row = Certificate.objects.values().get()
    assert "Ayşe" not in str(row)
    assert str(person) not in str(row)
    jobs.print_certificate(row["id"])
    assert not list(folder.rglob("*.pdf"))
