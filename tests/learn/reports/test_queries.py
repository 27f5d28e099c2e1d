"""Each screen of the reports costs the same number of queries at one row and at many."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from learn.accounts.models import Learner
from learn.compliance.models import Obligation, Requirement
from learn.reports import runs
from learn.reports.catalogue import REPORTS
from learn.reports.files import Format
from learn.reports.filters import Filters
from learn.reports.models import ReportDefinition
from tests.factories.people import enrolled, person
from tests.learn.compliance.conftest import RULE
from tests.learn.reports.conftest import TODAY, City

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


def obliged(city: City, number: int) -> None:
    """So many more people, overdue and about to expire, who have begun a course."""
    rule = Requirement.objects.get()
    for _ in range(number):
        who = person(city.units["411"])
        enrolled(who, city.phishing, date(2027, 1, 5))
        for state in ("overdue", "valid"):
            other = who if state == "overdue" else person(city.units["411"])
            Obligation.objects.create(
                learner=Learner.objects.get(user=other),
                requirement=rule,
                state=state,
                due_on=date(2027, 2, 1),
                valid_until=date(2027, 3, 1),
                as_of=TODAY,
            )


def made(city: City, number: int) -> None:
    """So many more files and kept reports."""
    learner = Learner.objects.get(user__last_name="Bulut")
    for count in range(number):
        chosen = Filters(person=str(learner.pk))
        definition = ReportDefinition.objects.create(
            owner=city.hr,
            name=f"{ReportDefinition.objects.count()} {count}",
            report="verlauf",
            filters=asdict(chosen),
            format=Format.CSV,
        )
        run = runs.ask(city.hr, REPORTS["verlauf"], chosen, Format.CSV, timezone.now())
        run.definition = definition
        run.save()


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("report_overdue", obliged),
        ("report_expiring", obliged),
        ("report_asof", obliged),
        ("report_participation", obliged),
        ("completion_report", obliged),
        ("report_runs", made),
        ("report_definitions", made),
    ],
)
def test_queries_do_not_grow(city: City, name: str, more: Callable[[City, int], None]) -> None:
    Requirement.objects.update(definition=RULE)
    with time_machine.travel("2027-02-15 12:00+01:00", tick=False):
        client = Client()
        client.force_login(city.hr, backend="django.contrib.auth.backends.ModelBackend")

        def cost() -> int:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(reverse(name)).status_code == 200
            return len(seen)

        more(city, 1)
        cost()  # what is read once
        first = cost()
        more(city, 3)
        assert cost() == first
        assert first <= 24
