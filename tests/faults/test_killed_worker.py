"""kill -9 of the real worker between completion and PDF: each PDF exists once, each mail is sent once or "ungewiss"."""

import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from certificates import api
from certificates.models import Certificate
from learn.post import outbox
from learn.post.models import Mail
from learn.queue import Job
from tests.factories.certificates import award
from tests.faults.cluster import Cluster
from tests.learn.post.sink import Sink
from tests.machinery.processes import PATIENCE, pause, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

AT_ONCE = 3
State = Mail.State
EVER = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        yield server


@pytest.fixture
def cluster(tmp_path: Path, sink: Sink, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    quick = {"sync": False, "timeout": 20, "retry": 25}
    settings.Q_CLUSTER = {**settings.Q_CLUSTER, **quick}
    settings.CERTIFICATE_ROOT = tmp_path / "certificates"
    monkeypatch.setattr("django_q.conf.Conf.SYNC", False)
    worker = Cluster(tmp_path, sink.port)
    yield worker
    worker.kill()


def complete_some(number: int) -> None:
    """What completing a course does: certificate and mail in one transaction."""
    for place in range(AT_ONCE):
        with transaction.atomic():
            credential = api.issue(award(holder_name=f"Person {number} {place}"))
            address = f"person-{number}-{place}@example.org"
            outbox.write("zertifikat", address, "Ihr Zertifikat", credential.verify_url, key=f"mail-{credential.code}")


def printing(since: datetime = EVER) -> bool:
    """Whether a certificate stands between start and file, begun by a worker of now."""
    return Certificate.objects.filter(print_started_at__gte=since, file_name="").exists()


def sending(since: datetime = EVER) -> bool:
    return Mail.objects.filter(claimed_at__gte=since, state=State.SENDING).exists()


def busy(since: datetime) -> bool:
    return printing(since) or sending(since)


def settled() -> bool:
    return (
        not Certificate.objects.filter(file_name="").exists()
        and not Mail.objects.filter(state__in=[State.WAITING, State.SENDING]).exists()
    )


def judge(folder: Path, sink: Sink) -> Counter[str]:
    """One row, one file, one mail; returns the states of the mails."""
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    finished = {name for name in files if not name.endswith(".part") and not name.startswith("bundles/")}
    rows = {row.file_name: row for row in Certificate.objects.all()}
    assert finished == rows.keys()
    for name, row in rows.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == row.sha256
    arrived = Counter(mail["To"] for mail in sink.mails)
    states: Counter[str] = Counter()
    for mail in Mail.objects.all():
        states[mail.state] += 1
        assert arrived[mail.to] <= 1, "a mail was sent twice"
        if mail.state == State.SENT:
            assert arrived[mail.to] == 1, "a mail is called sent and never arrived"
    assert set(states) <= {State.SENT, State.UNCERTAIN}
    assert not Job.objects.exclude(given_up_at=None).exists()
    return states


def kill_while_printing(cluster: Cluster) -> int:
    """Completes some courses until a kill meets a certificate without its file; how many rounds that took."""
    for number in range(5):
        complete_some(number)
        cluster.start()
        assert until(lambda: printing() or settled(), PATIENCE), cluster.log.read_text()
        cluster.kill()
        if printing():
            return number + 1
    pytest.fail("the kill came too late five times")


def test_killed_between_completion_and_pdf(cluster: Cluster, sink: Sink, tmp_path: Path) -> None:
    rounds = kill_while_printing(cluster)
    cluster.start()
    cluster.settle(settled)
    states = judge(tmp_path / "certificates", sink)
    assert sum(states.values()) == rounds * AT_ONCE
    assert max(Certificate.objects.values_list("prints", flat=True)) >= 2


@pytest.mark.faults
def test_killed_twenty_times(cluster: Cluster, sink: Sink, tmp_path: Path) -> None:
    """Kills in the middle of printing, in the middle of sending, and at any moment, while new work arrives."""
    sink.thinks = 0.3
    chance = random.Random(20)
    started = timezone.now()
    met: Counter[str] = Counter()
    for number in range(20):
        complete_some(number)
        cluster.start()
        kind, moment = (("printing", printing), ("sending", sending), ("any", busy))[number % 3]
        met[kind] += until(partial(moment, timezone.now()), PATIENCE)
        if kind == "any":
            pause(chance.uniform(0, 1))
        cluster.kill()
        if number % 4 == 3:  # a piece of work that meets five kills is given up, as it should be
            cluster.start()
            cluster.settle(settled)
            cluster.kill()
    cluster.start()
    cluster.settle(settled)
    states = judge(tmp_path / "certificates", sink)
    prints = Counter(Certificate.objects.values_list("prints", flat=True))
    seconds = (timezone.now() - started).total_seconds()
    result = f"certificates by starts {dict(prints)}, mails {dict(states)}"
    print(f"\n20 kills in {seconds:.0f} s, met {dict(met)}: {result}")
    assert sum(states.values()) == 20 * AT_ONCE
    assert sum(prints.values()) - prints[1] >= 5, "too few kills met a certificate being printed"
    assert states[State.UNCERTAIN] >= 1, "no kill met a mail on its way"
