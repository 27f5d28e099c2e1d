"""Certificates in the CMS: who may look up, withdraw and put right whose; many as one ZIP, within sight only."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

import certificates.api
from certificates.api import Credential
from learn.accounts import roles
from learn.accounts.models import Learner, User
from learn.post.models import Mail
from learn.privacy.erase import erase_person
from learn.privacy.export import export_person
from tests.factories import people
from tests.factories.certificates import award
from tests.factories.desk import desk
from tests.learn.small_course import make_course
from tests.learn.walk import text_of

pytestmark = pytest.mark.django_db
LIST, ZIPS, REPORT = "/cms/berichte/zertifikate/", "/cms/berichte/zertifikate/zip/", "/cms/berichte/abschluesse/"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.CERTIFICATE_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def town() -> dict[str, User]:
    """One of unit A, one of unit B, and a citizen."""
    unit_a, unit_b = people.unit("A"), people.unit("B")
    return {
        "a": people.person(unit_a, "Sachbearbeitung", "Anna", "Amt"),
        "b": people.person(unit_b, "Sachbearbeitung", "Bert", "Bau"),
        "citizen": people.user("Cora", "Citizen"),
    }


@pytest.fixture
def held(town: dict[str, User]) -> dict[str, Credential]:
    return {
        who: certificates.api.issue(award(holder=user.learner.pk, holder_name=user.get_full_name(), language="de"))
        for who, user in town.items()
    }


def head_of(unit: str) -> Client:
    from learn.accounts.models import Department

    return desk(roles.HEADS, people.person(Department.objects.get(code=unit), "Abteilungsleitung"))


def test_the_personnel_office_sees_staff_and_administrators_see_all(held: dict[str, Credential]) -> None:
    hr, admin = desk(roles.HR), desk(roles.ADMINISTRATORS)
    staff, everybody = text_of(hr.get(LIST)), text_of(admin.get(LIST))
    assert [name in staff for name in ("Anna Amt", "Bert Bau", "Cora Citizen")] == [True, True, False]
    assert [name in everybody for name in ("Anna Amt", "Bert Bau", "Cora Citizen")] == [True, True, True]
    assert "Bert Bau" not in text_of(hr.get(LIST, {"q": "anna"}))
    assert hr.get(f"{LIST}{held['citizen'].code}/").status_code == 404
    assert admin.get(f"{LIST}{held['citizen'].code}/").status_code == 200
    for client in (desk(roles.TRAINERS), desk(roles.EDITORS), head_of("A")):
        assert client.get(LIST).status_code == 302
        assert client.post(f"{LIST}{held['a'].code}/", {"grund": "x"}).status_code == 302
    found = certificates.api.find(held["a"].code)
    assert found is not None
    assert found.revoked_on is None


def test_withdrawing_takes_a_reason_and_is_written_down(held: dict[str, Credential]) -> None:
    client, address = desk(roles.HR), f"{LIST}{held['a'].code}/"
    for reason in ("", "   ", "x" * 501):
        page = client.post(address, {"grund": reason})
        assert page.status_code == 422
        assert "Bitte schreiben Sie den Grund auf" in text_of(page)
    assert client.post(f"{LIST}{held['citizen'].code}/", {"grund": "x"}).status_code == 404
    client.post(address, {"grund": "Täuschung im Quiz"})
    found = certificates.api.find(held["a"].code)
    assert found is not None
    assert found.revoked_on == timezone.localdate()
    page = text_of(client.get(address))
    assert "zurückgezogen" in page
    assert "Name berichtigen" not in page
    assert "Täuschung" not in text_of(Client().get(f"/de/pruefen/{found.code}/"))
    history = text_of(desk(roles.ADMINISTRATORS).get("/cms/reports/site-history/"))
    assert f"Zertifikat {found.code_grouped} (Phishing erkennen) zurückgezogen" in history


def test_a_name_is_put_right(town: dict[str, User], folder: Path) -> None:
    enrolment = people.enrolled(town["a"], make_course().outline.key, date(2026, 11, 1))
    old = certificates.api.issue(award(award_key=enrolment.pk, holder=town["a"].learner.pk, holder_name="Ana Amd"))
    client = desk(roles.HR)
    for wrong, said in (("", "Bitte geben Sie Ihren Namen ein"), ("王", "王"), ("Ana Amd", "nicht berichtigen")):
        page = client.post(f"{LIST}{old.code}/", {"name": wrong})
        assert page.status_code == 422
        assert said in text_of(page)
    there = client.post(f"{LIST}{old.code}/", {"name": "Anna Amt"})
    new = certificates.api.of_awards([enrolment.pk])[enrolment.pk]
    assert there.headers["Location"] == f"{LIST}{new.code}/"
    assert (new.holder_name, Learner.objects.get(pk=town["a"].learner.pk).certificate_name) == ("Anna Amt", "Anna Amt")
    assert "ersetzt" in text_of(client.get(f"{LIST}{old.code}/"))
    mail = Mail.objects.get()
    assert new.code in mail.text
    holder = Client()
    holder.force_login(town["a"])
    page = holder.get(f"/de/zertifikat/{old.code}/")
    assert "ersetzt" in text_of(page)
    assert f"/de/zertifikat/{new.code}/" in page.content.decode()
    assert holder.get("/de/lernen/").content.decode().count("ersetzt") == 1


def test_a_zip_holds_only_people_in_sight(held: dict[str, Credential], django_capture_on_commit_callbacks: Any) -> None:
    hr, head = desk(roles.HR), head_of("A")
    with django_capture_on_commit_callbacks(execute=True):
        hr.post(ZIPS, {})
        head.post(ZIPS, {"einheit": ""})
    assert zipped_names(hr) == ["Anna Amt - Phishing erkennen.pdf", "Bert Bau - Phishing erkennen.pdf"]
    assert zipped_names(head) == ["Anna Amt - Phishing erkennen.pdf"]
    assert head.post(ZIPS, {"einheit": "B"}).headers["Location"] == REPORT
    assert head.post(ZIPS, {"einheit": "gibt-es-nicht"}).headers["Location"] == REPORT
    assert hr.post(ZIPS, {"kurs": str(uuid4())}).headers["Location"] == REPORT
    assert hr.post(ZIPS, {"kurs": "quatsch"}).headers["Location"] == REPORT
    assert desk(roles.TRAINERS).post(ZIPS, {}).status_code == 302


def key_of(client: Client) -> UUID:
    return certificates.api.bundles_of(str(client.user.pk))[0].key  # type: ignore[attr-defined]


def zipped_names(client: Client) -> list[str]:
    file = client.get(f"{ZIPS}{key_of(client)}/")
    with zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content))) as packed:
        return packed.namelist()


def test_a_zip_is_for_whoever_asked_as_long_as_they_may_see(
    town: dict[str, User], held: dict[str, Credential], django_capture_on_commit_callbacks: Any
) -> None:
    hr, head = desk(roles.HR), head_of("A")
    with django_capture_on_commit_callbacks(execute=True):
        head.post(ZIPS, {})
    assert hr.get(f"{ZIPS}{key_of(head)}/").status_code == 404
    town["a"].memberships.update(ends_on=date(2021, 1, 1))
    there = head.get(f"{ZIPS}{key_of(head)}/")
    assert there.status_code == 302
    assert "nicht mehr alle dieser Personen" in text_of(head.get(there.headers["Location"]))


def test_progress_shows_and_the_page_looks_again_a_few_times(held: dict[str, Credential]) -> None:
    hr = desk(roles.HR)
    assert "Noch ist nichts gesammelt." in text_of(hr.get(ZIPS))
    hr.post(ZIPS, {})
    page = hr.get(ZIPS)
    assert "0 von 2" in text_of(page)
    assert "wird gepackt" in text_of(page)
    assert page.headers["Refresh"] == f"5; url={ZIPS}?n=1"
    assert "Refresh" not in hr.get(f"{ZIPS}?n=5").headers
    assert hr.get(f"{ZIPS}{key_of(hr)}/").status_code == 404


def test_whoever_asked_gets_it_told_and_erased(held: dict[str, Credential]) -> None:
    hr: Any = desk(roles.HR)
    hr.post(ZIPS, {})
    assert export_person(hr.user)["certificates.Bundle"] == [{"title": "alle Kurse", "certificates": 2}]
    erase_person(hr.user)
    assert certificates.api.bundles_of(str(hr.user.pk)) == []


def test_the_report_offers_the_zip(held: dict[str, Credential]) -> None:
    page = desk(roles.HR).get(REPORT, {"einheit": "A"}).content.decode()
    assert f'action="{ZIPS}"' in page
    assert 'name="einheit" value="A"' in page
