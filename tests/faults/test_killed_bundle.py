"""kill -9 of the real worker while it packs many certificates: each is one row, one file and once in a ZIP."""

import os
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from certificates import api
from certificates.models import Bundle, Certificate
from learn.post import outbox
from tests.factories.certificates import award
from tests.faults.cluster import Cluster
from tests.faults.test_killed_worker import cluster, judge, settled, sink  # noqa: F401  fixtures
from tests.learn.post.sink import Sink
from tests.machinery.processes import PATIENCE, pause, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

KILLS = int(os.environ.get("BUNDLE_KILLS", "100"))
AT_ONCE = 6
OWNER = "7"


def complete_and_collect(number: int) -> None:
    """Some people complete a course; somebody asks for all their certificates at once."""
    awards = [award(holder_name=f"Person {number} {place}") for place in range(AT_ONCE)]
    with transaction.atomic():
        for place, each in enumerate(awards):
            credential = api.issue(each)
            address = f"person-{number}-{place}@example.org"
            outbox.write("zertifikat", address, "Ihr Zertifikat", credential.verify_url, key=f"mail-{credential.code}")
    api.bundle([each.holder for each in awards], owner=OWNER, title=f"Runde {number}")


def printing(since: datetime) -> bool:
    return Certificate.objects.filter(print_started_at__gte=since, file_name="").exists()


def packing(since: datetime) -> bool:
    return Bundle.objects.filter(started_at__gte=since, finished_at=None).exists()


def busy(since: datetime) -> bool:
    return printing(since) or packing(since)


def all_done() -> bool:
    return settled() and not Bundle.objects.filter(finished_at=None, given_up_at=None).exists()


def zipped() -> Iterator[tuple[Bundle, list[str]]]:
    for row in Bundle.objects.all():
        found = api.open_bundle(row.key, OWNER)
        assert found is not None
        _parcel, file = found
        assert file is not None, f"{row.title} has no file"
        with zipfile.ZipFile(file) as packed:
            assert packed.testzip() is None
            yield row, packed.namelist()


def test_killed_while_many_are_packed(cluster: Cluster, sink: Sink, tmp_path: Path, settings: Any) -> None:  # noqa: F811
    """New work in each round; a kill meets printing, packing or sending. What was asked for comes out whole, once."""
    chance = random.Random(7)
    met: Counter[str] = Counter()
    begun = timezone.now()
    for number in range(KILLS):
        complete_and_collect(number)
        cluster.start()
        kind, moment = (("printing", printing), ("packing", packing), ("any", busy))[number % 3]
        met[kind] += until(partial(moment, timezone.now()), PATIENCE)
        pause(chance.uniform(0, 0.4))
        cluster.kill()
        if number % 4 == 3:  # a certificate that meets five kills pauses for an hour, as it should
            cluster.start()
            cluster.settle(all_done)
            cluster.kill()
    cluster.start()
    cluster.settle(all_done)
    states = judge(tmp_path / "certificates", sink)
    total = 0
    for row, names in zipped():
        expected = sorted(f"Person {row.title.split()[1]} {place} - Phishing erkennen.pdf" for place in range(AT_ONCE))
        assert sorted(names) == expected, row.missing
        total += len(names)
    assert Certificate.objects.count() == Certificate.objects.values("award_key").distinct().count() == total
    assert total == KILLS * AT_ONCE
    again = Certificate.objects.filter(prints__gt=1).count()
    seconds = (timezone.now() - begun).total_seconds()
    print(
        f"\n{KILLS} kills in {seconds:.0f} s, met {dict(met)}: {total} certificates, "
        f"{again} begun again, mails {dict(states)}"
    )
    assert again, "no kill met a certificate being printed"
