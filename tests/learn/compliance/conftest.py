"""A unit with staff and one requirement with a whole rule."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from learn.accounts.models import Department
from learn.compliance.models import Requirement
from tests.factories.people import requirement, unit
from tests.learn.compliance.two_units import Units, build

START = date(2027, 1, 4)
COURSE = uuid4()
RULE: dict[str, Any] = {
    "audience": {"all": True, "roles": []},
    "due": {
        "new": {"anchor": "assignment", "days": 42},
        "existing": {"anchor": "fixed", "date": "2027-03-31"},
        "repeat": {"anchor": "previous_valid_until", "days": 0},
    },
    "minimum_time_days": 14,
    "expiry": {"rule": "previous_valid_until", "months": 12},
    "lead_days": 60,
    "grace_days": 30,
    "early_credit": {"accept": "by_rule", "max_age_days": 90},
    "reminders": {"before_due_days": [28], "after_due_days": [3], "escalate_after_days": 14},
}


@pytest.fixture
def office(db: None) -> Department:
    return unit("10")


@pytest.fixture
def duty(db: None) -> Requirement:
    made = requirement("datenschutz", [COURSE], RULE["audience"], START)
    made.definition = dict(RULE)
    made.save()
    return made


@pytest.fixture
def units(duty: Requirement) -> Units:
    return build(duty)
