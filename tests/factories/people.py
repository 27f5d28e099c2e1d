"""Units, people, roles and what people have completed, for tests."""

from datetime import date, datetime, time
from itertools import count
from uuid import UUID

from django.contrib.auth.models import Group
from django.utils import timezone

from learn.accounts import groups
from learn.accounts.models import Department, Learner, Membership, User
from learn.compliance.models import Requirement
from learn.enrolments.models import Completion, Enrolment

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)


def unit(code: str, parent: Department | None = None, name: str = "") -> Department:
    return Department.objects.create(code=code, name=name or f"Einheit {code}", parent=parent)


def user(*names: str, email: str = "") -> User:
    """Somebody with an account and a learner row, in no unit."""
    number = next(_numbers)
    first_name, last_name = names or (f"Vor{number}", f"Nach{number}")
    made = User(email=email or f"person{number}@example.org", first_name=first_name, last_name=last_name)
    made.set_unusable_password()
    made.save()
    Learner.objects.create(user=made, certificate_name=made.get_full_name()[:120])
    return made


def works(
    who: User,
    where: Department,
    position: str = "Sachbearbeitung",
    *,
    since: date = LONG_AGO,
    until: date | None = None,
    number: str = "",
) -> Membership:
    return Membership.objects.create(
        user=who,
        department=where,
        position=position,
        personnel_no=number or f"{next(_numbers):06}",
        starts_on=since,
        ends_on=until,
    )


def person(where: Department, position: str = "Sachbearbeitung", *names: str, since: date = LONG_AGO) -> User:
    """A member of staff."""
    made = user(*names)
    works(made, where, position, since=since)
    return made


def in_group(who: User, name: str) -> User:
    """The same person with the rights of a group, read afresh."""
    if not Group.objects.filter(name=name, permissions__isnull=False).exists():
        groups.set_up_groups()
    who.groups.add(Group.objects.get(name=name))
    return User.objects.get(pk=who.pk)


def enrolled(who: User, course_key: UUID, on: date, *, number: int = 1) -> Enrolment:
    moment = timezone.make_aware(datetime.combine(on, time(9)))
    return Enrolment.objects.create(
        learner=Learner.objects.get(user=who),
        course_key=course_key,
        number=number,
        language="de",
        started_at=moment,
        changed_at=moment,
    )


def completed(who: User, course_key: UUID, started_on: date, completed_on: date, *, number: int = 1) -> Completion:
    moment = timezone.make_aware(datetime.combine(completed_on, time(10)))
    return Completion.objects.create(
        enrolment=enrolled(who, course_key, started_on, number=number),
        completed_at=moment,
        completed_on=completed_on,
        passed=True,
    )


def requirement(key: str, course_keys: list[UUID], audience: dict[str, object], since: date = LONG_AGO) -> Requirement:
    return Requirement.objects.create(
        key=key,
        title=f"Pflicht {key}",
        reason="Weil es nötig ist.",
        starts_on=since,
        course_keys=[str(course_key) for course_key in course_keys],
        definition={"audience": audience},
    )
