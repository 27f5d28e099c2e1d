"""`manage.py demo`: makes what the demo needs, then runs web server and queue worker together."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser, call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections

from learn.management import supervisor
from learn.management.commands.load_city import DEMO_LOGINS, DEMO_PASSWORD

KEPT_AT_RESET = {"vendor", "secret-key"}


class Command(BaseCommand):
    help = "Runs the whole site with the demo town. What was done before is kept; --reset starts from the beginning."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help="another port than the first free one from 8000")
        parser.add_argument("--reset", action="store_true", help="forget what was done in the demo")
        parser.add_argument("--prepare", action="store_true", help="make everything ready, but start nothing")

    def handle(self, *, port: int | None, reset: bool, prepare: bool, **options: Any) -> None:
        try:
            port = supervisor.port_to_use(port)
        except supervisor.PortTaken as error:
            raise CommandError(str(error)) from error
        var = Path(settings.VAR_DIR)
        if reset:
            forget(var)
        self.prepare(var)
        if not prepare:
            run(port, var / "demo.txt")

    def prepare(self, var: Path) -> None:
        stamps = Stamps(var / "demo-stamps.json")
        if not connection.introspection.table_names():
            stamps.forget("town")
        if not settings.STATIC_ROOT.exists():
            stamps.forget("static")
        self.step("Database", "migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("setup_groups", verbosity=0)
        call_command("schedule_jobs", verbosity=0)
        call_command("certificate_keys", "new", "--if-none", stdout=StringIO())
        fixtures, static = settings.BASE_DIR / "fixtures", settings.BASE_DIR / "learn" / "static"
        stamps.unless_made("town", [fixtures], database_name(), self.load_town)
        sources = [static, var / "vendor", settings.BASE_DIR / "requirements.txt"]
        stamps.unless_made("static", sources, settings.STATIC_ROOT.name, self.collect)

    def load_town(self) -> None:
        self.step("H5P library", "approve_h5p", str(settings.BASE_DIR / "fixtures" / "h5p" / "library"), verbosity=0)
        self.step("Courses", "import_courses", str(settings.BASE_DIR / "fixtures" / "courses"), verbosity=0)
        self.step("People of the demo town", "load_city", verbosity=0)

    def collect(self) -> None:
        self.step("Style sheets, scripts and fonts", "collectstatic", interactive=False, verbosity=0)

    def step(self, what: str, command: str, *arguments: str, **options: Any) -> None:
        self.stdout.write(f"{what} ...")
        self.stdout.flush()
        call_command(command, *arguments, **options)


class Stamps:
    """Remembers of which sources a thing was made, so that a second start is quick and keeps what people did."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}

    def forget(self, name: str) -> None:
        self.known.pop(name, None)

    def unless_made(self, name: str, sources: Iterable[Path], target: str, make: Callable[[], None]) -> None:
        """Calls `make` if the sources or the target differ from last time; remembers it if it ended well."""
        value = digest(sources, target)
        if self.known.get(name) != value:
            make()
            self.known[name] = value
            self.file.write_text(json.dumps(self.known, indent=1))


def digest(sources: Iterable[Path], also: str) -> str:
    total = hashlib.sha256(also.encode())
    for source in sources:
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        for file in files:
            if file.is_file():
                total.update(f"{file.relative_to(source.parent)}\0".encode() + file.read_bytes())
    return total.hexdigest()


def database_name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def forget(var: Path) -> None:
    """Empties var/, apart from what set-up made there. A database elsewhere is not ours to empty."""
    if not database_name().startswith(str(var)):
        raise CommandError(f"The demo's database {database_name()} is not in {var}. Please empty it yourself.")
    connections.close_all()
    for entry in var.iterdir() if var.exists() else ():
        if entry.name in KEPT_AT_RESET:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def announcement(address: str) -> str:
    width = max(len(email) for email, _ in DEMO_LOGINS)
    rows = [f"  {email:<{width}}  {who}" for email, who in DEMO_LOGINS]
    head = ["", f"The site is ready: {address}", "", f"Log-ins, password {DEMO_PASSWORD}"]
    return "\n".join([*head, *rows, "", "Ctrl-C stops it."])


def run(port: int, notice: Path) -> None:
    """Hands this process over to the supervisor: what preparing needed is given back to the machine."""
    address = os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
    notice.write_text(announcement(address + "/"), "utf-8")
    sys.stdout.flush()
    os.chdir(settings.BASE_DIR)
    module = "learn.management.supervisor"
    os.execv(sys.executable, [sys.executable, "-m", module, "--port", str(port), "--announce", str(notice)])  # noqa: S606
