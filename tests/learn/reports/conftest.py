"""A small city with three units, two courses and one of each kind of state."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from courses import stamp
from courses.models import Catalogue, Course
from learn.accounts import roles
from learn.accounts.models import Department, User
from tests.factories.people import completed, enrolled, in_group, person, requirement, unit, user

TODAY = date(2027, 2, 15)


def course(slug: str, title: str) -> UUID:
    """A published course without lessons; reports need its key and title."""
    catalogue = Catalogue.objects.get(locale__language_code="de")
    page = Course(title=title, slug=slug, teaser="Kurz.", outcomes="Ich kann das.", locale=catalogue.locale)
    page.translation_key = uuid4()
    catalogue.add_child(instance=page)
    stamp.renew()
    return page.translation_key


@pytest.fixture
def shelf(settings: Any, tmp_path: Path) -> Path:
    """A folder of its own for the files of reports."""
    settings.REPORT_ROOT = tmp_path / "reports"
    return Path(settings.REPORT_ROOT)


@dataclass(frozen=True, slots=True)
class City:
    units: dict[str, Department]
    privacy: UUID
    phishing: UUID
    hr: User
    head: User  # of 41 and 411
    other_head: User  # of 61


@pytest.fixture
def city(db: None) -> City:
    """Five people in 41, 411 and 61; privacy is required of all, phishing of nobody."""
    top, other = unit("40", name="Sicherheit"), unit("60", name="Soziales")
    units = {"40": top, "41": unit("41", top, "Bürgerservice"), "60": other, "61": unit("61", other, "Grundsicherung")}
    units["411"] = unit("411", units["41"], "Bürgerbüro")
    privacy, phishing = course("datenschutz", "Datenschutz"), course("phishing", "Phishing")
    requirement("datenschutz-alle", [privacy], {"all": True, "roles": []})
    head = person(units["41"], "Fachbereichsleitung", "Tomasz", "Wójcik")
    completed(head, privacy, date(2026, 5, 4), date(2026, 5, 6))
    begun = person(units["411"], "Sachbearbeitung", "Sevgi", "Bulut")
    enrolled(begun, privacy, date(2027, 1, 12))
    completed(begun, phishing, date(2026, 11, 2), date(2026, 11, 2))
    person(units["411"], "Sachbearbeitung", "Rainer", "Vogt")
    other_head = person(units["61"], "Fachbereichsleitung", "Kerem", "Uçar")
    completed(other_head, privacy, date(2026, 6, 1), date(2026, 6, 1))
    person(units["61"], "Sachbearbeitung", "Uğur", "Tekin")
    hr = in_group(user("Ewa", "Pawłowska"), roles.HR)
    return City(units, privacy, phishing, hr, in_group(head, roles.HEADS), in_group(other_head, roles.HEADS))
