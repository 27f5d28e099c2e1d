"""A real queue worker in its own processes, to be killed without warning."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from learn.queue import queue
from tests.machinery.processes import PATIENCE, kill_group, until

ROOT = Path(__file__).resolve().parents[2]


class Cluster:
    """`manage.py qcluster` on the test's database. Its log stands in `log`."""

    def __init__(self, folder: Path, port: int) -> None:
        names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
        database = {name: connection.settings_dict[name] for name in names}
        given = {"database": database, "folder": str(folder / "certificates"), "port": port}
        self.environment = {
            **os.environ,
            "FAULTS": json.dumps(given, default=str),
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        }
        self.log = folder / "worker.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "qcluster"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def settle(self, done: Callable[[], object]) -> None:
        """Waits until all is done. The sweeper runs as a job of the worker, as its schedule would have it."""
        for _ in range(PATIENCE // 3):
            if until(done, 3):
                return
            queue("learn.jobs.sweep_mails")
        pytest.fail(f"not done in time: {self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        if self.process is not None:
            kill_group(self.process)
            self.process = None
