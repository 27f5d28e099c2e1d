"""A thousand certificates, each with its badge, printed by the two processes of a real queue worker.

Prints the seconds from the first start to the last file, and what they are by the pace of the machine
(tests/machinery/pace.py), and writes build/thousand-ENGINE.json.
"""

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection, transaction
from django.db.models import Max, Min

from certificates import api, pdfua
from certificates.models import Certificate
from certificates.vault import Vault
from tests.factories.badges import new_key
from tests.factories.certificates import award
from tests.faults.test_killed_worker import cluster, sink  # noqa: F401
from tests.machinery.pace import pace
from tests.machinery.processes import pause

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.bench]

BUILD = Path(__file__).resolve().parents[2] / "build"
NUMBER, LIMIT_S, LONGEST_S = 1000, 60.0, 900


def printed() -> bool:
    return not Certificate.objects.filter(file_name="").exists()


def test_a_thousand_in_a_minute(settings: Any, tmp_path: Path, cluster: Any) -> None:  # noqa: F811
    settings.CERTIFICATE_KEYS = tmp_path / "keys"
    cluster.environment["FAULTS"] = json.dumps(
        json.loads(cluster.environment["FAULTS"]) | {"keys": str(tmp_path / "keys")}
    )
    new_key()
    with transaction.atomic():
        for number in range(NUMBER):
            api.issue(award(holder_name=f"Ayşe Yılmaz-{number}"))
    at_pace = pace()
    cluster.start()
    for _ in range(LONGEST_S):  # seldom, for looking costs what the workers need
        pause(1)
        if printed():
            break
    assert printed(), cluster.log.read_text()[-3000:]
    at_pace = min(at_pace, pace())
    times = Certificate.objects.aggregate(first=Min("print_started_at"), last=Max("printed_at"))
    seconds = (times["last"] - times["first"]).total_seconds()
    print(
        f"\n{NUMBER} certificates, two workers, {connection.vendor}: {seconds:.0f} s, pace {at_pace:.2f}, "
        f"by it {seconds / at_pace:.0f} s (limit {LIMIT_S:.0f})"
    )
    BUILD.mkdir(exist_ok=True)
    (BUILD / f"thousand-{connection.vendor}.json").write_text(json.dumps({"seconds": seconds, "pace": at_pace}))
    some = Certificate.objects.order_by("pk")[0]
    data = Vault().read(some.file_name)
    assert data is not None and pdfua.problems(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "credential.json" in pdf.attachments
    assert set(Certificate.objects.values_list("prints", flat=True)) == {1}
    assert seconds / at_pace <= LIMIT_S
