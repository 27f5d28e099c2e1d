"""A small city in which every state occurs, with the personnel office and heads of one and of two units."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from learn.accounts import roles
from learn.accounts.models import Department, Membership, User
from learn.compliance.models import Requirement
from learn.compliance.tally import recount
from tests.benchmarks.hr.town import build
from tests.factories.people import in_group, user, works


@dataclass(frozen=True, slots=True)
class Town:
    hr: User
    head: User  # of R1 and all below
    head_of_two: User  # of R1 and R2; two others work in both
    other_head: User  # of R8


@pytest.fixture
def town(db: None) -> Town:
    """210 people in 201 units under 3 requirements, as they are today."""
    build(people=260, requirements=3)
    heads = {unit: head_of(unit) for unit in ("R1", "R2", "R8")}
    r11, r2 = Department.objects.get(code="R11"), Department.objects.get(code="R2")
    for code in ("R111", "R112"):
        works(head_of(code), r2, number=f"zweit-{code}")
    both = user("Vera", "Zwei", email="zwei@example.org")
    works(both, Department.objects.get(code="R1"), "Abteilungsleitung", number="zwei-1")
    works(both, r2, "Abteilungsleitung", number="zwei-2")
    works(head_of("R113"), r11, number="zweit-R113")
    for requirement in Requirement.objects.all():
        recount(requirement, timezone.localdate())
    return Town(
        hr=in_group(user("Ewa", "Pawłowska", email="ewa@example.org"), roles.HR),
        head=in_group(heads["R1"], roles.HEADS),
        head_of_two=in_group(both, roles.HEADS),
        other_head=in_group(heads["R8"], roles.HEADS),
    )


def head_of(code: str) -> User:
    leading = Membership.objects.filter(department__code=code, position="Amtsleitung", ends_on=None)
    return User.objects.get(pk=leading.order_by("pk")[0].user_id)
