"""Decisions for very many: in the background, batch by batch, going on after a crash, told to whoever asked alone."""

from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from learn import jobs
from learn.accounts.models import Membership
from learn.compliance import carry_out, orders
from learn.compliance.models import Allowance, AuditEntry, Evidence, Obligation, Order
from learn.queue import Job
from tests.learn.compliance.two_units import Units, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.db]
LATER = {"action": "extend", "due_on": "2027-05-31", "why": "Umzug.", "filled": "1", "confirm": "1", "alle": "1"}
NOON = datetime(2027, 2, 15, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "LARGE", 1)
    monkeypatch.setattr(carry_out, "BATCH", 3)


def send(units: Units, name: str = "duty_bulk", **data: Any) -> HttpResponse:
    with signed_in(units.hr) as client:
        return client.post(reverse(name), data)  # type: ignore[return-value]


def test_asked_once_done_in_batches_and_told(units: Units) -> None:
    for _ in range(2):
        assert send(units, **LATER).status_code == 302
    order = Order.objects.get()
    assert Job.objects.filter(name="learn.jobs.decide_for_many", args=[order.pk]).count() == 1
    page = reverse("duty_order", args=[order.pk])
    with signed_in(units.hr) as client:
        waiting = client.get(page)
        assert waiting["Refresh"] and "0 von 4" in waiting.content.decode()
        jobs.decide_for_many(order.pk)
        jobs.decide_for_many(order.pk)
        done = client.get(page)
    assert "Refresh" not in done and "Erledigt" in done.content.decode()
    with signed_in(units.head_a) as client:
        assert client.get(page).status_code == 404
    order.refresh_from_db()
    assert (order.reached, order.position, order.selection) == (4, 4, [])
    assert Allowance.objects.count() == AuditEntry.objects.count() == 4
    assert set(Obligation.objects.values_list("due_on", flat=True)) == {date(2027, 5, 31)}


def test_a_crash_in_a_batch_leaves_it_undone_and_the_next_start_goes_on(units: Units) -> None:
    send(units, **LATER)
    order = Order.objects.get()
    calls = iter((None, RuntimeError, None, None))
    real = carry_out._batch

    def sometimes(*given: Any) -> Any:
        found = real(*given)
        if (error := next(calls)) is not None:
            raise error
        return found

    with patch.object(carry_out, "_batch", sometimes):
        with pytest.raises(RuntimeError):
            carry_out.carry_out(order.pk, NOON)
        assert Allowance.objects.count() == AuditEntry.objects.count() == Order.objects.get().position == 3
        carry_out.carry_out(order.pk, NOON)
    assert Allowance.objects.count() == AuditEntry.objects.count() == Order.objects.get().reached == 4


def test_who_may_no_longer_decide_does_not(units: Units) -> None:
    send(units, **LATER)
    units.hr.groups.clear()
    carry_out.carry_out(Order.objects.get().pk, NOON)
    assert Order.objects.get().error == "Das Recht dazu besteht nicht mehr."
    assert not Allowance.objects.exists()


def test_a_large_list_of_earlier_completions(units: Units) -> None:
    numbers = Membership.objects.order_by("pk").values_list("personnel_no", flat=True)
    lines = [f"{personnel_no};datenschutz;2026-10-05" for personnel_no in numbers]
    text = "\n".join(("Personalnummer;Pflichtschulung;Abgeschlossen am", *lines))
    preview = send(units, "earlier_completions", datei=SimpleUploadedFile("alt.csv", text.encode()))
    assert send(units, "earlier_completions", liste=preview.context["packed"], confirm="1").status_code == 302  # type: ignore[attr-defined]
    carry_out.carry_out(Order.objects.get().pk, NOON)
    assert (Order.objects.get().reached, Evidence.objects.count()) == (4, 4)
    assert Evidence.objects.order_by("pk")[3].source == "alt.csv, Zeile 5"
