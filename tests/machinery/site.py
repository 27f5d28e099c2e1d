"""The site as a server runs it: gunicorn under production's settings, on the test's database, behind a proxy."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.machinery.processes import PATIENCE, kill_group, until
from tests.machinery.visitor import NoAnswer, Visitor

ROOT = Path(__file__).resolve().parents[2]

NewSite = Callable[..., "Site"]


class Site:
    """A web server in a process group of its own. Its log stands in `log`."""

    def __init__(self, folder: Path, *, workers: int, threads: int) -> None:
        self.folder, self.port = folder, _free_port()
        self.shape = ["--bind", f"127.0.0.1:{self.port}", "--workers", str(workers), "--threads", str(threads)]
        self.shape += ["--preload", "--log-level", "warning", "--no-control-socket"]
        self.log = folder / "web.log"
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self, middleware: Sequence[str] = ()) -> dict[str, str]:
        given = {
            "database": str(connection.settings_dict["NAME"]),
            "folder": str(self.folder),
            "media": str(settings.MEDIA_ROOT),
            "middleware": list(middleware),
        }
        return {
            **os.environ,
            "SITE": json.dumps(given),
            "DJANGO_SETTINGS_MODULE": "tests.machinery.site_settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "SITE_URL": f"https://localhost:{self.port}",
            "BEHIND_PROXY": "1",
        }

    def prepare(self) -> None:
        """What a server is given once, before its first start."""
        for command in (["createcachetable"], ["collectstatic", "--no-input", "--verbosity", "0"]):
            done = subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=self.environment(),
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr

    def start(self, middleware: Sequence[str] = ()) -> None:
        """Begins to start; `middleware` stands outside of the site's own."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "learn.wsgi", *self.shape],
                cwd=ROOT,
                env=self.environment(middleware),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Returns as soon as it answers."""
        assert until(self.answers, PATIENCE), self.last_words()

    def last_words(self) -> str:
        return f"the log of the site ends with: {self.log.read_text()[-3000:]}"

    def answers(self) -> bool:
        try:
            return Visitor(self.port, patience=5).get("/healthz").status == 200
        except NoAnswer:
            return False

    def kill(self) -> None:
        if self.process is not None:
            kill_group(self.process)
            self.process = None

    def workers(self) -> list[int]:
        """The processes that answer requests: the children of the one that was started."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[NewSite]:
    """`new_site(workers=2, threads=4)`: a site on the test's database, ready to be started. Ended after the test."""
    made: list[Site] = []

    def make(workers: int, threads: int = 1) -> Site:
        site = Site(tmp_path, workers=workers, threads=threads)
        site.prepare()
        made.append(site)
        return site

    yield make
    for site in made:
        site.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
