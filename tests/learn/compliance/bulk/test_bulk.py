"""One decision for many: who is meant, who is left out and why, all or nothing, and once however often it is sent."""

from datetime import date
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learn.accounts.models import Disclosure, Learner, User
from learn.compliance import decisions
from learn.compliance.models import Allowance, AuditEntry, Exemption, Obligation, Tally
from learn.compliance.obligations import refresh
from learn.post.models import Mail
from learn.rules.deadlines import Kind, State
from tests.factories.people import person
from tests.learn.compliance.two_units import TODAY, Units, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.db]
LATER = {"action": "extend", "due_on": "2027-05-31", "why": "Umzug des Amtes.", "filled": "1"}


def send(viewer: User, **data: Any) -> HttpResponse:
    with signed_in(viewer) as client:
        return client.post(reverse("duty_bulk"), data)  # type: ignore[return-value]


def everybody(units: Units) -> list[int]:
    return list(Obligation.objects.order_by("pk").values_list("pk", flat=True))


def test_more_time_for_many_with_the_effect_first(units: Units) -> None:
    ids = everybody(units)
    form = send(units.hr, action="extend", obligation=ids).content.decode()
    assert "Ausgewählt sind 4 Pflichten von 4 Personen." in form
    preview = send(units.hr, obligation=ids, **LATER).content.decode()
    assert "Sevgi Bulut" in preview and "fällig am 31. Mai 2027" in preview and "Umzug des Amtes." in preview
    assert not Allowance.objects.exists() and not AuditEntry.objects.exists()
    done = send(units.hr, auswahl=",".join(map(str, ids)), confirm="1", **LATER).content.decode()
    assert "Erledigt" in done
    assert set(Obligation.objects.values_list("due_on", flat=True)) == {date(2027, 5, 31)}
    assert AuditEntry.objects.filter(action="extend", actor=units.hr, reason="Umzug des Amtes.").count() == 4
    assert Tally.objects.get(department=None).people == 4
    again = send(units.hr, obligation=ids, confirm="1", **LATER).content.decode()
    assert "Die Frist endet schon am 31. Mai 2027" in again
    assert Allowance.objects.count() == AuditEntry.objects.count() == 4


def test_who_cannot_be_reached_is_left_out_with_the_reason(units: Units) -> None:
    decisions.take_over(
        units.own, units.duty, date(2026, 12, 1), Kind.IMPORTED, "x", actor=units.hr, why="y", today=TODAY
    )
    data = {"action": "new-cycle", "due_on": "2027-04-30", "why": "Vorfall.", "filled": "1", "confirm": "1"}
    text = send(units.hr, obligation=everybody(units), **data).content.decode()
    assert "3 ausgelassen:" in text and "Der laufende Zyklus ist noch offen." in text and "Rainer Vogt" in text
    assert Allowance.objects.get().learner == units.own
    assert units.obligation(units.own).renewal_open


