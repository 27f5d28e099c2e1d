"""A small town with two units and courses, a requirement over one unit, and the personnel office signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from learn.accounts import roles
from learn.accounts.models import Department, User
from learn.compliance.models import Requirement
from learn.compliance.obligations import refresh
from learn.compliance.requirements.models import Action, RequirementDraft
from learn.compliance.requirements.written import form_data, with_keys
from learn.compliance.tally import recount
from tests.factories.people import completed, in_group, person, requirement, unit, user
from tests.learn.compliance.conftest import RULE
from tests.learn.reports.conftest import course


@dataclass(frozen=True)
class Town:
    office: Department
    below: Department
    other: Department
    duty: Requirement
    hr: User
    keys: dict[str, str]  # by slug
    today: date

    def client(self) -> Client:
        client = Client()
        client.force_login(self.hr)
        return client

    def draft(self, **changes: Any) -> RequirementDraft:
        """A change of the duty from today on, not stored yet."""
        definition = with_keys(self.duty.definition, self.duty.course_keys) | changes.pop("definition", {})
        values: dict[str, Any] = {
            "requirement": self.duty,
            "author": self.hr,
            "revision": self.duty.revision,
            "action": Action.CHANGE,
            "title": self.duty.title,
            "reason": self.duty.reason,
            "since": self.today,
            "definition": definition,
        }
        return RequirementDraft(**(values | changes))


@pytest.fixture
def town(db: None) -> Town:
    """Three people in 10 (one has done the course), one in 11 below it, two in 20. The duty is on 10 alone."""
    today = timezone.localdate()
    office, other = unit("10", name="Hauptamt"), unit("20", name="Bauamt")
    below = unit("11", office, name="Poststelle")
    keys: dict[str, UUID] = {
        "datenschutz": course("datenschutz", "Datenschutz"),
        "phishing": course("phishing", "Phishing"),
    }
    for where, names in ((office, ("Anna", "Bert", "Carla")), (below, ("Dora",)), (other, ("Emil", "Frida"))):
        for name in names:
            made = person(where, "Sachbearbeitung", name, "Muster", since=today - timedelta(400))
            if name == "Carla":
                completed(made, keys["datenschutz"], today - timedelta(50), today - timedelta(40))
    duty = requirement("datenschutz", [keys["datenschutz"]], {}, today - timedelta(60))
    duty.definition = RULE | {
        "courses": {"first_path": ["datenschutz"], "repeat_path": ["datenschutz"]},
        "audience": {"any_of": [{"departments": ["10"], "include_below": False, "roles": []}]},
        "due": {
            "new": {"anchor": "assignment", "days": 30},
            "existing": {"anchor": "assignment", "days": 90},
            "repeat": {"anchor": "previous_valid_until", "days": 0},
        },
    }
    duty.save()
    refresh(duty, today)
    recount(duty, today)
    hr = in_group(user("Ewa", "Pawłowska"), roles.HR)
    return Town(office, below, other, duty, hr, {slug: str(key) for slug, key in keys.items()}, today)


Post = Callable[..., dict[str, Any]]


@pytest.fixture
def post(town: Town) -> Post:
    """What a browser sends for the duty, with some fields changed; a value None takes the field out."""

    def make(**changes: Any) -> dict[str, Any]:
        fields, groups = form_data(with_keys(town.duty.definition, town.duty.course_keys))
        data: dict[str, Any] = {
            "title": town.duty.title,
            "reason": town.duty.reason,
            "revision": town.duty.revision,
            "since": town.today.isoformat(),
            "gruppe-TOTAL_FORMS": len(groups),
            "gruppe-INITIAL_FORMS": 0,
        }
        data |= {name: _sent(value) for name, value in fields.items()}
        for place, group in enumerate(groups):
            data |= {f"gruppe-{place}-{name}": _sent(value) for name, value in group.items()}
        data |= changes
        return {name: value for name, value in data.items() if value is not None and value is not False}

    return make


def _sent(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], int):
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return value.isoformat()
    return "on" if value is True else value
