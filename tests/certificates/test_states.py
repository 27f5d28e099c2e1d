"""What becomes of a certificate: corrected, withdrawn, expired, erased; and many of them in one ZIP."""

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from certificates import api, bundle, jobs, parcel, render, verify
from certificates.models import Bundle, Certificate
from tests.factories.certificates import award

OnCommit = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
TODAY = date(2027, 1, 4)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.CERTIFICATE_ROOT = tmp_path
    return tmp_path


def test_a_right_name_makes_a_new_certificate(django_capture_on_commit_callbacks: OnCommit) -> None:
    given = award(holder_name="Aysche Yilmaz")
    old = api.issue(given)
    with django_capture_on_commit_callbacks(execute=True):
        new = api.correct_name(old.code, " Ayşe  Yılmaz", TODAY)
    assert (new.holder_name, new.award_key, new.holder) == ("Ayşe Yılmaz", given.award_key, given.holder)
    assert new.code != old.code
    assert (new.completed_on, new.valid_until, new.issued_on) == (old.completed_on, old.valid_until, TODAY)
    assert new.design == old.design
    gone = api.find(old.code)
    assert gone is not None
    assert gone.status(TODAY) == "replaced"
    assert gone.replaced_by == new.code
    assert verify.check(old.code, TODAY).status == "replaced"
    assert verify.check(new.code, TODAY).status == "valid"
    assert api.of_awards([given.award_key])[given.award_key] == api.find(new.code)
    assert api.issue(given).code == new.code
    assert b"%PDF" in (api.pdf(new.code, given.holder) or b"")


def test_what_is_withdrawn_or_replaced_is_not_corrected() -> None:
    first = api.issue(award())
    with pytest.raises(api.NotChanged):
        api.correct_name(first.code, "Ayşe Yılmaz", TODAY)
    with pytest.raises(api.NameMissing):
        api.correct_name(first.code, " ", TODAY)
    with pytest.raises(api.NameNotPrintable, match="王") as refused:
        api.correct_name(first.code, "王", TODAY)
    assert "王" in refused.value.sentence
    api.correct_name(first.code, "Ayşe Yilmaz", TODAY)
    with pytest.raises(api.NotChanged):
        api.correct_name(first.code, "Noch anders", TODAY)
    other = api.issue(award())
    api.revoke(other.code, "Irrtum", TODAY)
    with pytest.raises(api.NotChanged):
        api.correct_name(other.code, "Anders", TODAY)
    with pytest.raises(api.NotChanged):
        api.correct_name("0" * 28, "Anders", TODAY)
    assert Certificate.objects.count() == 3


def test_nothing_is_withdrawn_without_a_reason() -> None:
    credential = api.issue(award())
    with pytest.raises(ValueError, match="reason"):
        api.revoke(credential.code, "  ", TODAY)


def test_search_looks_only_at_the_people_given() -> None:
    one, other = award(holder_name="Zoë Ober"), award(holder_name="Zoë Unter", course_title="Passwörter")
    first, second = api.issue(one), api.issue(other)
    assert [c.code for c in api.search(None, "zoë")] == [second.code, first.code]
    assert [c.code for c in api.search([one.holder], "zoë")] == [first.code]
    assert api.search([one.holder], "Passwörter") == ()
    assert [c.code for c in api.search([other.holder], second.code_grouped.lower())] == [second.code]
    assert api.search([one.holder], second.code) == ()


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return packed.namelist()


def test_a_bundle_prints_what_is_missing(folder: Path, django_capture_on_commit_callbacks: OnCommit) -> None:
    course = uuid4()
    awards = [award(course_key=course, holder_name=name) for name in ("Ali", "Ali", "Bea/../x", "Cem")]
    elsewhere = award(holder=awards[0].holder)
    credentials = [api.issue(each) for each in [*awards, elsewhere]]
    api.revoke(credentials[3].code, "Irrtum", TODAY)
    holders = [each.holder for each in awards]
    assert api.bundle([uuid4()], course, owner="7", title="x") is None
    with django_capture_on_commit_callbacks(execute=True):
        asked = api.bundle(holders, course, owner="7", title="Phishing")
    assert asked is not None
    assert (asked.total, asked.finished) == (3, False)
    assert api.open_bundle(asked.key, "8") is None
    packed = api.open_bundle(asked.key, "7")
    assert packed is not None
    made, file = packed
    assert file is not None
    assert made.finished
    assert (made.done, made.missing) == (3, 0)
    assert made.holders == {each.holder for each in awards[:3]}
    data = file.read()
    assert made.size == len(data)
    assert names(data) == [
        "Ali - Phishing erkennen.pdf",
        "Ali - Phishing erkennen (2).pdf",
        "Bea..x - Phishing erkennen.pdf",
    ]
    jobs.pack(Bundle.objects.get().pk)  # a second run finds nothing to do
    assert Bundle.objects.get().starts == 0
    assert [parcel.key for parcel in api.bundles_of("7")] == [asked.key]
    assert api.bundles_of("8") == []


