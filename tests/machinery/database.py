"""One migrated template for all tests, copied per worker and renewed when a migration changes.

Tests run in a transaction that is rolled back. A test that commits (browser, live server, `transaction=True`) leaves a
used copy behind, and the next test gets a new one: Django would flush the tables, and with them Wagtail's root page.
A test that asks for `phishing`, `all_types` or `demo_courses` runs on a template in which the real importer has laid
these courses down,
one that asks for `demo_city` on the demo's people and duties, one that asks for `big_city` on the city of
tests/benchmarks/hr, made once a day.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.benchmarks.hr.city import City
from tests.machinery.engines import Engine, engine_of

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "databases"
ARCHIVES = ROOT / "fixtures" / "courses"
COURSES = {
    "phishing": [ARCHIVES / "phishing-erkennen"],
    "all_types": [ARCHIVES / "alle-aufgabentypen"],
    "demo_courses": sorted(path for path in ARCHIVES.iterdir() if path.is_dir()),
}
DEMO_CITY, BIG_CITY = "demo_city", "big_city"

# Queries, constraints, locks and migrations. Screens, walks, papers and rights are the same on every engine.
WHERE_IT_MATTERS = (
    "tests/certificates/test_issue.py",
    "tests/certificates/test_states.py",
    "tests/courses/test_archive.py::test_a_course_of_the_demo_imports_and_comes_out_the_same[phishing-erkennen]",
    "tests/courses/test_archive.py::test_what_the_cms_made_keeps_its_ids",
    "tests/courses/test_stamp.py",
    "tests/house/",
    "tests/learn/accounts/",
    "tests/learn/assessment/test_races.py",
    "tests/learn/assessment/test_regrade.py",
    "tests/learn/assessment/test_statistics.py",
    "tests/learn/compliance/test_city.py",
    "tests/learn/compliance/test_nightly.py",
    "tests/learn/compliance/test_obligations.py",
    "tests/learn/compliance/test_tally.py",
    "tests/learn/enrolments/",
    "tests/learn/operations/",
    "tests/learn/people/test_invitations.py",
    "tests/learn/people/test_merge.py",
    "tests/learn/post/",
    "tests/learn/privacy/test_inventory.py",
    "tests/learn/privacy/test_join.py",
    "tests/learn/privacy/test_retention.py",
    "tests/learn/reports/test_completions.py",
    "tests/learn/reports/test_every_report.py",
    "tests/learn/reports/test_queries.py",
    "tests/learn/reports/test_runs.py",
    "tests/learn/test_queue.py",
    "tests/learn/web/test_quiz.py::test_whole_way_to_passed",
    "tests/machinery/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what PostgreSQL is tried with: what uses the database where the engine matters (WHERE_IT_MATTERS)."""
    # Files with a browser take longest: begun first, they leave no worker idle at the end.
    items.sort(key=lambda item: "/browser/" not in item.path.as_posix())
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & {"live_site", "new_page"}:
            item.add_marker("browser")
        uses_database = item.get_closest_marker("django_db") or names & {"db", "transactional_db"}
        matters = item.nodeid.startswith(WHERE_IT_MATTERS)
        if (
            uses_database
            and matters
            and not any(item.get_closest_marker(name) for name in ("browser", "faults", "bench", "bench_hr", "a11y"))
        ):
            item.add_marker("db")


# ---------------------------------------------------------------- templates


def fingerprint(*files: Path) -> str:
    total = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        total.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return total.hexdigest()[:12]


def template_name(kind: str) -> str:
    """It changes with what the template is made of, so an old one is never taken for the new one."""
    made_of = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("learn/*/migrations/*.py"), ROOT / "requirements.txt"]
    if kind in COURSES:
        made_of += [
            *(file for folder in COURSES[kind] for file in folder.rglob("*")),
            *(file for file in ROOT.glob("courses/**/*.py")),
        ]
    if kind == DEMO_CITY:
        made_of += [*ROOT.glob("learn/**/*.py"), *ROOT.glob("fixtures/city/*"), ROOT / "tests/factories/demo_city.py"]
    if kind == BIG_CITY:
        made_of += [*ROOT.glob("tests/benchmarks/hr/[!t]*.py"), ROOT / "tests/benchmarks/hr/town.py"]
        kind = f"{kind}_{timezone.localdate():%m%d}"
    return f"learn_template_{kind}_{fingerprint(*made_of)}"


