"""kill -9 of the real worker in the middle of a morning's reminders: none twice, none lost silently."""

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from learn.accounts.models import Department, User
from learn.compliance.models import Obligation, SentReminder
from learn.compliance.nightly import refresh_all
from learn.compliance.reminders import morning
from learn.post.models import Mail
from learn.queue import Job, queue
from tests.factories.people import person, requirement, unit
from tests.faults.cluster import Cluster
from tests.learn.compliance.conftest import RULE
from tests.learn.post.ics import read
from tests.learn.post.sink import Sink
from tests.machinery.processes import PATIENCE, pause, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.faults]

AT_ONCE = 6  # people who come under the duties with each round
KILLS = int(os.environ.get("KILLS", "50"))
State = Mail.State


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        yield server


@pytest.fixture
def cluster(tmp_path: Path, sink: Sink, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    settings.Q_CLUSTER = {**settings.Q_CLUSTER, "sync": False, "timeout": 20, "retry": 25}
    monkeypatch.setattr("django_q.conf.Conf.SYNC", False)
    worker = Cluster(tmp_path, sink.port)
    yield worker
    worker.kill()


@pytest.fixture
def office() -> Department:
    return unit("10")


@pytest.fixture
def head(office: Department) -> User:
    """Leads the unit and is under no duty."""
    return person(office, "Abteilungsleitung")


def duties() -> None:
    """One that is due next week, and one that is late enough for somebody above."""
    today = timezone.localdate()
    for key, days in (("bald", 7), ("vorbei", -20)):
        due = {"anchor": "fixed", "date": (today + timedelta(days=days)).isoformat()}
        made = requirement(key, [uuid4()], {"all": True}, today - timedelta(days=90))
        audience = {"all": True, "roles": ["Sachbearbeitung"]}
        made.definition = RULE | {"audience": audience, "due": {"new": due}, "minimum_time_days": 0}
        made.save()


def another_morning(office: Department) -> None:
    """People join, the night has passed, and the morning's job stands in the queue."""
    for _ in range(AT_ONCE):
        person(office, "Sachbearbeitung", since=timezone.localdate() - timedelta(days=100))
    refresh_all(timezone.localdate())
    queue("learn.jobs.send_reminders")


def unfinished() -> bool:
    return Job.objects.filter(name="learn.jobs.send_reminders", finished_at=None).exists()


def writing(already: int) -> bool:
    return SentReminder.objects.count() > already and unfinished()


def sending(since: Any) -> bool:
    return Mail.objects.filter(claimed_at__gte=since, state=State.SENDING).exists()


def settled() -> bool:
    return not unfinished() and not Mail.objects.filter(state__in=[State.WAITING, State.SENDING]).exists()


def judge(sink: Sink, head: User) -> Counter[str]:
    """Each person has each reminder once, each mail arrived once or is uncertain; returns the states of the mails."""
    for obligation in Obligation.objects.select_related("requirement"):
        steps = sorted(obligation.sent_reminders.values_list("step", flat=True))
        expected = ["before"] if obligation.requirement.key == "bald" else ["after", "escalation"]
        assert steps == expected, "a reminder was lost or written twice"
    arrived = Counter(mail["Message-ID"] for mail in sink.mails)
    assert max(arrived.values()) == 1, "a mail was sent twice"
    to = Counter(mail["To"] for mail in sink.mails)
    people = User.objects.exclude(pk=head.pk)
    assert all(to[user.email] <= 1 for user in people), "somebody was reminded twice"
    assert Mail.objects.filter(kind="erinnerung").count() == people.count()
    assert set(SentReminder.objects.values_list("mail_key", flat=True)) == set(
        Mail.objects.values_list("key", flat=True)
    )
    told = "".join(mail.text for mail in Mail.objects.filter(kind="eskalation"))
    named = Counter(re.findall(r"^\* (.+)$", told, re.MULTILINE))
    assert named == Counter(user.get_full_name() for user in people), "somebody above heard of a person twice or never"
    states: Counter[str] = Counter()
    for mail in Mail.objects.all():
        states[mail.state] += 1
        assert arrived[mail.message_id] == 1 or mail.state == State.UNCERTAIN, "a mail is called sent and never arrived"
    assert set(states) <= {State.SENT, State.UNCERTAIN}
    assert not Job.objects.exclude(given_up_at=None).exists()
    return states


def test_killed_in_the_middle_of_a_morning(cluster: Cluster, sink: Sink, office: Department, head: User) -> None:
    duties()
    another_morning(office)
    cluster.start()
    assert until(partial(writing, 0), PATIENCE), cluster.log.read_text()
    cluster.kill()
    cluster.start()
    cluster.settle(settled)
    assert sum(judge(sink, head).values()) == Mail.objects.count()
    dates = [read(part.get_payload(decode=True)) for mail in sink.mails for part in mail.walk() if part.get_filename()]
    assert len(dates) == sum(mail["To"] != head.email for mail in sink.mails)


def test_killed_fifty_times(cluster: Cluster, sink: Sink, office: Department, head: User) -> None:
    """Kills while reminders are written, while mails are on their way, and at any moment, with new people each time."""
    duties()
    sink.thinks = 0.2
    chance = random.Random(50)
    begun = timezone.now()
    met: Counter[str] = Counter()
    for number in range(KILLS):
        another_morning(office)
        cluster.start()
        kind = ("writing", "sending", "any")[number % 3]
        moment = (
            partial(writing, SentReminder.objects.count()) if kind == "writing" else partial(sending, timezone.now())
        )
        met[kind] += until(moment, 30)
        if kind == "any":
            pause(chance.uniform(0, 1))
        cluster.kill()
        if number % 4 == 3:  # a piece of work that meets five kills is given up, as it should be
            cluster.start()
            cluster.settle(settled)
            cluster.kill()
    cluster.start()
    cluster.settle(settled)
    states = judge(sink, head)
    seconds = (timezone.now() - begun).total_seconds()
    starts = Counter(Job.objects.filter(name="learn.jobs.send_reminders").values_list("starts", flat=True))
    print(
        f"\n{KILLS} kills in {seconds:.0f} s, met {dict(met)}: mails {dict(states)}, mornings by starts {dict(starts)}"
    )
    assert met["writing"] >= KILLS // 5, "too few kills met a morning's work"
    assert states[State.UNCERTAIN] >= 1, "no kill met a mail on its way"
    assert morning.send(timezone.localdate(), timezone.now()).reminders == 0