def test_what_cannot_be_printed_is_named_in_the_zip(django_capture_on_commit_callbacks: OnCommit) -> None:
    good, bad = award(), award(holder_name="王小明")
    for each in (good, bad):
        api.issue(each)
    with django_capture_on_commit_callbacks(execute=True):
        asked = api.bundle([good.holder, bad.holder], owner="7", title="Alle")
    assert asked is not None
    made, file = api.open_bundle(asked.key, "7") or (None, None)
    assert made is not None
    assert file is not None
    assert made.missing == 1
    data = file.read()
    assert names(data) == ["Ayşe Yılmaz - Phishing erkennen.pdf", bundle.MISSING]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert "王小明 – Phishing erkennen" in packed.read(bundle.MISSING).decode("utf-8-sig")
    assert api.unprinted(timezone.now()) == 1
    assert "王" in api.search(None, "王小明")[0].print_error


def test_a_long_bundle_goes_on_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit
) -> None:
    awards = [award() for _ in range(4)]
    for each in awards:
        api.issue(each)
    printed: list[Any] = []
    monkeypatch.setattr(jobs, "STEP", -1)  # no time at all: not even one
    monkeypatch.setattr(jobs, "queue_pack", printed.append)
    asked = api.bundle([each.holder for each in awards], owner="7", title="Alle")
    row = Bundle.objects.get()
    for _ in range(jobs.MAX_PACKS):
        jobs.pack(row.pk)
    assert not Bundle.objects.get().given_up_at
    jobs.pack(row.pk)
    assert Bundle.objects.get().given_up_at, "starts that bring nothing come to an end"
    assert asked is not None
    assert (api.open_bundle(asked.key, "7") or [None])[1] is None
    monkeypatch.setattr(render, "pdf_of", lambda *_args, **_more: b"%PDF")
    Bundle.objects.update(given_up_at=None, starts=0)
    ticks = iter([0, 0, jobs.STEP + 9, 0, 0, 0, 0, 0, 0])
    monkeypatch.setattr(jobs, "STEP", 5)
    monkeypatch.setattr(jobs.time, "monotonic", lambda: next(ticks, 0))
    ticks = iter([0, 1, 9])
    jobs.pack(row.pk)
    assert (Bundle.objects.get().done, Bundle.objects.get().starts) == (1, 0)
    ticks = iter([])
    jobs.pack(row.pk)
    assert Bundle.objects.get().finished_at
    assert Bundle.objects.get().done == 4


def test_the_sweeper_picks_up_lost_bundles_and_drops_old_ones(
    folder: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit
) -> None:
    api.issue(given := award())
    api.bundle([given.holder], owner="7", title="Alle")
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        api.sweep(now + timedelta(minutes=3))
    assert Bundle.objects.get().finished_at
    assert list(folder.glob("bundles/*.zip"))
    api.sweep(now + timedelta(days=6))
    assert Bundle.objects.exists()
    api.sweep(now + timedelta(days=8))
    assert not Bundle.objects.exists()
    assert not list(folder.glob("bundles/*.zip"))


def test_erasing_a_person_takes_every_zip_with_them(folder: Path, django_capture_on_commit_callbacks: OnCommit) -> None:
    one, other = award(), award()
    for each in (one, other):
        api.issue(each)
    with django_capture_on_commit_callbacks(execute=True):
        api.bundle([one.holder, other.holder], owner="7", title="Alle")
        api.bundle([other.holder], owner="8", title="Ohne")
    api.erase(one.holder)
    assert [made.title for made in Bundle.objects.all()] == ["Ohne"]
    assert len(list(folder.glob("bundles/*.zip"))) == 1
    assert parcel.drop_bundles("8") == 1
    assert not list(folder.glob("bundles/*.zip"))
