"""Units as people look at them: numbers, heads, search, refused moves, one person's places; always as many queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learn.accounts import disclosures
from learn.accounts.models import Department, User
from learn.people.units import tree_of
from tests.factories import people as cast
from tests.learn.people.office import clerk

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture
def office() -> User:
    top = cast.unit("10", name="Oben")
    middle = cast.unit("11", top, "Mitte")
    low = cast.unit("12", middle, "Unten")
    cast.person(low, "Abteilungsleitung", "Lea", "Leitet")
    cast.person(low)
    cast.works(cast.user(), low, until=date(2026, 11, 25))
    return clerk(top)


@pytest.fixture
def client(office: User) -> Client:
    client = Client()
    client.force_login(office)
    return client


def test_numbers_of_people_and_heads(office: User) -> None:
    (top,), _ = tree_of(office, TODAY)
    middle = top.children[0]
    low = middle.children[0]
    assert [(node.own, node.total) for node in (top, middle, low)] == [(1, 3), (0, 2), (2, 2)]
    assert low.leads == ["Lea Leitet"] and not top.leads


def test_search_keeps_what_fits_and_the_way_to_it(office: User) -> None:
    cast.unit("99", name="Anderswo")
    roots, hits = tree_of(office, TODAY, "lea")
    assert hits == 1 and [node.unit.code for node in roots] == ["10"]
    assert roots[0].open and roots[0].children[0].children[0].found and roots[0].total == 3
    assert tree_of(office, TODAY, "gibt es nicht") == ([], 0)


def test_screens_of_a_unit_and_a_person(client: Client, office: User) -> None:
    shown = client.get(reverse("units")).content.decode()
    assert "1 hier, 3 mit allen darunter" in shown and "Leitung: Lea Leitet" in shown
    shown = client.get(reverse("unit_people", args=["12"])).content.decode()
    assert "2 Personen in dieser Einheit" in shown and "leitet" in shown and "11 Mitte" in shown
    lea = User.objects.get(last_name="Leitet").learner
    shown = client.get(reverse("person_places", args=[lea.pk])).content.decode()
    assert "12 Unten" in shown and "Hat noch kein Passwort" in shown
    assert [(entry.viewer, entry.what) for entry in disclosures.of(lea)] == [(office, "Zugehörigkeiten")]


def test_who_has_left_or_never_worked_here_looks_like_nobody(client: Client) -> None:
    for user in (cast.user(), User.objects.get(memberships__ends_on__isnull=False)):
        assert client.get(reverse("person_places", args=[user.learner.pk])).status_code == 404


def test_moving_a_unit_below_itself_is_refused_with_the_way_round(office: User) -> None:
    top = Department.objects.get(code="10")
    top.parent = Department.objects.get(code="12")
    with pytest.raises(ValidationError, match="10 > 11 > 12 > 10"):
        top.clean()


@pytest.mark.parametrize("page", ["units", "unit_people"])
def test_as_many_queries_for_three_as_for_one(
    client: Client, page: str, django_assert_num_queries: Callable[..., Any]
) -> None:
    address = reverse(page, args=["12"] if page == "unit_people" else None)
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    for number in range(3):
        cast.person(cast.unit(f"12{number}", Department.objects.get(code="12")), "Teamleitung")
        cast.person(Department.objects.get(code="12"), "Teamleitung")
    with django_assert_num_queries(len(first)):
        client.get(address)
