"""Decisions as forms: the effect first, a reason always, and twice sent is once made."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse

import certificates.api
from learn.compliance.models import Absence, Allowance, AuditEntry, Evidence, Exemption
from learn.compliance.obligations import refresh
from learn.rules.deadlines import State
from tests.factories.certificates import award
from tests.factories.people import completed
from tests.learn.compliance.conftest import COURSE
from tests.learn.compliance.two_units import TODAY, Units, signed_in

pytestmark = pytest.mark.django_db
WHY = {"why": "So beschlossen."}


def send(units: Units, action: str, pk: int, **data: Any) -> HttpResponse:
    with signed_in(units.hr) as client:
        return client.post(reverse("duty_decide", args=[units.own.pk, action, pk]), WHY | data)  # type: ignore[return-value]


def decided(units: Units, action: str, pk: int, **data: Any) -> None:
    """Look at the effect, confirm, and press the button a second time."""
    before = AuditEntry.objects.count()
    preview = send(units, action, pk, **data)
    assert preview.status_code == 200 and "Noch ist nichts gespeichert" in preview.content.decode()
    assert AuditEntry.objects.count() == before
    assert send(units, action, pk, confirm="1", **data).status_code == 302
    send(units, action, pk, confirm="1", **data)
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.latest("pk").actor == units.hr


def test_exempt_and_lift(units: Units) -> None:
    data = {"since": "2027-02-01", "until": "31.12.2027", "reason_code": "no-device", "document": "AZ 12"}
    preview = send(units, "befreien", units.obligation(units.own).pk, **data).content.decode()
    assert "befreit bis 31. Dezember 2027" in preview and "fällig am 14. Januar 2028" in preview
    decided(units, "befreien", units.obligation(units.own).pk, **data)
    row = Exemption.objects.get()
    assert (units.state(units.own), row.document, row.granted_by) == (State.EXEMPT, "AZ 12", units.hr)
    decided(units, "befreiung-aufheben", row.pk)
    assert units.state(units.own) == State.OPEN


def test_absent_and_back(units: Units) -> None:
    decided(units, "abwesend", 0, since="2027-02-01", until="", reason_code="parental-leave", days_after_return="30")
    assert units.state(units.own) == State.SUSPENDED
    decided(units, "zurueck", Absence.objects.get().pk, until="2027-02-10")
    assert (units.state(units.own), units.obligation(units.own).due_on) == (State.OPEN, date(2027, 3, 31))


def test_accept_and_take_over_and_revoke(units: Units) -> None:
    key = units.obligation(units.own).pk
    decided(units, "anerkennen", key, completed_on="2026-05-01", source="VHS", document="")
    assert units.obligation(units.own).valid_until == date(2027, 5, 1)
    decided(units, "uebernehmen", key, completed_on="2026-09-01", source="Altsystem", document="")
    assert units.obligation(units.own).valid_until == date(2027, 9, 1)
    proof = Evidence.objects.get(completed_on=date(2026, 9, 1))
    decided(units, "widerrufen", proof.pk, since="2027-02-15")
    assert units.obligation(units.own).valid_until == date(2027, 5, 1), "the older proof still holds"


def test_an_early_completion_counts_by_hand(units: Units) -> None:
    units.duty.definition = units.duty.definition | {"early_credit": {"accept": "by_hand", "max_age_days": 60}}
    units.duty.save()
    completed(units.own.user, COURSE, date(2026, 12, 1), date(2026, 12, 10))  # type: ignore[arg-type]
    refresh(units.duty, TODAY)
    decided(units, "anrechnen", Evidence.objects.get().pk)
    assert units.state(units.own) == State.VALID


def test_more_time_and_a_new_cycle(units: Units) -> None:
    key = units.obligation(units.own).pk
    assert "fällig am 30. April 2027" in send(units, "verlaengern", key, due_on="2027-04-30").content.decode()
    decided(units, "verlaengern", key, due_on="2027-04-30")
    assert units.obligation(units.own).due_on == date(2027, 4, 30)
    Allowance.objects.update(since=date(2027, 2, 1))
    decided(units, "uebernehmen", key, completed_on="2026-12-01", source="Altsystem", document="")
    decided(units, "neuer-zyklus", key, due_on="2027-03-31")
    row = units.obligation(units.own)
    assert (row.state, row.renewal_open, row.due_on) == (State.VALID, True, date(2027, 3, 31))
    assert Allowance.objects.count() == 2


@pytest.mark.parametrize(
    ("action", "data", "words"),
    [
        ("befreien", {"since": "2027-02-01", "until": "2029-02-02", "reason_code": "hardship"}, "höchstens 24 Monate"),
        ("befreien", {"since": "2027-02-01", "until": "2027-01-02", "reason_code": "hardship"}, "vor dem Beginn"),
        ("befreien", {"since": "morgen", "until": "", "reason_code": "grippe"}, "Bitte geben Sie einen Tag an"),
        ("verlaengern", {"due_on": "2027-03-31"}, "endet schon am 31. März 2027"),
        ("verlaengern", {"due_on": "2099-03-31"}, "mehr als 24 Monate"),
        ("verlaengern", {"due_on": "2027-05-31", "why": " "}, "Bitte geben Sie eine Begründung an."),
        ("neuer-zyklus", {"due_on": "2027-05-31"}, "noch offen"),
        ("uebernehmen", {"completed_on": "2027-02-16", "source": "x"}, "liegt in der Zukunft"),
    ],
)
def test_what_cannot_be_is_said_at_once_and_nothing_is_lost(
    units: Units, action: str, data: dict[str, str], words: str
) -> None:
    for confirm in ({}, {"confirm": "1"}):
        response = send(units, action, units.obligation(units.own).pk, **(data | confirm))
        text = response.content.decode()
        assert response.status_code == 422 and words in text, text[:2000]
        assert all(value in text for value in data.values() if value.strip()), "what was filled in is still there"
    assert not AuditEntry.objects.exists()


def test_only_the_persons_own_rows_can_be_named(units: Units) -> None:
    with signed_in(units.hr) as client:
        foreign = units.obligation(units.other).pk
        for learner, action, pk in (
            (units.own.pk, "befreien", foreign),
            (units.own.pk, "unsinn", units.obligation(units.own).pk),
            (units.own.pk, "abwesend", 1),
            (units.own.pk, "widerrufen", 1),
            (uuid4(), "abwesend", 0),
        ):
            address = reverse("duty_decide", args=[learner, action, pk])
            assert client.get(address).status_code == client.post(address, WHY).status_code == 404


def test_revoking_a_proof_leads_to_the_certificate_and_leaves_it(units: Units) -> None:
    done = completed(units.own.user, COURSE, date(2027, 1, 10), date(2027, 1, 12))  # type: ignore[arg-type]
    paper = certificates.api.issue(award(award_key=done.enrolment_id, holder=units.own.pk))
    refresh(units.duty, TODAY)
    proof = Evidence.objects.get()
    with signed_in(units.hr) as client:
        page = client.get(reverse("duty_decide", args=[units.own.pk, "widerrufen", proof.pk])).content.decode()
        person = client.get(reverse("duty_person", args=[units.own.pk])).content.decode()
    assert reverse("held_certificate", args=[paper.code]) in page
    assert paper.code_grouped in person
    decided(units, "widerrufen", proof.pk, since="2027-02-15")
    assert certificates.api.find(paper.code).revoked_on is None  # type: ignore[union-attr]
