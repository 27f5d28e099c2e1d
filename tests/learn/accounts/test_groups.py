"""What each group may do in the CMS, and that setting up twice changes nothing."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page

from learn.accounts import groups, roles
from tests.factories.people import in_group, person, unit, user, works

pytestmark = pytest.mark.django_db


def as_member(group: str) -> Client:
    client = Client()
    client.force_login(in_group(user(), group), backend="django.contrib.auth.backends.ModelBackend")
    return client


def rights() -> tuple[object, ...]:
    return (
        sorted(Group.objects.values_list("name", "permissions")),
        sorted(GroupPagePermission.objects.values_list("pk", "group", "page", "permission")),
        sorted(GroupCollectionPermission.objects.values_list("pk", "group", "collection", "permission")),
    )


def test_twice_is_once() -> None:
    call_command("setup_groups", verbosity=0)
    before = rights()
    call_command("setup_groups", verbosity=0)
    assert rights() == before
    assert set(roles.ALL) <= set(Group.objects.values_list("name", flat=True))


def test_what_trainers_hand_in_comes_before_the_editors() -> None:
    made = groups.set_up_groups()
    task = GroupApprovalTask.objects.get()
    assert (task.name, list(task.groups.all())) == (groups.REVIEW, [made[roles.EDITORS]])
    assert not Group.objects.filter(name="Moderators").exists()
    assert Page.objects.get(depth=1).get_workflow().name == groups.REVIEW


def test_help_menu_advertises_nothing() -> None:
    groups.set_up_groups()
    assert "whats-new-in-wagtail" not in as_member(roles.TRAINERS).get(reverse("wagtailadmin_home")).text


def test_right_given_by_hand_is_taken_back() -> None:
    made = groups.set_up_groups()
    made[roles.HR].permissions.add(made[roles.ADMINISTRATORS].permissions.get(codename="change_user"))
    groups.set_up_groups()
    assert not made[roles.HR].permissions.filter(codename="change_user").exists()


@pytest.mark.parametrize("group", roles.ALL)
def test_everybody_enters_the_cms(group: str) -> None:
    assert as_member(group).get(reverse("wagtailadmin_home")).status_code == 200


PEOPLE = ["wagtailusers_users:index", "departments:index", "memberships:index", "departments:add", "memberships:add"]
SETTINGS = ["wagtailusers_groups:index", "wagtailsites:index", "wagtaillocales:index"]


@pytest.mark.parametrize("group", [roles.TRAINERS, roles.EDITORS, roles.HR, roles.HEADS])
@pytest.mark.parametrize("name", PEOPLE + SETTINGS)
def test_people_and_settings_are_closed(group: str, name: str) -> None:
    response = as_member(group).get(reverse(name))
    assert response.status_code == 302
    assert response["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("name", PEOPLE + SETTINGS)
def test_people_and_settings_are_open_to_administrators(name: str) -> None:
    assert as_member(roles.ADMINISTRATORS).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("group", [roles.HR, roles.HEADS])
def test_reporters_have_no_pages_and_no_explorer(group: str) -> None:
    client = as_member(group)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("completion_report") in page
    assert '"name": "explorer"' not in page
    assert not GroupPagePermission.objects.filter(group__name=group).exists()
    assert not GroupCollectionPermission.objects.filter(group__name=group).exists()


@pytest.mark.parametrize("group", [roles.TRAINERS, roles.EDITORS])
def test_authors_are_not_offered_reports_on_people(group: str) -> None:
    client = as_member(group)
    assert reverse("completion_report") not in client.get(reverse("wagtailadmin_home")).content.decode()
    for name in ("completion_report", "report_overdue", "requirements"):
        assert client.get(reverse(name)).status_code == 302


def test_heads_are_who_leads_today() -> None:
    today = date(2027, 2, 15)
    groups.set_up_groups()
    top = unit("10")
    head = person(top, "Geschäftsbereichsleitung")
    person(top, "Kita-Leitung")
    former = user()
    works(former, top, "Abteilungsleitung", until=date(2027, 2, 14))
    heads = Group.objects.get(name=roles.HEADS).user_set
    heads.add(former)
    assert groups.sync_heads(today) == 1
    assert list(heads.all()) == [head]


def test_account_is_changed_in_the_cms() -> None:
    somebody = user("Ada", "Alt")
    client = as_member(roles.ADMINISTRATORS)
    address = reverse("wagtailusers_users:edit", args=[somebody.pk])
    form = {
        "email": "Ada.Neu@Example.org",
        "first_name": "Ada",
        "last_name": "Neu",
        "is_active": "on",
        "password1": "",
        "password2": "",
    }
    assert client.get(address).status_code == 200
    assert client.post(address, form).status_code == 302
    somebody.refresh_from_db()
    assert (somebody.email, somebody.last_name) == ("ada.neu@example.org", "Neu")


def test_account_is_made_in_the_cms() -> None:
    client = as_member(roles.ADMINISTRATORS)
    form = {
        "email": "Neu@example.org",
        "first_name": "N",
        "last_name": "Eu",
        "password1": "ein-langes-wort-7",
        "password2": "ein-langes-wort-7",
    }
    assert client.post(reverse("wagtailusers_users:add"), form).status_code == 302
    again = client.post(reverse("wagtailusers_users:add"), form | {"email": "NEU@example.org"})
    assert again.status_code == 200
    assert "gehört schon zu einem Konto" in again.content.decode()


def test_unit_is_never_put_under_itself() -> None:
    top = unit("10")
    low = unit("11", top)
    client = as_member(roles.ADMINISTRATORS)
    response = client.post(reverse("departments:edit", args=[top.pk]), {"code": "10", "name": "Oben", "parent": low.pk})
    assert response.status_code == 200
    assert "nicht unter sich selbst" in response.content.decode()
