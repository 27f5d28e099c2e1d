"""The house keeps its rules."""

import importlib
import inspect
import tomllib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

from learn.privacy.inventory import BY_THEIR_DOOR, INVENTORY
from tests.house import rules
from tests.house.rules import PACKAGES, ROOT


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(PACKAGES)]


def test_files_are_short() -> None:
    assert rules.long_files(ROOT) == []


def test_functions_are_short() -> None:
    assert rules.long_functions(ROOT) == []


@pytest.mark.parametrize("room", rules.PURE_ROOMS)
def test_pure_rooms_do_without_a_framework(room: str) -> None:
    assert rules.impure(ROOT, room) == ""


def test_models_state_personal_data_and_retention() -> None:
    assert rules.unstated(own_models()) == []


def test_personal_data_is_in_export_and_erasure() -> None:
    listed = {kept.model for kept in INVENTORY} | set(BY_THEIR_DOOR)
    assert rules.unlisted(own_models(), listed) == []


def test_one_place_listens() -> None:
    assert rules.listeners(ROOT) == []


def test_no_rule_in_save() -> None:
    assert rules.rules_in_save(own_models()) == []


def test_migrations_have_telling_names() -> None:
    assert rules.dull_migrations(ROOT) == []


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_queued_name_is_a_job() -> None:
    jobs = importlib.import_module("learn.jobs")
    known = {f"learn.jobs.{name}" for name, job in vars(jobs).items() if inspect.isfunction(job)}
    assert rules.unknown_jobs(ROOT, known) == []


def test_texts_speak_of_the_product_only() -> None:
    assert rules.workshop_words(ROOT) == []


def test_no_addresses_of_package_registries() -> None:
    assert rules.registry_addresses(ROOT) == []


def test_reports_look_through_one_window() -> None:
    for file in (ROOT / "learn" / "reports").glob("queries*.py"):
        assert rules.blind_reports(file.read_text("utf-8")) == []
    assert rules.reading_beside_queries(ROOT) == []


def test_every_module_says_what_it_is_for() -> None:
    assert rules.speechless(ROOT) == []


def test_every_room_of_courses_is_closed_to_learn_or_a_door() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    closed = next(c for c in contracts if c["name"] == "learn enters courses by api and grading")["forbidden_modules"]
    entries = (path.stem for path in (ROOT / "courses").iterdir() if not path.name.startswith(("_", ".")))
    framework = {"courses.apps", "courses.migrations", "courses.urls", "courses.wagtail_hooks"}
    rooms = {f"courses.{name}" for name in entries} - framework
    assert rules.open_rooms(rooms, closed, {"courses.api", "courses.grading"}) == []
