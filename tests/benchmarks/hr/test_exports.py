"""What files of reports cost: CPU time of 10,000 rows by format, and the memory of 1,000,000 rows as CSV.

CPU is this process and, on PostgreSQL, the server's process of this connection. Prints a table; a row over its limit
fails if it is so by the pace of the machine as well (tests/machinery/pace.py). "Growth" is how far the process's
largest size (VmHWM, reset before) exceeds its size at the start.
"""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone, translation

from learn.accounts import roles
from learn.accounts.models import Learner, Membership, User
from learn.compliance.models import Obligation, Requirement
from learn.reports.catalogue import REPORTS
from learn.reports.files import WRITERS, About, Format, Sheet
from learn.reports.filters import Filters
from learn.reports.sight import Sight
from tests.factories.people import in_group, requirement, unit, user
from tests.machinery.pace import pace
from tests.machinery.processes import own_server_ms

pytestmark = [pytest.mark.django_db, pytest.mark.bench_hr]
TODAY = date(2027, 2, 15)
PEOPLE, REQUIREMENTS = 10_000, 100
LIMITS_S = {Format.CSV: 0.3, Format.XLSX: 1.5}
MOST_GROWTH_MB = 60.0


@pytest.fixture
def viewer() -> User:
    """The personnel office over 10,000 people, each overdue under one requirement."""
    place = unit("1", name="Bürgerservice")
    users = [User(email=f"p{n}@example.org", first_name=f"Vor{n}", last_name=f"Müller-{n:05}") for n in range(PEOPLE)]
    users = User.objects.bulk_create(users, batch_size=1000)
    Learner.objects.bulk_create((Learner(id=uuid4(), user=who) for who in users), batch_size=1000)
    Membership.objects.bulk_create(
        (
            Membership(user=who, department=place, personnel_no=str(n), starts_on=date(2020, 1, 1))
            for n, who in enumerate(users)
        ),
        batch_size=1000,
    )
    oblige(requirement("pflicht-0", [], {"all": True}))
    return in_group(user("Ewa", "Pawłowska"), roles.HR)


def oblige(*rules: Requirement) -> None:
    """Everybody with a membership is overdue under these, by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Obligation._meta.db_table} "
            "(learner_id, requirement_id, state, due_on, renewal_open, as_of, judged_from, health) "
            f"SELECT l.id, r.id, 'overdue', '2027-01-31', %s, '2027-02-15', 0, '' FROM {Learner._meta.db_table} l, "
            f"{Requirement._meta.db_table} r WHERE r.key IN ({','.join(['%s'] * len(rules))})",
            [False, *(rule.key for rule in rules)],
        )
        cursor.execute("ANALYZE")


@contextmanager
def measured(costs: list[tuple[str, float]], what: str) -> Iterator[None]:
    began, there = time.process_time(), own_server_ms()
    yield
    database = (own_server_ms() - there) / 1000
    costs.append((what, time.process_time() - began + database))


def sheet(viewer: User) -> Sheet:
    report = REPORTS["ueberfaellig"]
    found = report.find(viewer, Filters(), TODAY, Sight.of(viewer, TODAY))
    about = About(str(report.title), (), TODAY, timezone.now(), str(viewer))
    return Sheet(about, report.columns, found)


def test_ten_thousand_rows(viewer: User, capsys: Any) -> None:
    costs: list[tuple[str, float]] = []
    at_pace = pace()
    with translation.override("de"):
        WRITERS[Format.CSV](sheet(viewer), io.BytesIO())  # what is read once
        for form in (Format.CSV, Format.XLSX, Format.ODS):
            tries: list[tuple[str, float]] = []
            for _ in range(3):
                at_pace = min(at_pace, pace())
                with measured(tries, form):
                    assert WRITERS[form](sheet(viewer), io.BytesIO()) == PEOPLE
            costs.append(min(tries, key=lambda cost: cost[1]))
    with capsys.disabled():
        print(f"\n10,000 rows on {connection.vendor}, the quickest of three, CPU seconds, pace {at_pace:.2f}:")
        for form, cost in costs:
            print(f"  {form:5} {cost:6.2f}   limit {LIMITS_S.get(Format(form), '-')}")
    for form, cost in costs:
        assert cost / at_pace <= LIMITS_S.get(Format(form), 5.0), form


def test_a_million_rows_in_constant_memory(viewer: User, tmp_path: Path, capsys: Any) -> None:
    oblige(*(requirement(f"pflicht-{n}", [], {"all": True}) for n in range(1, REQUIREMENTS)))
    costs: list[tuple[str, float]] = []
    with translation.override("de"), (tmp_path / "alle.csv").open("wb") as file:
        before = _size("VmRSS")
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        with measured(costs, "csv"):
            count = WRITERS[Format.CSV](sheet(viewer), file)
        growth = _size("VmHWM") - before
    with capsys.disabled():
        print(f"\n{count:,} rows as CSV on {connection.vendor}: {costs[0][1]:.1f} CPU s, growth {growth:.1f} MB")
    assert count == PEOPLE * REQUIREMENTS
    assert growth < MOST_GROWTH_MB


def _size(name: str) -> float:
    """A size of this process in MB, as the kernel tells it."""
    lines = Path("/proc/self/status").read_text("ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
