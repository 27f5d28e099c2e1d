"""kill -9 of the real worker in the nightly run of the duties: nothing is lost or doubled, and the end is the same."""

import os
import random
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Count
from django.utils import timezone

from learn.accounts.models import Learner, Membership
from learn.compliance import nightly
from learn.compliance.models import Cycle, Evidence, Obligation, ObligationReason, Requirement, Tally
from learn.queue import Job, queue
from tests.benchmarks.hr.town import build, course_of
from tests.factories.people import completed
from tests.faults.cluster import Cluster
from tests.faults.test_killed_worker import cluster, sink  # noqa: F401  fixtures
from tests.machinery.processes import PATIENCE, pause, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

KILLS = int(os.environ.get("NIGHTLY_KILLS", "50"))
PEOPLE, REQUIREMENTS = 1500, 6


def kept() -> list[list[tuple[Any, ...]]]:
    """All that the run keeps, by what it says and without ids."""
    whose = ("obligation__learner_id", "obligation__requirement_id")
    shown = ("state", "due_on", "valid_until", "renewal_open", "next_change_on", "judged_from", "first_login_on")
    rows = (
        Obligation.objects.values_list("learner_id", "requirement_id", *shown),
        ObligationReason.objects.values_list(*whose, "entry", "since", "until"),
        Evidence.objects.values_list("learner_id", "requirement_id", "key", "completed_on", "kind"),
        Cycle.objects.values_list(*whose, "number", "opens_at", "due_on", "valid_from", "valid_until", "evidence__key"),
        Tally.objects.values_list("requirement_id", "department_id", "state", "renewal_open", "people"),
    )
    return [sorted(map(str, each)) for each in rows]


def forget(chance: random.Random) -> None:
    """Much is to be done again: rows that are due, rows that are missing, and new completions."""
    learners = list(Learner.objects.order_by("pk").values_list("pk", flat=True))
    gone = chance.sample(learners, PEOPLE // 3)
    Cycle.objects.filter(obligation__learner__in=gone).delete()
    Obligation.objects.filter(learner__in=chance.sample(learners, PEOPLE // 2)).update(judged_from=7)
    Requirement.objects.update(judged_on=None)
    Obligation.objects.filter(learner__in=gone).update(judged_from=7)


def learn_something(number: int) -> None:
    """Two people complete a course, others in each round."""
    today = timezone.localdate()
    staff = Membership.objects.filter(ends_on=None, starts_on__lt=today).select_related("user").order_by("pk")
    for membership in staff[2 * number : 2 * number + 2]:
        completed(membership.user, course_of(number % REQUIREMENTS), today, today, number=200)


def running(since: Any) -> bool:
    return Job.objects.filter(started_at__gte=since, finished_at=None).exists()


def all_done() -> bool:
    return not Job.objects.filter(finished_at=None, given_up_at=None).exists()


def test_killed_in_the_nightly_run(cluster: Cluster) -> None:  # noqa: F811
    """Each round a worker is killed at some moment of its run; the end is as an undisturbed run leaves it."""
    chance = random.Random(7)
    build(PEOPLE, REQUIREMENTS, on=timezone.localdate() - timedelta(1))
    met, reasons = 0, kept()[1]
    begun = time.monotonic()
    for number in range(KILLS):
        forget(chance)
        learn_something(number)
        since = timezone.now()
        queue("learn.jobs.refresh_duties")
        cluster.start()
        started = until(lambda since=since: running(since), PATIENCE)
        pause(chance.uniform(0.05, 3.0))
        cluster.kill()
        cut = Requirement.objects.filter(judged_on=None).exists()
        met += started and cut
        Job.objects.filter(finished_at=None).update(given_up_at=timezone.now())  # the next round has its own
        doubled = Cycle.objects.values("obligation", "number").annotate(n=Count("pk")).filter(n__gt=1)
        assert not doubled.exists(), f"round {number}"
        open_ones = Cycle.objects.filter(valid_from=None).values("obligation").annotate(n=Count("pk"))
        assert not open_ones.filter(n__gt=1).exists(), f"round {number}"
    queue("learn.jobs.refresh_duties")
    cluster.start()
    assert until(all_done, 300), cluster.log.read_text()[-3000:]
    cluster.kill()
    disturbed = kept()
    assert disturbed[1] == reasons, "nobody's place has changed"
    Cycle.objects.all().delete()
    Evidence.objects.filter(kind="completion", revoked_from=None).delete()
    Tally.objects.all().delete()
    Obligation.objects.update(judged_from=7)
    assert nightly.run(timezone.localdate())
    undisturbed = kept()
    print(f"\n{KILLS} kills in {time.monotonic() - begun:.0f} s, {met} in the middle of a run; the end is the same")
    for one, other in zip(disturbed, undisturbed, strict=True):
        assert len(one) == len(other)
        assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]][:3] == []
    assert met > KILLS / 4, "too few kills met a run"
