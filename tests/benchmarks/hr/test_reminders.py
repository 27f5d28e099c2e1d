"""What a morning costs at 600,000 duties: 2,000 people get a mail, and the same morning once more for nothing.

Prints a table and writes build/reminders-ENGINE.json. "CPU" is this process and, on PostgreSQL, the server's process
of this connection; it is judged by the pace of the machine (tests/machinery/pace.py).
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from learn.compliance import reminders
from learn.compliance.models import SentReminder
from learn.compliance.reminders.due import by_learner, judge, near
from learn.post.models import Mail
from learn.rules import workdays
from tests.benchmarks.hr.bulk import insert
from tests.benchmarks.hr.city import City
from tests.machinery.pace import pace
from tests.machinery.processes import own_server_ms

BUILD = Path(__file__).resolve().parents[3] / "build"
MAILS = 2000
LIMIT_S = 60.0  # as the nightly run before it: both are done before people come to work
FOR_EVER = 100_000.0


class Costs(dict[str, dict[str, Any]]):
    @contextmanager
    def of(self, what: str) -> Iterator[dict[str, Any]]:
        sql = 0

        def run(self: CursorWrapper, *args: object, execute: Any = CursorWrapper.execute) -> object:
            nonlocal sql
            sql += 1
            return execute(self, *args)

        cost = self[what] = {}
        at_pace = pace()
        begun, cpu, behind = time.monotonic(), time.process_time(), own_server_ms()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(CursorWrapper, "execute", run)
            yield cost
        database = (own_server_ms() - behind) / 1000
        seconds = time.monotonic() - begun
        cost |= {"cpu_s": time.process_time() - cpu + database, "database_s": database, "sql": sql, "seconds": seconds}
        cost["pace"] = min(at_pace, pace())
        spent = f"{cost['cpu_s']:.1f} CPU s ({database:.1f} of the database), pace {cost['pace']:.2f}"
        print(f"\n{connection.vendor} {what}: {spent}, {sql} SQL")


def all_but(people: int, city: City) -> None:
    """Everything that is due counts as sent, but for so many people."""
    grouped = by_learner(judge(near(city.on, city.on), city.on, city.on))
    done = [duty for own in list(grouped.values())[people:] for duty in own]
    columns = ("obligation_id", "key", "step", "due_on", "written_on", "mail_key")
    insert(
        SentReminder,
        columns,
        ((d.obligation.pk, r.key, r.step.value, r.due_on, city.on, "") for d in done for r in d.reminders),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server does by itself within a minute


@pytest.mark.bench_hr
@pytest.mark.django_db(transaction=True)
def test_a_morning_with_two_thousand_mails(big_city: City, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(workdays, "SATURDAY", 7)  # the city is of today, whatever day that is
    monkeypatch.setattr(workdays, "holidays", lambda _year: frozenset())
    settings.Q_CLUSTER = settings.Q_CLUSTER | {"sync": False}  # mails are queued, as by a real worker, and not sent
    monkeypatch.setattr("django_q.conf.Conf.SYNC", False)
    costs = Costs()
    with costs.of("looking at whatever is due, as after weeks without a run"):
        all_but(MAILS, big_city)
    with costs.of(f"a morning with {MAILS} people"):
        done = reminders.send(big_city.on, timezone.now(), FOR_EVER)
    with costs.of("the same morning again"):
        again = reminders.send(big_city.on, timezone.now(), FOR_EVER)
    print(f"{done.reminders} reminders, {done.escalations} mails above, {done.untold} untold")
    BUILD.mkdir(exist_ok=True)
    (BUILD / f"reminders-{connection.vendor}.json").write_text(json.dumps(costs, indent=2))
    assert done.reminders + done.escalations == Mail.objects.count() >= MAILS / 2
    assert (again.reminders, again.escalations) == (0, 0)
    morning = costs[f"a morning with {MAILS} people"]
    assert morning["cpu_s"] / morning["pace"] <= LIMIT_S
