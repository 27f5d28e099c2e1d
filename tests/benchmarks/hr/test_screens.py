"""What the counting screens cost at 600,000 duties: CPU milliseconds and SQL, beside an empty page of the CMS.

Prints a table and writes build/screens-ENGINE.json. "CPU" is this process and, on PostgreSQL, the server's process of
this connection; "own" is what is left without the frame that Wagtail draws around each page. What is judged is "own" by
the pace of the machine (tests/machinery/pace.py).
"""

import json
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template.base import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from learn.accounts import roles
from learn.accounts.models import User
from learn.compliance.models import Requirement
from learn.compliance.overview.views import Overview
from tests.benchmarks.hr.city import City
from tests.factories.people import in_group, user
from tests.machinery.pace import pace
from tests.machinery.processes import own_server_ms

BUILD = Path(__file__).resolve().parents[3] / "build"
ROUNDS = 15
OVERVIEW_MS, UNIT_MS, SQL = 150.0, 40.0, 12


Query = dict[str, str] | None


@dataclass
class Cost:
    what: str
    sql: int
    kilobytes: int
    limit_ms: float | None
    get: Callable[[], object]
    own_ms: float = 0.0
    own_sql: int = 0
    cpu_ms: float = math.inf
    database_ms: float = 0.0

    def once(self) -> None:
        cpu, behind = time.process_time(), own_server_ms()
        self.get()
        python = (time.process_time() - cpu) * 1000
        database = own_server_ms() - behind
        if python + database < self.cpu_ms:
            self.cpu_ms, self.database_ms = python + database, database


@pytest.mark.bench_hr
@pytest.mark.django_db
def test_the_screens(big_city: City) -> None:
    hr = signed_in(in_group(user("Ewa", "Pawłowska", email="ewa@example.org"), roles.HR))
    leading = User.objects.filter(memberships__department__code="R1", memberships__position="Amtsleitung")
    head = signed_in(in_group(leading.filter(memberships__ends_on=None).order_by("pk")[0], roles.HEADS))
    key = Requirement.objects.order_by("pk")[0].key
    with empty_page():
        frame = cost(hr, "an empty page of the CMS", reverse("duties"))
    place = {"einheit": "R12", "pflicht": key}
    costs = [
        cost(hr, "overview", reverse("duties"), limit=OVERVIEW_MS),
        cost(hr, "matrix", reverse("duty_matrix"), limit=OVERVIEW_MS),
        cost(hr, "unit of some 2,500 people", reverse("duty_unit", args=["R1"]), limit=UNIT_MS),
        cost(hr, "unit of some 100 people", reverse("duty_unit", args=["R123"]), limit=UNIT_MS),
        cost(hr, "requirement", reverse("duty_requirement", args=[key])),
        cost(hr, "cycles", reverse("duty_health")),
        cost(hr, "list: overdue in the city", reverse("duty_people")),
        cost(hr, "list: one cell of the matrix", reverse("duty_people"), place),
        cost(hr, "list: ends within 30 days", reverse("duty_people"), {"tage": "30"}),
        cost(head, "overview of a head", reverse("duties"), limit=OVERVIEW_MS),
        cost(head, "matrix of a head", reverse("duty_matrix"), limit=OVERVIEW_MS),
        cost(head, "list of a head", reverse("duty_people")),
    ]
    at_pace = measure(frame, costs)
    over = publish(frame, costs, at_pace)
    assert not over


@pytest.fixture(autouse=True)
def templates_as_on_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the record of templates and contexts that Django keeps in tests."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def empty_page() -> Iterator[None]:
    """The overview's address shows nothing but what Wagtail draws around every page."""

    def nothing(self: Overview, **kwargs: Any) -> dict[str, Any]:
        return WagtailAdminTemplateMixin.get_context_data(self, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Overview, "template_name", "wagtailadmin/generic/base.html")
        patch.setattr(Overview, "get_context_data", nothing)
        yield


def cost(client: Client, what: str, address: str, query: Query = None, limit: float | None = None) -> Cost:
    """What is the same each time: SQL and length. The page is read twice, since the first time templates are read."""
    assert client.get(address, query).status_code == 200, address
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address, query)
        sql = len(seen)
    return Cost(what, sql, len(answer.content) // 1024, limit, partial(client.get, address, query))


def measure(frame: Cost, costs: list[Cost]) -> float:
    """All pages in turn, again and again: a slow moment of the machine meets all of them, and the quickest counts.

    Returns the quickest pace meanwhile.
    """
    at_pace = math.inf
    for _ in range(ROUNDS):
        at_pace = min(at_pace, pace())
        with empty_page():
            frame.once()
        for each in costs:
            each.once()
    return at_pace


def publish(frame: Cost, costs: list[Cost], at_pace: float) -> list[str]:
    print(f"\npace {at_pace:.2f}", end="")
    print(f"\n{connection.vendor:34} CPU ms  of database   own   SQL  own    kB  limit (own)")
    for c in [frame, *costs]:
        c.own_ms, c.own_sql = c.cpu_ms - frame.cpu_ms, c.sql - frame.sql
        aim = f"{c.limit_ms:.0f} ms, {SQL} SQL" if c.limit_ms else ""
        print(
            f"{c.what:34} {c.cpu_ms:6.1f} {c.database_ms:12.1f} {c.own_ms:5.1f} {c.sql:5} {c.own_sql:4} {c.kilobytes:5}"
            f"  {aim}"
        )
    BUILD.mkdir(exist_ok=True)
    table = [{k: v for k, v in vars(c).items() if k != "get"} for c in [frame, *costs]]
    (BUILD / f"screens-{connection.vendor}.json").write_text(json.dumps(table, indent=2))
    return [c.what for c in costs if c.limit_ms and (c.own_ms / at_pace > c.limit_ms or c.own_sql > SQL)]
