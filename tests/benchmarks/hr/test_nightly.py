"""What the nightly run costs at 600,000 duties, and what follows a change by day: CPU seconds, statements, locks.

Prints a table and writes build/nightly-ENGINE.json. "CPU" is this process and, on PostgreSQL, the server's process of
this connection; it is judged by the pace of the machine (tests/machinery/pace.py). "longest" is the longest transaction
of a batch by the clock: for so long nobody else writes on SQLite.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from learn.accounts.models import Department, Learner, Membership, User
from learn.compliance import nightly, tally
from learn.compliance.models import Cycle, Evidence, Obligation, ObligationReason, Requirement
from learn.compliance.obligations import judge
from learn.enrolments.models import Completion, Enrolment
from tests.benchmarks.hr.bulk import insert, moment
from tests.benchmarks.hr.city import City
from tests.benchmarks.hr.town import course_of
from tests.machinery.pace import pace
from tests.machinery.processes import own_server_ms

BUILD = Path(__file__).resolve().parents[3] / "build"
LIMIT_S = 60.0
COMPLETIONS, MOVES, LOGINS = 2500, 300, 200  # on a usual day


@dataclass
class Cost:
    what: str
    cpu_s: float = 0.0
    database_s: float = 0.0
    seconds: float = 0.0
    sql: int = 0
    judged: int = 0
    longest_ms: float = 0.0
    limit_s: float | None = None
    pace: float = 1.0

    @property
    def total_s(self) -> float:
        return self.cpu_s + self.database_s


class Costs(list[Cost]):
    @contextmanager
    def of(self, what: str, limit_s: float | None = None) -> Iterator[Cost]:
        """Measure a block."""
        cost = Cost(what, limit_s=limit_s)

        def counted(*args: object) -> object:
            before = time.monotonic()
            done = judge(*args)  # type: ignore[arg-type]
            cost.judged += len(args[2])  # type: ignore[arg-type]
            cost.longest_ms = max(cost.longest_ms, (time.monotonic() - before) * 1000)
            return done

        def run(self: CursorWrapper, *args: object, execute: object = CursorWrapper.execute) -> object:
            cost.sql += 1
            return execute(self, *args)  # type: ignore[operator]

        at_pace = pace()
        begun, cpu, behind = time.monotonic(), time.process_time(), own_server_ms()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(nightly, "judge", counted)
            patch.setattr(CursorWrapper, "execute", run)
            yield cost
        cost.cpu_s, cost.seconds = time.process_time() - cpu, time.monotonic() - begun
        cost.database_s = (own_server_ms() - behind) / 1000
        cost.pace = min(at_pace, pace())
        if not self:
            print(f"\n{connection.vendor:44} CPU s  of database     SQL   judged  longest  by the clock  pace  limit")
        self.append(cost)
        aim = f"{limit_s:.0f} s" if limit_s else ""
        print(
            f"{what:42} {cost.total_s:7.1f}  {cost.database_s:11.1f} {cost.sql:7} {cost.judged:8} "
            f"{cost.longest_ms:5.0f} ms  {cost.seconds:10.1f} s  {cost.pace:4.2f}  {aim}",
            flush=True,
        )

    def over(self) -> list[str]:
        """Write the file; what is over its limit."""
        BUILD.mkdir(exist_ok=True)
        (BUILD / f"nightly-{connection.vendor}.json").write_text(json.dumps([asdict(c) for c in self], indent=2))
        return [f"{c.what}: {c.total_s:.1f} s" for c in self if c.limit_s and c.total_s / c.pace > c.limit_s]


def complete(people: list[UUID], requirements: list[int], day: date) -> None:
    """Each of these people completes one course."""
    sittings = [uuid4() for _ in people]
    rows = list(zip(sittings, people, requirements))
    number = (day - date(2026, 1, 1)).days  # of the sitting; any that is free will do
    columns = ("id", "learner_id", "course_key", "number", "language", "started_at", "changed_at")
    insert(Enrolment, columns, ((s, p, course_of(r), number, "de", moment(day), moment(day)) for s, p, r in rows))
    columns = ("enrolment_id", "completed_at", "completed_on", "passed", "evidence")
    insert(Completion, columns, ((s, moment(day), day, True, "{}") for s in sittings))


def move(user: int, where: int, day: date) -> None:
    last = Membership.objects.filter(user=user, ends_on=None).order_by("-starts_on").first()
    if last is not None and last.starts_on < day:
        last.ends_on = day - timedelta(1)
        last.save()
        last.pk, last.ends_on, last.starts_on, last.department_id = None, None, day, where
        last.save(force_insert=True)


def a_usual_day(city: City, day: date, chance: Random) -> None:
    people = list(Learner.objects.order_by("pk").values_list("pk", flat=True))
    units = list(Department.objects.order_by("pk").values_list("pk", flat=True))
    some = chance.sample(people, COMPLETIONS)
    complete(some, [chance.randrange(city.requirements) for _ in some], day)
    for user in chance.sample(range(300, city.people), MOVES):
        move(user, chance.choice(units), day)
    new = list(User.objects.filter(last_login=None, learner__isnull=False).order_by("pk")[:LOGINS])
    User.objects.filter(pk__in=[user.pk for user in new]).update(last_login=f"{day}T09:00:00+01:00")


@pytest.mark.bench_hr
@pytest.mark.django_db(transaction=True)
def test_the_nightly_run_of_a_usual_night(big_city: City) -> None:
    costs, chance, tomorrow = Costs(), Random(7), big_city.on + timedelta(1)
    a_usual_day(big_city, big_city.on, chance)
    with costs.of("a usual night", LIMIT_S) as usual:
        assert nightly.run(tomorrow)
    with costs.of("the same night again", LIMIT_S) as again:
        assert nightly.run(tomorrow)
    a_usual_day(big_city, tomorrow, chance)
    with costs.of("four nights later, after a standstill", LIMIT_S):
        assert nightly.run(tomorrow + timedelta(4))
    by_day(costs, tomorrow + timedelta(4))
    one_new(costs, tomorrow + timedelta(4))
    over = costs.over()
    assert usual.judged > COMPLETIONS + 30 * LOGINS
    assert again.judged == 0
    assert not over


def by_day(costs: Costs, day: date) -> None:
    """What follows a change while people work."""
    person = Learner.objects.filter(user__memberships__ends_on=None, obligations__isnull=False).order_by("pk")[0]
    complete([person.pk], [3], day)
    with costs.of("somebody completes a course") as cost:
        nightly.refresh_people([person.pk], day)
    assert cost.judged == 1
    assert person.user_id is not None
    move(person.user_id, 5, day)
    with costs.of("somebody moves: all duties and tallies"):
        nightly.refresh_people([person.pk], day)
    with costs.of("tallies of one requirement"):
        tally.recount(Requirement.objects.order_by("pk")[0], day)


def one_new(costs: Costs, day: date) -> None:
    """A requirement as on its first night; a first night of the whole city costs so much for each requirement."""
    requirement = Requirement.objects.order_by("pk")[1]
    own = Obligation.objects.filter(requirement=requirement)
    Cycle.objects.filter(obligation__requirement=requirement).delete()
    ObligationReason.objects.filter(obligation__requirement=requirement).delete()
    Evidence.objects.filter(requirement=requirement, kind="completion").delete()
    own._raw_delete(own.db)
    with costs.of("a new requirement for everybody"):
        nightly.visit(requirement, day)