def ensure_template(engine: Engine, kind: str) -> str:
    """The template's name. The first process that needs it makes it; the others wait."""
    base = ensure_template(engine, "base") if kind != "base" else ""
    name = template_name(kind)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not engine.exists(name):
            engine.remove_all(f"learn_template_{kind}_")
            unfinished = f"unfinished_{kind}"
            if base:
                engine.copy(base, unfinished)
            else:
                engine.create(unfinished)
            engine.point_at(unfinished)
            fill(kind)
            connection.close()
            engine.rename(unfinished, name)
    return name


def fill(kind: str) -> None:
    """Make what a template holds beyond the one it was copied from."""
    if kind in COURSES:
        import_courses(COURSES[kind])
    elif kind == DEMO_CITY:
        from tests.factories import demo_city

        demo_city.build()
    elif kind == BIG_CITY:
        from tests.benchmarks.hr.town import build

        build()
    else:
        migrate()


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def import_courses(archives: Iterable[Path]) -> None:
    """Media go where all tests of this run look for them."""
    from courses.api import approve_libraries, import_archive

    approve_libraries(ROOT / "fixtures" / "h5p" / "library")
    for archive in archives:
        import_archive(archive)


# ---------------------------------------------------------------- copies


@dataclass
class Copies:
    """The databases of this test process."""

    worker: str
    blocker: DjangoDbBlocker
    engine: Engine = field(default_factory=lambda: engine_of(connection, FOLDER))
    current: str = ""
    used: bool = False

    def use(self, kind: str) -> None:
        """Points Django at a copy of the template `kind`; a new one if the last test has committed to it."""
        if self.current == kind and not self.used:
            return
        with self.blocker.unblock():
            template = ensure_template(self.engine, kind)
            own = f"learn_test_{self.worker}_{os.getpid()}"
            self.engine.copy(template, own)
            self.engine.point_at(own)
        self.current, self.used = kind, False

    def remove(self) -> None:
        with self.blocker.unblock():
            self.engine.drop(f"learn_test_{self.worker}_{os.getpid()}")


COPIES = pytest.StashKey[Copies]()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[None]:
    """Takes the place of pytest-django's own."""
    # The live server's threads live as long as the browser's connections: none may keep a copy that is replaced.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = connection.settings_dict["CONN_MAX_AGE"] = 0
    copies = request.config.stash[COPIES] = Copies(worker_id, django_db_blocker)
    copies.use("base")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: setattr(copies, "used", True))
        yield
    copies.remove()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """Before a test's transaction begins: the copy it asks for, and no memory of the test before."""
    if fixturedef.argname == "_django_db_helper":
        asked_for = (name for name in (*COURSES, DEMO_CITY, BIG_CITY) if name in request.fixturenames)
        request.config.stash[COPIES].use(next(asked_for, "base"))
        for cache in caches.all():  # also those that only the live server has used so far
            cache.clear()


@pytest.fixture
def phishing(db: None) -> str:
    """The slug of a real course with all question types, imported from its archive, in three languages."""
    return COURSES["phishing"][0].name


@pytest.fixture
def all_types(db: None) -> str:
    """The slug of the course that shows every question type in lessons, in practice and in an assessed quiz."""
    return COURSES["all_types"][0].name


@pytest.fixture
def demo_courses(db: None) -> list[str]:
    """The slugs of all courses of the demo."""
    return [folder.name for folder in COURSES["demo_courses"]]


@pytest.fixture
def demo_city(db: None) -> None:
    """The people of the demo with their duties as on the day of tests/factories/demo_city.py."""


@pytest.fixture
def big_city(db: None) -> City:
    """20,000 staff under 30 requirements as they are today, for benchmarks; the first test of a day waits for it."""
    return City(20_000, 30, timezone.localdate())
