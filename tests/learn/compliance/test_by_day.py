"""What people and the personnel office do by day shows in the duties at once, without waiting for the night."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learn.accounts import roles
from learn.accounts.models import Department, Learner, Membership, User
from learn.compliance import nightly
from learn.compliance.models import Obligation, Requirement, Tally
from learn.queue import Job
from tests.factories.people import in_group, person, requirement, unit
from tests.learn.compliance.conftest import RULE
from tests.learn.small_course import make_course
from tests.learn.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)
JOB = "learn.jobs.refresh_duties_of"


def duty_of(course_key: Any, audience: dict[str, Any]) -> Requirement:
    made = requirement("pflicht", [course_key], audience, timezone.localdate() - timedelta(30))
    made.definition = RULE | {"audience": audience, "due": {"new": {"anchor": "assignment", "days": 42}}}
    made.save()
    return made


def states() -> list[tuple[str, str]]:
    return list(Obligation.objects.order_by("learner__user__email").values_list("learner__user__email", "state"))


def test_the_last_answer_of_a_course_ends_the_duty() -> None:
    course = make_course()
    who = person(unit("10"))
    duty_of(course.outline.key, {"all": True, "roles": []})
    nightly.run(timezone.localdate())
    assert states() == [(who.email, "open")]
    client = Client()
    client.force_login(who)
    walk = Walk(client)
    walk.tick_all()
    assert not Job.objects.filter(name=JOB).exists(), "nothing before the last step"
    walk.answer_all()
    assert states() == [(who.email, "valid")]
    assert Tally.objects.get(department=None).state == "valid"
    assert Job.objects.get(name=JOB).args == [str(Learner.objects.get(user=who).pk)]


def test_guests_have_no_duties() -> None:
    make_course()
    walk = Walk()
    walk.tick_all()
    walk.answer_all()
    assert not Job.objects.filter(name=JOB).exists()


@pytest.fixture
def office() -> Client:
    """Somebody who may change memberships, signed in."""
    client = Client()
    client.force_login(in_group(person(unit("90")), roles.ADMINISTRATORS))
    return client


@pytest.fixture
def duty(office: Client) -> Requirement:
    return duty_of("c0ffee00-0000-4000-8000-000000000001", {"departments": ["10"], "include_below": True, "roles": []})


def fields(who: User, where: Department, **changes: Any) -> dict[str, Any]:
    shown = {"user": who.pk, "department": where.pk, "personnel_no": "009999", "position": "Sachbearbeitung"}
    return shown | {"starts_on": (timezone.localdate() - timedelta(7)).isoformat(), "ends_on": ""} | changes


def test_a_membership_in_the_cms_brings_and_takes_duties(office: Client, duty: Requirement) -> None:
    here, elsewhere = unit("10"), unit("20")
    who = person(elsewhere)
    nightly.run(timezone.localdate())
    assert states() == []
    answer = office.post(reverse("memberships:add"), fields(who, here))
    assert answer.status_code == 302, answer.context["form"].errors
    assert states() == [(who.email, "open")]
    own = Membership.objects.get(personnel_no="009999")
    office.post(reverse("memberships:edit", args=[own.pk]), fields(who, elsewhere))
    assert states() == [(who.email, "withdrawn")]
    office.post(reverse("memberships:edit", args=[own.pk]), fields(who, here))
    assert states() == [(who.email, "open")]
    office.post(reverse("memberships:delete", args=[own.pk]))
    nightly.run(timezone.localdate() + timedelta(1))
    assert states() == [(who.email, "withdrawn")], "a reason that began today ends with the day"


def test_a_unit_that_moves_in_the_cms_takes_its_people_along(office: Client, duty: Requirement) -> None:
    here, moving = unit("10"), unit("21", unit("20"))
    who = person(moving, since=date(2020, 1, 1))
    nightly.run(timezone.localdate())
    assert states() == []
    office.post(reverse("departments:edit", args=[moving.pk]), {"code": "21", "name": moving.name, "parent": here.pk})
    assert states() == [(who.email, "open")]
    assert Tally.objects.get(department=here).people == 1
