"""Kept reports: own and shared, by the clock once, paused when the right has gone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learn.accounts import roles
from learn.accounts.models import Membership
from learn.reports import definitions
from learn.reports.models import ReportDefinition, ReportRun
from learn.rules.schedules import LOCAL
from tests.factories.people import in_group, user
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


def kept(viewer: Any, **answers: object) -> ReportDefinition:
    """A report on completions in 41, kept through the form."""
    address = f"{reverse('report_definition_add', args=['abschluesse'])}?einheit=41&q=x"
    data = {"name": "Monatsbericht", "format": "csv", "rhythm": "", "at": "07:00"} | answers
    response = client_of(viewer).post(address, data)
    assert response.status_code == 302, response.content.decode()
    return ReportDefinition.objects.latest("pk")


def test_a_definition_keeps_the_choices_and_says_when_it_runs(city: City) -> None:
    made = kept(city.hr, rhythm="monatlich", monthday="31")
    assert made.filters["einheit"] == "41"
    assert timezone.localtime(made.next_at) == datetime(2027, 2, 28, 7, tzinfo=LOCAL)
    page = client_of(city.hr).get(reverse("report_definitions")).content.decode()
    assert "nächstes Mal: 28.02.2027 07:00" in page
    assert "41 Bürgerservice" in page


def test_what_was_missed_is_made_once(city: City) -> None:
    made = kept(city.hr, rhythm="taeglich")
    later = timezone.now() + timedelta(days=20)
    assert definitions.run_due(later) == 1
    assert definitions.run_due(later) == 0
    made.refresh_from_db()
    assert timezone.localtime(made.next_at) == datetime(2027, 3, 8, 7, tzinfo=LOCAL)
    run = ReportRun.objects.get()
    assert (run.owner, run.definition, run.filters["einheit"]) == (city.hr, made, "41")


@pytest.mark.parametrize("lost", ["left", "right", "unit"])
def test_who_lost_the_right_gets_no_more_files(city: City, lost: str) -> None:
    made = kept(city.head, rhythm="woechentlich", weekday="3")
    if lost == "left":
        city.head.is_active = False
        city.head.save()
    elif lost == "right":
        city.head.groups.clear()
    else:
        Membership.objects.filter(user=city.head).update(department=city.units["61"])
    assert definitions.run_due(timezone.now() + timedelta(days=8)) == 0
    made.refresh_from_db()
    assert made.paused
    assert made.next_at is None
    assert not ReportRun.objects.exists()


def test_saving_again_lets_go_of_a_pause(city: City) -> None:
    made = kept(city.hr, rhythm="taeglich")
    ReportDefinition.objects.update(paused="Das Konto ist nicht mehr aktiv.", next_at=None)
    address = reverse("report_definition", args=[made.pk])
    assert "Dieser Bericht ist angehalten." in client_of(city.hr).get(address).content.decode()
    client_of(city.hr).post(address, {"name": "Neu", "format": "ods", "rhythm": "taeglich", "at": "06:30"})
    made.refresh_from_db()
    assert (made.name, made.paused, made.filters["einheit"]) == ("Neu", "", "41")
    assert timezone.localtime(made.next_at) == datetime(2027, 2, 16, 6, 30, tzinfo=LOCAL)


def test_shared_ones_are_for_the_personnel_office_and_only_the_owner_changes_them(city: City) -> None:
    made = kept(city.hr, shared="on")
    colleague = in_group(user("Olga", "Stein"), roles.HR)
    assert "Monatsbericht" in client_of(colleague).get(reverse("report_definitions")).content.decode()
    assert "Monatsbericht" not in client_of(city.head).get(reverse("report_definitions")).content.decode()
    for name in ("report_definition", "report_definition_delete"):
        assert client_of(colleague).post(reverse(name, args=[made.pk])).status_code == 404
    head = kept(city.head, shared="on")
    assert not head.shared, "heads share with nobody"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"name": ""}, "Bitte geben Sie dem Bericht einen Namen."),
        ({"name": " Monatsbericht "}, "Einen Bericht mit diesem Namen haben Sie schon."),
        ({"rhythm": "monatlich", "monthday": "32"}, "Bitte geben Sie einen Tag von 1 bis 31 ein."),
        ({"at": "7 Uhr"}, "Bitte geben Sie die Uhrzeit so ein: 07:00."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(city: City, answers: dict[str, str], said: str) -> None:
    kept(city.hr)
    address = reverse("report_definition_add", args=["abschluesse"])
    data = {"name": "Anders", "format": "csv", "rhythm": "", "at": "07:00"} | answers
    response = client_of(city.hr).post(address, data)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert ReportDefinition.objects.count() == 1


def test_deleting_keeps_the_files(city: City) -> None:
    made = kept(city.hr, rhythm="taeglich")
    definitions.run_due(timezone.now() + timedelta(days=1))
    client_of(city.hr).post(reverse("report_definition_delete", args=[made.pk]))
    assert not ReportDefinition.objects.exists()
    assert ReportRun.objects.get().definition is None


def test_a_day_that_was_fixed_may_be_kept(city: City) -> None:
    made = kept(city.hr, rhythm="taeglich")
    ReportDefinition.objects.update(report="stichtag", filters={"tag": date(2026, 12, 31).isoformat()})
    assert definitions.run_due(timezone.now() + timedelta(days=1)) == 1
    made.refresh_from_db()
    assert made.paused == ""
    assert ReportRun.objects.get().filters["tag"] == "2026-12-31"
