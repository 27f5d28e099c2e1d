"""The demo city: complete, the same the second time, with log-ins that work."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError
from django.test import override_settings

from courses import stamp
from courses.models import Course
from learn.accounts import roles
from learn.accounts.access import visible_people
from learn.accounts.models import Department, Membership, User
from learn.compliance.models import (
    Absence,
    AuditEntry,
    Cycle,
    Evidence,
    Exemption,
    Obligation,
    ObligationReason,
    Requirement,
    Tally,
)
from learn.compliance.queries import audience_in_words
from learn.enrolments.models import Completion, Enrolment
from learn.management.commands.load_city import CITIZEN, DEMO_LOGINS, DEMO_PASSWORD
from learn.post.models import Mail
from learn.reports.filters import Filters
from learn.reports.queries import completions
from learn.reports.rows import State
from learn.rules import deadlines as duties
from tests.factories.demo_city import DAY, load

pytestmark = pytest.mark.django_db


def row_counts() -> tuple[int, ...]:
    kept = (User, Department, Membership, Requirement, Enrolment, Completion)
    kept += (Obligation, ObligationReason, Cycle, Evidence, Exemption, Absence, AuditEntry)
    return tuple(model.objects.count() for model in kept)


def test_everything_is_there(demo_city: None) -> None:
    assert Department.objects.count() == 44
    assert Membership.objects.count() == 121, "one has two: the own and the one to come"
    assert User.objects.count() == 121
    assert Requirement.objects.count() == 6
    assert Enrolment.objects.count() == Enrolment.objects.filter(started_at__date__lte=DAY).count() == 168
    assert {entry.state for entry in completions(_user("personal"), Filters(), DAY).entries} == set(State)


def test_second_time_changes_nothing_even_days_later(demo_city: None) -> None:
    before = row_counts()
    starts = sorted(Membership.objects.values_list("personnel_no", "starts_on"))
    rules = list(Requirement.objects.values_list("key", "starts_on", "definition"))
    password = _user("admin").password
    with time_machine.travel("2027-02-18 09:00+01:00", tick=False):
        load()
    assert row_counts() == before
    assert sorted(Membership.objects.values_list("personnel_no", "starts_on")) == starts
    assert list(Requirement.objects.values_list("key", "starts_on", "definition")) == rules
    assert _user("admin").password == password


def test_log_ins_work_and_nobody_else_has_a_password(demo_city: None) -> None:
    for email, _who in DEMO_LOGINS:
        assert User.objects.get(email=email).check_password(DEMO_PASSWORD)
    with_password = {user.email for user in User.objects.all() if user.has_usable_password()}
    assert with_password == {email for email, _who in DEMO_LOGINS}


def test_each_log_in_has_its_place(demo_city: None) -> None:
    def groups(name: str) -> set[str]:
        return set(_user(name).groups.values_list("name", flat=True))

    assert groups("trainer") == {roles.TRAINERS}
    assert groups("personal") == {roles.HR}
    assert groups("leitung") == groups("leitung2") == {roles.HEADS}
    assert groups("admin") == {roles.ADMINISTRATORS}
    assert groups("buergerin") == set()
    assert [user.email for user in User.objects.filter(is_superuser=True)] == ["admin@example.org"]
    assert visible_people(_user("personal"), DAY).count() == 120
    first = set(visible_people(_user("leitung"), DAY).values_list("pk", flat=True))
    second = set(visible_people(_user("leitung2"), DAY).values_list("pk", flat=True))
    assert len(first) > 5
    assert len(second) > 5
    assert not first & second


def test_heads_are_all_who_lead(demo_city: None) -> None:
    heads = User.objects.filter(groups__name=roles.HEADS)
    assert heads.count() == 44
    assert not heads.filter(memberships__position="Kita-Leitung").exists()


def test_duties_stand_in_every_state_at_once(demo_city: None) -> None:
    rows = Obligation.objects.all()
    assert set(rows.values_list("state", flat=True)) == set(duties.State) == {
        "withdrawn", "suspended", "exempt", "valid", "in-grace", "expired", "overdue", "open", "future",
    }  # fmt: skip
    assert rows.filter(renewal_open=True).exists()
    assert rows.filter(state="future", next_change_on=date(2027, 3, 15)).count() == 1
    assert set(Evidence.objects.values_list("kind", flat=True)) == {"completion", "imported", "equivalent"}
    assert Evidence.objects.filter(revoked_from__isnull=False).exists()
    assert Tally.objects.filter(department=None, state="future").get().people == 1
    assert AuditEntry.objects.filter(actor=_user("personal")).count() == AuditEntry.objects.count() == 10


def test_citizen_has_learnt_something(demo_city: None) -> None:
    citizen = _user("buergerin")
    assert citizen.email == CITIZEN
    assert not citizen.memberships.exists()
    assert Enrolment.objects.filter(learner__user=citizen).count() == 2
    assert Completion.objects.filter(enrolment__learner__user=citizen).count() == 1


def test_history_sends_no_mail(demo_city: None) -> None:
    assert not Mail.objects.exclude(kind__in=["erinnerung", "eskalation"]).exists()


def test_dates_move_with_the_day() -> None:
    with time_machine.travel("2027-02-25 09:00+01:00", tick=False):
        load()
    assert Membership.objects.get(personnel_no="000522").starts_on == date(2027, 1, 1) + timedelta(days=10)


@time_machine.travel("2027-02-15 09:00+01:00", tick=False)
def test_missing_courses_are_named_and_come_later(demo_city: None) -> None:
    for model in (AuditEntry, Obligation, Evidence, Exemption, Requirement):
        model.objects.all().delete()
    Course.objects.get(slug="digital-zusammenarbeiten").unpublish()
    stamp.renew()
    assert "Der Kurs digital-zusammenarbeiten fehlt" in load()
    assert Requirement.objects.count() == 4
    Course.objects.get(slug="digital-zusammenarbeiten").save_revision().publish()
    stamp.renew()
    load()
    assert Requirement.objects.count() == 6


def test_courses_without_an_owner_go_to_the_trainer(demo_city: None) -> None:
    assert set(Course.objects.values_list("owner__email", flat=True)) == {"trainer@example.org"}


@override_settings(STAFF_SECOND_FACTOR=True)
def test_a_real_site_is_refused() -> None:
    with pytest.raises(CommandError, match="bekanntes Passwort"):
        load()
    assert not User.objects.exists()


def test_requirements_in_words(demo_city: None) -> None:
    names = dict(Department.objects.values_list("code", "name"))
    words = {rule.key: audience_in_words(rule.definition["audience"], names) for rule in Requirement.objects.all()}
    assert words["datenschutz-alle"] == ("alle Beschäftigten",)
    assert words["datenschutz-sensible-bereiche"] == (
        "Personalbetreuung",
        "Einwanderung und Einbürgerung",
        "Jugendhilfe und alle Einheiten darunter",
        "Soziales und Gesundheit und alle Einheiten darunter",
    )
    assert words["zusammenarbeiten-einstieg"] == (
        "alle Beschäftigten, eingetreten am 1. August 2026 oder später",
        "alle Beschäftigten mit der Stelle Ausbildung",
    )


def _user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