def test_exempt_once(units: Units) -> None:
    data = {"since": "2027-02-15", "until": "2027-12-31", "reason_code": "secondment", "document": "AZ 1"}
    data |= {"action": "exempt", "why": "Abordnung.", "filled": "1", "confirm": "1"}
    for _ in range(2):
        text = send(units.hr, obligation=everybody(units), **data).content.decode()
    assert "Diese Befreiung ist schon eingetragen." in text
    assert Exemption.objects.count() == AuditEntry.objects.count() == 4
    assert set(Obligation.objects.values_list("state", flat=True)) == {State.EXEMPT}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"due_on": "2027-02-14"}, "in der Vergangenheit"),
        ({"why": ""}, "Bitte geben Sie eine Begründung an."),
        ({"action": "exempt", "since": "2027-02-15", "until": "2029-12-31", "reason_code": "hardship"}, "24 Monate"),
        ({"action": "delete"}, "Bitte wählen Sie, was geschehen soll."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(units: Units, data: dict[str, str], words: str) -> None:
    response = send(units.hr, obligation=everybody(units), confirm="1", **(LATER | data))
    text = response.content.decode()
    assert words in text, text[:3000]
    assert not AuditEntry.objects.exists()


def test_all_or_nothing(units: Units) -> None:
    with patch("learn.compliance.bulk.apply.refresh", side_effect=RuntimeError), pytest.raises(RuntimeError):
        send(units.hr, obligation=everybody(units), confirm="1", **LATER)
    assert not Allowance.objects.exists() and not AuditEntry.objects.exists()


def test_a_head_reaches_only_the_own_people_and_only_reminds(units: Units) -> None:
    foreign, missing = units.obligation(units.other).pk, 987654
    answers = [send(units.head_a, action="remind", obligation=[key]).content for key in (foreign, missing)]
    assert b"In dieser Auswahl ist niemand." in answers[0]
    assert without_tokens(answers[0]) == without_tokens(answers[1])
    text = send(units.head_a, action="remind", obligation=everybody(units)).content.decode()
    assert "Sevgi Bulut" in text and "Rainer Vogt" not in text
    every = send(units.head_a, action="remind", alle="1", einheit="B").content
    nowhere = send(units.head_a, action="remind", alle="1", einheit="Z").content
    assert without_tokens(every) == without_tokens(nowhere)
    assert send(units.head_a, obligation=everybody(units), confirm="1", **LATER).status_code == 302, "refused"
    assert not Allowance.objects.exists()
    assert not Disclosure.objects.filter(learners=units.other).exists()


def without_tokens(content: bytes) -> bytes:
    lines = content.splitlines()
    return b"\n".join(line for line in lines if b"csrf" not in line.lower() and b"nonce" not in line.lower())


def test_all_hits_of_a_list_by_its_filters(units: Units) -> None:
    for filters, names in (
        ({"einheit": "A"}, {"Sevgi Bulut", "Tomasz Wójcik"}),
        ({"pflicht": "datenschutz", "stand": "open", "einheit": "B"}, {"Rainer Vogt", "Kerem Uçar"}),
        ({"stand": "overdue"}, set()),
        ({"pflicht": "unbekannt"}, set()),
    ):
        text = send(units.hr, alle="1", **(LATER | filters)).content.decode()
        everyone = {"Sevgi Bulut", "Tomasz Wójcik", "Rainer Vogt", "Kerem Uçar"}
        assert {name for name in everyone if name in text} == names, filters


def test_reminders_go_out_once_and_tell_who_got_none(units: Units) -> None:
    User.objects.filter(pk=units.other.user_id).update(is_active=False)
    text = send(units.hr, action="remind", obligation=everybody(units), confirm="1").content.decode()
    assert "Erledigt" in text and "1 ausgelassen:" in text and "ohne E-Mail-Adresse" in text
    assert Mail.objects.count() == AuditEntry.objects.filter(action="remind", actor=units.hr).count() == 3
    again = send(units.hr, action="remind", obligation=everybody(units), confirm="1").content.decode()
    assert "schon erinnert" in again
    assert Mail.objects.count() == 3


def test_queries_do_not_grow_with_the_people(units: Units) -> None:
    def cost(**more: str) -> int:
        with signed_in(units.hr) as client, CaptureQueriesContext(connection) as captured:
            client.post(reverse("duty_bulk"), LATER | {"alle": "1"} | more)
        return len(captured)

    cost()
    few = cost()
    office = units.own.user.memberships.get().department  # type: ignore[union-attr]
    for _ in range(6):
        person(office)
    refresh(units.duty, TODAY)
    assert cost() == few
    assert Learner.objects.count() == 11


def test_thousands_of_ids_are_read(units: Units) -> None:
    ids = [*range(100_000, 104_996), *everybody(units), "unsinn", "1e5", "-1", "²"]
    text = send(units.hr, action="extend", obligation=ids).content.decode()
    assert "Ausgewählt sind 4 Pflichten" in text
    assert (
        "In dieser Auswahl ist niemand." in send(units.hr, action="extend", obligation=[str(uuid4())]).content.decode()
    )
